"""Documents → records.

Owns which class reads which kind of file. Does not compare records with each other.
"""

from collections.abc import Iterable, Iterator, Mapping
from operator import attrgetter
from typing import Final, TypeVar

import msgspec

from ipsegen.diagnostics import Problem
from ipsegen.load.nodes import Document, Scalar
from ipsegen.load.plain_yaml import Plain
from ipsegen.model.context import Context
from ipsegen.model.faults import BodyPlaces, Place, count_alike
from ipsegen.model.layout import SITE_FILE, Slot, slot_of
from ipsegen.model.prose import Prose, parse_prose
from ipsegen.model.quote import Quote, arranged
from ipsegen.model.reading import Reader, fields_of, missing_key, read_keys, take_keys, take_values
from ipsegen.model.references import Kind
from ipsegen.model.site import Page, Site
from ipsegen.model.source import Source, check_source, is_complete
from ipsegen.model.subjects import Author, Country, Entity

Record = Quote | Context | Author | Entity | Country | Source | Page
R = TypeVar("R", Quote, Context, Author, Entity, Country, Source, Page)

RECORD_CLASSES: Final[dict[Kind, type[Record]]] = {
    "quote": Quote,
    "context": Context,
    "author": Author,
    "entity": Entity,
    "country": Country,
    "source": Source,
    "page": Page,
}


class Records(msgspec.Struct, frozen=True):
    """Everything that the files of a site say, drafts included, each kind by id in the order of the files.

    `unreadable` are the ids of files that could not be made a record: a reference to one of them is not
    unknown.
    """

    site: Site | None
    quotes: dict[str, Quote]
    contexts: dict[str, Context]
    authors: dict[str, Author]
    entities: dict[str, Entity]
    countries: dict[str, Country]
    sources: dict[str, Source]
    pages: dict[str, Page]
    unreadable: frozenset[Slot] = frozenset()

    def of_kind(self, kind: Kind) -> Mapping[str, Record]:
        """The records of one kind by id."""
        by_kind: dict[Kind, Mapping[str, Record]] = {
            "quote": self.quotes,
            "context": self.contexts,
            "author": self.authors,
            "entity": self.entities,
            "country": self.countries,
            "source": self.sources,
            "page": self.pages,
        }
        return by_kind[kind]


def read_site(document: Document) -> tuple[Site | None, list[Problem]]:
    """The settings of the site, and what is wrong with them."""
    reader = Reader(document.file)
    return _site(document, reader), reader.problems


def _site(document: Document, reader: Reader) -> Site | None:
    return read_keys(Site, document.root, reader, {"file": SITE_FILE})


def read_record(slot: Slot, document: Document) -> tuple[Record | None, list[Problem]]:
    """The record of one file, and what is wrong with it."""
    reader = Reader(document.file)
    return _record(slot, document, reader), reader.problems


def take_record(slot: Slot, file: str, mapping: Mapping[str, Plain]) -> Record | None:
    """What `read_record` makes of the same keys, or None: then it has something to say about them, or may have."""
    given = {"id": slot.id, "file": file}
    if slot.kind == "quote":
        values = take_values(Quote, mapping, given)
        return Quote(**arranged(values)) if values is not None and values.get("text") else None
    record = take_keys(RECORD_CLASSES[slot.kind], mapping, given)
    if isinstance(record, Source):
        return record if is_complete(record) else None
    return record


def unread_places(document: Document) -> frozenset[Place]:
    """Where a file has values and items that its record lacks, as they could not be read."""
    reader = Reader(document.file)
    slot = slot_of(document.file)
    if document.file == SITE_FILE:
        _site(document, reader)
    elif isinstance(slot, Slot):
        _record(slot, document, reader)
    return frozenset(reader.unread)


def _record(slot: Slot, document: Document, reader: Reader) -> Record | None:
    given: dict[str, object] = {"id": slot.id, "file": document.file}
    if document.body is not None and slot.kind in {"context", "page"}:
        given["article"] = _article(document, reader)
    record = read_keys(RECORD_CLASSES[slot.kind], document.root, reader, given)
    if slot.kind == "quote":
        _expect_text(document, reader)
    if isinstance(record, Quote):
        record = record.in_paragraphs()
    elif isinstance(record, Source):
        check_source(record, document.root, reader)
    return record


def _expect_text(document: Document, reader: Reader) -> None:
    """A quote has a text, unless it was removed."""
    status = document.root.get("status")
    if document.root.get("text") is None and not (isinstance(status, Scalar) and status.text.strip() == "removed"):
        missing_key(next(field for field in fields_of(Quote) if field.attribute == "text"), document.root, reader)


def _article(document: Document, reader: Reader) -> Prose | None:
    body = document.body
    if body is None or not body.text.strip():
        return None
    article = parse_prose(body.text, top_heading=2)
    places = BodyPlaces(body)
    for flaw, nth in zip(article.flaws, count_alike(flaw.raw for flaw in article.flaws), strict=True):
        line, column = places.place(flaw.raw, nth)
        problem = Problem(document.file, line, column, flaw.code, flaw.message, flaw.hint, flaw.severity)
        reader.problems.append(problem)
    return article


def collect(site: Site | None, records: Iterable[Record], unreadable: Iterable[Slot]) -> Records:
    """All records by kind and id; of those that claim the same id, the first by path keeps it."""
    by_kind: dict[type[Record], dict[str, Record]] = {kind: {} for kind in RECORD_CLASSES.values()}
    for record in sorted(records, key=attrgetter("file")):
        by_kind[type(record)].setdefault(record.id, record)
    return Records(
        site,
        _only(by_kind, Quote),
        _only(by_kind, Context),
        _only(by_kind, Author),
        _only(by_kind, Entity),
        _only(by_kind, Country),
        _only(by_kind, Source),
        _only(by_kind, Page),
        frozenset(unreadable),
    )


def _only(by_kind: dict[type[Record], dict[str, Record]], kind: type[R]) -> dict[str, R]:
    return {identifier: record for identifier, record in by_kind[kind].items() if isinstance(record, kind)}


def duplicate_ids(claims: Iterable[tuple[Slot, str]]) -> Iterator[Problem]:
    """The files that claim the same id, each with the other; `claims` are slots with the paths of their files."""
    claimed_by = list(claims)
    if len({slot for slot, _file in claimed_by}) == len(claimed_by):
        return
    files: dict[Slot, list[str]] = {}
    for slot, file in sorted(claimed_by):
        files.setdefault(slot, []).append(file)
    for slot, claimed in files.items():
        for file in claimed if len(claimed) > 1 else ():
            other = claimed[1] if file == claimed[0] else claimed[0]
            message = f"the id '{slot.id}' is already at {other}"
            yield Problem(file, 1, 1, "duplicate-id", message, "rename one of the two files")
