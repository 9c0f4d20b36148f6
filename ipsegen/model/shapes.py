"""What shape the value of a key has: a text, a list, a mapping with keys of its own.

Owns what may stand inside what, for those who write records. Does not read values: that is for the types themselves.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any, Literal, TypeAlias

import msgspec

from ipsegen.model.compound_types import Keys, ListOf, OneOrMany
from ipsegen.model.field_types import Line, Markdown, Paragraphs
from ipsegen.model.reading import FieldType, fields_of
from ipsegen.model.reference_types import Either
from ipsegen.model.signature import Signature, SignatureType
from ipsegen.model.source import SourceDetails, SourceOrId

Value: TypeAlias = str | list["Value"] | dict[str, "Value"]
"""What an editor writes for a key, before it is read: all scalars are text."""

Wording = Literal["line", "paragraphs", "markdown", "word"]
"""How a text may be broken into lines: anywhere, between words of a paragraph, as Markdown allows, or not at all."""


@cache
def types_of(record: type[msgspec.Struct]) -> Mapping[str, FieldType[Any]]:
    """The type of each key of a record, by every spelling, in the order in which the class declares them."""
    return {name: field.key.type for field in fields_of(record) for name in field.names}


def item_of(kind: FieldType[Any]) -> FieldType[Any] | None:
    """What the items of a list are; None for what is no list."""
    return kind.item if isinstance(kind, ListOf) else None


def record_of(kind: FieldType[Any]) -> type[msgspec.Struct] | None:
    """The class whose keys a mapping of this type has, or a mapping in a list of this type."""
    if isinstance(kind, ListOf):
        return record_of(kind.item)
    if isinstance(kind, Keys):
        record: type[msgspec.Struct] = kind.record
        return record
    if isinstance(kind, SourceOrId):
        return SourceDetails
    return Signature if isinstance(kind, SignatureType) else None


def is_text(kind: FieldType[Any]) -> bool:
    """Whether the value is always a text, whatever it looks like."""
    return item_of(kind) is None and record_of(kind) is None


def needs_list(kind: FieldType[Any]) -> bool:
    """Whether a single item must be written as a list all the same."""
    return isinstance(kind, ListOf) and not isinstance(kind, OneOrMany)


def wording_of(kind: FieldType[Any] | None) -> Wording:
    """How a text of this type may be broken into lines."""
    if isinstance(kind, Paragraphs):
        return "paragraphs"
    if isinstance(kind, Markdown):
        return "markdown"
    return "line" if isinstance(kind, Line | Either) else "word"
