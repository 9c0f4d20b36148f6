"""What to tell an editor whose date or instant cannot be read: the fact, and the spelling that was meant.

This module owns the words, and the readings of what people really write (`28.10.2024`, `c. 2024`, `n.d.`). It
does not decide what is valid: every spelling it offers has been accepted by the caller's reader and stands in
single quotation marks. A text that can mean two days gets both, and no guess. It runs on the error path only.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Iterator
from typing import TypeAlias

Accepts: TypeAlias = Callable[[str], bool]
Fault: TypeAlias = tuple[str, str]  # message, hint
Spelling: TypeAlias = tuple[str, str]  # how to write it, and which day that is where there are several

_MUST = "is not written as {} must be"
_NOTHING_HINT = "write 'unknown' if nothing is known of it"
_DATE_HINT = "write a year, a month or a day, such as '2024', '2024-10' or '2024-10-28', or 'unknown'"
_INSTANT_HINT = "write the day, the time and the offset from UTC, as in '2024-10-28T14:30:00Z'"
_LONGEST = 100
_NO_DATE = re.compile(
    r"(date )?(unknown|not known)|undated|no date|[nso]\.? ?[dj]\.?|n/a|none|null|tb[cd]|[~?/-]+|\.\."
    r"|(\.\.|unknown)/(\.\.|unknown)?",
    re.IGNORECASE,
)
_FLAGS = re.ASCII | re.IGNORECASE
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_DIGITS = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d\d)(?:-(?P<day>\d\d))?)?[~?%]?", re.ASCII)
_SEASON = re.compile(r"\d{4}-2[1-4]|.*\b(spring|summer|autumn|fall|winter)\b.*", _FLAGS)
_OUTSIDE = re.compile(r"-\d{4}.*|y?-?\d{5,}(-\d\d){0,2}|.*\d\s*b\.?c\.?(e\.?)?", _FLAGS)
_SHORT_YEAR = re.compile(r"(\d{1,2}[-./ ] ?){2}\d{2}|'?\d{2}|.*[a-z]\.? '?\d{2}", _FLAGS)
_TIMED = re.compile(
    r"(?P<day>[^:]*?[^:T\s,~?%])(?P<mark>[~?%]?)(?:T|,?\s+(?:at\s+)?)"
    r"(?P<hour>\d{1,2}):(?P<minute>\d\d)(?::(?P<second>\d\d)(?P<fraction>[.,]\d+)?)?\s*"
    r"(?:(?P<sign>[+-])(?P<oh>\d\d):?(?P<om>\d\d)?|(?P<zone>[a-z]{1,5}))?(?P<qualifier>[~?%]?)",
    _FLAGS,
)


def explain_date(text: str, accepts: Accepts) -> Fault:
    """Say why the text, which `accepts` refuses, is not a date, and how to write it if that can be told."""
    plain = _plain(text)
    if not plain:
        return "the date is empty", _NOTHING_HINT
    if len(plain) > _LONGEST:
        return f"{_quoted(text)} is not a date", _DATE_HINT
    if _NO_DATE.fullmatch(plain):
        return f"{_quoted(text)} is not a date", _NOTHING_HINT
    fault = (
        _impossible(plain, accepts)
        or _timed(text, plain, accepts, instant_only=False)
        or _respelt(text, plain, accepts)
        or _interval(text, plain, accepts)
        or _inexpressible(text, plain)
    )
    return fault or (f"{_quoted(text)} is not a date", _DATE_HINT)


def explain_instant(text: str, accepts: Accepts) -> Fault:
    """Say why the text is not an instant; `accepts` tells which texts are dates, as for `explain_date`."""
    plain = _plain(text)
    if not plain:
        return "the instant is empty", _INSTANT_HINT
    if _DAY.fullmatch(plain) and accepts(plain):
        hint = f"add the time and its offset from UTC, as in '{plain}T14:30:00Z'"
        return f"{_quoted(text)} has no time of day", hint
    fault = _timed(text, plain, accepts, instant_only=True) if len(plain) <= _LONGEST else None
    return fault or (f"{_quoted(text)} is not an instant", _INSTANT_HINT)


def _plain(text: str) -> str:
    """Undo typographic variety: one kind of dash, apostrophe and blank."""
    folded = unicodedata.normalize("NFKC", text)
    return " ".join(re.sub("[‐-―−]", "-", folded).replace("’", "'").split())


def _quoted(text: str) -> str:
    shown = "".join(c if c.isprintable() else " " for c in text[:_LONGEST])
    return f"'{shown}'" if len(text) <= 60 else f"'{shown[:59]}…'"


# --- impossible days ------------------------------------------------------------------------------


def _impossible(plain: str, accepts: Accepts) -> Fault | None:
    """Find the year, month or day that no calendar has, in a date of the right form."""
    match = _DIGITS.fullmatch(plain)
    if match is None or accepts(plain):
        return None
    year, month, day = match["year"], match["month"], match["day"]
    if year == "0000":
        return "'0000' is not a year from 0001 to 9999", "write 'unknown' if the year is not known"
    if month is None:
        return None
    if not 1 <= int(month) <= 12:
        return _impossible_month(year, month, day, accepts)
    if day is None:
        return None
    message = f"'{year}-{month}-{day}' is not a day of the calendar"
    if day == "00":
        return message, f"write '{year}-{month}' if the day is not known"
    days = calendar.monthrange(int(year), int(month))[1]
    return message, f"{_MONTHS[int(month) - 1]} {int(year)} has {days} days"


def _impossible_month(year: str, month: str, day: str | None, accepts: Accepts) -> Fault | None:
    if day is None and _SEASON.fullmatch(f"{year}-{month}"):
        return None
    message = f"'{year}-{month}' is not a month of the calendar"
    if month == "00":
        return message, f"write '{year}' if the month is not known"
    swapped = f"{year}-{day}-{month}"
    if accepts(swapped):
        return message, f"months run from 01 to 12; write '{swapped}' for {_gloss(swapped)}"
    return message, "months run from 01 to 12"


# --- times of day ---------------------------------------------------------------------------------


def _timed(text: str, plain: str, accepts: Accepts, *, instant_only: bool) -> Fault | None:
    """Find the fault of a day with a time of day."""
    match = _TIMED.fullmatch(plain)
    if match is None:
        return None
    day = _only(_spellings(match["day"], accepts))
    if day is None:
        message, hint = explain_date(match["day"], accepts)
        return message, _INSTANT_HINT if instant_only and "'" in hint else hint
    if not _DAY.fullmatch(day):
        return f"{_quoted(text)} has a time, but no day", _INSTANT_HINT
    return (
        _impossible_time(match, day, accepts)
        or _impossible_offset(match)
        or _incomplete_time(text, match, day, accepts, instant_only=instant_only)
    )


def _impossible_time(match: re.Match[str], day: str, accepts: Accepts) -> Fault | None:
    hour, minute, second = match["hour"], match["minute"], match["second"] or "00"
    message = f"'{hour}:{minute}:{second}' is not a time of day"
    if (hour, minute, second) == ("24", "00", "00") and not day.startswith("9999-12-31"):
        following = dt.date.fromisoformat(day) + dt.timedelta(days=1)
        midnight = f"{following}T00:00:00{_offset(match) or 'Z'}"
        if accepts(midnight):
            return message, f"midnight begins the following day, as in '{midnight}'"
    if int(hour) > 23:
        return message, "hours run from 00 to 23"
    if int(minute) > 59:
        return message, "minutes run from 00 to 59"
    if int(second) == 60:
        return message, "leap seconds cannot be written; use second 59"
    return (message, "seconds run from 00 to 59") if int(second) > 59 else None


def _impossible_offset(match: re.Match[str]) -> Fault | None:
    offset, zone = _offset(match), match["zone"]
    if offset is None and zone:
        if zone.lower() in {"am", "pm"}:
            return f"'{zone}' is not an offset from UTC", "hours run from 00 to 23, without am and pm"
        return f"'{zone}' is not an offset from UTC", "write it in hours and minutes, such as +01:00"
    if offset and int(match["om"] or 0) > 59:
        return f"'{offset}' is not an offset from UTC", "minutes run from 00 to 59"
    if offset and offset[1:] > "14:00":
        return f"'{offset}' is not an offset from UTC", "offsets run from -14:00 to +14:00"
    return None


def _offset(match: re.Match[str]) -> str | None:
    """Spell the offset; None if there is none, or only a name such as CET."""
    if match["sign"]:
        offset = f"{match['sign']}{match['oh']}:{match['om'] or '00'}"
        # RFC 3339 section 4.3: -00:00 is UTC where the local offset is not known.
        return "Z" if offset == "-00:00" else offset
    return "Z" if (match["zone"] or "").upper() in {"Z", "UTC", "GMT"} else None


def _incomplete_time(
    text: str, match: re.Match[str], day: str, accepts: Accepts, *, instant_only: bool
) -> Fault | None:
    """Find what a possible day and time lacks, or has too much."""
    offset, mark = _offset(match), match["mark"] or match["qualifier"]
    second = match["second"] or "00"
    whole = f"{day}T{match['hour'].zfill(2)}:{match['minute']}:{second}{offset or 'Z'}"
    if not accepts(whole):
        return None
    or_day = "" if instant_only else f", or '{day}{mark}' if the day is enough"
    if offset is None:
        hint = f"add Z for UTC, as in '{whole}', or the offset of the place, such as +02:00{or_day}"
        return f"{_quoted(text)} has no offset from UTC", hint
    if offset == "Z" and match["sign"]:
        return "'-00:00' is not an offset from UTC", f"write '{whole}'"
    if mark:
        hint = f"write '{whole}' if the moment is certain{or_day}"
        return f"{_quoted(text)} qualifies an instant; only years, months and days can be qualified", hint
    if match["fraction"]:
        return f"{_quoted(text)} has a fraction of a second", f"write '{whole}'"
    if match["second"] is None:
        return f"{_quoted(text)} has no seconds", f"write '{whole}'"
    return f"{_quoted(text)} {_MUST.format('an instant')}", f"write '{whole}'"


# --- other spellings of one date ------------------------------------------------------------------


def _respelt(text: str, plain: str, accepts: Accepts) -> Fault | None:
    """Find the date, or the two dates, that the text is another spelling of."""
    spellings = _spellings(plain, accepts)
    if spellings:
        ways = [f"'{spelling}' for {gloss}" if gloss else f"'{spelling}'" for spelling, gloss in spellings]
        return f"{_quoted(text)} {_MUST.format('a date')}", "write " + " or ".join(ways)
    faults = (_impossible(spelling, accepts) for spelling, _ in _readings(plain))
    fault = next(filter(None, faults), None)
    return None if fault is None else (f"{_quoted(text)} is not a day of the calendar", fault[1])


def _spellings(plain: str, accepts: Accepts) -> list[Spelling]:
    """List the accepted ways to write it, with their meanings where there are several."""
    if accepts(plain):
        return [(plain, "")]
    found = {spelling: gloss for spelling, gloss in _readings(plain) if accepts(spelling)}
    return list(found.items()) if len(found) > 1 else [(spelling, "") for spelling in found]


def _only(spellings: list[Spelling]) -> str | None:
    return spellings[0][0] if len(spellings) == 1 else None


def _readings(plain: str) -> Iterator[Spelling]:
    """Read the text as one date in every way, with its qualifier, whether accepted or not."""
    mark, core = _unqualified(plain.lower())
    words = _FILLER.fullmatch(core)
    core = words["rest"] if words else core
    for pattern, build in _FORMS:
        match = pattern.fullmatch(core)
        if match is not None:
            for spelling, gloss in build(match):
                yield "/".join(end + mark for end in spelling.split("/")), gloss
            return


_TRAILING = re.compile(r"(?P<rest>.*[^~?%()\s])\s*\(?(?P<marks>[~?%]+)\)?")
_MAYBE = re.compile(r"(?:probably|possibly|perhaps|maybe|\?)\s*(?P<rest>.+)")
_ABOUT = re.compile(r"(?:c(?:irc)?a?\.?(?=[ \d])|about|around|approx(?:imately|\.)?|~)\s*(?P<rest>.+)")
_FILLER = re.compile(r"(?:in |on |the |year |(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,? )+(?P<rest>.+)")


def _unqualified(lowered: str) -> tuple[str, str]:
    """Part the words and marks that amount to an EDTF qualifier from the date."""
    about = maybe = False
    rest = lowered
    if match := _TRAILING.fullmatch(rest):
        about, maybe = bool(set(match["marks"]) & set("~%")), bool(set(match["marks"]) & set("?%"))
        rest = match["rest"]
    if match := _MAYBE.fullmatch(rest):
        maybe, rest = True, match["rest"]
    if match := _ABOUT.fullmatch(rest):
        about, rest = True, match["rest"]
    if about:
        return ("%" if maybe else "~"), rest
    return ("?" if maybe else ""), rest


def _numbers(match: re.Match[str]) -> Iterator[Spelling]:
    groups = match.groupdict()
    month = groups.get("m")
    if name := groups.get("name"):
        month = str(next(i for i, n in enumerate(_MONTHS, 1) if n.lower().startswith(name[:3])))
    parts = [part.zfill(2) for part in (month, groups.get("d")) if part]
    yield "-".join((match["y"].zfill(4), *parts)), ""


def _day_and_month(match: re.Match[str]) -> Iterator[Spelling]:
    """Day first is what most of the world writes, month first what the United States write."""
    for day, month in ((match["a"], match["b"]), (match["b"], match["a"])):
        if 1 <= int(month) <= 12:
            spelling = f"{match['y']}-{month.zfill(2)}-{day.zfill(2)}"
            yield spelling, _gloss(spelling)


def _year_and_two(match: re.Match[str]) -> Iterator[Spelling]:
    """`2010/11` is a month to some, two years to others."""
    year, two = match["y"], match["b"].zfill(2)
    if 1 <= int(two) <= 12:
        yield f"{year}-{two}", f"{_MONTHS[int(two) - 1]} {int(year)}"
    if two > year[2:]:
        yield f"{year}/{year[:2]}{two}", f"the years {int(year)} to {int(year[:2] + two)}"


def _span(match: re.Match[str]) -> Iterator[Spelling]:
    """Read a decade or century, written out or with digits left open (EDTF level 1: `202X`)."""
    yield f"{match['y'].ljust(4, '0')}/{match['y'].ljust(4, '9')}", ""


def _gloss(spelling: str) -> str:
    year, month, day = (int(part) for part in spelling.split("-"))
    return f"{day} {_MONTHS[month - 1]} {year}"


# Not from `calendar`, whose names follow the process's locale.
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_NAME = "(?P<name>" + "|".join(f"{n[:3]}(?:{n[3:]})?" for n in map(str.lower, _MONTHS)) + r"|sept)\.?"
_YEAR = r"(?P<y>\d{4})"
_NTH = r"(?P<d>\d{1,2})(?:st|nd|rd|th|\.)?"

# The first form that fits is the only one that is read.
_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Iterator[Spelling]]], ...] = tuple(
    (re.compile(pattern, re.ASCII), build)
    for pattern, build in (
        (rf"{_YEAR}(?P<s>[-/. ]) ?(?P<m>\d{{1,2}})(?P=s) ?(?P<d>\d{{1,2}})\.?", _numbers),
        (rf"(?P<a>\d{{1,2}})(?P<s>[-/. ]) ?(?P<b>\d{{1,2}})(?P=s) ?{_YEAR}", _day_and_month),
        (rf"{_YEAR}/(?P<b>\d\d?)", _year_and_two),
        (rf"{_YEAR}[-. ](?P<m>\d{{1,2}})", _numbers),
        (rf"(?P<m>\d{{1,2}})[-/. ]{_YEAR}", _numbers),
        (rf"{_YEAR}(?P<m>\d\d)(?P<d>\d\d)", _numbers),
        (rf"{_NTH}[ -](?:of )?{_NAME},?[ -]{_YEAR}", _numbers),
        (rf"{_NAME}[ -]{_NTH},?[ -]{_YEAR}", _numbers),
        (rf"{_YEAR},?[ -]{_NAME}[ -]{_NTH}", _numbers),
        (rf"{_NAME},?[ -](?:of )?{_YEAR}", _numbers),
        (rf"{_YEAR},?[ -]{_NAME}", _numbers),
        (r"(?P<y>\d{3,4})", _numbers),
        (rf"{_YEAR}(?:-(?P<m>\d\d))?(?:-[xu]{{2}}){{1,2}}", _numbers),
        (r"(?P<y>\d{3})(?:[xu]|0'?s)", _span),
        (r"(?P<y>\d{2})[xu]{2}", _span),
    )
)


# --- intervals ------------------------------------------------------------------------------------

_INTERVALS = tuple(
    re.compile(pattern, _FLAGS)
    for pattern in (
        r"(?P<start>[^/]*)/(?P<end>[^/]*)",
        r"(?:from )?(?P<start>.+?) (?:to|until|till|-) (?P<end>.+)",
        r"between (?P<start>.+?) and (?P<end>.+)",
        r"\[?(?P<start>\.\.+|not after|no later than|before|by|until|up to) ?(?P<end>[^\]]+)\]?",
        r"\[?(?:since|after|from|not before) (?P<start>.+)(?P<end>)",
        r"\[?(?P<start>[^\]]+?)\.\.+(?P<end>[^\]]*)\]?",
        r"(?P<start>\d{4})-(?P<end>\d{4})",
    )
)
_NO_START = re.compile(r"\.*|open|unknown|[?*]|not after|no later than|before|by|until|up to", _FLAGS)
_NO_END = re.compile(r"\.*|open|unknown|[?*]|now|today|present", _FLAGS)


def _interval(text: str, plain: str, accepts: Accepts) -> Fault | None:
    """Find an interval's missing, misspelt or impossible end, or its two ends in the wrong order."""
    if plain.count("/") > 1 and " " not in plain:
        hint = "an interval has one, as in '2024-10-03/2024-10-09'"
        return f"{_quoted(text)} has more than one slash", hint
    match = next(filter(None, (pattern.fullmatch(plain) for pattern in _INTERVALS)), None)
    if match is None:
        return None
    start, end = match["start"].strip(), match["end"].strip()
    first = _only(_spellings(start, accepts))
    if _NO_END.fullmatch(end):
        alone = f", or '{first}' alone if it was then" if first else ""
        return f"{_quoted(text)} has no end", f"write the latest date that is possible after the slash{alone}"
    last = _only(_spellings(end, accepts)) or _completed(start, end, accepts)
    if last is None:
        return explain_date(end, accepts)
    if _NO_START.fullmatch(start):
        fact = "has no beginning" if plain.startswith("/") else _MUST.format("a date")
        return (f"{_quoted(text)} {fact}", f"write '../{last}' for not after {last}") if "/" not in last else None
    if first is None:
        return explain_date(start, accepts)
    return _misordered(text, first, last, accepts)


def _misordered(text: str, first: str, last: str, accepts: Accepts) -> Fault | None:
    if accepts(f"{first}/{last}"):
        return f"{_quoted(text)} {_MUST.format('a date')}", f"write '{first}/{last}'"
    if "/" in first + last:
        return None
    message = f"{_quoted(text)} ends before it begins"
    if accepts(f"{last}/{first}"):
        return message, f"write '{last}/{first}'"
    return message, "write both ends with the same offset from UTC"


def _completed(start: str, end: str, accepts: Accepts) -> str | None:
    """Complete the end of `2024-10-03/09`, which leaves out what it shares with the beginning."""
    whole = start[: max(0, len(start) - len(end))] + end
    return whole if re.fullmatch(r"[\d-]+", end, re.ASCII) and accepts(whole) else None


def _inexpressible(text: str, plain: str) -> Fault | None:
    """Name a known kind of date that nothing can stand for without a guess."""
    if _SEASON.fullmatch(plain):
        return f"{_quoted(text)} names a season", "write the months it covers, such as '2024-03/2024-05'"
    if _OUTSIDE.fullmatch(plain):
        return f"{_quoted(text)} is not in the years 0001 to 9999", ""
    if _SHORT_YEAR.fullmatch(plain):
        return f"{_quoted(text)} has a year of two digits", "write all four digits, as in '2024-10-28'"
    return None
