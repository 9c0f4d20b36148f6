"""How each kind of value is asked for in a form of Sveltia CMS: pickers, menus, lines, boxes.

Owns which widget stands for which kind of value. What a field says comes from the record classes, so that it cannot be
out of date. Does not know which kinds of records there are, nor where their files lie.
"""

from collections.abc import Iterator
from typing import Any, Final

import msgspec

from ipsegen.model.compound_types import Keys, ListOf, OneOrMany
from ipsegen.model.countries import COUNTRY_CODES
from ipsegen.model.country_names import FALLBACK, country_name
from ipsegen.model.field_types import Choice, Markdown, Moment, Paragraphs, Truth, Whole
from ipsegen.model.reading import Field, FieldType, fields_of
from ipsegen.model.reference_types import CountryCode, IdOf, NewId
from ipsegen.model.references import FOLDERS, Kind
from ipsegen.model.signature import SignatureType
from ipsegen.model.source import SourceDetails, SourceOrId

Widget = dict[str, object]
"""A field of the form, as `collections` in the configuration of Sveltia CMS writes it."""

NAME_OF_A_RECORD: Final[dict[Kind, str]] = {
    "quote": "text",
    "context": "title",
    "author": "name",
    "entity": "name",
    "country": "name",
    "source": "title",
    "page": "title",
}
"""The key by which people know a record."""

_OFTEN_REQUIRED: Final = frozenset({"text"})
"""Keys of a quote that are required under a condition; the form asks for them always."""
_INSTANT: Final = {"format": "YYYY-MM-DDTHH:mm:ss[Z]", "input_timezone": "utc", "output_utc": True}


def widgets_of(record: type[msgspec.Struct], *, without: frozenset[str] = frozenset()) -> list[Widget]:
    """The fields of a record's form in the order of its keys; `without` are spellings of keys to leave out."""
    return [widget for field in fields_of(record) for widget in _of_field(record, field, without)]


def _of_field(record: type[msgspec.Struct], field: Field, without: frozenset[str]) -> Iterator[Widget]:
    """One field for each spelling: the first is for one value, the second for a list of them. Any of them will do."""
    required = field.key.required or field.attribute in _OFTEN_REQUIRED
    kind = field.key.type
    for name in (name for name in field.names if name not in without):
        one = isinstance(kind, OneOrMany) and name == field.names[0]
        if not one and (_is_mixed(kind) or _says_something_empty(record, field)):
            continue
        label = name.replace("_", " ").capitalize()
        head: Widget = {"name": name, "label": label, "hint": field.key.doc, "required": required}
        yield {**head, **(_alone(kind.item) if one else _widget(kind)), **_default(record, field)}
        required = False


def _is_mixed(kind: FieldType[Any]) -> bool:
    """Whether ids and mappings stand in one list: a form of mappings would empty the ids, so it leaves such lists be.

    Authors are safe: the form saves nothing where one of their mappings has no author.
    """
    item = kind.item if isinstance(kind, ListOf) else None
    is_long = isinstance(item, Keys) and bool(item.short) and not _is_required(item.record, item.short)
    return is_long or isinstance(item, SourceOrId)


def _says_something_empty(record: type[msgspec.Struct], field: Field) -> bool:
    """Whether an empty list is not the same as none: the form writes nothing empty, so it leaves such lists be."""
    return isinstance(field.key.type, ListOf) and _left_out(record, field) is None


def _default(record: type[msgspec.Struct], field: Field) -> Widget:
    """What holds where a truth value is left out: the form writes it, ticked or not."""
    return {"default": _left_out(record, field)} if isinstance(field.key.type, Truth) else {}


def _left_out(record: type[msgspec.Struct], field: Field) -> object:
    """What the attribute is where the key is left out."""
    return next(known.default for known in msgspec.structs.fields(record) if known.name == field.attribute)


def _alone(kind: FieldType[Any]) -> Widget:
    """The one value that most files have where there may be a list: a person who is known, a source written out."""
    return _picker("author") if isinstance(kind, SignatureType) else _widget(kind)


def _widget(kind: FieldType[Any]) -> Widget:
    match kind:
        case ListOf():
            return _list(kind.item)
        case Keys() if kind.short and _is_required(kind.record, kind.short):
            return _widget(kind.short_type())
        case Keys() | SignatureType() | SourceOrId():
            return {"widget": "object", "fields": widgets_of(kind.shape or SourceDetails)}
        case IdOf() if not isinstance(kind, NewId):
            return _picker(kind.kind)
        case CountryCode():
            return {"widget": "select", "options": _countries()}
        case Choice():
            return {"widget": "select", "options": list(kind.choices)}
        case _:
            return _single(kind)


def _single(kind: FieldType[Any]) -> Widget:
    match kind:
        case Paragraphs() | Markdown():
            # No editor with buttons: it would put backslashes before the brackets of `[[author:ID]]`.
            return {"widget": "text"}
        case Moment():
            return {"widget": "datetime", "default": "{{now}}", **_INSTANT}
        case Truth():
            return {"widget": "boolean"}
        case Whole():
            return {"widget": "number", "value_type": "int", "min": kind.least, "max": kind.most}
        case _:
            return _line(kind)


def _list(item: FieldType[Any]) -> Widget:
    widget = _widget(item)
    if widget["widget"] in {"relation", "select"}:
        return {**widget, "multiple": True}
    if widget["widget"] == "object":
        return {**widget, "widget": "list"}
    return {"widget": "list", "field": {"name": "item", "label": "", **widget}}


def _is_required(record: type[msgspec.Struct], attribute: str) -> bool:
    return any(field.key.required for field in fields_of(record) if field.attribute == attribute)


def _picker(kind: Kind) -> Widget:
    name = NAME_OF_A_RECORD[kind]
    search = [name, "{{slug}}"]
    picker: Widget = {"widget": "relation", "collection": FOLDERS[kind], "value_field": "{{slug}}"}
    return {**picker, "display_fields": [name], "search_fields": search, "dropdown_threshold": 0}


def _countries() -> list[object]:
    return [{"label": country_name(code, FALLBACK), "value": code} for code in sorted(COUNTRY_CODES)]


def _line(kind: FieldType[Any]) -> Widget:
    """A line of text, of the form that the schema of the value asks for.

    The name of a picture is one, too: a picker of Sveltia CMS would write its path from the root.
    """
    schema = kind.schema()
    if "enum" in schema:
        return {"widget": "select", "options": schema["enum"]}
    if schema.get("type") == "object":
        return {"widget": "keyvalue"}
    if "pattern" not in schema:
        return {"widget": "string"}
    said = schema.get("patternErrorMessage", f"{kind.label} is expected here")
    return {"widget": "string", "pattern": [schema["pattern"], said]}
