"""The pages of dates: years, months, days, and the quotes whose date is not known so precisely.

Owns on which page a date stands: the smallest part of the calendar that surely contains it (contract.md, "Two sides").
"""

import calendar
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from ipsegen.model.archive import Span
from ipsegen.model.edtf import parse_date
from ipsegen.plan.edition import Edition
from ipsegen.plan.lists import folder_of_page, list_page, numbers_of
from ipsegen.plan.pages import Cell, DatesData, DayData, MonthData, MonthShown, Page, PageData, YearCell, YearData
from ipsegen.plan.routes import Route, RouteKind
from ipsegen.plan.values import Link, QuoteList

LEVELS = ("dates", "year", "month", "day")
"""The kinds of page, by how long the spans are that they are about."""


class Calendar:
    """The quotes of every part of the calendar, and how many lie within each."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        self.quotes = edition.archive.dated
        self.counts: Counter[Span] = Counter()
        for span, keys in self.quotes.items():
            for length in range(1, len(span) + 1):
                self.counts[span[:length]] += len(keys)
        self.spans = {length: sorted(s for s in self.counts if len(s) == length) for length in (1, 2, 3)}
        self.beside = {length: _beside(spans) for length, spans in self.spans.items()}

    def routes(self, level: int) -> Iterator[Route]:
        """The pages of all years (1), months (2) or days (3); 0 is the page of all."""
        per_page = self.edition.archive.site.per_page
        for span in self.spans[level] if level else ((),):
            for number in numbers_of(len(self.quotes.get(span, ())), per_page):
                yield Route(*calendar_list(span), number)

    def page(self, route: Route) -> Page:
        """The page at one of these routes."""
        span = tuple(int(part) for part in route.id.split("/")) if route.id else ()
        list_folder = folder_of_span(span)
        quotes = list_page(list_folder, self.quotes.get(span, ()), route.number, self.edition)
        folder = folder_of_page(list_folder, route.number)
        above = tuple(self._link(span[: position + 1]) for position in range(len(span) - 1))
        return Page(
            folder,
            self.edition.urls.to(f"{folder}/"),
            f"{route.kind}.html",
            _title(span) or "dates",
            self._data(span, quotes),
            trail=(self.edition.index_link("dates"), *above) if span else (),
            feed=self.edition.urls.to(""),
        )

    def _data(self, span: Span, quotes: QuoteList) -> PageData:
        if not span:
            return DatesData(self._years(), quotes)
        return (self._year, self._month, self._day)[len(span) - 1](span, quotes)

    def __contains__(self, span: Span) -> bool:
        """Whether a part of the calendar has a page."""
        return not span or span in self.counts

    def around(self, span: Span) -> Sequence[Span]:
        """The parts of the calendar whose pages lead to this one, as one before or after it."""
        return self.beside.get(len(span), {}).get(span, ())

    def url(self, span: Span) -> str:
        """The address of the page of a part of the calendar."""
        return self.edition.urls.to(f"{folder_of_span(span)}/")

    def _years(self) -> tuple[YearCell, ...]:
        return tuple(
            YearCell(year, self.counts[year,], self.url((year,)), tuple(self._cell((year, m)) for m in range(1, 13)))
            for (year,) in self.spans[1]
        )

    def _year(self, span: Span, quotes: QuoteList) -> YearData:
        (year,) = span
        months = tuple(self._shown(year, month) for month in range(1, 13))
        return YearData(year, self.counts[span], months, quotes, *self._sides(span))

    def _month(self, span: Span, quotes: QuoteList) -> MonthData:
        return MonthData(self._shown(*span), quotes, *self._sides(span))

    def _day(self, span: Span, quotes: QuoteList) -> DayData:
        year, month, day = span
        return DayData(parse_date(f"{year:04}-{month:02}-{day:02}"), quotes, *self._sides(span))

    def _shown(self, year: int, month: int) -> MonthShown:
        count = self.counts[year, month]
        first_weekday, length = calendar.monthrange(year, month)
        days = tuple(self._cell((year, month, day)) for day in range(1, length + 1))
        return MonthShown(year, month, self.url((year, month)) if count else "", count, first_weekday, days)

    def _cell(self, span: Span) -> Cell:
        count = self.counts[span]
        return Cell(span[-1], count, self.url(span) if count else "")

    def _sides(self, span: Span) -> tuple[Link | None, Link | None]:
        before, after = self.beside[len(span)][span]
        return self._link(before) if before else None, self._link(after) if after else None

    def _link(self, span: Span) -> Link:
        """A link with its date as ISO 8601 writes it, which templates put into words."""
        return Link(_title(span), self.url(span), note="date")


def calendar_list(span: Span) -> tuple[str, str]:
    """The kind and the id of the routes that are about a part of the calendar."""
    return LEVELS[len(span)], "/".join(map(str, span))


def _title(span: Span) -> str:
    """A part of the calendar as ISO 8601 writes it."""
    return "-".join(f"{part:0{4 if position == 0 else 2}}" for position, part in enumerate(span))


def _kind(level: int) -> RouteKind:
    return RouteKind(
        LEVELS[level],
        f"{LEVELS[level]}.html",
        lambda edition: edition.derived(Calendar).routes(level),
        lambda route, edition: edition.derived(Calendar).page(route),
    )


def _beside(spans: Sequence[Span]) -> dict[Span, tuple[Span, Span]]:
    """The part of the calendar with quotes before and after each."""
    before = {after: earlier for earlier, after in pairwise(spans)}
    after = dict(pairwise(spans))
    return {span: (before.get(span, ()), after.get(span, ())) for span in spans}


def folder_of_span(span: Span) -> str:
    """The folder of a year, a month or a day: `dates/2024/10/28`."""
    return "/".join(["dates", *(f"{part:0{4 if position == 0 else 2}}" for position, part in enumerate(span))])


KINDS = tuple(_kind(level) for level in range(len(LEVELS)))
