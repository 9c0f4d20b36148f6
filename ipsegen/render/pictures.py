"""Pictures: numbers → shapes.

Owns where each shape of a picture lies: pure functions of a page's data that give integers or one decimal, within 0 …
the size that is told, or percents of the width where a picture may be as wide as there is room. Colours and words
are in `templates/parts/pictures.html` and the style sheet. Does not know HTML.
"""

import math
from collections.abc import Iterable, Sequence
from datetime import date
from functools import partial
from types import SimpleNamespace
from typing import Final, NamedTuple

from ipsegen.model.edtf import Date, parse_date
from ipsegen.plan.pages import MonthShown, RoleShown
from ipsegen.plan.pictures import Chronology, Crossings, Rhythm
from ipsegen.plan.values import Counted, Neighbour
from ipsegen.render.axis import INSET, Axis, Tick, days_of, ordinal
from ipsegen.render.dates import format_day
from ipsegen.render.direction import direction
from ipsegen.render.world import NOT_ON_THE_MAP

SHADES: Final = 4
_SLOT, _BAR, _TALL, _LEAST = 10, 6, 40, 3
_CALM: Final = 3
"""A bar of fewer quotes than this is never as high as the picture."""
_LINE: Final = 12
"""Between two dots of one day, and between the lines of a label."""
_COLUMN: Final = 2
"""Dots closer than so many percent stand below one another."""
_THIN: Final = 6
"""Between two dates that are not known to the day."""
_DEEPEST: Final = 120
_ROLE: Final = 52
"""Between two roles: two lines of words, a bar, and room."""
_OPEN: Final = 8.0
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


class Dot(NamedTuple):
    """A quote: a point of time, or where that is not known to the day, all the time that it may be (`width` > 0)."""

    x: float
    width: float
    y: int
    mark: Neighbour


class LaneDrawn(NamedTuple):
    """A voice: its line at `y`, its name above, its dots on it and below."""

    name: str
    kind: str
    y: int
    dots: tuple[Dot, ...]


class Lanes(NamedTuple):
    """Voices below one another over one line of time; `moments` are positions."""

    height: int
    lanes: tuple[LaneDrawn, ...]
    moments: tuple[float, ...]
    ticks: list[Tick]


def lanes(chronology: Chronology, rtl: bool, language: str) -> Lanes | None:
    """The lanes; None where so many quotes fall close together that dots would make a wall."""
    ends = [days for lane in chronology.lanes for mark in lane.marks if (days := days_of(mark.date)) is not None]
    moments = [days for days in map(days_of, chronology.moments) if days is not None]
    if len(set(ends)) < 2:  # the story is what there is to see
        ends += moments
    axis = Axis(min(first for first, _ in ends), max(last for _, last in ends), rtl)
    drawn = []
    y = 0
    for lane in chronology.lanes:
        y += 2 * _LINE + 4
        dots, depth = _stacked(lane.marks, axis, y)
        if depth > _DEEPEST:
            return None
        drawn.append(LaneDrawn(lane.name, lane.kind, y, dots))
        y += depth
    upright = sorted({axis.at(first) for first, _ in moments if axis.first <= first <= axis.last})
    return Lanes(y + 2 * _LINE, tuple(drawn), tuple(upright), axis.ticks(language))


def _stacked(marks: Iterable[Neighbour], axis: Axis, top: int) -> tuple[tuple[Dot, ...], int]:
    """Dots from the line at `top` down, and how deep the lane is below it."""
    filled: dict[int, int] = {}
    dots = []
    for mark in marks:
        days = days_of(mark.date)
        if days is None:
            continue
        x, width = axis.extent(*days)
        columns = range(int(x / _COLUMN), int((x + width) / _COLUMN) + 1)
        y = max(filled.get(column, 0) for column in columns)
        filled.update(dict.fromkeys(columns, y + (_THIN if width else _LINE)))
        dots.append(Dot(x, width, top + y, mark))
    return tuple(dots), max(filled.values(), default=0)


class Stretch(NamedTuple):
    """A part of a role: `held` for certain, `perhaps` as its end is known to the month or year, `open` without end."""

    x: float
    width: float
    kind: str


class RoleDrawn(NamedTuple):
    """A role with the parts of its bar at `y`."""

    role: RoleShown
    y: int
    parts: tuple[Stretch, ...]


class Roles(NamedTuple):
    """Roles below one another over one line of time."""

    height: int
    roles: tuple[RoleDrawn, ...]
    ticks: list[Tick]


def roles(held: Sequence[RoleShown], rtl: bool, language: str) -> Roles | None:
    """The dated roles of a person; None where fewer than two have dates, or all dates are one day."""
    dated = [role for role in held if role.since is not None or role.until is not None]
    ends = [days for role in dated for end in (role.since, role.until) if end and (days := days_of(end))]
    if len(dated) < 2 or not ends:
        return None
    first, last = min(day for day, _ in ends), max(day for _, day in ends)
    if first == last:
        return None
    before = _OPEN if any(role.since is None for role in dated) else INSET
    after = _OPEN if any(role.until is None for role in dated) else INSET
    axis = Axis(first, last, rtl, before, after)
    drawn = (RoleDrawn(role, _ROLE * (place + 1) - 18, _parts(role, axis)) for place, role in enumerate(dated))
    return Roles(_ROLE * len(dated) + 2 * _LINE, tuple(drawn), axis.ticks(language))


def _parts(role: RoleShown, axis: Axis) -> tuple[Stretch, ...]:
    """From the first day that a role may have begun to the last on which it may have ended."""
    begun = days_of(role.since) if role.since is not None else None
    ended = days_of(role.until) if role.until is not None else None
    found = []
    if begun is None:
        found.append((axis.turned(0), axis.at(ended[0] if ended else axis.first), "open"))
    elif begun[0] < begun[1]:
        found.append((axis.at(begun[0]), axis.at(begun[1]), "perhaps"))
    sure = (begun[1] if begun else ended[0] if ended else axis.first, ended[0] if ended else axis.last)
    if begun is not None and sure[0] < sure[1]:
        found.append((axis.at(sure[0]), axis.at(sure[1]), "held"))
    if ended is None:
        found.append((axis.at(axis.last), axis.turned(100), "open"))
    elif ended[0] < ended[1]:
        found.append((axis.at(ended[0]), axis.at(ended[1]), "perhaps"))
    return tuple(Stretch(min(a, b), round(abs(b - a), 1), kind) for a, b, kind in found)


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
