"""Dates in words.

Owns how a date is said in a language, never more precisely than it is known. Does not know what happened then.
Patterns come from the Unicode CLDR through Babel. A bare `en` is set as English of the world (en-001), day before
month, as CLDR names it; a site that wants another order says so in its language (en-US).
"""

import datetime as calendar
import functools
import re
from zoneinfo import ZoneInfo

from babel.core import Locale, UnknownLocaleError
from babel.dates import format_date as babel_date
from babel.dates import format_skeleton, format_time, get_month_names

from ipsegen.model.edtf import Date, Moment
from ipsegen.model.languages import canonical_language

_DAY = re.compile(r"\bd\b")
_KEPT = 4_096
"""So many days and times of the day are kept in words: pages say the same ones over and over."""


@functools.cache
def locale_of(language: str) -> Locale:
    """The CLDR locale of a language tag, its nearest parent, or world English."""
    tag = canonical_language(language) or "en"
    parts = ("en", "001") if tag == "en" else tuple(tag.split("-"))
    for length in range(len(parts), 0, -1):
        try:
            return Locale.parse("_".join(parts[:length]))
        except (UnknownLocaleError, ValueError):
            continue
    return Locale.parse("en_001")


def format_moment(moment: Moment, language: str) -> str:
    """A year, a month, a day, or a day with its time as written."""
    locale = locale_of(language)
    if moment.month is None:
        return str(moment.year)
    if moment.day is None:
        return format_skeleton("yMMMM", calendar.date(moment.year, moment.month, 1), locale=locale)
    day = _day(calendar.date(moment.year, moment.month, moment.day), language)
    return _with_time(day, _time(moment.time), language) if moment.time else day


def _time(time: str) -> str:
    """Hours and minutes with the offset as written."""
    clock, offset = (time[:-1], "UTC") if time.endswith("Z") else (time[:-6], f"UTC{time[-6:]}")
    return f"{clock[:5] if clock.endswith(':00') else clock} {offset}"


def month_name(month: int, language: str) -> str:
    """The name of a month by itself."""
    return str(get_month_names("wide", "stand-alone", locale=locale_of(language))[month])


def format_month(year: int, month: int, language: str) -> str:
    """A month with its year."""
    return format_skeleton("yMMMM", calendar.date(year, month, 1), locale=locale_of(language))


def format_month_day(moment: calendar.datetime, language: str) -> str:
    """A day without its year."""
    locale = locale_of(language)
    return babel_date(moment, _first(moment.day, locale.datetime_skeletons["MMMMd"].pattern, locale), locale=locale)


def format_instant(moment: calendar.datetime, zone: str, language: str) -> str:
    """A day with hours and minutes in a time zone: `21 January 2025, 18:00 UTC`."""
    local = moment.astimezone(ZoneInfo(zone))
    time = f"{_clock(local.hour, local.minute, language)} {local.tzname()}"
    return _with_time(_day(local.date(), language), time, language)


def _with_time(day: str, time: str, language: str) -> str:
    """A day and a time, with the comma of the language."""
    return locale_of(language).datetime_formats["medium"].format(time, day)  # type: ignore[no-any-return]


@functools.lru_cache(_KEPT)
def _day(day: calendar.date, language: str) -> str:
    locale = locale_of(language)
    return babel_date(day, _first(day.day, locale.date_formats["long"].pattern, locale), locale=locale)


def _first(day: int, pattern: str, locale: Locale) -> str:
    """A pattern for this day of a month. Those of the CLDR have no ordinal numbers, and French says `1er janvier`."""
    return _DAY.sub("d'er'", pattern) if day == 1 and locale.language == "fr" else pattern


@functools.lru_cache(_KEPT)
def _clock(hour: int, minute: int, language: str) -> str:
    return format_time(calendar.time(hour, minute), "HH:mm", locale=locale_of(language))


def describe(date: Date) -> tuple[str, Moment | None, Moment | None]:
    """How sure a date is, in one word, and the moments that a template puts into a sentence.

    The word is unknown, not-after, between; or for a single date exact, about (`~`), perhaps (`?`) or perhaps-about
    (`%`).
    """
    if date.is_unknown:
        return "unknown", None, None
    if date.is_open:
        return "not-after", None, date.latest
    if date.is_interval:
        return "between", date.earliest, date.latest
    words = {"": "exact", "~": "about", "?": "perhaps", "%": "perhaps-about"}
    return words[date.qualifier], date.earliest, date.latest


def format_day(day: calendar.date, skeleton: str, language: str) -> str:
    """The parts of a day that a skeleton of the CLDR names (`yMMM`), as the language orders them."""
    return format_skeleton(skeleton, day, locale=locale_of(language))
