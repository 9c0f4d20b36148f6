"""Sites behind addresses, as a browser shows them, and what it has to say against their pages."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, Literal
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page

from tests.site.sites import PROJECT

WCAG: Final = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
"""What axe can tell of WCAG 2.2 AA."""
AXE: Final = PROJECT / "tests" / "node" / "node_modules" / "axe-core" / "axe.min.js"


class Hosts:
    """The sites behind addresses, and what went wrong on the way."""

    def __init__(self, addresses: dict[str, str], outputs: dict[str, Path], browser: Browser) -> None:
        self.addresses = addresses
        self.outputs = outputs
        self.browser = browser

    @contextmanager
    def page(
        self, site: str, address: str = "", *, until: Literal["load", "commit"] = "load", **options: Any
    ) -> Iterator[Page]:
        """A page of a site in a fresh browser window; nothing may have gone wrong when it is closed."""
        context = self.browser.new_context(**{"viewport": {"width": 1280, "height": 900}, **options})
        faults: list[str] = []
        host = urlsplit(self.addresses[site]).netloc
        context.on("request", lambda request: faults.append(request.url) if other(request.url, host) else None)
        context.on("console", lambda message: faults.append(message.text))
        context.on("weberror", lambda error: faults.append(str(error.error)))
        page = context.new_page()
        try:
            page.goto(f"{self.addresses[site]}{address}", wait_until=until)
            yield page
            assert faults == []
        finally:
            context.close()


def other(url: str, host: str) -> bool:
    """Whether a request goes to anybody else."""
    return urlsplit(url).scheme not in {"data", "blob"} and urlsplit(url).netloc != host


def complaints(page: Page, what: list[str]) -> list[str]:
    """What axe has to say against a page, by some of its tags or rules."""
    found = page.evaluate("what => axe.run({runOnly: what})", what)
    assert found["passes"]
    return [
        f"{violation['id']}: {node['html'][:160]}" for violation in found["violations"] for node in violation["nodes"]
    ]
