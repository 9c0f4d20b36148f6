"""The keys of a quote that need, exclude or contradict each other.

Owns what one quote file must say as a whole. Does not look at other quotes.
"""

from collections.abc import Iterator
from typing import Final

from ipsegen.load.nodes import KeyPath
from ipsegen.model.checks.evidence import Evidence
from ipsegen.model.faults import Fault
from ipsegen.model.quote import FLAGGED_STATUSES, Quote
from ipsegen.model.source import SourceDetails

_QUESTIONED: Final = FLAGGED_STATUSES | {"removed"}
_STATUS: Final[tuple[KeyPath, ...]] = (("status",),)


def removed_has_text(evidence: Evidence) -> Iterator[Fault]:
    """A quote that was taken down shows none of its words."""
    for quote in evidence.records.quotes.values():
        for path in _paths_of_words(quote) if quote.status == "removed" else ():
            message = "this quote was removed, and its words still stand here"
            yield Fault(quote.file, "removed-has-text", message, "delete them, with their key", path, "key")


def missing_status_note(evidence: Evidence) -> Iterator[Fault]:
    """A quote that is disputed, misattributed, retracted or removed says why."""
    for quote in evidence.records.quotes.values():
        if quote.status_note is None and quote.status in _QUESTIONED:
            message = f"a quote that is {quote.status} says why, and 'status_note' is missing"
            hint = "add it: status_note: …"
            unless = (("status_note",),)
            yield Fault(quote.file, "missing-status-note", message, hint, at="first-key", unless=unless)


def verified_without_source(evidence: Evidence) -> Iterator[Fault]:
    """A verified quote has a source with an address or a locator."""
    for quote in evidence.records.quotes.values():
        if quote.status != "verified":
            continue
        sources = [
            evidence.records.sources.get(source) if isinstance(source, str) else source for source in quote.sources
        ]
        if not any(map(_may_be_found, sources)):
            message = "a verified quote has a source where it can be checked, and none has 'url' or 'locator'"
            hint = "add the address, or as 'locator' the page or time, to a source; or take the status out"
            unless = (("source",), ("sources",))
            yield Fault(quote.file, "verified-without-source", message, hint, ("status",), unless=unless)


def said_by_without_misattribution(evidence: Evidence) -> Iterator[Fault]:
    """Only a misattributed quote was said by someone else."""
    for quote in evidence.records.quotes.values():
        if quote.said_by is not None and quote.status != "misattributed":
            message = f"only a misattributed quote has 'said_by', and this one is {quote.status}"
            hint = "write 'status: misattributed', or take this out; who passed the words on is 'via'"
            yield Fault(quote.file, "said-by-without-misattribution", message, hint, ("said_by",), unless=_STATUS)


def role_of_several(evidence: Evidence) -> Iterator[Fault]:
    """With several authors, each has its own role."""
    for quote in evidence.records.quotes.values():
        if quote.role and len(quote.signatures) > 1:
            message = f"this quote has {len(quote.signatures)} authors, and 'role' is for one"
            hint = "give each its own: {author: …, role: …}"
            yield Fault(quote.file, "role-of-several", message, hint, ("role",))


def original_not_translated(evidence: Evidence) -> Iterator[Fault]:
    """A text beside its original is a translation."""
    for quote in evidence.records.quotes.values():
        if quote.original is not None and quote.fidelity != "translated":
            message = f"this quote has an 'original', so it is translated and not {quote.fidelity}"
            hint = "take 'fidelity' out; if 'text' is the original, write 'translations' for 'original'"
            yield Fault(quote.file, "original-not-translated", message, hint, ("fidelity",))


def original_and_translations(evidence: Evidence) -> Iterator[Fault]:
    """A text is the original or a translation, not both."""
    for quote in evidence.records.quotes.values():
        if quote.original is not None and quote.translations:
            message = "a quote has an 'original' or 'translations', not both"
            hint = "keep 'original' if 'text' is a translation, else 'translations'"
            yield Fault(quote.file, "original-and-translations", message, hint, ("translations",), "key")


def _paths_of_words(quote: Quote) -> Iterator[KeyPath]:
    if quote.text:
        yield ("text",)
    if quote.excerpt:
        yield ("excerpt",)
    for index, filed in enumerate(quote.contexts):
        if filed.excerpt:
            yield ("contexts", index, "excerpt")
    if quote.original is not None and quote.original.text:
        yield ("original", "text")
    for index, translation in enumerate(quote.translations):
        if translation.text:
            yield ("translations", index, "text")


def _may_be_found(source: SourceDetails | None) -> bool:
    """Whether one can look there; of a source that is not known or could not be read that is not denied."""
    return source is None or bool(source.url or source.locator)
