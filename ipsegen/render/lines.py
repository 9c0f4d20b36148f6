"""Words in lines, and lines in a box.

Owns where lines end, and the size at which a text fits. Lengths are in em of the text. Does not know fonts nor colours.
"""

from collections.abc import Sequence
from typing import Final

import msgspec

from ipsegen.render.bidi import in_visual_order
from ipsegen.render.typesetting import Run, Word

Paragraph = Sequence[Word]

_STEPS: Final = 8
_GAP: Final = 0.45
"""Between paragraphs, as a part of the height of a line."""


class Line(msgspec.Struct, frozen=True):
    """A line: its runs from left to right, each with the place where it starts, and how wide it is."""

    runs: tuple[tuple[float, Run], ...]
    width: float
    starts_paragraph: bool = False


class Box(msgspec.Struct, frozen=True):
    """Room for a text, in pixels; `leading` is the height of a line in em."""

    width: float
    height: float
    leading: float


class Fitted(msgspec.Struct, frozen=True):
    """A text in lines, the size of its letters in pixels, and whether its end is missing."""

    lines: tuple[Line, ...]
    size: float
    height: float
    is_cut: bool


def fit(paragraphs: Sequence[Paragraph], ending: Paragraph, box: Box, sizes: Sequence[float]) -> Fitted | None:
    """A text at the largest of `sizes` (falling) at which it fits the box, else as much of it as does, and `ending`.

    None where not even its first word fits.
    """
    for size in sizes:
        lines = _lines(paragraphs, box.width / size)
        if lines is not None and _height(lines, size, box) <= box.height:
            return Fitted(lines, size, _height(lines, size, box), is_cut=False)
    size = sizes[-1]
    fewest, most, best = 0, sum(map(len, paragraphs)), None
    while fewest < most:
        count = (fewest + most + 1) // 2
        lines = _lines(_first(paragraphs, count, ending), box.width / size)
        if lines is not None and _height(lines, size, box) <= box.height:
            fewest, best = count, lines
        else:
            most = count - 1
    return Fitted(best, size, _height(best, size, box), is_cut=True) if best is not None else None


def one_line(words: Paragraph, ending: Paragraph, width: float) -> Line | None:
    """As many of the words as fit in one line, with `ending` where that is not all; None where not one does."""
    for count in range(len(words), 0, -1):
        shown = words if count == len(words) else [*_without_blank(words[:count]), *ending]
        if _width(shown) <= width:
            return _line(shown, starts_paragraph=True)
    return None


def _first(paragraphs: Sequence[Paragraph], count: int, ending: Paragraph) -> list[Paragraph]:
    """The first `count` words with `ending` behind them."""
    found: list[Paragraph] = []
    for paragraph in paragraphs:
        if count <= len(paragraph):
            return [*found, [*paragraph[:count], *ending]]
        found.append(paragraph)
        count -= len(paragraph)
    return found


def _without_blank(words: Paragraph) -> Paragraph:
    return [*words[:-1], msgspec.structs.replace(words[-1], blank=0.0)]


def _height(lines: Sequence[Line], size: float, box: Box) -> float:
    gaps = sum(line.starts_paragraph for line in lines[1:])
    return (len(lines) + gaps * _GAP) * size * box.leading


def tops(fitted: Fitted, box: Box) -> list[float]:
    """Where each line's own height begins, in pixels below the top of the text."""
    found, y = [], 0.0
    for index, line in enumerate(fitted.lines):
        y += fitted.size * box.leading * (_GAP if index and line.starts_paragraph else 0)
        found.append(y)
        y += fitted.size * box.leading
    return found


def _lines(paragraphs: Sequence[Paragraph], width: float) -> tuple[Line, ...] | None:
    """The lines of all paragraphs, each of about the same length; None where a word is wider than a line."""
    found: list[Line] = []
    for paragraph in paragraphs:
        if any(word.width > width for word in paragraph):
            return None
        parted = _balanced(paragraph, width)
        found += [_line(words, starts_paragraph=index == 0) for index, words in enumerate(parted)]
    return tuple(found)


def _balanced(words: Paragraph, width: float) -> list[Paragraph]:
    """As few lines as can be, and these as narrow as can be."""
    best = _parted(words, width)
    narrow, wide = max((word.width for word in words), default=0.0), width
    for _step in range(_STEPS):
        middle = (narrow + wide) / 2
        parted = _parted(words, middle)
        if len(parted) == len(best):
            best, wide = parted, middle
        else:
            narrow = middle
    return best


def _parted(words: Paragraph, width: float) -> list[Paragraph]:
    found: list[list[Word]] = []
    x = 0.0
    for word in words:
        if not found or x + word.width > width:
            found.append([])
            x = 0.0
        found[-1].append(word)
        x += word.width + word.blank
    return [list(line) for line in found]


def _width(words: Paragraph) -> float:
    return sum(word.width + word.blank for word in words) - (words[-1].blank if words else 0.0)


def _line(words: Paragraph, *, starts_paragraph: bool) -> Line:
    """A line with its runs in the order in which they are seen (rules L1 and L2 of UAX 9)."""
    found: list[tuple[Run | None, float, int]] = []
    for index, word in enumerate(words):
        found += [(run, run.width, run.level) for run in word.runs]
        if index < len(words) - 1 and word.blank:
            following = words[index + 1].runs[0].level
            found.append((None, word.blank, min(word.runs[-1].level, following)))
    x = 0.0
    placed: list[tuple[float, Run]] = []
    for index in in_visual_order([level for _run, _width, level in found]):
        run, width, _level = found[index]
        if run is not None:
            placed.append((x, run))
        x += width
    return Line(tuple(placed), x, starts_paragraph)
