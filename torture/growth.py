"""How long Markdown takes to read that is written to take long.

Owns such texts, in three sizes, and what growing by four may cost. Does not know why a text takes as long as it does.
"""

import time
from itertools import pairwise
from typing import Final

from ipsegen.load.snapshot import MAX_TEXT_BYTES
from ipsegen.model.prose import parse_prose
from torture.outcome import Outcome, some

SIZES: Final = (MAX_TEXT_BYTES // 16, MAX_TEXT_BYTES // 4, MAX_TEXT_BYTES)
MOST_SECONDS: Final = 2.0
"""For the longest text that a file can hold, as processor time."""

MOST_GROWTH: Final = 8
"""A text four times as long takes four times as long; below this it is called in proportion."""

UNHEARD: Final = 0.1
"""So few seconds say nothing about growth."""

BLOCKS: Final = {
    "emphasis": "*a " * 300,
    "emphasis that never ends": "**a *b " * 100,
    "emphasis in emphasis": "***a** b* " * 800,
    "underscores": "_a__b_" * 1500,
    "a run of stars": "*" * 9000,
    "links": "[a](https://x.example/) " * 40,
    "links that never end": "[a](" * 60,
    "links with titles that never end": '[a](x "' * 50,
    "brackets": "[" * 32,
    "brackets in brackets": "[" * 32 + "]" * 32,
    "too many brackets": "[" * 60,
    "pictures that never end": "![a" * 3000,
    "references": "[[author:a]] " * 60,
    "references that never end": "[[author:a " * 60,
    "links by name": "[a]: https://x.example/\n\n" + "[a] " * 400,
    "names of links": "".join(f"[a{number}]: https://x.example/{number}\n" for number in range(300)),
    "addresses": "<https://a.example/> " * 60,
    "mail addresses": "<a@b.example> " * 100,
    "a mail address without end": "<" + "a" * 4000 + "@" * 4000,
    "HTML": "<a b='c'> " * 80,
    "HTML that never ends": "<a " * 3000,
    "attributes that never end": '<a b="' * 1400,
    "comments that never end": "<!-- " * 1800,
    "entities": "&amp;" * 1900,
    "backslashes": "\\*" * 4500,
    "code": "`a" * 4000,
    "a run of backticks": "`" * 9000,
    "quotations in quotations": "> " * 30 + "a",
    "lists": "- a\n" * 100,
    "lists in lists": "".join("    " * level + "- a\n" for level in range(8)),
    "tables": "a|b\n-|-\n" + "c|d\n" * 200,
    "rows of many cells": "|".join("a" * 100) + "\n" + "|".join("-" * 100) + "\n" + ("|".join("b" * 100) + "\n") * 20,
    "headings": "# a",
    "underlined headings": "a\n=",
    "indented lines": "    " * 30 + "a",
    "blanks": "a" + " " * 9000 + "b",
    "forced breaks": "a  \n" * 2400,
    "marks of Python-Markdown's own": "\x02klzzwxh:0000\x03 " * 300,
    "words": "word " * 1500,
}
"""What is repeated, with blank lines between, until the text is long enough."""


def growth(outcome: Outcome, count: int, _seed: int) -> None:
    """Read `count` kinds of text (0: all) in three sizes."""
    for name in some(list(BLOCKS), count):
        seconds, is_refused = zip(*(_read(BLOCKS[name], size) for size in SIZES), strict=True)
        shown = ", ".join(f"{1000 * spent:.0f} ms" for spent in seconds)
        faults = [f"{name}: {shown}"] if _is_slow(seconds) else []
        outcome.count("refused at full length" if is_refused[-1] else "read in proportion to its length", *faults)
        outcome.ends["slowest, ms"] = max(outcome.ends["slowest, ms"], round(1000 * max(seconds)))


def _read(block: str, size: int) -> tuple[float, bool]:
    """How long a text takes, and whether it is refused; the better of two tries."""
    text = f"{block}\n\n" * (size // (len(block) + 2))
    spent = []
    for _try in range(2):
        before = time.process_time()
        prose = parse_prose(text)
        spent.append(time.process_time() - before)
    return min(spent), any(flaw.code == "too-deep" for flaw in prose.flaws)


def _is_slow(seconds: tuple[float, ...]) -> bool:
    grown = (after > max(UNHEARD, MOST_GROWTH * before) for before, after in pairwise(seconds))
    return seconds[-1] > MOST_SECONDS or any(grown)
