"""The picture of a quote, as it is shown where its page is shared: 1200 by 630 pixels, PNG.

Owns what is on it and where: the words, who said them, when, and where they are kept; the status of a false quote in
words, colour and shape. The letters are drawn as outlines, so no font of the machine plays a part, and words in letters
that no font has are left out. Does not know where the picture is written, nor whether it was made before.
"""

from collections.abc import Iterator
from typing import Final

import msgspec
import resvg_py

from ipsegen.load.fonts import FontName
from ipsegen.model.quote import FLAGGED_STATUSES
from ipsegen.model.site import Site
from ipsegen.plan.beside_quotes import HEIGHT, WIDTH
from ipsegen.plan.values import Card
from ipsegen.render.citations import one_line as cleaned
from ipsegen.render.direction import direction, script
from ipsegen.render.interface import Interface
from ipsegen.render.judgement import status_label
from ipsegen.render.lines import Box, Fitted, Line, fit, one_line, tops
from ipsegen.render.typesetting import Missing, Typesetter, Word
from ipsegen.render.words import is_inserted, marks_of

_PAPER: Final = "#fbfaf6"
_INK: Final = "#1c1a17"
_SOFT: Final = "#575247"
_FAINT: Final = "#6b6558"
_RULE: Final = "#ddd7c9"
_ACCENT: Final = "#8f2d1a"
_ALARM: Final = "#8a1c1c"
_START: Final = 116
_END: Final = WIDTH - 72
_SPINE: Final = 64
_TOP: Final = 64
_BOTTOM: Final = HEIGHT - 58
_SIZES: Final = (76, 68, 60, 54, 48, 44, 40, 36)
_MOST_LETTERS: Final = 1_000
"""More never fit, and setting a long statement whole would take its time."""
_LEADING: Final = {"Arab": 1.6, "Deva": 1.5, "Hans": 1.45, "Hebr": 1.4, "Kore": 1.45}
_LATIN_LEADING: Final = 1.22
_SHOWN_NAMES: Final = 3


class Shown(msgspec.Struct, frozen=True):
    """All that a picture shows: pictures of the same are the same."""

    language: str
    words: tuple[str, ...]
    marks: tuple[str, str]
    insertions: str
    lead_in: str
    starts_midway: bool
    signature: str
    role: str
    facts: str
    context: str
    archive: str
    status: str
    interface: str
    accent: str


def shown_of(card: Card, site: Site, interface: Interface) -> Shown:
    """What to show of a quote, as the card in lists has it: with its excerpt, where it has one.

    Nobody signs words that they never said: a part of the picture may be all that is passed on.
    """
    say = interface.messages
    names = [signed.name for signed in card.signed if signed.name]
    first = card.signed[0]
    nobody = say("Unnamed speaker") if first.kind == "unnamed" else say("Unknown speaker")
    signature = say(", ").join(names[:_SHOWN_NAMES]) if names else nobody
    if len(card.signed) > _SHOWN_NAMES:
        signature = f"{signature} {say('and others')}"
    if card.status == "misattributed":
        signature = say("Really said by %(name)s.") % {"name": card.said_by.label} if card.said_by is not None else ""
    fidelities = {
        "edited": say("edited record"),
        "indirect": say("reported speech"),
        "translated": _from(card, interface),
    }
    date = interface.date(card.pronounced)
    return Shown(
        language=card.language,
        words=tuple(cleaned(paragraph) for paragraph in card.text),
        marks=marks_of(card.language, card.fidelity),
        insertions=card.insertions,
        lead_in=cleaned(card.lead_in),
        starts_midway=card.starts_midway,
        signature=cleaned(signature),
        role=cleaned(first.role) if len(card.signed) == 1 and card.status != "misattributed" else "",
        facts=cleaned(" · ".join(filter(None, [date, fidelities.get(card.fidelity, "")]))),
        context=cleaned(card.context.label) if card.context is not None else "",
        archive=cleaned(site.title),
        status=cleaned(status_label(card, say)) if card.status in FLAGGED_STATUSES else "",
        interface=interface.language,
        accent=site.accent or _ACCENT,
    )


def _from(card: Card, interface: Interface) -> str:
    say = interface.messages
    if not card.translated_from:
        return say("translated")
    return say("translated from %(language)s") % {"language": interface.language_name(card.translated_from)}


def share_picture(shown: Shown, setter: Typesetter) -> bytes:
    """The picture as PNG."""
    return resvg_py.svg_to_bytes(svg_string=drawing(shown, setter), skip_system_fonts=True)


def drawing(shown: Shown, setter: Typesetter) -> str:
    """The picture as SVG: shapes and outlines of letters alone."""
    return _Sheet(shown, setter).svg()


class _Sheet:
    """A picture while it is drawn, from top to bottom. `left` is where lines of the interface start."""

    def __init__(self, shown: Shown, setter: Typesetter) -> None:
        self.shown = shown
        self.setter = setter
        self.mirrored = direction(shown.interface) == "rtl"
        self.glyphs: dict[tuple[FontName, int], str] = {}
        self.parts: list[str] = []

    def svg(self) -> str:
        """The whole drawing."""
        self._ground()
        top = self._head()
        bottom = self._foot()
        self._words(top, bottom)
        outlines = "".join(self.glyphs.values())
        size = f'width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}"'
        return f'<svg xmlns="http://www.w3.org/2000/svg" {size}><defs>{outlines}</defs>{"".join(self.parts)}</svg>'

    def _ground(self) -> None:
        """Paper, the spine, and for a false quote a frame that no cropping hides."""
        self._box(0, 0, WIDTH, HEIGHT, _PAPER)
        self._box(self._across(_SPINE, 3), 0, 3, HEIGHT, _RULE)
        if self.shown.status:
            frame = f'x="9" y="9" width="{WIDTH - 18}" height="{HEIGHT - 18}"'
            self.parts.append(f'<rect {frame} fill="none" stroke="{_ALARM}" stroke-width="18"/>')

    def _head(self) -> float:
        """The status of a false quote, and the context; where the words may begin."""
        y = float(_TOP)
        if self.shown.status:
            self._badge(y)
            y += 84
        if self.shown.context and self._line(self.shown.context, y + 22, 26, _FAINT):
            y += 54
        return y

    def _badge(self, y: float) -> None:
        """The status on a ground of alarm, behind a triangle."""
        line = self._set(self.shown.status, (_END - _START - 110) / 34, strong=True)
        width = 84 + (line.width * 34 if line is not None else 0)
        x = self._across(_START, width)
        self._box(x, y, width, 60, _ALARM, 6)
        sign = x + (width - 56 if self.mirrored else 20)
        triangle = f"M{sign + 18:g} {y + 13:g}l19 33h-38z"
        self.parts.append(f'<path d="{triangle}" fill="{_PAPER}"/>')
        self._box(sign + 16.5, y + 24, 3, 12, _ALARM)
        self._box(sign + 16.5, y + 39, 3, 3, _ALARM)
        if line is not None:
            self._draw(line, x + (24 if self.mirrored else 64), y + 42, 34, _PAPER)

    def _foot(self) -> float:
        """Who, in which role, when, and where it is kept; where the words must end."""
        shown, y = self.shown, float(_BOTTOM)
        kept = self._set(shown.archive, 380 / 28, strong=True)
        room = _END - _START
        if kept is not None:
            width = kept.width * 28
            x = _END - width
            self._draw(kept, WIDTH - x - width if self.mirrored else x, y, 28, shown.accent)
            room = int(room - width - 40)
        for text, size, color, strong in (
            (shown.facts, 26, _FAINT, False), (shown.role, 28, _SOFT, False), (shown.signature, 36, _INK, True),
        ):  # fmt: skip
            if text and self._line(text, y, size, color, strong=strong, room=room):
                y -= size * 1.42
            room = _END - _START
        self.parts.append(
            f'<circle cx="{self._across(_SPINE + 1.5, 0):g}" cy="{y + 40:g}" r="11" fill="{shown.accent}" '
            f'stroke="{_PAPER}" stroke-width="6"/>'
        )
        return y - 16

    def _words(self, top: float, bottom: float) -> None:
        """The words, as large as they fit; nothing where a letter of them cannot be set."""
        shown = self.shown
        leading = _LEADING.get(script(shown.language) or "", _LATIN_LEADING)
        box = Box(_END - _START, bottom - top, leading)
        try:
            fitted = self._fitted(box)
        except Missing:
            return
        if fitted is None:
            return
        is_right = direction(shown.language) == "rtl"
        above = top + (box.height - fitted.height) / 2
        opening = self.setter.words(shown.marks[0], shown.language)[0].width if shown.marks[0] else 0
        hanging = 0 if shown.lead_in or shown.starts_midway else min(opening * fitted.size, 30)
        for index, (line, y) in enumerate(zip(fitted.lines, tops(fitted, box), strict=True)):
            width = line.width * fitted.size
            out = hanging if line.starts_paragraph and (index == 0 or shown.marks[0]) else 0
            x = self._across(_END - width + out if is_right != self.mirrored else _START - out, width)
            self._draw(line, x, above + y + fitted.size * (leading / 2 + 0.3), fitted.size, _INK)

    def _fitted(self, box: Box) -> Fitted | None:
        """The words in lines. Raises Missing where a letter of those that fit cannot be set."""
        shown = self.shown
        omission = f"[…]{shown.marks[1]}"
        ending = self.setter.words(omission, shown.language, [True] * 3 + [False] * len(shown.marks[1]))
        paragraphs = [self._faint(text) for text in _paragraphs(shown)]
        return fit(paragraphs, ending, box, _SIZES)

    def _faint(self, text: str) -> list[Word]:
        """A paragraph in words, the editor's own lighter than the author's."""
        faint = is_inserted(text, self.shown.insertions)
        return self.setter.words(text, self.shown.language, faint)

    def _set(self, text: str, width: float, *, strong: bool = False) -> Line | None:
        """One line of the interface, cut where it is too long; None where a letter of it cannot be set."""
        try:
            words = self.setter.words(text, self.shown.interface, strong=strong)
            return one_line(words, self.setter.words("…", self.shown.interface), width)
        except Missing:
            return None

    def _line(
        self, text: str, y: float, size: float, color: str, *, strong: bool = False, room: float = _END - _START
    ) -> bool:
        """Draw a line of the interface, and tell whether it could be."""
        line = self._set(text, room / size, strong=strong)
        if line is not None:
            self._draw(line, self._across(_START, line.width * size), y, size, color)
        return line is not None

    def _draw(self, line: Line, x: float, y: float, size: float, color: str) -> None:
        """Draw a line with its left end at `x` and its letters standing on `y`."""
        for start, run in line.runs:
            scale = size / self.setter.units(run.font)
            tone = _FAINT if run.faint else color
            self.parts.append(
                f'<g fill="{tone}" transform="matrix({scale:.6g} 0 0 {-scale:.6g} {x + start * size:.2f} {y:.2f})">'
            )
            units = size / scale
            for glyph, across, up in run.glyphs:
                self.parts.append(
                    f'<use href="#{self._named(run.font, glyph)}" x="{across * units:.0f}" y="{up * units:.0f}"/>'
                )
            self.parts.append("</g>")

    def _named(self, font: FontName, glyph: int) -> str:
        """The name of an outline in this drawing."""
        name = f"{font}{glyph}"
        if (font, glyph) not in self.glyphs:
            self.glyphs[font, glyph] = f'<path id="{name}" d="{self.setter.outline(font, glyph)}"/>'
        return name

    def _box(self, x: float, y: float, width: float, height: float, color: str, radius: float = 0) -> None:
        rounded = f' rx="{radius:g}"' if radius else ""
        self.parts.append(f'<rect x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}"{rounded} fill="{color}"/>')

    def _across(self, start: float, width: float) -> float:
        """Where something that begins at `start` has its left end: on the other side for who reads from the right."""
        return WIDTH - start - width if self.mirrored else start


def _paragraphs(shown: Shown) -> Iterator[str]:
    """The paragraphs as they are set, opened and closed by the marks of their language."""
    opening, closing = shown.marks
    room = _MOST_LETTERS
    for index, text in enumerate(shown.words):
        if room <= 0:
            return
        before = f"{shown.lead_in} " if shown.lead_in and index == 0 else ""
        gap = "[…] " if shown.starts_midway and index == 0 else ""
        after = closing if index == len(shown.words) - 1 else ""
        yield f"{before}{opening}{gap}{text[:room]}{after}"
        room -= len(text)
