"""The kinds of single values that keys have: text, dates, choices, numbers, addresses, languages.

Owns what a value of each kind looks like and what to say when it does not. Does not know which key has which kind.
"""

import re
from typing import Final

from ipsegen.load.nodes import Node, Scalar
from ipsegen.model.addresses import fault_of_address
from ipsegen.model.edtf import Date, DateError, Instant, parse_date, parse_instant
from ipsegen.model.languages import canonical_language
from ipsegen.model.prose import Prose, parse_prose
from ipsegen.model.reading import FieldType, Reader, text_of
from ipsegen.model.suggest import did_you_mean

_QUOTE: Final = "put the whole value in quotation marks"

# What a YAML editor makes of an unquoted scalar is its own affair: `2024` is a number to it, `true` a truth value.
ANY_TEXT: Final[dict[str, object]] = {"type": ["string", "number", "boolean"], "minLength": 1}
TEXT_OR_DIGITS: Final = ["string", "integer"]

_DAY: Final = "(?!0000)[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
_INSTANT: Final = f"{_DAY}T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](Z|[+-](0[0-9]|1[0-4]):[0-5][0-9])"
_PART_OF_CALENDAR: Final = "(?!0000)[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?[~?%]?"


def scalar_text(node: Node, reader: Reader, label: str) -> str | None:
    """The text of a scalar that has some, without the white space around it."""
    scalar = text_of(node, reader, label)
    if scalar is None:
        return None
    text = scalar.text.strip()
    if not text:
        reader.fault(scalar, "empty-value", f"{label} is expected here, and this is empty", "fill it, or take it out")
        return None
    return text


def words_of(node: Node, reader: Reader, label: str) -> str | None:
    """As `scalar_text`, for what people read: with a warning where ` #` has cut it short."""
    text = scalar_text(node, reader, label)
    if text is not None and isinstance(node, Scalar) and node.cut:
        hint = f"{_QUOTE} if '#' belongs to it; put a remark on a line of its own"
        reader.fault(node, "text-cut", "' #' starts a comment and ends this text", hint, severity="warning")
    return text


class Line(FieldType[str]):
    """A short text on one line."""

    label = "a text"

    def read(self, node: Node, reader: Reader) -> str | None:
        """The text, its white space folded."""
        text = words_of(node, reader, self.label)
        return None if text is None else " ".join(text.split())

    def schema(self) -> dict[str, object]:
        """Any text that is not empty, also one that YAML takes for a number or a truth value."""
        return dict(ANY_TEXT)


class Paragraphs(FieldType[tuple[str, ...]]):
    """Plain text in paragraphs (content-model, "Paragraphs").

    In a `|` block a blank line parts paragraphs, and a single break stays in the paragraph as a line feed; in
    the other styles every break that YAML leaves parts paragraphs.
    """

    label = "a text"

    def read(self, node: Node, reader: Reader) -> tuple[str, ...] | None:
        """The paragraphs, none of them empty."""
        text = words_of(node, reader, self.label)
        if text is None or not isinstance(node, Scalar):
            return None
        parts = re.split(r"\n\s*\n\s*", text) if node.style == "literal" else text.split("\n")
        return tuple("\n".join(line.strip() for line in part.split("\n")) for part in parts if part.strip())

    def schema(self) -> dict[str, object]:
        """Any text that is not empty, also one that YAML takes for a number or a truth value."""
        return dict(ANY_TEXT)


class Markdown(FieldType[Prose]):
    """Prose with Markdown and `[[…]]` references."""

    label = "a text in Markdown"

    def read(self, node: Node, reader: Reader) -> Prose | None:
        """The parsed prose; links that are not safe and raw HTML are reported."""
        text = words_of(node, reader, self.label)
        if text is None:
            return None
        prose = parse_prose(text)
        for flaw in prose.flaws:
            reader.fault(node, flaw.code, flaw.message, flaw.hint, flaw.severity)
        return prose

    def schema(self) -> dict[str, object]:
        """Any text that is not empty, also one that YAML takes for a number or a truth value."""
        return dict(ANY_TEXT)


class EdtfDate(FieldType[Date]):
    """A date as precise as it is known."""

    label = "a date"

    def read(self, node: Node, reader: Reader) -> Date | None:
        """The date."""
        text = scalar_text(node, reader, self.label)
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
        return {"type": TEXT_OR_DIGITS, "pattern": pattern, "minimum": 1, "maximum": 9999}


class Moment(FieldType[Instant]):
    """An exact instant with its offset (RFC 3339)."""

    label = "a date with time and offset"

    def read(self, node: Node, reader: Reader) -> Instant | None:
        """The instant."""
        text = scalar_text(node, reader, self.label)
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
        text = scalar_text(node, reader, self.label)
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
        text = scalar_text(node, reader, self.label)
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
        text = scalar_text(node, reader, self.label)
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
        text = scalar_text(node, reader, self.label)
        if text is None or self.pattern.fullmatch(text):
            return text
        reader.fault(node, "bad-value", f"'{text}' is not {self.label}", f"it looks like {self.example}")
        return None

    def schema(self) -> dict[str, object]:
        """A string with a pattern; where it may be digits alone, a number too."""
        digits = re.sub("[^0-9]", "", self.example)
        kind: object = TEXT_OR_DIGITS if self.pattern.fullmatch(digits) else "string"
        return {"type": kind, "pattern": f"^({self.pattern.pattern})$"}


class Address(FieldType[str]):
    """An address on the web."""

    label = "an address (https://…)"

    def read(self, node: Node, reader: Reader) -> str | None:
        """The address as written."""
        text = scalar_text(node, reader, self.label)
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
        text = scalar_text(node, reader, self.label)
        tag = canonical_language(text) if text is not None else None
        if text is not None and tag is None:
            reader.fault(node, "unknown-language", f"'{text}' is not a language tag", f"write {self.label} (BCP 47)")
        return tag

    def schema(self) -> dict[str, object]:
        """The shape of a tag."""
        return {"type": "string", "pattern": "^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$"}
