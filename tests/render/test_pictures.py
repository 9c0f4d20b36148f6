"""Shapes stay within their pictures, tell counts from one another, and are turned round where writing is."""

import calendar
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipsegen.model.edtf import parse_date
from ipsegen.plan.pages import Cell, MonthShown
from ipsegen.plan.pictures import Bin, Crossing, Crossings, Rhythm
from ipsegen.plan.values import Counted, Link
from ipsegen.render.pictures import SHADES, bars, net, shade, strip, world, year

rtls = st.booleans()
counts = st.integers(1, 10_000)


@given(st.lists(st.tuples(counts, st.integers(0, 50)), min_size=2, max_size=60), rtls)
def test_every_bin_has_a_bar_within_the_picture(found: list[tuple[int, int]], rtl: bool) -> None:
    bins = tuple(Bin(slot * 2, parse_date("2024"), *each) for slot, each in enumerate(found))
    drawn = bars(Rhythm("day", bins[-1].slot + 1, bins, 0), rtl)
    for path, wanted in ((drawn.sure, len(found)), (drawn.perhaps, sum(also > 0 for _, also in found))):
        boxes = [tuple(map(int, box)) for box in re.findall(r"M(\d+) (\d+)v-(\d+)h(\d+)v\d+z", path)]
        assert len(boxes) == wanted
        assert all(0 <= x <= x + wide <= drawn.width and y - tall >= 0 for x, y, tall, wide in boxes)
        assert all(y == drawn.height and tall > 0 for _, y, tall, _ in boxes)
        assert [box[0] for box in boxes] == sorted((box[0] for box in boxes), reverse=rtl)


def test_more_quotes_make_a_higher_bar_and_one_alone_is_never_as_high_as_the_picture() -> None:
    rhythm = Rhythm("day", 2, (Bin(0, parse_date("2024-01-01"), 1, 0), Bin(1, parse_date("2024-01-02"), 2, 0)), 0)
    heights = [int(tall) for tall in re.findall(r"v-(\d+)", bars(rhythm, rtl=False).sure)]
    assert 0 < heights[0] < heights[1] < bars(rhythm, rtl=False).height


@given(counts, counts)
def test_shades_grow_with_counts(one: int, most: int) -> None:
    assert shade(0, most) == 0
    shades = [shade(count, most) for count in range(1, min(most, 300) + 1)]
    assert shades == sorted(shades)
    assert all(1 <= each <= SHADES for each in shades)
    assert shade(most, most) == SHADES
    assert 1 <= shade(min(one, most), most) <= SHADES


@pytest.mark.parametrize("most", range(1, SHADES + 1))
def test_small_counts_have_a_shade_each(most: int) -> None:
    assert len({shade(count, most) for count in range(most + 1)}) == most + 1


def months(number: int, said: dict[tuple[int, int], int]) -> list[MonthShown]:
    found = []
    for month in range(1, 13):
        weekday, length = calendar.monthrange(number, month)
        cells = tuple(Cell(day, said.get((month, day), 0), "") for day in range(1, length + 1))
        found.append(MonthShown(number, month, "", sum(cell.count for cell in cells), weekday, cells))
    return found


@given(st.integers(1, 9999), st.dictionaries(st.tuples(st.integers(1, 12), st.integers(1, 28)), counts), rtls)
def test_every_day_of_a_year_is_one_cell(number: int, said: dict[tuple[int, int], int], rtl: bool) -> None:
    drawn = year(months(number, said), rtl, "en")
    assert (drawn is None) == (len(said) < 2)
    if drawn is not None:
        cells = [place for each in drawn.grid.shades for place in re.findall(r"M(\d+) (\d+)h", each.path)]
        assert len(cells) == len(set(cells)) == 365 + calendar.isleap(number)
        assert all(0 <= int(x) < drawn.grid.width and 0 <= int(y) < drawn.grid.height for x, y in cells)
        assert (drawn.total, drawn.days, drawn.most) == (sum(said.values()), len(said), max(said.values()))
        assert drawn.peak.first_day == (number, *min(day for day in said if said[day] == drawn.most))


def test_a_day_lies_in_its_week_below_its_weekday() -> None:
    drawn = year(months(2024, {(1, 1): 1, (1, 9): 2}), False, "en")  # a Monday, and the Tuesday of the next week
    assert drawn is not None
    assert [each.path for each in drawn.grid.shades[1:]] == ["M1 1h8v8h-8z", "M11 11h8v8h-8z"]
    assert [tick.label for tick in drawn.ticks] == ["Jan", "Apr", "Jul", "Oct"]


def test_a_strip_has_a_cell_a_month_and_begins_where_reading_does() -> None:
    months_of_year = [3, *[0] * 11]
    assert strip(months_of_year, 3, rtl=False).shades[-1].path == "M1 1h8v8h-8z"
    assert strip(months_of_year, 3, rtl=True).shades[-1].path == "M111 1h8v8h-8z"


def named(*found: int) -> tuple[Counted, ...]:
    return tuple(Counted(Link(f"Name {n}", "/"), count) for n, count in enumerate(found))


@given(st.lists(st.lists(st.integers(0, 50), min_size=10, max_size=10), min_size=2, max_size=10), rtls)
def test_every_pair_is_a_knot_where_its_lines_meet(table: list[list[int]], rtl: bool) -> None:
    pairs = tuple(Crossing(i, j, n) for i, row in enumerate(table) for j, n in enumerate(row) if n)
    if not pairs:
        return
    drawn = net(Crossings(named(*map(sum, table)), named(*[1] * 10), pairs, 0), rtl)
    assert sum(knot.mentions for knot in drawn.knots) == sum(map(sum, table))
    assert len({(knot.x, knot.y) for knot in drawn.knots}) == len(pairs)
    for knot in drawn.knots:
        assert knot.radius <= knot.x <= drawn.width - knot.radius
        assert knot.radius <= knot.y <= drawn.height - knot.radius
        assert (knot.y, knot.voice) in drawn.rows
        assert (knot.x, knot.named) in drawn.columns
    larger = sorted(drawn.knots, key=lambda knot: knot.mentions)
    assert [knot.radius for knot in larger] == sorted(knot.radius for knot in larger)


def test_countries_that_the_map_has_not_are_told_beside_it() -> None:
    said = [Counted(Link(code, "/", code), count) for code, count in (("us", 9), ("su", 3), ("mt", 1))]
    drawn = world(said)
    assert [(each.counted.link.flag, each.shade) for each in drawn.shown] == [("mt", 2), ("us", SHADES)]
    assert [each.link.flag for each in drawn.missing] == ["su"]
