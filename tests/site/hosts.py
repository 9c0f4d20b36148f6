"""The sites behind addresses, and a browser that looks at them."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page


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
