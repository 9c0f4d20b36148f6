"""How far a reader has to go, and how much has to be fetched on the way."""

import gzip
from collections.abc import Iterator
from typing import Final

from tests.site.sites import Site

STEPS: Final = 4
PAGE: Final = 50_000
"""Bytes of a page with its style sheets and scripts, compressed."""
FONTS: Final = 100_000
"""Bytes of all fonts that any page could ask for."""


def distances(site: Site) -> dict[str, int]:
    """How many links lie between the home page and each page, without scripts."""
    found, edge = {"": 0}, [""]
    while edge:
        reached = {address for page in edge for address in links(site, page)} - found.keys()
        found |= dict.fromkeys(reached, found[edge[0]] + 1)
        edge = list(reached)
    return found


def links(site: Site, address: str) -> Iterator[str]:
    """The pages of the site that a page leads to."""
    for href in site.pages[address].xpath("//a/@href"):
        target = str(href).partition("#")[0].partition("?")[0]
        if target.startswith(site.base) and target.removeprefix(site.base) in site.pages:
            yield target.removeprefix(site.base)


def test_every_quote_is_four_steps_from_home_at_most(site: Site) -> None:
    far = distances(site)
    assert [key for key in site.listed if far.get(f"quotes/{key}/", STEPS + 1) > STEPS] == []


def test_a_page_with_its_sheets_and_scripts_is_light(site: Site) -> None:
    for address, page in site.pages.items():
        data = [site.files[f"{address}index.html" if address.endswith("/") or not address else address]]
        for href in page.xpath("//link[@rel='stylesheet' or @rel='modulepreload']/@href | //script/@src"):
            data.append(site.files[str(href).removeprefix(site.base)])
        assert sum(len(gzip.compress(part, 9)) for part in data) <= PAGE, address


def test_the_fonts_and_the_sheet_are_light(site: Site) -> None:
    assert 0 < sum(len(data) for path, data in site.files.items() if path.endswith(".woff2")) <= FONTS
    assert 0 < sum(len(data) for path, data in site.files.items() if path.endswith(".css")) <= 30_000
