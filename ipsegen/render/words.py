"""The words of a quote as HTML.

Owns how a text is set letter for letter: paragraphs, quotation marks, insertions, line breaks (contract.md, "Marks in
the HTML"). The text content without elements of class `qm` and `lead-in` is the quote's text. Does not know where it
stands.
"""

import re
from functools import cache
from typing import Final

from markupsafe import Markup

from ipsegen.plan.values import Card
from ipsegen.render.quotation_marks import quotation_marks
from ipsegen.render.runtime import safe, shown

_SQUARE: Final = re.compile(r"\[[^\[\]]*\]")
_BOTH: Final = re.compile(r"\[[^\[\]]*\]|\([^()]*\)")
_OMISSIONS: Final = frozenset({"[...]", "[…]", "(...)", "(…)"})


def words_html(card: Card) -> Markup:
    """The inside of the blockquote: each paragraph opened by a quotation mark, the last one closed.

    Reported speech has no quotation marks.
    """
    if not card.text:
        return safe("")
    opening, closing = marks_of(card.language, card.fidelity)
    before, after = _mark(opening, "open"), _mark(closing, "close")
    lead = f'<span class="lead-in">{shown(card.lead_in)} </span>' if card.lead_in else ""
    gap = '<span class="qm omission">[…] </span>' if card.starts_midway else ""
    paragraphs = f"</p>\n<p>{before}".join([_segments(text, card) for text in card.text])
    return safe(f"<p>{lead}{before}{gap}{paragraphs}{after}</p>")


@cache
def marks_of(language: str, fidelity: str) -> tuple[str, str]:
    """The quotation marks of a language, with the narrow blanks of French inside them; none for reported speech."""
    if fidelity == "indirect":
        return "", ""
    opening, closing, _inner_opening, _inner_closing = quotation_marks(language)
    if language.split("-")[0] == "fr" and opening == "«":
        return "«\N{NARROW NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}»"
    return opening, closing


def _mark(mark: str, side: str) -> str:
    return f'<span class="qm {side}">{shown(mark)}</span>' if mark else ""


def _segments(text: str, card: Card) -> str:
    """The HTML of a paragraph, with the editor's insertions and omissions set apart."""
    if card.insertions == "none":
        return _lines(text, card)
    pattern = _BOTH if card.insertions == "both" else _SQUARE
    pieces: list[str] = []
    end = 0
    for match in pattern.finditer(text):
        kind = "omission" if match[0] in _OMISSIONS else "insertion"
        pieces.append(f'{_lines(text[end : match.start()], card)}<span class="{kind}">{shown(match[0])}</span>')
        end = match.end()
    pieces.append(_lines(text[end:], card))
    return "".join(pieces)


def is_inserted(text: str, insertions: str) -> list[bool]:
    """Of each letter, whether it belongs to the editor's words and not to the author's."""
    found = [False] * len(text)
    if insertions != "none":
        for match in (_BOTH if insertions == "both" else _SQUARE).finditer(text):
            found[match.start() : match.end()] = [True] * len(match[0])
    return found


def _lines(text: str, card: Card) -> str:
    if not card.keeps_lines:
        return shown(text)
    return "<br>\n".join([shown(line) for line in text.split("\n")])
