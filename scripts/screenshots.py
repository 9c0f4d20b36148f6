"""Take pictures of pages: `python scripts/screenshots.py [--into FOLDER] [ADDRESS]…`, or `make pictures`.

Owns which pages, widths and colour schemes are shown. Builds the archive of this repository as it stood when its pages
were captured, and serves it to a browser that asks nobody else. Without addresses: those of docs/pictures/.
"""

import argparse
import sys
import tempfile
from pathlib import Path
from typing import Final

PROJECT: Final = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(PROJECT))

from playwright.sync_api import Browser  # noqa: E402 (after the path to tests/)

from tests.site.chromium import chromium  # noqa: E402
from tests.site.server import served  # noqa: E402
from tests.site.sites import Site, build  # noqa: E402
from tests.site.small_archive import write_small_archive  # noqa: E402

WIDTHS: Final = {"phone": 360, "tablet": 768, "desk": 1440}
HEIGHT: Final = 1000

DOCUMENTED: Final = (
    ("home", "real", "", "desk", "light"),
    ("home-dark", "real", "", "desk", "dark"),
    ("home-phone", "real", "", "phone", "light"),
    ("context", "real", "contexts/north-korea-troops-in-russia/", "desk", "light"),
    ("context-phone", "real", "contexts/north-korea-troops-in-russia/", "phone", "light"),
    ("quote", "real", "quotes/joint-statement-dprk-troops/", "desk", "light"),
    ("author", "real", "authors/mark-rutte/", "tablet", "light"),
    ("right-to-left", "small", "quotes/en-arabe/", "desk", "light"),
)
"""Name, site, address below the base, width and colour scheme of each picture of the documentation."""


def main() -> None:
    """Take the pictures that the command line asks for."""
    parser = argparse.ArgumentParser(description="Take pictures of pages of the archive.")
    parser.add_argument(
        "addresses", nargs="*", metavar="ADDRESS", help="such as authors/mark-rutte/; all widths, both schemes"
    )
    parser.add_argument("--into", type=Path, default=PROJECT / "docs" / "pictures", metavar="FOLDER")
    arguments = parser.parse_args()
    arguments.into.mkdir(parents=True, exist_ok=True)
    wanted = [shot for address in arguments.addresses for shot in everywhere(address)] or list(DOCUMENTED)
    with tempfile.TemporaryDirectory() as folder:
        real, small = make_sites(Path(folder))
        with served(real.output, real.base) as one, served(small.output, small.base) as two, chromium() as browser:
            for name, site, address, width, scheme in wanted:
                url = f"{one if site == 'real' else two}{address}"
                shoot(browser, url, WIDTHS[width], scheme, arguments.into / f"{name}.png")
                print(arguments.into / f"{name}.png")


def everywhere(address: str) -> list[tuple[str, str, str, str, str]]:
    """A page of the archive at every width, light and dark."""
    name = address.strip("/").replace("/", "-") or "home"
    return [
        (f"{name}-{width}-{scheme}", "real", address, width, scheme) for width in WIDTHS for scheme in ("light", "dark")
    ]


def make_sites(folder: Path) -> tuple[Site, Site]:
    """The archive of this repository, and the small one that speaks many languages."""
    write_small_archive(folder / "small")
    build(PROJECT, folder / "real-output")
    build(folder / "small", folder / "small-output")
    return Site("real", PROJECT, folder / "real-output"), Site("small", folder / "small", folder / "small-output")


def shoot(browser: Browser, url: str, width: int, scheme: str, file: Path) -> None:
    """One picture of the upper part of a page."""
    context = browser.new_context(
        viewport={"width": width, "height": HEIGHT}, color_scheme="dark" if scheme == "dark" else "light"
    )
    page = context.new_page()
    page.goto(url, wait_until="load")
    page.evaluate("document.fonts.ready.then(() => true)")
    page.screenshot(path=file, animations="disabled")
    context.close()


if __name__ == "__main__":
    main()
