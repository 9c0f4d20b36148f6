"""What a YAML file is made of, each piece with the place where it starts.

Owns the shape of a parsed file. Does not know what any key means: scalars are text, whatever they look like.
"""

from collections.abc import Iterator
from typing import Literal

import msgspec

Style = Literal["plain", "single", "double", "literal", "folded"]


class Scalar(msgspec.Struct, frozen=True, gc=False):
    """A piece of text. Line and column are where it starts, its quotation mark or `|` included.

    `cut` says that an unquoted value is followed by ` #` on its line, so that YAML dropped what comes after.
    """

    text: str
    line: int
    column: int
    style: Style = "plain"
    cut: bool = False


class Sequence(msgspec.Struct, frozen=True):
    """A list."""

    items: tuple["Node", ...]
    line: int
    column: int


class Mapping(msgspec.Struct, frozen=True):
    """Keys and values in the order of the file; no key stands twice. `flow` says that it is written `{…}`."""

    entries: tuple[tuple[Scalar, "Node"], ...]
    line: int
    column: int
    flow: bool = False

    def key(self, name: str) -> Scalar | None:
        """Find the key `name`, if it is there."""
        return next((key for key, _ in self.entries if key.text == name), None)

    def get(self, name: str) -> "Node | None":
        """Find the value of the key `name`, if it is there."""
        return next((value for key, value in self.entries if key.text == name), None)


Node = Scalar | Sequence | Mapping

KeyPath = tuple[str | int, ...]
"""The way from the root of a file to a value: names of keys, and positions in lists from 0."""


class Body(msgspec.Struct, frozen=True):
    """What stands below the front matter of a Markdown file; `line` is where it starts in the file."""

    text: str
    line: int


class Document(msgspec.Struct, frozen=True):
    """One file: its mapping of keys, and for Markdown the body below."""

    file: str
    root: Mapping
    body: Body | None = None

    def place(self, path: KeyPath, *, of_key: bool = False) -> tuple[int, int]:
        """Line and column of the value at `path`, or of its key.

        A path may name what the file leaves out: a list of one that is written without a list, a mapping that
        is written as its main value, or the plural of a key. The nearest thing that is there stands for it.
        """
        key: Scalar | None = None
        node: Node = self.root
        for step in path:
            found = _descend(node, step)
            if found is None:
                break
            key, node = found
        if of_key and key is not None:
            return key.line, key.column
        return _start(node)

    def first_key(self, path: KeyPath = ()) -> tuple[int, int]:
        """Where the first key of the mapping at `path` stands: the place of a key that it lacks."""
        node: Node = self.root
        for step in path:
            found = _descend(node, step)
            node = found[1] if found is not None else node
        if isinstance(node, Mapping) and node.entries:
            return node.entries[0][0].line, node.entries[0][0].column
        return _start(node)


def _descend(node: Node, step: str | int) -> tuple[Scalar | None, Node] | None:
    if isinstance(step, int):
        if isinstance(node, Sequence) and step < len(node.items):
            return None, node.items[step]
        return (None, node) if step == 0 else None
    if not isinstance(node, Mapping):
        return None
    for name in _spellings(step):
        key = node.key(name)
        value = node.get(name)
        if key is not None and value is not None:
            return key, value
    return None


def _spellings(step: str) -> Iterator[str]:
    """Yield a key and its other number: `authors` may be written `author`."""
    yield step
    yield step.removesuffix("s")


def _start(node: Node) -> tuple[int, int]:
    if isinstance(node, Mapping) and node.entries and not node.flow:
        first = node.entries[0][0]
        return first.line, first.column
    return node.line, node.column
