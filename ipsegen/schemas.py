"""`ipsegen schema`: the record classes, and the ids of an archive, → files of JSON Schema.

Owns what the files look like, and that quotes are not read for them. Does not know what a schema says.
"""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from ipsegen.diagnostics import Problem
from ipsegen.load.content import CONTENT, is_media
from ipsegen.load.snapshot import MAX_TEXT_BYTES, File, list_tree, read_file
from ipsegen.model.json_schema import json_schemas
from ipsegen.model.known_ids import KnownIds, known_ids
from ipsegen.model.layout import Slot, slot_of
from ipsegen.model.reads import read_file_record
from ipsegen.model.references import FOLDERS
from ipsegen.model.site import Site

FOLDER: Final = "schemas"
"""Where the settings of editors that `init` writes look for them, from the root."""

_QUOTES: Final = f"{CONTENT}/{FOLDERS['quote']}/"


def schema_files(known: KnownIds | None = None) -> dict[str, str]:
    """Each schema as a file, by name; `known` are the ids that they offer."""
    return {name: _as_text(schema) for name, schema in json_schemas(known).items()}


def schema_document(known: KnownIds | None = None) -> str:
    """All schemas as one JSON object, by the kind of file that they are for."""
    schemas = json_schemas(known)
    return _as_text({name.removesuffix(".schema.json"): schema for name, schema in schemas.items()})


def ids_in(root: Path) -> KnownIds:
    """The ids that the archive below `root` has. Raises OSError where it has no `content/`."""
    return ids_of(_files_beside_quotes(root))


def ids_of(files: Iterable[File]) -> KnownIds:
    """The ids of the records that `files` hold, as far as they can be read."""
    found = (read_file_record(file.path, file.data).record for file in files)
    return known_ids(record for record in found if record is not None and not isinstance(record, Site))


def quote_ids_in(root: Path) -> list[str]:
    """The ids of the quotes that the archive below `root` has. Raises OSError where it has no `content/`."""
    slots = (slot_of(seen.path) for seen in list_tree(root, CONTENT) if not isinstance(seen, Problem))
    return sorted(slot.id for slot in slots if isinstance(slot, Slot) and slot.kind == "quote")


def _files_beside_quotes(root: Path) -> Iterator[File]:
    for seen in list_tree(root, CONTENT):
        if isinstance(seen, Problem) or is_media(seen.path) or seen.path.startswith(_QUOTES):
            continue
        file = read_file(root, seen.path, MAX_TEXT_BYTES)
        if isinstance(file, File):
            yield file


def _as_text(schema: object) -> str:
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
