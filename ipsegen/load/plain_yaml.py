"""The YAML that almost every file is written in → plain values, fast.

Owns a small part of YAML, one key a line: plain and quoted values on that line, `|` blocks, `[a, b]` and `{key: value}`
on one line, and lists and mappings below a key. Whatever goes beyond it, or could be a fault, is left to `yaml_nodes`,
which decides everything and knows places; so this reader says nothing, and is never the last word about a mistake. What
it does read, it reads as that one does. Does not know what any key means.
"""

import re
from functools import lru_cache
from typing import Final, TypeAlias

from ipsegen.diagnostics import Problem
from ipsegen.load.text import decode, needs_a_look


class Block(str):
    """A text that is written below a `|`: in it, unlike in other texts, a blank line parts paragraphs."""

    __slots__ = ()


Plain: TypeAlias = str | tuple[str, ...] | list["Plain"] | dict[str, "Plain"]
"""What a file says: all scalars are text, none of them empty for want of a value.

A list on one line is a tuple, the same for all who write it.
"""

_MOST_LEVELS: Final = 6
_MOST_KEPT: Final = 1 << 13
_CONTROLS: Final = bytes([*range(0x0A), *range(0x0B, 0x20), 0x7F])
"""What of ASCII is suspicious, with the tab, of which YAML has views of its own."""

# A key and what stands on its line, with the indented lines and list items below it; a remark; or what is neither,
# as are all lines with a blank at their end.
_LINE: Final = r"(?: .*[^ \n]|-(?:.*[^ \n])?)?\n"
_ENTRY: Final = re.compile(rf"([a-z_]{{1,60}}):(?: +(.*[^ \n]))?\n((?:{_LINE})*)|#.*\n|\n|(.[\s\S]*)")
_ITEM: Final = re.compile(r"- (\S.*)\n((?: .*\n|\n)*)|([\s\S]+)")
_KEY: Final = re.compile(r"[a-z_]{1,60}:(?: |$)")
_WORD: Final = r"[A-Za-z0-9]+(?:[ ._/:-][A-Za-z0-9]+)*"
_WORDS: Final = re.compile(rf"\[(?:{_WORD}(?:, *{_WORD})*)?\]")
"""A list of words such as `author:mark-rutte`, in which no sign has a meaning of its own."""
_FLOW_ENTRY: Final = re.compile(
    r"([a-z_]{1,60}): +(?:'([^'\n]+)'|\"([^\"\\\n]+)\"|([^\W_][^,\[\]{}\"'#?\n]*))(?:, *|$)|(.)"
)
_SAFE_STARTS: Final = frozenset("($./+_~;^<=\\")
"""Signs with which an unquoted text may start, besides letters and digits."""


class _UnusualError(Exception):
    """Something that is not read here."""


def read_plain(data: bytes) -> dict[str, Plain] | None:
    """The keys and values of a file of YAML; None where the careful reader must have a look."""
    text = _text(data)
    if text is None or not text.endswith("\n"):
        return None
    try:
        return _mapping(text, 1) or None
    except _UnusualError:
        return None


def _text(data: bytes) -> str | None:
    if not data.isascii():
        found = decode("", data)
        return None if isinstance(found, Problem) or "\t" in found or needs_a_look(found) else found
    text = data.decode("ascii")
    if "\r" in text:
        text = text.replace("\r\n", "\n")
    # The breaks of Windows are the only controls of which the text has none any more.
    return text if len(data.translate(None, _CONTROLS)) == len(text) else None


def _mapping(text: str, level: int) -> dict[str, Plain]:
    found: dict[str, Plain] = {}
    for key, value, below, other in _ENTRY.findall(text):
        if key:
            if key in found:
                raise _UnusualError
            found[key] = _value(value, below, level) if below or not value else _on_a_line(value)
        elif other:
            raise _UnusualError
    return found


def _value(value: str, below: str, level: int) -> Plain:
    if not value:
        return _nested(below, level + 1)
    if value == "|" or value == "|-":
        return _block(below, "\n" if value == "|" else "")
    if below and not below.isspace():
        raise _UnusualError
    return _on_a_line(value)


def _on_a_line(value: str) -> Plain:
    first = value[0]
    if first.isalnum() or first > "\x7f" or first in _SAFE_STARTS:
        if ": " in value or " #" in value or value[-1] == ":":
            raise _UnusualError
        return value
    if first == "[":
        return _flow_list(value)
    if first == "{":
        return _flow_mapping(value)
    return _quoted(value)


def _quoted(value: str) -> str:
    mark, text = value[0], value[1:-1]
    if len(value) < 3 or value[-1] != mark or mark not in "'\"" or mark in text or "\\" in text:
        raise _UnusualError
    return text


@lru_cache(maxsize=_MOST_KEPT)
def _flow_list(value: str) -> tuple[str, ...]:
    if _WORDS.fullmatch(value) is None:
        raise _UnusualError
    return tuple([item.strip() for item in value[1:-1].split(",") if item])


def _flow_mapping(value: str) -> dict[str, Plain]:
    found: dict[str, Plain] = {}
    if value[-1] != "}":
        raise _UnusualError
    for key, single, double, plain, other in _FLOW_ENTRY.findall(value[1:-1].strip(" ")):
        if other or key in found or ": " in plain or plain.endswith(":"):
            raise _UnusualError
        found[key] = single or double or plain.rstrip(" ")
    if not found:
        raise _UnusualError
    return found


def _block(below: str, end: str) -> Block:
    """The text below a `|`, whose first line says how far it is indented."""
    return Block(_outdented(below, len(below) - len(below.lstrip(" "))).rstrip("\n") + end)


def _nested(below: str, level: int) -> Plain:
    indent = len(below) - len(below.lstrip(" "))
    if level > _MOST_LEVELS or below[:1] in "\n":
        raise _UnusualError
    text = _outdented(below, indent) if indent else below
    found = _list(text, level) if text.startswith("- ") else _mapping(text, level)
    if not found:
        raise _UnusualError  # nothing but remarks
    return found


def _list(text: str, level: int) -> list[Plain]:
    found: list[Plain] = []
    for item, below, other in _ITEM.findall(text):
        if other:
            raise _UnusualError
        if _KEY.match(item):
            found.append(_mapping(f"{item}\n{_outdented(below, 2)}", level + 1))
        elif below and not below.isspace():
            raise _UnusualError
        else:
            found.append(_on_a_line(item))
    return found


def _outdented(lines: str, indent: int) -> str:
    """The lines without their margin, which all of them have that are not blank."""
    if not indent:
        raise _UnusualError
    margin = " " * indent
    found = lines.split("\n")
    for line in found:
        if line and not line.startswith(margin):
            raise _UnusualError
    return "\n".join([line[indent:] for line in found])
