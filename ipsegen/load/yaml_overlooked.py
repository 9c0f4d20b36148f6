"""What libyaml reads although YAML forbids it, and what an editor should do about it.

Owns four rules that libyaml 0.2.5 does not keep: lines of a value over several lines are indented (YAML 1.2.2, 6.1), a
comment is parted from what stands before it (6.6), `?` alone marks a key only with a blank behind it (7.4.2), and no
blank line at the start of a block of text is longer than its indentation (8.1.1.1). Does not parse.
"""

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

_HEADER: Final = re.compile(r"[|>][-+]?([0-9]?)[-+]?(#?)")
"""The start of a block of text: how far it is indented, if it says so, and a comment that sticks to it."""


class Overlooked(NamedTuple):
    """A fault: its line and column from 1, the fact and the way out."""

    line: int
    column: int
    message: str
    hint: str


def in_value(lines: Sequence[str], start: int, end: int, indent: int) -> Overlooked | None:
    """A line of a quoted text, list or mapping from line `start` to `end` that stands no deeper than `indent` blanks.

    A bracket that closes may stand there, against YAML 1.2.2: people write it so, and it cannot be misread.
    """
    for number in range(start + 1, end + 1):
        text = lines[number - 1]
        found = len(text) - len(text.lstrip(" "))
        if text.strip() and found <= indent and text[found] not in "]}":
            message = "this line belongs to the value above it, and is not indented"
            return Overlooked(number, found + 1, message, "indent every line of a value that runs over several")
    return None


def behind_quotation(lines: Sequence[str], line: int, column: int) -> Overlooked | None:
    """A `#` at once behind a closing quotation mark, which ends at `line` and `column`."""
    if lines[line - 1][column - 1 : column] != "#":
        return None
    message = "a '#' at once behind a quotation mark starts no comment"
    return Overlooked(line, column, message, "put a blank before the '#', or take it out")


def before_word(lines: Sequence[str], line: int, column: int) -> Overlooked | None:
    """A `?` at once before the unquoted word at `line` and `column`, which loses it."""
    if lines[line - 1][column - 2 : column - 1] != "?":
        return None
    return Overlooked(
        line, column - 1, "the '?' at the start of this value would get lost", "put it in quotation marks"
    )


def in_block(lines: Sequence[str], line: int, column: int) -> Overlooked | None:
    """A comment at once behind the `|` or `>` at `line` and `column`, or too long a blank line at the text's start."""
    header = _HEADER.match(lines[line - 1], column - 1)
    if header is None:
        return None
    if header[2]:
        message = "a '#' at once behind the sign that starts a block of text starts no comment"
        return Overlooked(line, header.end(), message, "put a blank before the '#', or take it out")
    first = next((number for number in range(line + 1, len(lines) + 1) if lines[number - 1].strip(" ")), 0)
    if header[1] or not first:
        return None
    indent = len(lines[first - 1]) - len(lines[first - 1].lstrip(" "))
    long = (number for number in range(line + 1, first) if len(lines[number - 1]) > indent > 0)
    return next((Overlooked(number, indent + 1, *_TOO_LONG) for number in long), None)


_TOO_LONG: Final = (
    "this blank line has more blanks than the text below it is indented by",
    "take the blanks out",
)
