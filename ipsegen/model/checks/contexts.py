"""The keys of a context that need each other, and the quotes that it embeds.

Owns what the digest of a context must say as a whole. Does not know references that lead nowhere.
"""

from collections.abc import Iterator

from ipsegen.load.nodes import KeyPath
from ipsegen.model.checks.evidence import Evidence
from ipsegen.model.checks.namings import Naming, namings_in_context
from ipsegen.model.context import Context, Further
from ipsegen.model.faults import Fault


def missing_key(evidence: Evidence) -> Iterator[Fault]:
    """A context says what happened: in a summary, or as a briefing in a lede."""
    for context in evidence.records.contexts.values():
        if context.summary is None and context.lede is None:
            message = "'summary' or 'lede' is missing"
            hint = "add what has happened as 'summary'; a briefing has its first paragraph as 'lede'"
            unless = (("summary",), ("lede",))
            yield Fault(context.file, "missing-key", message, hint, at="first-key", unless=unless)


def go_deeper_incomplete(evidence: Evidence) -> Iterator[Fault]:
    """A way to go deeper is a question, a page elsewhere with title and address, or a record."""
    for context in evidence.records.contexts.values():
        for index, item in enumerate(context.go_deeper):
            if not _leads_on(item):
                message = "this item has neither a 'question', nor a 'title' and 'url', nor a 'reference'"
                hint = "write {question: …}, {title: …, url: …} or the record: author:some-id"
                yield _incomplete(context, "go-deeper-incomplete", message, hint, ("go_deeper", index))


def timeline_incomplete(evidence: Evidence) -> Iterator[Fault]:
    """A moment of a timeline has a text or a quote."""
    for context in evidence.records.contexts.values():
        for index, moment in enumerate(context.timeline):
            if moment.text is None and not moment.quote:
                message = "this moment has neither a 'text' nor a 'quote'"
                hint = "add what happened as 'text', or the id of a 'quote'"
                yield _incomplete(context, "timeline-incomplete", message, hint, ("timeline", index))


def heading_without_analysis(evidence: Evidence) -> Iterator[Fault]:
    """A heading for the analysis has an analysis below it (warning)."""
    for context in evidence.records.contexts.values():
        if context.analysis_heading and not context.analysis:
            yield Fault(
                context.file,
                "heading-without-analysis",
                "there is no 'analysis' below this heading",
                "add it, or take the heading out",
                ("analysis_heading",),
                severity="warning",
                unless=(("analysis",),),
            )


def embed_not_filed(evidence: Evidence) -> Iterator[Fault]:
    """A quote that a context shows whole or as a card is filed under that context (warning)."""
    for context in evidence.records.contexts.values():
        for naming in filter(_embeds, namings_in_context(context)):
            quote = evidence.records.quotes.get(naming.reference.id)
            if quote is not None and all(filed.context != context.id for filed in quote.contexts):
                message = f"the quote '{quote.id}' is not filed under this context"
                hint = f"add '{context.id}' to the 'contexts' of {quote.file}"
                yield naming.fault("embed-not-filed", message, hint, "warning")


def _incomplete(context: Context, code: str, message: str, hint: str, path: KeyPath) -> Fault:
    return Fault(context.file, code, message, hint, path, "first-key", unless=(path,))


def _leads_on(item: Further) -> bool:
    return bool(item.question or (item.title and item.url) or item.reference is not None)


def _embeds(naming: Naming) -> bool:
    if naming.hole is not None:
        return naming.hole.form in {"embed", "card"}
    return naming.path[0] == "timeline"
