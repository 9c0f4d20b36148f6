"""Values that name something: ids, references, countries.

Owns how a reference is written, and what to say when it is not. Does not know whether what it names exists.
"""

from functools import lru_cache
from typing import Any, Final

from ipsegen.load.nodes import Node, Scalar
from ipsegen.load.plain_yaml import Plain
from ipsegen.model.countries import country_code, suggest_country
from ipsegen.model.field_types import TEXT_OR_DIGITS, OfText, expected
from ipsegen.model.reading import FieldType, Reader
from ipsegen.model.references import FOLDERS, ID_PATTERN, MAX_ID_LENGTH, Kind, Reference, fault_of_id
from ipsegen.model.suggest import did_you_mean

MOST_KEPT: Final = 1 << 16
"""So many ids and references are the same object for all who name them: an archive names few things often."""

_ANY_ID: Final = {"type": TEXT_OR_DIGITS, "pattern": f"^{ID_PATTERN}$", "maxLength": MAX_ID_LENGTH}


def ids_at(kind: Kind) -> str:
    """Where a schema lists the ids of a kind that editors offer."""
    return f"#/$defs/{kind}"


def references_at(kind: Kind) -> str:
    """Where a schema lists the references to a kind, as they are written where several kinds may stand."""
    return f"#/$defs/{kind}-reference"


def _offering(*places: str) -> dict[str, object]:
    """The part of a schema that offers what is listed elsewhere in it."""
    return {"allOf": [{"$ref": place} for place in places]}


class CountryCode(OfText[str]):
    """A country by its code (ISO 3166-1 alpha-2), in any case."""

    label = "a country code such as no"

    def of(self, text: str) -> str | None:
        """The code in lower case."""
        return country_code(text.removeprefix("country:"))

    def explain(self, text: str, node: Node, reader: Reader) -> None:
        """Say which country was probably meant."""
        reader.fault(node, "unknown-country", f"no country '{text}'", hint_for_country(text))

    def schema(self) -> dict[str, object]:
        """Two letters."""
        pattern = "^(country:)?[A-Za-z]{2}$"
        return {"type": "string", "pattern": pattern, **expected(self.label), **_offering(ids_at("country"))}


def hint_for_country(text: str) -> str:
    """The way out for a country that is not known."""
    near = suggest_country(text)
    if near:
        return f"did you mean {' or '.join(repr(code) for code in near)}?"
    return "write its ISO 3166 code of two letters, such as no for Norway"


class IdOf(OfText[str]):
    """A reference where one kind is expected: the bare id."""

    def __init__(self, kind: Kind) -> None:
        self.kind = kind
        self.label = f"the id of {'an' if kind[0] in 'aeiou' else 'a'} {kind}"

    def of(self, text: str) -> str | None:
        """The id; whether such a record exists is judged later, with the whole archive at hand."""
        return _id(text)

    def explain(self, text: str, node: Node, reader: Reader) -> None:
        """Say what an id is, or that its kind goes without saying."""
        bare = text.removeprefix(f"{self.kind}:")
        fault = fault_of_id(bare)
        if bare != text and fault is None:
            fault = f"only {self.label} can stand here", f"leave out the kind: {bare}"
        if fault is not None:
            reader.fault(node, "bad-id", *fault)

    def schema(self) -> dict[str, object]:
        """The pattern of an id."""
        return {**_ANY_ID, **expected(self.label), **_offering(ids_at(self.kind))}


@lru_cache(maxsize=MOST_KEPT)
def _id(text: str) -> str | None:
    return text if fault_of_id(text) is None else None


class NewId(IdOf):
    """An id that names this record itself, now or formerly."""

    def __init__(self) -> None:
        super().__init__("quote")
        self.label = "an id"

    def schema(self) -> dict[str, object]:
        """The pattern of an id; none is offered, as it must be new."""
        return {**_ANY_ID, **expected(self.label)}


class ReferenceTo(OfText[Reference]):
    """A reference where several kinds are possible: `kind:id`; a bare id means the `default` kind, if any."""

    def __init__(self, *kinds: Kind, default: Kind | None = None) -> None:
        self.kinds = kinds
        self.default = default
        self.label = f"a reference such as {kinds[0]}:some-id"

    def of(self, text: str) -> Reference | None:
        """The reference, country codes in lower case."""
        kind, rest = self._parts(text)
        return _reference(kind, rest) if kind in self.kinds else None

    def explain(self, text: str, node: Node, reader: Reader) -> None:
        """Say what is wrong with the kind, or else with the id."""
        kind, rest = self._parts(text)
        fault = fault_of_id(rest)
        if kind not in self.kinds:
            reader.fault(node, "bad-reference", f"'{text}' does not say what it refers to", self._hint(kind, rest))
        elif kind == "country":
            reader.fault(node, "unknown-country", f"no country '{rest}'", hint_for_country(rest))
        elif fault is not None:
            reader.fault(node, "bad-id", *fault)

    def _parts(self, text: str) -> tuple[str, str]:
        kind, colon, rest = text.partition(":")
        return (kind, rest) if colon else (self.default or "", text)

    def _hint(self, kind: str, rest: str) -> str:
        near = did_you_mean(kind, self.kinds) if kind else ""
        forms = [f"{known}:{rest}" for known in self.kinds]
        return near or f"write {', '.join(forms[:-1])}{' or ' if len(forms) > 1 else ''}{forms[-1]}"

    def schema(self) -> dict[str, object]:
        """The pattern of a reference."""
        kinds = "|".join(self.kinds)
        prefix = f"(({kinds}):)?" if self.default else f"({kinds}):"
        kind: object = TEXT_OR_DIGITS if self.default else "string"
        offers = [ids_at(known) if known == self.default else references_at(known) for known in self.kinds]
        whole = {"type": kind, "pattern": f"^{prefix}[A-Za-z0-9-]+$"}
        return {**whole, **expected(self.label), **_offering(*offers)}


@lru_cache(maxsize=MOST_KEPT)
def _reference(name: str, identifier: str) -> Reference | None:
    kind = next(kind for kind in FOLDERS if kind == name)
    if kind == "country":
        code = country_code(identifier)
        return None if code is None else Reference("country", code)
    known = _id(identifier)
    return None if known is None else Reference(kind, known)


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

    def take(self, plain: Plain) -> Any:
        """A Reference or the text."""
        refers = isinstance(plain, str) and plain.startswith(self.prefixes)
        return (self.reference if refers else self.text).take(plain)
