"""What pages say to machines: linked data, links as they are shared, pictures and files beside quotes."""

import json
import re
from collections.abc import Iterator
from typing import Any, Final

from lxml.html import HtmlElement

from ipsegen.load.pictures import Picture, inspect_picture
from ipsegen.load.snapshot import File
from tests.site.sites import FLAGGED, Site

KINDS: Final = (
    (r"", {"WebSite"}),
    (r"quotes/[a-z0-9-]+/", {"Quotation", "BreadcrumbList"}),
    (r"contexts/[a-z0-9-]+/", {"CollectionPage", "Article", "FAQPage", "BreadcrumbList"}),
    (r"contexts/[a-z0-9-]+/(authors|entities|countries)/", {"CollectionPage", "BreadcrumbList"}),
    (r"authors/[a-z0-9-]+/", {"Person", "ProfilePage", "BreadcrumbList"}),
    (r"countries/[a-z]{2}/", {"Country", "BreadcrumbList"}),
    (r"(quotes|contexts|authors|entities|countries|dates|on-this-day|corrections)/", {"CollectionPage"}),
    (r"last-\d+h/", {"CollectionPage"}),
    (r".*/page/\d+/", {"CollectionPage", "BreadcrumbList"}),
    (r".*/mentions/", {"CollectionPage", "BreadcrumbList"}),
    (r"dates/[0-9/]+/", {"CollectionPage", "BreadcrumbList"}),
)
"""What the pages at an address may be, in the words of schema.org; the first that fits."""

STATUSES: Final = {
    "en": {"disputed": "Disputed", "misattributed": "Misattributed", "retracted": "Retracted"},
    "fr": {"disputed": "Contesté", "misattributed": "Mal attribué", "retracted": "Rétracté"},
    "ar": {"disputed": "محلّ خلاف", "misattributed": "منسوب خطأً", "retracted": "مسحوب"},
}
NEEDED: Final[dict[str, set[str]]] = {
    "Quotation": {"@id", "url", "text", "datePublished"},
    "Person": {"@id", "name", "url"},
    "ProfilePage": {"mainEntity"},
    "CollectionPage": {"@id", "url", "name"},
    "Article": {"@id", "url", "headline"},
    "WebSite": {"url", "name", "inLanguage"},
    "FAQPage": {"mainEntity"},
    "BreadcrumbList": {"itemListElement"},
}


def linked_data(page: HtmlElement) -> list[dict[str, Any]]:
    """The nodes that a page gives of itself."""
    found = page.xpath("//script[@type='application/ld+json']")
    assert len(found) <= 1
    graph: list[dict[str, Any]] = json.loads(found[0].text)["@graph"] if found else []
    return graph


def meta(page: HtmlElement, name: str) -> str:
    """The value of a meta element; nothing where there is none."""
    found = page.xpath("//meta[@property=$name or @name=$name]/@content", name=name)
    assert len(found) <= 1, name
    return str(found[0]) if found else ""


def indexed(site: Site) -> Iterator[tuple[str, HtmlElement]]:
    for address, page in site.pages.items():
        if not page.xpath("//meta[@name='robots']"):
            yield address, page


def test_every_page_says_what_it_is(site: Site) -> None:
    for address, page in indexed(site):
        nodes = linked_data(page)
        types = {node["@type"] for node in nodes}
        expected = next((kinds for pattern, kinds in KINDS if re.fullmatch(pattern, address)), None)
        assert types, address
        assert expected is None or types <= expected, address
        for node in nodes:
            assert NEEDED.get(node["@type"], set()) <= node.keys(), address
            assert all(node.values()), address


def test_a_page_with_a_trail_tells_it_to_machines_too(site: Site) -> None:
    for address, page in site.pages.items():
        trail = page.xpath("//nav[contains(@class, 'trail')]//a/@href")
        crumbs = [node for node in linked_data(page) if node["@type"] == "BreadcrumbList"]
        assert len(crumbs) == bool(trail), address
        if trail:
            items = [item["item"] for item in crumbs[0]["itemListElement"]]
            assert items == [f"{site.origin}{link}" for link in trail] + [f"{site.origin}{site.base}{address}"]


def test_a_list_says_how_long_it_is_and_what_is_on_the_page(site: Site) -> None:
    for address, page in indexed(site):
        for node in linked_data(page):
            items = node.get("mainEntity")
            if isinstance(items, dict) and items.get("@type") == "ItemList" and items.get("itemListElement"):
                there = page.xpath("//main//article/@data-quote")
                named = [item["url"].removesuffix("/").rpartition("/")[2] for item in items["itemListElement"]]
                assert set(named) <= set(there), address
                assert str(items["numberOfItems"]) in page.xpath("//@data-total"), address


def test_a_link_to_any_page_can_be_shown(site: Site) -> None:
    for address, page in indexed(site):
        url = f"{site.origin}{site.base}{address}"
        assert meta(page, "og:url") == url
        assert meta(page, "og:title"), address
        assert meta(page, "og:type") in {"website", "article", "profile"}
        assert re.fullmatch("[a-z]{2,3}_[A-Z]{2}", meta(page, "og:locale"))
        is_wide = meta(page, "og:image:width") == "1200"
        assert meta(page, "twitter:card") == ("summary_large_image" if is_wide else "summary")


def test_a_picture_that_is_named_is_there_and_as_large_as_it_is_said(site: Site) -> None:
    named = {address: meta(page, "og:image") for address, page in site.pages.items() if meta(page, "og:image")}
    assert len(named) >= len(site.listed)
    for address, picture in named.items():
        page, path = site.pages[address], picture.removeprefix(f"{site.origin}{site.base}")
        there = inspect_picture(File(path, site.files[path]))
        assert isinstance(there, Picture)
        assert (meta(page, "og:image:width"), meta(page, "og:image:height")) == (str(there.width), str(there.height))
        assert meta(page, "og:image:alt"), address


def test_each_quote_that_is_listed_has_a_picture_beside_it(site: Site) -> None:
    there = {path for path in site.files if path.endswith("/share.png")}
    assert there == {f"quotes/{key}/share.png" for key in site.listed}


def test_only_the_home_page_names_the_site_in_other_languages(site: Site) -> None:
    others = site.settings.get("alternates", {})
    for address, page in site.pages.items():
        named = dict(zip(*(page.xpath(f"//link[@hreflang]/@{name}") for name in ("hreflang", "href")), strict=True))
        if address or not others:
            assert named == {}, address
        else:
            own = {site.settings["language"]: f"{site.origin}{site.base}"}
            assert {**others, **own}.items() <= named.items()
            assert named["x-default"] in {*others.values(), *own.values()}


def test_every_quote_can_be_cited_on_its_page_and_a_false_one_with_its_status(site: Site) -> None:
    words = STATUSES[site.settings["language"]]
    for key, record in site.listed.items():
        (section,) = site.pages[f"quotes/{key}/"].xpath("//section[@class='cite']")
        plain, bibtex, ris, csl = (text.text_content() for text in section.xpath(".//pre"))
        assert bibtex.startswith(f"@misc{{{key},\n")
        assert ris.startswith("TY  - ")
        assert json.loads(csl)[0]["id"] == key
        for text in (plain, bibtex, ris, csl):
            assert f"{site.origin}{site.base}quotes/{key}/" in text
            assert (f"[{words.get(record.get('status', ''), '-')}" in text) is (record.get("status") in FLAGGED)
        assert section.xpath(".//button") == []
