"""What an editor may mean by a name: every author, entity, country, context and source with all that it is called.

Owns how a name that someone typed finds a record. Does not know who asks, nor what is done where nothing is found.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

import msgspec

from ipsegen.model.context import Context
from ipsegen.model.countries import COUNTRY_CODES, suggest_country
from ipsegen.model.country_names import country_name
from ipsegen.model.records import Record
from ipsegen.model.references import Kind, Reference, make_id
from ipsegen.model.source import Source
from ipsegen.model.subjects import Author, Country, Entity
from ipsegen.model.suggest import nearest

_SHORTEST_PART: Final = 3
_MOST_GUESSES: Final = 3


class Known(msgspec.Struct, frozen=True):
    """A record and what it is called: `name` first of all, `sort_name` in an index."""

    reference: Reference
    name: str
    sort_name: str = ""
    other_names: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Everything that it goes by, the id included."""
        return tuple(filter(None, (self.reference.id, self.name, self.sort_name, *self.other_names)))

    @property
    def name_in_index(self) -> str:
        """The word under which an index has it."""
        if self.sort_name:
            return self.sort_name.partition(",")[0]
        return self.name.split()[-1] if self.name.split() else ""


class Catalogue:
    """The records that can be named; more may be added. Countries are known without a file, by their English names."""

    def __init__(self, records: Iterable[Record]) -> None:
        self._known = {
            Reference("country", code): Known(Reference("country", code), country_name(code, "en"))
            for code in sorted(COUNTRY_CODES)
        }
        for record in records:
            self.add(record)

    def add(self, record: Record) -> None:
        """Let a record be known from now on, in place of one with the same id."""
        known = known_by(record)
        if known is not None:
            self._known[known.reference] = known

    def of(self, kinds: Sequence[Kind]) -> Iterator[Known]:
        """All of these kinds, those of the first kind first, each kind by name."""
        for kind in kinds:
            found = [known for known in self._known.values() if known.reference.kind == kind]
            yield from sorted(found, key=lambda known: (known.name.casefold(), known.reference.id))

    def get(self, reference: Reference) -> Known | None:
        """The record that a reference names."""
        return self._known.get(reference)

    def find(self, text: str, kinds: Sequence[Kind]) -> Known | None:
        """The only record that is called so: by `kind:id`, by its id, or by any of its names, letter case aside."""
        kind, colon, identifier = text.partition(":")
        if colon and kind in kinds:
            return next((known for known in self.of(kinds) if str(known.reference) == f"{kind}:{identifier}"), None)
        wanted = _folded(text)
        by_id = [known for known in self.of(kinds) if known.reference.id == text.casefold()]
        found = by_id or [known for known in self.of(kinds) if wanted in map(_folded, known.names)]
        return found[0] if len(found) == 1 or (by_id and found) else None

    def guess(self, text: str, kinds: Sequence[Kind]) -> list[Known]:
        """The few records that were probably meant: those with these words in a name, or the one most alike."""
        words = _folded(text).split()
        if len("".join(words)) < _SHORTEST_PART:
            return []
        spellings = [(known, name) for known in self.of(kinds) for name in map(_folded, known.names)]
        having = dict.fromkeys(known for known, name in spellings if set(words) <= set(name.split()))
        if having:
            return list(having)[:_MOST_GUESSES]
        codes = suggest_country(text) if "country" in kinds else ()
        if codes:
            return [self._known[Reference("country", code)] for code in codes]
        names = {name: known for known, name in spellings if known.reference.kind != "country"}
        return [names[name] for name in nearest(" ".join(words), names)]


def known_by(record: object) -> Known | None:
    """What a record is called; None for one that nobody calls by a name."""
    if isinstance(record, Author | Entity):
        others = tuple(other.name for other in record.other_names)
        kind: Kind = "author" if isinstance(record, Author) else "entity"
        return Known(Reference(kind, record.id), record.name, record.sort_name, others)
    if isinstance(record, Country):
        usual = country_name(record.id, "en")
        others = (*(other.name for other in record.other_names), usual)
        return Known(Reference("country", record.id), record.name or usual, record.sort_name, others)
    if isinstance(record, Context | Source):
        kind = "context" if isinstance(record, Context) else "source"
        return Known(Reference(kind, record.id), record.title)
    return None


def _folded(text: str) -> str:
    """Names are the same where their words are, whatever stands between them; other scripts as they are."""
    return make_id(text).replace("-", " ") or " ".join(text.casefold().split())
