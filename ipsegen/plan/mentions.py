"""Who mentions whom.

Owns how mentions are counted: once for each author of a quote that counts as said. Does not know pages.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Final

from ipsegen.model.references import Reference
from ipsegen.plan.edition import Edition, sort_key
from ipsegen.plan.pictures import Crossing, Crossings
from ipsegen.plan.values import Counted

MOST_ON_A_SIDE: Final = 10
MOST_LISTED: Final = 8

Mention = tuple[Reference, Reference]


def make_crossings(quotes: Iterable[str], edition: Edition) -> Crossings | None:
    """Who mentions whom in some quotes; None where fewer than two voices mention, or fewer than two are mentioned."""
    mentions = Counter(mention for key in quotes for mention in _mentions(key, edition))
    voices, named = (set(_first(_sums(mentions, side), MOST_ON_A_SIDE, edition)) for side in (0, 1))
    shown = Counter({pair: count for pair, count in mentions.items() if pair[0] in voices and pair[1] in named})
    speaking, spoken_of = (_first(_sums(shown, side), MOST_ON_A_SIDE, edition) for side in (0, 1))
    if len(speaking) < 2 or len(spoken_of) < 2:
        return None
    rows, columns = list(speaking), list(spoken_of)
    crossings = [Crossing(rows.index(voice), columns.index(each), count) for (voice, each), count in shown.items()]
    crossings.sort(key=lambda crossing: (crossing.voice, crossing.named))
    rest = mentions.total() - shown.total()
    return Crossings(_linked(speaking, edition), _linked(spoken_of, edition), tuple(crossings), rest)


def most_mentioned(reference: Reference, edition: Edition) -> tuple[Counted, ...]:
    """Whom the quotes said by or on behalf of someone mention most."""
    archive = edition.archive
    counts = Counter(
        named
        for key in archive.said.get(reference, ())
        for named in archive.filings[key].mentions
        if named != reference and archive.has(named)
    )
    return _linked(_first(counts, MOST_LISTED, edition), edition)


def mentioned_by(reference: Reference, edition: Edition) -> tuple[Counted, ...]:
    """Who mentions someone most."""
    archive = edition.archive
    counts = Counter(
        voice
        for key in archive.mentioned.get(reference, ())
        if archive.filings[key].counts_as_said
        for voice in dict.fromkeys(edition.speaker_references(key))
        if voice != reference
    )
    return _linked(_first(counts, MOST_LISTED, edition), edition)


def _mentions(key: str, edition: Edition) -> Iterable[Mention]:
    archive = edition.archive
    if not archive.filings[key].counts_as_said:
        return ()
    voices = dict.fromkeys(edition.speaker_references(key))
    named = [each for each in archive.filings[key].mentions if archive.has(each)]
    return ((voice, each) for voice in voices for each in named)


def _sums(mentions: Counter[Mention], side: int) -> Counter[Reference]:
    """How often each voice (0) mentions, or each of those named (1) is mentioned."""
    sums: Counter[Reference] = Counter()
    for mention, count in mentions.items():
        sums[mention[side]] += count
    return sums


def _first(counts: Counter[Reference], most: int, edition: Edition) -> dict[Reference, int]:
    """The highest counts, equal ones by name."""
    name = edition.archive.name
    ranked = sorted(counts, key=lambda reference: (-counts[reference], sort_key(name(reference)), str(reference)))
    return {reference: counts[reference] for reference in ranked[:most]}


def _linked(counts: Mapping[Reference, int], edition: Edition) -> tuple[Counted, ...]:
    return tuple(Counted(edition.link(reference), count) for reference, count in counts.items())
