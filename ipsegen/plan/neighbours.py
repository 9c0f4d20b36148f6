"""Quotes beside a quote.

Owns how a quote is named where another stands, and which quotes come before and after it. Does not plan pages.
A quote page shows at most one neighbour on each side, so that a new quote changes few pages.
"""

from collections.abc import Iterable, Iterator, Sequence

from ipsegen.model.archive import first_words
from ipsegen.model.references import Reference
from ipsegen.plan.edition import Edition
from ipsegen.plan.pages import Beside, Neighbour


def neighbour(key: str, edition: Edition) -> Neighbour:
    """A quote as a link with its authors, its date and its first words."""
    quote = edition.archive.quotes[key]
    signatories = edition.archive.filings[key].signatories
    nobody = next((s.author for s in signatories if isinstance(s.author, str)), "")
    return Neighbour(
        url=edition.urls.record("quote", key),
        names=tuple(edition.archive.name(reference) for reference in edition.speaker_references(key)),
        anonymous=nobody,
        words=first_words(quote),
        language=quote.language or edition.archive.site.language,
        date=quote.pronounced,
        status=quote.status,
    )


class Positions:
    """Where each quote stands in the lists of contexts and of authors within them; made once for all quote pages."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        self.in_context: dict[tuple[str, str], tuple[str, str]] = {}
        self.by_author: dict[tuple[str, str, Reference], tuple[str, str]] = {}
        for context, keys in edition.archive.in_context.items():
            self.in_context.update(((key, context), sides) for key, sides in _sides(keys))
            self._note_authors(keys, context)

    def _note_authors(self, keys: tuple[str, ...], context: str) -> None:
        """The neighbours by the same author within one context."""
        by_author: dict[Reference, list[str]] = {}
        for key in keys:
            for author in dict.fromkeys(self.edition.speaker_references(key)):
                by_author.setdefault(author, []).append(key)
        for author, said in by_author.items():
            self.by_author.update(((context, key, author), sides) for key, sides in _sides(said))

    def contexts(self, key: str) -> tuple[Beside, ...]:
        """What stands before and after a quote in each of its contexts."""
        filed = dict.fromkeys(filed.context for filed in self.edition.archive.quotes[key].contexts)
        found = ((Reference("context", context), self.in_context.get((key, context), ("", ""))) for context in filed)
        return self._beside(found)

    def authors(self, key: str) -> tuple[Beside, ...]:
        """What each author of a quote said before and after it in its main context, the first that is published."""
        archive = self.edition.archive
        main = next((filed.context for filed in archive.quotes[key].contexts if filed.context in archive.contexts), "")
        authors = dict.fromkeys(self.edition.speaker_references(key))
        return self._beside((author, self.by_author.get((main, key, author), ("", ""))) for author in authors)

    def _beside(self, found: Iterable[tuple[Reference, tuple[str, str]]]) -> tuple[Beside, ...]:
        return tuple(
            Beside(
                self.edition.link(reference),
                neighbour(before, self.edition) if before else None,
                neighbour(after, self.edition) if after else None,
            )
            for reference, (before, after) in found
            if (before or after) and self.edition.archive.has(reference)
        )


def _sides(keys: Sequence[str]) -> Iterator[tuple[str, tuple[str, str]]]:
    """Each key with the one before and the one after it."""
    before = ("", *keys[:-1])
    after = (*keys[1:], "")
    return zip(keys, zip(before, after, strict=True), strict=True)
