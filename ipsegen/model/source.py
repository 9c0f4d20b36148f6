"""Sources: where words can be checked.

Owns the keys of a source, shared or written inside a quote. Does not open any address.
"""

from typing import Annotated, ClassVar, Final

import msgspec

from ipsegen.load.nodes import Mapping, Node, Scalar
from ipsegen.load.plain_yaml import Plain
from ipsegen.model.compound_types import keys_schema
from ipsegen.model.edtf import Date
from ipsegen.model.field_types import Address, Choice, EdtfDate, Language, Line
from ipsegen.model.reading import FieldType, Key, Reader, read_keys, take_keys
from ipsegen.model.reference_types import CountryCode, IdOf


class SourceDetails(msgspec.Struct, frozen=True, kw_only=True, array_like=True, gc=False):
    """What is known of a source; at least a title or an address."""

    ADDRESS: ClassVar[Address] = Address()
    COUNTRY: ClassVar[CountryCode] = CountryCode()

    title: Annotated[str, Key(Line(), "the title")] = ""
    url: Annotated[str, Key(ADDRESS, "the address on the web")] = ""
    publisher: Annotated[str, Key(Line(), "who published it")] = ""
    published: Annotated[Date | None, Key(EdtfDate(), "when it was published")] = None
    accessed: Annotated[Date | None, Key(EdtfDate(), "when the words were read there")] = None
    archived_url: Annotated[str, Key(ADDRESS, "the address of a copy in a web archive")] = ""
    kind: Annotated[str, Key(Choice("primary", "secondary"), "whether it is the statement itself or tells of it")] = ""
    locator: Annotated[str, Key(Line(), "the page or time at which the words stand")] = ""
    language: Annotated[str, Key(Language(), "the language of the source")] = ""


class Source(SourceDetails, frozen=True, kw_only=True, array_like=True, gc=False, tag="source"):
    """A source that many quotes share."""

    id: str
    file: str


_SOURCE_ID: Final = IdOf("source")


class SourceOrId(FieldType[SourceDetails | str]):
    """The id of a shared source, or a source written out."""

    label = "the id of a shared source, or {title: …, url: …}"
    shape = SourceDetails

    def read(self, node: Node, reader: Reader) -> SourceDetails | str | None:
        """A SourceDetails or an id."""
        if isinstance(node, Mapping):
            source = read_keys(SourceDetails, node, reader)
            if source is not None:
                check_source(source, node, reader)
            return source
        if isinstance(node, Scalar) and node.text.startswith(("http://", "https://")):
            reader.fault(
                node,
                "wrong-type",
                "a source is expected here, and this is an address",
                f"write {{url: {node.text}}}",
            )
            return None
        return _SOURCE_ID.read(node, reader)

    def take(self, plain: Plain) -> SourceDetails | str | None:
        """A SourceDetails or an id."""
        if isinstance(plain, dict):
            source = take_keys(SourceDetails, plain)
            return source if source is not None and is_complete(source) else None
        # An address is no id; `read` says what it should be.
        return _SOURCE_ID.take(plain)

    def schema(self) -> dict[str, object]:
        """An id, or an object."""
        return {"oneOf": [_SOURCE_ID.schema(), source_schema(SourceDetails)]}


def source_schema(record: type[SourceDetails]) -> dict[str, object]:
    """The JSON Schema of a source: at least a title or an address."""
    return {**keys_schema(record), "anyOf": [{"required": ["title"]}, {"required": ["url"]}]}


def is_complete(source: SourceDetails) -> bool:
    """Whether `check_source` has nothing to say about it, whatever its keys are."""
    return bool(source.url or (source.title and source.locator))


def check_source(source: SourceDetails, node: Mapping, reader: Reader) -> None:
    """A source needs a title or an address; one without address and locator cannot be found again.

    A key that is there and could not be read is not missed as well.
    """
    place = node.entries[0][0] if node.entries else node
    if not (source.title or source.url or node.key("title") or node.key("url")):
        reader.fault(place, "missing-key", "'title' or 'url' is missing", "say where the words can be checked")
    elif not (source.url or source.locator or node.key("url") or node.key("locator")):
        hint = "add its address, or as 'locator' the page or time at which the words stand"
        reader.fault(place, "source-without-address", "this source has neither 'url' nor 'locator'", hint, "warning")
