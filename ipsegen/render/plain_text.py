"""Resolved prose as plain text.

Owns what is left of a text where no HTML can stand: structured data, descriptions for search engines. Does not cut it.
"""

from collections.abc import Sequence
from html import escape
from html.parser import HTMLParser
from typing import Final

from ipsegen.plan.values import CardPiece, FragmentPiece, LinkPiece, Piece, Text
from ipsegen.render.words import marks_of

_INLINE: Final = frozenset({"a", "code", "em", "strong"})


def plain_text(text: Text) -> str:
    """Prose without its HTML, its blanks folded: links as their labels, fragments in quotation marks.

    Quotes that stand as a block of their own, and numbers of notes, are left out: they lead nowhere from
    here.
    """
    reader = _Reader()
    reader.feed("".join(_markup(piece) for piece in text))
    reader.close()
    return " ".join("".join(reader.found).split())


def _markup(piece: Piece) -> str:
    if isinstance(piece, str):
        return piece
    if isinstance(piece, LinkPiece):
        return escape(piece.label)
    if isinstance(piece, FragmentPiece):
        opening, closing = marks_of(piece.language, "verbatim")
        return escape(f"{opening}{piece.words}{closing}")
    return " " if isinstance(piece, CardPiece) else ""


class _Reader(HTMLParser):
    """The text of safe HTML, with a blank where a block starts or ends."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []

    def handle_data(self, data: str) -> None:
        self.found.append(data)

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:  # noqa: ARG002
        if tag not in _INLINE:
            self.found.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag not in _INLINE:
            self.found.append(" ")
