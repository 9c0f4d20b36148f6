"""The pages of dates: years, months, days, and the quotes whose date is not known so precisely.

Owns on which page a date stands: the smallest part of the calendar that surely contains it (contract.md, "Two sides").
"""

import calendar
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import pairwise

from ipsegen.model.edtf import parse_date
from ipsegen.plan.edition import Edition
from ipsegen.plan.lists import Entry, ListPage, pages_of
from ipsegen.plan.pages import Cell, DatesData, DayData, MonthData, MonthShown, Page, PageData, YearData
from ipsegen.plan.values import Link, QuoteList

Span = tuple[int, ...]
"""A part of the calendar: (), (year,), (year, month) or (year, month, day)."""


def plan_dates(edition: Edition) -> Iterator[Page]:
    """The page of all years, and of every year, month and day that has a quote."""
    return _Calendar(edition).pages()


class _Calendar:
    """The quotes of every part of the calendar, and how many lie within each."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        self.entries: defaultdict[Span, list[Entry]] = defaultdict(list)
        self.counts: Counter[Span] = Counter()
        for entry in edition.entries(edition.archive.pronounced):
            span = entry.date.common
            self.entries[span].append(entry)
            self.counts.update(span[:length] for length in range(1, len(span) + 1))
        self.spans = {length: sorted(s for s in self.counts if len(s) == length) for length in (1, 2, 3)}
        self.beside = {length: _beside(spans) for length, spans in self.spans.items()}

    def pages(self) -> Iterator[Page]:
        yield from self._lists((), lambda quotes: DatesData(self._years(), quotes))
        for span in self.spans[1]:
            yield from self._lists(span, partial(self._year, span))
        for span in self.spans[2]:
            yield from self._lists(span, partial(self._month, span))
        for span in self.spans[3]:
            yield from self._lists(span, partial(self._day, span))

    def _lists(self, span: Span, data: Callable[[QuoteList], PageData]) -> Iterator[Page]:
        site, url = self.edition.archive.site, self.url(span)
        template = ("dates.html", "year.html", "month.html", "day.html")[len(span)]
        for page in pages_of(self.entries.get(span, ()), site.per_page, site.order, lambda below: f"{url}{below}"):
            yield self._page(span, page, template, data(page.list))

    def _page(self, span: Span, page: ListPage, template: str, data: PageData) -> Page:
        folder = folder_of_span(span) + (f"/{page.folder}" if page.folder else "")
        title = "-".join(f"{part:0{4 if position == 0 else 2}}" for position, part in enumerate(span)) or "dates"
        above = tuple(Link(str(part), self.url(span[: position + 1])) for position, part in enumerate(span[:-1]))
        trail = (self.edition.index_link("dates"), *above) if span else ()
        return Page(
            folder,
            self.edition.urls.to(f"{folder}/"),
            template,
            title,
            data,
            trail=trail,
            feed=self.edition.urls.to(""),
        )

    def url(self, span: Span) -> str:
        return self.edition.urls.to(f"{folder_of_span(span)}/")

    def _years(self) -> tuple[Cell, ...]:
        return tuple(Cell(year, self.counts[year,], self.url((year,))) for (year,) in self.spans[1])

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
        return self._link(before), self._link(after)

    def _link(self, span: Span) -> Link | None:
        return Link("-".join(f"{part:02}" for part in span), self.url(span)) if span else None


def _beside(spans: Sequence[Span]) -> dict[Span, tuple[Span, Span]]:
    """The part of the calendar with quotes before and after each."""
    before = {after: earlier for earlier, after in pairwise(spans)}
    after = dict(pairwise(spans))
    return {span: (before.get(span, ()), after.get(span, ())) for span in spans}


def folder_of_span(span: Span) -> str:
    """The folder of a year, a month or a day: `dates/2024/10/28`."""
    return "/".join(["dates", *(f"{part:0{4 if position == 0 else 2}}" for position, part in enumerate(span))])
