"""Quotes and roles along a line of time: each is there once, within the picture, and no more precise than is known."""

import datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipsegen.model.edtf import Date, parse_date
from ipsegen.plan.pages import RoleShown
from ipsegen.plan.pictures import Chronology, Lane
from ipsegen.plan.values import Neighbour
from ipsegen.render.lanes import lanes, roles

rtls = st.booleans()
days = st.dates()


def mark(date: str) -> Neighbour:
    return Neighbour("/q/", ("Ann",), "", "Words.", "en", parse_date(date), "attributed")


def chronology(*lanes_of_dates: list[str], moments: tuple[str, ...] = ()) -> Chronology:
    found = tuple(Lane(f"Voice {n}", "", tuple(map(mark, dates))) for n, dates in enumerate(lanes_of_dates))
    return Chronology(found, tuple(map(parse_date, moments)), 0)


dates = days.map(str) | days.map(lambda day: str(day)[:7]) | days.map(lambda day: str(day)[:4])


@given(st.lists(st.lists(dates, min_size=1, max_size=6), min_size=1, max_size=6), rtls)
def test_every_quote_is_one_dot_within_the_picture(found: list[list[str]], rtl: bool) -> None:
    drawn = lanes(chronology(*found), rtl, "en")
    assert drawn is not None
    assert [len(lane.dots) for lane in drawn.lanes] == [len(each) for each in found]
    for lane in drawn.lanes:
        assert all(0 <= dot.x <= dot.x + dot.width <= 100.05 for dot in lane.dots)
        assert all(lane.y <= dot.y < drawn.height for dot in lane.dots)
        assert all((dot.width > 0) <= (dot.mark.date.precision != "day") for dot in lane.dots)
    assert all(above.y < below.y for above, below in pairwise(drawn.lanes))


def test_dots_of_one_day_stand_below_one_another_and_lanes_make_room_for_them() -> None:
    drawn = lanes(chronology(["2024-03-01"] * 3, ["2024-03-09"]), rtl=False, language="en")
    assert drawn is not None
    first, second = drawn.lanes
    assert len({dot.y for dot in first.dots}) == 3
    assert max(dot.y for dot in first.dots) < second.y


def test_moments_are_marked_where_the_quotes_are() -> None:
    drawn = lanes(chronology(["2024-03-01", "2024-03-31"], moments=("2022", "2024-03-16")), False, "en")
    assert drawn is not None
    assert drawn.moments == (50.0,)


def test_where_quotes_have_one_date_the_story_makes_the_line() -> None:
    drawn = lanes(chronology(["2024-10/2024-11"] * 2, moments=("2022-02-24", "2025-04")), False, "en")
    assert drawn is not None
    assert len(drawn.moments) == 2
    assert 0 < drawn.lanes[0].dots[0].width < 20


def test_a_wall_of_dots_is_not_drawn() -> None:
    assert lanes(chronology(["2024-03-01"] * 40, ["2024-03-09"]), False, "en") is None


def role(since: str = "", until: str = "") -> RoleShown:
    begun, ended = (parse_date(each) if each else None for each in (since, until))
    return RoleShown("Minister", begun, ended, None, None)


some_roles = st.tuples(st.tuples(dates, dates).map(sorted), st.booleans(), st.booleans()).map(
    lambda drawn: role("" if drawn[1] else drawn[0][0], "" if drawn[2] else drawn[0][1])
)


@given(st.lists(some_roles, max_size=5), rtls)
def test_roles_lie_within_the_picture(held: list[RoleShown], rtl: bool) -> None:
    drawn = roles(held, rtl, "en")
    for each in drawn.roles if drawn is not None else ():
        kinds = [part.kind for part in each.parts]
        assert all(-0.05 <= part.x <= part.x + part.width <= 100.05 for part in each.parts)
        assert kinds.count("open") == (each.role.since is None) + (each.role.until is None)
        assert drawn is not None
        assert each.y < drawn.height


@pytest.mark.parametrize("rtl", [False, True])
def test_a_role_is_open_on_the_side_that_is_not_known(rtl: bool) -> None:
    drawn = roles([role("2024-01-01", "2024-12-31"), role(until="2020-01-01"), role(since="2022")], rtl, "en")
    assert drawn is not None
    held, before, after = ([(part.kind, part.x) for part in each.parts] for each in drawn.roles)
    assert [kind for kind, _ in held] == ["held"]
    assert [kind for kind, _ in before] == ["open"]
    assert [kind for kind, _ in after] == ["perhaps", "held", "open"]
    assert (before[0][1] < 1) is not rtl
    assert [x for _, x in after] == sorted((x for _, x in after), reverse=rtl)


@pytest.mark.parametrize(
    "held",
    [
        [], [role()], [role("2020-01-01", "2024-01-01")], [role(), role()],
        [role(since="2020-01-01"), role(until="2020-01-01")],
    ],
)  # fmt: skip
def test_fewer_than_two_dated_roles_are_not_drawn(held: list[RoleShown]) -> None:
    assert roles(held, False, "en") is None


def test_pictures_are_the_same_whenever_they_are_drawn() -> None:
    found: list[Date] = [parse_date(str(datetime.date(2024, 1, 1) + datetime.timedelta(n * 3))) for n in range(9)]
    lane = Lane("Ann", "", tuple(mark(date.text) for date in found))
    assert lanes(Chronology((lane,), (), 0), False, "en") == lanes(Chronology((lane,), (), 0), False, "en")
