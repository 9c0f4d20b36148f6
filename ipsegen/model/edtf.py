"""Dates and instants as the archive writes them: their syntax, their order, and what surely follows.

This module owns the profile of EDTF (ISO 8601-2:2019, levels 0 and 1) that `content-model.md` promises, and
the RFC 3339 instants of `inserted`. It knows nothing of files, records, languages or display; the words for
an editor who wrote something else are in `edtf_hints`.

A day is the day as written: it is never converted between time zones. A qualifier (`~`, `?`, `%`) is a remark
and widens nothing, as ISO 8601-2 gives it no width. What is called sure holds for every day the date allows.

Narrower than its sources: years are 0001 to 9999; a time has whole seconds, a capital `T` and `Z` and an
offset of at most 14 hours; leap seconds and `-00:00`, which HTML forbids in `<time>`, are refused. Wider: an
end of an interval may be an instant (ISO 8601-1 allows it, EDTF does not), and `unknown` is a word of ours.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Literal, TypeAlias

import msgspec

Qualifier: TypeAlias = Literal["", "~", "?", "%"]
Precision: TypeAlias = Literal["year", "month", "day", "instant"]
Day: TypeAlias = tuple[int, int, int]
SortKey: TypeAlias = tuple[int, int, int, int, int]

_MOMENT = re.compile(
    r"""
    (?!0000)([0-9]{4})
    (?:-(0[1-9]|1[0-2])
      (?:-(0[1-9]|[12][0-9]|3[01])
        (?:T(
          (?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]
          (?:Z|(?!-00:00)[+-](?:0[0-9]|1[0-3]):[0-5][0-9]|[+-]14:00)
        ))?
      )?
    )?
    (?(4)|([~?%])?)      # EDTF level 1 qualifies dates, not instants
    """,
    re.VERBOSE,
)
# What nearly all instants look like; the library reads them fast. Days that not every month has are left to others.
_PLAIN_INSTANT = re.compile(
    "(?!0000)[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-9]|2[0-8])T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z"
)
_QUALIFIERS: dict[str | None, Qualifier] = {None: "", "~": "~", "?": "?", "%": "%"}
_MONTH_LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_DAY_SECONDS = 86_400
# The greatest offset in use (Kiribati): a day as written can begin this long before the same day in UTC.
_GRACE_SECONDS = 14 * 3600


class DateError(ValueError):
    """A date or instant that cannot be read.

    `message` is the fact, in an editor's words; `hint` is the way out, or ''. What stands in single quotation
    marks in a hint is a spelling that would be accepted.
    """

    message: str
    hint: str

    def __init__(self, message: str, hint: str = "") -> None:
        # Both go into `args`, without which the error would not survive pickling between processes.
        super().__init__(message, hint)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message} ({self.hint})" if self.hint else self.message


class Moment(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One end of a date, as written; `time` is 'HH:MM:SS' followed by 'Z' or '±HH:MM'."""

    year: int
    month: int | None
    day: int | None
    time: str | None
    qualifier: Qualifier


class Date(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A date of the content model, as `parse_date` returns it.

    A single date is its own `earliest` and `latest`, `../B` has no `earliest`, `unknown` has neither.
    """

    text: str
    earliest: Moment | None
    latest: Moment | None

    @property
    def is_unknown(self) -> bool:
        """Whether nothing at all is known (`unknown`)."""
        return self.latest is None

    @property
    def is_interval(self) -> bool:
        """Whether it is some moment from A to B (`A/B`), with both ends known."""
        return self.earliest is not None and "/" in self.text

    @property
    def is_open(self) -> bool:
        """Whether only the latest end is known (`../B`)."""
        return self.earliest is None and self.latest is not None

    @property
    def precision(self) -> Precision | None:
        """How exactly a single date is known; None for intervals, `../B` and `unknown`."""
        moment = self._single
        if moment is None:
            return None
        if moment.month is None:
            return "year"
        if moment.day is None:
            return "month"
        return "day" if moment.time is None else "instant"

    @property
    def qualifier(self) -> Qualifier:
        """The qualifier of a single date; '' for all others, whose ends have their own."""
        moment = self._single
        return "" if moment is None else moment.qualifier

    @property
    def first_day(self) -> Day | None:
        """First possible day as written; None without a lower bound (`../B`, `unknown`)."""
        return None if self.earliest is None else _first_day(self.earliest)

    @property
    def last_day(self) -> Day | None:
        """Last possible day as written; None for `unknown`."""
        return None if self.latest is None else _last_day(self.latest)

    @property
    def common(self) -> tuple[int, ...]:
        """The smallest part of the calendar that contains every possible day: a day, month, year, or ()."""
        first, last = self.first_day, self.last_day
        if first is None or last is None:
            return ()
        if first == last:
            return first
        if first[:2] == last[:2]:
            return first[:2]
        return first[:1] if first[0] == last[0] else ()

    @property
    def sort_key(self) -> SortKey | None:
        """Place in the order of pronouncement; None for `unknown`, which the caller sorts by `inserted`.

        Year, month, day, whether there is a time, and the UTC instant in seconds from 00:00 UTC of the day as
        written; what is missing is 0 and comes first. Intervals go by A, `../B` by B; equal keys are a tie.
        """
        moment = self.earliest or self.latest
        if moment is None:
            return None
        year, month, day = moment.year, moment.month or 0, moment.day or 0
        if moment.time is None:
            return (year, month, day, 0, 0)
        return (year, month, day, 1, _utc_seconds(moment.time))

    @property
    def machine(self) -> str | None:
        """A valid `datetime` of HTML's `<time>` that says no more than is known; None when there is none.

        HTML Living Standard, "the time element": a year, month, date, or global date and time string. An
        interval, which has no such form, gives what its ends have in common.
        """
        moment = self._single
        if moment is not None:
            return self.text.removesuffix(moment.qualifier)
        return "-".join(f"{part:02}" if i else f"{part:04}" for i, part in enumerate(self.common)) or None

    @property
    def _single(self) -> Moment | None:
        return None if "/" in self.text else self.latest


class Instant(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """An RFC 3339 instant: as written, and in UTC."""

    text: str
    utc: dt.datetime

    @property
    def day(self) -> Day:
        """The calendar day as written."""
        return int(self.text[:4]), int(self.text[5:7]), int(self.text[8:10])


def parse_date(text: str) -> Date:
    """Read a date of the content model. Raise `DateError` for anything else, blanks around it included."""
    parsed = _read_date(text)
    if parsed is None:
        # Here and not above: only a mistake needs the words for it.
        from ipsegen.model.edtf_hints import explain_date

        raise DateError(*explain_date(text, _accepts))
    return parsed


def parse_instant(text: str) -> Instant:
    """Read an RFC 3339 instant (section 5.6, whole seconds). Raise `DateError` for anything else."""
    if _PLAIN_INSTANT.fullmatch(text):
        return Instant(text, dt.datetime.fromisoformat(text))
    moment = _read_moment(text)
    if moment is None or moment.time is None:
        from ipsegen.model.edtf_hints import explain_instant

        raise DateError(*explain_instant(text, _accepts))
    try:
        utc = _utc(_first_day(moment), moment.time)
    except OverflowError:
        message = f"'{text}' lies outside the years 0001 to 9999 in UTC"
        raise DateError(message) from None
    return Instant(text, utc)


def _utc(day: Day, time: str) -> dt.datetime:
    """The instant in UTC. Raise `OverflowError` where that lies beyond the calendar."""
    local = dt.datetime(*day, int(time[:2]), int(time[3:5]), int(time[6:8]), tzinfo=dt.UTC)
    if time[8] == "Z":
        return local
    return dt.datetime(*day, tzinfo=dt.UTC) + dt.timedelta(seconds=_utc_seconds(time))


def may_overlap(date: Date, start: Date | None, end: Date | None) -> bool:
    """Tell whether the date can fall in [start, end], by days as written; `end` is inclusive, None is open.

    An inexact bound is taken at its widest: from the first day of `start` to the last day of `end`.
    """
    lower = None if start is None else start.first_day
    upper = None if end is None else end.last_day
    first, last = date.first_day, date.last_day
    too_early = lower is not None and last is not None and last < lower
    too_late = upper is not None and first is not None and first > upper
    return not (too_early or too_late)


def surely_before(a: Date, b: Date) -> bool:
    """Tell whether every possible day of `a` is before every possible day of `b`, by days as written."""
    last, first = a.last_day, b.first_day
    return last is not None and first is not None and last < first


def surely_after_instant(date: Date, instant: Instant) -> bool:
    """Tell whether the earliest possible moment of the date is after the instant.

    With an offset they are compared exactly; without one the day may have begun up to 14 hours before UTC's.
    """
    moment = date.earliest
    if moment is None:
        return False
    utc = instant.utc
    if moment.time is None and moment.year < utc.year:
        return False
    if moment.time is None and _first_day(moment) <= (utc.year, utc.month, utc.day):
        return False
    lead = -_GRACE_SECONDS if moment.time is None else _utc_seconds(moment.time)
    inserted = _day_start((utc.year, utc.month, utc.day)) + utc.hour * 3600 + utc.minute * 60 + utc.second
    return _day_start(_first_day(moment)) + lead > inserted


def _read_date(text: str) -> Date | None:
    if "/" in text:
        return _read_interval(text)
    moment = _read_moment(text)
    if moment is None and text != "unknown":
        return None
    return Date(text, moment, moment)


def _read_interval(text: str) -> Date | None:
    start, _, end = text.partition("/")
    latest = _read_moment(end)
    if latest is None:
        return None
    if start == "..":
        return Date(text, None, latest)
    earliest = _read_moment(start)
    if earliest is None or not _in_order(earliest, latest):
        return None
    return Date(text, earliest, latest)


def _read_moment(text: str) -> Moment | None:
    match = _MOMENT.fullmatch(text)
    if match is None:
        return None
    year_text, month_text, day_text, time, qualifier = match.groups()
    year = int(year_text)
    month = int(month_text) if month_text else None
    day = int(day_text) if day_text else None
    if day is not None and month is not None and day > 28 and day > _month_length(year, month):
        return None
    return Moment(year, month, day, time, _QUALIFIERS[qualifier])


def _accepts(text: str) -> bool:
    return _read_date(text) is not None


def _in_order(earliest: Moment, latest: Moment) -> bool:
    """Tell whether a day, and for two instants a moment, lies from the one to the other."""
    first, last = _first_day(earliest), _last_day(latest)
    if first > last:
        return False
    if earliest.time is None or latest.time is None:
        return True
    return _day_start(first) + _utc_seconds(earliest.time) <= _day_start(last) + _utc_seconds(latest.time)


def _first_day(moment: Moment) -> Day:
    return (moment.year, moment.month or 1, moment.day or 1)


def _last_day(moment: Moment) -> Day:
    month = moment.month or 12
    return (moment.year, month, moment.day or _month_length(moment.year, month))


def _month_length(year: int, month: int) -> int:
    if month == 2 and year % 4 == 0 and (year % 100 != 0 or year % 400 == 0):
        return 29
    return _MONTH_LENGTHS[month - 1]


def _day_start(day: Day) -> int:
    """Count seconds to 00:00 UTC of the day, as a `datetime` would overflow at the ends of the calendar."""
    return dt.date(*day).toordinal() * _DAY_SECONDS


def _utc_seconds(time: str) -> int:
    """Count from 00:00 UTC of the day as written; below 0 or above 86,399 where UTC has another day."""
    local = int(time[:2]) * 3600 + int(time[3:5]) * 60 + int(time[6:8])
    if time[8] == "Z":
        return local
    offset = int(time[9:11]) * 3600 + int(time[12:14]) * 60
    return local - offset if time[8] == "+" else local + offset
