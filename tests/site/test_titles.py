"""The titles of pages: in a history or a list of results every page of a list can be told from the others."""

from collections import defaultdict

import pytest
from lxml.html import HtmlElement

from tests.command import SITE, write
from tests.model.builders import quote_text
from tests.site.sites import Site, build


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, HtmlElement]:
    """A site with one quote a page, and three of each date, author, context and so on."""
    root = tmp_path_factory.mktemp("titles")
    dates = {"day": "2024-10-28", "month": "2024-10", "year": "2024", "never": "unknown"}
    quotes = {
        f"content/quotes/{name}-{number}.yaml": quote_text(
            pronounced=date, contexts="[x]", entities="[nato]", countries="[no]", mentions="[author:mark-rutte]"
        )
        for name, date in dates.items()
        for number in range(3)
    }
    site = {"content/site.yaml": "title: Test\nbase_url: https://ipse.example/\nper_page: 1\n"}
    context = {"content/contexts/x.yaml": "title: X\nsummary: X.\n"}
    build(write(root, SITE | site | context | quotes), root / "output")
    return Site("titles", root, root / "output").pages


def lists_of(pages: dict[str, HtmlElement]) -> dict[str, list[str]]:
    """The titles of the pages of each list that has several."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for address, page in pages.items():
        own, paged, _number = address.partition("page/")
        if paged or f"{own}page/1/" in pages:
            found[own].append(page.findtext("head/title"))
    return dict(found)


def test_every_page_of_a_list_has_its_own_title(pages: dict[str, HtmlElement]) -> None:
    lists = lists_of(pages)
    expected = {
        "quotes/", "contexts/x/", "authors/mark-rutte/", "authors/mark-rutte/mentions/", "entities/nato/",
        "countries/no/", "dates/", "dates/2024/", "dates/2024/10/", "dates/2024/10/28/",
    }  # fmt: skip
    assert expected <= lists.keys()
    assert [own for own, titles in lists.items() if len(set(titles)) < len(titles)] == []


@pytest.mark.parametrize("own", ["dates/", "dates/2024/", "dates/2024/10/", "dates/2024/10/28/", "quotes/"])
def test_a_title_ends_with_the_number_of_its_page(pages: dict[str, HtmlElement], own: str) -> None:
    name = pages[own].findtext("head/title").removesuffix(" · Test")
    assert pages[f"{own}page/2/"].findtext("head/title") == f"{name}, page 2 · Test"


def test_the_heading_is_the_same_on_every_page(pages: dict[str, HtmlElement]) -> None:
    for own in lists_of(pages):
        heading, other = pages[own].find(".//h1"), pages[f"{own}page/1/"].find(".//h1")
        assert heading.text_content() == other.text_content(), own


def test_no_two_pages_of_a_list_in_a_larger_site_are_alike(site: Site) -> None:
    assert [own for own, titles in lists_of(site.pages).items() if len(set(titles)) < len(titles)] == []
