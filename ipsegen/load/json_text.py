"""JSON → values that are all text, lists and mappings, as editors' files hold them.

Owns what of JSON can be used: numbers stay as they are written, `null` is as if it were not there, no key stands twice.
Does not know what any key means.
"""

import json
from collections.abc import Iterator
from typing import Final, NoReturn, TypeAlias

from ipsegen.load.yaml_nodes import MAX_DEPTH

Value: TypeAlias = str | list["Value"] | dict[str, "Value"]

TOO_DEEP: Final = f"more than {MAX_DEPTH} levels of lists and objects"
_BLANKS: Final = " \t\n\r"


class JsonError(ValueError):
    """What is given is no JSON, or none that can be used; `offset` is where, if it is known."""

    def __init__(self, message: str, offset: int | None = None) -> None:
        super().__init__(message)
        self.offset = offset


def read_json(text: str) -> object:
    """The one value of a text, with numbers as text."""
    found, end = _decode(text, _skip(text, 0))
    if _skip(text, end) < len(text):
        message = "there is more behind the end of the JSON"
        raise JsonError(message, _skip(text, end))
    return found


def items_of_list(text: str) -> Iterator[tuple[int, int, object]]:
    """Start, end and value of each item of the list that a text is; raises JsonError where it is none."""
    at = _skip(text, 0)
    if text[at : at + 1] != "[":
        message = "a list is expected here: [{…}, {…}]"
        raise JsonError(message, at)
    at = _skip(text, at + 1)
    while text[at : at + 1] != "]":
        found, end = _decode(text, at)
        yield at, end, found
        at = _skip(text, end)
        if text[at : at + 1] == ",":
            at = _skip(text, at + 1)
        elif text[at : at + 1] != "]":
            message = "a ',' or the ']' at the end is expected here"
            raise JsonError(message, at)
    if _skip(text, at + 1) < len(text):
        message = "there is more behind the end of the list"
        raise JsonError(message, _skip(text, at + 1))


def as_value(found: object, depth: int = 1) -> Value | None:
    """JSON as values; None for `null`."""
    if depth > MAX_DEPTH:
        raise JsonError(TOO_DEEP)
    if found is None:
        return None
    if isinstance(found, bool):
        return "true" if found else "false"
    if isinstance(found, list):
        return [value for item in found if (value := as_value(item, depth + 1)) is not None]
    if isinstance(found, dict):
        return {key: value for key, item in found.items() if (value := as_value(item, depth + 1)) is not None}
    return whole_text(str(found))


def whole_text(text: str) -> str:
    """`text`, if it can be written as UTF-8: half a surrogate pair cannot."""
    try:
        text.encode()
    except UnicodeEncodeError as error:
        message = f"a value holds a character that no text may hold (U+{ord(text[error.start]):04X})"
        raise JsonError(message) from error
    return text


def _decode(text: str, at: int) -> tuple[object, int]:
    try:
        return _DECODER.raw_decode(text, at)
    except json.JSONDecodeError as error:
        message = f"this is not JSON: {error.msg}, line {error.lineno}, column {error.colno}"
        raise JsonError(message, error.pos) from error
    except RecursionError as error:
        raise JsonError(TOO_DEEP, at) from error


def _skip(text: str, at: int) -> int:
    while at < len(text) and text[at] in _BLANKS:
        at += 1
    return at


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found: dict[str, object] = {}
    for key, value in pairs:
        if key in found:
            message = f"the JSON has the key '{key}' twice; keep one of the two"
            raise JsonError(message)
        found[whole_text(key)] = value
    return found


def _refuse_constant(text: str) -> NoReturn:
    message = f"the JSON holds {text}, which is no value"
    raise JsonError(message)


_DECODER: Final = json.JSONDecoder(
    object_pairs_hook=_once, parse_int=str, parse_float=str, parse_constant=_refuse_constant
)
