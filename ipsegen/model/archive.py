"""The archive: the published records and every index over them.

Owns who said what, who is mentioned where, and in which order. Does not judge: it takes records that were
checked, and leaves out references to what is not there. Rules: contract.md, "Two sides" and "Counts";
content-model.md, dates.
"""

from collections.abc import Iterable, Mapping
from typing import TypeVar

import msgspec

from ipsegen.load.pictures import Picture
from ipsegen.model.context import Context
from ipsegen.model.edtf import SortKey, parse_date
from ipsegen.model.filing import Filing
from ipsegen.model.quote import Quote
from ipsegen.model.references import Kind, Reference
from ipsegen.model.site import Page, Site
from ipsegen.model.source import Source
from ipsegen.model.subjects import Author, Country, Entity, Subject

K = TypeVar("K")
QuoteIds = tuple[str, ...]
Span = tuple[int, ...]
"""A part of the calendar: (), (year,), (year, month) or (year, month, day)."""
Order = tuple[SortKey, int, float, str]


class Archive(msgspec.Struct, frozen=True):
    """What is published, and the indexes over it. Every tuple of quote ids runs from oldest to newest.

    `pronounced` and `inserted` hold every listed quote (all but removed ones), by date of pronouncement and
    of insertion. `said`: what counts as said by or on behalf of each author, entity (its parts included) and
    country. `flagged`: what is disputed, misattributed or retracted, by the same keys. `mentioned`: what
    mentions them. `cited`: the quotes, removed ones too, that name a record in yet another way: in a note, as source,
    event, place or messenger, or as an affiliation. `dated`: by the part of the calendar that surely holds the date.
    `corrected`: those with corrections. `through`: for an entity, the part that a quote reached it by. `aliases`: the
    id that an old id of each kind became.
    """

    site: Site
    quotes: Mapping[str, Quote]
    contexts: Mapping[str, Context]
    authors: Mapping[str, Author]
    entities: Mapping[str, Entity]
    countries: Mapping[str, Country]
    sources: Mapping[str, Source]
    pages: Mapping[str, Page]
    pictures: Mapping[str, Picture]
    filings: Mapping[str, Filing]
    pronounced: QuoteIds
    inserted: QuoteIds
    corrected: QuoteIds
    said: Mapping[Reference, QuoteIds]
    flagged: Mapping[Reference, QuoteIds]
    mentioned: Mapping[Reference, QuoteIds]
    cited: Mapping[Reference, QuoteIds]
    in_context: Mapping[str, QuoteIds]
    replies: Mapping[str, QuoteIds]
    dated: Mapping[Span, QuoteIds]
    through: Mapping[str, Mapping[str, str]]
    aliases: Mapping[Kind, Mapping[str, str]]

    def has(self, reference: Reference) -> bool:
        """Whether the record that `reference` names is published."""
        return reference.id in self._by_kind(reference.kind)

    def name(self, reference: Reference) -> str:
        """What the record that `reference` names is called: a quote by its title or first words, a removed one by
        its id.
        """
        record = self._by_kind(reference.kind)[reference.id]
        if isinstance(record, Quote):
            return (record.title or first_words(record)) if record.is_listed else record.id
        return record.title if isinstance(record, Context | Page | Source) else record.name

    def subject(self, reference: Reference) -> Subject:
        """The author, entity or country that `reference` names."""
        record = self._by_kind(reference.kind)[reference.id]
        if not isinstance(record, Author | Entity | Country):
            raise KeyError(str(reference))
        return record

    def subjects(self) -> Iterable[Subject]:
        """All authors, entities and countries."""
        yield from self.authors.values()
        yield from self.entities.values()
        yield from self.countries.values()

    def listed_under(self, quote: str) -> tuple[Reference, ...]:
        """The authors, entities and countries on whose pages, or on those of what mentions them, a quote stands."""
        filing = self.filings[quote]
        wholes = [
            Reference("entity", parent)
            for speaker in filing.speakers
            if speaker.kind == "entity"
            for parent in ancestors(speaker.id, self.entities)
        ]
        return tuple(dict.fromkeys([*filing.speakers, *wholes, *filing.mentions]))

    def _by_kind(self, kind: Kind) -> Mapping[str, Quote | Context | Author | Entity | Country | Source | Page]:
        if kind == "quote":
            return self.quotes
        if kind == "context":
            return self.contexts
        if kind == "author":
            return self.authors
        if kind == "entity":
            return self.entities
        if kind == "country":
            return self.countries
        return self.sources if kind == "source" else self.pages


def first_words(quote: Quote, most: int = 60) -> str:
    """The first words of a quote, whole ones, at most `most` characters; an ellipsis where more follow."""
    # So many words fill more than `most` characters; the rest, which may be long, need not be looked at.
    text = " ".join(" ".join(quote.text).split(None, most // 2 + 2)[: most // 2 + 2])
    if len(text) <= most:
        return text
    whole, blank, _cut = text[: most + 1].rpartition(" ")
    return (whole if blank else text[:most]).rstrip(" ,;:–—-") + "…"


def order_of(quote: Quote) -> Order:
    """The place of a quote by pronouncement: date (if unknown, of insertion), position, insertion, id."""
    key = quote.pronounced.sort_key
    instant = quote.inserted.utc.timestamp()
    return (_inserted_key(quote) if key is None else key), quote.position, instant, quote.id


def _inserted_key(quote: Quote) -> SortKey:
    key = parse_date(quote.inserted.text).sort_key
    if key is None:
        raise ValueError(quote.inserted.text)
    return key


def ancestors(entity: str, entities: Mapping[str, Entity]) -> Iterable[str]:
    """The parents of an entity, nearest first; a circle ends where it closes."""
    seen = {entity}
    current = entities.get(entity)
    while current is not None and current.parent and current.parent not in seen:
        seen.add(current.parent)
        yield current.parent
        current = entities.get(current.parent)
