"""Faults that are found once all records are read: where they are by key path, and so by line and column.

Owns the way from a key path to a place. Records keep no places: the faulty file alone is parsed once more.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from typing import Literal

import msgspec

from ipsegen.diagnostics import Problem, Severity
from ipsegen.load.nodes import Body, Document, KeyPath, Mapping, Node, Sequence

At = Literal["value", "key", "first-key", "body", "file"]
Place = tuple[int, int]
"""Line and column."""

_CODE_SPAN = re.compile(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)", re.DOTALL)


class Fault(msgspec.Struct, frozen=True):
    """A problem at a key path of a file.

    `at` says whether its place is the value, its key, the first key of the mapping (for a key that is
    missing), the body of a Markdown file (then `raw` is the piece at fault, and `nth` which of those that
    are alike, from 0), or the file as a whole. `unless` are the paths of what would make it no fault: where
    one of them is written and could not be read, even in part, that is reported already, and this is not.
    """

    file: str
    code: str
    message: str
    hint: str = ""
    path: KeyPath = ()
    at: At = "value"
    raw: str = ""
    nth: int = 0
    severity: Severity = "error"
    unless: tuple[KeyPath, ...] = ()


class BodyPlaces:
    """Where pieces stand in the body of a Markdown file, code aside."""

    def __init__(self, body: Body) -> None:
        self._first_line = body.line
        self._text = body.text
        self._prose = _CODE_SPAN.sub(lambda span: " " * len(span[0]), body.text)
        self._breaks = [match.start() for match in re.finditer("\n", body.text)]
        self._found: dict[str, list[int]] = {}

    def place(self, raw: str, nth: int = 0) -> Place:
        """Line and column of the `nth` `raw`, from 0; the start of the body if it does not stand there."""
        offsets = self._offsets(raw)
        offset = offsets[min(nth, len(offsets) - 1)]
        line = bisect_left(self._breaks, offset)
        return self._first_line + line, offset - (self._breaks[line - 1] if line else -1)

    def _offsets(self, raw: str) -> list[int]:
        if raw not in self._found:
            found = [match.start() for match in re.finditer(re.escape(raw), self._prose)] if raw else []
            self._found[raw] = found or [max(self._text.find(raw), 0)]
        return self._found[raw]


def count_alike(raws: Iterable[str]) -> Iterator[int]:
    """For each piece how many of the same came before it."""
    seen: Counter[str] = Counter()
    for raw in raws:
        yield seen[raw]
        seen[raw] += 1


def locate(fault: Fault, document: Document | None) -> Problem:
    """The problem that a fault is, with its line and column; 1:1 where the file cannot be read any more."""
    body = document.body if document is not None else None
    return _located(fault, document, BodyPlaces(body) if fault.at == "body" and body is not None else None)


def locate_all(faults: Iterable[Fault], document: Document, unread: AbstractSet[Place]) -> Iterator[Problem]:
    """The problems that the faults of one file are; `unread` is where values stand that the record lacks."""
    body = BodyPlaces(document.body) if document.body is not None else None
    as_read = msgspec.structs.replace(document, root=_mapping_as_read(document.root, unread))
    for fault in faults:
        if not any(_is_unread(document.root, path, unread) for path in fault.unless):
            yield _located(fault, as_read, body)


def _mapping_as_read(mapping: Mapping, unread: AbstractSet[Place]) -> Mapping:
    entries = tuple((key, _as_read(value, unread)) for key, value in mapping.entries)
    return msgspec.structs.replace(mapping, entries=entries)


def _as_read(node: Node, unread: AbstractSet[Place]) -> Node:
    """The node without the items that could not be read: a record counts its items without them."""
    if isinstance(node, Sequence):
        return msgspec.structs.replace(node, items=tuple(_as_read(item, unread) for item in _items(node, unread)))
    return _mapping_as_read(node, unread) if isinstance(node, Mapping) else node


def _items(node: Sequence, unread: AbstractSet[Place]) -> tuple[Node, ...]:
    return tuple(item for item in node.items if (item.line, item.column) not in unread)


def _is_unread(node: Node, path: KeyPath, unread: AbstractSet[Place]) -> bool:
    """Whether the value at `path` is written, and it or something in it could not be read."""
    for step in path:
        found: Node | None = None
        if isinstance(step, str):
            found = node.get(step) if isinstance(node, Mapping) else None
        elif isinstance(node, Sequence) and step < len(items := _items(node, unread)):
            found = items[step]
        if found is None:
            return False
        node = found
    return any(place in unread for place in _places(node))


def _places(node: Node) -> Iterator[Place]:
    """Where a node and all its parts start."""
    yield node.line, node.column
    parts: Iterable[Node] = ()
    if isinstance(node, Sequence):
        parts = node.items
    elif isinstance(node, Mapping):
        parts = (value for _key, value in node.entries)
    for part in parts:
        yield from _places(part)


def _located(fault: Fault, document: Document | None, body: BodyPlaces | None) -> Problem:
    line, column = _place(fault, document, body) if document is not None else (1, 1)
    return Problem(fault.file, line, column, fault.code, fault.message, fault.hint, fault.severity)


def _place(fault: Fault, document: Document, body: BodyPlaces | None) -> Place:
    if fault.at == "file":
        return 1, 1
    if fault.at == "first-key":
        return document.first_key(fault.path)
    if fault.at == "body" and body is not None:
        return body.place(fault.raw, fault.nth)
    return document.place(fault.path, of_key=fault.at == "key")
