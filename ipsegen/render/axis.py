"""A line of time: where a day lies on it, and which days are written below.

Owns the scale. Positions are percentages of a picture's width, so that a picture may be as wide as there is room; time
runs in the direction of reading. Does not know what stands on the line.
"""

from collections.abc import Callable
from datetime import date
from itertools import count, islice, takewhile
from typing import Final, NamedTuple

from ipsegen.model.edtf import Date, Day
from ipsegen.render.dates import format_day

MOST_TICKS: Final = 4
"""So many dates fit below a picture that is 270 pixels wide."""
INSET: Final = 2.0
"""Percent left free at either end, so that nothing is cut off there."""
_NEAR_AN_END: Final = 15

_STEPS: Final = (
    *(("day", step) for step in (1, 2, 7, 14)),
    *(("month", step) for step in (1, 2, 3, 6)),
    *(("year", step) for step in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 5000)),
)

SKELETONS: Final = {"day": "MMMd", "month": "yMMM", "year": "y"}


class Tick(NamedTuple):
    """A day written below the line; `anchor` is the part of the word that stands there, as SVG calls it."""

    x: float
    anchor: str
    label: str


class Axis(NamedTuple):
    """From the first to the last day, both as ordinals; `before` and `after` are percents left free for open ends."""

    first: int
    last: int
    rtl: bool
    before: float = INSET
    after: float = INSET

    def at(self, ordinal: float) -> float:
        """Where a day lies: from 0 to 100, one decimal. In writing that runs right to left, time does too."""
        room = 100 - self.before - self.after
        share = (ordinal - self.first) / max(1, self.last - self.first)
        return self.turned(self.before + share * room)

    def turned(self, x: float) -> float:
        """A position in the direction of reading."""
        return round(100 - x if self.rtl else x, 1)

    def extent(self, first: float, last: float) -> tuple[float, float]:
        """Where a stretch of time lies: its left end and its width."""
        left, right = sorted((self.at(first), self.at(last)))
        return left, round(right - left, 1)

    def ticks(self, language: str) -> list[Tick]:
        """At most four round dates, as close together as that allows."""
        for unit, step in _STEPS:
            days = _round_days(self.first, self.last, unit, step)
            if len(days) <= MOST_TICKS:
                return [self._tick(day, unit, language) for day in days]
        return []

    def _tick(self, day: int, unit: str, language: str) -> Tick:
        x = self.at(day)
        along = 100 - x if self.rtl else x
        anchor = "start" if along < _NEAR_AN_END else "end" if along > 100 - _NEAR_AN_END else "middle"
        return Tick(x, anchor, format_day(date.fromordinal(day), SKELETONS[unit], language))


def _round_days(first: int, last: int, unit: str, step: int) -> list[int]:
    """The days from first to last at which a unit of time begins, every `step`th; one more than the most is enough."""
    start = date.fromordinal(first)
    begun = {"day": first, "month": start.year * 12 + start.month - 1, "year": start.year}[unit]
    numbers = count(begun - begun % step, step)
    days = takewhile(lambda day: day <= last, map(_FIRST_DAYS[unit], numbers))
    return list(islice((day for day in days if day >= first), MOST_TICKS + 1))


def _first_of_month(month: int) -> int:
    return date(month // 12, month % 12 + 1, 1).toordinal() if month // 12 <= date.max.year else _NEVER


def _first_of_year(year: int) -> int:
    return date(max(year, 1), 1, 1).toordinal() if year <= date.max.year else _NEVER


_NEVER: Final = date.max.toordinal() + 1
_FIRST_DAYS: Final[dict[str, Callable[[int], int]]] = {
    "day": int, "month": _first_of_month, "year": _first_of_year,
}  # fmt: skip


def ordinal(day: Day) -> int:
    """A day as its number."""
    return date(*day).toordinal()


def days_of(found: Date) -> tuple[int, int] | None:
    """The first and the last day that a date may be; None where one of them is open."""
    first, last = found.first_day, found.last_day
    return None if first is None or last is None else (ordinal(first), ordinal(last))
