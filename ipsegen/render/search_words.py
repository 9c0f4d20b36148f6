"""The words of a text as the search knows them.

Owns how letters are folded and where a word ends; a browser does the same with what a reader types, by the same table
(`LETTERS`, which the index carries) and `templates/assets/search-words.js`. Does not know what is searched.

Letters are folded to what they are without marks, small; not where a mark makes another letter of another sound that
nobody leaves out (Indic scripts, kana). Scripts that set no blanks between words, and Korean, which writes particles
onto them, are cut into pairs of neighbouring letters.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Final

import msgspec


class Letters(msgspec.Struct, frozen=True):
    """The table that the tokenisers share. `marks` and `pairs` are the inside of a class in a regular expression."""

    marks: str
    """Marks that are left out, the Arabic stroke that only stretches a word, and what nobody sees."""
    pairs: str
    """Letters of scripts that are cut into pairs."""
    same: dict[str, str]
    """What stands for a letter that Unicode does not take apart."""
    longest: int
    """Of a longer word, so many letters count."""


def _ranges(*ranges: tuple[int, int]) -> str:
    return "".join(f"{chr(first)}-{chr(last)}" for first, last in ranges)


LETTERS: Final = Letters(
    marks="\u00ad\u0640\u2060\ufeff" + _ranges(
        (0x0300, 0x036F), (0x0483, 0x0487), (0x0591, 0x05BD), (0x05BF, 0x05BF), (0x05C1, 0x05C2), (0x05C4, 0x05C5),
        (0x05C7, 0x05C7), (0x0610, 0x061A), (0x064B, 0x065F), (0x0670, 0x0670), (0x06D6, 0x06DC), (0x06DF, 0x06E4),
        (0x06E7, 0x06E8), (0x06EA, 0x06ED), (0x1AB0, 0x1ACE), (0x1DC0, 0x1DFF), (0x200E, 0x200F),
        (0x20D0, 0x20F0), (0xFE00, 0xFE0F), (0xFE20, 0xFE2F), (0xE0100, 0xE01EF),
    ),
    pairs=_ranges(
        (0x0E01, 0x0EDF), (0x1000, 0x109F), (0x1100, 0x11FF), (0x1780, 0x17DD), (0x3005, 0x3007), (0x3041, 0x312F),
        (0x31A0, 0x31BF), (0x31F0, 0x31FF), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xAC00, 0xD7FF), (0xF900, 0xFAFF),
        (0x20000, 0x3FFFF),
    ),
    same={
        "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ħ": "h", "ŧ": "t",
        "ı": "i", "ς": "σ", "ٱ": "ا", "ى": "ي", "ی": "ي", "ک": "ك", "ة": "ه",
        **{chr(0x0660 + digit): str(digit) for digit in range(10)},
        **{chr(0x06F0 + digit): str(digit) for digit in range(10)},
    },
    longest=32,
)  # fmt: skip

_PLAIN_WORD: Final = re.compile("[a-z0-9]+")
_MARKS: Final = re.compile(f"[{LETTERS.marks}]")
_SAME: Final = re.compile(f"[{''.join(LETTERS.same)}]")
_PAIRED: Final = re.compile(f"[{LETTERS.pairs}]")
_RUN: Final = re.compile(f"[{LETTERS.pairs}]+|[^{LETTERS.pairs}]+")
_LAST_PLANE_OF_LETTERS: Final = 0x3FFFF


def words_of(text: str) -> set[str]:
    """Every word by which a text is found."""
    if text.isascii():
        words = set(_PLAIN_WORD.findall(text.lower()))
        return words if max(map(len, words), default=0) <= LETTERS.longest else _cut(words)
    folded = fold(text)
    words = set(_word().findall(folded))
    return _cut(words if _PAIRED.search(folded) is None else set(_parted(words)))


def fold(text: str) -> str:
    """A text in small letters without marks."""
    text = _MARKS.sub("", unicodedata.normalize("NFKD", text).lower())
    return unicodedata.normalize("NFC", _SAME.sub(lambda found: LETTERS.same[found[0]], text))


def _parted(words: Iterable[str]) -> Iterator[str]:
    for word in words:
        for run in _RUN.findall(word):
            if _PAIRED.match(run) is None:
                yield run
            else:
                yield from (run[place : place + 2] for place in range(len(run) - 1))
                yield run[-1]  # so that a single letter is found by the pairs that begin with it, wherever it stands


def _cut(words: Iterable[str]) -> set[str]:
    return {word[: LETTERS.longest] for word in words}


@cache
def _word() -> re.Pattern[str]:
    r"""Letters, marks and numbers in a row, as `[\p{L}\p{M}\p{N}]+` is where it is known."""
    ranges: list[list[int]] = []
    for point in range(_LAST_PLANE_OF_LETTERS):
        if unicodedata.category(chr(point))[0] in "LMN":
            if ranges and ranges[-1][1] == point - 1:
                ranges[-1][1] = point
            else:
                ranges.append([point, point])
    return re.compile(f"[{''.join(f'{chr(first)}-{chr(last)}' for first, last in ranges)}]+")
