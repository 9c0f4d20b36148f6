"""What pictures show: counts over time, marks on a line of time, who mentions whom.

Owns the frozen values behind the pictures of a page, each with the sums that its words need. Does not know shapes or
colours, nor how the values are found.
"""

import msgspec

from ipsegen.model.edtf import Date, parse_date
from ipsegen.plan.values import Counted, Neighbour


class Bin(msgspec.Struct, frozen=True):
    """A day, week, month, year or decade; `slot` is its place on the axis, 0 the first.

    `count` quotes were surely said then, `perhaps` so many more: their dates are not known so precisely.
    """

    slot: int
    date: Date
    count: int
    perhaps: int


class Rhythm(msgspec.Struct, frozen=True):
    """Quotes a `unit` over time, empty bins left out. `apart` are the quotes that are not surely in one bin."""

    unit: str
    slots: int
    bins: tuple[Bin, ...]
    apart: int

    @property
    def total(self) -> int:
        """How many quotes are surely in one bin."""
        return sum(each.count for each in self.bins)

    @property
    def since(self) -> Date:
        """The beginning of the first bin."""
        return parse_date(self.bins[0].date.text.partition("/")[0])

    @property
    def until(self) -> Date:
        """The end of the last bin."""
        return parse_date(self.bins[-1].date.text.rpartition("/")[2])

    @property
    def peak(self) -> Bin:
        """The first of the bins with most quotes."""
        return max(self.bins, key=lambda each: each.count)


class Lane(msgspec.Struct, frozen=True):
    """The quotes of one voice in the order of time.

    Without a name they are those of a `kind` of voices: joint, unnamed, unknown, others or all.
    """

    name: str
    kind: str
    marks: tuple[Neighbour, ...]


class Chronology(msgspec.Struct, frozen=True):
    """The quotes of a context, each once, by voice and time; `moments` are the dates of its timeline.

    `apart` are the quotes of which not even the earliest date is known.
    """

    lanes: tuple[Lane, ...]
    moments: tuple[Date, ...]
    apart: int

    @property
    def total(self) -> int:
        """How many quotes the lanes hold."""
        return sum(len(lane.marks) for lane in self.lanes)


class Crossing(msgspec.Struct, frozen=True):
    """How often a voice mentions someone: both by their place in the lists of `Crossings`."""

    voice: int
    named: int
    count: int


class Crossings(msgspec.Struct, frozen=True):
    """Who mentions whom: the voices with most mentions and those who are mentioned most.

    `rest` are the mentions that are not between these.
    """

    voices: tuple[Counted, ...]
    named: tuple[Counted, ...]
    pairs: tuple[Crossing, ...]
    rest: int

    @property
    def total(self) -> int:
        """How many mentions are shown."""
        return sum(pair.count for pair in self.pairs)
