"""The order in which a bucket is changed, for any sites whose pages link to anything that they have."""

from collections.abc import Iterator, Mapping

from hypothesis import given
from hypothesis import strategies as st
from write_scenes import Site, broken_links, page

from ipsegen.render.text_files import LASTING
from ipsegen.write.bucket import stages
from ipsegen.write.difference import Difference, There, difference
from ipsegen.write.manifest import Entry, digest

NAMES = ["404.html", "a/index.html", "b/index.html", "c/index.html", "feed.xml", "assets/1.css", "assets/2.js"]


@st.composite
def sites(draw: st.DrawFn) -> Site:
    """A site with a home page; every file that may link does so, to any others."""
    names = ["index.html", *draw(st.lists(st.sampled_from(NAMES), unique=True))]
    links = st.lists(st.sampled_from(names), unique=True, max_size=4)
    return {name: page(*draw(links), text=draw(st.sampled_from(["1", "2"]))) for name in names}


def entries(site: Mapping[str, str]) -> dict[str, Entry]:
    return {path: Entry(digest(text.encode()), len(text)) for path, text in site.items()}


def changes(site: Site, change: Difference, shuffle: st.DataObject) -> Iterator[tuple[str, str | None]]:
    """What is sent (a path and its text) and deleted (a path and None), one by one."""
    for stage in stages(change):
        for path in shuffle.draw(st.permutations(stage)):
            yield path, site[path]
    for path in shuffle.draw(st.permutations(change.gone)):
        yield path, None


@given(data=st.data(), some=st.lists(st.tuples(sites(), st.none() | st.integers(0, 12)), min_size=1, max_size=4))
def test_no_link_that_a_reader_can_reach_is_ever_broken_however_often_it_dies(
    data: st.DataObject, some: list[tuple[Site, int | None]]
) -> None:
    standing: dict[str, str] = {}
    published: dict[str, Entry] = {}
    settled = False
    for site, dies_after in some:
        wanted, found = entries(site), entries(standing)
        there = There(
            published, {path: found[path] if found[path] == wanted.get(path) else None for path in found}, settled
        )
        settled = False
        for count, (path, text) in enumerate(changes(site, difference(wanted, there, LASTING), data)):
            if count == dies_after:
                break
            if text is None:
                published = wanted  # the manifest is sent before anything is deleted
                del standing[path]
            else:
                standing[path] = text
            if "index.html" in standing:
                assert broken_links(standing) == []
        else:
            published, settled = wanted, True
            assert {path: standing[path] for path in site} == site
