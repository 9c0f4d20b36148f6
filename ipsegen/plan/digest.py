"""The digest of a context, part by part.

Owns how the prose of a context becomes what its page shows. Does not know its quotes.
"""

from ipsegen.model.context import Context, Further, Moment
from ipsegen.model.prose import Prose
from ipsegen.model.references import Reference
from ipsegen.plan.edition import Edition
from ipsegen.plan.neighbours import neighbour
from ipsegen.plan.pages import (
    AnalysisShown,
    Digest,
    Heading,
    MomentShown,
    NoteShown,
    PressShown,
    QuestionShown,
)
from ipsegen.plan.prose import first_paragraph, number_notes, resolve
from ipsegen.plan.sources import show_source
from ipsegen.plan.values import Link, Text, Topic


def make_digest(context: Context, edition: Edition) -> Digest:
    """All prose of a context, its notes numbered in the order of the page."""
    numbers = number_notes(prose for _path, prose in context.prose)

    def text(prose: Prose | None) -> Text:
        return resolve(prose, edition, numbers)

    return Digest(
        lede=text(context.lede),
        summary=text(context.summary),
        at_a_glance=tuple(text(point) for point in context.at_a_glance),
        why_it_matters=text(context.why_it_matters),
        article=text(context.article),
        article_headings=_contents(context.article),
        analysis_heading=context.analysis_heading,
        analysis=tuple(AnalysisShown(item.heading, text(item.text)) for item in context.analysis),
        press=tuple(
            PressShown(item.publisher, item.title, item.url, item.published, text(item.text)) for item in context.press
        ),
        background=text(context.background),
        timeline=tuple(_moment(moment, text(moment.text), edition) for moment in context.timeline),
        further_questions=tuple(
            QuestionShown(item.question, text(item.answer)) for item in context.go_deeper if item.question
        ),
        further_links=tuple(link for item in context.go_deeper if (link := _further(item, edition)) is not None),
        questions=tuple(QuestionShown(item.question, text(item.answer)) for item in context.questions),
        notes=_notes(context, numbers),
    )


def topics_of(context: Context, edition: Edition) -> tuple[Topic, ...]:
    """The topic cards of a context."""
    return tuple(_topic(reference, edition) for reference in context.topics if edition.archive.has(reference))


def _topic(reference: Reference, edition: Edition) -> Topic:
    description = edition.archive.subject(reference).description
    return Topic(
        edition.link(reference), reference.kind, edition.face(reference), first_paragraph(description, edition)
    )


def _contents(article: Prose | None) -> tuple[Heading, ...]:
    if article is None:
        return ()
    return tuple(Heading(anchor, text) for level, anchor, text in article.headings if level == 2)


def _moment(moment: Moment, text: Text, edition: Edition) -> MomentShown:
    quote = edition.archive.quotes.get(moment.quote)
    shown = quote is not None and quote.is_listed
    return MomentShown(moment.date, text, neighbour(moment.quote, edition) if shown else None)


def _further(item: Further, edition: Edition) -> Link | None:
    if item.reference is not None:
        return edition.link(item.reference) if edition.archive.has(item.reference) else None
    return Link(item.title or item.url, item.url) if item.url else None


def _notes(context: Context, numbers: dict[str, int]) -> tuple[NoteShown, ...]:
    """The sources of the digest: those that notes lead to by number, then the others."""
    shown = [NoteShown(numbers.get(source.id, 0), show_source(source)) for source in context.sources]
    return tuple(sorted(shown, key=lambda note: (note.number == 0, note.number)))
