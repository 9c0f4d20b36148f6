"""Resolved prose as HTML.

Owns how links, fragments of quotes, embedded cards and notes look inside a text. Does not know Markdown: the text comes
parsed and sanitised.
"""

from collections.abc import Callable, Mapping

from markupsafe import Markup

from ipsegen.model.quote import FLAGGED_STATUSES
from ipsegen.plan.values import CardKey, CardPiece, FragmentPiece, LinkPiece, NotePiece, Piece, Text
from ipsegen.render.direction import direction

SetCard = Callable[[CardKey], Markup]


def set_text(text: Text, set_card: SetCard, statuses: Mapping[str, str], language: str) -> Markup:
    """The HTML of `text`; `set_card` gives the HTML of an embedded quote, `statuses` what a reader calls each.

    A card speaks the `language` of the interface, whatever the text around it does.
    """
    return Markup("").join(_set(piece, set_card, statuses, language) for piece in text)


def _set(piece: Piece, set_card: SetCard, statuses: Mapping[str, str], language: str) -> Markup:
    if isinstance(piece, str):
        return Markup(piece)  # noqa: S704 (sanitised when it was parsed: ipsegen/model/prose.py)
    if isinstance(piece, CardPiece):
        embed = Markup('<div class="embed" lang="{}" dir="{}">{}</div>')
        return embed.format(language, direction(language), set_card(piece.card))
    if isinstance(piece, NotePiece):
        return Markup('<sup class="note"><a href="#source-{0}">{0}</a></sup>').format(piece.number)
    if isinstance(piece, FragmentPiece):
        fragment = Markup('<a class="fragment" href="{}"><q data-quote="{}" lang="{}" dir="{}">{}</q></a>{}')
        way = direction(piece.language)
        return fragment.format(piece.url, piece.quote, piece.language, way, piece.words, _mark(piece.status, statuses))
    return _link(piece) + _mark(piece.status, statuses)


def _mark(status: str, statuses: Mapping[str, str]) -> Markup:
    """The status of a false quote, wherever its words or its name stand."""
    if status not in FLAGGED_STATUSES:
        return Markup()
    return Markup(' <strong class="status {}">{}</strong>').format(status, statuses[status])


def _link(piece: LinkPiece) -> Markup:
    if not piece.url:
        return Markup("<bdi>{}</bdi>").format(piece.label)
    return Markup('<a href="{}"><bdi>{}</bdi></a>').format(piece.url, piece.label)
