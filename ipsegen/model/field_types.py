"""The kinds of values that keys have: text, dates, choices, addresses, references, lists.

Owns what a value of each kind looks like and what to say when it does not. Does not know which key has which
kind, nor whether what a reference names exists.
"""

import re
from typing import Any, Final, Generic, TypeVar

import msgspec

from ipsegen.load.nodes import Mapping, Node, Scalar, Sequence
from ipsegen.model.addresses import fault_of_address
from ipsegen.model.countries import country_code, suggest_country
from ipsegen.model.edtf import Date, DateError, Instant, parse_date, parse_instant
from ipsegen.model.languages import canonical_language
from ipsegen.model.prose import Prose, parse_prose
from ipsegen.model.reading import FieldType, Reader, fields_of, read_keys, text_of
from ipsegen.model.references import ID_PATTERN, MAX_ID_LENGTH, Kind, Reference, fault_of_id
from ipsegen.model.suggest import did_you_mean

T = TypeVar("T")
R = TypeVar("R", bound=msgspec.Struct)

_QUOTE: Final = "put the whole value in quotation marks"

# What a YAML editor makes of an unquoted scalar is its own affair: `2024` is a number to it, `true` a truth value.
_ANY_TEXT: Final[dict[str, object]] = {"type": ["string", "number", "boolean"], "minLength": 1}
_TEXT_OR_DIGITS: Final = ["string", "integer"]

_DAY: Final = "(?!0000)[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
_INSTANT: Final = f"{_DAY}T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](Z|[+-](0[0-9]|1[0-4]):[0-5][0-9])"
_PART_OF_CALENDAR: Final = "(?!0000)[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?[~?%]?"


def _scalar(node: Node, reader: Reader, label: str) -> str | None:
    """The text of a scalar that has some, without the white space around it."""
    scalar = text_of(node, reader, label)
    if scalar is None:
        return None
    text = scalar.text.strip()
    if not text:
        reader.fault(scalar, "empty-value", f"{label} is expected here, and this is empty", "fill it, or take it out")
        return None
    return text


def _words(node: Node, reader: Reader, label: str) -> str | None:
    """As `_scalar`, for what people read: with a warning where ` #` has cut it short."""
    text = _scalar(node, reader, label)
    if text is not None and isinstance(node, Scalar) and node.cut:
        hint = f"{_QUOTE} if '#' belongs to it; put a remark on a line of its own"
        reader.fault(node, "text-cut", "' #' starts a comment and ends this text", hint, severity="warning")
    return text


class Line(FieldType[str]):
    """A short text on one line."""

    label = "a text"

    def read(self, node: Node, reader: Reader) -> str | None:
        """The text, its white space folded."""
        text = _words(node, reader, self.label)
        return None if text is None else " ".join(text.split())

    def schema(self) -> dict[str, object]:
        """Any text that is not empty, also one that YAML takes for a number or a truth value."""
        return dict(_ANY_TEXT)


class Paragraphs(FieldType[tuple[str, ...]]):
    """Plain text in paragraphs (content-model, "Paragraphs").

    In a `|` block a blank line parts paragraphs, and a single break stays in the paragraph as a line feed; in
    the other styles every break that YAML leaves parts paragraphs.
    """

    label = "a text"

    def read(self, node: Node, reader: Reader) -> tuple[str, ...] | None:
        """The paragraphs, none of them empty."""
        text = _words(node, reader, self.label)
        if text is None or not isinstance(node, Scalar):
            return None
        parts = re.split(r"\n\s*\n\s*", text) if node.style == "literal" else text.split("\n")
        return tuple("\n".join(line.strip() for line in part.split("\n")) for part in parts if part.strip())

    def schema(self) -> dict[str, object]:
        """Any text that is not empty, also one that YAML takes for a number or a truth value."""
        return dict(_ANY_TEXT)


class Markdown(FieldType[Prose]):
    """Prose with Markdown and `[[…]]` references."""

    label = "a text in Markdown"

    def read(self, node: Node, reader: Reader) -> Prose | None:
        """The parsed prose; links that are not safe and raw HTML are reported."""
        text = _words(node, reader, self.label)
        if text is None:
            return None
        prose = parse_prose(text)
        for flaw in prose.flaws:
            reader.fault(node, flaw.code, flaw.message, flaw.hint, flaw.severity)
        return prose

    def schema(self) -> dict[str, object]:
        """Any text that is not empty, also one that YAML takes for a number or a truth value."""
        return dict(_ANY_TEXT)


class EdtfDate(FieldType[Date]):
    """A date as precise as it is known."""

    label = "a date"

    def read(self, node: Node, reader: Reader) -> Date | None:
        """The date."""
        text = _scalar(node, reader, self.label)
        if text is None:
            return None
        try:
            return parse_date(text)
        except DateError as error:
            reader.fault(node, "bad-date", error.message, error.hint or "write 'unknown' if no such year is known")
            return None

    def schema(self) -> dict[str, object]:
        """The forms of a date, as far as a regular expression can tell them; a bare year is a number."""
        moment = f"({_INSTANT}|{_PART_OF_CALENDAR})"
        pattern = f"^(unknown|(({moment}|\\.\\.)/)?{moment})$"
        return {"type": _TEXT_OR_DIGITS, "pattern": pattern, "minimum": 1, "maximum": 9999}


class Moment(FieldType[Instant]):
    """An exact instant with its offset (RFC 3339)."""

    label = "a date with time and offset"

    def read(self, node: Node, reader: Reader) -> Instant | None:
        """The instant."""
        text = _scalar(node, reader, self.label)
        if text is None:
            return None
        try:
            return parse_instant(text)
        except DateError as error:
            reader.fault(node, "bad-date", error.message, error.hint or f"write {self.label}")
            return None

    def schema(self) -> dict[str, object]:
        """RFC 3339 date-time."""
        return {"type": "string", "format": "date-time", "pattern": f"^{_INSTANT}$"}


class Choice(FieldType[str]):
    """One of a few words."""

    def __init__(self, *choices: str) -> None:
        self.choices = choices
        self.label = f"one of {', '.join(choices)}" if len(choices) > 1 else choices[0]

    def read(self, node: Node, reader: Reader) -> str | None:
        """The word, in the case in which it is defined."""
        text = _scalar(node, reader, self.label)
        if text is None or text in self.choices:
            return text
        hint = did_you_mean(text, self.choices) or f"it is {self.label}"
        reader.fault(node, "unknown-value", f"'{text}' is not known here", hint)
        return None

    def schema(self) -> dict[str, object]:
        """An enumeration."""
        return {"enum": list(self.choices)}


class Truth(FieldType[bool]):
    """`true` or `false`."""

    label = "true or false"

    def read(self, node: Node, reader: Reader) -> bool | None:
        """The truth value."""
        text = _scalar(node, reader, self.label)
        if text in {"true", "false"}:
            return text == "true"
        if text is not None:
            hint = {"yes": "write true", "on": "write true", "no": "write false", "off": "write false"}
            found = hint.get(
                text.casefold(), f"write {text.lower()}" if text.lower() in {"true", "false"} else self.label
            )
            reader.fault(node, "wrong-type", f"'{text}' is neither true nor false", found)
        return None

    def schema(self) -> dict[str, object]:
        """A boolean, also in quotation marks."""
        return {"enum": [True, False, "true", "false"]}


class Whole(FieldType[int]):
    """A whole number between two bounds, both included."""

    def __init__(self, least: int, most: int) -> None:
        self.least, self.most = least, most
        self.label = f"a whole number from {least} to {most}"

    def read(self, node: Node, reader: Reader) -> int | None:
        """The number."""
        text = _scalar(node, reader, self.label)
        if text is None:
            return None
        if re.fullmatch(r"-?[0-9]{1,9}", text) and self.least <= int(text) <= self.most:
            return int(text)
        reader.fault(node, "wrong-type", f"'{text}' is not {self.label}", "write digits only, without quotation marks")
        return None

    def schema(self) -> dict[str, object]:
        """An integer with bounds, also in quotation marks."""
        bounds = {"minimum": self.least, "maximum": self.most}
        return {"type": ["integer", "string"], "pattern": "^-?[0-9]{1,9}$", **bounds}


class Pattern(FieldType[str]):
    """A text of a fixed form, such as an identifier that others assign."""

    def __init__(self, pattern: str, label: str, example: str) -> None:
        self.pattern = re.compile(pattern)
        self.label = label
        self.example = example

    def read(self, node: Node, reader: Reader) -> str | None:
        """The text."""
        text = _scalar(node, reader, self.label)
        if text is None or self.pattern.fullmatch(text):
            return text
        reader.fault(node, "bad-value", f"'{text}' is not {self.label}", f"it looks like {self.example}")
        return None

    def schema(self) -> dict[str, object]:
        """A string with a pattern; where it may be digits alone, a number too."""
        digits = re.sub("[^0-9]", "", self.example)
        kind: object = _TEXT_OR_DIGITS if self.pattern.fullmatch(digits) else "string"
        return {"type": kind, "pattern": f"^({self.pattern.pattern})$"}


class Address(FieldType[str]):
    """An address on the web."""

    label = "an address (https://…)"

    def read(self, node: Node, reader: Reader) -> str | None:
        """The address as written."""
        text = _scalar(node, reader, self.label)
        fault = fault_of_address(text) if text is not None else None
        if fault is None:
            return text
        reader.fault(node, "bad-url", *fault)
        return None

    def schema(self) -> dict[str, object]:
        """An http or https address."""
        pattern = '^[Hh][Tt][Tt][Pp][Ss]?://[^\\s\\\\<>"{}|^`]+$'
        return {"type": "string", "format": "iri", "pattern": pattern}


class Language(FieldType[str]):
    """A language by its tag (BCP 47)."""

    label = "a language tag such as en, pt-BR or zh-Hans"

    def read(self, node: Node, reader: Reader) -> str | None:
        """The tag with the letter case that BCP 47 recommends (RFC 5646, 2.1.1)."""
        text = _scalar(node, reader, self.label)
        tag = canonical_language(text) if text is not None else None
        if text is not None and tag is None:
            reader.fault(node, "unknown-language", f"'{text}' is not a language tag", f"write {self.label} (BCP 47)")
        return tag

    def schema(self) -> dict[str, object]:
        """The shape of a tag."""
        return {"type": "string", "pattern": "^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$"}


class CountryCode(FieldType[str]):
    """A country by its code (ISO 3166-1 alpha-2), in any case."""

    label = "a country code such as no"

    def read(self, node: Node, reader: Reader) -> str | None:
        """The code in lower case."""
        text = _scalar(node, reader, self.label)
        if text is None:
            return None
        code = country_code(text.removeprefix("country:"))
        if code is None:
            reader.fault(node, "unknown-country", f"no country '{text}'", hint_for_country(text))
        return code

    def schema(self) -> dict[str, object]:
        """Two letters."""
        return {"type": "string", "pattern": "^(country:)?[A-Za-z]{2}$"}


def hint_for_country(text: str) -> str:
    """The way out for a country that is not known."""
    near = suggest_country(text)
    if near:
        return f"did you mean {' or '.join(repr(code) for code in near)}?"
    return "write its ISO 3166 code of two letters, such as no for Norway"


class IdOf(FieldType[str]):
    """A reference where one kind is expected: the bare id."""

    def __init__(self, kind: Kind) -> None:
        self.kind = kind
        self.label = f"the id of {'an' if kind[0] in 'aeiou' else 'a'} {kind}"

    def read(self, node: Node, reader: Reader) -> str | None:
        """The id; whether such a record exists is judged later, with the whole archive at hand."""
        text = _scalar(node, reader, self.label)
        if text is None:
            return None
        bare = text.removeprefix(f"{self.kind}:")
        fault = fault_of_id(bare)
        if bare != text and fault is None:
            fault = f"only {self.label} can stand here", f"leave out the kind: {bare}"
        if fault is None:
            return text
        reader.fault(node, "bad-id", *fault)
        return None

    def schema(self) -> dict[str, object]:
        """The pattern of an id."""
        return {"type": _TEXT_OR_DIGITS, "pattern": f"^{ID_PATTERN}$", "maxLength": MAX_ID_LENGTH}


class NewId(IdOf):
    """An id that names this record itself, now or formerly."""

    def __init__(self) -> None:
        super().__init__("quote")
        self.label = "an id"


class ReferenceTo(FieldType[Reference]):
    """A reference where several kinds are possible: `kind:id`; a bare id means the `default` kind, if any."""

    def __init__(self, *kinds: Kind, default: Kind | None = None) -> None:
        self.kinds = kinds
        self.default = default
        self.label = f"a reference such as {kinds[0]}:some-id"

    def read(self, node: Node, reader: Reader) -> Reference | None:
        """The reference, country codes in lower case."""
        text = _scalar(node, reader, self.label)
        if text is None:
            return None
        kind, colon, rest = text.partition(":")
        if not colon:
            kind, rest = self.default or "", text
        if kind not in self.kinds:
            reader.fault(node, "bad-reference", f"'{text}' does not say what it refers to", self._hint(kind, rest))
            return None
        if kind == "country":
            code = country_code(rest)
            if code is None:
                reader.fault(node, "unknown-country", f"no country '{rest}'", hint_for_country(rest))
            return None if code is None else Reference("country", code)
        fault = fault_of_id(rest)
        if fault is not None:
            reader.fault(node, "bad-id", *fault)
            return None
        return Reference(next(known for known in self.kinds if known == kind), rest)

    def _hint(self, kind: str, rest: str) -> str:
        near = did_you_mean(kind, self.kinds) if kind else ""
        forms = [f"{known}:{rest}" for known in self.kinds]
        return near or f"write {', '.join(forms[:-1])}{' or ' if len(forms) > 1 else ''}{forms[-1]}"

    def schema(self) -> dict[str, object]:
        """The pattern of a reference."""
        kinds = "|".join(self.kinds)
        prefix = f"(({kinds}):)?" if self.default else f"({kinds}):"
        kind: object = _TEXT_OR_DIGITS if self.default else "string"
        return {"type": kind, "pattern": f"^{prefix}[A-Za-z0-9-]+$"}


class ListOf(FieldType[tuple[T, ...]], Generic[T]):
    """A list whose items are all of one type."""

    def __init__(self, item: FieldType[T]) -> None:
        self.item = item
        self.shape = item.shape
        self.label = f"a list, each item {item.label}"

    def read(self, node: Node, reader: Reader) -> tuple[T, ...] | None:
        """The items that could be read; None if the value is no list at all."""
        if not isinstance(node, Sequence):
            written = node.text if isinstance(node, Scalar) and "\n" not in node.text else "…"
            reader.fault(node, "wrong-type", "a list is expected here", f"write it as a list: [{written}]")
            return None
        found: list[T] = []
        for item in node.items:
            value = self._item(item, reader)
            if value is None:
                reader.leave_out(item)
            else:
                found.append(value)
        return tuple(found)

    def _item(self, node: Node, reader: Reader) -> T | None:
        if isinstance(node, Scalar) and node.style == "plain" and not node.text:
            reader.fault(node, "empty-value", "this item of the list is empty", "fill it, or take it out")
            return None
        return self.item.read(node, reader)

    def schema(self) -> dict[str, object]:
        """An array."""
        return {"type": "array", "items": self.item.schema()}


class OneOrMany(ListOf[T]):
    """A list that may be written without brackets where it has one item; never empty."""

    def __init__(self, item: FieldType[T]) -> None:
        super().__init__(item)
        self.label = item.label

    def read(self, node: Node, reader: Reader) -> tuple[T, ...] | None:
        """The items, at least one."""
        if not isinstance(node, Sequence):
            item = self.item.read(node, reader)
            return None if item is None else (item,)
        if not node.items:
            reader.fault(node, "empty-value", "this list is empty", f"give {self.label}, or take the line out")
            return None
        return super().read(node, reader) or None

    def schema(self) -> dict[str, object]:
        """The item, or an array of it."""
        return {"oneOf": [self.item.schema(), {"type": "array", "items": self.item.schema(), "minItems": 1}]}


class Keys(FieldType[R]):
    """A mapping with keys of its own. Where `short` is named, that value may stand alone for the mapping."""

    def __init__(self, record: type[R], *, short: str = "", label: str = "") -> None:
        self.record = self.shape = record
        self.short = short
        names = [field.names[0] for field in fields_of(record)]
        self.label = label or f"a mapping with {', '.join(names)}"

    def read(self, node: Node, reader: Reader) -> R | None:
        """The record that the mapping writes."""
        if isinstance(node, Mapping):
            return read_keys(self.record, node, reader)
        if self.short:
            value = self.short_type().read(node, reader)
            return None if value is None else self.record(**{self.short: value})
        reader.fault(node, "wrong-type", f"{self.label} is expected here", f"write {self._example()}")
        return None

    def short_type(self) -> FieldType[Any]:
        """What the value is that may stand alone."""
        kind: FieldType[Any] = next(field.key.type for field in fields_of(self.record) if field.attribute == self.short)
        return kind

    def _example(self) -> str:
        required = [field.names[0] for field in fields_of(self.record) if field.key.required]
        names = required or [field.names[0] for field in fields_of(self.record)][:2]
        return "{" + ", ".join(f"{name}: …" for name in names) + "}"

    def schema(self) -> dict[str, object]:
        """An object with exactly these keys."""
        whole = keys_schema(self.record)
        return {"oneOf": [self.short_type().schema(), whole]} if self.short else whole


def keys_schema(record: type[msgspec.Struct]) -> dict[str, object]:
    """The JSON Schema of a record: every spelling of every key, nothing else."""
    properties: dict[str, object] = {}
    required: list[str] = []
    either: list[object] = []
    for field in fields_of(record):
        for name in field.names:
            properties[name] = {**field.key.type.schema(), "description": field.key.doc}
        if field.key.required and len(field.names) == 1:
            required.append(field.names[0])
        elif field.key.required:
            either.append({"oneOf": [{"required": [name]} for name in field.names]})
    schema: dict[str, object] = {"type": "object", "properties": properties, "additionalProperties": False}
    if required:
        schema["required"] = required
    if either:
        schema["allOf"] = either
    return schema


class Either(FieldType[Any]):
    """A reference where the text looks like one, else a text."""

    def __init__(self, reference: ReferenceTo, text: FieldType[Any]) -> None:
        self.reference = reference
        self.text = text
        self.label = f"a text, or {reference.label}"
        self.prefixes = tuple(f"{kind}:" for kind in reference.kinds)

    def read(self, node: Node, reader: Reader) -> Any:
        """A Reference or the text."""
        refers = isinstance(node, Scalar) and node.text.startswith(self.prefixes)
        return (self.reference if refers else self.text).read(node, reader)

    def schema(self) -> dict[str, object]:
        """Any text that is not empty, also one that YAML takes for a number or a truth value."""
        return dict(_ANY_TEXT)
