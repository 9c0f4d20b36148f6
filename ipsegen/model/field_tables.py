"""The keys of each kind of file as Markdown tables, for `docs/fields.md`.

Owns how a table of keys looks. What it says comes from the record classes, so that it cannot be out of date. Does not
write any file.
"""

from collections.abc import Iterator
from typing import Any, Final

import msgspec

from ipsegen.model.compound_types import Keys, ListOf, OneOrMany
from ipsegen.model.reading import Field, FieldType, fields_of
from ipsegen.model.records import RECORD_CLASSES
from ipsegen.model.site import Site

_HEAD: Final = "| key | value | meaning |\n|---|---|---|\n"
_CLASSES: Final[dict[str, type[msgspec.Struct]]] = {
    **{str(kind): record for kind, record in RECORD_CLASSES.items()},
    "site": Site,
}
KINDS: Final = tuple(_CLASSES)
"""The kinds of files, in the order of the documentation."""

_OFTEN_REQUIRED: Final = frozenset({("quote", "text")})
"""Keys that are required under a condition, which their meaning tells."""


def field_table(kind: str) -> str:
    """The keys of a kind of file: a table, and below it one for each mapping that a value may be."""
    shapes: dict[type[msgspec.Struct], str] = {}
    tables = [_table(kind, _CLASSES[kind], shapes)]
    done: set[str] = set()
    while len(done) < len(shapes):  # a mapping may hold mappings of its own
        for record, name in list(shapes.items()):
            if name not in done:
                done.add(name)
                tables.append(f"### {name}\n\n{_table(name, record, shapes)}")
    return "\n".join(tables)


def _table(name: str, record: type[msgspec.Struct], shapes: dict[type[msgspec.Struct], str]) -> str:
    """The keys of one record; mappings that are met for the first time are named in `shapes`."""
    rows = []
    for field in fields_of(record):
        shape = field.key.type.shape
        if shape is not None:
            shapes.setdefault(shape, f"{name}.{field.names[-1]}")
        rows.append(f"| {' | '.join(_cell(cell) for cell in _row(name, record, field, shapes))} |\n")
    return _HEAD + "".join(rows)


def _row(
    name: str, record: type[msgspec.Struct], field: Field, shapes: dict[type[msgspec.Struct], str]
) -> Iterator[str]:
    required = field.key.required or (name, field.attribute) in _OFTEN_REQUIRED
    yield " or ".join(f"**`{spelling}`**" if required else f"`{spelling}`" for spelling in field.names)
    yield _value(field.key.type, shapes)
    yield field.key.doc + _default(record, field)


def _value(kind: FieldType[Any], shapes: dict[type[msgspec.Struct], str]) -> str:
    """What a value is, in words."""
    if isinstance(kind, OneOrMany):
        return f"{_value(kind.item, shapes)}; or a list of these"
    if isinstance(kind, ListOf):
        return f"a list, each item {_value(kind.item, shapes)}"
    if kind.shape is None:
        return kind.label
    name = shapes[kind.shape]
    mapping = f"a mapping: [{name}](#{name.replace('.', '')})"
    if isinstance(kind, Keys):
        return f"{kind.short_type().label}, or {mapping}" if kind.short else mapping
    return f"{kind.label}, or {mapping}"


def _default(record: type[msgspec.Struct], field: Field) -> str:
    """What holds where the key is left out, if it is a word or a number that says something."""
    default = next(known.default for known in msgspec.structs.fields(record) if known.name == field.attribute)
    if not isinstance(default, str | int) or not default:
        return ""
    return f"; default: `{str(default).lower() if isinstance(default, bool) else default}`"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
