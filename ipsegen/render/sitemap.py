"""Sitemaps.

Owns which pages search engines are told of, and how many of them a file may name (sitemaps.org, protocol
0.9). Does not know what stands on a page.
"""

from collections.abc import Iterable
from html import escape
from typing import Final
from urllib.parse import quote

from ipsegen.plan.pages import Listed
from ipsegen.plan.urls import Urls

NAMESPACE: Final = "http://www.sitemaps.org/schemas/sitemap/0.9"
MOST: Final = 50_000
"""How many addresses a sitemap may hold. The limit of 50 MB is far: an id has at most 80 characters."""


def render_sitemaps(pages: Iterable[Listed], urls: Urls, most: int = MOST) -> dict[str, bytes]:
    """The sitemaps by output path: `sitemap.xml`, above `most` pages an index of `sitemap-1.xml` …

    `lastmod` (a W3C datetime; RFC 3339 is a profile of the same
    norm) stands where the page knows when it changed; it is never the moment of the build. Addresses are
    absolute and sorted.
    """
    found = sorted((absolute(page.url, urls), page.modified) for page in pages)
    if len(found) <= most:
        return {"sitemap.xml": _document("urlset", "url", found)}
    parts = [found[start : start + most] for start in range(0, len(found), most)]
    documents = (_document("urlset", "url", part) for part in parts)
    files = {f"sitemap-{number}.xml": document for number, document in enumerate(documents, 1)}
    index = [(absolute(urls.to(name), urls), "") for name in files]
    return {"sitemap.xml": _document("sitemapindex", "sitemap", index), **files}


def absolute(url: str, urls: Urls) -> str:
    """An address with scheme and host, in ASCII: crawlers need not know IRIs (RFC 3987, 3.1)."""
    return encoded(urls.absolute(url))


def encoded(address: str) -> str:
    """An address whose characters outside ASCII are percent-encoded; all others stay, escapes among them."""
    return quote(address, safe="%/:?#[]@!$&'()*+,;=~")


def _document(root: str, item: str, found: Iterable[tuple[str, str]]) -> bytes:
    lines = ["<?xml version='1.0' encoding='utf-8'?>", f'<{root} xmlns="{NAMESPACE}">']
    for address, modified in found:
        changed = f"\n<lastmod>{escape(modified, quote=False)}</lastmod>" if modified else ""
        lines.append(f"<{item}>\n<loc>{escape(address, quote=False)}</loc>{changed}\n</{item}>")
    return "\n".join([*lines, f"</{root}>", ""]).encode()
