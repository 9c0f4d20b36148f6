"""Prose with its references resolved.

Owns what each hole in prose becomes: a link, words of a quote, a card, a note. Does not set HTML.
"""

from collections.abc import Iterable, Mapping

from ipsegen.model.fragments import find_fragment
from ipsegen.model.prose import Hole, Prose
from ipsegen.model.quote import Quote
from ipsegen.plan.edition import Edition
from ipsegen.plan.values import CardKey, CardPiece, FragmentPiece, LinkPiece, NotePiece, Piece, Text


def resolve(prose: Prose | None, edition: Edition, notes: Mapping[str, int] | None = None) -> Text:
    """The pieces of `prose`; empty where there is none. `notes` numbers the sources of the context by their id."""
    if prose is None:
        return ()
    pieces = [piece if isinstance(piece, str) else _fill(piece, edition, notes or {}) for piece in prose.pieces]
    for index, piece in enumerate(pieces[1:]):
        before = pieces[index]
        if isinstance(piece, NotePiece) and isinstance(before, str):
            pieces[index] = before.rstrip()  # a note stands at its word, and never at the head of a line
    return tuple(pieces)


def first_paragraph(prose: Prose | None, edition: Edition) -> Text:
    """The pieces of the first paragraph of `prose`, for a topic card."""
    found: list[Piece] = []
    for piece in resolve(prose, edition):
        if isinstance(piece, str) and "</p>" in piece:
            found.append(piece[: piece.index("</p>") + len("</p>")])
            return tuple(found)
        found.append(piece)
    return tuple(found)


def number_notes(proses: Iterable[Prose]) -> dict[str, int]:
    """A number for each source that a note leads to, in the order in which the notes stand."""
    found: dict[str, int] = {}
    for prose in proses:
        for hole in prose.holes:
            if hole.form == "note":
                found.setdefault(hole.reference.id, len(found) + 1)
    return found


def card_of(hole: Hole, quotes: Mapping[str, Quote]) -> CardKey | None:
    """The card that an embedded quote is, if the quote is published and listed."""
    quote = quotes.get(hole.reference.id)
    if hole.form not in {"embed", "card"} or quote is None or not quote.is_listed:
        return None
    words = find_fragment(quote.words, hole.label) if hole.form == "card" else None
    return CardKey(quote.id, words or "")


def _fill(hole: Hole, edition: Edition, notes: Mapping[str, int]) -> Piece:
    reference = hole.reference
    if hole.form == "note":
        return NotePiece(notes[reference.id]) if reference.id in notes else ""
    if not edition.archive.has(reference):
        return LinkPiece(hole.label or reference.id, "")
    card = card_of(hole, edition.archive.quotes)
    if card is not None:
        return CardPiece(card)
    if hole.form == "fragment":
        quote = edition.archive.quotes[reference.id]
        words = find_fragment(quote.words, hole.label) or hole.label
        language = quote.language or edition.archive.site.language
        return FragmentPiece(words, reference.id, edition.urls.of(reference), language, quote.status)
    status = edition.archive.quotes[reference.id].status if reference.kind == "quote" else ""
    return LinkPiece(hole.label or edition.archive.name(reference), edition.urls.of(reference), status)
