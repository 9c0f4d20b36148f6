"""Records → the archive, and an archive after some of its quotes have changed.

Owns in which lists of the archive a quote stands, and in which order. Does not judge: it takes records that were
checked, and leaves out references to what is not there. Rules: contract.md, "Two sides" and "Counts";
content-model.md, dates.
"""

from bisect import insort
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from collections.abc import Set as AbstractSet
from datetime import datetime
from itertools import chain
from operator import attrgetter
from typing import Any, Final

import msgspec

from ipsegen.load.pictures import Picture
from ipsegen.model.archive import Archive, QuoteIds, order_of
from ipsegen.model.context import Context
from ipsegen.model.country_names import country_name
from ipsegen.model.filing import Filing, file_quote
from ipsegen.model.lazy import Overlay
from ipsegen.model.named import named_by, prose_of
from ipsegen.model.placing import Placed, lines_of, place
from ipsegen.model.quote import Quote
from ipsegen.model.records import Record, Records
from ipsegen.model.references import Kind, Reference
from ipsegen.model.site import Page, Site
from ipsegen.model.subjects import Author, Country, Entity

_INDEXES: Final = ("said", "flagged", "mentioned", "cited", "in_context", "replies", "dated")


def build_archive(records: Records, site: Site, pictures: Mapping[str, Picture], *, drafts: bool = False) -> Archive:
    """Index the records that are published; with `drafts` all of them."""
    lines, quotes = lines_of(records.entities), records.quotes
    placed = [
        place(quote, file_quote(quote, records.authors, records.entities), lines)
        for quote in quotes.values()
        if drafts or not quote.draft
    ]
    placed.sort(key=attrgetter("order"))
    return assemble(records, placed, lambda files: {key: quotes[key] for key in files}, site, pictures, drafts=drafts)


def assemble(
    records: Records,
    placed: Iterable[Placed],
    quotes: Callable[[Mapping[str, str]], Mapping[str, Quote]],
    site: Site,
    pictures: Mapping[str, Picture],
    *,
    drafts: bool,
) -> Archive:
    """The archive of quotes that are `placed`, each of which is published, and of the records beside quotes.

    `placed` come in their order; each is looked at once, and only what lists need of it is kept. `quotes` gives the
    quotes themselves, whose files it is handed by id.
    """
    if not drafts:
        records = _without_drafts(records)
    lists = _Lists()
    for one in placed:
        lists.add(one)
    return Archive(
        site=site,
        quotes=quotes(lists.files),
        contexts=records.contexts,
        authors=records.authors,
        entities=records.entities,
        countries=_countries(records, lists.countries, site.language),
        sources=records.sources,
        pages=records.pages,
        pictures=dict(pictures),
        filings=lists.filings,
        pronounced=tuple(lists.pronounced),
        inserted=tuple([key for _inserted, key in sorted(lists.inserted)]),
        corrected=tuple(lists.corrected),
        **{name: {of: tuple(ids) for of, ids in index.items()} for name, index in lists.indexes.items()},
        through=dict(lists.through),
        aliases={
            "quote": lists.aliases,
            **_aliases(records.contexts, records.authors, records.entities, records.pages),
        },
    )


class _Lists:
    """The lists of an archive, as its quotes are put into them one by one."""

    def __init__(self) -> None:
        self.files: dict[str, str] = {}
        self.filings: dict[str, Filing] = {}
        self.pronounced: list[str] = []
        self.inserted: list[tuple[datetime, str]] = []
        self.corrected: list[str] = []
        self.indexes: dict[str, Any] = {name: defaultdict(list) for name in _INDEXES}
        self.through: defaultdict[str, dict[str, str]] = defaultdict(dict)
        self.countries: set[str] = set()
        self.aliases: dict[str, str] = {}

    def add(self, one: Placed) -> None:
        key = one.id
        self.files[key] = one.file
        self.filings[key] = one.filing
        if one.is_listed:
            self.pronounced.append(key)
            self.inserted.append((one.inserted, key))
            if one.is_corrected:
                self.corrected.append(key)
        for name, of in one.lists():
            self.indexes[name][of].append(key)
        for parent, part in one.through.items():
            self.through[parent][key] = part
        self.countries.update(one.countries)
        self.aliases.update(dict.fromkeys(one.aliases, key))


def _without_drafts(records: Records) -> Records:
    """The records beside quotes that are published."""
    contexts = {key: context for key, context in records.contexts.items() if not context.draft}
    pages = {key: page for key, page in records.pages.items() if not page.draft}
    return msgspec.structs.replace(records, contexts=contexts, pages=pages)


def amend_archive(archive: Archive, changed: Mapping[str, Quote | None]) -> Archive | None:
    """The archive after these quotes have changed, or are there no more (None).

    It is what `build_archive` makes of all records, without looking at those that are the same. None where the change
    reaches further than lists: to old ids, or to which countries there are.
    """
    before = {key: archive.quotes[key] for key in changed if key in archive.quotes}
    after = {key: quote for key, quote in changed.items() if quote is not None}
    if not _leaves_the_rest(archive, before, after):
        return None
    quotes = Overlay(archive.quotes, after, before.keys() - after.keys())
    filed = {key: file_quote(quote, archive.authors, archive.entities) for key, quote in after.items()}
    filings = Overlay(archive.filings, filed, before.keys() - after.keys())
    lines = lines_of(archive.entities)
    stood = {key: place(quote, archive.filings[key], lines) for key, quote in before.items()}
    stands = {key: place(quote, filings[key], lines) for key, quote in after.items()}

    def moved(ids: QuoteIds, joining: Iterable[str], order: Callable[[Quote], Any]) -> QuoteIds:
        left = [key for key in ids if key not in changed]
        for key in joining:
            insort(left, key, key=lambda one: order(quotes[one]))
        return tuple(left)

    listed = [key for key, quote in after.items() if quote.is_listed]
    return msgspec.structs.replace(
        archive,
        quotes=quotes,
        filings=filings,
        pronounced=moved(archive.pronounced, listed, order_of),
        inserted=moved(archive.inserted, listed, _insertion),
        corrected=moved(archive.corrected, [key for key in listed if quotes[key].corrections], order_of),
        **{name: _amended(getattr(archive, name), name, stood, stands, moved) for name in _INDEXES},
        through=_amended_through(archive.through, stood, stands),
    )


Moved = Callable[[QuoteIds, Iterable[str], Callable[[Quote], Any]], QuoteIds]


def _amended(
    index: Mapping[Any, QuoteIds], name: str, stood: Mapping[str, Placed], stands: Mapping[str, Placed], moved: Moved
) -> Mapping[Any, QuoteIds]:
    joining: dict[Hashable, list[str]] = {
        key: [] for places in stood.values() for index_name, key in places.lists() if index_name == name
    }
    for quote, places in stands.items():
        for index_name, key in places.lists():
            if index_name == name:
                joining.setdefault(key, []).append(quote)
    lists = {key: moved(index.get(key, ()), quotes, order_of) for key, quotes in joining.items()}
    gone = {key for key, ids in lists.items() if not ids}
    return Overlay(index, {key: ids for key, ids in lists.items() if ids}, gone)


def _amended_through(
    through: Mapping[str, Mapping[str, str]], stood: Mapping[str, Placed], stands: Mapping[str, Placed]
) -> Mapping[str, Mapping[str, str]]:
    found = {parent: dict(through.get(parent, {})) for places in stood.values() for parent in places.through}
    for quote, places in stood.items():
        for parent in places.through:
            found[parent].pop(quote, None)
    for quote, places in stands.items():
        for parent, part in places.through.items():
            found.setdefault(parent, dict(through.get(parent, {})))[quote] = part
    gone = {parent for parent, parts in found.items() if not parts}
    return Overlay(through, {parent: parts for parent, parts in found.items() if parts}, gone)


def _leaves_the_rest(archive: Archive, before: Mapping[str, Quote], after: Mapping[str, Quote]) -> bool:
    """Whether old ids and countries stay what they are, whatever these quotes were and are."""
    old_ids = [
        sorted((old, quote.id) for quote in quotes.values() for old in quote.aliases) for quotes in (before, after)
    ]
    were, are = (_countries_named(quotes.values(), archive) for quotes in (before, after))
    changed = before.keys() | after.keys()
    return (
        old_ids[0] == old_ids[1]
        and are <= archive.countries.keys()
        and all(_stays(Reference("country", code), archive, changed) for code in were - are)
    )


def _stays(country: Reference, archive: Archive, changed: AbstractSet[str]) -> bool:
    """Whether a country is published even if some quotes do not name it any more."""
    lists = (index.get(country, ()) for index in (archive.said, archive.flagged, archive.mentioned))
    known = archive.countries.get(country.id)
    return known is None or bool(known.file) or any(key not in changed for ids in lists for key in ids)


def _countries_named(quotes: Iterable[Quote], archive: Archive) -> AbstractSet[str]:
    found: set[str] = set()
    for quote in quotes:
        found.update(reference.id for reference in named_by(quote) if reference.kind == "country")
        found.update(file_quote(quote, archive.authors, archive.entities).countries)
    return found


def _insertion(quote: Quote) -> tuple[Any, str]:
    """The place of a quote by insertion."""
    return quote.inserted.utc, quote.id


def _countries(records: Records, of_quotes: AbstractSet[str], language: str) -> dict[str, Country]:
    """Every country that anything published refers to, with its name."""
    codes = records.countries.keys() | of_quotes
    codes.update(reference.id for reference in named_in_prose(records) if reference.kind == "country")
    for author in records.authors.values():
        codes.update(author.countries, (role.country for role in author.roles if role.country))
    codes.update(entity.country for entity in records.entities.values() if entity.country)
    return {code: _named(records.countries.get(code), code, language) for code in sorted(codes)}


def _named(country: Country | None, code: str, language: str) -> Country:
    known = country or Country(id=code, file="")
    return known if known.name else msgspec.structs.replace(known, name=country_name(code, language))


def named_in_prose(records: Records) -> Iterable[Reference]:
    """The references in the prose of all that is no quote, and those that contexts name beside it."""
    for context in records.contexts.values():
        yield from context.topics
        yield from (item.reference for item in context.go_deeper if item.reference is not None)
    others: tuple[Mapping[str, Record], ...] = (
        records.contexts, records.authors, records.entities, records.countries, records.pages,
    )  # fmt: skip
    for record in chain.from_iterable(kind.values() for kind in others):
        yield from (hole.reference for _path, prose in prose_of(record) for hole in prose.holes)


def _aliases(*kinds: Mapping[str, Context | Author | Entity | Page]) -> dict[Kind, dict[str, str]]:
    names: tuple[Kind, ...] = ("context", "author", "entity", "page")
    return {
        kind: {old: record.id for record in records.values() for old in record.aliases}
        for kind, records in zip(names, kinds, strict=True)
    }
