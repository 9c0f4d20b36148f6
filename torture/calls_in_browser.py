"""Whether anything on a page runs, in a browser that no policy holds back.

Owns how pages are opened, poked at, and how calls are counted. Does not know what is on them.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from playwright.sync_api import Browser, Page

from tests.site.server import served

_COUNT: Final = """
window.calls = [];
for (const name of ["alert", "confirm", "prompt", "print"]) window[name] = () => { window.calls.push(name); };
"""
_POKE: Final = """
() => {
  addEventListener("click", event => event.preventDefault());
  addEventListener("submit", event => event.preventDefault());
  const events = ["mouseover", "mouseenter", "focus", "focusin", "blur", "toggle", "animationstart", "load", "error"];
  for (const element of document.querySelectorAll("*")) {
    for (const name of events) element.dispatchEvent(new Event(name));
    for (const { name } of element.attributes) if (name.startsWith("on")) window.calls.push(`has ${name}`);
    if (/^(?:javascript|vbscript|data):/i.test(element.protocol ?? "")) window.calls.push(element.protocol);
  }
  const click = () => new MouseEvent("click", { bubbles: true, cancelable: true });
  for (const element of document.querySelectorAll("a, summary, button")) element.dispatchEvent(click());
  return window.calls;
}
"""
"""Every event that hostile texts like to wait for; links and forms lead nowhere meanwhile."""


def calls_on_pages(browser: Browser, output: Path, base: str, addresses: Iterable[str]) -> Iterator[str]:
    """What ran on the pages at some addresses below `base`, each with its page."""
    context = browser.new_context(bypass_csp=True)
    try:
        with served(output, base) as origin:
            page = context.new_page()
            page.add_init_script(_COUNT)
            for address in addresses:
                yield from (f"{address}: {call}" for call in _calls(page, f"{origin}{address}"))
    finally:
        context.close()


def _calls(page: Page, address: str) -> list[str]:
    page.goto(address, wait_until="load")
    found: list[str] = page.evaluate(_POKE)
    return found
