"""Records by what people call them.

Owns which spellings of a name are the same, and what in a value is a name that stands for a reference. Does not create
records: a name that nobody has is told.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any, Final

import msgspec

from ipsegen.model.compound_types import Keys, ListOf
from ipsegen.model.countries import countries_called, country_code
from ipsegen.model.reading import FieldType
from ipsegen.model.records import Record, Records
from ipsegen.model.reference_types import CountryCode, IdOf, NewId, ReferenceTo
from ipsegen.model.references import FOLDERS, Kind, Reference
from ipsegen.model.shapes import Value, item_of, record_of, types_of
from ipsegen.model.signature import SignatureType, SpeakerType
from ipsegen.model.source import SourceOrId
from ipsegen.model.subjects import Author, Entity
from ipsegen.model.suggest import nearest

_NAMELESS: Final = ("unnamed", "unknown")
_KINDS_AND_ID: Final = re.compile(rf"(?:{'|'.join(FOLDERS)}):\S+")
_MARKS_OF_LETTERS: Final = 200
"""Marks of this class and above stand over or under letters that are the same letters without them; those below are
vowels and the like, without which a word is another."""


class NoNameError(ValueError):
    """A name that nobody has, or that several have: `kinds` are those that it may be of, `found` who have it."""

    def __init__(self, name: str, kinds: tuple[Kind, ...], found: tuple[Reference, ...]) -> None:
        super().__init__(name)
        self.name = name
        self.kinds = kinds
        self.found = found


def folded(name: str) -> str:
    """A name without case, accents and punctuation."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    kept = "".join(
        "" if unicodedata.combining(sign) >= _MARKS_OF_LETTERS or sign in "'’ʼ" else sign if _is_of_word(sign) else " "
        for sign in plain
    )
    return unicodedata.normalize("NFC", " ".join(kept.split()))


def _is_of_word(sign: str) -> bool:
    return sign.isalnum() or unicodedata.category(sign).startswith("M")


class Names:
    """The records of an archive by their names; more can be added."""

    def __init__(self, records: Records) -> None:
        self._by_name: defaultdict[tuple[Kind, str], dict[Reference, None]] = defaultdict(dict)
        self._known: dict[Kind, set[str]] = {kind: set(records.of_kind(kind)) for kind in FOLDERS}
        for slot in records.unreadable:
            self._known[slot.kind].add(slot.id)
        for kind in FOLDERS:
            for identifier, record in records.of_kind(kind).items():
                self.add(Reference(kind, identifier), _names_of(record))

    def add(self, reference: Reference, names: Iterable[str]) -> None:
        """Remember the names of a record."""
        self._known[reference.kind].add(reference.id)
        for name in names:
            if folded(name):
                self._by_name[reference.kind, folded(name)][reference] = None

    def knows(self, kind: Kind, identifier: str) -> bool:
        """Whether there is such a record."""
        return identifier in self._known[kind]

    def find(self, kinds: Iterable[Kind], name: str) -> tuple[Reference, ...]:
        """Everyone of these kinds who has this name, `Rutte, Mark` being the same as `Mark Rutte`."""
        last, comma, first = name.partition(",")
        spellings = dict.fromkeys((folded(name), folded(f"{first} {last}") if comma else folded(name)))
        found = [who for kind in kinds for spelling in spellings for who in self._by_name.get((kind, spelling), ())]
        return tuple(dict.fromkeys(found))

    def near(self, kinds: Iterable[Kind], name: str) -> list[str]:
        """At most two references to those of these kinds whose names are most like this one."""
        wanted = tuple(kinds)
        names = {known: who for (kind, known), found in self._by_name.items() if kind in wanted for who in found}
        return list(dict.fromkeys(str(names[known]) for known in nearest(folded(name), names, limit=2)))


def with_references(record: type[msgspec.Struct], values: dict[str, Value], names: Names) -> dict[str, Value]:
    """The values with a reference wherever a name stands for one. Raises NoNameError."""
    types = types_of(record)
    return {key: _resolved(types[key], value, names) if key in types else value for key, value in values.items()}


def _resolved(kind: FieldType[Any], value: Value, names: Names) -> Value:
    if isinstance(value, list):
        item = item_of(kind)
        return value if item is None else [_resolved(item, each, names) for each in value]
    if isinstance(value, dict):
        inner = record_of(kind)
        return value if inner is None else with_references(inner, value, names)
    return _named(kind, value.strip(), names)


def _named(kind: FieldType[Any], text: str, names: Names) -> str:
    """The reference for a text of a type, or the text as it is where it is no name, or already a reference."""
    while isinstance(kind, ListOf):
        kind = kind.item
    if isinstance(kind, Keys) and kind.short:
        kind = kind.short_type()
    if isinstance(kind, CountryCode):
        return _country(text)
    if isinstance(kind, SpeakerType | SignatureType):
        if folded(text) in _NAMELESS:
            return folded(text)
        return _reference(text, ("author", "entity"), "author", names)
    if isinstance(kind, SourceOrId):
        return _reference(text, ("source",), "source", names)
    if isinstance(kind, IdOf) and not isinstance(kind, NewId):
        return _reference(text, (kind.kind,), kind.kind, names)
    if isinstance(kind, ReferenceTo):
        return _reference(text, kind.kinds, kind.default, names)
    return text


def _country(text: str) -> str:
    if country_code(text.removeprefix("country:")) is not None:
        return text
    codes = countries_called(text)
    if len(codes) != 1:
        raise NoNameError(text, ("country",), tuple(Reference("country", code) for code in codes))
    return codes[0]


def _reference(text: str, kinds: tuple[Kind, ...], bare: Kind | None, names: Names) -> str:
    if _KINDS_AND_ID.fullmatch(text) or (bare is not None and names.knows(bare, text)):
        return text
    found = names.find((kind for kind in kinds if kind != "country"), text)
    if len(found) != 1:
        raise NoNameError(text, kinds, found)
    return found[0].id if found[0].kind == bare else str(found[0])


def _names_of(record: Record) -> Iterator[str]:
    if isinstance(record, Author | Entity):
        yield record.name
        yield record.sort_name
        yield from (other.name for other in record.other_names)
    else:
        yield getattr(record, "title", "")
