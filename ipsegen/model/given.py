"""What someone gives for a new record → values by key: a JSON object, and `KEY=VALUE` pairs.

Owns the two notations. Does not judge values, nor which keys must be there: that is done once they are a file.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any, Final, NoReturn

import msgspec

from ipsegen.load.nodes import Mapping as MappingNode
from ipsegen.load.nodes import Node, Scalar
from ipsegen.load.snapshot import MAX_TEXT_BYTES
from ipsegen.load.yaml_nodes import MAX_DEPTH, parse_mapping
from ipsegen.model.reading import FieldType
from ipsegen.model.shapes import Value, is_text, needs_list, record_of, types_of

_TOO_DEEP: Final = f"more than {MAX_DEPTH} levels of lists and objects"


class GivenError(ValueError):
    """What was given cannot be read at all; the message says what to write instead."""


def values_from_json(data: bytes) -> dict[str, Value]:
    """The values of one JSON object: numbers and truth values as they are written, `null` as if it were not there."""
    if len(data) > MAX_TEXT_BYTES:
        message = f"the JSON is larger than {MAX_TEXT_BYTES // 1024} KiB"
        raise GivenError(message)
    try:
        found = json.loads(
            data, object_pairs_hook=_once, parse_int=str, parse_float=str, parse_constant=_refuse_constant
        )
    except json.JSONDecodeError as error:
        message = f"this is not JSON: {error.msg}, line {error.lineno}, column {error.colno}"
        raise GivenError(message) from error
    except UnicodeDecodeError as error:
        message = "the JSON is not UTF-8; save it with the encoding UTF-8"
        raise GivenError(message) from error
    except RecursionError as error:
        raise GivenError(_TOO_DEEP) from error
    if not isinstance(found, dict):
        message = 'the JSON must be one object, such as {"name": "Mark Rutte"}'
        raise GivenError(message)
    return {key: value for key, item in found.items() if (value := _as_value(item, 1)) is not None}


def values_from_pairs(record: type[msgspec.Struct], pairs: Iterable[str]) -> dict[str, Value]:
    """The values of `KEY=VALUE` pairs; a key may lead into a mapping (`source.url=…`)."""
    values: dict[str, Value] = {}
    for pair in pairs:
        name, equals, text = pair.partition("=")
        if not equals or not name.strip():
            message = f"'{pair}' is not KEY=VALUE; write it as --set name='Mark Rutte'"
            raise GivenError(message)
        _whole_text(text)
        _set(record, values, name.strip(), text)
    return values


def merged(first: Mapping[str, Value], second: Mapping[str, Value]) -> dict[str, Value]:
    """The values of both; where both have a key, mappings are merged and otherwise `second` counts."""
    values = dict(first)
    for key, value in second.items():
        before = values.get(key)
        both = isinstance(before, dict) and isinstance(value, dict)
        values[key] = merged(before, value) if both else value  # type: ignore[arg-type]
    return values


def _set(record: type[msgspec.Struct] | None, values: dict[str, Value], name: str, text: str) -> None:
    key, dot, rest = name.partition(".")
    kind = types_of(record).get(key) if record is not None else None
    inner = record_of(kind) if kind is not None else None
    if dot and inner is not None:
        held = values.setdefault(key, {})
        if isinstance(held, list) and len(held) == 1:
            held = held[0]
        if not isinstance(held, dict):
            _refuse_twice(key)
        _set(inner, held, rest, text)
        values[key] = _listed(kind, held)
        return
    if name in values:
        _refuse_twice(name)
    values[name] = _listed(kind, _read(name, kind, text))


def _refuse_twice(name: str) -> NoReturn:
    message = f"'{name}' is set twice; several values go into one list: --set '{name}=[…, …]'"
    raise GivenError(message)


def _listed(kind: FieldType[Any] | None, value: Value) -> Value:
    """A single item as the list that its key wants."""
    return [value] if kind is not None and needs_list(kind) and not isinstance(value, list) else value


def _read(name: str, kind: FieldType[Any] | None, text: str) -> Value:
    """A value of `--set`: YAML in brackets where the key takes lists or mappings, else the text itself."""
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


def _as_value(found: object, depth: int) -> Value | None:
    """JSON as values; None for `null`."""
    if depth > MAX_DEPTH:
        raise GivenError(_TOO_DEEP)
    if found is None:
        return None
    if isinstance(found, bool):
        return "true" if found else "false"
    if isinstance(found, list):
        return [value for item in found if (value := _as_value(item, depth + 1)) is not None]
    if isinstance(found, dict):
        return {key: value for key, item in found.items() if (value := _as_value(item, depth + 1)) is not None}
    return _whole_text(str(found))


def _whole_text(text: str) -> str:
    """`text`, if it can be written as UTF-8: half a surrogate pair cannot."""
    try:
        text.encode()
    except UnicodeEncodeError as error:
        message = f"a value holds a character that no text may hold (U+{ord(text[error.start]):04X})"
        raise GivenError(message) from error
    return text


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found: dict[str, object] = {}
    for key, value in pairs:
        if key in found:
            message = f"the JSON has the key '{key}' twice; keep one of the two"
            raise GivenError(message)
        found[_whole_text(key)] = value
    return found


def _refuse_constant(text: str) -> NoReturn:
    message = f"the JSON holds {text}, which is no value"
    raise GivenError(message)
