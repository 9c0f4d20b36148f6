"""The kinds of single values that keys have: text, dates, choices, numbers, addresses, languages.

Owns what a value of each kind looks like and what to say when it does not. Does not know which key has which kind.
"""

import re
from abc import abstractmethod
from functools import lru_cache
from typing import ClassVar, Final, TypeVar

from ipsegen.load.nodes import Node, Scalar
from ipsegen.load.plain_yaml import Block, Plain
from ipsegen.model.addresses import fault_of_address
from ipsegen.model.edtf import Date, DateError, Instant, parse_date, parse_instant
from ipsegen.model.languages import canonical_language
from ipsegen.model.prose import Prose, parse_prose
from ipsegen.model.reading import FieldType, Reader, text_of
from ipsegen.model.suggest import did_you_mean

T = TypeVar("T")

_QUOTE: Final = "put the whole value in quotation marks"

TEXT_OR_DIGITS: Final = ["string", "integer"]

_DAY: Final = "(?!0000)[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
_INSTANT: Final = f"{_DAY}T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](Z|[+-](0[0-9]|1[0-4]):[0-5][0-9])"
_PART_OF_CALENDAR: Final = "(?!0000)[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?[~?%]?"

_DATE: Final = "a date such as 2024, 2024-10, 2024-10-28, 2024~, 2023/2024 or unknown"
_MOMENT: Final = "a date with time and offset such as 2025-01-21T16:00:00Z"


def expected(label: str) -> dict[str, object]:
    """The part of a schema by which VS Code says what a pattern stands for, in place of the pattern."""
    return {"patternErrorMessage": f"{label} is expected here"}


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


class OfText(FieldType[T]):
    """What is written as one text: one rule says what it stands for, another what is wrong if it stands for nothing.

    `is_prose` says that people read it: then ` #` may have cut it short.
    """

    is_prose: ClassVar[bool] = False

    @abstractmethod
    def of(self, text: str) -> T | None:
        """What `text` stands for, which is not empty and has no white space around it; None if it is no such value."""

    def explain(self, text: str, node: Node, reader: Reader) -> None:
        """Say what is wrong with a `text` that stands for nothing."""

    def read(self, node: Node, reader: Reader) -> T | None:
        """The value."""
        text = (words_of if self.is_prose else scalar_text)(node, reader, self.label)
        if text is None:
            return None
        value = self.of(text)
        if value is None:
            self.explain(text, node, reader)
        return value

    def take(self, plain: Plain) -> T | None:
        """The value."""
        text = plain.strip() if isinstance(plain, str) else ""
        return self.of(text) if text else None


class Line(OfText[str]):
    """A short text on one line, of at most `most` characters."""

    label = "a text"
    is_prose = True

    def __init__(self, most: int = 1_000) -> None:
        self.most = most

    def of(self, text: str) -> str | None:
        """The text, its white space folded: how long it is does not depend on how it is wrapped."""
        folded = " ".join(text.split())
        return folded if len(folded) <= self.most else None

    def explain(self, text: str, node: Node, reader: Reader) -> None:
        """Say how long it may be."""
        message = f"this text has {len(' '.join(text.split())):,} characters, and at most {self.most:,} fit here"
        reader.fault(node, "too-long", message, "shorten it, or move words to where there is room for paragraphs")

    def schema(self) -> dict[str, object]:
        """A text that is no longer."""
        return {**super().schema(), "maxLength": self.most}


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
        return _paragraphs(text, is_block=node.style == "literal")

    def take(self, plain: Plain) -> tuple[str, ...] | None:
        """The paragraphs, none of them empty."""
        text = plain.strip() if isinstance(plain, str) else ""
        return _paragraphs(text, is_block=isinstance(plain, Block)) if text else None


def _paragraphs(text: str, *, is_block: bool) -> tuple[str, ...]:
    if "\n" not in text:
        return (text,)
    parts = re.split(r"\n\s*\n\s*", text) if is_block else text.split("\n")
    return tuple("\n".join(line.strip() for line in part.split("\n")) for part in parts if part.strip())


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

    def take(self, plain: Plain) -> Prose | None:
        """The parsed prose, if it has no flaw."""
        text = plain.strip() if isinstance(plain, str) else ""
        prose = parse_prose(text) if text else None
        return None if prose is None or prose.flaws else prose


class EdtfDate(OfText[Date]):
    """A date as precise as it is known."""

    label = "a date"

    def of(self, text: str) -> Date | None:
        """The date."""
        return _date(text)

    def explain(self, text: str, node: Node, reader: Reader) -> None:
        """Say what the rules of dates say."""
        try:
            parse_date(text)
        except DateError as error:
            reader.fault(node, "bad-date", error.message, error.hint or "write 'unknown' if no such year is known")

    def schema(self) -> dict[str, object]:
        """The forms of a date, as far as a regular expression can tell them; a bare year is a number."""
        moment = f"({_INSTANT}|{_PART_OF_CALENDAR})"
        pattern = f"^(unknown|(({moment}|\\.\\.)/)?{moment})$"
        return {"type": TEXT_OR_DIGITS, "pattern": pattern, "minimum": 1, "maximum": 9999, **expected(_DATE)}


@lru_cache(maxsize=1 << 16)
def _date(text: str) -> Date | None:
    """The same date for the same text: an archive of many quotes has few days."""
    try:
        return parse_date(text)
    except DateError:
        return None


class Moment(OfText[Instant]):
    """An exact instant with its offset (RFC 3339)."""

    label = "a date with time and offset"

    def of(self, text: str) -> Instant | None:
        """The instant."""
        try:
            return parse_instant(text)
        except DateError:
            return None

    def explain(self, text: str, node: Node, reader: Reader) -> None:
        """Say what the rules of instants say."""
        try:
            parse_instant(text)
        except DateError as error:
            reader.fault(node, "bad-date", error.message, error.hint or f"write {self.label}")

    def schema(self) -> dict[str, object]:
        """RFC 3339 date-time."""
        return {"type": "string", "format": "date-time", "pattern": f"^{_INSTANT}$", **expected(_MOMENT)}


class Choice(OfText[str]):
    """One of a few words."""

    def __init__(self, *choices: str) -> None:
        self.choices = choices
        self.label = f"one of {', '.join(choices)}" if len(choices) > 1 else choices[0]
        self._same = {choice: choice for choice in choices}

    def of(self, text: str) -> str | None:
        """The word, in the case in which it is defined; one text for all who choose it."""
        return self._same.get(text)

    def explain(self, text: str, node: Node, reader: Reader) -> None:
        """Say what was probably meant."""
        hint = did_you_mean(text, self.choices) or f"it is {self.label}"
        reader.fault(node, "unknown-value", f"'{text}' is not known here", hint)

    def schema(self) -> dict[str, object]:
        """An enumeration."""
        return {"enum": list(self.choices)}


class Truth(OfText[bool]):
    """`true` or `false`."""

    label = "true or false"

    def of(self, text: str) -> bool | None:
        """The truth value."""
        return {"true": True, "false": False}.get(text)

    def explain(self, text: str, node: Node, reader: Reader) -> None:
        """Say what to write for what other programs take for a truth value."""
        hint = {"yes": "write true", "on": "write true", "no": "write false", "off": "write false"}
        lower = f"write {text.lower()}" if text.lower() in {"true", "false"} else self.label
        reader.fault(node, "wrong-type", f"'{text}' is neither true nor false", hint.get(text.casefold(), lower))

    def schema(self) -> dict[str, object]:
        """A boolean, also in quotation marks."""
        return {"enum": [True, False, "true", "false"]}


class Whole(OfText[int]):
    """A whole number between two bounds, both included."""

    def __init__(self, least: int, most: int) -> None:
        self.least, self.most = least, most
        self.label = f"a whole number from {least} to {most}"

    def of(self, text: str) -> int | None:
        """The number."""
        return int(text) if re.fullmatch(r"-?[0-9]{1,9}", text) and self.least <= int(text) <= self.most else None

    def explain(self, text: str, node: Node, reader: Reader) -> None:
        """Say what the bounds are."""
        reader.fault(node, "wrong-type", f"'{text}' is not {self.label}", "write digits only, without quotation marks")

    def schema(self) -> dict[str, object]:
        """An integer with bounds, also in quotation marks."""
        bounds = {"minimum": self.least, "maximum": self.most}
        return {"type": ["integer", "string"], "pattern": "^-?[0-9]{1,9}$", **bounds, **expected(self.label)}


class Pattern(OfText[str]):
    """A text of a fixed form, such as an identifier that others assign."""

    def __init__(self, pattern: str, label: str, example: str) -> None:
        self.pattern = re.compile(pattern)
        self.label = label
        self.example = example

    def of(self, text: str) -> str | None:
        """The text."""
        return text if self.pattern.fullmatch(text) else None

    def explain(self, text: str, node: Node, reader: Reader) -> None:
        """Show one that is."""
        reader.fault(node, "bad-value", f"'{text}' is not {self.label}", f"it looks like {self.example}")

    def schema(self) -> dict[str, object]:
        """A string with a pattern; where it may be digits alone, a number too."""
        digits = re.sub("[^0-9]", "", self.example)
        kind: object = TEXT_OR_DIGITS if self.pattern.fullmatch(digits) else "string"
        example = f"{self.label} such as {self.example}"
        return {"type": kind, "pattern": f"^({self.pattern.pattern})$", **expected(example)}


class Address(OfText[str]):
    """An address on the web."""

    label = "an address (https://…)"

    def of(self, text: str) -> str | None:
        """The address as written."""
        return text if fault_of_address(text) is None else None

    def explain(self, text: str, node: Node, reader: Reader) -> None:
        """Say why it may not be linked."""
        fault = fault_of_address(text)
        if fault is not None:
            reader.fault(node, "bad-url", *fault)

    def schema(self) -> dict[str, object]:
        """An http or https address."""
        pattern = '^[Hh][Tt][Tt][Pp][Ss]?://[^\\s\\\\<>"{}|^`]+$'
        return {"type": "string", "format": "iri", "pattern": pattern, **expected(self.label)}


class Language(OfText[str]):
    """A language by its tag (BCP 47)."""

    label = "a language tag such as en, pt-BR or zh-Hans"

    def of(self, text: str) -> str | None:
        """The tag with the letter case that BCP 47 recommends (RFC 5646, 2.1.1)."""
        return canonical_language(text)

    def explain(self, text: str, node: Node, reader: Reader) -> None:
        """Say what a tag is."""
        reader.fault(node, "unknown-language", f"'{text}' is not a language tag", f"write {self.label} (BCP 47)")

    def schema(self) -> dict[str, object]:
        """The shape of a tag."""
        return {"type": "string", "pattern": "^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$", **expected(self.label)}
