"""Where pages lead: every link to something, every page from home, nothing to or from anybody else by itself."""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterator
from urllib.parse import unquote, urljoin, urlsplit
from xml.etree import ElementTree as ET

import pytest
from lxml.html import HtmlElement

from tests.site.conftest import Find
from tests.site.sites import Site, main_lists

URL_IN_CSS = re.compile(rb"url\(([^)]*)\)")
ID_IN_SVG = re.compile(r'\sid="([^"]+)"')
SOURCES = "//@src | //@srcset | //@poster | //@data | //@action | //@formaction | //@background | //@ping"


def links_of(page: HtmlElement) -> Iterator[str]:
    """Every address that a page leads to or loads."""
    yield from map(str, page.xpath("//@href"))
    yield from map(str, page.xpath(SOURCES))
    yield from (str(content).partition("url=")[2] for content in page.xpath("//meta[@http-equiv='refresh']/@content"))


def target(site: Site, address: str, link: str) -> tuple[str, str] | None:
    """The file of the output and the fragment that a link leads to; nothing if it leads elsewhere."""
    parts = urlsplit(urljoin(f"{site.origin}{site.base}{address}", link))
    if f"{parts.scheme}://{parts.netloc}" != site.origin:
        return None
    assert parts.path.startswith(site.base), (address, link)
    path = unquote(parts.path.removeprefix(site.base))
    file = f"{path}index.html" if path.endswith("/") or not path else path
    return file, "" if parts.fragment.startswith(":~:") else unquote(parts.fragment)


def ids_of(site: Site) -> dict[str, set[str]]:
    """The ids of every page and of every drawing by its file."""
    pages = {(f"{a}index.html" if a.endswith("/") or not a else a): page for a, page in site.all_pages.items()}
    found = {file: {str(name) for name in page.xpath("//@id")} for file, page in pages.items()}
    drawings = (path for path in site.files if path.endswith(".svg"))
    return found | {path: set(ID_IN_SVG.findall(site.files[path].decode())) for path in drawings}


def test_every_link_leads_to_a_file_and_every_fragment_to_an_id(site: Site) -> None:
    ids = ids_of(site)
    seen: Counter[str] = Counter()
    for address, page in site.all_pages.items():
        for link in links_of(page):
            found = target(site, address, link)
            if found is not None:
                file, fragment = found
                assert file in site.files, f"{address} leads to {link}"
                assert not fragment or fragment in ids[file], f"{address} leads to {link}"
                seen["fragment" if fragment else "file"] += 1
    assert seen["file"] > 1000
    assert seen["fragment"] > 100


def test_links_inside_the_site_begin_at_its_root_or_on_the_page(site: Site) -> None:
    """Relative links would break on `404.html`, which a host shows at any address."""
    for address, page in site.all_pages.items():
        for link in links_of(page):
            assert link.startswith((site.base, "#", "https://", "http://", "mailto:")), f"{address}: {link}"
            assert not link.startswith("//"), f"{address}: {link}"


def test_style_sheets_refer_to_files_of_the_site(site: Site) -> None:
    sheets = {path: data for path, data in site.files.items() if path.endswith(".css")}
    assert sheets
    for path, data in sheets.items():
        assert b"@import" not in data, path
        found = URL_IN_CSS.findall(data)
        assert found
        for link in found:
            assert urljoin(path, link.decode().strip("\"'")) in site.files, f"{path}: {link}"


def test_every_page_can_be_reached_from_home(site: Site) -> None:
    pending, reached = [""], {""}
    while pending:
        address = pending.pop()
        for link in map(str, site.pages[address].xpath("//body//a/@href")):
            found = target(site, address, link)
            new = found[0].removesuffix("index.html") if found else ""
            if new in site.pages and new not in reached:
                reached.add(new)
                pending.append(new)
    # Nobody is led to what was taken down, nor to the groups of a context without quotes; nor are search engines.
    hidden = {
        address for address, page in site.pages.items() if page.xpath("//meta[@name='robots'][@content='noindex']")
    }
    assert set(site.pages) - reached <= hidden
    removed = {f"quotes/{key}/" for key in site.quotes.keys() - site.listed.keys()}
    assert {address for address in hidden if not grouped(site, address)} == {"404.html", *removed}


def grouped(site: Site, address: str) -> bool:
    """Whether it is the page of an empty grouping of a context."""
    return bool(re.fullmatch(r"contexts/[^/]+/(authors|entities|countries)/", address)) and not main_lists(
        site.pages[address]
    )


def test_no_link_inside_the_site_goes_by_an_old_address(site: Site) -> None:
    for address, page in site.pages.items():
        for link in links_of(page):
            found = target(site, address, link)
            assert found is None or found[0].removesuffix("index.html") not in site.redirects, f"{address}: {link}"


def test_no_id_stands_twice_on_a_page(site: Site) -> None:
    for address, page in site.all_pages.items():
        assert [found for found, count in Counter(page.xpath("//@id")).items() if count > 1] == [], address


def test_labels_name_elements_that_are_there(site: Site) -> None:
    for address, page in site.all_pages.items():
        ids = set(page.xpath("//@id"))
        for names in page.xpath("//@aria-labelledby | //@aria-describedby | //@aria-controls | //@for"):
            assert set(names.split()) <= ids, f"{address}: {names}"


def test_nothing_runs_and_nothing_is_styled_inside_a_page(site: Site) -> None:
    for address, page in site.all_pages.items():
        assert page.xpath("//style | //@style") == [], address
        assert {script.get("type") for script in page.xpath("//script[not(@src)]")} <= {"application/ld+json"}, address
        assert [name for e in page.iter() for name in getattr(e, "attrib", {}) if name.startswith("on")] == [], address
        assert page.xpath("//iframe | //object | //embed | //base | //form[not(@action)]") == [], address


def test_links_to_others_are_plain_and_lead_there_only_when_followed(site: Site) -> None:
    for address, page in site.all_pages.items():
        for link in links_of(page):
            assert urlsplit(link).scheme in {"", "https", "http", "mailto"}, f"{address}: {link}"
        loaded = [*page.xpath(SOURCES), *page.xpath("//link[@rel!='canonical' and @rel!='alternate']/@href")]
        for link in map(str, loaded):
            found = target(site, address, link)
            assert found is not None, f"{address} loads {link}"
            assert found[0] in site.files, f"{address} loads {link}"


def test_what_others_are_told_is_absolute(site: Site) -> None:
    for address, page in site.pages.items():
        own = f"{site.origin}{site.base}{address}"
        canonical = page.xpath("//link[@rel='canonical']/@href")
        hidden = page.xpath("//meta[@name='robots']/@content") == ["noindex"]
        assert canonical == ([] if hidden else [own]), address
        assert page.xpath("//meta[@property='og:url']/@content") == canonical, address
        feeds = page.xpath("//link[@rel='alternate'][@type]/@href")
        assert all(str(feed).startswith(f"{site.origin}{site.base}") for feed in feeds), address


def test_the_sitemap_names_every_page_that_may_be_found(site: Site) -> None:
    root = ET.fromstring(site.files["sitemap.xml"])
    named = [element.text for element in root.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    may_be_found = {
        f"{site.origin}{site.base}{address}"
        for address, page in site.pages.items()
        if not page.xpath("//meta[@name='robots']")
    }
    assert len(named) == len(set(named))
    assert set(named) == may_be_found
    robots = site.files["robots.txt"].decode()
    assert f"Sitemap: {site.origin}{site.base}sitemap.xml\n" in robots


def test_a_site_in_several_languages_names_the_others(small: Site) -> None:
    found = {link.get("hreflang"): link.get("href") for link in small.pages[""].xpath("//link[@hreflang]")}
    assert found["en"] == "https://statements.example/"


def test_the_manifest_names_every_other_file_with_its_digest(site: Site) -> None:
    text = site.files["manifest.json"].decode()
    manifest = json.loads(text)
    assert manifest["version"] == 1
    assert list(manifest["files"]) == sorted(manifest["files"])
    assert manifest["files"] == {
        path: {"sha256": hashlib.sha256(data).hexdigest(), "size": len(data)}
        for path, data in site.files.items()
        if path != "manifest.json"
    }
    assert len(text.splitlines()) == len(manifest["files"]) + 2


@pytest.mark.parametrize("name", ["real", "small"])
def test_only_pictures_and_flags_that_are_shown_are_published(find: Find, name: str) -> None:
    site = find(name)
    shown = {t[0] for a, page in site.all_pages.items() for link in links_of(page) if (t := target(site, a, link))}
    shared = {
        address.removeprefix(f"{site.origin}{site.base}")
        for page in site.pages.values()
        for address in page.xpath("//meta[@property='og:image']/@content")
    }
    pictures = {path for path in site.files if re.search(r"\.(png|jpg|webp|avif)$", path)}
    assert pictures <= shown | shared
