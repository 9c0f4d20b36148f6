"""The archive: the published records and every index over them.

Owns who said what, who is mentioned where, and in which order. Does not judge: it takes records that were
checked, and leaves out references to what is not there. Rules: contract.md, "Two sides" and "Counts";
content-model.md, dates.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from itertools import chain
from typing import TypeVar

import msgspec

from ipsegen.load.pictures import Picture
from ipsegen.model.context import Context
from ipsegen.model.country_names import country_name
from ipsegen.model.edtf import SortKey, parse_date
from ipsegen.model.filing import Filing, file_quote
from ipsegen.model.named import prose_of
from ipsegen.model.quote import Quote
from ipsegen.model.records import Record, Records
from ipsegen.model.references import Kind, Reference
from ipsegen.model.site import Page, Site
from ipsegen.model.source import Source
from ipsegen.model.subjects import Author, Country, Entity, Subject

K = TypeVar("K")
QuoteIds = tuple[str, ...]
Order = tuple[SortKey, int, float, str]


class Archive(msgspec.Struct, frozen=True):
    """What is published, and the indexes over it. Every tuple of quote ids runs from oldest to newest.

    `pronounced` and `inserted` hold every listed quote (all but removed ones), by date of pronouncement and
    of insertion. `said`: what counts as said by or on behalf of each author, entity (its parts included) and
    country. `flagged`: what is disputed, misattributed or retracted, by the same keys. `mentioned`: what
    mentions them. `through`: for an entity, the part that a quote reached it by. `aliases`: the id that an
    old id of each kind became.
    """

    site: Site
    quotes: dict[str, Quote]
    contexts: dict[str, Context]
    authors: dict[str, Author]
    entities: dict[str, Entity]
    countries: dict[str, Country]
    sources: dict[str, Source]
    pages: dict[str, Page]
    pictures: dict[str, Picture]
    filings: dict[str, Filing]
    pronounced: QuoteIds
    inserted: QuoteIds
    said: dict[Reference, QuoteIds]
    flagged: dict[Reference, QuoteIds]
    mentioned: dict[Reference, QuoteIds]
    in_context: dict[str, QuoteIds]
    replies: dict[str, QuoteIds]
    through: dict[str, dict[str, str]]
    aliases: dict[Kind, dict[str, str]]

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
    text = " ".join(" ".join(quote.text).split())
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


def build_archive(records: Records, site: Site, pictures: Mapping[str, Picture], *, drafts: bool = False) -> Archive:
    """Index the records that are published; with `drafts` all of them."""
    quotes = {key: quote for key, quote in records.quotes.items() if drafts or not quote.draft}
    contexts = {key: context for key, context in records.contexts.items() if drafts or not context.draft}
    pages = {key: page for key, page in records.pages.items() if drafts or not page.draft}
    filings = {key: file_quote(quote, records.authors, records.entities) for key, quote in quotes.items()}
    published = msgspec.structs.replace(records, quotes=quotes, contexts=contexts, pages=pages)
    listed = [quote for quote in quotes.values() if quote.is_listed]
    by_date = sorted(listed, key=order_of)
    by_insertion = sorted(listed, key=lambda quote: (quote.inserted.utc, quote.id))
    said, flagged, through = _index_speakers(by_date, filings, records.entities)
    return Archive(
        site=site,
        quotes=quotes,
        contexts=contexts,
        authors=records.authors,
        entities=records.entities,
        countries=_countries(published, [filings[quote.id] for quote in listed], site.language),
        sources=records.sources,
        pages=pages,
        pictures=dict(pictures),
        filings=filings,
        pronounced=tuple(quote.id for quote in by_date),
        inserted=tuple(quote.id for quote in by_insertion),
        said=said,
        flagged=flagged,
        mentioned=_index(by_date, lambda quote: filings[quote.id].mentions),
        in_context=_index(by_date, lambda quote: dict.fromkeys(filed.context for filed in quote.contexts)),
        replies=_index(by_date, lambda quote: dict.fromkeys(quote.replies_to)),
        through=through,
        aliases=_aliases(quotes, contexts, records.authors, records.entities, pages),
    )


def _index(quotes: Iterable[Quote], keys: Callable[[Quote], Iterable[K]]) -> dict[K, QuoteIds]:
    found: defaultdict[K, list[str]] = defaultdict(list)
    for quote in quotes:
        for key in keys(quote):
            found[key].append(quote.id)
    return {key: tuple(ids) for key, ids in found.items()}


def _index_speakers(
    quotes: Iterable[Quote], filings: Mapping[str, Filing], entities: Mapping[str, Entity]
) -> tuple[dict[Reference, QuoteIds], dict[Reference, QuoteIds], dict[str, dict[str, str]]]:
    said: defaultdict[Reference, list[str]] = defaultdict(list)
    flagged: defaultdict[Reference, list[str]] = defaultdict(list)
    through: defaultdict[str, dict[str, str]] = defaultdict(dict)
    lines = {key: tuple(ancestors(key, entities)) for key, entity in entities.items() if entity.parent}
    for quote in quotes:
        index = said if quote.counts_as_said else flagged
        speakers = filings[quote.id].speakers
        for speaker in speakers:
            index[speaker].append(quote.id)
        reached = set(speakers) if lines else set()
        for speaker in speakers:
            for parent in lines.get(speaker.id, ()) if speaker.kind == "entity" else ():
                whole = Reference("entity", parent)
                if whole not in reached:
                    reached.add(whole)
                    index[whole].append(quote.id)
                    through[parent][quote.id] = speaker.id
    return (
        {key: tuple(ids) for key, ids in said.items()},
        {key: tuple(ids) for key, ids in flagged.items()},
        dict(through),
    )


def ancestors(entity: str, entities: Mapping[str, Entity]) -> Iterable[str]:
    """The parents of an entity, nearest first; a circle ends where it closes."""
    seen = {entity}
    current = entities.get(entity)
    while current is not None and current.parent and current.parent not in seen:
        seen.add(current.parent)
        yield current.parent
        current = entities.get(current.parent)


def _countries(records: Records, filings: Iterable[Filing], language: str) -> dict[str, Country]:
    """Every country that anything published refers to, with its name."""
    codes = set(records.countries)
    for filing in filings:
        codes.update(filing.countries)
        for named in (*filing.mentions, *[signatory.author for signatory in filing.signatories]):
            if isinstance(named, Reference) and named.kind == "country":
                codes.add(named.id)
    codes.update(reference.id for reference in named_in_prose(records) if reference.kind == "country")
    for author in records.authors.values():
        codes.update(author.countries, (role.country for role in author.roles if role.country))
    codes.update(entity.country for entity in records.entities.values() if entity.country)
    return {code: _named(records.countries.get(code), code, language) for code in sorted(codes)}


def _named(country: Country | None, code: str, language: str) -> Country:
    known = country or Country(id=code, file="")
    return known if known.name else msgspec.structs.replace(known, name=country_name(code, language))


def named_in_prose(records: Records) -> Iterable[Reference]:
    """The references in all prose, and those that contexts name beside it."""
    for context in records.contexts.values():
        yield from context.topics
        yield from (item.reference for item in context.go_deeper if item.reference is not None)
    for quote in records.quotes.values():
        yield from (named for named in (quote.via, quote.said_by) if isinstance(named, Reference))
    written = (quote for quote in records.quotes.values() if quote.note is not None or quote.status_note is not None)
    others: tuple[Mapping[str, Record], ...] = (
        records.contexts, records.authors, records.entities, records.countries, records.pages,
    )  # fmt: skip
    for record in chain(written, *(kind.values() for kind in others)):
        yield from (hole.reference for _path, prose in prose_of(record) for hole in prose.holes)


def _aliases(*kinds: Mapping[str, Quote | Context | Author | Entity | Page]) -> dict[Kind, dict[str, str]]:
    names: tuple[Kind, ...] = ("quote", "context", "author", "entity", "page")
    return {
        kind: {old: record.id for record in records.values() for old in record.aliases}
        for kind, records in zip(names, kinds, strict=True)
    }
