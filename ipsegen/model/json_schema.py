"""JSON Schemas for editors.

Owns what a schema says beyond its keys: its name, its title, which keys need each other, and the ids that it offers.
Everything else comes from the record classes. Does not judge content: that is for `ipsegen check`, which sees the whole
archive. So an id that is offered completes, and one that is not is no mistake.
"""

import inspect
from collections.abc import Iterator, Mapping
from typing import Final

import msgspec

from ipsegen.model.compound_types import keys_schema
from ipsegen.model.known_ids import KnownIds, known_ids
from ipsegen.model.quote import FLAGGED_STATUSES
from ipsegen.model.records import RECORD_CLASSES
from ipsegen.model.reference_types import ids_at, references_at
from ipsegen.model.references import FOLDERS, Kind
from ipsegen.model.site import Site
from ipsegen.model.source import Source, source_schema

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"


def json_schemas(known: KnownIds | None = None) -> dict[str, dict[str, object]]:
    """The schema of each kind of file, by the name of the file that holds it; `known` are the ids to offer."""
    ids = known_ids(()) if known is None else known
    schemas = {f"{kind}.schema.json": _schema(kind, record, ids) for kind, record in RECORD_CLASSES.items()}
    return {**schemas, "site.schema.json": _schema("site", Site, ids)}


def _schema(kind: str, record: type[msgspec.Struct], known: KnownIds) -> dict[str, object]:
    """What the keys say, with a name for whoever opens the file."""
    keys = source_schema(Source) if record is Source else keys_schema(record)
    head = {"$schema": DIALECT, "title": kind.capitalize(), "description": inspect.getdoc(record) or ""}
    whole = {**head, **keys, **(_conditions(keys) if kind == "quote" else {})}
    definitions = definitions_for(whole, known)
    return {**whole, "$defs": definitions} if definitions else whole


def definitions_for(schema: Mapping[str, object], known: KnownIds) -> dict[str, object]:
    """The lists of ids that `schema` refers to (its `$defs`), each with the names of the records."""
    return {name: _offer(known.get(kind, {}), prefix) for name, kind, prefix in _lists_for(schema)}


def offered(kind: Kind, key: str, known: KnownIds) -> Iterator[tuple[str, str]]:
    """What may be named behind a key of a kind of record, each with the name of the record."""
    properties = keys_schema(RECORD_CLASSES[kind])["properties"]
    for _, other, prefix in _lists_for(properties.get(key) if isinstance(properties, dict) else None):
        yield from ((prefix + identifier, name) for identifier, name in known.get(other, {}).items())


def _lists_for(schema: object) -> Iterator[tuple[str, Kind, str]]:
    """The lists of ids that `schema` refers to: what each is called, the kind, and what stands before an id."""
    wanted = set(_referred_to(schema))
    for kind in FOLDERS:
        if ids_at(kind) in wanted:
            yield kind, kind, ""
        if references_at(kind) in wanted:
            yield f"{kind}-reference", kind, f"{kind}:"


def _offer(names: Mapping[str, str], prefix: str) -> dict[str, object]:
    """What an editor offers, and nothing that must hold: any other id may be new.

    `defaultSnippets` is no word of JSON Schema but one of VS Code's. An `enum` would put every id of the archive into
    each message about a wrong one, and no name beside it.
    """
    offered = [
        {"label": prefix + identifier, "description": name, "body": prefix + identifier}
        for identifier, name in names.items()
    ]
    return {"defaultSnippets": offered}


def _referred_to(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        place = value.get("$ref")
        if isinstance(place, str):
            yield place
        for part in value.values():
            yield from _referred_to(part)
    elif isinstance(value, list):
        for part in value:
            yield from _referred_to(part)


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
