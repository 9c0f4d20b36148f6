"""Pieces of a file replaced at their places, all else left as it is, byte for byte.

Owns the way back from the text that `text.decode` gives to the file: byte order mark and line endings are kept. Does
not know why anything is replaced.
"""

import re
from collections.abc import Iterable
from typing import Final, NamedTuple

_MARK: Final = "\ufeff"
_BREAK: Final = re.compile("(\r\n|\r|\n)")


class Edit(NamedTuple):
    """`text` in place of `length` code points of one line; line and column count from 1, as in problems.

    With the length 0 it is put in before the column; a line feed in it becomes the line ending of the file.
    """

    line: int
    column: int
    length: int
    text: str


def apply_edits(data: bytes, edits: Iterable[Edit]) -> bytes:
    """The file with its edits, which must not overlap; `data` are UTF-8."""
    text = data.decode("utf-8")
    mark = _MARK if text.startswith(_MARK) else ""
    parts = _BREAK.split(text.removeprefix(_MARK))
    line_break = parts[1] if len(parts) > 1 else "\n"
    for edit in sorted(set(edits), reverse=True):
        line, start = parts[2 * (edit.line - 1)], edit.column - 1
        put_in = edit.text.replace("\n", line_break)
        parts[2 * (edit.line - 1)] = f"{line[:start]}{put_in}{line[start + edit.length :]}"
    return (mark + "".join(parts)).encode()
