"""Values → the YAML of a record, as an editor would have written it.

Owns the order of keys, line breaks, quotation marks and the choice between block and flow. Does not judge values: what
is wrong with them is said once the text is read like any other file.
"""

import re
from collections.abc import Mapping
from typing import Any, Final

import msgspec

from ipsegen.model.prose import Prose, parse_prose
from ipsegen.model.reading import FieldType
from ipsegen.model.shapes import Value, Wording, item_of, record_of, types_of, wording_of

WIDTH: Final = 90
"""Where the lines of a text are broken."""

_LONGEST_LINE: Final = 100
"""So long may a line be that holds a key and the whole of its value."""

_LONGEST_FLOW: Final = 80
_MOST_FLOW_KEYS: Final = 3
_STEP: Final = "  "
_BREAK: Final = re.compile(r"(?<=\S) (?=\S)")
_BLANK_LINE: Final = re.compile(r"\n\s*\n\s*")
_REFERENCE: Final = re.compile(r"\[\[[^\]\n]*\]\]")
_GLUE: Final = "\0"
_ID: Final = re.compile(r"[a-z0-9]+([:-]+[a-z0-9]+)*")
_SPECIAL_START: Final = frozenset(",[]{}#&*!|>'\"%@`")
_START_BEFORE_BLANK: Final = frozenset("-?:")
_FLOW_INDICATOR: Final = frozenset(",[]{}?")
_ESCAPES: Final = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"})


def render_yaml(record: type[msgspec.Struct], values: Mapping[str, Value]) -> str:
    """The file of a record: its known keys in the order of their class, then those that are not known."""
    keep = values.get("line_breaks") == "keep"
    return "".join(f"{line}\n" for line in _mapping(record, values, "", keep=keep)) or "{}\n"


def render_markdown(record: type[msgspec.Struct], values: Mapping[str, Value], body: str) -> str:
    """The Markdown file of a record: its keys as front matter, `body` below."""
    text = _plain_breaks(body).strip("\n")
    return f"---\n{render_yaml(record, values)}---\n" + (f"{text}\n" if text else "")


def _mapping(record: type[msgspec.Struct] | None, values: Mapping[str, Value], indent: str, *, keep: bool) -> list[str]:
    types = types_of(record) if record is not None else {}
    order = {name: place for place, name in enumerate(types)}
    lines: list[str] = []
    for key in sorted(values, key=lambda key: order.get(key, len(order))):
        lines.extend(_value(f"{indent}{_scalar(key)}:", types.get(key), values[key], indent, keep=keep))
    return lines


def _value(lead: str, kind: FieldType[Any] | None, value: Value, indent: str, *, keep: bool) -> list[str]:
    """The lines of one value behind `lead`, a key or the dash of a list; what does not fit there stands below."""
    if isinstance(value, str):
        return _text(lead, wording_of(kind), value, indent + _STEP, keep=keep)
    flow = _flow_line(lead, kind, value)
    if flow is not None:
        return [flow]
    record = record_of(kind) if kind is not None else None
    if isinstance(value, dict):
        lines = _mapping(record, value, indent + _STEP, keep=keep)
        if lead.endswith("-"):
            return [lead + lines[0][len(lead) :], *lines[1:]]
        return [lead, *lines]
    if lead.endswith("-"):
        return [f"{lead} {_flow(value)}"]
    inner = indent + _STEP
    item = item_of(kind) if kind is not None else None
    return [lead, *(line for each in value for line in _value(f"{inner}-", item, each, inner, keep=keep))]


def _flow_line(lead: str, kind: FieldType[Any] | None, value: Value) -> str | None:
    """The value on one line in brackets, where it is short enough to be read so."""
    line = f"{lead} {_flow(value, kind)}"
    if not value:
        return line
    if isinstance(value, list):
        is_short = all(isinstance(item, str) and _ID.fullmatch(item) for item in value)
        return line if is_short and len(line) <= WIDTH else None
    if not isinstance(value, dict) or len(value) > _MOST_FLOW_KEYS or len(line) > _LONGEST_FLOW:
        return None
    is_plain = all(isinstance(item, str) and _is_plain(item, flow=True) for item in value.values())
    return line if is_plain else None


def _flow(value: Value, kind: FieldType[Any] | None = None) -> str:
    if isinstance(value, str):
        return _scalar(value, flow=True)
    if isinstance(value, list):
        return f"[{', '.join(_flow(item) for item in value)}]"
    record = record_of(kind) if kind is not None else None
    order = {name: place for place, name in enumerate(types_of(record))} if record is not None else {}
    keys = sorted(value, key=lambda key: order.get(key, len(order)))
    return "{" + ", ".join(f"{_scalar(key, flow=True)}: {_flow(value[key])}" for key in keys) + "}"


def _text(lead: str, wording: Wording, text: str, indent: str, *, keep: bool) -> list[str]:
    """A text behind `lead`: on the same line if it is short, or must not be broken; else in a `|` block."""
    plain = _plain_breaks(text).strip()
    one_line = _on_one_line(wording, plain, keep=keep)
    inline = f"{lead} {_scalar(one_line or '')}"
    if wording == "word" or (one_line is not None and len(inline) <= _LONGEST_LINE):
        return [inline]
    lines = _lines(wording, plain, WIDTH - len(indent), keep=keep)
    return [f"{lead} |", *(f"{indent}{line}" if line else "" for line in lines)]


def _on_one_line(wording: Wording, text: str, *, keep: bool) -> str | None:
    """The text without a line break, if it reads the same so."""
    if wording in {"word", "line"}:
        return " ".join(text.split())
    if "\n" in text and (keep or wording == "markdown" or _BLANK_LINE.search(text)):
        return None
    return " ".join(line.strip() for line in text.split("\n"))


def _lines(wording: Wording, text: str, width: int, *, keep: bool) -> list[str]:
    """The lines of a `|` block."""
    if wording == "markdown":
        return _markdown_lines(text, width)
    if wording != "paragraphs":
        return _wrapped(" ".join(text.split()), width)
    lines: list[str] = []
    for paragraph in _BLANK_LINE.split(text):
        parts = [line.strip() for line in paragraph.split("\n")]
        lines.extend(parts if keep else _wrapped(" ".join(parts), width))
        lines.append("")
    return lines[:-1]


def _markdown_lines(text: str, width: int) -> list[str]:
    """Markdown with its long lines broken, if it means the same then; else its lines as they are."""
    lines = [line if line.strip() else "" for line in text.split("\n")]
    if all(len(line) <= width for line in lines):
        return lines
    glued = (_REFERENCE.sub(lambda match: match[0].replace(" ", _GLUE), line) for line in lines)
    broken = [part.replace(_GLUE, " ") for line in glued for part in _wrapped(line, width)]
    alike = _meaning(parse_prose("\n".join(broken))) == _meaning(parse_prose("\n".join(lines)))
    return broken if alike else lines


def _meaning(prose: Prose) -> object:
    """What a reader gets of a prose, white space aside; where white space counts, also that."""
    pieces = [re.sub(r"\s+", " ", piece) if isinstance(piece, str) else piece for piece in prose.pieces]
    verbatim = prose.source if any(isinstance(piece, str) and "<pre" in piece for piece in pieces) else ""
    return pieces, verbatim, [(flaw.code, flaw.severity) for flaw in prose.flaws], prose.headings


def _wrapped(text: str, width: int) -> list[str]:
    """Lines of at most `width`, broken only where a single blank stands between two words."""
    lines: list[str] = []
    for word in _BREAK.split(text):
        if lines and len(lines[-1]) + 1 + len(word) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def _plain_breaks(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _scalar(text: str, *, flow: bool = False) -> str:
    """A text on one line, in quotation marks only where YAML would take it for something else."""
    if _is_plain(text, flow=flow):
        return text
    if any(character in text for character in "\n\t\r"):
        return f'"{text.translate(_ESCAPES)}"'
    if '"' in text or "\\" in text:
        doubled = text.replace("'", "''")
        return f"'{doubled}'"
    return f'"{text}"'


def _is_plain(text: str, *, flow: bool) -> bool:
    if not text or text != text.strip() or text[0] in _SPECIAL_START or text == "<<":
        return False
    if text[0] in _START_BEFORE_BLANK and (flow or len(text) == 1 or text[1] == " "):
        return False
    if ": " in text or " #" in text or text.endswith(":") or any(character in text for character in "\n\t\r"):
        return False
    return not (flow and not _FLOW_INDICATOR.isdisjoint(text))
