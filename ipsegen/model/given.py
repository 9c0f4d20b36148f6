"""What someone gives for a new record → values by key: a JSON object, and `KEY=VALUE` pairs.

Owns the two notations. Does not judge values, nor which keys must be there: that is done once they are a file.
"""

from collections.abc import Iterable, Mapping
from typing import Any, NoReturn

import msgspec

from ipsegen.load.json_text import JsonError, as_value, read_json, whole_text
from ipsegen.load.nodes import Mapping as MappingNode
from ipsegen.load.nodes import Node, Scalar
from ipsegen.load.snapshot import MAX_TEXT_BYTES
from ipsegen.load.yaml_nodes import parse_mapping
from ipsegen.model.reading import FieldType
from ipsegen.model.shapes import Value, is_text, needs_list, record_of, types_of


class GivenError(ValueError):
    """What was given cannot be read at all; the message says what to write instead."""


def values_from_json(data: bytes) -> dict[str, Value]:
    """The values of one JSON object: numbers and truth values as they are written, `null` as if it were not there."""
    if len(data) > MAX_TEXT_BYTES:
        message = f"the JSON is larger than {MAX_TEXT_BYTES // 1024} KiB"
        raise GivenError(message)
    try:
        found = read_json(data.decode())
        values = as_value(found)
    except UnicodeDecodeError as error:
        message = "the JSON is not UTF-8; save it with the encoding UTF-8"
        raise GivenError(message) from error
    except JsonError as error:
        raise GivenError(str(error)) from error
    if not isinstance(values, dict):
        message = 'the JSON must be one object, such as {"name": "Mark Rutte"}'
        raise GivenError(message)
    return values


def values_from_pairs(record: type[msgspec.Struct], pairs: Iterable[str]) -> dict[str, Value]:
    """The values of `KEY=VALUE` pairs; a key may lead into a mapping (`source.url=…`)."""
    values: dict[str, Value] = {}
    for pair in pairs:
        name, equals, text = pair.partition("=")
        if not equals or not name.strip():
            message = f"'{pair}' is not KEY=VALUE; write it as --set name='Mark Rutte'"
            raise GivenError(message)
        try:
            set_value(record, values, name.strip(), _read(record, name.strip(), whole_text(text)))
        except JsonError as error:
            raise GivenError(str(error)) from error
    return values


def merged(first: Mapping[str, Value], second: Mapping[str, Value]) -> dict[str, Value]:
    """The values of both; where both have a key, mappings are merged and otherwise `second` counts."""
    values = dict(first)
    for key, value in second.items():
        before = values.get(key)
        both = isinstance(before, dict) and isinstance(value, dict)
        values[key] = merged(before, value) if both else value  # type: ignore[arg-type]
    return values


def set_value(record: type[msgspec.Struct] | None, values: dict[str, Value], name: str, value: Value) -> None:
    """Put a value where `name` leads, which may be into a mapping (`source.url`); raises GivenError if one is there."""
    key, dot, rest = name.partition(".")
    kind = types_of(record).get(key) if record is not None else None
    inner = record_of(kind) if kind is not None else None
    if dot and inner is not None:
        held = values.setdefault(key, {})
        if isinstance(held, list) and len(held) == 1:
            held = held[0]
        if not isinstance(held, dict):
            _refuse_twice(key)
        set_value(inner, held, rest, value)
        values[key] = _listed(kind, held)
        return
    if name in values:
        _refuse_twice(name)
    values[name] = _listed(kind, value)


def type_at(record: type[msgspec.Struct], name: str) -> FieldType[Any] | None:
    """The type of the value to which `name` leads; None if there is no such key."""
    key, dot, rest = name.partition(".")
    kind = types_of(record).get(key)
    inner = record_of(kind) if dot and kind is not None else None
    return type_at(inner, rest) if inner is not None else None if dot else kind


def _refuse_twice(name: str) -> NoReturn:
    message = f"'{name}' is set twice; several values go into one list: --set '{name}=[…, …]'"
    raise GivenError(message)


def _listed(kind: FieldType[Any] | None, value: Value) -> Value:
    """A single item as the list that its key wants."""
    return [value] if kind is not None and needs_list(kind) and not isinstance(value, list) else value


def _read(record: type[msgspec.Struct], name: str, text: str) -> Value:
    """A value of `--set`: YAML in brackets where the key takes lists or mappings, else the text itself."""
    kind = type_at(record, name)
    if kind is None or is_text(kind) or not text.lstrip().startswith(("[", "{")):
        return text
    root, problems = parse_mapping("", f"value: {text.strip()}\n")
    node = root.get("value") if root is not None and len(root.entries) == 1 else None
    if problems or node is None:
        why = f": {problems[0].message}" if problems else ""
        message = f"--set {name}: this is neither a list [a, b] nor a mapping {{key: value}}{why}"
        raise GivenError(message)
    return _as_plain(node)


def _as_plain(node: Node) -> Value:
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, MappingNode):
        return {key.text: _as_plain(value) for key, value in node.entries}
    return [_as_plain(item) for item in node.items]
