"""The rhythm of a list of quotes: how many a day, a week, a month, a year or a decade.

Owns which of these units suits a span of time. Does not know what is drawn from it.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date
from typing import Final, NamedTuple

from ipsegen.model.edtf import Date, Day, parse_date
from ipsegen.plan.edition import Edition
from ipsegen.plan.pictures import Bin, Rhythm

MOST_SLOTS: Final = 124

Known = tuple[tuple[Day, Day], tuple[int, ...]]
"""The first and the last day that a date may be, and the part of the calendar that they have in common."""


class Unit(NamedTuple):
    """A unit of time: which number a day has in it, which date a number is, how many parts of a date must be known."""

    name: str
    parts: int
    number: Callable[[int, int, int], int]
    date: Callable[[int], Date]


def _week_date(week: int) -> Date:
    first = week * 7 + 1
    last = min(first + 6, date.max.toordinal())
    return parse_date(f"{date.fromordinal(first)}/{date.fromordinal(last)}")


UNITS: Final = (
    Unit("day", 3, lambda y, m, d: date(y, m, d).toordinal(), lambda n: parse_date(str(date.fromordinal(n)))),
    Unit("week", 3, lambda y, m, d: (date(y, m, d).toordinal() - 1) // 7, _week_date),
    Unit("month", 2, lambda y, m, _d: y * 12 + m - 1, lambda n: parse_date(f"{n // 12:04}-{n % 12 + 1:02}")),
    Unit("year", 1, lambda y, _m, _d: y, lambda n: parse_date(f"{n:04}")),
    Unit("decade", 1, lambda y, _m, _d: y // 10, lambda n: parse_date(f"{max(1, n * 10):04}/{n * 10 + 9:04}")),
)


def make_rhythm(quotes: Iterable[str], edition: Edition, most: int = MOST_SLOTS) -> Rhythm | None:
    """The rhythm of some quotes in the finest unit that fits into `most` slots."""
    known = edition.archive.filings
    return rhythm_of([known[key].pronounced for key in quotes], most)


def rhythm_of(dates: Iterable[Date], most: int = MOST_SLOTS) -> Rhythm | None:
    """The rhythm of some dates; None where no two of them surely fall into different bins.

    The unit is no finer than half of the dates, as long as that tells any two apart.
    """
    known = list(dates)
    spans = [(days, date.common) for date in known if (days := _days_of(date)) is not None]
    if not spans:
        return None
    first, last = min(days[0] for days, _ in spans), max(days[1] for days, _ in spans)
    fitting = [unit for unit in UNITS if unit.number(*last) - unit.number(*first) < most] or [UNITS[-1]]
    preferred = next((unit for unit in fitting if _suits(unit, spans)), fitting[-1])
    for unit in reversed(fitting[: fitting.index(preferred) + 1]):
        sure = Counter(unit.number(*days[0]) for days, common in spans if len(common) >= unit.parts)
        if len(sure) > 1:
            return Rhythm(unit.name, *_bins(unit, sure, spans), len(known) - sure.total())
    return None


def _suits(unit: Unit, spans: list[Known]) -> bool:
    """Whether at least half of the dates are known as precisely as a unit asks."""
    return 2 * sum(len(common) >= unit.parts for _, common in spans) >= len(spans)


def _bins(unit: Unit, sure: Counter[int], spans: list[Known]) -> tuple[int, tuple[Bin, ...]]:
    """How many slots there are, and those that are not empty."""
    perhaps: Counter[int] = Counter()
    for (first, last), common in spans:
        if len(common) < unit.parts:
            perhaps.update(range(unit.number(*first), unit.number(*last) + 1))
    begin, end = min(sure | perhaps), max(sure | perhaps)
    bins = (Bin(n - begin, unit.date(n), sure[n], perhaps[n]) for n in sorted(sure | perhaps))
    return end - begin + 1, tuple(bins)


def _days_of(date: Date) -> tuple[Day, Day] | None:
    first, last = date.first_day, date.last_day
    return None if first is None or last is None else (first, last)
