"""Authors, entities and countries: those who speak and those who are spoken of.

Owns the keys of their files. Does not know what they said.
"""

from typing import Annotated

import msgspec

from ipsegen.model.compound_types import Keys, ListOf
from ipsegen.model.edtf import Date
from ipsegen.model.field_types import Address, Choice, EdtfDate, Language, Line, Markdown, Pattern, Truth
from ipsegen.model.picture import Image
from ipsegen.model.prose import Prose
from ipsegen.model.reading import Key
from ipsegen.model.reference_types import CountryCode, IdOf, NewId

ENTITY_KINDS = (
    "organisation", "government", "armed-force", "party", "company", "media", "place", "treaty", "event",
    "group", "other",
)  # fmt: skip


class OtherName(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Another name or spelling."""

    name: Annotated[str, Key(Line(), "the name", required=True)]
    language: Annotated[str, Key(Language(), "the language in which it is the name")] = ""


class Link(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A page elsewhere."""

    title: Annotated[str, Key(Line(), "what is to be found there", required=True)]
    url: Annotated[str, Key(Address(), "its address", required=True)]


class Identifiers(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What others call the same thing."""

    wikidata: Annotated[str, Key(Pattern("Q[1-9][0-9]*", "a Wikidata id", "Q7184"), "the item in Wikidata")] = ""
    viaf: Annotated[
        str,
        Key(
            Pattern("[1-9][0-9]{0,21}", "a VIAF id", "113230702"),
            "the entry in the Virtual International Authority File",
        ),
    ] = ""
    isni: Annotated[
        str,
        Key(
            Pattern("([0-9]{4} ?){3}[0-9]{3}[0-9X]", "an ISNI", "0000 0001 2103 2683"),
            "the International Standard Name Identifier",
        ),
    ] = ""
    orcid: Annotated[
        str,
        Key(Pattern("([0-9]{4}-){3}[0-9]{3}[0-9X]", "an ORCID iD", "0000-0002-1825-0097"), "the ORCID iD of a scholar"),
    ] = ""


class Role(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What a person was, for whom, from when to when; `until` is the last day."""

    title: Annotated[str, Key(Line(), "the role as one would print it under the name", required=True)]
    entity: Annotated[str, Key(IdOf("entity"), "the body it was held in")] = ""
    country: Annotated[str, Key(CountryCode(), "the country it was held for")] = ""
    since: Annotated[Date | None, Key(EdtfDate(), "the first day", names=("from",))] = None
    until: Annotated[Date | None, Key(EdtfDate(), "the last day, itself included", names=("to",))] = None


class Author(msgspec.Struct, frozen=True, kw_only=True, array_like=True, gc=False, tag="author"):
    """A person: one who speaks, or is only spoken of."""

    id: str
    file: str
    name: Annotated[str, Key(Line(), "the name", required=True, stand_in="?")]
    sort_name: Annotated[str, Key(Line(), "the name as an index sorts it: Rutte, Mark")] = ""
    other_names: Annotated[
        tuple[OtherName, ...],
        Key(ListOf(Keys(OtherName, short="name")), "other names and spellings; search finds them"),
    ] = ()
    description: Annotated[Prose | None, Key(Markdown(), "who this is; the first paragraph stands on topic cards")] = (
        None
    )
    countries: Annotated[
        tuple[str, ...], Key(ListOf(CountryCode()), "the countries that the person speaks for where no role says it")
    ] = ()
    entities: Annotated[
        tuple[str, ...], Key(ListOf(IdOf("entity")), "the entities that the person speaks for where no role says it")
    ] = ()
    roles: Annotated[
        tuple[Role, ...],
        Key(
            ListOf(Keys(Role)),
            "what the person was, for whom, and when; they give a quote its role, entities and countries",
        ),
    ] = ()
    born: Annotated[Date | None, Key(EdtfDate(), "date of birth")] = None
    died: Annotated[Date | None, Key(EdtfDate(), "date of death")] = None
    image: Annotated[Image | None, Key(Keys(Image), "a portrait")] = None
    identifiers: Annotated[Identifiers | None, Key(Keys(Identifiers), "ids that others use")] = None
    links: Annotated[tuple[Link, ...], Key(ListOf(Keys(Link)), "pages elsewhere")] = ()
    unnamed: Annotated[bool, Key(Truth(), "`true`: nobody names this speaker; `name` describes them")] = False
    aliases: Annotated[tuple[str, ...], Key(ListOf(NewId()), "old ids, oldest first")] = ()


class Entity(msgspec.Struct, frozen=True, kw_only=True, array_like=True, gc=False, tag="entity"):
    """A body, a place, a treaty, an event: a named thing that quotes are filed under."""

    id: str
    file: str
    name: Annotated[str, Key(Line(), "the name", required=True, stand_in="?")]
    kind: Annotated[str, Key(Choice(*ENTITY_KINDS), "what it is", required=True, stand_in="other")]
    sort_name: Annotated[str, Key(Line(), "the name as an index sorts it")] = ""
    other_names: Annotated[
        tuple[OtherName, ...],
        Key(ListOf(Keys(OtherName, short="name")), "other names and spellings; search finds them"),
    ] = ()
    description: Annotated[Prose | None, Key(Markdown(), "what it is; the first paragraph stands on topic cards")] = (
        None
    )
    country: Annotated[
        str, Key(CountryCode(), "the country it belongs to; what it says is said for that country too")
    ] = ""
    parent: Annotated[str, Key(IdOf("entity"), "the entity it is a part of; what it says stands there too")] = ""
    flag: Annotated[
        str,
        Key(
            Pattern("[a-z]{2}", "a code of the flag set", "eu"),
            "a flag of the set that comes with the program: `eu`, `un`",
        ),
    ] = ""
    image: Annotated[Image | None, Key(Keys(Image), "a picture")] = None
    identifiers: Annotated[Identifiers | None, Key(Keys(Identifiers), "ids that others use")] = None
    links: Annotated[tuple[Link, ...], Key(ListOf(Keys(Link)), "pages elsewhere")] = ()
    aliases: Annotated[tuple[str, ...], Key(ListOf(NewId()), "old ids, oldest first")] = ()


class Country(msgspec.Struct, frozen=True, kw_only=True, array_like=True, gc=False, tag="country"):
    """What a site adds to a country; its name comes from the Unicode CLDR where this gives none."""

    id: str
    file: str
    name: Annotated[str, Key(Line(), "the name, where it is not the usual one")] = ""
    other_names: Annotated[
        tuple[OtherName, ...],
        Key(ListOf(Keys(OtherName, short="name")), "other names and spellings; search finds them"),
    ] = ()
    sort_name: Annotated[str, Key(Line(), "the name as an index sorts it")] = ""
    description: Annotated[
        Prose | None, Key(Markdown(), "what the country is; the first paragraph stands on topic cards")
    ] = None
    image: Annotated[Image | None, Key(Keys(Image), "a picture")] = None


Subject = Author | Entity | Country
