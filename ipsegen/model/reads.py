"""One file → what it says: its record, and every problem that needs no other file.

Owns the choice between the quick reader and the careful one. What it gives depends on the path and the bytes alone, so
that any process may do it, and it may be kept. Does not compare records with each other.
"""

import msgspec

from ipsegen.diagnostics import Problem
from ipsegen.load.documents import load_document
from ipsegen.load.plain_yaml import read_plain
from ipsegen.model.layout import SITE_FILE, Slot, slot_of
from ipsegen.model.records import Record, read_record, read_site, take_record
from ipsegen.model.site import Site


class Read(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What one file gave. `slot` is the record that it is by its path; the site and what lies astray have none.

    `record` is absent where the file cannot be made one; then `problems` say why.
    """

    path: str
    slot: Slot | None
    record: Record | Site | None
    problems: tuple[Problem, ...] = ()


def read_file_record(path: str, data: bytes) -> Read:
    """Read the file at `path` (relative to the root), whose bytes are `data`."""
    slot = slot_of(path) if path != SITE_FILE else None
    if isinstance(slot, Problem):
        return Read(path, None, None, (slot,))
    if slot is not None and path.endswith(".yaml"):
        plain = read_plain(data)
        record = take_record(slot, path, plain) if plain is not None else None
        if record is not None:
            return Read(path, slot, record)
    return _read_with_care(path, slot, data)


def _read_with_care(path: str, slot: Slot | None, data: bytes) -> Read:
    document, problems = load_document(path, data)
    if document is None:
        return Read(path, slot, None, tuple(problems))
    record, found = read_site(document) if slot is None else read_record(slot, document)
    return Read(path, slot, record, (*problems, *found))
