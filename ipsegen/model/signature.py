"""Signatures: who pronounced a quote, as the quote's file says it.

Owns the forms in which an author is written. Does not know names: those belong to the author's own record.
"""

from functools import lru_cache
from typing import Annotated, Literal

import msgspec

from ipsegen.load.nodes import Mapping, Node, Scalar
from ipsegen.load.plain_yaml import Plain
from ipsegen.model.compound_types import ListOf, keys_schema
from ipsegen.model.field_types import Line, expected
from ipsegen.model.reading import FieldType, Key, Reader, read_keys, take_keys
from ipsegen.model.reference_types import MOST_KEPT, ReferenceTo
from ipsegen.model.references import Reference

Anonymous = Literal["unnamed", "unknown"]

_SPEAKER = ReferenceTo("author", "entity", "country", default="author")


class SpeakerType(FieldType[Reference | Anonymous]):
    """An author, a body, a state, or the word that nobody is named."""

    label = "an author such as mark-rutte, entity:nato, country:no, unnamed or unknown"

    def read(self, node: Node, reader: Reader) -> "Reference | Anonymous | None":
        """A Reference, `unnamed` (the source names nobody) or `unknown` (we do not know)."""
        if isinstance(node, Scalar):
            if node.text == "unnamed":
                return "unnamed"
            if node.text == "unknown":
                return "unknown"
        return _SPEAKER.read(node, reader)

    def take(self, plain: Plain) -> "Reference | Anonymous | None":
        """A Reference, `unnamed` or `unknown`."""
        if plain == "unnamed":
            return "unnamed"
        return "unknown" if plain == "unknown" else _SPEAKER.take(plain)

    def schema(self) -> dict[str, object]:
        """The pattern of a reference; the two words match it too."""
        return {**_SPEAKER.schema(), **expected(self.label)}


class Signature(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One author of a quote."""

    author: Annotated[Reference | Anonymous, Key(SpeakerType(), "who pronounced it", required=True)]
    role: Annotated[str, Key(Line(), "what this author was at that moment")] = ""
    printed_as: Annotated[str, Key(Line(), "the name as printed there", names=("as",))] = ""
    on_behalf_of: Annotated[
        tuple[Reference, ...] | None,
        Key(ListOf(ReferenceTo("entity", "country")), "the entities and countries that this author spoke for"),
    ] = None


@lru_cache(maxsize=MOST_KEPT)
def _alone(text: str) -> Signature | None:
    """An author without role and other name, who is the same for all quotes."""
    return take_keys(Signature, {"author": text})


class SignatureType(FieldType[Signature]):
    """An author alone, or with role and name as printed."""

    label = SpeakerType.label
    shape = Signature

    def read(self, node: Node, reader: Reader) -> Signature | None:
        """The signature."""
        if isinstance(node, Mapping):
            return read_keys(Signature, node, reader)
        speaker = SpeakerType().read(node, reader)
        return None if speaker is None else Signature(speaker)

    def take(self, plain: Plain) -> Signature | None:
        """The signature."""
        if isinstance(plain, dict):
            return take_keys(Signature, plain)
        return _alone(plain) if isinstance(plain, str) else None

    def schema(self) -> dict[str, object]:
        """A reference, or an object."""
        return {"oneOf": [SpeakerType().schema(), keys_schema(Signature)]}
