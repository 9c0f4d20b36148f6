"""How much Markdown is too much.

Owns the limits within which Python-Markdown takes its time in proportion to the text. Beyond them it goes
over the same lines again and again: 20,000 headings without a blank line between them take it ten seconds. No
text that people write comes near any of them. Does not know what Markdown means, nor references.
"""

import re
from collections.abc import Iterator
from typing import Final

MAX_BLOCK: Final = 10_000
"""Characters without a blank line between them; of a table, characters in one row."""

MAX_PARTS: Final = 20_000
"""Lines, marks of lists and quotations at the start of lines, and cells of tables, in one text."""

MAX_HEADINGS: Final = 500
"""Headings, rules, and lines of nothing but marks."""

MAX_LEVELS: Final = 32
"""Lists and quotations inside each other; Python-Markdown's own limit is how deep it was called."""

MAX_OPEN: Final = 32
"""Brackets that are open at once in one block."""

MAX_COPIES: Final = 5_000_000
"""Characters that links by name may be copied to; steps in the search for the ends of link titles."""

_BLANK_LINES: Final = re.compile(r"\n[ \t]*\n")
_BRACKET: Final = re.compile(r"[\[\]()]")
_QUOTED_LINK: Final = re.compile(r"\]\([^)\]\n]*[\"']")
_MARKS: Final = " \t>*+-.0123456789"
_LIST_MARKS: Final = frozenset(">*+-0123456789")
_TABLE_RULE: Final = frozenset("|:- \t")


def fault_of_size(text: str) -> tuple[str, str] | None:
    """Why `text` would take too long to parse, as message and hint; None for all that people write."""
    lines = text.split("\n")
    headings = sum(map(_is_heading, lines))
    if headings > MAX_HEADINGS:
        return f"a text with {headings:,} headings and rules", f"a text has at most {MAX_HEADINGS:,} of them"
    blocks = _BLANK_LINES.split(text)
    if max(map(_levels, lines)) > MAX_LEVELS:
        return f"lists or quotations lie more than {MAX_LEVELS} deep in each other", "write it flatter"
    parts = len(lines) + sum(map(_marks, lines)) + sum(map(_cells, blocks))
    if parts > MAX_PARTS:
        message = f"a text with {parts:,} lines, list marks and table cells"
        return message, f"a text has at most {MAX_PARTS:,} of them"
    longest = max(len(unit) for block in blocks for unit in _units(block))
    if longest > MAX_BLOCK:
        message = f"{longest:,} characters without a blank line between them"
        return message, f"part them with blank lines; at most {MAX_BLOCK:,} stand together"
    return _fault_of_brackets(text, blocks)


def _fault_of_brackets(text: str, blocks: list[str]) -> tuple[str, str] | None:
    if any(_is_tangled(block) for block in blocks):
        message = f"more than {MAX_OPEN} brackets are open at once in one paragraph"
        return message, "close them; write \\[ for a bracket that stands alone"
    defined = sum(len(block) for block in blocks if "]:" in block)
    titles = sum(len(block) * len(_QUOTED_LINK.findall(block)) for block in blocks)
    if defined * text.count("]") > MAX_COPIES or titles > MAX_COPIES:
        return "too many links with names or titles for one text", "write links as [words](address)"
    return None


def _is_heading(line: str) -> bool:
    rest = line.lstrip(_MARKS)
    return rest.startswith("#") or (not rest.strip("=_ \t") and bool(line.strip()))


def _marks(line: str) -> int:
    start = line[: len(line) - len(line.lstrip(_MARKS))]
    return sum(start.count(mark) for mark in ">*+-.")


def _levels(line: str) -> int:
    rest = line.expandtabs(4).lstrip(" ")
    return _marks(rest) + ((len(line.expandtabs(4)) - len(rest)) // 4 if rest[:1] in _LIST_MARKS else 0)


def _cells(block: str) -> int:
    """The cells of a table: every row gets as many as the first has."""
    first = block.lstrip("\n").partition("\n")[0]
    return (first.count("|") + 1) * (block.count("\n") + 1) if "|" in first else 0


def _units(block: str) -> Iterator[str]:
    """What is parsed in one piece: a block, but of a table each row."""
    rows = block.strip("\n").split("\n", 2)
    is_table = len(rows) > 1 and "|" in rows[0] and _TABLE_RULE.issuperset(rows[1])
    yield from block.split("\n") if is_table else (block,)


def _is_tangled(block: str) -> bool:
    """Whether so many brackets are open at once that their ends would be looked for all day."""
    if block.count("[") <= MAX_OPEN:
        return False
    squares = rounds = 0
    for bracket in _BRACKET.findall(block):
        if bracket in "[]":
            squares = squares + 1 if bracket == "[" else max(0, squares - 1)
        else:
            rounds = rounds + 1 if bracket == "(" else max(0, rounds - 1)
        if squares > MAX_OPEN or (rounds > MAX_OPEN and "](" in block):
            return True
    return False
