"""Quotes that are nearly the same as another by the same author.

Owns what nearly the same is, and how to find it without comparing every quote with every other. Does not
judge which of the two is the one to keep.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import chain, islice, pairwise
from typing import Final

import msgspec

from ipsegen.model.checks.evidence import Evidence
from ipsegen.model.faults import Fault
from ipsegen.model.quote import Quote
from ipsegen.model.references import Reference
from ipsegen.model.signature import Anonymous

RUN: Final = 5
_FEWEST_CANDIDATES: Final = 50
_COMPARISONS: Final = 500_000
"""With how many others each of n texts is compared at most: with the former, or with the latter divided by n.

So up to 700 texts every pair may be compared; of more, where rare words are boilerplate too, only some are, those
that share the rarest words first. Without a limit 10,000 texts made of the same few sentences take ten seconds,
and ten times as many take a hundred times as long.
"""
_WORD: Final = re.compile(r"\w+")
_SIGNS: Final = {code: " " for code in range(128) if _WORD.match(chr(code)) is None}
_ASCII: Final = bytes(ord(_SIGNS.get(code, chr(code).lower())) for code in range(128)).ljust(256)
"""The same for the bytes of a text that is all ASCII, which folds the case of its letters too."""
_BYTE: Final = 255
_WORTH_IT: Final = 50
"""Of so many words one must be rare, or less than half of the texts can be told apart by rare words."""
_TYPOGRAPHIC: Final = "’“”‘–—…«»\xa0„"
"""Signs that are no part of a word and often all that keeps a text from being ASCII, in which words are found fast."""

Runs = frozenset[int]
"""Numbers that stand for the runs of five words of a text."""


class Text(msgspec.Struct, frozen=True, gc=False):
    """What of a quote is compared: its words if they are too few for a run, else its runs."""

    words: tuple[str, ...]
    runs: Runs


def near_duplicate(evidence: Evidence) -> Iterator[Fault]:
    """No two quotes by one author share 80 % of their runs of five words (warning, at the later one)."""
    by_author: defaultdict[Reference | Anonymous, list[Quote]] = defaultdict(list)
    for quote in evidence.records.quotes.values():
        if quote.text:
            for author in {signature.author for signature in quote.signatures}:
                by_author[author].append(quote)
    earlier: dict[str, Quote] = {}
    for quotes in by_author.values():
        if len(quotes) > 1 and not are_surely_unlike([quote.text for quote in quotes]):
            quotes.sort(key=_entered)
            for later, first in find_among([quote.text for quote in quotes]).items():
                identifier = quotes[later].id
                earlier[identifier] = min(quotes[first], earlier.get(identifier, quotes[first]), key=_entered)
    for quote in sorted(map(evidence.records.quotes.__getitem__, earlier), key=_entered):
        message = f"this is nearly the text of {earlier[quote.id].file}"
        hint = "keep one of the two; if it was said twice, say so in 'note'"
        yield Fault(quote.file, "near-duplicate", message, hint, ("text",), severity="warning")


def _entered(quote: Quote) -> tuple[datetime, str]:
    """The place of a quote in the order in which they entered the archive."""
    return quote.inserted.utc, quote.id


def are_surely_unlike(texts: Sequence[tuple[str, ...]]) -> bool:
    """Whether no text of one author, given in paragraphs, is nearly another: so it is with most authors."""
    words = list(map(_words, texts))
    suspects = _with_few_rare_words(words)
    # Of many texts, in which few words are rare, more are told apart by pairs; `find_among` does that for all of them.
    return len(suspects) < len(texts) and len(_with_few_rare_pairs([words[number] for number in suspects])) < 2


def find_among(texts: Sequence[tuple[str, ...]]) -> dict[int, int]:
    """For each text of one author, given in paragraphs, that is nearly one before it: its position, and that one's."""
    kept = _with_few_rare_pairs([_words(text) for text in texts])
    found = find_near_duplicates(list(read_texts(texts[position] for position in kept)), len(texts))
    return {kept[later]: kept[earlier] for later, earlier in found.items()}


def _with_few_rare_words(texts: Sequence[list[str]]) -> list[int]:
    """The positions of the texts, given in words, that may be nearly another: the first sieve, and the cheapest.

    A run with a word that is written once in all the texts is a run of its own, and at most 20 % may be. Of the runs
    without one, n - 4 stand in a gap of n words between two such words.
    """
    frequency = Counter(chain.from_iterable(texts))
    times = list(frequency.values())
    if times.count(1) * _WORTH_IT < sum(times):
        return list(range(len(texts)))
    if max(times, default=0) > _BYTE:
        frequency = Counter({word: min(times, _BYTE) for word, times in frequency.items()})
    shortest = Counter(tuple(words) for words in texts if len(words) < RUN)
    kept: list[int] = []
    for position, words in enumerate(texts):
        runs = len(words) - RUN + 1
        if runs < 1:
            if shortest[tuple(words)] > 1:
                kept.append(position)
            continue
        times_each = bytes(map(frequency.__getitem__, words))
        if times_each.count(1, 0, runs) > runs // 5:
            continue
        others = sum([len(gap) - RUN + 1 for gap in times_each.split(b"\1") if len(gap) >= RUN])
        if runs - others <= runs // 5:
            kept.append(position)
    return kept


def _with_few_rare_pairs(texts: Sequence[list[str]]) -> list[int]:
    """The positions of the texts, given in words, that may be nearly another: the second sieve.

    A pair of words that stands in no other text, but for the last three, starts a run of its own, and at most 20 % of
    the runs may be. What the first sieve leaves is told apart by this, which takes half the time that runs take.
    """
    lengths: list[int] = []
    pairs_of: list[set[int]] = []
    once: set[int] = set()
    twice: set[int] = set()
    for words in texts:
        pairs = set(map(hash, pairwise(words)))
        twice |= once & pairs
        once |= pairs
        lengths.append(len(words))
        pairs_of.append(pairs)
    once -= twice
    return [
        position
        for position, (length, pairs) in enumerate(zip(lengths, pairs_of, strict=True))
        if length < RUN or len(once & pairs) - (RUN - 2) <= (length - RUN + 1) // 5
    ]


def _words(paragraphs: tuple[str, ...]) -> list[str]:
    """The words of a text, letter case and punctuation aside."""
    text = "\n".join(paragraphs)
    if text.isascii():
        return text.encode().translate(_ASCII).decode().split()
    text = text.casefold()
    if not text.isascii():
        for sign in _TYPOGRAPHIC:
            text = text.replace(sign, " ")
    return text.translate(_SIGNS).split() if text.isascii() else _WORD.findall(text)


def read_texts(texts: Iterable[tuple[str, ...]]) -> Iterator[Text]:
    """What is compared of each text, given in paragraphs: letter case and punctuation aside."""
    numbers: dict[str, int] = {}
    for paragraphs in texts:
        words = _words(paragraphs)
        if len(words) < RUN:
            yield Text(tuple(words) or ("\n".join(paragraphs).casefold(),), frozenset())
            continue
        ids = [numbers.setdefault(word, len(numbers)) for word in words]
        # Hashes of numbers, unlike those of strings, are the same in every process.
        yield Text((), frozenset(map(hash, zip(*(ids[start:] for start in range(RUN)), strict=False))))


def are_near_duplicates(a: Text, b: Text) -> bool:
    """Whether two texts share 80 % of their runs; too short ones must have the same words."""
    if not a.runs or not b.runs:
        return a.words == b.words and not a.runs and not b.runs
    return len(a.runs & b.runs) >= _needed(max(len(a.runs), len(b.runs)))


def find_near_duplicates(texts: Sequence[Text], of: int = 0) -> dict[int, int]:
    """For each text that is nearly one before it: its position, and that of such a one.

    Two texts that share 80 % of the runs of the larger share at least one of the rarest 20 % and one more of
    each (prefix filtering: Chaudhuri, Ganti and Kaushik 2006). So only those are looked up, and texts that
    merely have some boilerplate in common never meet. Equal texts are compared once. `of` is how many texts there are
    with those that were told apart before.
    """
    frequency: Counter[int] = Counter()
    for runs in {text.runs for text in texts}:
        frequency.update(runs)
    first_of: dict[Text, int] = {}
    found: dict[int, int] = {}
    by_run: defaultdict[int, list[int]] = defaultdict(list)
    most = max(_FEWEST_CANDIDATES, _COMPARISONS // max(1, of, len(texts)))
    for position, text in enumerate(texts):
        twin = first_of.setdefault(text, position)
        if twin != position:
            found[position] = twin
            continue
        rarest = _rarest_shared(text.runs, frequency)
        for candidate in islice(_candidates(rarest, by_run), most):
            if are_near_duplicates(texts[candidate], text):
                found[position] = candidate
                break
        for run in rarest:
            by_run[run].append(position)
    return found


def _needed(runs: int) -> int:
    """80 %, rounded up."""
    return (runs * 4 + 4) // 5


def _rarest_shared(runs: Runs, frequency: Mapping[int, int]) -> list[int]:
    """The rarest 20 % of the runs and one more, less those that no other text has."""
    shared = [run for run in runs if frequency[run] > 1]
    most = len(shared) - _needed(len(runs)) + 1
    return sorted(shared, key=lambda run: (frequency[run], run))[:most] if most > 0 else []


def _candidates(rarest: Iterable[int], by_run: Mapping[int, list[int]]) -> Iterator[int]:
    """The texts that share a rare run, each once."""
    seen: set[int] = set()
    for run in rarest:
        for candidate in by_run.get(run, ()):
            if candidate not in seen:
                seen.add(candidate)
                yield candidate
