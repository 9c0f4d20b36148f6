"""Faults that are found once all records are read: where they are by key path, and so by line and column.

Owns the way from a key path to a place. Records keep no places: the faulty file alone is parsed once more.
"""

from typing import Literal

import msgspec

from ipsegen.diagnostics import Problem, Severity
from ipsegen.load.nodes import Document, KeyPath

At = Literal["value", "key", "first-key", "body", "file"]


class Fault(msgspec.Struct, frozen=True):
    """A problem at a key path of a file.

    `at` says whether its place is the value, its key, the first key of the mapping (for a key that is missing), the
    body of a Markdown file (then `raw` is the piece at fault), or the file as a whole.
    """

    file: str
    code: str
    message: str
    hint: str = ""
    path: KeyPath = ()
    at: At = "value"
    raw: str = ""
    severity: Severity = "error"


def locate(fault: Fault, document: Document | None) -> Problem:
    """The problem that a fault is, with its line and column; 1:1 where the file cannot be read any more."""
    line, column = _place(fault, document) if document is not None else (1, 1)
    return Problem(fault.file, line, column, fault.code, fault.message, fault.hint, fault.severity)


def _place(fault: Fault, document: Document) -> tuple[int, int]:
    if fault.at == "file":
        return 1, 1
    if fault.at == "first-key":
        return document.first_key(fault.path)
    if fault.at == "body" and document.body is not None:
        return place_in_body(document.body.text, document.body.line, fault.raw)
    return document.place(fault.path, of_key=fault.at == "key")


def place_in_body(text: str, first_line: int, raw: str) -> tuple[int, int]:
    """Where `raw` stands first in a body that starts on `first_line`; the start of the body if it does not stand there."""
    offset = text.find(raw) if raw else 0
    if offset < 0:
        offset = 0
    return first_line + text.count("\n", 0, offset), offset - text.rfind("\n", 0, offset)
