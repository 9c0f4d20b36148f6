"""The catalogue of problems that ipsegen carries: for each code the cause, the cure and an example.

Owns where it lies in the package and what an entry is. Does not know who reports a problem.
"""

import re
from functools import cache
from pathlib import Path
from typing import Final

import msgspec
import yaml

_FILE: Final = Path(__file__).resolve().parents[1] / "diagnostics.yaml"

QUOTE: Final = "content/quotes/example.yaml"
"""Where an example lies that names no file: it is some keys of a quote."""

_REST_OF_A_QUOTE: Final = {
    "text": "With malice toward none; with charity for all.",
    "author": "abraham-lincoln",
    "pronounced": "1865-03-04",
    "inserted": "2025-01-20T12:00:00Z",
    "source": "{title: The second inaugural address, locator: last paragraph}",
}


class Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One kind of problem. Either `example` is the text of `file`, or `seen` tells what no text can show."""

    cause: str
    cure: str
    example: str = ""
    file: str = QUOTE
    also: dict[str, str] = {}
    """Files that the example needs beside its own, by path from the root."""
    seen: str = ""

    @property
    def files(self) -> dict[str, str]:
        """The files of the example by path, each whole, as they go into a new archive."""
        given = set(re.findall(r"^(\w+):", self.example, re.MULTILINE)) if self.file == QUOTE else _REST_OF_A_QUOTE
        rest = "".join(f"{key}: {value}\n" for key, value in _REST_OF_A_QUOTE.items() if key not in given)
        return {self.file: rest + self.example, **self.also} if self.example else {}


@cache
def read_catalogue() -> dict[str, Entry]:
    """Every entry by its code, in the order of the alphabet."""
    return msgspec.convert(yaml.safe_load(_FILE.read_text(encoding="utf-8")), dict[str, Entry])
