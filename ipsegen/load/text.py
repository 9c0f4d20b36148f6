"""Bytes → text that is safe to read and to show.

Owns which bytes and characters a file of the archive may hold (UTF-8; no control, override or invisible
characters). Does not know YAML, Markdown or what a text means. Offsets and columns count code points.
"""

import re
import unicodedata
from collections.abc import Iterator
from heapq import merge
from itertools import islice
from operator import attrgetter
from typing import NamedTuple

from ipsegen.diagnostics import Problem

SUSPICIOUS = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b-\u200d\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb"
    "\ufffe\uffff\ud800-\udfff\U000e0000-\U000e007f]"
)
"""Characters that need a look: most are refused, a few are right in the right company."""

_OVERRIDES = frozenset("\u202a\u202b\u202c\u202d\u202e")
_ISOLATE_STARTS = frozenset("\u2066\u2067\u2068")
_ISOLATE_END = "\u2069"
_JOINERS = frozenset("\u200c\u200d")
_ZERO_WIDTH_JOINER = "\u200d"
_ZERO_WIDTH_SPACE = "\u200b"
_FLAG = re.compile("\U0001f3f4[\U000e0030-\U000e0039\U000e0061-\U000e007a]{1,6}\U000e007f")
"""A black flag and the tags of a region: the flags of England, Scotland and Wales (UTS 51, 2.8)."""

_UTF_16 = re.compile(rb"\xff\xfe|\xfe\xff|[^\0]\0[^\0]\0|\0[^\0]\0[^\0]")
"""How a UTF-16 file starts: with its byte order mark, or with two letters of ASCII."""

MAX_UNFIT = 100
"""So many unfit characters of one file are named: a binary file would have a line for every byte."""

MAX_MARKS = 30
"""So many marks may stand upon one letter (UAX 15, "Stream-Safe Text Format"). Ten of them are a rarity; to put ten
thousand into their order for comparison, as every normalisation does, takes seconds."""

_PERHAPS_MARKS = re.compile(rf"[^\w\s\x00-\x7f]{{{MAX_MARKS + 1},}}")

_JOINING_SCRIPTS = re.compile(
    r"ARABIC|SYRIAC|MANDAIC|MONGOLIAN|N'?KO|PHAGS-PA|ADLAM|HANIFI|SOGDIAN|THAANA|DEVANAGARI|BENGALI|GURMUKHI|GUJARATI"
    r"|ORIYA|TAMIL|TELUGU|KANNADA|MALAYALAM|SINHALA|KHMER|MYANMAR|TIBETAN|BRAHMI|JAVANESE|BALINESE"
)
"""Scripts whose letters change shape with their neighbours (Unicode 16, ArabicShaping, chapters 12, 13)."""

_UNSPACED_SCRIPTS = re.compile(r"THAI|LAO|KHMER|MYANMAR|TIBETAN|JAVANESE|BALINESE|TAI ")
"""Scripts without spaces between words, in which a zero width space marks where a line may break."""


_SAVE_AS_UTF_8 = "save it with the encoding UTF-8"
_AND_MORE = "this and more characters below may not stand in a text"


class Unfit(NamedTuple):
    """A character that may not stand where it stands: its offset, and what to say about it."""

    offset: int
    code: str
    message: str
    hint: str


def decode(file: str, data: bytes) -> str | Problem:
    """Give the text of a file with line feeds only and no byte order mark, or say why it cannot be read."""
    if _UTF_16.match(data):
        return Problem(file, 1, 1, "not-utf-8", "this file is UTF-16, not UTF-8", _SAVE_AS_UTF_8)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _not_utf8(file, data, error.start)
    return _plain(text)


def _plain(text: str) -> str:
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def unfit_characters(text: str) -> Iterator[Unfit]:
    """Every character of `text` that no file may hold, in order."""
    if needs_a_look(text):
        yield from merge(_suspicious(text), _stacked(text), key=attrgetter("offset"))


def needs_a_look(text: str) -> bool:
    """Whether there may be unfit characters in a text; of nearly every text it is known at once that there are none."""
    return SUSPICIOUS.search(text) is not None or (not text.isascii() and _PERHAPS_MARKS.search(text) is not None)


def _suspicious(text: str) -> Iterator[Unfit]:
    stray = _unbalanced_isolates(text)
    flags = frozenset(offset for flag in _FLAG.finditer(text) for offset in range(*flag.span()))
    for match in SUSPICIOUS.finditer(text):
        unfit = None if match.start() in flags else _judge(text, match.start(), stray)
        if unfit is not None:
            yield unfit


def _stacked(text: str) -> Iterator[Unfit]:
    """The first mark too many upon each letter."""
    for match in _PERHAPS_MARKS.finditer(text):
        marks = 0
        for offset, character in enumerate(match.group(), match.start()):
            marks = marks + 1 if unicodedata.combining(character) else 0
            if marks == MAX_MARKS + 1:
                message = f"more than {MAX_MARKS} marks stand upon one letter"
                yield Unfit(offset, "too-many-marks", message, "take out those that belong to no word")


def problems_of_text(file: str, text: str) -> list[Problem]:
    """Place the unfit characters of a whole file: the first MAX_UNFIT, and the one that is one too many."""
    unfit = unfit_characters(text)
    problems = [_placed(file, text, found) for found in islice(unfit, MAX_UNFIT)]
    problems.extend(_placed(file, text, found._replace(message=_AND_MORE)) for found in islice(unfit, 1))
    return problems


def _placed(file: str, text: str, unfit: Unfit) -> Problem:
    return Problem(file, *line_and_column(text, unfit.offset), unfit.code, unfit.message, unfit.hint)


def line_and_column(text: str, offset: int) -> tuple[int, int]:
    """Line and column, both from 1, of the code point at `offset`."""
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


def _not_utf8(file: str, data: bytes, start: int) -> Problem:
    before = _plain(data[:start].decode("utf-8"))
    line, column = line_and_column(before, len(before))
    line_start = max(data.rfind(b"\n", 0, start), data.rfind(b"\r", 0, start)) + 1
    message = f"byte 0x{data[start]:02x} (byte {start - line_start + 1} of line {line}) is not UTF-8"
    return Problem(file, line, column, "not-utf-8", message, _SAVE_AS_UTF_8)


def _judge(text: str, offset: int, stray: frozenset[int]) -> Unfit | None:
    character = text[offset]
    if character in _OVERRIDES:
        return Unfit(
            offset,
            "bidi-override",
            f"{_name(character)} turns the direction of the text around it",
            "take it out; direction comes from 'language'; isolates (U+2066 to U+2069) may stand in pairs",
        )
    if character in _ISOLATE_STARTS or character == _ISOLATE_END:
        if offset not in stray:
            return None
        message = f"{_name(character)} has no partner on its line"
        return Unfit(offset, "bidi-override", message, "add it, or take this out")
    if character in _JOINERS or character == _ZERO_WIDTH_SPACE:
        return _judge_invisible(text, offset)
    return Unfit(offset, "control-character", f"{_name(character)} may not stand in a text", "take it out")


def _judge_invisible(text: str, offset: int) -> Unfit | None:
    """Keep ZWJ and ZWNJ between joining letters, ZWJ between emoji, ZWSP in scripts without spaces."""
    character = text[offset]
    before, after = _neighbour(text, offset, -1), _neighbour(text, offset, 1)
    scripts = _UNSPACED_SCRIPTS if character == _ZERO_WIDTH_SPACE else _JOINING_SCRIPTS
    if _is_letter_of(scripts, before) and _is_letter_of(scripts, after):
        return None
    if character == _ZERO_WIDTH_JOINER and _is_pictograph(before) and _is_pictograph(after):
        return None
    return Unfit(
        offset,
        "invisible-character",
        f"{_name(character)} cannot be seen here and makes words that look alike differ",
        "take it out",
    )


def _neighbour(text: str, offset: int, step: int) -> str:
    """Find the next character that is not a mark upon another; nothing at the ends of the text."""
    position = offset + step
    while 0 <= position < len(text) and (
        unicodedata.category(text[position]) in {"Mn", "Mc"} or "\U0001f3fb" <= text[position] <= "\U0001f3ff"
    ):
        position += step
    return text[position] if 0 <= position < len(text) else ""


def _is_letter_of(scripts: re.Pattern[str], character: str) -> bool:
    return bool(character) and scripts.match(unicodedata.name(character, "")) is not None


def _is_pictograph(character: str) -> bool:
    return bool(character) and (unicodedata.category(character) == "So" or character in "♂♀⚕⚖✈❤⬛➡↔↕")


def _unbalanced_isolates(text: str) -> frozenset[int]:
    """Offsets of isolates without a partner; an isolate ends at latest with its line (UAX 9, paragraphs)."""
    stray: set[int] = set()
    open_: list[int] = []
    for match in re.finditer("[\u2066-\u2069\n]", text):
        character = match.group()
        if character == "\n":
            stray.update(open_)
            open_.clear()
        elif character != _ISOLATE_END:
            open_.append(match.start())
        elif open_:
            open_.pop()
        else:
            stray.add(match.start())
    return frozenset(stray.union(open_))


def _name(character: str) -> str:
    number = f"U+{ord(character):04X}"
    name = unicodedata.name(character, "") or _CONTROL_NAMES.get(character, "a control character")
    return f"{name} ({number})"


_CONTROL_NAMES = {"\x00": "NUL", "\x07": "BELL", "\x08": "BACKSPACE", "\x1b": "ESCAPE", "\x7f": "DELETE"}
