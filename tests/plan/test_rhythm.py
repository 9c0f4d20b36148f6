"""How many quotes a day, a week, a month: no date is taken for more precise than it is, and none is lost."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipsegen.model.edtf import Date, parse_date
from ipsegen.plan.rhythm import MOST_SLOTS, rhythm_of

NEAR = st.dates(datetime.date(2023, 6, 1), datetime.date(2025, 6, 1))


def written(days: st.SearchStrategy[datetime.date]) -> st.SearchStrategy[str]:
    """Days in all the forms in which a date may be written."""
    return st.one_of(
        days.map(str),
        days.map(lambda day: str(day)[:7]),
        days.map(lambda day: str(day)[:4]),
        days.map(lambda day: f"{day}T12:00:00Z"),
        st.tuples(days, days).map(lambda pair: "/".join(map(str, sorted(pair)))),
        days.map(lambda day: f"../{day}"),
        st.just("unknown"),
    )


lists_of_dates = st.lists(written(NEAR) | written(st.dates()), max_size=12).map(lambda texts: [*map(parse_date, texts)])


def dates(*texts: str) -> list[Date]:
    return [parse_date(text) for text in texts]


@given(lists_of_dates)
def test_every_quote_is_surely_in_one_bin_or_apart(found: list[Date]) -> None:
    rhythm = rhythm_of(found)
    if rhythm is not None:
        assert rhythm.total + rhythm.apart == len(found)
        assert sum(each.count > 0 for each in rhythm.bins) > 1
        assert rhythm.peak.count == max(each.count for each in rhythm.bins)


@given(lists_of_dates)
def test_bins_follow_one_another_on_the_axis(found: list[Date]) -> None:
    rhythm = rhythm_of(found)
    if rhythm is not None:
        slots = [each.slot for each in rhythm.bins]
        assert slots == sorted(set(slots))
        assert slots[0] == 0
        assert slots[-1] == rhythm.slots - 1
        assert rhythm.slots <= MOST_SLOTS or rhythm.unit == "decade"
        first_days = [each.date.first_day for each in rhythm.bins]
        assert all(first_days)
        assert first_days == sorted(first_days)  # type: ignore[type-var]


@given(lists_of_dates)
def test_a_date_lies_within_the_bin_that_counts_it(found: list[Date]) -> None:
    rhythm = rhythm_of(found)
    for each in rhythm.bins if rhythm is not None else ():
        first, last = each.date.first_day, each.date.last_day
        within = [
            date for date in found
            if date.first_day and date.last_day and first and last and first <= date.first_day <= date.last_day <= last
        ]  # fmt: skip
        assert len(within) >= each.count


@pytest.mark.parametrize(
    ("texts", "unit", "counts"),
    [
        (("2024-10-28", "2024-10-28", "2024-10-30"), "day", [2, 1]),
        (("2024-01-01", "2024-06-30", "2024-07-01"), "week", [1, 1, 1]),
        (("2020-01-31", "2024-10", "2024-10-05"), "month", [1, 2]),
        (("1843-07-04", "1849", "1900-01"), "year", [1, 1, 1]),
        (("1215-06-15", "1945-06-26", "1948-12-10"), "decade", [1, 2]),
    ],
)
def test_the_unit_suits_the_span(texts: tuple[str, ...], unit: str, counts: list[int]) -> None:
    rhythm = rhythm_of(dates(*texts))
    assert rhythm is not None
    assert (rhythm.unit, [each.count for each in rhythm.bins]) == (unit, counts)


def test_dates_known_to_the_month_are_counted_in_months() -> None:
    rhythm = rhythm_of(dates("2024-10", "2024-10", "2024-11", "2024-11-06"))
    assert rhythm is not None
    assert (rhythm.unit, [each.count for each in rhythm.bins], rhythm.apart) == ("month", [2, 2], 0)


def test_what_may_have_been_said_in_several_bins_is_counted_in_none_and_told_of_each() -> None:
    rhythm = rhythm_of(dates("2024-10-01", "2024-10-04", "2024-10-02/2024-10-03", "unknown"))
    assert rhythm is not None
    assert [(each.count, each.perhaps) for each in rhythm.bins] == [(1, 0), (0, 1), (0, 1), (1, 0)]
    assert rhythm.apart == 2


@pytest.mark.parametrize(
    "texts", [(), ("2024-10-28",), ("2024-10-28", "2024-10-28"), ("unknown", "2024"), ("../2024",)]
)
def test_one_moment_has_no_rhythm(texts: tuple[str, ...]) -> None:
    assert rhythm_of(dates(*texts)) is None


def test_it_says_from_when_to_when() -> None:
    rhythm = rhythm_of(dates("2024-01-03", "2024-06-30"))
    assert rhythm is not None
    assert (rhythm.since.text, rhythm.until.text) == ("2024-01-01", "2024-06-30")
