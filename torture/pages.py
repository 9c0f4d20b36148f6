"""Every page of the real archive and of generated ones: its HTML, its links, and whether everyone can use it.

Owns nothing but the archives that are looked at: the benchmarks and the tests write them, and the tests of the site
know what a link is, and how the checkers are asked.
"""

import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Final

from playwright.sync_api import Browser

from benchmarks.corpus import make_corpus, write_corpus
from tests.site.chromium import chromium
from tests.site.conftest import make_real
from tests.site.hosts import AXE, WCAG, complaints
from tests.site.server import served
from tests.site.sites import Site, build
from tests.site.small_archive import write_small_archive
from tests.site.test_html import check, excuses
from tests.site.test_links import ids_of, links_of, target
from torture.outcome import Outcome, some

_MOST_LOOKED_AT: Final = 500
"""How many pages of one archive are opened in a browser; a second for each."""


def pages(outcome: Outcome, count: int, _seed: int) -> None:
    """Check the real archive, that of the tests, and one of `count` quotes."""
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        for site in _sites(Path(folder), count):
            _follow_links(outcome, site)
            _read_as_html(outcome, site)
            _look_at(outcome, site, browser)


def _sites(folder: Path, count: int) -> Iterator[Site]:
    makers: dict[str, Callable[[Path], object]] = {
        "real": make_real,
        "small": write_small_archive,
        "generated": partial(_generate, count=count),
    }
    for name, make in makers.items():
        root = folder / name
        root.mkdir()
        make(root)
        build(root, root / "output")
        yield Site(name, root, root / "output")


def _generate(root: Path, *, count: int) -> None:
    """The sources of the corpus stand at its own host; here they are others' pages, as sources are."""
    write_corpus(make_corpus(count), root)
    settings = root / "content" / "site.yaml"
    settings.write_text(settings.read_text().replace("https://corpus.example/", "https://archive.example/"))


def _follow_links(outcome: Outcome, site: Site) -> None:
    ids = ids_of(site)
    for address, page in site.all_pages.items():
        for link in links_of(page):
            found = target(site, address, link)
            if found is None:
                outcome.count(f"{site.name}: link to elsewhere")
                continue
            file, fragment = found
            is_there = file in site.files and (not fragment or fragment in ids[file])
            faults = [] if is_there else [f"{address} leads to {link}"]
            outcome.count(f"{site.name}: link to {'an id' if fragment else 'a file'}", *faults)


def _read_as_html(outcome: Outcome, site: Site) -> None:
    messages = check(site.output)
    excused = excuses(messages)
    for _message in excused:
        outcome.count(f"{site.name}: unknown date, an error by HTML and right by contract.md")
    outcome.faults += [f"{m['url']}: {m['message']}" for m in messages if m not in excused]
    for _page in site.output.rglob("*.html"):
        outcome.count(f"{site.name}: page read by the Nu HTML checker")


def _look_at(outcome: Outcome, site: Site, browser: Browser) -> None:
    with served(site.output, site.base) as host:
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        for address in some(list(site.pages), _MOST_LOOKED_AT):
            page.goto(f"{host}{address}")
            page.evaluate(AXE.read_text(encoding="utf-8"))
            faults = [f"{address}: {complaint}" for complaint in complaints(page, WCAG)]
            outcome.count(f"{site.name}: page looked at by axe", *faults)
        page.close()
