"""`check --against`: ids that stood in the archive at an earlier commit and lead nowhere now.

Owns which ids must not vanish: those with an address of their own, the old ones in `aliases` too. Only files that
changed can have lost one, so only those are read as they were. Does not know how git is asked.
"""

from collections.abc import Iterable, Iterator
from typing import Final

from ipsegen.diagnostics import Problem
from ipsegen.model.context import Context
from ipsegen.model.layout import Slot, slot_of
from ipsegen.model.quote import Quote
from ipsegen.model.reads import read_file_record
from ipsegen.model.records import Record, Records
from ipsegen.model.references import Kind
from ipsegen.model.site import Page, Site
from ipsegen.model.subjects import Author, Entity

_WITH_ADDRESS: Final[tuple[Kind, ...]] = ("quote", "context", "author", "entity", "page")


def vanished_ids(before: Iterable[tuple[str, bytes]], records: Records) -> Iterator[Problem]:
    """The ids of the files `before` (path and bytes) that none of `records` has, each at the file in which it stood."""
    known = {
        slot for kind in _WITH_ADDRESS for record in records.of_kind(kind).values() for slot in _names(kind, record)
    }
    known |= records.unreadable
    for path, data in before:
        slot = slot_of(path)
        if isinstance(slot, Slot) and slot.kind in _WITH_ADDRESS:
            gone = [name for name in _published(slot, path, data) if name not in known]
            yield from (_problem(path, name) for name in gone)


def _published(slot: Slot, path: str, data: bytes) -> tuple[Slot, ...]:
    """What led to the record of a file: its id and its old ids; nothing if it was a draft."""
    record = read_file_record(path, data).record
    if record is None or isinstance(record, Site):
        return (slot,)
    if isinstance(record, Quote | Context | Page) and record.draft:
        return ()
    return _names(slot.kind, record)


def _names(kind: Kind, record: Record) -> tuple[Slot, ...]:
    aliases = record.aliases if isinstance(record, Quote | Context | Author | Entity | Page) else ()
    return Slot(kind, record.id), *(Slot(kind, old) for old in aliases)


def _problem(path: str, name: Slot) -> Problem:
    message = f"the {name.kind} '{name.id}' stood in this file, and is gone: addresses and links that name it break"
    hint = f"if it was renamed, add '{name.id}' to the 'aliases' of what it became; else restore the file"
    if name.kind == "quote":
        hint += ", with 'status: removed' if it must be taken down"
    return Problem(path, 1, 1, "vanished-id", message, hint)
