"""Take pictures of pages: `python scripts/screenshots.py [--into FOLDER] [ADDRESS]…`, or `make pictures`.

Owns which pages, widths and colour schemes are shown. Builds the archive of this repository as it stood when its pages
were captured, and serves it to a browser that asks nobody else. Without addresses: those of docs/pictures/.
"""

import argparse
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Final, Literal, NamedTuple

PROJECT: Final = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(PROJECT))

from playwright.sync_api import Browser, FloatRect, Page  # noqa: E402 (after the path to tests/)

from tests.site.chromium import chromium  # noqa: E402
from tests.site.server import served  # noqa: E402
from tests.site.sites import Site, build  # noqa: E402
from tests.site.small_archive import write_arabic_archive, write_small_archive  # noqa: E402

WIDTHS: Final = {"phone": 360, "tablet": 768, "desk": 1440}
HEIGHT: Final = 1000
ROOM: Final = 12


class Shot(NamedTuple):
    """A picture: its name, what it shows, and how. With a `selector`, of the first such element alone."""

    name: str
    address: str
    site: str = "real"
    width: str = "desk"
    scheme: Literal["light", "dark"] = "light"
    selector: str = ""


_CONTEXT: Final = "contexts/north-korea-troops-in-russia/"
_JOINT: Final = "quotes/joint-statement-dprk-troops/"
PAGES: Final = (
    Shot("home", ""),
    Shot("home-dark", "", scheme="dark"),
    Shot("home-phone", "", width="phone"),
    Shot("context", _CONTEXT),
    Shot("context-phone", _CONTEXT, width="phone"),
    Shot("quote", _JOINT),
    Shot("author", "authors/mark-rutte/", width="tablet"),
    Shot("search", "search/?q=troops"),
    Shot("right-to-left", "quotes/en-arabe/", site="arabic"),
)
COMPONENTS: Final = (
    Shot("component-masthead", "", selector=".masthead"),
    Shot("component-speakers", "", selector=".faces"),
    Shot("component-card", "contexts/gaza-ceasefire-january-2025/", selector=".spine article.quote"),
    Shot("component-flagged", "authors/claire-dubois/", site="small", selector=".apart article.quote"),
    Shot("component-post", "contexts/north-korea-pledges-support-to-russia/", selector="article.post"),
    Shot("component-statement", _JOINT, selector=".words"),
    Shot("component-source", "quotes/rutte-deployment-confirmed/", selector=".sources"),
    Shot("component-neighbours", "quotes/hawari-west-bank-precarious/", selector=".beside"),
    Shot("component-tools", _CONTEXT, selector="#statements .tools"),
    Shot("component-bars", _CONTEXT, selector=".bars"),
    Shot("component-glance", _CONTEXT, selector=".glance"),
    Shot("component-timeline", _CONTEXT, selector=".timeline"),
    Shot("component-topics", _CONTEXT, selector=".topics"),
    Shot("component-month", "dates/2024/10/", selector=".month"),
    Shot("component-pager", "quotes/", site="small", selector=".pager"),
    Shot("component-cite", _JOINT, selector=".cite"),
    Shot("component-search", "search/?q=troops", selector=".search form"),
    Shot("component-result", "search/?q=troops", selector="[data-part=list] article.quote"),
    Shot("component-facet", "search/?q=troops", selector="[data-facet=country]"),
    Shot("component-sparkline", "contexts/grand-debat/", site="small", selector=".sparkline"),
    Shot("component-over-time", "contexts/grand-debat/", site="small", selector="#statements .lanes"),
    Shot("component-mentions", _CONTEXT, selector=".net"),
    Shot("component-roles", "authors/joe-biden/", selector=".lanes"),
    Shot("component-map", "countries/", selector=".world"),
    Shot("component-year", "dates/2024/", site="small", selector=".year"),
    Shot("component-years", "dates/", site="small", selector=".years"),
)


def main() -> None:
    """Take the pictures that the command line asks for."""
    parser = argparse.ArgumentParser(description="Take pictures of pages of the archive.")
    parser.add_argument(
        "addresses", nargs="*", metavar="ADDRESS", help="such as authors/mark-rutte/; all widths, both schemes"
    )
    parser.add_argument("--into", type=Path, default=PROJECT / "docs" / "pictures", metavar="FOLDER")
    arguments = parser.parse_args()
    arguments.into.mkdir(parents=True, exist_ok=True)
    wanted = [shot for address in arguments.addresses for shot in everywhere(address)] or [*PAGES, *COMPONENTS]
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        hosts = {site.name: stack.enter_context(served(site.output, site.base)) for site in make_sites(Path(folder))}
        browser = stack.enter_context(chromium())
        for shot in wanted:
            file = arguments.into / f"{shot.name}.png"
            shoot(browser, f"{hosts[shot.site]}{shot.address}", shot, file)
            print(file)


def everywhere(address: str) -> list[Shot]:
    """A page of the archive at every width, light and dark."""
    name = address.strip("/").replace("/", "-") or "home"
    schemes: tuple[Literal["light", "dark"], ...] = ("light", "dark")
    return [
        Shot(f"{name}-{width}-{scheme}", address, width=width, scheme=scheme) for width in WIDTHS for scheme in schemes
    ]


def make_sites(folder: Path) -> list[Site]:
    """The archive of this repository, the small one that speaks many languages, and its twin in Arabic."""
    write_small_archive(folder / "small")
    write_arabic_archive(folder / "arabic")
    sites = [
        Site("real", PROJECT, folder / "real-output"),
        *(Site(name, folder / name, folder / f"{name}-output") for name in ("small", "arabic")),
    ]
    for site in sites:
        build(site.root, site.output)
    return sites


def shoot(browser: Browser, url: str, shot: Shot, file: Path) -> None:
    """One picture: of the upper part of a page, or of an element."""
    context = browser.new_context(
        viewport={"width": WIDTHS[shot.width], "height": HEIGHT},
        color_scheme=shot.scheme,
        device_scale_factor=2 if shot.selector else 1,
    )
    page = context.new_page()
    page.goto(url, wait_until="load")
    page.reload()  # fonts that come late are not shown by the first visit
    page.evaluate("document.fonts.ready.then(() => true)")
    page.wait_for_load_state("networkidle")  # what a search shows
    if shot.selector:
        page.screenshot(path=file, animations="disabled", full_page=True, clip=around(page, shot.selector))
    else:
        page.screenshot(path=file, animations="disabled")
    context.close()


def around(page: Page, selector: str) -> FloatRect:
    """Where an element stands on its page, with all that hangs out of its box, as faces and marks do."""
    rectangle = page.locator(selector).first.evaluate(
        """element => {
            const boxes = [element, ...element.querySelectorAll(":not(.hidden)")]
                .filter(each => each.checkVisibility()).map(each => each.getBoundingClientRect());
            return {
                left: Math.min(...boxes.map(box => box.left)), right: Math.max(...boxes.map(box => box.right)),
                top: Math.min(...boxes.map(box => box.top)), bottom: Math.max(...boxes.map(box => box.bottom)),
            };
        }"""
    )
    x, y = max(0, rectangle["left"] - ROOM), max(0, rectangle["top"] - ROOM)
    return {"x": x, "y": y, "width": rectangle["right"] + ROOM - x, "height": rectangle["bottom"] + ROOM - y}


if __name__ == "__main__":
    main()
