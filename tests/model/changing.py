"""Archives of a few quotes that change in every way a quote can."""

from collections.abc import Mapping
from typing import Final

from hypothesis import strategies as st

from ipsegen.model.records import Records
from tests.model.builders import quote_text, records

AROUND: Final = {
    "authors/ann.yaml": "name: Ann\nroles: [{title: Minister, entity: branch, until: 2024-06}]\n",
    "authors/mark-rutte.yaml": "name: Mark Rutte\n",
    "authors/bob.yaml": "name: Bob\ncountries: ['no']\n",
    "entities/whole.yaml": "name: Whole\nkind: organisation\ncountry: se\n",
    "entities/branch.yaml": "name: Branch\nkind: organisation\nparent: whole\n",
    "contexts/c.yaml": "title: C\nsummary: C.\naliases: [once-c]\n",
    "contexts/d.yaml": "title: D\nsummary: D.\n",
    "sources/shared.yaml": "title: Shared\nurl: https://a.example/\n",
    "countries/no.yaml": "name: Norway\n",
    "countries/se.yaml": "name: Sweden\n",
}
REFERENCES: Final = ("author:ann", "author:bob", "entity:branch", "entity:whole", "country:no")
IDS: Final = ("q1", "q2", "q3", "q4", "q5")


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


def site_of(quotes: Mapping[str, Mapping[str, str]]) -> Records:
    """The records of a site with these quotes."""
    return records({**AROUND, **{f"quotes/{key}.yaml": quote_text(**keys) for key, keys in quotes.items()}})


archives = st.dictionaries(st.sampled_from(IDS), keys_of_quotes(), max_size=5)
