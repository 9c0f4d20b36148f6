"""References that lead nowhere, or by an old id.

Owns what to say about them, with the records that were probably meant. Does not know where references stand
(`namings`) nor which of them are loose (`evidence`).
"""

from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from typing import Final

from ipsegen.model.checks.evidence import Evidence, LooseEnd
from ipsegen.model.checks.namings import Naming
from ipsegen.model.countries import suggest_country
from ipsegen.model.faults import Fault
from ipsegen.model.records import Record, Records
from ipsegen.model.reference_types import hint_for_country
from ipsegen.model.references import FOLDERS, SUBJECT_KINDS, Kind, make_id
from ipsegen.model.source import Source
from ipsegen.model.subjects import Author, Country, Entity
from ipsegen.model.suggest import nearest

_MADE_BY_COMMAND: Final = frozenset({"quote", "author", "entity", "context"})
_MOST_GUESSES: Final = 200
"""Of one kind in one run: a file of a thousand false references in a large archive would take minutes."""


def unknown_author(evidence: Evidence) -> Iterator[Fault]:
    """Every author that is named has a file in `content/authors/`."""
    return _unknown(evidence, "author", "unknown-author")


def unknown_entity(evidence: Evidence) -> Iterator[Fault]:
    """Every entity that is named has a file in `content/entities/`."""
    return _unknown(evidence, "entity", "unknown-entity")


def unknown_context(evidence: Evidence) -> Iterator[Fault]:
    """Every context that is named has a file in `content/contexts/`."""
    return _unknown(evidence, "context", "unknown-context")


def unknown_quote(evidence: Evidence) -> Iterator[Fault]:
    """Every quote that is named has a file in `content/quotes/`."""
    return _unknown(evidence, "quote", "unknown-quote")


def unknown_source(evidence: Evidence) -> Iterator[Fault]:
    """Every shared source has a file; `[[source:…]]` names a source of its own context."""
    left = _MOST_GUESSES
    for end in _ends_of(evidence, "source"):
        naming = end.naming
        if naming.is_note:
            hint = _hint_for_note(naming, evidence.notes.get(naming.file), is_guessed=left > 0)
            left -= 1
            yield naming.fault("unknown-source", _no(naming), hint, "error", ("sources",))
    yield from _unknown(evidence, "source", "unknown-source")


def unknown_page(evidence: Evidence) -> Iterator[Fault]:
    """Every page that is named has a file in `content/pages/`."""
    return _unknown(evidence, "page", "unknown-page")


def unknown_country(evidence: Evidence) -> Iterator[Fault]:
    """Every country that prose names is a code of ISO 3166-1; in keys that is judged where they are read."""
    for end in _ends_of(evidence, "country"):
        hint = hint_for_country(end.naming.reference.id)
        yield end.naming.fault("unknown-country", _no(end.naming), hint)


def renamed_id(evidence: Evidence) -> Iterator[Fault]:
    """No reference uses an old id."""
    for end in evidence.loose_ends:
        if end.became:
            naming = end.naming
            kind, old = naming.reference.kind, naming.reference.id
            message = f"the {kind} '{old}' is now called '{end.became}'"
            yield naming.fault("renamed-id", message, f"write {naming.spell(kind, end.became)}")


def _ends_of(evidence: Evidence, kind: Kind) -> Iterator[LooseEnd]:
    for end in evidence.loose_ends:
        if end.naming.reference.kind == kind and not end.is_draft and not end.became:
            yield end


def _unknown(evidence: Evidence, kind: Kind, code: str) -> Iterator[Fault]:
    guesses: _Guesses | None = None
    for end in _ends_of(evidence, kind):
        if not end.naming.is_note:
            guesses = guesses or _Guesses(evidence.records, kind)
            yield end.naming.fault(code, _no(end.naming), guesses.hint(end.naming))


def _no(naming: Naming) -> str:
    return f"no {naming.reference.kind} '{naming.reference.id}'"


def _hint_for_note(naming: Naming, ids: AbstractSet[str] | None, *, is_guessed: bool) -> str:
    """`ids` are those of the sources of the context that the note stands in."""
    if ids is None:
        return "only the text of a context has notes; link to the source instead: [its title](https://…)"
    near = nearest(naming.reference.id, ids, limit=2) if is_guessed else []
    return f"{_did_you_mean(near)}add it to the 'sources' of this context"


def _did_you_mean(spellings: Iterable[str]) -> str:
    shown = " or ".join(f"'{spelling}'" for spelling in spellings)
    return f"did you mean {shown}? " if shown else ""


class _Guesses:
    """The records of one kind by everything that people type for them."""

    def __init__(self, records: Records, kind: Kind) -> None:
        self._records = records
        self._kind = kind
        self._left = _MOST_GUESSES
        self._by_spelling: dict[str, list[str]] = {}
        for identifier, record in records.of_kind(kind).items():
            for spelling in dict.fromkeys((identifier, *map(make_id, _names(record)))):
                self._by_spelling.setdefault(spelling, []).append(identifier)

    def hint(self, naming: Naming) -> str:
        """What was probably meant, and how to create what was named."""
        identifier = naming.reference.id
        create = f"create it: {_how_to_create(self._kind, identifier)}"
        if self._left == 0:
            return create
        self._left -= 1
        other = self._of_another_kind(naming)
        if other is not None and other not in naming.kinds:
            article = "an" if other[0] in "aeiou" else "a"
            return f"'{identifier}' is {article} {other}, and here stand {FOLDERS[self._kind]}; {create}"
        if other is not None:
            return f"{_did_you_mean([naming.spell(other, identifier)])}{create}"
        near = [naming.spell(self._kind, found) for found in self._near(identifier)]
        if not near and "country" in naming.kinds:
            near = [naming.spell("country", code) for code in suggest_country(identifier)]
        return f"{_did_you_mean(near)}{create}"

    def _of_another_kind(self, naming: Naming) -> Kind | None:
        others = (kind for kind in dict.fromkeys((*naming.kinds, *SUBJECT_KINDS)) if kind != self._kind)
        return next((kind for kind in others if naming.reference.id in self._records.of_kind(kind)), None)

    def _near(self, typed: str) -> list[str]:
        """At most two ids: by a name that was typed as it is, by likeness, or by a part such as a surname."""
        spellings = [typed] if typed in self._by_spelling else nearest(typed, self._by_spelling, limit=2)
        if not spellings:
            parts = set(typed.split("-"))
            spellings = [known for known in self._by_spelling if parts <= set(known.split("-"))]
        ids = list(dict.fromkeys(found for known in spellings for found in self._by_spelling[known]))
        return ids[:2] if len(ids) <= 2 or spellings[0] == typed else []


def _names(record: Record) -> Iterator[str]:
    if isinstance(record, Author | Entity | Country):
        yield record.name
        yield from (other.name for other in record.other_names)
    elif isinstance(record, Source):
        yield record.title


def _how_to_create(kind: Kind, identifier: str) -> str:
    if kind in _MADE_BY_COMMAND:
        return f"ipsegen new {kind} {identifier}"
    ending = ".md" if kind == "page" else ".yaml"
    return f"content/{FOLDERS[kind]}/{identifier}{ending}"
