"""Quotes beside a quote.

Owns how a quote is named where another stands, and which quotes come before and after it. Does not plan pages.
A quote page shows at most one neighbour on each side, so that a new quote changes few pages.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from ipsegen.model.archive import first_words
from ipsegen.model.references import Reference
from ipsegen.plan.edition import Edition
from ipsegen.plan.pages import Beside
from ipsegen.plan.values import Neighbour

Sides = tuple[str, str]
"""The quotes before and after one; empty where there is none."""
_ALONE: Sides = ("", "")
_KEPT = 64


def neighbour(key: str, edition: Edition) -> Neighbour:
    """A quote as a link with its authors, its date and its first words."""
    quote = edition.archive.quotes[key]
    signatories = edition.archive.filings[key].signatories
    nobody = next((s.author for s in signatories if isinstance(s.author, str)), "")
    return Neighbour(
        url=edition.urls.record("quote", key),
        names=tuple([link.label for link in edition.speakers(key)]),
        anonymous=nobody,
        words=first_words(quote),
        language=quote.language or edition.archive.site.language,
        date=quote.pronounced,
        status=quote.status,
    )


class Positions:
    """Where each quote stands in the lists of contexts and of authors within them.

    Made context by context and kept for the last few: quotes are planned context by context too.
    """

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        self._neighbour = lru_cache(_KEPT)(lambda key: neighbour(key, edition))
        self._place = lru_cache(_KEPT)(self._make_place)
        self._authors_in = lru_cache(_KEPT)(self._make_authors_in)

    def contexts(self, key: str) -> tuple[Beside, ...]:
        """What stands before and after a quote in each of its contexts."""
        filed = dict.fromkeys(filed.context for filed in self.edition.archive.filings[key].contexts)
        found = ((Reference("context", context), self._place(context).get(key, _ALONE)) for context in filed)
        return self._beside(found)

    def authors(self, key: str) -> tuple[Beside, ...]:
        """What each author of a quote said before and after it in its main context, the first that is published."""
        archive = self.edition.archive
        main = next((filed.context for filed in archive.filings[key].contexts if filed.context in archive.contexts), "")
        by_author = self._authors_in(main) if main else {}
        authors = dict.fromkeys(self.edition.speaker_references(key))
        return self._beside((author, by_author.get((key, author), _ALONE)) for author in authors)

    def around(self, key: str) -> Iterator[str]:
        """Every quote whose page shows this one beside it."""
        archive = self.edition.archive
        for context in dict.fromkeys(filed.context for filed in archive.filings[key].contexts):
            yield from self._place(context).get(key, _ALONE)
            by_author = self._authors_in(context)
            for author in dict.fromkeys(self.edition.speaker_references(key)):
                yield from by_author.get((key, author), _ALONE)

    def _make_place(self, context: str) -> dict[str, Sides]:
        return dict(_sides(self.edition.archive.in_context.get(context, ())))

    def _make_authors_in(self, context: str) -> dict[tuple[str, Reference], Sides]:
        """The neighbours by the same author within one context."""
        by_author: dict[Reference, list[str]] = {}
        for key in self.edition.archive.in_context.get(context, ()):
            for author in dict.fromkeys(self.edition.speaker_references(key)):
                by_author.setdefault(author, []).append(key)
        return {(key, author): sides for author, said in by_author.items() for key, sides in _sides(said)}

    def _beside(self, found: Iterable[tuple[Reference, Sides]]) -> tuple[Beside, ...]:
        return tuple(
            Beside(
                self.edition.link(reference),
                self._neighbour(before) if before else None,
                self._neighbour(after) if after else None,
            )
            for reference, (before, after) in found
            if (before or after) and self.edition.archive.has(reference)
        )


def _sides(keys: Sequence[str]) -> Iterator[tuple[str, Sides]]:
    """Each key with the one before and the one after it."""
    before = ("", *keys[:-1])
    after = (*keys[1:], "")
    return zip(keys, zip(before, after, strict=True), strict=True)
