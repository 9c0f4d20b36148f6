"""What a check may look at.

Owns the arguments that every check takes, and what several checks would otherwise work out anew. Does not
check anything.
"""

from collections.abc import Callable, Iterator, Mapping, Set
from datetime import datetime
from functools import cached_property

import msgspec

from ipsegen.load.pictures import Picture
from ipsegen.model.checks.namings import Naming, namings
from ipsegen.model.countries import COUNTRY_CODES
from ipsegen.model.faults import Fault
from ipsegen.model.layout import Slot
from ipsegen.model.named import ids_in_keys, references_in_keys
from ipsegen.model.quote import Quote
from ipsegen.model.records import Records
from ipsegen.model.references import FOLDERS, Kind


class LooseEnd(msgspec.Struct, frozen=True):
    """A naming that leads to no published record: to a draft, to an old id of `became`, or nowhere."""

    naming: Naming
    is_draft: bool
    became: str


class Evidence(msgspec.Struct, frozen=True, dict=True):
    """All records of a site (drafts included), its pictures, and the moment of the build.

    Pictures go by their path from `content/media/`; `broken_pictures` are there but cannot be shown.
    """

    records: Records
    pictures: Mapping[str, Picture]
    now: datetime
    broken_pictures: frozenset[str] = frozenset()

    @cached_property
    def old_ids(self) -> dict[Kind, dict[str, str]]:
        """For each kind the old ids, and what each of them became."""
        records = self.records
        return {
            "quote": {old: quote.id for quote in records.quotes.values() for old in quote.aliases},
            "context": {old: context.id for context in records.contexts.values() for old in context.aliases},
            "author": {old: author.id for author in records.authors.values() for old in author.aliases},
            "entity": {old: entity.id for entity in records.entities.values() for old in entity.aliases},
            "page": {old: page.id for page in records.pages.values() for old in page.aliases},
        }

    @cached_property
    def notes(self) -> dict[str, frozenset[str]]:
        """For the file of each context the ids of its sources, which `[[source:…]]` may name there."""
        contexts = self.records.contexts.values()
        return {context.file: frozenset(source.id for source in context.sources) for context in contexts}

    @cached_property
    def loose_ends(self) -> tuple[LooseEnd, ...]:
        """Every naming of what is not published; files that are there but could not be read are known."""
        known: dict[Kind, Set[str]] = {kind: self.records.of_kind(kind).keys() for kind in FOLDERS}
        known["country"] = COUNTRY_CODES
        drafts = self._drafts
        found: list[LooseEnd] = []
        for naming in namings(self._with_suspects(known, drafts)):
            kind, identifier = naming.reference.kind, naming.reference.id
            if naming.is_note:
                is_known = identifier in self.notes.get(naming.file, ())
            else:
                is_known = identifier in known[kind] or Slot(kind, identifier) in self.records.unreadable
            is_draft = identifier in drafts.get(kind, ())
            if is_draft or not is_known:
                became = self.old_ids.get(kind, {}).get(identifier, "")
                found.append(LooseEnd(naming, is_draft, "" if is_draft else became))
        return tuple(found)

    def _with_suspects(self, known: Mapping[Kind, Set[str]], drafts: Mapping[Kind, Set[str]]) -> Records:
        """The records, but of the quotes only those that may have a loose end: few of many, as a rule."""
        published = {kind: frozenset(ids - drafts.get(kind, frozenset())) for kind, ids in known.items()}
        suspects: dict[str, Quote] = {}
        for quote in self.records.quotes.values():
            # Whether what prose names is there is left to the slower walk.
            in_prose = quote.note is not None or quote.status_note is not None
            if in_prose or not _names_only(quote, published):
                suspects[quote.id] = quote
        return msgspec.structs.replace(self.records, quotes=suspects)

    @property
    def _drafts(self) -> dict[Kind, frozenset[str]]:
        return {
            "quote": frozenset(quote.id for quote in self.records.quotes.values() if quote.draft),
            "context": frozenset(context.id for context in self.records.contexts.values() if context.draft),
            "page": frozenset(page.id for page in self.records.pages.values() if page.draft),
        }


def _names_only(quote: Quote, published: Mapping[Kind, frozenset[str]]) -> bool:
    """Whether every record that the keys of a quote name is published."""
    for kind, ids in ids_in_keys(quote):
        if ids and not published[kind].issuperset(ids):
            return False
    for named in references_in_keys(quote):  # noqa: SIM110 (it would take twice as long)
        if named.id not in published[named.kind]:
            return False
    return True


Check = Callable[[Evidence], Iterator[Fault]]
"""One rule: the faults against it."""
