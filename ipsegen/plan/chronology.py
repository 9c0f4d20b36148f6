"""The quotes of a context on a line of time, each voice with a lane of its own.

Owns who has a lane. Does not know where a date lies on the line.
"""

from collections.abc import Iterable
from typing import Final

from ipsegen.model.context import Context
from ipsegen.model.edtf import Date
from ipsegen.model.references import Reference
from ipsegen.plan.edition import Edition
from ipsegen.plan.neighbours import neighbour
from ipsegen.plan.pictures import Chronology, Lane
from ipsegen.plan.values import Neighbour

MOST_MARKS: Final = 60
"""With more quotes than this, marks could not be told apart: there is no such picture."""
MOST_LANES: Final = 8

JOINT: Final = "joint"
OTHERS: Final = "others"
ALL: Final = "all"


def make_chronology(context: Context, edition: Edition) -> Chronology | None:
    """The quotes of a context by voice and time; None where there are too many, or nothing to tell apart."""
    filings = edition.archive.filings
    keys = edition.archive.in_context.get(context.id, ())
    if len(keys) > MOST_MARKS:
        return None
    dated = [key for key in keys if filings[key].pronounced.earliest is not None]
    moments = tuple(moment.date for moment in context.timeline)
    if not _differ(filings[key].pronounced for key in dated):
        # Time does not tell voices apart; it may still tell where they stand in the story.
        whole = Lane("", ALL, tuple(neighbour(key, edition) for key in dated))
        return Chronology((whole,), moments, len(keys) - len(dated)) if dated and _differ(moments) else None
    by_voice: dict[Reference | str, list[Neighbour]] = {}
    for key in dated:
        by_voice.setdefault(_voice(key, edition), []).append(neighbour(key, edition))
    return Chronology(_lanes(by_voice, edition), moments, len(keys) - len(dated))


def _differ(dates: Iterable[Date]) -> bool:
    """Whether dates may lie apart on a line of time."""
    return len({(date.first_day, date.last_day) for date in dates if date.earliest is not None}) > 1


def _voice(key: str, edition: Edition) -> Reference | str:
    """Who said a quote: its author, or the word for several or none."""
    signatories = edition.archive.filings[key].signatories
    return signatories[0].author if len(signatories) == 1 else JOINT


def _lanes(by_voice: dict[Reference | str, list[Neighbour]], edition: Edition) -> tuple[Lane, ...]:
    """A lane for each of those with most quotes, in the order in which they spoke first; then one for all others."""
    named = [voice for voice in by_voice if isinstance(voice, Reference)]
    # One voice alone is no crowd: it gets the lane that the others would have had.
    most = len(named) if len(named) <= MOST_LANES + 1 else MOST_LANES
    kept = set(sorted(named, key=lambda voice: -len(by_voice[voice]))[:most])
    own = [Lane(edition.archive.name(voice), "", tuple(by_voice[voice])) for voice in named if voice in kept]
    crowds = [Lane("", voice, tuple(marks)) for voice, marks in by_voice.items() if isinstance(voice, str)]
    others = [mark for voice in named if voice not in kept for mark in by_voice[voice]]
    return (*own, *crowds, *([Lane("", OTHERS, tuple(others))] if others else []))
