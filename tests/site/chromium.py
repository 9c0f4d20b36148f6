"""The browser of the tests and of the screenshots: Chromium as the system has it."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from playwright.sync_api import Browser, sync_playwright

NAMES: Final = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
QUIETLY: Final = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-sync",
    "--no-first-run",
    "--no-default-browser-check",
    "--metrics-recording-only",
    "--font-render-hinting=none",
    "--hide-scrollbars",
]


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser without a window that asks nobody anything by itself."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    assert found is not None, "no Chromium: run make test, or sh scripts/install-system-packages"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=QUIETLY)
        try:
            yield browser
        finally:
            browser.close()
