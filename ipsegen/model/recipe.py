"""How the columns of a file become the keys of quotes: what a mapping file says, and what goes without saying.

Owns the keys of a mapping file, and which column fills which key. Does not read rows, nor judge what they hold.
"""

from collections.abc import Iterable
from typing import Annotated

import msgspec

from ipsegen.diagnostics import Problem
from ipsegen.load.documents import load_document
from ipsegen.load.json_text import Value
from ipsegen.load.nodes import Mapping, Node
from ipsegen.model.compound_types import Keys, ListOf
from ipsegen.model.field_types import Line
from ipsegen.model.given import set_value, type_at
from ipsegen.model.quote import Quote
from ipsegen.model.reading import FieldType, Key, Reader, fields_of, read_keys
from ipsegen.model.suggest import did_you_mean

ID = "id"
"""Under this key a row says which id its quote gets, or has."""


class Origin(msgspec.Struct, frozen=True):
    """Where the value of a key comes from: a column or, the same for all rows, a value."""

    column: Annotated[str, Key(Line(), "the column")] = ""
    value: Annotated[str, Key(Line(), "what every row has")] = ""
    empty: Annotated[str, Key(Line(), "what a row has whose cell is empty")] = ""
    split: Annotated[str, Key(Line(), "the sign that parts several values in one cell")] = ""


_ORIGIN = Keys(Origin, short="column")


class _OriginsByKey(FieldType[dict[str, Origin]]):
    """An origin for each key of a quote; a key inside another takes a dot."""

    label = "a mapping of keys to columns"

    def read(self, node: Node, reader: Reader) -> dict[str, Origin] | None:
        """Origins by key."""
        if not isinstance(node, Mapping):
            reader.fault(node, "wrong-type", f"{self.label} is expected here", "write {text: the name of its column}")
            return None
        found: dict[str, Origin] = {}
        for key, value in node.entries:
            origin = _ORIGIN.read(value, reader)
            if not is_key(key.text):
                hint = did_you_mean(key.text, _known_keys()) or "the keys of a quote stand in docs/fields.md"
                reader.fault(key, "unknown-key", f"a quote has no key '{key.text}'", hint)
            elif origin is not None and bool(origin.column) == bool(origin.value):
                reader.fault(value, "missing-key", "either 'column' or 'value' is needed here", "write one of the two")
            elif origin is not None:
                found[key.text] = origin
        return found

    def schema(self) -> dict[str, object]:
        """An object of origins."""
        return {"type": "object", "additionalProperties": _ORIGIN.schema()}


class Recipe(msgspec.Struct, frozen=True):
    """What a mapping file says."""

    keys: Annotated[dict[str, Origin], Key(_OriginsByKey(), "for each key of a quote where it comes from")] = {}
    ignore: Annotated[tuple[str, ...], Key(ListOf(Line()), "columns that are not wanted")] = ()
    sheet: Annotated[str, Key(Line(), "the sheet of a workbook; left out: the first")] = ""


def read_recipe(file: str, data: bytes) -> tuple[Recipe | None, list[Problem]]:
    """The recipe of a mapping file, and all that is wrong with it."""
    document, problems = load_document(file, data)
    if document is None:
        return None, problems
    reader = Reader(file)
    recipe = read_keys(Recipe, document.root, reader)
    return recipe, [*problems, *reader.problems]


def completed(recipe: Recipe, columns: Iterable[str]) -> tuple[Recipe, list[str]]:
    """The recipe with the columns that are called as keys are, and the columns that nothing uses."""
    used = {origin.column for origin in recipe.keys.values()} | set(recipe.ignore)
    keys = dict(recipe.keys)
    unused: list[str] = []
    for column in columns:
        if column in used:
            continue
        if is_key(column) and column not in keys:
            keys[column] = Origin(column)
        else:
            unused.append(column)
    return msgspec.structs.replace(recipe, keys=keys), unused


def missing_columns(recipe: Recipe, columns: Iterable[str]) -> list[str]:
    """The columns that a recipe names and the file has not, each with the nearest that it has."""
    known = list(columns)
    wanted = [origin.column for origin in recipe.keys.values() if origin.column and origin.column not in known]
    return [f"'{column}' {did_you_mean(column, known)}".strip() for column in wanted]


def values_of(recipe: Recipe, cells: dict[str, Value]) -> dict[str, Value]:
    """The values of a quote that a row gives. Raises GivenError where two columns fill one key."""
    values: dict[str, Value] = {}
    for name, origin in recipe.keys.items():
        value: Value = origin.value or cells.get(origin.column, origin.empty)
        if origin.split and isinstance(value, str):
            value = [part.strip() for part in value.split(origin.split) if part.strip()]
        if value:
            set_value(Quote, values, *_singular(name, value))
    return values


def _singular(name: str, value: Value) -> tuple[str, Value]:
    """A list of one under a key that takes one value as well is that value: one author needs no list."""
    if not isinstance(value, list) or name not in {"author", "source"}:
        return name, value
    return (name, value[0]) if len(value) == 1 else (f"{name}s", value)


def is_key(name: str) -> bool:
    """Whether a quote has such a key; dots lead into mappings."""
    return name == ID or type_at(Quote, name) is not None


def _known_keys() -> list[str]:
    return [ID, *(name for field in fields_of(Quote) for name in field.names)]
