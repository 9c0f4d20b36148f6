"""Values that hold others: lists, and mappings with keys of their own.

Owns how they are written, short forms included. Does not know what they hold.
"""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any, Final, Generic, TypeVar

import msgspec

from ipsegen.load.nodes import Mapping, Node, Scalar, Sequence
from ipsegen.load.plain_yaml import Plain
from ipsegen.model.reading import FieldType, Reader, fields_of, read_keys, take_keys

T = TypeVar("T")
_MOST_KEPT: Final = 1 << 12
R = TypeVar("R", bound=msgspec.Struct)


class ListOf(FieldType[tuple[T, ...]], Generic[T]):
    """A list whose items are all of one type."""

    def __init__(self, item: FieldType[T]) -> None:
        self.item = item
        self.shape = item.shape
        self.label = f"a list, each item {item.label}"
        # What stands in brackets on one line names things, and the same few again and again.
        self._take_words = lru_cache(maxsize=_MOST_KEPT)(self._take_items)

    def read(self, node: Node, reader: Reader) -> tuple[T, ...] | None:
        """The items that could be read; None if the value is no list at all."""
        if not isinstance(node, Sequence):
            written = node.text if isinstance(node, Scalar) and "\n" not in node.text else "…"
            reader.fault(node, "wrong-type", "a list is expected here", f"write it as a list: [{written}]")
            return None
        found: list[T] = []
        for item in node.items:
            value = self._item(item, reader)
            if value is None:
                reader.leave_out(item)
            else:
                found.append(value)
        return tuple(found)

    def _item(self, node: Node, reader: Reader) -> T | None:
        if isinstance(node, Scalar) and node.style == "plain" and not node.text:
            reader.fault(node, "empty-value", "this item of the list is empty", "fill it, or take it out")
            return None
        return self.item.read(node, reader)

    def take(self, plain: Plain) -> tuple[T, ...] | None:
        """The items, if all of them can be taken."""
        if isinstance(plain, tuple):
            return self._take_words(plain)
        return self._take_items(plain) if isinstance(plain, list) else None

    def _take_items(self, items: Iterable[Plain]) -> tuple[T, ...] | None:
        take = self.item.take
        found: list[T] = []
        for item in items:
            value = take(item)
            if value is None:
                return None
            found.append(value)
        return tuple(found)

    def schema(self) -> dict[str, object]:
        """An array."""
        return {"type": "array", "items": self.item.schema()}


class OneOrMany(ListOf[T]):
    """A list that may be written without brackets where it has one item; never empty."""

    def __init__(self, item: FieldType[T]) -> None:
        super().__init__(item)
        self.label = item.label

    def read(self, node: Node, reader: Reader) -> tuple[T, ...] | None:
        """The items, at least one."""
        if not isinstance(node, Sequence):
            item = self.item.read(node, reader)
            return None if item is None else (item,)
        if not node.items:
            reader.fault(node, "empty-value", "this list is empty", f"give {self.label}, or take the line out")
            return None
        return super().read(node, reader) or None

    def take(self, plain: Plain) -> tuple[T, ...] | None:
        """The items, at least one."""
        if isinstance(plain, list | tuple):
            return super().take(plain) or None
        item = self.item.take(plain)
        return None if item is None else (item,)

    def schema(self) -> dict[str, object]:
        """The item, or an array of it."""
        return {"oneOf": [self.item.schema(), {"type": "array", "items": self.item.schema(), "minItems": 1}]}


class Keys(FieldType[R]):
    """A mapping with keys of its own. Where `short` is named, that value may stand alone for the mapping."""

    def __init__(self, record: type[R], *, short: str = "", label: str = "") -> None:
        self.record = self.shape = record
        self.short = short
        names = [field.names[0] for field in fields_of(record)]
        self.label = label or f"a mapping with {', '.join(names)}"
        # Short forms name things, and the same few again and again: each is the same object for all who name it.
        self._take_short = lru_cache(maxsize=_MOST_KEPT)(lambda text: take_keys(record, {short: text}))

    def read(self, node: Node, reader: Reader) -> R | None:
        """The record that the mapping writes."""
        if isinstance(node, Mapping):
            return read_keys(self.record, node, reader)
        if self.short:
            value = self.short_type().read(node, reader)
            return None if value is None else self.record(**{self.short: value})
        reader.fault(node, "wrong-type", f"{self.label} is expected here", f"write {self._example()}")
        return None

    def take(self, plain: Plain) -> R | None:
        """The record that the mapping writes."""
        if isinstance(plain, dict):
            return take_keys(self.record, plain)
        return self._take_short(plain) if self.short and isinstance(plain, str) else None

    def short_type(self) -> FieldType[Any]:
        """What the value is that may stand alone."""
        kind: FieldType[Any] = next(field.key.type for field in fields_of(self.record) if field.attribute == self.short)
        return kind

    def _example(self) -> str:
        required = [field.names[0] for field in fields_of(self.record) if field.key.required]
        names = required or [field.names[0] for field in fields_of(self.record)][:2]
        return "{" + ", ".join(f"{name}: …" for name in names) + "}"

    def schema(self) -> dict[str, object]:
        """An object with exactly these keys."""
        whole = keys_schema(self.record)
        return {"oneOf": [self.short_type().schema(), whole]} if self.short else whole


def keys_schema(record: type[msgspec.Struct]) -> dict[str, object]:
    """The JSON Schema of a record: every spelling of every key, nothing else."""
    properties: dict[str, object] = {}
    required: list[str] = []
    either: list[object] = []
    for field in fields_of(record):
        for name in field.names:
            properties[name] = {**field.key.type.schema(), "description": field.key.doc}
        if field.key.required and len(field.names) == 1:
            required.append(field.names[0])
        elif field.key.required:
            either.append({"oneOf": [{"required": [name]} for name in field.names]})
    schema: dict[str, object] = {"type": "object", "properties": properties, "additionalProperties": False}
    if required:
        schema["required"] = required
    if either:
        schema["allOf"] = either
    return schema
