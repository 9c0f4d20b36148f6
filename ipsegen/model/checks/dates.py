"""Dates that cannot all be true.

Owns the order of dates within a record, and between a quote, its authors and the day of the build. A fault is
only what is sure: an inexact date is taken to be as early or as late as it may be.
"""

from collections.abc import Iterator

from ipsegen.model.checks.evidence import Evidence
from ipsegen.model.edtf import Date, may_overlap, surely_after_instant, surely_before
from ipsegen.model.faults import Fault
from ipsegen.model.quote import Quote
from ipsegen.model.references import Reference
from ipsegen.model.signature import Signature
from ipsegen.model.subjects import Author


def ended_before_started(evidence: Evidence) -> Iterator[Fault]:
    """A context does not end before it starts."""
    for context in evidence.records.contexts.values():
        if _out_of_order(context.started, context.ended):
            message = f"it ended before it started ({_text(context.started)})"
            hint = "correct 'started' or 'ended'"
            yield Fault(context.file, "ended-before-started", message, hint, ("ended",))


def to_before_from(evidence: Evidence) -> Iterator[Fault]:
    """A role does not end before it begins."""
    for author in evidence.records.authors.values():
        for index, role in enumerate(author.roles):
            if _out_of_order(role.since, role.until):
                message = f"this role ends before it begins ({_text(role.since)})"
                hint = "correct 'from' or 'to'; 'to' is the last day of the role"
                yield Fault(author.file, "to-before-from", message, hint, ("roles", index, "to"))


def died_before_born(evidence: Evidence) -> Iterator[Fault]:
    """Nobody dies before being born."""
    for author in evidence.records.authors.values():
        if _out_of_order(author.born, author.died):
            message = f"{author.name} died before being born ({_text(author.born)})"
            yield Fault(author.file, "died-before-born", message, "correct 'born' or 'died'", ("died",))


def pronounced_after_inserted(evidence: Evidence) -> Iterator[Fault]:
    """A quote is pronounced before it enters the archive; without an offset it has 14 hours' grace."""
    for quote in evidence.records.quotes.values():
        if surely_after_instant(quote.pronounced, quote.inserted):
            message = f"it entered the archive before it was pronounced: 'inserted' is {quote.inserted.text}"
            hint = "correct the date; is the year right?"
            yield Fault(quote.file, "pronounced-after-inserted", message, hint, ("pronounced",))


def outside_life(evidence: Evidence) -> Iterator[Fault]:
    """A person speaks between birth and death; what was falsely ascribed to someone may be younger."""
    mortals = {key for key, author in evidence.records.authors.items() if author.born or author.died}
    for quote in evidence.records.quotes.values() if mortals else ():
        for _signature, author in _persons(quote, evidence):
            message = _outside_life(quote.pronounced, author)
            if message and quote.status != "misattributed":
                hint = f"correct this date, or that in {author.file}"
                yield Fault(quote.file, "outside-life", message, hint, ("pronounced",))


def no_role_in_force(evidence: Evidence) -> Iterator[Fault]:
    """A person with dated roles holds one of them when speaking, unless the quote names another (warning)."""
    for quote in evidence.records.quotes.values():
        for signature, author in _persons(quote, evidence) if not quote.role else ():
            if not signature.role and _holds_none(author, quote.pronounced):
                message = f"none of the roles of {author.name} was in force then"
                hint = f"correct the date, add 'role' here, or add the role to {author.file}"
                yield Fault(quote.file, "no-role-in-force", message, hint, ("pronounced",), severity="warning")


def inserted_in_future(evidence: Evidence) -> Iterator[Fault]:
    """A quote has entered the archive by the time it is built (warning)."""
    for quote in evidence.records.quotes.values():
        if quote.inserted.utc > evidence.now:
            message = f"this moment is still to come: it is {evidence.now:%Y-%m-%dT%H:%M:%SZ} now"
            hint = "correct it; until then the quote is not among the latest"
            yield Fault(quote.file, "inserted-in-future", message, hint, ("inserted",), severity="warning")


def _out_of_order(first: Date | None, last: Date | None) -> bool:
    return first is not None and last is not None and surely_before(last, first)


def _text(date: Date | None) -> str:
    return date.text if date is not None else ""


def _persons(quote: Quote, evidence: Evidence) -> Iterator[tuple[Signature, Author]]:
    """The authors of a quote that are persons with a file, each with its signature."""
    for signature in quote.signatures:
        if isinstance(signature.author, Reference) and signature.author.kind == "author":
            author = evidence.records.authors.get(signature.author.id)
            if author is not None:
                yield signature, author


def _outside_life(date: Date, author: Author) -> str:
    if author.born is not None and surely_before(date, author.born):
        return f"{author.name} was not born yet: {author.born.text}"
    if author.died is not None and surely_before(author.died, date):
        return f"{author.name} was dead by then: {author.died.text}"
    return ""


def _holds_none(author: Author, date: Date) -> bool:
    return bool(author.roles) and not any(may_overlap(date, role.since, role.until) for role in author.roles)
