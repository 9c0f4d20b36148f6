"""Two contents of one small archive, between which builds go back and forth.

From the one to the other pages come, change and go, among them some that others link to. Does not know how they are
built.
"""

import shutil
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Final

NOW: Final = "2025-01-21T18:00:00Z"
_MARGIN: Final = 0.15
"""In seconds: for so long, and a little less, builds do not trust the clock of the file system."""

Content = Mapping[str, str]


def _quote(text: str, author: str, day: str, *more: str) -> str:
    lines = [f"text: {text}", f"author: {author}", f"pronounced: {day}", "inserted: 2025-01-21T16:00:00Z"]
    return "\n".join([*lines, "source: {title: A letter, url: 'https://letters.example/'}", *more, ""])


_SHARED: Final = {
    "content/site.yaml": "title: Letters\nbase_url: https://letters.example/\nper_page: 2\n",
    "content/authors/ada-lovelace.yaml": "name: Ada Lovelace\nsort_name: Lovelace, Ada\n",
    "content/quotes/engine.yaml": _quote("The engine weaves.", "ada-lovelace", "1843-07-10", "contexts: [engine]"),
}
ONE: Final[Content] = _SHARED | {
    "content/authors/charles-babbage.yaml": "name: Charles Babbage\nsort_name: Babbage, Charles\n",
    "content/contexts/engine.yaml": "title: The engine\nsummary: It was never built. [[author:charles-babbage]]\n",
    "content/quotes/garbage.yaml": _quote("I cannot apprehend it.", "charles-babbage", "1864-02"),
    "content/quotes/loom.yaml": _quote("Like the loom.", "ada-lovelace", "1843-07-11", "contexts: [engine]"),
}
OTHER: Final[Content] = _SHARED | {
    "content/authors/mary-somerville.yaml": "name: Mary Somerville\nsort_name: Somerville, Mary\n",
    "content/entities/royal-society.yaml": "name: Royal Society\nkind: organisation\n",
    "content/contexts/engine.yaml": "title: The difference\nsummary: It was built. [[author:mary-somerville]]\n",
    "content/quotes/stars.yaml": _quote(
        "Nothing is more certain.", "mary-somerville", "1831", "contexts: [engine]", "entities: [royal-society]"
    ),
    "content/quotes/looms/loom.yaml": _quote("Like the loom; like no loom.", "ada-lovelace", "1843-07-11"),
}
CONTENTS: Final = (ONE, OTHER)


def put(root: Path, content: Content) -> None:
    """Make `content` all that there is to build in `root`."""
    shutil.rmtree(root / "content", ignore_errors=True)
    for path, text in content.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")


def put_and_settle(root: Path, content: Content) -> None:
    """As `put`; a build that follows makes the same calls whenever it is made."""
    put(root, content)
    time.sleep(_MARGIN)
