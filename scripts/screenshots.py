"""Take pictures of pages: `python scripts/screenshots.py [--into FOLDER] [ADDRESS]…`, or `make pictures`.

Owns which pages, widths and colour schemes are shown. Builds the archive of this repository as it stood when its pages
were captured, and serves it to a browser that asks nobody else. Without addresses: those of docs/pictures/.
"""

import argparse
import sys
import tempfile
from pathlib import Path
from typing import Final, Literal, NamedTuple

PROJECT: Final = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(PROJECT))

from playwright.sync_api import Browser, FloatRect, Page  # noqa: E402 (after the path to tests/)

from tests.site.chromium import chromium  # noqa: E402
from tests.site.server import served  # noqa: E402
from tests.site.sites import Site, build  # noqa: E402
from tests.site.small_archive import write_small_archive  # noqa: E402

WIDTHS: Final = {"phone": 360, "tablet": 768, "desk": 1440}
HEIGHT: Final = 1000
ROOM: Final = 28


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
    Shot("right-to-left", "quotes/en-arabe/", site="small"),
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
    with tempfile.TemporaryDirectory() as folder:
        real, small = make_sites(Path(folder))
        with served(real.output, real.base) as one, served(small.output, small.base) as two, chromium() as browser:
            for shot in wanted:
                file = arguments.into / f"{shot.name}.png"
                shoot(browser, f"{one if shot.site == 'real' else two}{shot.address}", shot, file)
                print(file)


def everywhere(address: str) -> list[Shot]:
    """A page of the archive at every width, light and dark."""
    name = address.strip("/").replace("/", "-") or "home"
    schemes: tuple[Literal["light", "dark"], ...] = ("light", "dark")
    return [
        Shot(f"{name}-{width}-{scheme}", address, width=width, scheme=scheme) for width in WIDTHS for scheme in schemes
    ]


def make_sites(folder: Path) -> tuple[Site, Site]:
    """The archive of this repository, and the small one that speaks many languages."""
    write_small_archive(folder / "small")
    build(PROJECT, folder / "real-output")
    build(folder / "small", folder / "small-output")
    return Site("real", PROJECT, folder / "real-output"), Site("small", folder / "small", folder / "small-output")


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
    if shot.selector:
        page.screenshot(path=file, animations="disabled", full_page=True, clip=around(page, shot.selector))
    else:
        page.screenshot(path=file, animations="disabled")
    context.close()


def around(page: Page, selector: str) -> FloatRect:
    """Where an element stands on its page, with room around it: faces and marks hang out of their boxes."""
    rectangle = page.locator(selector).first.evaluate("element => element.getBoundingClientRect().toJSON()")
    x, y = max(0, rectangle["x"] - ROOM), max(0, rectangle["y"] - ROOM)
    return {"x": x, "y": y, "width": rectangle["width"] + 2 * ROOM, "height": rectangle["height"] + 2 * ROOM}


if __name__ == "__main__":
    main()
