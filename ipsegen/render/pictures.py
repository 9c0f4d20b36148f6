"""Pictures: numbers → shapes.

Owns where each shape of bars, calendars, nets and maps lies, and what templates draw with: pure functions of a page's
data that give integers or one decimal, within 0 … the size that is told. Colours and words are in
`templates/parts/pictures.html` and the style sheet. What lies along a line of time is in `lanes.py`. Does not
know HTML.
"""

import math
from collections.abc import Iterable, Sequence
from datetime import date
from functools import partial
from types import SimpleNamespace
from typing import Final, NamedTuple

from ipsegen.model.edtf import Date, parse_date
from ipsegen.plan.pages import MonthShown
from ipsegen.plan.pictures import Crossings, Rhythm
from ipsegen.plan.values import Counted
from ipsegen.render.axis import INSET, Axis, Tick, ordinal
from ipsegen.render.dates import format_day
from ipsegen.render.direction import direction
from ipsegen.render.lanes import lanes, roles
from ipsegen.render.world import NOT_ON_THE_MAP

SHADES: Final = 4
_SLOT, _BAR, _TALL, _LEAST = 10, 6, 40, 3
_CALM: Final = 3
"""A bar of fewer quotes than this is never as high as the picture."""
_CELL, _GAP = 10, 2
_MESH, _MOST_ROOM = 20, 126
_SMALLEST_KNOT, _LARGEST_KNOT = 3.5, 8.5


def shade(count: int, most: int) -> int:
    """How dark a count is, from 1 to 4 (0: nothing): up to four each has its own, else by the root of its share."""
    if count <= 0:
        return 0
    if most <= SHADES:
        return SHADES - most + count
    return math.ceil(SHADES * math.sqrt(count / most))


class Bars(NamedTuple):
    """The bars of a rhythm within `width` × `height`: what is sure, and behind it what may be too."""

    width: int
    height: int
    sure: str
    perhaps: str


def drawing(language: str) -> SimpleNamespace:
    """What a template draws with, in the direction in which its language is read. `start` is where a line begins."""
    rtl = direction(language) == "rtl"
    return SimpleNamespace(
        start=f"{100 - INSET if rtl else INSET}%",
        bars=partial(bars, rtl=rtl),
        lanes=partial(lanes, rtl=rtl, language=language),
        roles=partial(roles, rtl=rtl, language=language),
        year=partial(year, rtl=rtl, language=language),
        strip=partial(strip, rtl=rtl),
        net=partial(net, rtl=rtl),
        map=world,
    )


def bars(rhythm: Rhythm, rtl: bool) -> Bars:
    """A bar a bin, none for empty ones; the least is still to be seen."""
    most = max(_CALM, *(each.count + each.perhaps for each in rhythm.bins))
    sure, perhaps = [], []
    for each in rhythm.bins:
        slot = rhythm.slots - 1 - each.slot if rtl else each.slot
        if each.count:
            sure.append(_bar(slot, each.count, most))
        if each.perhaps:
            perhaps.append(_bar(slot, each.count + each.perhaps, most))
    return Bars(rhythm.slots * _SLOT, _TALL, "".join(sure), "".join(perhaps))


def _bar(slot: int, count: int, most: int) -> str:
    tall = max(_LEAST, round(_TALL * count / most))
    return f"M{slot * _SLOT + (_SLOT - _BAR) // 2} {_TALL}v-{tall}h{_BAR}v{tall}z"


class Shaded(NamedTuple):
    """All cells of one shade as one path."""

    shade: int
    path: str


class Grid(NamedTuple):
    """Cells in `width` × `height`."""

    width: int
    height: int
    shades: tuple[Shaded, ...]


class Year(NamedTuple):
    """The days of a year with the sums that its words need: quotes dated to the day, days with any, the fullest day."""

    grid: Grid
    ticks: list[Tick]
    total: int
    days: int
    most: int
    peak: Date


def year(months: Sequence[MonthShown], rtl: bool, language: str) -> Year | None:
    """The days of a year, a column a week, Monday above; None where fewer than two days have quotes."""
    first = ordinal((months[0].year, 1, 1))
    start = first - months[0].first_weekday
    counts = {ordinal((each.year, each.month, day.number)): day.count for each in months for day in each.days}
    most, days = max(counts.values()), sum(count > 0 for count in counts.values())
    if days < 2:
        return None
    columns = (max(counts) - start) // 7 + 1
    cells = [((day - start) // 7, (day - start) % 7, count) for day, count in counts.items()]
    axis = Axis(start, start + columns * 7, rtl, 0, 0)
    quarters = (date(months[0].year, month, 1) for month in (1, 4, 7, 10))
    ticks = [Tick(axis.at(day.toordinal()), "start", format_day(day, "MMM", language)) for day in quarters]
    peak = date.fromordinal(next(day for day, count in counts.items() if count == most))
    grid = _grid(cells, columns, 7, most, rtl)
    return Year(grid, ticks, sum(counts.values()), days, most, parse_date(str(peak)))


def strip(counts: Sequence[int], most: int, rtl: bool) -> Grid:
    """A row of cells, such as the months of a year; `most` is the highest count beside which it stands."""
    return _grid([(place, 0, count) for place, count in enumerate(counts)], len(counts), 1, most, rtl)


def _grid(cells: Iterable[tuple[int, int, int]], columns: int, rows: int, most: int, rtl: bool) -> Grid:
    paths: dict[int, list[str]] = {}
    side = _CELL - _GAP
    for column, row, count in cells:
        x = (columns - 1 - column if rtl else column) * _CELL + _GAP // 2
        paths.setdefault(shade(count, most), []).append(f"M{x} {row * _CELL + _GAP // 2}h{side}v{side}h-{side}z")
    shades = tuple(Shaded(number, "".join(parts)) for number, parts in sorted(paths.items()))
    return Grid(columns * _CELL, rows * _CELL, shades)


class Knot(NamedTuple):
    """Where the line of a voice meets that of someone it mentions; the area of the circle grows with the count."""

    x: int
    y: int
    radius: float
    mentions: int
    voice: str
    named: str


class Net(NamedTuple):
    """A line a voice, a line for each of those mentioned, in `width` × `height`; names end where lines begin."""

    width: int
    height: int
    start: int
    end: int
    top: int
    rows: tuple[tuple[int, str], ...]
    columns: tuple[tuple[int, str], ...]
    knots: tuple[Knot, ...]


def net(crossings: Crossings, rtl: bool) -> Net:
    """Who mentions whom."""
    left, top = (_room_for(side) for side in (crossings.voices, crossings.named))
    width, height = left + _MESH * (len(crossings.named) + 1), top + _MESH * (len(crossings.voices) + 1)
    most = max(pair.count for pair in crossings.pairs)

    def x_of(place: int) -> int:
        x = left + _MESH * (place + 1)
        return width - x if rtl else x

    def y_of(place: int) -> int:
        return top + _MESH * (place + 1)

    rows = [(y_of(place), each.link.label) for place, each in enumerate(crossings.voices)]
    columns = [(x_of(place), each.link.label) for place, each in enumerate(crossings.named)]
    knots = [
        Knot(
            columns[pair.named][0], rows[pair.voice][0],
            round(max(_SMALLEST_KNOT, _LARGEST_KNOT * math.sqrt(pair.count / max(most, SHADES))), 1),
            pair.count, rows[pair.voice][1], columns[pair.named][1],
        )
        for pair in crossings.pairs
    ]  # fmt: skip
    start, end = (width - left, 0) if rtl else (left, width)
    return Net(width, height, start, end, top, tuple(rows), tuple(columns), tuple(knots))


def _room_for(names: Iterable[Counted]) -> int:
    """How long the longest of some names is about to be; longer ones are cut."""
    return min(_MOST_ROOM, 10 + 7 * max(len(each.link.label) for each in names))


class Country(NamedTuple):
    """A country with quotes and its shade."""

    counted: Counted
    shade: int


class World(NamedTuple):
    """The countries that the map shows, those with fewest quotes first, and those that it does not have."""

    shown: tuple[Country, ...]
    missing: tuple[Counted, ...]


def world(countries: Sequence[Counted]) -> World:
    """Countries with their counts, by the code that is their flag."""
    most = max((each.count for each in countries), default=0)
    shown = [Country(each, shade(each.count, most)) for each in countries if each.link.flag not in NOT_ON_THE_MAP]
    missing = tuple(each for each in countries if each.link.flag in NOT_ON_THE_MAP)
    return World(tuple(reversed(shown)), missing)
