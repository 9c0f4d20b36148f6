"""The page of each quote, and the list of all.

Owns what a quote's page shows. Does not know lists by author or context.
"""

from collections.abc import Iterator
from datetime import date as day

from ipsegen.model.archive import first_words
from ipsegen.model.edtf import Date, parse_date
from ipsegen.model.quote import Quote
from ipsegen.model.references import Reference
from ipsegen.plan.beside_quotes import names_beside, share_picture
from ipsegen.plan.cards import card_of
from ipsegen.plan.edition import Edition
from ipsegen.plan.lists import folder_of_page, list_page, numbers_of
from ipsegen.plan.neighbours import Positions, neighbour
from ipsegen.plan.pages import ListData, Page, QuoteData, RemovedData
from ipsegen.plan.prose import resolve
from ipsegen.plan.routes import Route, RouteKind
from ipsegen.plan.sources import sources_of
from ipsegen.plan.urls import folder_of
from ipsegen.plan.values import CardKey, Link


def _quote_routes(edition: Edition) -> Iterator[Route]:
    """So that what looks at the same quotes follows each other: by date, as lists do, or context by context where pages
    show their neighbours there.
    """
    archive = edition.archive
    if not edition.shows("in_contexts", "by_authors"):
        yield from (Route("quote", key) for key in archive.pronounced)
        return
    filed: set[str] = set()
    for keys in archive.in_context.values():
        fresh = [key for key in keys if key not in filed]
        filed.update(fresh)
        yield from (Route("quote", key) for key in fresh)
    yield from (Route("quote", key) for key in archive.inserted if key not in filed)


def _removed_routes(edition: Edition) -> Iterator[Route]:
    listed = frozenset(edition.archive.inserted)
    return (Route("removed", key) for key in edition.archive.quotes if key not in listed)


def _list_routes(edition: Edition) -> Iterator[Route]:
    numbers = numbers_of(len(edition.archive.inserted), edition.archive.site.per_page)
    return (Route("quotes", number=number) for number in numbers)


def _list(route: Route, edition: Edition) -> Page:
    folder = folder_of_page("quotes", route.number)
    return Page(
        folder,
        edition.urls.to(f"{folder}/"),
        "quotes.html",
        "All quotes",
        ListData("quotes", list_page("quotes", edition.archive.inserted, route.number, edition)),
        feed=edition.urls.to(""),
    )


def last_change(quote: Quote) -> str:
    """When a quote changed last, as RFC 3339: its insertion or its latest correction (contract.md, "Feeds").

    What is known of a correction is when it was made at the earliest; a day counts from its start in UTC.
    """
    if not quote.corrections and not quote.inserted.text.startswith("9999"):
        return quote.inserted.text
    moments = [_start_of(parse_date(quote.inserted.text)), *(_start_of(c.date) for c in quote.corrections)]
    return max(moments, key=lambda moment: moment[0])[1]


def _start_of(date: Date) -> tuple[int, str]:
    """The earliest moment of a date, in seconds for comparing and as RFC 3339; the dawn of time where there is none."""
    if date.earliest is None or date.first_day is None or date.sort_key is None:
        return 0, ""
    # Counted by hand, as a `datetime` would overflow at the ends of the calendar.
    seconds = day(*date.first_day).toordinal() * 86_400 + date.sort_key[-1]
    if seconds >= _END:
        return 0, ""
    exact = date.earliest.time is not None
    return seconds, date.text.partition("/")[0] if exact else f"{day(*date.first_day)}T00:00:00Z"


_END = (day.max.toordinal() + 1) * 86_400
"""The end of the year 9999 in UTC: no feed can name a later moment, though one with an offset can be written."""


def _page(route: Route, edition: Edition) -> Page:
    quote = edition.archive.quotes[route.id]
    folder = folder_of("quote", quote.id)
    return Page(
        folder,
        edition.urls.to(f"{folder}/"),
        "quote.html",
        quote.title or first_words(quote, 70),
        _data(quote, edition),
        description=first_words(quote, 150) if edition.shows("description", "json_ld") else "",
        trail=(edition.index_link("quotes"),),
        feed=edition.urls.to(""),
        language=quote.language,
        source_file=quote.file,
        modified=last_change(quote),
        status=quote.status,
        og_type="article",
        share_picture=share_picture(quote.id, edition),
        beside=names_beside(edition),
    )


def _data(quote: Quote, edition: Edition) -> QuoteData:
    archive, filing, positions = edition.archive, edition.archive.filings[quote.id], edition.derived(Positions)
    contexts = dict.fromkeys(Reference("context", filed.context) for filed in quote.contexts)
    answered = [
        key for key in dict.fromkeys(quote.replies_to) if key in archive.quotes and archive.quotes[key].is_listed
    ]
    return QuoteData(
        card=card_of(CardKey(quote.id), edition),
        contexts=edition.links(contexts),
        entities=edition.links(Reference("entity", key) for key in filing.entities),
        countries=edition.links(Reference("country", key) for key in filing.countries),
        mentions=edition.links(filing.mentions),
        sources=sources_of(quote, edition),
        inserted=quote.inserted,
        event=_named(quote.event, edition),
        place=_named(quote.place, edition),
        via=_named(quote.via, edition),
        medium=quote.medium,
        prompt=quote.prompt,
        note=resolve(quote.note, edition),
        status_note=resolve(quote.status_note, edition),
        original=quote.original,
        translations=tuple(translation for translation in quote.translations if translation.text),
        corrections=quote.corrections,
        replies_to=tuple(neighbour(key, edition) for key in answered),
        replies=tuple(neighbour(key, edition) for key in archive.replies.get(quote.id, ())),
        in_contexts=positions.contexts(quote.id) if edition.shows("in_contexts") else (),
        by_authors=positions.authors(quote.id)
        if edition.shows("by_authors") and len(filing.signatories) <= _FEW
        else (),
        tags=quote.tags,
        is_joint=len(filing.signatories) > 1,
        sort_names=tuple([_sort_name(signatory.author, edition) for signatory in filing.signatories]),
    )


def _sort_name(author: Reference | str, edition: Edition) -> str:
    """The name by which an author is sorted, where their record has one."""
    if not isinstance(author, Reference) or not edition.archive.has(author):
        return ""
    return edition.archive.subject(author).sort_name


_FEW = 3
"""Above so many signatories a page of neighbours would bury the statement; their own pages list what they said."""


def _named(value: Reference | str, edition: Edition) -> Link | None:
    """A text, or a link to the record that it refers to."""
    if isinstance(value, Reference):
        return edition.link(value) if edition.archive.has(value) else None
    return Link(value, "") if value else None


def _removed(route: Route, edition: Edition) -> Page:
    quote = edition.archive.quotes[route.id]
    folder = folder_of("quote", quote.id)
    return Page(
        folder,
        edition.urls.to(f"{folder}/"),
        "removed.html",
        "removed",
        RemovedData(resolve(quote.status_note, edition), quote.corrections),
        trail=(edition.index_link("quotes"),),
        indexed=False,
    )


KINDS = (
    RouteKind("quotes", "quotes.html", _list_routes, _list),
    RouteKind("quote", "quote.html", _quote_routes, _page),
    RouteKind("removed", "removed.html", _removed_routes, _removed),
)
