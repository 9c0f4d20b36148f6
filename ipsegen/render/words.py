"""The words of a quote as HTML.

Owns how a text is set letter for letter: paragraphs, quotation marks, insertions, line breaks (contract.md, "Marks in
the HTML"). The text content without elements of class `qm` and `lead-in` is the quote's text. Does not know where it
stands.
"""

import re
from typing import Final

from markupsafe import Markup, escape

from ipsegen.plan.values import Card
from ipsegen.render.quotation_marks import quotation_marks

_SQUARE: Final = re.compile(r"\[[^\[\]]*\]")
_BOTH: Final = re.compile(r"\[[^\[\]]*\]|\([^()]*\)")
_OMISSIONS: Final = frozenset({"[...]", "[…]", "(...)", "(…)"})


def words_html(card: Card) -> Markup:
    """The inside of the blockquote: each paragraph opened by a quotation mark, the last one closed.

    Reported speech has no quotation marks.
    """
    opening, closing = marks_of(card.language, card.fidelity)
    last = len(card.text) - 1
    paragraphs = [
        _paragraph(paragraph, card, opening, closing if index == last else "", first=index == 0)
        for index, paragraph in enumerate(card.text)
    ]
    return Markup("\n").join(paragraphs)


def marks_of(language: str, fidelity: str) -> tuple[str, str]:
    """The quotation marks of a language, with the narrow blanks of French inside them; none for reported speech."""
    if fidelity == "indirect":
        return "", ""
    opening, closing, _inner_opening, _inner_closing = quotation_marks(language)
    if language.split("-")[0] == "fr" and opening == "«":
        return "«\N{NARROW NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}»"
    return opening, closing


def _paragraph(text: str, card: Card, opening: str, closing: str, *, first: bool) -> Markup:
    lead = Markup('<span class="lead-in">{} </span>').format(card.lead_in) if first and card.lead_in else Markup()
    gap_before = Markup('<span class="qm omission">[…] </span>') if first and card.starts_midway else Markup()
    return Markup("<p>{}{}{}{}{}</p>").format(
        lead, _mark(opening, "open"), gap_before, _segments(text, card), _mark(closing, "close")
    )


def _mark(mark: str, side: str) -> Markup:
    return Markup('<span class="qm {}">{}</span>').format(side, mark) if mark else Markup()


def _segments(text: str, card: Card) -> Markup:
    """The text with the editor's insertions and omissions set apart."""
    if card.insertions == "none":
        return _lines(text, card)
    pattern = _BOTH if card.insertions == "both" else _SQUARE
    pieces: list[Markup] = []
    end = 0
    for match in pattern.finditer(text):
        kind = "omission" if match[0] in _OMISSIONS else "insertion"
        pieces.append(_lines(text[end : match.start()], card))
        pieces.append(Markup('<span class="{}">{}</span>').format(kind, match[0]))
        end = match.end()
    pieces.append(_lines(text[end:], card))
    return Markup().join(pieces)


def _lines(text: str, card: Card) -> Markup:
    if not card.keeps_lines:
        return escape(text)
    return Markup("<br>\n").join(escape(line) for line in text.split("\n"))
