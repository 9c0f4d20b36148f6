"""Faults that are found once all records are read: where they are by key path, and so by line and column.

Owns the way from a key path to a place. Records keep no places: the faulty file alone is parsed once more.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from typing import Final, Literal

import msgspec

from ipsegen.diagnostics import Problem, Severity
from ipsegen.load.nodes import Body, Document, KeyPath, Mapping, Node, Sequence

At = Literal["value", "key", "first-key", "body", "file"]
Place = tuple[int, int]
"""Line and column."""

MAX_FAULTS: Final = 100
"""That one file is reported to have; as with YAML, a thousand more would help nobody."""

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
    """The problems that the faults of one file are; `unread` is where values stand that the record lacks.

    No more than MAX_FAULTS, and one that counts the rest; errors are named before warnings.
    """
    body = BodyPlaces(document.body) if document.body is not None else None
    reading = _Reading(document.root, unread)
    as_read = msgspec.structs.replace(document, root=reading.root)
    standing = [fault for fault in _distinct(faults) if not any(map(reading.is_unread, fault.unless))]
    standing.sort(key=lambda fault: fault.severity != "error")
    for fault in _first(standing):
        yield _located(fault, as_read, body)


def _distinct(faults: Iterable[Fault]) -> Iterable[Fault]:
    """Each fault once that a person could tell from the others: only in a body does a piece have its own place."""
    return dict.fromkeys(
        fault if fault.at == "body" else msgspec.structs.replace(fault, raw="", nth=0) for fault in faults
    )


def _first(faults: list[Fault]) -> list[Fault]:
    named, rest = faults[:MAX_FAULTS], faults[MAX_FAULTS:]
    if rest:
        message = f"this file has {len(rest):,} more faults like these"
        hint = "mend the first ones, and look again"
        named.append(msgspec.structs.replace(rest[0], code="too-many-problems", message=message, hint=hint))
    return named


class _Reading:
    """What came of the nodes of a file: `root` is without the items that its record lacks."""

    def __init__(self, root: Mapping, unread: AbstractSet[Place]) -> None:
        self._unread = unread
        self._broken: set[int] = set()
        self._items: dict[int, tuple[Node, ...]] = {}
        self._found: dict[KeyPath, Node | None] = {(): root}
        self.root = self._mapping_as_read(root) if unread else root

    def is_unread(self, path: KeyPath) -> bool:
        """Whether the value at `path` is written, and it or something in it could not be read."""
        if not self._unread:
            return False
        found = self._find(path)
        return found is not None and id(found) in self._broken

    def _find(self, path: KeyPath) -> Node | None:
        """The node at `path`, as it is written."""
        if path not in self._found:
            node, step = self._find(path[:-1]), path[-1]
            found: Node | None = None
            if isinstance(step, str):
                found = node.get(step) if isinstance(node, Mapping) else None
            elif isinstance(node, Sequence) and step < len(items := self._items[id(node)]):
                found = items[step]
            self._found[path] = found
        return self._found[path]

    def _as_read(self, node: Node) -> Node:
        """The node without the items that could not be read: a record counts its items without them."""
        if isinstance(node, Sequence):
            return self._sequence_as_read(node)
        if isinstance(node, Mapping):
            return self._mapping_as_read(node)
        self._mark(node, ())
        return node

    def _sequence_as_read(self, node: Sequence) -> Sequence:
        made = [self._as_read(item) for item in node.items]
        self._mark(node, node.items)
        kept = [(item, as_read) for item, as_read in zip(node.items, made, strict=True) if not self._is_faulty(item)]
        self._items[id(node)] = tuple(item for item, _ in kept)
        return msgspec.structs.replace(node, items=tuple(as_read for _, as_read in kept))

    def _mapping_as_read(self, node: Mapping) -> Mapping:
        entries = tuple((key, self._as_read(value)) for key, value in node.entries)
        self._mark(node, (value for _key, value in node.entries))
        return msgspec.structs.replace(node, entries=entries)

    def _mark(self, node: Node, parts: Iterable[Node]) -> None:
        if self._is_faulty(node) or any(id(part) in self._broken for part in parts):
            self._broken.add(id(node))

    def _is_faulty(self, node: Node) -> bool:
        return (node.line, node.column) in self._unread


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
