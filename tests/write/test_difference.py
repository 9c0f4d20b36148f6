"""What a publication changes, for any pair of sites: the plan alone, carried out on names."""

from collections.abc import Mapping

from hypothesis import given
from hypothesis import strategies as st

from ipsegen.write.difference import Difference, There, difference, is_too_much
from ipsegen.write.manifest import Entry

LASTING = ("assets/", "search/index/")

paths = st.sampled_from(
    ["index.html", "a/index.html", "b/index.html", "feed.xml", "_headers", "assets/1.css", "assets/2.css",
     "assets/3.js", "search/index.html", "search/index/1.json"]
)  # fmt: skip
entries = st.integers(0, 2).map(lambda number: Entry(f"{number:064x}", number))
sites = st.dictionaries(paths, entries)
theres = st.builds(There, sites, st.dictionaries(paths, st.none() | entries), st.booleans())


def carried_out(site: Mapping[str, Entry], there: There, change: Difference) -> dict[str, Entry | None]:
    """What stands afterwards."""
    kept = {path: entry for path, entry in there.standing.items() if path not in change.gone}
    return {**kept, **{path: site[path] for path in change.sent}}


def published(site: Mapping[str, Entry], there: There, change: Difference) -> There:
    """What the next publication finds."""
    return There(site, carried_out(site, there, change), settled=True)


@given(site=sites, there=theres)
def test_afterwards_the_whole_site_stands_and_what_is_carried(site: dict[str, Entry], there: There) -> None:
    change = difference(site, there, LASTING)
    after = carried_out(site, there, change)
    assert {path: after[path] for path in site} == site
    assert after.keys() - site.keys() == set(change.carried)


@given(site=sites, there=theres)
def test_every_path_has_one_fate(site: dict[str, Entry], there: There) -> None:
    change = difference(site, there, LASTING)
    fates = [*change.new, *change.changed, *change.same, *change.carried, *change.gone]
    assert sorted(fates) == sorted(site.keys() | there.standing.keys())


@given(site=sites, there=theres)
def test_only_what_is_ours_and_not_of_the_site_is_deleted_or_carried(site: dict[str, Entry], there: There) -> None:
    change = difference(site, there, LASTING)
    assert {*change.gone, *change.carried} == there.standing.keys() - site.keys()
    assert all(path.startswith(LASTING) for path in change.carried)


@given(site=sites, there=theres)
def test_the_same_site_again_is_nothing_to_do(site: dict[str, Entry], there: There) -> None:
    after = published(site, there, difference(site, there, LASTING))
    again = difference(site, after, LASTING)
    assert again.is_settled
    assert (again.sent, again.gone) == ((), ())


@given(first=sites, second=sites, third=sites)
def test_assets_of_the_site_before_stay_for_its_readers_and_go_the_next_time(
    first: dict[str, Entry], second: dict[str, Entry], third: dict[str, Entry]
) -> None:
    there = There({}, {}, settled=True)
    there = published(first, there, difference(first, there, LASTING))
    there = published(second, there, difference(second, there, LASTING))
    if first != second:
        assert {path for path in first if path.startswith(LASTING)} <= there.standing.keys()
    there = published(third, there, difference(third, there, LASTING))
    if second != third:
        left = there.standing.keys() - third.keys()
        assert left == {path for path in second if path.startswith(LASTING)} - third.keys()


@given(site=sites, there=theres)
def test_what_was_not_finished_is_never_nothing_to_do(site: dict[str, Entry], there: There) -> None:
    unsettled = There(there.published, there.standing, settled=False)
    assert not difference(site, unsettled, LASTING).is_settled


def standing(*names: str) -> There:
    site = {name: Entry("0" * 64, 0) for name in names}
    return There(site, site, settled=True)


def guarded(there: There, *names: str) -> bool:
    site = {name: Entry("0" * 64, 0) for name in names}
    return is_too_much(difference(site, there, LASTING), there, LASTING)


def test_more_than_a_fifth_of_the_addresses_is_too_much_to_delete() -> None:
    there = standing("a", "b", "c", "d", "e")
    assert not guarded(there, "a", "b", "c", "d")
    assert guarded(there, "a", "b", "c")
    assert guarded(there)
    assert not guarded(there, "a", "b", "c", "d", "x", "y")
    assert guarded(standing("a", "b", "c", "d"), "a", "b", "c")


def test_assets_that_come_under_another_name_are_no_addresses_lost() -> None:
    there = standing("a", "assets/1.css", "assets/2.css", "search/index/1.json")
    assert not guarded(there, "a", "assets/3.css")
    assert guarded(there, "assets/1.css", "assets/2.css", "search/index/1.json")


def test_where_nothing_was_published_nothing_is_too_much() -> None:
    assert not guarded(There({}, {"a": None}, settled=False), "b")
    assert not guarded(standing())
