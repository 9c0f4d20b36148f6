"""Everything that is needed to make any route of an edition: to plan it, to set it, to give its files.

Owns how plan and render meet for one route, and the cards that lists join: each is set once. Does not know in which
process it works, nor where files go.
"""

from collections.abc import Iterable, Mapping
from functools import lru_cache, partial
from typing import Any

import msgspec
from markupsafe import Markup

from ipsegen.beside_quotes import BesideQuotes
from ipsegen.plan.cards import card_of
from ipsegen.plan.edition import Edition
from ipsegen.plan.pages import Page, Redirect
from ipsegen.plan.routes import Route
from ipsegen.plan.site import KINDS, plan
from ipsegen.plan.values import CardKey
from ipsegen.render.environment import Frame
from ipsegen.render.feeds import FeedPress
from ipsegen.render.pages import Press, Rendered
from ipsegen.render.runtime import finished
from ipsegen.write.pictures import Pictures
from ipsegen.write.spool import Pieces, Spool

_KEPT = 4_096
_AT_HAND = 16_384
"""So many cards are at hand as templates want them; all others are read from the spool or, if not there, made again."""


class Made(msgspec.Struct, frozen=True, array_like=True):
    """What came of a route; for a page its address, and when it changed last: None if no sitemap names it.

    `picture` is the name under which its share picture is kept, where it has one.
    """

    files: tuple[Rendered, ...]
    url: str = ""
    modified: str | None = None
    picture: str = ""


def name_of(key: CardKey) -> str:
    """The name by which a spool keeps a card."""
    return f"{key.quote} {key.excerpt}" if key.excerpt else key.quote


class Workshop:
    """Makes the routes of one edition. Raises TemplateFault where a template cannot be used."""

    def __init__(
        self,
        edition: Edition,
        templates: Mapping[str, str],
        frame: Frame,
        spool: Spool,
        pictures: Pictures | None = None,
    ) -> None:
        self.frame = frame
        self.templates = templates
        self.press = Press(templates, frame, self._article)
        self.turn_to(edition, spool, pictures)

    def turn_to(self, edition: Edition, spool: Spool, pictures: Pictures | None = None) -> None:
        """Make the routes of another edition from now on, with the templates and the frame that are there."""
        self.edition = edition
        self.spool = spool
        self._at_hand: dict[str, Markup] = {}
        frame, interface = self.frame, self.frame.interface
        show_date, say = lru_cache(_KEPT)(interface.date), interface.messages
        self.feeds = FeedPress(partial(card_of, edition=edition), frame.site, frame.urls, show_date, say)
        self.beside = BesideQuotes(edition, frame, pictures)

    def __reduce__(self) -> tuple[type["Workshop"], tuple[Any, ...]]:
        """For processes that are sent what they need: compiled templates cannot be sent."""
        return Workshop, (self.edition, self.templates, self.frame, self.spool, self.beside.pictures)

    def prepare(self, kinds: Iterable[str]) -> None:
        """Compile what these kinds of route need, so that processes forked from this one need not do it."""
        self.press.load(KINDS[kind].template for kind in kinds)

    def make(self, route: Route) -> Made:
        """The files of a route."""
        planned = plan(route, self.edition)
        if isinstance(planned, Page):
            files = (self.press.page(planned), *self.beside.files(planned))
            modified = planned.modified if planned.indexed else None
            return Made(files, planned.url, modified, self.beside.picture_name(planned))
        if isinstance(planned, Redirect):
            return Made((self.press.redirect(planned),))
        folder = f"{planned.folder}/" if planned.folder else ""
        atom, json = self.feeds.atom(planned), self.feeds.json(planned)
        return Made((Rendered(f"{folder}feed.xml", atom), Rendered(f"{folder}feed.json", json)))

    def set_cards(self, quotes: Iterable[str]) -> Pieces:
        """Set the cards with which quotes stand in most lists, and put them into the spool."""
        pieces = self.spool.write(self._set(quote) for quote in quotes)
        self.spool.add(pieces)
        return pieces

    def _set(self, quote: str) -> tuple[str, bytes]:
        key = self.edition.list_key(quote)
        name, data = name_of(key), self.press.article(card_of(key, self.edition)).encode()
        self._keep(name, finished(data))
        return name, data

    def _article(self, key: CardKey) -> Markup:
        name = name_of(key)
        card = self._at_hand.get(name)
        if card is None:
            data = self.spool.get(name)
            card = self.press.article(card_of(key, self.edition)) if data is None else finished(data)
            self._keep(name, card)
        return card

    def _keep(self, name: str, card: Markup) -> None:
        if len(self._at_hand) == _AT_HAND:
            self._at_hand.clear()
        self._at_hand[name] = card
