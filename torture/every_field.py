"""Archives in which every text of every key of every kind is one of our choosing.

Owns how such an archive is written, from the record classes themselves: a key that is added to one of them is filled
here too, or asks for its value below. Does not know what the texts are, nor what becomes of them.
"""

import json
from collections.abc import Callable, Iterator
from typing import Any, Final, TypeAlias

import msgspec

from ipsegen.model.compound_types import ListOf
from ipsegen.model.context import Context
from ipsegen.model.countries import COUNTRY_CODES
from ipsegen.model.field_types import Address, Line, Markdown, Paragraphs
from ipsegen.model.quote import Quote
from ipsegen.model.reading import FieldType, fields_of
from ipsegen.model.reference_types import Either
from ipsegen.model.site import Page, Site
from ipsegen.model.source import Source
from ipsegen.model.subjects import Author, Country, Entity

PROSE_STARTS: Final = "Proseprosestarts"
PROSE_ENDS: Final = "Proseproseends"
"""Paragraphs around every text in Markdown, between which its own elements are expected."""

Leaf: TypeAlias = tuple[str, int]
"""Where a text stands: the file below the root, and the line."""

Words = Callable[[Leaf, str], str]
"""The text for a key, by where it stands and by the name of the key, such as `Quote.title`."""

_GIVEN: Final[dict[str, Any]] = {
    "Quote.pronounced": "2024-10-28",
    "Quote.inserted": "2025-01-20T16:00:00Z",
    "Quote.capacity": "official",
    "Quote.entities": ["body-{n}"],
    "Quote.countries": ["{country}"],
    "Quote.mentions": ["author:person-{n}", "entity:body-{n}", "country:{country}"],
    "Quote.insertions": "none",
    "Quote.language": "en",
    "Quote.fidelity": "translated",
    "Quote.status": "disputed",
    "Quote.said_by": None,
    "Quote.medium": "speech",
    "Quote.replies_to": ["plain-{n}"],
    "Quote.position": "1",
    "Quote.aliases": ["old-words-{n}"],
    "Quote.line_breaks": "keep",
    "Quote.draft": "false",
    "Signature.author": "person-{n}",
    "Signature.on_behalf_of": None,
    "SourceDetails.published": "2024-10-28",
    "SourceDetails.accessed": "2025-01-20",
    "SourceDetails.kind": "primary",
    "SourceDetails.language": "en",
    "Filed.context": "story-{n}",
    "Original.language": "fr",
    "Original.kind": "agency",
    "Correction.date": "2025-01-20",
    "Context.started": "2024",
    "Context.ended": "2024-12",
    "Context.updated": "2025-01-20",
    "Context.status": "closed",
    "Context.topics": ["author:person-{n}", "entity:body-{n}", "country:{country}"],
    "Context.related": ["brief-{n}"],
    "Context.language": "en",
    "Context.aliases": ["old-story-{n}"],
    "Context.draft": "false",
    "ContextSource.id": "note-{n}",
    "ContextSource.published": "2024-10-28",
    "ContextSource.accessed": "2025-01-20",
    "ContextSource.kind": "primary",
    "ContextSource.language": "en",
    "Press.published": "2024-10-28",
    "Moment.date": "2024-10-28",
    "Moment.quote": "plain-{n}",
    "Further.reference": None,
    "Author.countries": ["{country}"],
    "Author.entities": ["body-{n}"],
    "Author.born": "1961",
    "Author.died": "2025-01-19",
    "Author.unnamed": "false",
    "Author.aliases": ["old-person-{n}"],
    "OtherName.language": "fr",
    "Role.entity": "body-{n}",
    "Role.country": None,
    "Role.since": "2024-01-01",
    "Role.until": "2024-12-31",
    "Identifiers.wikidata": "Q42",
    "Identifiers.viaf": "113230702",
    "Identifiers.isni": "0000000121032683",
    "Identifiers.orcid": "0000-0002-1825-0097",
    "Entity.kind": "organisation",
    "Entity.country": "{country}",
    "Entity.parent": None,
    "Entity.flag": "eu",
    "Entity.aliases": ["old-body-{n}"],
    "Image.file": "small.png",
    "Source.published": "2024-10-28",
    "Source.accessed": "2025-01-20",
    "Source.kind": "primary",
    "Source.language": "en",
    "Page.language": "en",
    "Page.aliases": ["old-page-{n}"],
    "Page.draft": "false",
    "Site.base_url": "https://archive.example/sub/",
    "Site.language": "en",
    "Site.timezone": "Europe/Paris",
    "Site.per_page": "50",
    "Site.recent_hours": "24",
    "Site.order": "newest",
    "Site.menu": ["page-0"],
    "Site.accent": None,
    "Site.alternates": {"fr": "https://archive.example/fr/"},
    "Site.search": "true",
    "Site.share_images": None,
    "Site.feed_entries": "1000",
    "Site.quote_files": None,
}
"""What a key holds that takes no text of anybody's choosing; None leaves it out."""

_PLAIN_QUOTE: Final = {
    "Quote.status": "attributed",
    "Quote.status_note": None,
    "Quote.original": None,
    "Quote.fidelity": "verbatim",
    "Quote.replies_to": None,
    "Quote.aliases": None,
    "Quote.contexts": ["story-{n}", "brief-{n}"],
    "Quote.excerpt": None,
    "Quote.sources": "journal-{n}",
}
_TRANSLATED_QUOTE: Final = {"Quote.translations": None}
_FLAT: Final = {"Context.aliases": None, "Context.related": None, "ContextSource.id": "mark-{n}"}

_FILES: Final[tuple[tuple[str, type[msgspec.Struct], dict[str, Any]], ...]] = (
    ("authors/person-{n}.yaml", Author, {}),
    ("entities/body-{n}.yaml", Entity, {}),
    ("countries/{country}.yaml", Country, {}),
    ("sources/journal-{n}.yaml", Source, {}),
    ("contexts/story-{n}.yaml", Context, {}),
    ("contexts/brief-{n}.md", Context, _FLAT),
    ("pages/page-{n}.md", Page, {}),
    ("quotes/words-{n}.yaml", Quote, _TRANSLATED_QUOTE),
    ("quotes/plain-{n}.yaml", Quote, _PLAIN_QUOTE),
)
MOST_COPIES: Final = len(COUNTRY_CODES)


class File:
    """One file of an archive: its lines, each with one text at most."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.lines: list[str] = []

    def add(self, line: str) -> None:
        """One more line."""
        self.lines.append(line)

    @property
    def next(self) -> Leaf:
        """Where the next line will stand."""
        return self.path, len(self.lines) + 1

    @property
    def data(self) -> bytes:
        """The bytes of the file."""
        return "".join(f"{line}\n" for line in self.lines).encode()


def site_file(words: Words) -> File:
    """`site.yaml` with a text in every key that takes one."""
    return _file("content/site.yaml", Site, {}, words, {})


def record_files(number: int, words: Words) -> Iterator[File]:
    """One record of every kind, and two quotes, that name each other."""
    numbers = {"n": str(number), "country": sorted(COUNTRY_CODES)[number]}
    for path, record, given in _FILES:
        yield _file(f"content/{path}".format_map(numbers), record, given, words, numbers)


def _file(
    path: str, record: type[msgspec.Struct], given: dict[str, Any], words: Words, numbers: dict[str, str]
) -> File:
    file = File(path)
    is_markdown = path.endswith(".md")
    if is_markdown:
        file.add("---")
    _Writer(file, {**_GIVEN, **given}, words, numbers).keys(record, "")
    if is_markdown:
        file.add("---")
        body = words(file.next, f"{record.__name__}.body")
        for line in (PROSE_STARTS, "", body, "", PROSE_ENDS):
            file.add(line)
    return file


class _Writer:
    """Writes the keys of a record, one text a line, so that a problem's line tells whose text it is about."""

    def __init__(self, file: File, given: dict[str, Any], words: Words, numbers: dict[str, str]) -> None:
        self.file = file
        self.given = given
        self.words = words
        self.numbers = numbers

    def keys(self, record: type[msgspec.Struct], margin: str, first: str = "") -> None:
        """Every key of `record`; `first` stands for the margin of the first one."""
        for field in fields_of(record):
            place = f"{record.__name__}.{field.attribute}"
            lead = f"{first or margin}{field.names[0]}:"
            if place in self.given:
                if self.given[place] is None:
                    continue
                written = json.dumps(self.given[place])
                for name, value in self.numbers.items():
                    written = written.replace(f"{{{name}}}", value)
                self.file.add(f"{lead} {written}")
            else:
                self.value(field.key.type, place, lead, f"{margin}  ")
            first = ""

    def value(self, kind: FieldType[Any], place: str, lead: str, margin: str) -> None:
        """A value behind `lead`, or below it."""
        if isinstance(kind, ListOf):
            self.file.add(lead)
            self.item(kind.item, place, margin)
        elif kind.shape is not None:
            self.file.add(lead)
            self.keys(kind.shape, margin)
        else:
            self.text(kind, place, lead)

    def item(self, kind: FieldType[Any], place: str, margin: str) -> None:
        """The one item of a list."""
        if kind.shape is not None:
            self.keys(kind.shape, f"{margin}  ", f"{margin}- ")
        else:
            self.text(kind, place, f"{margin}-")

    def text(self, kind: FieldType[Any], place: str, lead: str) -> None:
        """A text of our choosing."""
        chosen = self.words(self.file.next, place)
        if isinstance(kind, Markdown):
            chosen = f"{PROSE_STARTS}\n\n{chosen}\n\n{PROSE_ENDS}"
        elif not isinstance(kind, Line | Paragraphs | Address | Either):
            raise KeyError(f"{place} takes no text: give it a value")
        self.file.add(f"{lead} {json.dumps(chosen, ensure_ascii=False)}")
