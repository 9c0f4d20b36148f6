"""Dates and instants: what editors may write, what they are told otherwise, and what follows from a date."""

from __future__ import annotations

import calendar
import datetime as dt
import itertools
import pickle
import re
import warnings

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from ipsegen.model.edtf import (
    Date,
    DateError,
    Day,
    Instant,
    Moment,
    SortKey,
    may_overlap,
    parse_date,
    parse_instant,
    surely_after_instant,
    surely_before,
)

with warnings.catch_warnings():
    # pyparsing finds fault with edtf's grammar when Python runs with -W; it does so once, at import.
    warnings.simplefilter("ignore")
    import edtf

UTC = dt.UTC


def refused(text: str) -> tuple[str, str]:
    with pytest.raises(DateError) as caught:
        parse_date(text)
    return caught.value.message, caught.value.hint


def instant_refused(text: str) -> tuple[str, str]:
    with pytest.raises(DateError) as caught:
        parse_instant(text)
    return caught.value.message, caught.value.hint


def key(text: str) -> SortKey:
    found = parse_date(text).sort_key
    assert found is not None
    return found


# --- what is accepted ----------------------------------------------------------------------------

ACCEPTED = [
    # text, precision, first possible day, last possible day, common, machine
    ("2024", "year", (2024, 1, 1), (2024, 12, 31), (2024,), "2024"),
    ("0001", "year", (1, 1, 1), (1, 12, 31), (1,), "0001"),
    ("9999-12", "month", (9999, 12, 1), (9999, 12, 31), (9999, 12), "9999-12"),
    ("2024-10", "month", (2024, 10, 1), (2024, 10, 31), (2024, 10), "2024-10"),
    ("2024-02", "month", (2024, 2, 1), (2024, 2, 29), (2024, 2), "2024-02"),
    ("2023-02", "month", (2023, 2, 1), (2023, 2, 28), (2023, 2), "2023-02"),
    ("1900-02", "month", (1900, 2, 1), (1900, 2, 28), (1900, 2), "1900-02"),
    ("2000-02-29", "day", (2000, 2, 29), (2000, 2, 29), (2000, 2, 29), "2000-02-29"),
    ("2024-10-28", "day", (2024, 10, 28), (2024, 10, 28), (2024, 10, 28), "2024-10-28"),
    ("2024~", "year", (2024, 1, 1), (2024, 12, 31), (2024,), "2024"),
    ("2024-10?", "month", (2024, 10, 1), (2024, 10, 31), (2024, 10), "2024-10"),
    ("2024-10-28%", "day", (2024, 10, 28), (2024, 10, 28), (2024, 10, 28), "2024-10-28"),
    (
        "2024-10-28T14:30:00Z", "instant",
        (2024, 10, 28), (2024, 10, 28), (2024, 10, 28), "2024-10-28T14:30:00Z",
    ),
    (
        "2024-10-28T00:30:00+14:00", "instant",
        (2024, 10, 28), (2024, 10, 28), (2024, 10, 28), "2024-10-28T00:30:00+14:00",
    ),
    ("2024-10-03/2024-10-09", None, (2024, 10, 3), (2024, 10, 9), (2024, 10), "2024-10"),
    ("2024-03/2024-10-09", None, (2024, 3, 1), (2024, 10, 9), (2024,), "2024"),
    ("0476/0476-09", None, (476, 1, 1), (476, 9, 30), (476,), "0476"),
    ("2024-10-28/2024-10-28", None, (2024, 10, 28), (2024, 10, 28), (2024, 10, 28), "2024-10-28"),
    (
        "2024-10-28T10:00:00Z/2024-10-28T12:00:00Z", None,
        (2024, 10, 28), (2024, 10, 28), (2024, 10, 28), "2024-10-28",
    ),
    ("2024/2025", None, (2024, 1, 1), (2025, 12, 31), (), None),
    ("2024~/2025?", None, (2024, 1, 1), (2025, 12, 31), (), None),
    ("../2024", None, None, (2024, 12, 31), (), None),
    ("../2024-02~", None, None, (2024, 2, 29), (), None),
    ("unknown", None, None, None, (), None),
]  # fmt: skip


@pytest.mark.parametrize(("text", "precision", "first", "last", "common", "machine"), ACCEPTED)
def test_an_accepted_date_tells_its_precision_its_bounds_and_what_a_machine_may_read(
    text: str,
    precision: str | None,
    first: Day | None,
    last: Day | None,
    common: tuple[int, ...],
    machine: str | None,
) -> None:
    date = parse_date(text)
    assert date.text == text
    assert date.precision == precision
    assert date.first_day == first
    assert date.last_day == last
    assert date.common == common
    assert date.machine == machine


def test_a_date_is_single_an_interval_open_or_unknown() -> None:
    kinds = {
        text: (date.is_interval, date.is_open, date.is_unknown)
        for text in ("2024-10", "2024/2024", "../2024", "unknown")
        for date in [parse_date(text)]
    }
    assert kinds == {
        "2024-10": (False, False, False),
        "2024/2024": (True, False, False),
        "../2024": (False, True, False),
        "unknown": (False, False, True),
    }


def test_a_single_date_is_both_of_its_ends_as_written() -> None:
    date = parse_date("2024-10-28T14:30:00+02:00")
    assert date.earliest == date.latest == Moment(2024, 10, 28, "14:30:00+02:00", "")


def test_each_end_of_an_interval_has_its_own_qualifier_and_the_interval_has_none() -> None:
    date = parse_date("2024~/2025-03?")
    assert date.earliest == Moment(2024, None, None, None, "~")
    assert date.latest == Moment(2025, 3, None, None, "?")
    assert date.qualifier == ""
    assert parse_date("2024-10%").qualifier == "%"
    assert parse_date("../2024~").qualifier == parse_date("unknown").qualifier == ""


def test_an_interval_whose_ends_differ_in_precision_needs_only_one_day_between_them() -> None:
    assert parse_date("2024/2024-03").last_day == (2024, 3, 31)
    assert parse_date("2024-10-28/2024").last_day == (2024, 12, 31)
    assert parse_date("2024-10-31/2024-10").common == (2024, 10, 31)


# --- what is refused, and what the editor is told ------------------------------------------------

TIMELESS = "add Z for UTC, as in '2024-10-28T14:30:00Z', or the offset of the place, such as +02:00"
FORMS = "write a year, a month or a day, such as '2024', '2024-10' or '2024-10-28', or 'unknown'"
NOTHING = "write 'unknown' if nothing is known of it"
NO_END = "write the latest date that is possible after the slash"

REFUSED = [
    # no such day or time
    ("2024-02-30", "'2024-02-30' is not a day of the calendar", "February 2024 has 29 days"),
    ("2023-02-29", "'2023-02-29' is not a day of the calendar", "February 2023 has 28 days"),
    ("1900-02-29~", "'1900-02-29' is not a day of the calendar", "February 1900 has 28 days"),
    ("2024-04-31", "'2024-04-31' is not a day of the calendar", "April 2024 has 30 days"),
    ("2024-10-00", "'2024-10-00' is not a day of the calendar", "write '2024-10' if the day is not known"),
    ("2024-13", "'2024-13' is not a month of the calendar", "months run from 01 to 12"),
    ("2024-00", "'2024-00' is not a month of the calendar", "write '2024' if the month is not known"),
    (
        "2024-28-10", "'2024-28' is not a month of the calendar",
        "months run from 01 to 12; write '2024-10-28' for 28 October 2024",
    ),
    ("0000", "'0000' is not a year from 0001 to 9999", "write 'unknown' if the year is not known"),
    ("0000-00-00", "'0000' is not a year from 0001 to 9999", "write 'unknown' if the year is not known"),
    ("12024", "'12024' is not in the years 0001 to 9999", ""),
    ("44 BC", "'44 BC' is not in the years 0001 to 9999", ""),
    (
        "2024-12-31T24:00:00Z", "'24:00:00' is not a time of day",
        "midnight begins the following day, as in '2025-01-01T00:00:00Z'",
    ),
    ("9999-12-31T24:00:00Z", "'24:00:00' is not a time of day", "hours run from 00 to 23"),
    ("2024-10-28T25:00:00Z", "'25:00:00' is not a time of day", "hours run from 00 to 23"),
    ("2024-10-28T14:60:00Z", "'14:60:00' is not a time of day", "minutes run from 00 to 59"),
    ("2024-10-28T14:30:61Z", "'14:30:61' is not a time of day", "seconds run from 00 to 59"),
    (
        "2016-12-31T23:59:60Z", "'23:59:60' is not a time of day",
        "leap seconds cannot be written; use second 59",
    ),
    (
        "2024-10-28T14:30:00+14:01", "'+14:01' is not an offset from UTC",
        "offsets run from -14:00 to +14:00",
    ),
    ("2024-10-28T14:30:00+02:60", "'+02:60' is not an offset from UTC", "minutes run from 00 to 59"),
    ("2024-10-28T14:30:00-00:00", "'-00:00' is not an offset from UTC", "write '2024-10-28T14:30:00Z'"),
    ("2024-02-30T14:30:00Z", "'2024-02-30' is not a day of the calendar", "February 2024 has 29 days"),
    # a time that is not written out
    ("2024-10-28T14:30Z", "'2024-10-28T14:30Z' has no seconds", "write '2024-10-28T14:30:00Z'"),
    (
        "2024-10-28T14:30:00", "'2024-10-28T14:30:00' has no offset from UTC",
        f"{TIMELESS}, or '2024-10-28' if the day is enough",
    ),
    (
        "2024-10-28 14:30", "'2024-10-28 14:30' has no offset from UTC",
        f"{TIMELESS}, or '2024-10-28' if the day is enough",
    ),
    (
        "28 October 2024, 14:30", "'28 October 2024, 14:30' has no offset from UTC",
        f"{TIMELESS}, or '2024-10-28' if the day is enough",
    ),
    (
        "2024-10-28t14:30:00z", "'2024-10-28t14:30:00z' is not written as an instant must be",
        "write '2024-10-28T14:30:00Z'",
    ),
    (
        "2024-10-28 14:30:00 UTC", "'2024-10-28 14:30:00 UTC' is not written as an instant must be",
        "write '2024-10-28T14:30:00Z'",
    ),
    (
        "2024-10-28T14:30:00+0200", "'2024-10-28T14:30:00+0200' is not written as an instant must be",
        "write '2024-10-28T14:30:00+02:00'",
    ),
    (
        "2024-10-28T14:30:00 CET", "'CET' is not an offset from UTC",
        "write it in hours and minutes, such as +01:00",
    ),
    (
        "2024-10-28 2:30 pm", "'pm' is not an offset from UTC",
        "hours run from 00 to 23, without am and pm",
    ),
    (
        "2024-10-28T14:30:00.25Z", "'2024-10-28T14:30:00.25Z' has a fraction of a second",
        "write '2024-10-28T14:30:00Z'",
    ),
    (
        "2024-10T14:30:00Z", "'2024-10T14:30:00Z' has a time, but no day",
        "write the day, the time and the offset from UTC, as in '2024-10-28T14:30:00Z'",
    ),
    (
        "2024-10-28T14:30:00Z~",
        "'2024-10-28T14:30:00Z~' qualifies an instant; only years, months and days can be qualified",
        "write '2024-10-28T14:30:00Z' if the moment is certain, or '2024-10-28~' if the day is enough",
    ),
    # intervals
    ("2024/..", "'2024/..' has no end", f"{NO_END}, or '2024' alone if it was then"),
    ("2024-10/", "'2024-10/' has no end", f"{NO_END}, or '2024-10' alone if it was then"),
    ("since 2024", "'since 2024' has no end", f"{NO_END}, or '2024' alone if it was then"),
    ("/2024", "'/2024' has no beginning", "write '../2024' for not after 2024"),
    ("../..", "'../..' is not a date", NOTHING),
    ("before 2024", "'before 2024' is not written as a date must be", "write '../2024' for not after 2024"),
    ("2025/2024", "'2025/2024' ends before it begins", "write '2024/2025'"),
    ("2024-10/2024-03", "'2024-10/2024-03' ends before it begins", "write '2024-03/2024-10'"),
    ("2024-02-30/2024-03-01", "'2024-02-30' is not a day of the calendar", "February 2024 has 29 days"),
    ("../2024-13", "'2024-13' is not a month of the calendar", "months run from 01 to 12"),
    (
        "2024-10-03/09", "'2024-10-03/09' is not written as a date must be",
        "write '2024-10-03/2024-10-09'",
    ),
    ("2024–2025", "'2024–2025' is not written as a date must be", "write '2024/2025'"),
    (
        "3 October 2024 to 9 October 2024",
        "'3 October 2024 to 9 October 2024' is not written as a date must be",
        "write '2024-10-03/2024-10-09'",
    ),
    (
        "2024/2025/2026", "'2024/2025/2026' has more than one slash",
        "an interval has one, as in '2024-10-03/2024-10-09'",
    ),
    # other spellings
    ("28.10.2024", "'28.10.2024' is not written as a date must be", "write '2024-10-28'"),
    ("28/10/2024", "'28/10/2024' is not written as a date must be", "write '2024-10-28'"),
    ("10/28/2024", "'10/28/2024' is not written as a date must be", "write '2024-10-28'"),
    (
        "5/1/2024", "'5/1/2024' is not written as a date must be",
        "write '2024-01-05' for 5 January 2024 or '2024-05-01' for 1 May 2024",
    ),
    ("05.05.2024", "'05.05.2024' is not written as a date must be", "write '2024-05-05'"),
    ("30.02.2024", "'30.02.2024' is not a day of the calendar", "February 2024 has 29 days"),
    ("28 October 2024", "'28 October 2024' is not written as a date must be", "write '2024-10-28'"),
    ("Oct. 28th, 2024", "'Oct. 28th, 2024' is not written as a date must be", "write '2024-10-28'"),
    (
        "Monday, 28 October 2024", "'Monday, 28 October 2024' is not written as a date must be",
        "write '2024-10-28'",
    ),
    ("October 2024", "'October 2024' is not written as a date must be", "write '2024-10'"),
    ("Sept 2024", "'Sept 2024' is not written as a date must be", "write '2024-09'"),
    ("2024/10/28", "'2024/10/28' is not written as a date must be", "write '2024-10-28'"),
    ("2024-1-5", "'2024-1-5' is not written as a date must be", "write '2024-01-05'"),
    ("2024–10–28", "'2024–10–28' is not written as a date must be", "write '2024-10-28'"),
    ("20241028", "'20241028' is not written as a date must be", "write '2024-10-28'"),
    ("2024/10", "'2024/10' is not written as a date must be", "write '2024-10'"),
    ("10/2024", "'10/2024' is not written as a date must be", "write '2024-10'"),
    (
        "2010/11", "'2010/11' is not written as a date must be",
        "write '2010-11' for November 2010 or '2010/2011' for the years 2010 to 2011",
    ),
    ("476", "'476' is not written as a date must be", "write '0476'"),
    ("28.10.24", "'28.10.24' has a year of two digits", "write all four digits, as in '2024-10-28'"),
    ("2024-10-XX", "'2024-10-XX' is not written as a date must be", "write '2024-10'"),
    ("202X", "'202X' is not written as a date must be", "write '2020/2029'"),
    ("the 1990s", "'the 1990s' is not written as a date must be", "write '1990/1999'"),
    ("19XX", "'19XX' is not written as a date must be", "write '1900/1999'"),
    ("2024-21", "'2024-21' names a season", "write the months it covers, such as '2024-03/2024-05'"),
    ("spring 2024", "'spring 2024' names a season", "write the months it covers, such as '2024-03/2024-05'"),
    # qualifiers
    ("circa 2024", "'circa 2024' is not written as a date must be", "write '2024~'"),
    ("c. 2024", "'c. 2024' is not written as a date must be", "write '2024~'"),
    ("~2024", "'~2024' is not written as a date must be", "write '2024~'"),
    ("2024 (?)", "'2024 (?)' is not written as a date must be", "write '2024?'"),
    ("2024?~", "'2024?~' is not written as a date must be", "write '2024%'"),
    ("probably c. May 2024", "'probably c. May 2024' is not written as a date must be", "write '2024-05%'"),
    # nothing
    ("", "the date is empty", NOTHING),
    (" \n", "the date is empty", NOTHING),
    ("n.d.", "'n.d.' is not a date", NOTHING),
    ("?", "'?' is not a date", NOTHING),
    ("Unknown", "'Unknown' is not a date", NOTHING),
    (" 2024", "' 2024' is not written as a date must be", "write '2024'"),
    ("2024\n", "'2024 ' is not written as a date must be", "write '2024'"),
    ("２０２４", "'２０２４' is not written as a date must be", "write '2024'"),
    ("٢٠٢٤", "'٢٠٢٤' is not a date", FORMS),
    ("yesterday", "'yesterday' is not a date", FORMS),
    ("9" * 5000, "'" + "9" * 59 + "…' is not a date", FORMS),
]  # fmt: skip


@pytest.mark.parametrize(("text", "message", "hint"), REFUSED)
def test_a_refused_date_is_told_as_a_fact_with_the_way_out(text: str, message: str, hint: str) -> None:
    assert refused(text) == (message, hint)


@pytest.mark.parametrize(
    "text",
    [
        "2024-10-29T01:00:00+02:00/2024-10-28T23:00:00-05:00",  # as written it ends on the day before
        "2024-10-28T23:00:00-05:00/2024-10-29T01:00:00+02:00",  # in UTC it ends five hours before
    ],
)
def test_an_interval_that_is_in_order_only_as_written_or_only_in_utc_is_refused(text: str) -> None:
    message, hint = refused(text)
    assert message.endswith("ends before it begins")
    assert hint == "write both ends with the same offset from UTC"


def test_an_error_reads_as_one_line_and_survives_the_way_between_processes() -> None:
    error = DateError("'2024-02-30' is not a day of the calendar", "February 2024 has 29 days")
    assert str(error) == "'2024-02-30' is not a day of the calendar (February 2024 has 29 days)"
    assert str(DateError("the date is empty")) == "the date is empty"
    restored = pickle.loads(pickle.dumps(error))
    assert (restored.message, restored.hint) == (error.message, error.hint)


# --- instants ------------------------------------------------------------------------------------


def test_an_instant_is_exact_in_utc_and_keeps_the_day_as_written() -> None:
    instant = parse_instant("2024-10-28T00:30:00+02:00")
    assert instant == Instant("2024-10-28T00:30:00+02:00", dt.datetime(2024, 10, 27, 22, 30, tzinfo=UTC))
    assert instant.day == (2024, 10, 28)
    assert parse_instant("2024-12-31T20:00:00-05:30").utc == dt.datetime(2025, 1, 1, 1, 30, tzinfo=UTC)


WHOLE = "write the day, the time and the offset from UTC, as in '2024-10-28T14:30:00Z'"


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("", "the instant is empty", WHOLE),
        ("unknown", "'unknown' is not an instant", WHOLE),
        ("2024-10", "'2024-10' is not an instant", WHOLE),
        ("now", "'now' is not an instant", WHOLE),
        (
            "2024-03-01",
            "'2024-03-01' has no time of day",
            "add the time and its offset from UTC, as in '2024-03-01T14:30:00Z'",
        ),
        ("2024-10-28T14:30:00", "'2024-10-28T14:30:00' has no offset from UTC", TIMELESS),
        ("2024-10-28T14:30Z", "'2024-10-28T14:30Z' has no seconds", "write '2024-10-28T14:30:00Z'"),
        (
            "2024-10-28T14:30:00.123456+00:00",
            "'2024-10-28T14:30:00.123456+00:00' has a fraction of a second",
            "write '2024-10-28T14:30:00+00:00'",
        ),
        ("5/1/2024 14:30Z", "'5/1/2024' is not written as a date must be", WHOLE),
        ("2024-02-30T14:30:00Z", "'2024-02-30' is not a day of the calendar", "February 2024 has 29 days"),
        (
            "0001-01-01T00:00:00+01:00",
            "'0001-01-01T00:00:00+01:00' lies outside the years 0001 to 9999 in UTC",
            "",
        ),
        ("1" * 200, "'" + "1" * 59 + "…' is not an instant", WHOLE),
    ],
)
def test_a_refused_instant_is_told_as_a_fact_with_the_way_out(text: str, message: str, hint: str) -> None:
    assert instant_refused(text) == (message, hint)


# --- order ---------------------------------------------------------------------------------------

IN_ORDER = [
    "../2023~",
    "2023-12-31T23:59:59Z",
    "2024",
    "2024-01",
    "2024-01-01",
    "2024-01-01T00:00:00+14:00",  # in UTC still 2023, but the day is the day as written
    "2024-01-01T00:00:00Z",
    "2024-01-01T00:00:01Z",
    "2024-01-01T00:00:00-05:00",
    "2024-01-02",
    "2024-02-01/2030",
    "../2024-03",
    "2024-12-31",
    "2025~",
]


def test_dates_sort_by_earliest_year_month_day_and_instant_and_what_is_missing_comes_first() -> None:
    assert sorted(set(IN_ORDER), key=key) == IN_ORDER
    assert len({key(text) for text in IN_ORDER}) == len(IN_ORDER)


def test_an_interval_sorts_by_its_beginning_an_open_one_by_its_end_and_a_qualifier_changes_nothing() -> None:
    assert key("2024-10/2031") == key("../2024-10") == key("2024-10?") == key("2024-10")


def test_instants_of_one_written_day_sort_by_what_happened_first() -> None:
    assert key("2024-10-28T09:00:00-05:00") > key("2024-10-28T12:00:00+02:00")
    assert key("2024-10-28T12:00:00+02:00") == key("2024-10-28T10:00:00Z")


def test_an_unknown_date_leaves_its_place_to_the_caller() -> None:
    assert parse_date("unknown").sort_key is None


# --- roles in force ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pronounced", "start", "end", "expected"),
    [
        ("2024-10-01", "2024-10-01", None, True),  # the first day in office
        ("2024-09-30", "2024-10-01", None, False),
        ("2024-10-01", None, "2024-10-01", True),  # `to` is inclusive
        ("2024-10-02", None, "2024-10-01", False),
        ("2024-10-01", None, None, True),
        ("2024", "2024-10-01", None, True),  # some day of 2024 may be after the first in office
        ("2024-12-31", None, "2024", True),  # left some day of 2024, perhaps the last
        ("2024-01-01", "2024", None, True),
        ("../2024", "2023", "2025", True),
        ("../2022", "2023", "2025", False),
        ("2020/2030", "2023", "2024", True),
        ("unknown", "2023", "2024", True),
        ("2010", "../2012", "2014", True),  # took office some day up to 2012
        ("2019", "2012", "unknown", True),
        ("2011-12-31T23:30:00-05:00", "2012", None, False),  # by days as written
    ],
)
def test_a_role_may_be_in_force_on_that_day(
    pronounced: str, start: str | None, end: str | None, expected: bool
) -> None:
    lower = None if start is None else parse_date(start)
    upper = None if end is None else parse_date(end)
    assert may_overlap(parse_date(pronounced), lower, upper) is expected


# --- contradictions ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ended", "started", "contradiction"),
    [
        ("2023", "2024", True),
        ("2024-10-27", "2024-10-28", True),
        ("2024-10-28", "2024-10-28", False),
        ("2024-10-01", "2024", False),  # it may have started in September
        ("2024-10", "2024-10-28", False),
        ("../2023", "2024", True),
        ("2024", "../2030", False),
        ("unknown", "2024", False),
        ("2024", "unknown", False),
        ("2020/2023-12-31", "2024-01/2025", True),
    ],
)
def test_a_context_that_ended_before_it_started_is_a_contradiction_only_when_it_is_sure(
    ended: str, started: str, contradiction: bool
) -> None:
    assert surely_before(parse_date(ended), parse_date(started)) is contradiction


@pytest.mark.parametrize(
    ("pronounced", "inserted", "contradiction"),
    [
        ("2024-10-28T14:30:01Z", "2024-10-28T14:30:00Z", True),
        ("2024-10-28T14:30:00Z", "2024-10-28T14:30:00Z", False),
        ("2024-10-28T23:00:00+10:00", "2024-10-28T14:30:00Z", False),  # 13:00 UTC
        ("2024-10-28T10:00:00-05:00", "2024-10-28T14:30:00Z", True),  # 15:00 UTC
        ("2024-10-28", "2024-10-28T14:30:00Z", False),
        ("2024-10-29", "2024-10-28T10:00:00Z", False),  # it is the 29th on Kiritimati
        ("2024-10-29", "2024-10-28T09:59:59Z", True),  # it is the 28th everywhere
        ("2024-10-29~", "2024-10-27T10:00:00Z", True),
        ("2025", "2024-12-30T00:00:00Z", True),
        ("2024", "2024-01-02T00:00:00Z", False),
        ("2024-10-28/2030", "2024-10-28T14:30:00Z", False),
        ("2029-01-01T00:00:00Z/2030", "2024-10-28T14:30:00Z", True),
        ("../2030", "2024-10-28T14:30:00Z", False),
        ("unknown", "2024-10-28T14:30:00Z", False),
        ("9999-12-31T23:00:00-05:00", "9999-12-31T23:59:59Z", True),
        ("0001-01-01", "0001-01-01T00:00:00Z", False),
    ],
)
def test_a_statement_pronounced_after_it_was_inserted_is_a_contradiction_beyond_the_grace(
    pronounced: str, inserted: str, contradiction: bool
) -> None:
    assert surely_after_instant(parse_date(pronounced), parse_instant(inserted)) is contradiction


# --- properties ----------------------------------------------------------------------------------

YEARS = st.integers(1, 9999) | st.sampled_from([1, 4, 100, 400, 1600, 1900, 2000, 2023, 2024, 9999])
QUALIFIERS = st.sampled_from(["", "", "~", "?", "%"])


@st.composite
def calendar_dates(draw: st.DrawFn) -> str:
    year, month = draw(YEARS), draw(st.integers(1, 12))
    day = draw(st.integers(1, calendar.monthrange(year, month)[1]))
    parts = (f"{year:04}", f"{month:02}", f"{day:02}")[: draw(st.integers(1, 3))]
    return "-".join(parts) + draw(QUALIFIERS)


@st.composite
def instants(draw: st.DrawFn) -> str:
    # Two days from either end of the calendar, so that `datetime` can hold the moment in UTC as well.
    moment = draw(st.datetimes(dt.datetime(1, 1, 2), dt.datetime(9999, 12, 30)))  # noqa: DTZ001
    minutes = draw(st.integers(-14 * 60, 14 * 60))
    offset = f"{'+' if minutes >= 0 else '-'}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"
    return moment.isoformat(timespec="seconds") + draw(st.sampled_from(["Z", offset]))


SINGLES = calendar_dates() | instants()


@st.composite
def intervals(draw: st.DrawFn) -> str:
    # As text without qualifiers, so that the order does not rest on the module's own.
    ends = sorted((draw(calendar_dates()), draw(calendar_dates())), key=lambda end: end.rstrip("~?%"))
    return "/".join(ends)


TEXTS = SINGLES | intervals() | calendar_dates().map("../{}".format) | st.just("unknown")
DATES = TEXTS.map(parse_date)

PIECES = st.sampled_from(
    re.split(
        r"\|",
        "2024|10|28|02|30|1|5|00|13|24|60|-|/|.|:|T|Z|t|z|+|~|?|%|X|..|unknown|circa|c.|October|Oct|of|28th|before|to"
        "|from|between|and|n.d.|BC|14:30|14:30:00|+02:00|UTC|pm|1990s|spring|(|)|'|\u2013|\u00a0| ",
    )
)
SCRIBBLES = st.lists(PIECES, max_size=9).map("".join) | st.text(max_size=40) | TEXTS.map(lambda text: text[:-1])


@given(TEXTS)
def test_every_date_of_the_profile_is_accepted_and_kept_as_written(text: str) -> None:
    date = parse_date(text)
    assert date.text == text
    ends = [
        "-".join(
            part for part in (f"{end.year:04}", end.month and f"{end.month:02}", end.day and f"{end.day:02}") if part
        )
        + (f"T{end.time}" if end.time else "")
        + end.qualifier
        for end in (date.earliest, date.latest)
        if end is not None
    ]
    again = "/".join([".."] * date.is_open + ends[: 2 if date.is_interval else 1]) or "unknown"
    assert again == text


def dates_in(hint: str) -> list[str]:
    return re.findall(r"'([^']*)'", hint)


@given(SCRIBBLES)
@example("2024-10-28T14:30:00Z/")
@example("\ud800")
def test_every_text_is_a_date_or_a_date_error_whose_hint_holds_only_dates(text: str) -> None:
    try:
        parse_date(text)
    except DateError as error:
        message, hint = error.message, error.hint
    else:
        return
    assert message
    assert "\n" not in message + hint
    assert all(parse_date(spelling).text == spelling for spelling in dates_in(hint))


@given(SCRIBBLES)
def test_every_text_is_an_instant_or_a_date_error_whose_hint_holds_only_instants(text: str) -> None:
    try:
        parse_instant(text)
    except DateError as error:
        message, hint = error.message, error.hint
    else:
        return
    assert message
    assert all(parse_instant(spelling).text == spelling for spelling in dates_in(hint))


@given(st.lists(DATES.filter(lambda date: not date.is_unknown), min_size=2, max_size=6))
def test_keys_are_plain_numbers_in_a_total_order_that_agrees_with_first_days(
    dates: list[Date],
) -> None:
    keys = [date.sort_key for date in dates]
    assert all(key is not None and len(key) == 5 and all(type(part) is int for part in key) for key in keys)
    bounded = sorted((date for date in dates if not date.is_open), key=lambda date: date.sort_key or ())
    for earlier, later in itertools.pairwise(bounded):
        assert earlier.first_day is not None
        assert later.first_day is not None
        assert earlier.first_day <= later.first_day


@given(instants(), instants())
def test_instants_of_one_day_are_in_the_order_of_utc(a: str, b: str) -> None:
    b = a[:10] + b[10:]
    before = dt.datetime.fromisoformat(a) < dt.datetime.fromisoformat(b)
    assert (key(a) < key(b)) is before


@given(instants())
def test_an_instant_is_what_the_standard_library_reads(text: str) -> None:
    instant = parse_instant(text)
    assert instant.utc == dt.datetime.fromisoformat(text)
    assert instant.utc.tzinfo is UTC
    assert "{:04}-{:02}-{:02}".format(*instant.day) == text[:10]


@given(DATES)
def test_what_is_common_contains_every_possible_day_and_no_smaller_part_does(date: Date) -> None:
    first, last = date.first_day, date.last_day
    if first is None or last is None:
        assert date.common == ()
        return
    size = len(date.common)
    assert first <= last
    assert first[:size] == last[:size] == date.common
    assert size == 3 or first[: size + 1] != last[: size + 1]


def is_valid_html_time(value: str) -> bool:
    """Follow "Dates and times" of the HTML Living Standard's common microsyntaxes, for the forms in use."""
    if re.fullmatch(r"[0-9]{4,}", value):
        return int(value) > 0
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}", value):
        dt.date.fromisoformat(f"{value}-01")
        return True
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        dt.date.fromisoformat(value)
        return True
    # Another day, as Python's calendar can end between the time as written and UTC; HTML's cannot.
    dt.datetime.fromisoformat(f"2000-01-01{value[10:]}")
    dt.date.fromisoformat(value[:10])
    offset = r"Z|\+[0-9]{2}:[0-9]{2}|-(?!00:00)[0-9]{2}:[0-9]{2}"
    return re.fullmatch(rf"T[0-9]{{2}}:[0-9]{{2}}:[0-9]{{2}}({offset})", value[10:]) is not None


@given(DATES)
def test_the_machine_form_is_valid_html_and_says_no_more_than_is_known(date: Date) -> None:
    if date.machine is None:
        assert date.common == ()
        return
    assert is_valid_html_time(date.machine)
    assert tuple(int(part) for part in date.machine.partition("T")[0].split("-")) == date.common


@given(DATES, DATES)
def test_surely_before_is_asymmetric_and_agrees_with_overlap(a: Date, b: Date) -> None:
    assert not (surely_before(a, b) and surely_before(b, a))
    assert not surely_before(a, a)
    assert may_overlap(a, b, b) is may_overlap(b, a, a) is not (surely_before(a, b) or surely_before(b, a))


@given(DATES, instants())
def test_what_is_surely_after_an_instant_is_not_on_an_earlier_day(date: Date, text: str) -> None:
    if surely_after_instant(date, parse_instant(text)):
        assert date.first_day is not None
        # 28 hours: UTC+14 and UTC-14 can be two days apart, as written.
        day = dt.date.fromisoformat(text[:10])
        assert dt.date(*date.first_day) >= day - dt.timedelta(days=2)


# --- the oracle ----------------------------------------------------------------------------------


@given(SINGLES | intervals() | calendar_dates().map("../{}".format))
def test_bounds_are_those_of_the_edtf_package(text: str) -> None:
    assume("+00:00" not in text)  # the package refuses this offset, which RFC 3339 allows
    theirs, ours = edtf.parse_edtf(text), parse_date(text)
    lower, upper = theirs.lower_strict(), theirs.upper_strict()
    # The package has -inf where there is no lower bound; a time it drops, which leaves the day as written.
    assert (None if isinstance(lower, float) else tuple(lower[:3])) == ours.first_day
    assert tuple(upper[:3]) == ours.last_day


IMPOSSIBLE = [
    "2024-02-30",
    "2024-04-31",
    "2024-13",
    "2024-10-28T14:60:00Z",
    "2024-10-28T14:30:00+14:01",
]


@pytest.mark.parametrize("text", [*IMPOSSIBLE, "2024?~", "2024-10-28T14:30:00Z~", "2024-10-28t14:30:00z", "28.10.2024"])
def test_the_edtf_package_refuses_it_as_well(text: str) -> None:
    refused(text)
    with pytest.raises(edtf.EDTFParseException):
        edtf.parse_edtf(text)


@pytest.mark.parametrize(
    "text",
    [
        "2023-02-29",  # the package knows the lengths of months, but no leap years
        "2025/2024",  # the package does not compare the ends of an interval
        "2024/..",  # EDTF has open and unknown ends; a statement has been pronounced, so its date has an end
        "2024/",
        "/2024",  # an unknown beginning: the archive has one way to say "not after"
        "2024-21",  # EDTF has seasons, open digits, level 2 and years outside 0001 to 9999
        "202X",
        "~2024",
        "{2024,2025}",
        "Y12024",
        "-0044",
        "0000",
        "2024-10-28T14:30:00",  # ISO 8601 has local time; an instant of the archive is one in UTC
        "2024-10-28T24:00:00Z",  # RFC 3339 and HTML have midnight only at the beginning of a day
        " 2024",  # the package strips blanks
    ],
)
def test_the_edtf_package_accepts_more_than_the_archive(text: str) -> None:
    refused(text)
    assert edtf.parse_edtf(text) is not None


@pytest.mark.parametrize(
    "text",
    [
        "unknown",  # our word: EDTF leaves an unknown date to the schema around it
        "2024-10-28T14:30:00Z/2024-10-29",  # ISO 8601-1 has instants at the ends of an interval, EDTF has not
    ],
)
def test_the_archive_accepts_more_than_the_edtf_package(text: str) -> None:
    assert parse_date(text).text == text
    with pytest.raises(edtf.EDTFParseException):
        edtf.parse_edtf(text)
