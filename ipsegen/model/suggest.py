"""What someone probably meant.

Owns how near two words must be to be offered in a hint. Does not know where the words come from.
"""

from collections.abc import Iterable

_NEAR = 70.0


def nearest(word: str, candidates: Iterable[str], limit: int = 1) -> list[str]:
    """The candidates most like `word`, best first; none if nothing is near (normalised Indel similarity)."""
    # Here and not above: only a mistake needs it.
    from rapidfuzz import fuzz, process

    found = process.extract(
        word.casefold(), sorted(set(candidates)), scorer=fuzz.ratio, score_cutoff=_NEAR, limit=limit
    )
    return [match for match, _score, _index in found]


def did_you_mean(word: str, candidates: Iterable[str]) -> str:
    """A question for a hint, or nothing."""
    near = nearest(word, candidates, limit=2)
    return f"did you mean {' or '.join(repr(candidate) for candidate in near)}?" if near else ""
