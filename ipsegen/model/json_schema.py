"""JSON Schemas for editors.

Owns what a schema says beyond its keys: its name, its title, and which keys need each other. Everything else comes
from the record classes. Does not judge content: that is for `ipsegen check`, which sees the whole archive.
"""

import inspect
from typing import Final

import msgspec

from ipsegen.model.compound_types import keys_schema
from ipsegen.model.quote import FLAGGED_STATUSES
from ipsegen.model.records import RECORD_CLASSES
from ipsegen.model.site import Site
from ipsegen.model.source import Source, source_schema

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"


def json_schemas() -> dict[str, dict[str, object]]:
    """The schema of each kind of file, by the name of the file that holds it."""
    schemas = {f"{kind}.schema.json": _schema(kind, record) for kind, record in RECORD_CLASSES.items()}
    return {**schemas, "site.schema.json": _schema("site", Site)}


def _schema(kind: str, record: type[msgspec.Struct]) -> dict[str, object]:
    """What the keys say, with a name for whoever opens the file."""
    keys = source_schema(Source) if record is Source else keys_schema(record)
    head = {"$schema": DIALECT, "title": kind.capitalize(), "description": inspect.getdoc(record) or ""}
    return {**head, **keys, **(_conditions(keys) if kind == "quote" else {})}


def _conditions(keys: dict[str, object]) -> dict[str, object]:
    """A quote has words unless it was removed; and whoever casts doubt on one says why."""
    given = keys.get("allOf", [])
    either = list(given) if isinstance(given, list) else []
    removed = {"properties": {"status": {"const": "removed"}}, "required": ["status"]}
    doubted = {
        "properties": {"status": {"enum": sorted(FLAGGED_STATUSES | {"removed"})}},
        "required": ["status"],
    }
    words = {"if": removed, "then": {"not": {"required": ["text"]}}, "else": {"required": ["text"]}}
    reason = {"if": doubted, "then": {"required": ["status_note"]}}
    return {"allOf": [*either, words, reason]}
