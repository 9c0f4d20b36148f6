"""Every place at which a file names a record.

Owns where references stand, in keys and in prose. Does not know whether they lead anywhere.
"""

from collections.abc import Iterable, Iterator
from typing import Final

import msgspec

from ipsegen.diagnostics import Severity
from ipsegen.load.nodes import KeyPath
from ipsegen.model.context import Context
from ipsegen.model.faults import At, Fault, count_alike
from ipsegen.model.named import prose_of
from ipsegen.model.prose import LINKED_KINDS, Hole
from ipsegen.model.quote import Quote
from ipsegen.model.records import Records
from ipsegen.model.references import SUBJECT_KINDS, Kind, Reference
from ipsegen.model.signature import Signature
from ipsegen.model.site import Page
from ipsegen.model.subjects import Author, Subject

_BODIES: Final[tuple[Kind, ...]] = ("entity", "country")
_TEXT_OR_KINDS: Final[tuple[tuple[str, tuple[Kind, ...]], ...]] = (
    ("said_by", SUBJECT_KINDS), ("via", SUBJECT_KINDS), ("event", ("entity",)), ("place", ("entity",)),
)  # fmt: skip
_ANY: Final[tuple[Kind, ...]] = (*SUBJECT_KINDS, "context", "quote", "page")


class Naming(msgspec.Struct, frozen=True, gc=False):
    """One place at which a file names a record.

    `kinds` are those that may stand there; `bare` is the one whose ids stand there without `kind:`, if any.
    `by_draft` says that the file is a draft. In prose there is a `hole`, the `nth` of those that are written
    alike, and the path () is the body of a Markdown file.
    """

    file: str
    path: KeyPath
    reference: Reference
    kinds: tuple[Kind, ...]
    bare: Kind | None = None
    by_draft: bool = False
    hole: Hole | None = None
    nth: int = 0

    @property
    def is_note(self) -> bool:
        """Whether it is `[[source:…]]`, which names a source of the context that it stands in."""
        return self.hole is not None and self.hole.form == "note"

    def spell(self, kind: Kind, identifier: str) -> str:
        """How another record would be written here."""
        if self.hole is not None:
            return f"[[{kind}:{identifier}]]"
        return identifier if kind == self.bare else f"{kind}:{identifier}"

    def fault(self, code: str, message: str, hint: str, severity: Severity = "error", *unless: KeyPath) -> Fault:
        """A fault at this place; where the place is a whole text, the message names the reference."""
        if self.hole is None:
            return Fault(self.file, code, message, hint, self.path, severity=severity, unless=unless)
        at: At = "value" if self.path else "body"
        if at == "value":
            message = f"{message} ([[{self.reference}]])"
        place = self.path, at, self.hole.raw, self.nth
        return Fault(self.file, code, message, hint, *place, severity, unless)


def namings(records: Records) -> Iterator[Naming]:
    """All of them, those in keys first."""
    for quote in records.quotes.values():
        yield from _of_quote(quote)
    for context in records.contexts.values():
        yield from _in_keys_of(context)
    for author in records.authors.values():
        yield from _of_author(author)
    for entity in records.entities.values():
        if entity.parent:
            yield _bare(entity.file, ("parent",), "entity", entity.parent)
    if records.site is not None:
        yield from _ids(records.site.file, "menu", "page", records.site.menu)
    yield from namings_in_prose(records)


def namings_in_prose(records: Records) -> Iterator[Naming]:
    """Those that are written `[[…]]`."""
    for quote in records.quotes.values():
        if quote.note is not None or quote.status_note is not None:
            yield from _in_prose_of(quote)
    for context in records.contexts.values():
        yield from _in_prose_of(context)
    subjects: Iterable[Subject] = (
        *records.authors.values(), *records.entities.values(), *records.countries.values(),
    )  # fmt: skip
    for subject in subjects:
        yield from _in_prose_of(subject)
    for page in records.pages.values():
        yield from _in_prose_of(page)


def _in_prose_of(record: Quote | Context | Subject | Page) -> Iterator[Naming]:
    by_draft = isinstance(record, Quote | Context | Page) and record.draft
    for path, prose in prose_of(record):
        for hole, nth in zip(prose.holes, count_alike(hole.raw for hole in prose.holes), strict=True):
            yield Naming(record.file, path, hole.reference, LINKED_KINDS, None, by_draft, hole, nth)


def _of_quote(quote: Quote) -> Iterator[Naming]:
    file, draft = quote.file, quote.draft
    for index, signature in enumerate(quote.signatures):
        yield from _of_signature(quote, index, signature)
    for index, source in enumerate(quote.sources):
        if isinstance(source, str):
            yield _bare(file, ("sources", index), "source", source, draft)
    yield from _ids(file, "entities", "entity", quote.entities or (), draft)
    for index, mention in enumerate(quote.mentions):
        yield Naming(file, ("mentions", index), mention, SUBJECT_KINDS, None, draft)
    for index, filed in enumerate(quote.contexts):
        yield _bare(file, ("contexts", index, "context"), "context", filed.context, draft)
    for key, kinds in _TEXT_OR_KINDS:
        value = getattr(quote, key)
        if isinstance(value, Reference):
            yield Naming(file, (key,), value, kinds, None, draft)
    yield from _ids(file, "replies_to", "quote", quote.replies_to, draft)


def _of_signature(quote: Quote, index: int, signature: Signature) -> Iterator[Naming]:
    if isinstance(signature.author, Reference):
        place = ("authors", index, "author")
        yield Naming(quote.file, place, signature.author, SUBJECT_KINDS, "author", quote.draft)
    for position, principal in enumerate(signature.on_behalf_of or ()):
        path = ("authors", index, "on_behalf_of", position)
        yield Naming(quote.file, path, principal, _BODIES, None, quote.draft)


def namings_in_context(context: Context) -> Iterator[Naming]:
    """Those in one context."""
    yield from _in_keys_of(context)
    yield from _in_prose_of(context)


def _in_keys_of(context: Context) -> Iterator[Naming]:
    file, draft = context.file, context.draft
    for index, item in enumerate(context.go_deeper):
        if item.reference is not None:
            yield Naming(file, ("go_deeper", index, "reference"), item.reference, _ANY, None, draft)
    for index, moment in enumerate(context.timeline):
        if moment.quote:
            yield _bare(file, ("timeline", index, "quote"), "quote", moment.quote, draft)
    for index, topic in enumerate(context.topics):
        yield Naming(file, ("topics", index), topic, SUBJECT_KINDS, None, draft)
    yield from _ids(file, "related", "context", context.related, draft)


def _of_author(author: Author) -> Iterator[Naming]:
    yield from _ids(author.file, "entities", "entity", author.entities)
    for index, role in enumerate(author.roles):
        if role.entity:
            yield _bare(author.file, ("roles", index, "entity"), "entity", role.entity)


def _ids(file: str, key: str, kind: Kind, ids: Iterable[str], by_draft: bool = False) -> Iterator[Naming]:
    for index, identifier in enumerate(ids):
        yield _bare(file, (key, index), kind, identifier, by_draft)


def _bare(file: str, path: KeyPath, kind: Kind, identifier: str, by_draft: bool = False) -> Naming:
    return Naming(file, path, Reference(kind, identifier), (kind,), kind, by_draft)
