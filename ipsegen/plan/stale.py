"""What a change makes stale.

Owns which routes must be made again, and which are there no more: a pure function of two editions and of the records
that differ between them. It may name a route too many, as a page that comes out the same is not touched; never one too
few. Does not read what a page shows: it follows the indexes of the archive, of the old edition and of the new.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

import msgspec

from ipsegen.model.archive import Archive, Span
from ipsegen.model.named import named_by
from ipsegen.model.records import Record
from ipsegen.model.references import SUBJECT_KINDS, Kind, Reference
from ipsegen.plan.contexts import GROUPINGS
from ipsegen.plan.dates import Calendar, calendar_list
from ipsegen.plan.edition import Edition
from ipsegen.plan.lists import number_of, numbers_of
from ipsegen.plan.neighbours import Positions
from ipsegen.plan.routes import Route

AT_ANY_CHANGE: Final = (
    "home", "window", "window-authors", "on-this-day", "contexts", "authors", "entities", "countries", "corrections",
)  # fmt: skip
"""The kinds that show something of the whole archive."""
WITH_TIME: Final = ("home", "window", "window-authors", "on-this-day")
"""The kinds that may change without a change of content (contract.md, "Window")."""

Moved = Mapping[Reference, str]
"""The records that differ between two editions, each with the file that moved."""


class Stale(msgspec.Struct, frozen=True):
    """The routes to make again, each with the file that moved, and the routes that are no more."""

    routes: dict[Route, str]
    gone: frozenset[Route]


def stale_routes(old: Edition, new: Edition, moved: Moved) -> Stale:
    """What differs between two editions of which only these records differ; the settings of the site are the same."""
    shown = dict(moved)
    for reference, cause in moved.items():
        for edition in (old, new):
            for key in naming_quotes(reference, edition.archive):
                shown.setdefault(Reference("quote", key), cause)
    found = _Found(old, new, shown)
    for edition in (old, new):
        namers = _namers(edition.archive)
        for reference, cause in shown.items():
            found.record(reference, cause)
            if reference.kind == "quote" and reference.id in edition.archive.quotes:
                found.around_quote(reference.id, edition, cause)
            # A page may show what another record says, with the names and the faces of those that it names.
            near = [*namers.get(reference, ()), *_parents(reference, edition.archive)]
            far = [name for one in near for name in namers.get(one, ())]
            for one in dict.fromkeys([*near, *far]):
                found.record(one, cause)
    found.redirects()
    for code in old.archive.countries.keys() ^ new.archive.countries.keys():
        found.record(Reference("country", code), "")
    if shown:
        found.add((Route(kind) for kind in AT_ANY_CHANGE), next(iter(shown.values())))
    return Stale(found.routes, frozenset(found.gone - found.routes.keys()))


def naming_quotes(reference: Reference, archive: Archive) -> Iterator[str]:
    """The quotes that may show something of a record that is not on their own page's side: its name, its flag."""
    for index in (archive.said, archive.flagged, archive.mentioned, archive.cited):
        yield from index.get(reference, ())
    if reference.kind == "context":
        yield from archive.in_context.get(reference.id, ())


def _namers(archive: Archive) -> dict[Reference, list[Reference]]:
    """The records beside quotes that name each record."""
    others: dict[Kind, Mapping[str, Record]] = {
        "context": archive.contexts, "author": archive.authors, "entity": archive.entities,
        "country": archive.countries, "page": archive.pages,
    }  # fmt: skip
    found: dict[Reference, list[Reference]] = {}
    for kind, records in others.items():
        for record in records.values():
            for named in named_by(record):
                found.setdefault(named, []).append(Reference(kind, record.id))
    return found


def _parents(reference: Reference, archive: Archive) -> tuple[Reference, ...]:
    """The entity whose page lists this one as its part."""
    entity = archive.entities.get(reference.id) if reference.kind == "entity" else None
    return (Reference("entity", entity.parent),) if entity is not None and entity.parent else ()


class _Found:
    """The routes that were found so far."""

    def __init__(self, old: Edition, new: Edition, shown: Moved) -> None:
        self.routes: dict[Route, str] = {}
        self.gone: set[Route] = set()
        self._old = old.archive
        self._new = new.archive
        self._calendars = old.derived(Calendar), new.derived(Calendar)
        self._shown = shown
        self._quotes = {reference.id for reference in shown if reference.kind == "quote"}
        self._compared: dict[tuple[str, str], bool] = {}

    def add(self, routes: Iterable[Route], cause: str) -> None:
        """Routes to make again."""
        for route in routes:
            self.routes.setdefault(route, cause)

    def record(self, reference: Reference, cause: str) -> None:
        """Every route of a record that is about it."""
        if reference.kind == "quote":
            self._quote_page(reference.id, cause)
        elif reference.kind in SUBJECT_KINDS:
            self._subject(reference, cause, whole=True)
        elif reference.kind == "context":
            self._context(reference.id, cause, whole=True)
        elif reference.kind == "page":
            self._single(Route("page", reference.id), reference, cause)

    def around_quote(self, key: str, edition: Edition, cause: str) -> None:
        """Every page beside its own that shows a quote in an edition."""
        archive = edition.archive
        quote = archive.quotes[key]
        cited = archive.cited.get(Reference("quote", key), ())
        for other in (*quote.replies_to, *archive.replies.get(key, ()), *cited):
            self._quote_page(other, cause)
        if not quote.is_listed:
            return
        for other in edition.derived(Positions).around(key):
            self._quote_page(other, cause)
        self._list("quotes", "", self._old.inserted, self._new.inserted, cause)
        self.add((Route("feed"),), cause)
        for filed in quote.contexts:
            self._context(filed.context, cause)
        for reference in archive.listed_under(key):
            self._subject(reference, cause)
        self._dates(quote.pronounced.common, cause)

    def redirects(self) -> None:
        """Old addresses that lead elsewhere, or to what has another name."""
        for kind in self._new.aliases:
            before, after = self._old.aliases[kind], self._new.aliases[kind]
            for old in before.keys() | after.keys():
                route = Route("redirect", str(Reference(kind, old)))
                target = Reference(kind, after.get(old, ""))
                if old not in after:
                    self.gone.add(route)
                elif before.get(old) != target.id or target in self._shown:
                    self.add((route,), self._shown.get(target, ""))

    def _quote_page(self, key: str, cause: str) -> None:
        before, after = (_page_of(key, archive) for archive in (self._old, self._new))
        if after is not None:
            self.add((after,), cause)
        if before is not None and before != after:
            self.gone.add(before)

    def _single(self, route: Route, about: Reference, cause: str) -> None:
        """A route that is there as long as a record is."""
        if self._new.has(about):
            self.add((route,), cause)
        elif self._old.has(about):
            self.gone.add(route)

    def _context(self, key: str, cause: str, *, whole: bool = False) -> None:
        context = Reference("context", key)
        before, after = (
            archive.in_context.get(key, ()) if archive.has(context) else None for archive in (self._old, self._new)
        )
        self._list("context", key, before, after, cause, whole=whole)
        for route in (*(Route(f"context-{by}", key) for by, _kind in GROUPINGS), Route("feed", str(context))):
            self._single(route, context, cause)

    def _subject(self, reference: Reference, cause: str, *, whole: bool = False) -> None:
        archives = [archive if archive.has(reference) else None for archive in (self._old, self._new)]
        said = [archive.said.get(reference, ()) if archive else None for archive in archives]
        mentioned = [archive.mentioned.get(reference, ()) if archive else None for archive in archives]
        # Each page of what it said tells how often it is mentioned.
        told = len(mentioned[0] or ()) != len(mentioned[1] or ())
        self._list(reference.kind, reference.id, said[0], said[1], cause, whole=whole or told)
        self._list(f"{reference.kind}-mentions", reference.id, mentioned[0], mentioned[1], cause, whole=whole)
        self._single(Route("feed", str(reference)), reference, cause)

    def _dates(self, span: Span, cause: str) -> None:
        """The pages of a day, its month and its year; where their counts differ, also those beside them."""
        quotes = [calendar.quotes.get(span, ()) for calendar in self._calendars]
        if quotes[0] == quotes[1]:
            self._list(*calendar_list(span), quotes[0], quotes[1], cause)
            return
        for length in range(len(span) + 1):
            part = span[:length]
            for shown in {part, *(other for calendar in self._calendars for other in calendar.around(part))}:
                lists = [calendar.quotes.get(shown, ()) if shown in calendar else None for calendar in self._calendars]
                self._list(*calendar_list(shown), lists[0], lists[1], cause, whole=True)

    def _list(
        self,
        kind: str,
        identifier: str,
        before: Sequence[str] | None,
        after: Sequence[str] | None,
        cause: str,
        *,
        whole: bool = False,
    ) -> None:
        """The pages of a list: all where its quotes are others, else those with a quote that differs, and its own.

        None stands for a list that an edition does not have.
        """
        if whole <= self._compared.get((kind, identifier), -1):
            return
        self._compared[kind, identifier] = whole
        per_page = self._new.site.per_page
        numbers = set(numbers_of(len(after), per_page)) if after is not None else set()
        if before is not None:
            gone = set(numbers_of(len(before), per_page)) - numbers
            self.gone.update(Route(kind, identifier, number) for number in gone)
        if after is not None and not whole and before == after:
            shown = (index for index, key in enumerate(after) if key in self._quotes)
            numbers = {0, *(number_of(index, len(after), per_page) for index in shown)}
        self.add((Route(kind, identifier, number) for number in sorted(numbers)), cause)


def _page_of(key: str, archive: Archive) -> Route | None:
    quote = archive.quotes.get(key)
    return Route("quote" if quote.is_listed else "removed", key) if quote is not None else None
