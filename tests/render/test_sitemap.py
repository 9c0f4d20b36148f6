"""Which pages a sitemap names, and how many."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from ipsegen.plan.pages import Listed
from ipsegen.plan.urls import Urls, make_urls
from ipsegen.render.sitemap import render_sitemaps

SPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
URLS = make_urls("https://ipse.example/archive/", 24)


def page(path: str, modified: str = "") -> Listed:
    return Listed(URLS.to(path), modified)


def addresses(data: bytes, item: str = "url") -> list[str]:
    return [found.findtext(f"{SPACE}loc") or "" for found in etree.fromstring(data).iterfind(f"{SPACE}{item}")]


def test_addresses_are_absolute_and_sorted() -> None:
    files = render_sitemaps([page("quotes/b/"), page(""), page("quotes/a/")], URLS)
    assert list(files) == ["sitemap.xml"]
    assert addresses(files["sitemap.xml"]) == [
        "https://ipse.example/archive/",
        "https://ipse.example/archive/quotes/a/",
        "https://ipse.example/archive/quotes/b/",
    ]


def test_only_a_page_that_knows_when_it_changed_says_so() -> None:
    files = render_sitemaps([page("a/", modified="2025-01-21T16:00:00+01:00"), page("b/")], URLS)
    first, second = etree.fromstring(files["sitemap.xml"])
    assert first.findtext(f"{SPACE}lastmod") == "2025-01-21T16:00:00+01:00"
    assert second.find(f"{SPACE}lastmod") is None


def test_the_order_of_pages_makes_no_difference() -> None:
    pages = [page(f"quotes/{n}/") for n in range(20)]
    assert render_sitemaps(pages, URLS, most=6) == render_sitemaps(pages[::-1], URLS, most=6)


@pytest.mark.parametrize(("count", "parts"), [(4, []), (5, [4, 1]), (8, [4, 4]), (9, [4, 4, 1])])
def test_above_the_limit_there_is_an_index(count: int, parts: list[int]) -> None:
    files = render_sitemaps([page(f"quotes/{n}/") for n in range(count)], URLS, most=4)
    names = [f"sitemap-{number}.xml" for number in range(1, len(parts) + 1)]
    assert list(files) == ["sitemap.xml", *names]
    assert [len(addresses(files[name])) for name in names] == parts
    if parts:
        places = addresses(files["sitemap.xml"], "sitemap")
        assert places == [f"https://ipse.example/archive/{name}" for name in names]
        together = [address for name in names for address in addresses(files[name])]
        assert together == sorted(together)
        assert len(set(together)) == count


def test_sitemaps_of_a_large_site_are_no_larger_than_crawlers_read() -> None:
    longest = [page(f"quotes/{n:080}/page/1000/", "9999-12-31T23:59:59.999999+14:00") for n in range(50_001)]
    files = render_sitemaps(longest, URLS)
    assert list(files) == ["sitemap.xml", "sitemap-1.xml", "sitemap-2.xml"]
    assert max(map(len, files.values())) < 50 * 1024 * 1024 / 2


def test_addresses_are_ascii_whatever_the_site_stands_at() -> None:
    urls = Urls("https://ipse.example", "/архив/a&b", 24)
    files = render_sitemaps([Listed(urls.to(""))], urls)
    assert addresses(files["sitemap.xml"]) == ["https://ipse.example/%D0%B0%D1%80%D1%85%D0%B8%D0%B2/a&b/"]
    assert b"a&amp;b" in files["sitemap.xml"]


@given(st.lists(st.text(), max_size=5))
def test_any_address_leaves_a_sitemap_that_can_be_read(paths: list[str]) -> None:
    files = render_sitemaps([Listed(f"/{path}") for path in paths], URLS, most=2)
    for data in files.values():
        found = addresses(data) + addresses(data, "sitemap")
        assert all(address.startswith("https://ipse.example/") and address.isascii() for address in found)
