"""The files beside a quote's page, as any process makes them.

Owns how the share picture of a quote is found among those made before, or made. Does not know where files go.
"""

import hashlib
from collections.abc import Iterator
from typing import Any

import msgspec
import resvg_py
import uharfbuzz

from ipsegen.load.code import code_digest
from ipsegen.load.fonts import fonts_digest, read_font
from ipsegen.plan.beside_quotes import PICTURE, quote_files
from ipsegen.plan.cards import card_of
from ipsegen.plan.edition import Edition
from ipsegen.plan.pages import Page, QuoteData
from ipsegen.render.environment import Frame
from ipsegen.render.pages import Rendered
from ipsegen.render.quote_files import quote_file
from ipsegen.render.share_picture import Shown, share_picture, shown_of
from ipsegen.render.typesetting import Typesetter
from ipsegen.write.pictures import Pictures


class BesideQuotes:
    """Makes the files beside the pages of one edition's quotes; `pictures` are those made before, if any are kept."""

    def __init__(self, edition: Edition, frame: Frame, pictures: Pictures | None = None) -> None:
        self.edition = edition
        self.frame = frame
        self.pictures = pictures
        self._setter = Typesetter(read_font)
        self._program: bytes | None = None

    def __reduce__(self) -> tuple[type["BesideQuotes"], tuple[Any, ...]]:
        """For processes that are sent what they need: shaped fonts cannot be sent."""
        return BesideQuotes, (self.edition, self.frame, self.pictures)

    def files(self, page: Page) -> Iterator[Rendered]:
        """The files beside a page."""
        data = page.data
        if not page.beside or not isinstance(data, QuoteData):
            return
        if PICTURE in page.beside:
            yield Rendered(f"{page.folder}/{PICTURE}", self._picture(self._shown(data)))
        for file in quote_files(self.edition.archive.site.quote_files):
            yield Rendered(f"{page.folder}/{file.name}", quote_file(file, page, data, self.frame))

    def picture_name(self, page: Page) -> str:
        """The name under which the picture beside a page is kept; nothing where there is none."""
        if PICTURE in page.beside and isinstance(page.data, QuoteData):
            return self._name_of(self._shown(page.data))
        return ""

    def _shown(self, data: QuoteData) -> Shown:
        key = self.edition.list_key(data.card.id)
        return shown_of(card_of(key, self.edition), self.frame.site, self.frame.interface)

    def _picture(self, shown: Shown) -> bytes:
        if self.pictures is None:
            return share_picture(shown, self._setter)
        name = self._name_of(shown)
        picture = self.pictures.get(name)
        if picture is None:
            picture = share_picture(shown, self._setter)
            self.pictures.put(name, picture)
        return picture

    def _name_of(self, shown: Shown) -> str:
        if self._program is None:
            versions = f"{resvg_py.__version__} {uharfbuzz.__version__}".encode()
            self._program = b"".join((code_digest(), fonts_digest(), versions))
        whole = self._program + msgspec.msgpack.encode(shown)
        return hashlib.sha256(whole, usedforsecurity=False).hexdigest()
