"""One edition of the site: the archive, the moment of the build, and where everything stands.

Owns what nearly every page needs: links to records, faces, the window of recent quotes. Does not plan pages.
"""

import unicodedata
from collections.abc import Callable, Iterable, Iterator
from collections.abc import Set as AbstractSet
from datetime import datetime, timedelta
from functools import cached_property, lru_cache
from itertools import islice, takewhile
from typing import Any, TypeVar, cast

from ipsegen.model.archive import Archive
from ipsegen.model.picture import Image
from ipsegen.model.references import Reference
from ipsegen.model.subjects import Author, Country, Entity
from ipsegen.plan.assets import picture_file
from ipsegen.plan.faces import hue, monogram
from ipsegen.plan.urls import Urls, make_urls
from ipsegen.plan.values import CardKey, Counted, Face, Figure, Link, Window

T = TypeVar("T")


class Edition:
    """The archive as it is published at one moment. `now` is aware; nothing here changes once it is made.

    `words` are those that stand in the templates: what takes time to find out and is named by none is left out. None
    means that everything is shown.
    """

    def __init__(self, archive: Archive, now: datetime, base_url: str, words: AbstractSet[str] | None = None) -> None:
        self.archive = archive
        self.words = words
        self.now = now
        self.base_url = base_url
        self.urls: Urls = make_urls(base_url, archive.site.recent_hours)
        self._derived: dict[Callable[[Edition], Any], Any] = {}
        self._links: dict[Reference, Link] = {}
        self._faces: dict[Reference, Face] = {}

    def __reduce__(self) -> tuple[type["Edition"], tuple[Archive, datetime, str, AbstractSet[str] | None]]:
        return Edition, (self.archive, self.now, self.base_url, self.words)

    def shows(self, *fields: str) -> bool:
        """Whether a template names one of these fields of a page's data."""
        return self.words is None or not self.words.isdisjoint(fields)

    def derived(self, make: Callable[["Edition"], T]) -> T:
        """What `make` makes of this edition; made when it is first asked for."""
        if make not in self._derived:
            self._derived[make] = make(self)
        return cast("T", self._derived[make])

    @property
    def window(self) -> Window:
        """The hours that count as recent."""
        return Window(self.archive.site.recent_hours, self.now)

    @cached_property
    def recent(self) -> tuple[str, ...]:
        """The quotes of the window, newest first: now − hours < inserted ≤ now (contract.md, "Window")."""
        start = self.now - timedelta(hours=self.archive.site.recent_hours)
        return tuple(takewhile(lambda key: self.archive.quotes[key].inserted.utc > start, self.arrived()))

    def arrived(self) -> Iterator[str]:
        """Every quote inserted by now, newest first."""
        quotes = self.archive.quotes
        return (key for key in reversed(self.archive.inserted) if quotes[key].inserted.utc <= self.now)

    def latest(self, most: int) -> tuple[str, ...]:
        """The last `most` quotes that were inserted, newest first."""
        return tuple(islice(self.arrived(), most))

    def link(self, reference: Reference) -> Link:
        """A record's name, its page and its flag."""
        if reference.kind == "quote":
            return self._make_link(reference)
        link = self._links.get(reference)
        if link is None:
            link = self._links[reference] = self._make_link(reference)
        return link

    def _make_link(self, reference: Reference) -> Link:
        return Link(self.archive.name(reference), self.urls.of(reference), self.flag(reference))

    def links(self, references: Iterable[Reference]) -> tuple[Link, ...]:
        """Links to those records that are published."""
        known, make = self._links.get, self._link_if_published
        found = [known(reference) or make(reference) for reference in references]
        return tuple([link for link in found if link is not None])

    def _link_if_published(self, reference: Reference) -> Link | None:
        return self.link(reference) if self.archive.has(reference) else None

    def index_link(self, folder: str) -> Link:
        """A link to one of the site's own lists; its label is the list's key, which a template puts in words."""
        return Link(folder, self.urls.to(f"{folder}/"), note="index")

    def flag(self, reference: Reference) -> str:
        """The code of the flag of a country or an entity, or nothing."""
        if reference.kind == "country":
            return reference.id
        return self.archive.entities[reference.id].flag if reference.kind == "entity" else ""

    def face(self, reference: Reference) -> Face:
        """The face of an author, an entity or a country."""
        face = self._faces.get(reference)
        if face is None:
            face = self._faces[reference] = self._make_face(reference)
        return face

    def _make_face(self, reference: Reference) -> Face:
        subject = self.archive.subject(reference)
        portrait = self.figure(subject.image)
        return Face(
            monogram(subject.name),
            hue(reference.id),
            portrait.url if portrait is not None else "",
            self.flag(reference),
        )

    def figure(self, image: Image | None) -> Figure | None:
        """A picture with its address and size, if there is one."""
        picture = self.archive.pictures.get(image.file) if image is not None else None
        if image is None or picture is None:
            return None
        return Figure(
            url=self.urls.to(picture_file(picture)),
            width=picture.width,
            height=picture.height,
            alt=image.alt,
            caption=image.caption,
            credit=image.credit,
            licence=image.licence,
            source=image.url,
        )

    def speaker_references(self, quote: str) -> tuple[Reference, ...]:
        """The authors of a quote that are records."""
        has = self.archive.has
        return tuple([author for author in self.archive.filings[quote].authors if has(author)])

    def speakers(self, quote: str) -> tuple[Link, ...]:
        """Links to the authors of a quote that are records."""
        return self.links(self.archive.filings[quote].authors)

    def list_key(self, quote: str, context: str = "") -> CardKey:
        """How a quote stands in a list: with the excerpt for that context, with its own, or whole."""
        filing = self.archive.filings[quote]
        if context:
            for filed in filing.contexts:
                if filed.context == context and filed.excerpt:
                    return CardKey(quote, filed.excerpt)
        return CardKey(quote, filing.excerpt)

    def in_order(self, quotes: Iterable[str]) -> list[str]:
        """Quotes that run from the oldest to the newest in the order in which the site shows them."""
        return list(quotes) if self.archive.site.order == "oldest" else list(quotes)[::-1]

    def counted(self, reference: Reference) -> Counted:
        """A record with the number of quotes said by or on behalf of it, or filed under it."""
        if reference.kind == "context":
            return Counted(self.link(reference), len(self.archive.in_context.get(reference.id, ())))
        return Counted(self.link(reference), len(self.archive.said.get(reference, ())))


def shareable(figure: Figure | None) -> Figure | None:
    """A picture, if those who show a link to a page can show it: no platform draws SVG."""
    return figure if figure is not None and not figure.url.endswith(".svg") else None


def sort_key(name: str) -> tuple[str, str]:
    """The place of a name in an A–Z list: letters without marks, small and capital alike."""
    return _plain(name), name


@lru_cache(4_096)
def _plain(name: str) -> str:
    decomposed = unicodedata.normalize("NFKD", name)
    return "".join(character for character in decomposed if not unicodedata.combining(character)).casefold()


def sorting_name(subject: Author | Entity | Country) -> str:
    """The name by which a subject is sorted."""
    return subject.sort_name or subject.name
