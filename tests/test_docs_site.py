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


def test_links_to_nothing_are_told_with_their_places_and_a_way_out_and_nothing_is_written(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "README.md").write_text("# Read me\n\n[More](docs/more.md#there)\n", encoding="utf-8")
    (tmp_path / "docs" / "a.md").write_text("# A\n\n\n![A picture](../picture.png)\n", encoding="utf-8")
    with pytest.raises(DeadLinkError) as error:
        write_site(tmp_path, tmp_path / "site")
    assert str(error.value).splitlines() == [
        "README.md:3: there is no docs/more.md: write the path as it is from this page, or add the file",
        "docs/a.md:4: there is no picture.png: write the path as it is from this page, or add the file",
    ]
    assert not (tmp_path / "site").exists()
