"""Lanes along a line of time: who spoke when, and who was what when.

Owns where dots and bars lie, in percents of the width, so that a picture may be as wide as there is room, and in pixels
from above. No date is drawn as if it were known more precisely than it is. Does not know HTML.
"""

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from ipsegen.plan.pages import RoleShown
from ipsegen.plan.pictures import Chronology
from ipsegen.plan.values import Neighbour
from ipsegen.render.axis import INSET, Axis, Tick, days_of

_LINE: Final = 12
"""Between two dots of one day, and between the lines of a label."""
_COLUMN: Final = 2
"""Dots closer than so many percent stand below one another."""
_THIN: Final = 6
"""Between two dates that are not known to the day."""
_DEEPEST: Final = 120
_ROLE: Final = 52
"""Between two roles: two lines of words, a bar, and room."""
_OPEN: Final = 14.0
"""Percents left for what is open."""


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
