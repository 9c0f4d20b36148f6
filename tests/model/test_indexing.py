"""An archive that was amended is the archive that all records make; and one that was kept is the one that was."""

from collections.abc import Mapping
from typing import Any

from hypothesis import given, settings

from ipsegen.model.archive import Archive
from ipsegen.model.archive_table import decode_archive, encode_archive
from ipsegen.model.indexing import amend_archive, build_archive
from tests.model.builders import SITE
from tests.model.changing import IDS, archives, site_of


def plain(archive: Archive) -> Mapping[str, Any]:
    """An archive as values that can be compared: mappings without order, and the lists of `cited` too."""
    found = {name: getattr(archive, name) for name in archive.__struct_fields__}
    for name, value in found.items():
        if isinstance(value, Mapping):
            found[name] = dict(value)
    found["cited"] = {key: set(ids) for key, ids in found["cited"].items()}
    found["through"] = {key: dict(parts) for key, parts in found["through"].items()}
    return found


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
