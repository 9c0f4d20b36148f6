"""The context: the story that quotes belong to, with its digest.

Owns the keys of a context file, `.yaml` or `.md`. Does not know its quotes: they name their contexts.
"""

from typing import Annotated

import msgspec

from ipsegen.load.nodes import Mapping, Node
from ipsegen.load.plain_yaml import Plain
from ipsegen.model.compound_types import Keys, ListOf
from ipsegen.model.edtf import Date
from ipsegen.model.field_types import Address, Choice, EdtfDate, Language, Line, Markdown, Truth
from ipsegen.model.picture import Image
from ipsegen.model.prose import Prose
from ipsegen.model.reading import Key, Reader
from ipsegen.model.reference_types import IdOf, NewId, ReferenceTo
from ipsegen.model.references import Reference
from ipsegen.model.source import SourceDetails, check_source, is_complete, source_schema

_SUBJECT = ReferenceTo("author", "entity", "country")
_ANY = ReferenceTo("author", "entity", "country", "context", "quote", "page")


class Analysis(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One thought of what is behind the headline."""

    text: Annotated[Prose, Key(Markdown(), "the thought, in prose", required=True)]
    heading: Annotated[str, Key(Line(), "its heading")] = ""


class Press(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What one paper says."""

    text: Annotated[Prose, Key(Markdown(), "what it says, in our words", required=True)]
    publisher: Annotated[str, Key(Line(), "the paper")] = ""
    url: Annotated[str, Key(Address(), "the article")] = ""
    title: Annotated[str, Key(Line(), "the headline of the article")] = ""
    published: Annotated[Date | None, Key(EdtfDate(), "when it appeared")] = None


class Moment(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One event of a timeline."""

    date: Annotated[Date, Key(EdtfDate(), "when it happened", required=True)]
    text: Annotated[Prose | None, Key(Markdown(), "what happened; not needed beside a quote")] = None
    quote: Annotated[str, Key(IdOf("quote"), "a quote that belongs to it")] = ""


class Question(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A common question and its answer."""

    question: Annotated[str, Key(Line(), "the question", required=True)]
    answer: Annotated[Prose, Key(Markdown(), "the answer", required=True)]


class Further(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One way to go deeper: a question, a page elsewhere, or a record of the archive."""

    question: Annotated[str, Key(Line(), "a question")] = ""
    answer: Annotated[Prose | None, Key(Markdown(), "its answer")] = None
    title: Annotated[str, Key(Line(), "the title of a page elsewhere")] = ""
    url: Annotated[str, Key(Address(), "the address of a page elsewhere")] = ""
    reference: Annotated[Reference | None, Key(_ANY, "a record of the archive")] = None


class ContextSource(SourceDetails, frozen=True, kw_only=True, array_like=True, gc=False):
    """A source of the digest, with the id by which `[[source:id]]` sets a note."""

    id: Annotated[str, Key(NewId(), "the id by which `[[source:id]]` sets a note", required=True)]


class ContextSourceType(Keys[ContextSource]):
    """A source of the digest, judged as the sources of quotes are."""

    def __init__(self) -> None:
        super().__init__(ContextSource)

    def read(self, node: Node, reader: Reader) -> ContextSource | None:
        """The source."""
        source = super().read(node, reader)
        if source is not None and isinstance(node, Mapping):
            check_source(source, node, reader)
        return source

    def take(self, plain: Plain) -> ContextSource | None:
        """The source."""
        source = super().take(plain)
        return source if source is not None and is_complete(source) else None

    def schema(self) -> dict[str, object]:
        """An object with title or address."""
        return source_schema(ContextSource)


class Context(msgspec.Struct, frozen=True, kw_only=True, array_like=True, gc=False, tag="context"):
    """A story, its digest, and for a briefing its article."""

    id: str
    file: str
    title: Annotated[str, Key(Line(), "the title", required=True, stand_in="?")]
    summary: Annotated[Prose | None, Key(Markdown(), "what's happened")] = None
    lede: Annotated[Prose | None, Key(Markdown(), "for a briefing: its first paragraph")] = None
    started: Annotated[Date | None, Key(EdtfDate(), "when the story began")] = None
    ended: Annotated[Date | None, Key(EdtfDate(), "when it ended")] = None
    updated: Annotated[Date | None, Key(EdtfDate(), "when the prose was last revised")] = None
    status: Annotated[str, Key(Choice("developing", "closed"), "whether the story still moves")] = ""
    at_a_glance: Annotated[tuple[Prose, ...], Key(ListOf(Markdown()), "the main points")] = ()
    why_it_matters: Annotated[Prose | None, Key(Markdown(), "why it matters")] = None
    analysis_heading: Annotated[str, Key(Line(), "a heading for what is behind the headline")] = ""
    analysis: Annotated[tuple[Analysis, ...], Key(ListOf(Keys(Analysis)), "behind the headline")] = ()
    press: Annotated[tuple[Press, ...], Key(ListOf(Keys(Press)), "what the papers say")] = ()
    background: Annotated[Prose | None, Key(Markdown(), "how we got here")] = None
    timeline: Annotated[tuple[Moment, ...], Key(ListOf(Keys(Moment)), "what happened, in order")] = ()
    questions: Annotated[tuple[Question, ...], Key(ListOf(Keys(Question)), "common questions")] = ()
    go_deeper: Annotated[
        tuple[Further, ...],
        Key(ListOf(Keys(Further, short="reference")), "questions, pages and records to go on with"),
    ] = ()
    topics: Annotated[tuple[Reference, ...], Key(ListOf(_SUBJECT), "more on these topics")] = ()
    related: Annotated[tuple[str, ...], Key(ListOf(IdOf("context")), "related contexts")] = ()
    image: Annotated[Image | None, Key(Keys(Image), "a picture")] = None
    sources: Annotated[tuple[ContextSource, ...], Key(ListOf(ContextSourceType()), "the sources of the digest")] = ()
    language: Annotated[str, Key(Language(), "the language of the prose; left out: the site's")] = ""
    tags: Annotated[tuple[str, ...], Key(ListOf(Line()), "short words for the search")] = ()
    aliases: Annotated[tuple[str, ...], Key(ListOf(NewId()), "old ids, oldest first")] = ()
    draft: Annotated[bool, Key(Truth(), "`true`: only shown with --drafts")] = False
    article: Prose | None = None

    @property
    def prose(self) -> tuple[tuple[tuple[str | int, ...], Prose], ...]:
        """All prose of the context in the order of its page, each with its key path; the article's is ()."""
        pieces: list[tuple[tuple[str | int, ...], Prose | None]] = [
            (("lede",), self.lede),
            (("summary",), self.summary),
            *((("at_a_glance", index), prose) for index, prose in enumerate(self.at_a_glance)),
            (("why_it_matters",), self.why_it_matters),
            ((), self.article),
            *((("analysis", index, "text"), item.text) for index, item in enumerate(self.analysis)),
            *((("press", index, "text"), item.text) for index, item in enumerate(self.press)),
            (("background",), self.background),
            *((("go_deeper", index, "answer"), item.answer) for index, item in enumerate(self.go_deeper)),
            *((("questions", index, "answer"), item.answer) for index, item in enumerate(self.questions)),
            *((("timeline", index, "text"), item.text) for index, item in enumerate(self.timeline)),
        ]
        return tuple((path, prose) for path, prose in pieces if prose is not None)
