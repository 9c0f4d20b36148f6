"""The documentation as a site: every page is there, and every link in it leads somewhere."""

from pathlib import Path
from urllib.parse import unquote, urldefrag

import pytest
from lxml import html

from ipsegen.load.explanations import read_explanations
from scripts.docs_site import PROJECT, DeadLinkError, sources, target_of, write_site


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("docs") / "site"
    write_site(PROJECT, folder)
    return folder


def test_every_page_of_the_documentation_is_a_page_of_the_site(site: Path) -> None:
    assert {target_of(path) for path in sources(PROJECT)} <= {
        page.relative_to(site).as_posix() for page in site.rglob("*.html")
    }


def test_every_link_leads_to_what_is_there(site: Path) -> None:
    pages = {page: html.parse(page).getroot() for page in site.rglob("*.html")}
    faults = []
    for page, tree in pages.items():
        for address in tree.xpath("//@href | //@src"):
            where, fragment = urldefrag(unquote(address))
            if ":" in where:
                continue
            target = (page.parent / where).resolve() if where else page
            is_known = not fragment or target.suffix != ".html" or fragment in pages[target].xpath("//@id")
            if not target.is_file() or not is_known:
                faults.append(f"{page.relative_to(site)}: {address}")
    assert faults == []


def test_every_code_has_its_place(site: Path) -> None:
    ids = set(html.parse(site / "docs" / "diagnostics.html").getroot().xpath("//@id"))
    assert read_explanations().keys() <= ids


def test_a_link_to_nothing_is_told_with_its_page(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("# Read me\n\n[More](docs/more.md)\n", encoding="utf-8")
    with pytest.raises(DeadLinkError, match=r"README\.md: there is no docs/more\.md"):
        write_site(tmp_path, tmp_path / "site")
