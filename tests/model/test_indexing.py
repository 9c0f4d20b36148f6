"""An archive that was amended is the archive that all records make; and one that was kept is the one that was."""

from collections.abc import Mapping
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from ipsegen.model.archive import Archive
from ipsegen.model.archive_table import decode_archive, encode_archive
from ipsegen.model.indexing import amend_archive, build_archive
from ipsegen.model.records import Records
from tests.model.builders import SITE, quote_text, records

AROUND = {
    "authors/ann.yaml": "name: Ann\nroles: [{title: Minister, entity: branch, until: 2024-06}]\n",
    "authors/bob.yaml": "name: Bob\ncountries: ['no']\n",
    "entities/whole.yaml": "name: Whole\nkind: organisation\ncountry: se\n",
    "entities/branch.yaml": "name: Branch\nkind: organisation\nparent: whole\n",
    "contexts/c.yaml": "title: C\nsummary: C.\n",
    "contexts/d.yaml": "title: D\nsummary: D.\n",
    "sources/shared.yaml": "title: Shared\nurl: https://a.example/\n",
    "countries/no.yaml": "name: Norway\n",
    "countries/se.yaml": "name: Sweden\n",
}
REFERENCES = ("author:ann", "author:bob", "entity:branch", "entity:whole", "country:no")
IDS = ("q1", "q2", "q3", "q4", "q5")


def keys_of_quotes() -> st.SearchStrategy[dict[str, str]]:
    """Keys of a quote beside those that it must have."""
    lists = st.lists(st.sampled_from(REFERENCES), unique=True, max_size=2).map(str)
    status = st.sampled_from(["attributed", "disputed", "misattributed", "removed"])
    optional: dict[str, st.SearchStrategy[str]] = {
        "author": st.sampled_from(["ann", "bob", "unknown", "entity:branch", "country:no"]),
        "pronounced": st.sampled_from(["2024", "2024-05", "2024-10-28", "unknown", "../2023"]),
        "inserted": st.sampled_from(["2025-01-01T00:00:00Z", "2025-01-02T00:00:00Z"]),
        "mentions": lists,
        "contexts": st.sampled_from(["[c]", "[d, c]", "[]"]),
        "replies_to": st.sampled_from(["[q1]", "[q2, q3]", "[]"]),
        "capacity": st.sampled_from(["own", "official"]),
        "entities": st.sampled_from(["[branch]", "[whole]", "[]"]),
        "position": st.integers(-1, 1).map(str),
        "via": st.sampled_from(REFERENCES),
        "source": st.sampled_from(["shared", "{title: T, url: https://b.example/}"]),
        "note": st.sampled_from(["See [[quote:q1]].", "By [[ann]]."]).map(repr),
        "corrections": st.just("[{date: 2025-01-03, note: A word.}]"),
    }
    return st.builds(
        lambda keys, flag: {**keys, "status": flag, **({"status_note": "Why."} if flag != "attributed" else {})},
        st.fixed_dictionaries({}, optional=optional),
        status,
    )


def plain(archive: Archive) -> Mapping[str, Any]:
    """An archive as values that can be compared: mappings without order, and the lists of `cited` too."""
    found = {name: getattr(archive, name) for name in archive.__struct_fields__}
    for name, value in found.items():
        if isinstance(value, Mapping):
            found[name] = dict(value)
    found["cited"] = {key: set(ids) for key, ids in found["cited"].items()}
    found["through"] = {key: dict(parts) for key, parts in found["through"].items()}
    return found


def site_of(quotes: Mapping[str, Mapping[str, str]]) -> Records:
    """The records of a site with these quotes."""
    return records({**AROUND, **{f"quotes/{key}.yaml": quote_text(**keys) for key, keys in quotes.items()}})


archives = st.dictionaries(st.sampled_from(IDS), keys_of_quotes(), max_size=5)


@given(archives, archives)
@settings(deadline=None)
def test_an_amended_archive_is_the_archive_of_all_records(
    before: Mapping[str, Mapping[str, str]], after: Mapping[str, Mapping[str, str]]
) -> None:
    whole = build_archive(site_of(after), SITE, {})
    changed = {key: whole.quotes.get(key) for key in IDS if before.get(key) != after.get(key)}
    amended = amend_archive(build_archive(site_of(before), SITE, {}), changed)
    # The two countries have files of their own, so that no change reaches further than lists.
    assert amended is not None
    assert plain(amended) == plain(whole)


@given(archives)
@settings(deadline=None)
def test_a_kept_archive_is_the_one_that_was_kept(quotes: Mapping[str, Mapping[str, str]]) -> None:
    made = site_of(quotes)
    archive = build_archive(made, SITE, {})
    by_file = {quote.file: quote for quote in made.quotes.values()}
    again = decode_archive(encode_archive(archive), SITE, lambda _files: made, by_file.__getitem__)
    assert plain(again) == plain(archive)


def test_a_new_country_or_an_old_id_is_more_than_lists() -> None:
    archive = build_archive(site_of({"q1": {}}), SITE, {})
    for keys in ({"countries": "[jp]"}, {"aliases": "[old]"}):
        assert amend_archive(archive, {"q1": site_of({"q1": keys}).quotes["q1"]}) is None
    there = build_archive(site_of({"q1": {"countries": "[jp]"}}), SITE, {})
    assert amend_archive(there, {"q1": None}) is None
