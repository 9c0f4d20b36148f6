"""Where a day lies on a line of time, and what is written below it."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipsegen.render.axis import MOST_TICKS, Axis

ordinals = st.dates().map(date.toordinal)
spans = st.tuples(ordinals, ordinals).map(sorted).map(tuple)


def axis(first: str, last: str, *, rtl: bool = False) -> Axis:
    return Axis(date.fromisoformat(first).toordinal(), date.fromisoformat(last).toordinal(), rtl)


@given(spans, st.booleans(), st.data())
def test_later_lies_further_in_the_direction_of_reading(span: tuple[int, int], rtl: bool, data: st.DataObject) -> None:
    line = Axis(*span, rtl)
    days = sorted(data.draw(st.lists(st.integers(*span), min_size=2, max_size=5)), reverse=rtl)
    places = [line.at(day) for day in days]
    assert places == sorted(places)
    assert all(0 <= place <= 100 for place in places)


@given(spans, st.booleans(), st.data())
def test_a_stretch_lies_within_the_picture(span: tuple[int, int], rtl: bool, data: st.DataObject) -> None:
    first, last = sorted(data.draw(st.tuples(st.integers(*span), st.integers(*span))))
    left, width = Axis(*span, rtl).extent(first, last)
    assert 0 <= left <= left + width <= 100.05
    assert width >= 0


@given(spans, st.booleans())
def test_few_ticks_stand_below_each_at_its_day(span: tuple[int, int], rtl: bool) -> None:
    ticks = Axis(*span, rtl).ticks("en")
    assert len(ticks) <= MOST_TICKS
    assert all(0 <= tick.x <= 100 for tick in ticks)
    assert [tick.x for tick in ticks] == sorted((tick.x for tick in ticks), reverse=rtl)
    assert len({tick.label for tick in ticks}) == len(ticks)


@pytest.mark.parametrize(
    ("first", "last", "labels"),
    [
        ("2024-10-28", "2024-10-31", ["28 Oct", "29 Oct", "30 Oct", "31 Oct"]),
        ("2024-10-18", "2025-01-21", ["Nov 2024", "Dec 2024", "Jan 2025"]),
        ("2010-10-14", "2024-10-01", ["2015", "2020"]),
        ("1843-07-04", "2024-01-01", ["1850", "1900", "1950", "2000"]),
    ],
)
def test_ticks_are_round_dates(first: str, last: str, labels: list[str]) -> None:
    assert [tick.label for tick in axis(first, last).ticks("en")] == labels


def test_words_near_an_end_keep_clear_of_it() -> None:
    anchors = [tick.anchor for tick in axis("2024-01-01", "2024-04-01").ticks("en")]
    assert anchors == ["start", "middle", "middle", "end"]
    assert [tick.anchor for tick in axis("2024-01-01", "2024-04-01", rtl=True).ticks("ar")] == anchors
