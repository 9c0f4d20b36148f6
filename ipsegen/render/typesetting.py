"""Text as outlines: which font sets a letter, how wide words are, and what they look like.

Owns shaping (HarfBuzz), the choice among the fonts that come with the program, and what none of them can set. A letter
that no font has is never drawn as another, nor as a box. Does not know lines nor pictures.
"""

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from itertools import groupby
from typing import Final

import msgspec
import uharfbuzz as harfbuzz

from ipsegen.load.fonts import FontName
from ipsegen.render.bidi import levels_of
from ipsegen.render.direction import direction, script

_CHAIN: Final[tuple[FontName, ...]] = ("latin", "greek-cyrillic", "arabic", "hebrew", "devanagari", "korean")
_OWN: Final[dict[str, FontName]] = {"Hans": "chinese-simplified"}
"""Fonts that serve one script of a language alone: Chinese letters look otherwise in Japan, Korea and Taiwan."""
_INVISIBLE: Final = frozenset("\u200c\u200d\ufe0e\ufe0f")
_KEPT: Final = 20_000


Style = tuple[FontName, int, bool]
"""The font of a letter, its level, and whether it is faint."""


class Missing(Exception):
    """No font that comes with the program has this letter."""


class Run(msgspec.Struct, frozen=True):
    """Letters of one font and one direction, shaped; lengths are in em, glyphs as (id, x, y), from left to right."""

    font: FontName
    level: int
    width: float
    glyphs: tuple[tuple[int, float, float], ...]
    faint: bool = False


class Word(msgspec.Struct, frozen=True):
    """What no line parts, and the blank behind it."""

    runs: tuple[Run, ...]
    width: float
    blank: float


class Typesetter:
    """Sets words in the fonts that `read` gives."""

    def __init__(self, read: Callable[[FontName], bytes]) -> None:
        self._read = read
        self._fonts: dict[FontName, harfbuzz.Font] = {}
        self._outlines: dict[tuple[FontName, int], str] = {}
        self._shaped: dict[tuple[FontName, str, int, str], Run] = {}

    def words(self, text: str, language: str, faint: Sequence[bool] = (), *, strong: bool = False) -> list[Word]:
        """The words of a paragraph in logical order. Raises Missing where no font has one of the letters.

        `faint` tells which letters are to be set in a lighter tone; none are where it is empty.
        """
        base = 1 if direction(language) == "rtl" else 0
        fonts = self._fonts_of(text, language, strong=strong)
        styles = list(zip(fonts, levels_of(text, base), faint or [False] * len(text), strict=True))
        found: list[Word] = []
        for start, end, stop in _pieces(text):
            runs = tuple(self._runs(text, start, end, styles, language))
            blank = sum(run.width for run in self._runs(text, end, stop, styles, language))
            found.append(Word(runs, sum(run.width for run in runs), blank))
        return found

    def outline(self, font: FontName, glyph: int) -> str:
        """The path of a glyph in SVG's words, in units of which `units` make an em, y upwards."""
        path = self._outlines.get((font, glyph))
        if path is None:
            parts: list[str] = []
            self._font(font).draw_glyph(glyph, _pen(), parts)
            path = self._outlines[font, glyph] = "".join(parts)
        return path

    def units(self, font: FontName) -> int:
        """How many units of a font's outlines make an em."""
        return int(self._font(font).face.upem)

    def _runs(self, text: str, start: int, end: int, styles: Sequence[Style], language: str) -> Iterator[Run]:
        for (font, level, faint), group in groupby(range(start, end), key=styles.__getitem__):
            indexes = list(group)
            run = self._shape(font, text[indexes[0] : indexes[-1] + 1], level, language)
            yield msgspec.structs.replace(run, faint=True) if faint else run

    def _shape(self, font: FontName, text: str, level: int, language: str) -> Run:
        key = font, text, level, language
        run = self._shaped.get(key)
        if run is None:
            if len(self._shaped) >= _KEPT:
                self._shaped.clear()
            run = self._shaped[key] = self._shape_anew(font, text, level, language)
        return run

    def _shape_anew(self, font: FontName, text: str, level: int, language: str) -> Run:
        buffer = harfbuzz.Buffer()
        buffer.add_str(text)
        buffer.guess_segment_properties()
        buffer.direction = "rtl" if level % 2 else "ltr"
        buffer.language = language
        harfbuzz.shape(self._font(font), buffer)
        em = self.units(font)
        glyphs, x = [], 0
        for info, position in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
            if info.codepoint == 0:
                raise Missing(text)
            glyphs.append((info.codepoint, (x + position.x_offset) / em, position.y_offset / em))
            x += position.x_advance
        return Run(font, level, x / em, tuple(glyphs))

    def _fonts_of(self, text: str, language: str, *, strong: bool) -> list[FontName]:
        """The font of each letter: punctuation and marks follow the letter before them where its font has them."""
        chain = _chain(language, strong=strong)
        fonts: list[FontName] = []
        for index, character in enumerate(text):
            before = fonts[-1] if fonts else None
            if character in _INVISIBLE or unicodedata.combining(character):
                fonts.append(before or chain[0])
            elif _is_common(character):
                near = before or self._next_font(text, index, chain)
                fonts.append(self._first(character, [near, *chain] if near else chain))
            else:
                fonts.append(self._first(character, chain))
        return fonts

    def _next_font(self, text: str, index: int, chain: tuple[FontName, ...]) -> FontName | None:
        letter = next((character for character in text[index:] if not _is_common(character)), None)
        return self._first(letter, chain) if letter is not None else None

    def _first(self, character: str, fonts: Iterable[FontName]) -> FontName:
        for font in fonts:
            if self._font(font).get_nominal_glyph(ord(character)):
                return font
        raise Missing(character)

    def _font(self, name: FontName) -> harfbuzz.Font:
        font = self._fonts.get(name)
        if font is None:
            font = self._fonts[name] = harfbuzz.Font(harfbuzz.Face(self._read(name)))
        return font


@cache
def _chain(language: str, *, strong: bool) -> tuple[FontName, ...]:
    own = _OWN.get(script(language) or "")
    latin: tuple[FontName, ...] = ("latin-strong", *_CHAIN[1:]) if strong else _CHAIN
    return (*latin, own) if own else latin


def _is_common(character: str) -> bool:
    """Whether a character belongs to no script: punctuation, digits, blanks."""
    return not character.isalpha() and not unicodedata.combining(character)


_NO_START: Final = frozenset("、。，．：；！？）］｝〉》」』】〕”’…—～·ー々%‰℃ゝゞぁぃぅぇぉっゃゅょァィゥェォッャュョ")
_NO_END: Final = frozenset("（［｛〈《「『【〔“‘$￥£")
_HYPHENS: Final = frozenset("-‐–—/")


def _pieces(text: str) -> Iterator[tuple[int, int, int]]:
    """Where words start and end, and where the blank behind them does: what follows may stand on the next line."""
    start = index = 0
    while index < len(text):
        index += 1
        end = index
        while index < len(text) and text[index] == " ":
            index += 1
        if index < len(text) and index == end and not _may_part(text, index):
            continue
        yield start, end, index
        start = index


def _may_part(text: str, index: int) -> bool:
    """Whether a line may end before a letter though there is no blank."""
    before, after = text[index - 1], text[index]
    if after in _NO_START or before in _NO_END or unicodedata.combining(after) or after in _INVISIBLE:
        return False
    if _is_ideograph(before) or _is_ideograph(after):
        return before not in _INVISIBLE
    inside = index > 1 and text[index - 2].isalpha() and after.isalpha()
    return before in _HYPHENS and inside


def _is_ideograph(character: str) -> bool:
    point = ord(character)
    return 0x3000 <= point <= 0x30FF or 0x3400 <= point <= 0x9FFF or 0xFF00 <= point <= 0xFFEF or point >= 0x20000


@cache
def _pen() -> harfbuzz.DrawFuncs:
    """What writes an outline as a path of SVG."""
    pen = harfbuzz.DrawFuncs()
    pen.set_move_to_func(lambda x, y, parts: parts.append(f"M{x:g} {y:g}"))
    pen.set_line_to_func(lambda x, y, parts: parts.append(f"L{x:g} {y:g}"))
    pen.set_quadratic_to_func(lambda a, b, x, y, parts: parts.append(f"Q{a:g} {b:g} {x:g} {y:g}"))
    pen.set_cubic_to_func(lambda a, b, c, d, x, y, parts: parts.append(f"C{a:g} {b:g} {c:g} {d:g} {x:g} {y:g}"))
    pen.set_close_path_func(lambda parts: parts.append("Z"))
    return pen
