"""How a mapping of nodes becomes a frozen record.

Owns the walk over keys: which are known, which are missing, which stand for the same thing. A record class is
its own schema: each attribute that editors write is `Annotated` with a `Key`. Does not know any particular
kind of record.

There are two walks by the same types: `take_keys` over plain values gives a record at once or nothing, `read_keys`
over nodes says what is wrong, and where.
"""

import functools
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable
from collections.abc import Mapping as MappingOf
from typing import Annotated, Any, Generic, TypeVar, get_args, get_origin, get_type_hints

import msgspec

from ipsegen.diagnostics import Problem, Severity
from ipsegen.load.nodes import Mapping, Node, Scalar, Sequence
from ipsegen.load.plain_yaml import Plain
from ipsegen.model.faults import Place
from ipsegen.model.suggest import did_you_mean

T = TypeVar("T")
R = TypeVar("R", bound=msgspec.Struct)


class Reader:
    """Collects the problems of one file while its values are read."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self.unread: set[Place] = set()

    def leave_out(self, node: Node) -> None:
        """Remember a value, or an item of a list, that the record lacks because it could not be read."""
        self.unread.add((node.line, node.column))

    def fault(self, node: Node, code: str, message: str, hint: str = "", severity: Severity = "error") -> None:
        """Report a problem where `node` starts; a mapping without braces starts with its first key."""
        if isinstance(node, Mapping) and node.entries and not node.flow:
            node = node.entries[0][0]
        self.problems.append(Problem(self.file, node.line, node.column, code, message, hint, severity))


class FieldType(ABC, Generic[T]):
    """What the value of a key may be, how it is read, and how a JSON Schema says so."""

    label: str = "text"
    """What it is, with its article, as a message says it: "a date"."""

    shape: type[msgspec.Struct] | None = None
    """The record whose keys a value may have, where it may be a mapping."""

    @abstractmethod
    def read(self, node: Node, reader: Reader) -> T | None:
        """The value, or None where `reader` was told what is wrong with it."""

    def take(self, plain: Plain) -> T | None:  # noqa: ARG002 (for those who do take some)
        """What `read` makes of the same value, or None: then `read` has something to say about it, or may have."""
        return None

    def schema(self) -> dict[str, object]:
        """The JSON Schema (2020-12) of the value: any text that is not empty, where it says nothing else.

        What an editor of YAML makes of an unquoted scalar is its own affair: `2024` is a number to it, `true` a truth
        value.
        """
        return {"type": ["string", "number", "boolean"], "minLength": 1}


class Key(msgspec.Struct, frozen=True):
    """One key that editors write: what its value is, what it is for, and how it is spelled.

    `names` are the spellings of which one may be used; empty means: as the attribute. `required` keys must be
    there; where one is not, or cannot be read, its `stand_in` lets the rest of the record be judged in the same run.
    """

    type: Any  # a FieldType: a Struct checks no abstract class at run time
    doc: str
    required: bool = False
    names: tuple[str, ...] = ()
    stand_in: Any = None


class Field(msgspec.Struct, frozen=True):
    """A key together with the attribute that keeps its value."""

    attribute: str
    key: Key

    @property
    def names(self) -> tuple[str, ...]:
        """Every spelling of the key."""
        return self.key.names or (self.attribute,)


@functools.cache
def fields_of(record: type[msgspec.Struct]) -> tuple[Field, ...]:
    """The keys of a record class in the order in which it declares them."""
    hints = get_type_hints(record, include_extras=True)
    found: list[Field] = []
    for attribute in record.__struct_fields__:
        hint = hints[attribute]
        if get_origin(hint) is Annotated:
            found.extend(Field(attribute, extra) for extra in get_args(hint)[1:] if isinstance(extra, Key))
    return tuple(found)


@functools.cache
def _fields_by_name(record: type[msgspec.Struct]) -> dict[str, Field]:
    return {name: field for field in fields_of(record) for name in field.names}


@functools.cache
def _takers(record: type[msgspec.Struct]) -> tuple[dict[str, tuple[str, Callable[[Plain], Any]]], frozenset[str]]:
    """For each spelling of each key its attribute and what takes its value; and the attributes that must be there."""
    known = {name: (field.attribute, field.key.type.take) for name, field in _fields_by_name(record).items()}
    return known, frozenset(field.attribute for field in fields_of(record) if field.key.required)


def take_keys(record: type[R], mapping: MappingOf[str, Plain], given: MappingOf[str, object] = {}) -> R | None:
    """What `read_keys` makes of the same keys, or None: then it has something to say about them, or may have."""
    values = take_values(record, mapping, given)
    return None if values is None else record(**values)


def take_values(
    record: type[msgspec.Struct], mapping: MappingOf[str, Plain], given: MappingOf[str, object] = {}
) -> dict[str, Any] | None:
    """The attributes of what `take_keys` makes."""
    known, required = _takers(record)
    values: dict[str, Any] = dict(given)
    for name, plain in mapping.items():
        attribute, take = known.get(name, _UNKNOWN)
        value = take(plain)
        if value is None or attribute in values:
            return None
        values[attribute] = value
    return values if values.keys() >= required else None


_UNKNOWN: tuple[str, Callable[[Plain], Any]] = ("", lambda _plain: None)


def read_keys(record: type[R], mapping: Mapping, reader: Reader, given: MappingOf[str, object] = {}) -> R | None:
    """The record that `mapping` writes, or None where a required key without a stand-in is missing or cannot be read.

    `given` are attributes that no key writes, such as the id. An optional key that cannot be read keeps its
    default, so that whatever else is wrong with the record can be found in the same run.
    """
    known = _fields_by_name(record)
    values: dict[str, object] = dict(given)
    seen: dict[str, Scalar] = {}
    broken: set[str] = set()
    for key, node in mapping.entries:
        field = known.get(key.text)
        if field is None:
            _unknown_key(key, node, mapping, known, reader)
        elif field.attribute in seen:
            other = seen[field.attribute].text
            reader.fault(key, "duplicate-key", f"'{key.text}' says the same as '{other}'", "keep one of the two")
        else:
            seen[field.attribute] = key
            value = _read_value(field.key.type, key, node, reader)
            if value is None:
                broken.add(field.attribute)
                reader.leave_out(node)
            else:
                values[field.attribute] = value
    return _made(record, mapping, values, seen, broken, reader)


def _made(
    record: type[R],
    mapping: Mapping,
    values: dict[str, object],
    seen: dict[str, Scalar],
    broken: set[str],
    reader: Reader,
) -> R | None:
    complete = True
    for field in fields_of(record):
        if not field.key.required or field.attribute in values:
            continue
        if field.key.stand_in is None:
            complete = False
        else:
            values[field.attribute] = field.key.stand_in
        if field.attribute not in broken and field.attribute not in seen:
            missing_key(field, mapping, reader)
    return record(**values) if complete else None


def missing_key(field: Field, mapping: Mapping, reader: Reader) -> None:
    """Report a key that is not there, at the first key of the mapping that lacks it."""
    place = mapping.entries[0][0] if mapping.entries else mapping
    name = " or ".join(f"'{name}'" for name in field.names)
    reader.fault(place, "missing-key", f"{name} is missing", f"add it: {field.key.doc}")


def _read_value(kind: FieldType[Any], key: Scalar, node: Node, reader: Reader) -> object | None:
    if isinstance(node, Scalar) and node.style == "plain" and not node.text:
        reader.fault(node, "empty-value", f"'{key.text}' has no value", f"give {kind.label}, or take the line out")
        return None
    return kind.read(node, reader)


def _unknown_key(key: Scalar, node: Node, mapping: Mapping, known: Iterable[str], reader: Reader) -> None:
    names = list(known)
    if mapping.flow and isinstance(node, Scalar) and not node.text:
        hint = "a comma inside {…} ends a value: put a value that contains one in quotation marks"
    else:
        hint = did_you_mean(key.text, names) or f"the keys known here are {', '.join(sorted(names))}"
    reader.fault(key, "unknown-key", f"there is no key '{key.text}' here", hint)


def text_of(node: Node, reader: Reader, label: str) -> Scalar | None:
    """The scalar that a value must be, or None with the mistake that makes it a list or a mapping."""
    if isinstance(node, Scalar):
        return node
    if isinstance(node, Sequence):
        found, sign = "a list", "["
    else:
        found, sign = "a mapping", "{"
    hint = f"write one value; a text that starts with '{sign}' goes in quotation marks"
    if isinstance(node, Sequence) and node.items and isinstance(node.items[0], Sequence):
        hint = "a value that starts with [[ goes in quotation marks"
    elif isinstance(node, Mapping) and not node.flow:
        hint = "write one value, on the line of its key or below a '|'"
        if len(node.entries) == 1:
            key, value = node.entries[0]
            said = value.text if isinstance(value, Scalar) and "\n" not in value.text else "…"
            hint = f"a text that contains ': ' goes in quotation marks: \"{key.text}: {said}\""
    reader.fault(node, "wrong-type", f"{label} is expected here, and this is {found}", hint)
    return None
