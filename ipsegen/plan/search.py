"""The search: its page, and what it finds of each quote.

Owns which words of a quote are searched, under which names and facets it is found, and the number by which the index
knows it. Does not know how words are told apart, nor what an index looks like (`render/search_*`).
"""

from collections.abc import Iterator
from datetime import date
from typing import Final

import msgspec

from ipsegen.model.archive import Archive, ancestors, order_of
from ipsegen.model.edtf import SortKey
from ipsegen.model.references import Reference
from ipsegen.model.subjects import Subject
from ipsegen.plan.edition import Edition
from ipsegen.plan.pages import Page, SearchData
from ipsegen.plan.routes import Route, RouteKind

FACETS: Final = ("author", "entity", "country", "context", "year", "language", "status")
"""By what a reader narrows a search, in the order of the page."""
COLUMNS: Final = (*FACETS, "mentions")
"""What the index knows of a quote beside its words: its facets, and whom else its words are about."""
INDEX: Final = "search/index.json"
"""The one file of the index whose name does not change."""
FOLDER: Final = "search/index"
"""Where all others lie; their names hold a digest of what is in them."""


class Row(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What narrows and orders a search: the values of a quote in each of `COLUMNS`, and its day.

    Days count from 0001-01-01; a quote whose date is not known stands at the day of its insertion.
    """

    values: tuple[tuple[str, ...], ...]
    day: int


class Names(msgspec.Struct, frozen=True, array_like=True):
    """Every name by which the subjects and contexts are found, by id; the one that pages show comes first."""

    author: dict[str, tuple[str, ...]]
    entity: dict[str, tuple[str, ...]]
    country: dict[str, tuple[str, ...]]
    context: dict[str, tuple[str, ...]]


def numbered(archive: Archive) -> tuple[str, ...]:
    """The quotes of the index, each at its number: in order of insertion, so that a new one moves no other."""
    return archive.inserted


def searched_words(quote: str, edition: Edition) -> str:
    """All words of a quote that a search finds, names of records aside: these have their own table."""
    found, filing = edition.archive.quotes[quote], edition.archive.filings[quote]
    translated = (*((found.original,) if found.original is not None else ()), *found.translations)
    post = (found.post.platform, found.post.handle, found.post.name) if found.post is not None else ()
    named = (found.event, found.place, found.via)
    signed = [text for signatory in filing.signatories for text in (signatory.role, signatory.printed_as)]
    return "\n".join([
        found.title, found.lead_in, *found.text, *signed, *found.tags, *post,
        *(paragraph for each in translated for paragraph in each.text),
        *(name for name in named if isinstance(name, str)),
    ])  # fmt: skip


def row_of(quote: str, edition: Edition) -> Row:
    """The row of a quote."""
    archive = edition.archive
    found, speakers = archive.quotes[quote], archive.filings[quote].speakers
    entities = [reference.id for reference in speakers if reference.kind == "entity"]
    wholes = [parent for entity in entities for parent in ancestors(entity, archive.entities)]
    named = (found.event, found.place, found.via, found.said_by)
    mentioned = [*archive.filings[quote].mentions, *(name for name in named if isinstance(name, Reference))]
    year = found.pronounced.common[:1]
    return Row(
        (
            tuple([reference.id for reference in speakers if reference.kind == "author" and archive.has(reference)]),
            tuple(dict.fromkeys([*entities, *wholes])),
            tuple([reference.id for reference in speakers if reference.kind == "country"]),
            tuple(dict.fromkeys([filed.context for filed in found.contexts if filed.context in archive.contexts])),
            tuple(map(str, year)),
            (found.language or archive.site.language,),
            (found.status,),
            tuple(dict.fromkeys([str(reference) for reference in mentioned if archive.has(reference)])),
        ),
        _day(order_of(found)[0]),
    )


def _day(key: SortKey) -> int:
    year, month, day = key[:3]
    return date(year, month or 1, day or 1).toordinal()


def names_of(archive: Archive) -> Names:
    """The table of names. A country's code is no name: in small letters it is a word of many languages."""
    return Names(
        author={key: _spellings(record) for key, record in sorted(archive.authors.items())},
        entity={key: _spellings(record) for key, record in sorted(archive.entities.items())},
        country={key: _spellings(record) for key, record in sorted(archive.countries.items())},
        context={key: (record.title, *record.tags) for key, record in sorted(archive.contexts.items())},
    )


def _spellings(subject: Subject) -> tuple[str, ...]:
    return tuple(dict.fromkeys([subject.name, *(other.name for other in subject.other_names)]))


def _routes(edition: Edition) -> Iterator[Route]:
    return iter((Route("search"),) if edition.archive.site.search else ())


def _page(_route: Route, edition: Edition) -> Page:
    urls = edition.urls
    ways = tuple(
        edition.index_link(folder) for folder in ("authors", "entities", "countries", "contexts", "dates", "quotes")
    )
    data = SearchData(ways, FACETS, urls.to(INDEX))
    return Page("search", urls.to("search/"), "search.html", "search", data, feed=urls.to(""))


KINDS = (RouteKind("search", "search.html", _routes, _page),)
