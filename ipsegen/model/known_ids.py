"""The ids that an archive has, each with what people call it: what an editor offers while someone writes.

Owns which records are offered, and under what name. Does not know how a schema offers them. Quotes are left out: an
archive has too many to choose from a list.
"""

from collections.abc import Iterable, Mapping
from typing import Final

from ipsegen.model.context import Context
from ipsegen.model.countries import COUNTRY_CODES
from ipsegen.model.country_names import FALLBACK, country_name
from ipsegen.model.records import Record
from ipsegen.model.references import Kind
from ipsegen.model.site import Page
from ipsegen.model.source import Source
from ipsegen.model.subjects import Author, Entity

KnownIds = Mapping[Kind, Mapping[str, str]]
"""For each kind the ids in order, each with the name of its record."""

_OFFERED: Final[tuple[Kind, ...]] = ("author", "entity", "context", "source", "page")


def known_ids(records: Iterable[Record]) -> KnownIds:
    """The ids of `records`, and of every country."""
    known: dict[Kind, dict[str, str]] = {kind: {} for kind in _OFFERED}
    for record in sorted(records, key=lambda record: record.id):
        match record:
            case Author():
                known["author"][record.id] = record.name
            case Entity():
                known["entity"][record.id] = record.name
            case Context():
                known["context"][record.id] = record.title
            case Source():
                known["source"][record.id] = record.title or record.url
            case Page():
                known["page"][record.id] = record.title
    return {**known, "country": {code: country_name(code, FALLBACK) for code in sorted(COUNTRY_CODES)}}
