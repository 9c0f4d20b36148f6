"""What pages are made of: links, cards, lists, prose ready to be set.

Owns the frozen values that templates see. Does not know the archive; every value holds just what is shown.
"""

from datetime import datetime

import msgspec

from ipsegen.model.edtf import Date
from ipsegen.model.quote import Post
from ipsegen.model.references import Kind
from ipsegen.model.signature import Anonymous


class Link(msgspec.Struct, frozen=True):
    """A name that leads somewhere; `flag` is a code of the flag set, `note` a few words beside the name."""

    label: str
    url: str
    flag: str = ""
    note: str = ""


class Counted(msgspec.Struct, frozen=True):
    """A link with the number of quotes behind it."""

    link: Link
    count: int


class Face(msgspec.Struct, frozen=True):
    """What stands for a person or body where there is little room: picture, flag, or monogram on one of twelve hues."""

    monogram: str
    hue: int
    portrait: str = ""
    flag: str = ""


class Signed(msgspec.Struct, frozen=True):
    """One author of a quote as printed below it. Without `url`, nobody is named: `name` is then empty."""

    kind: Kind | Anonymous
    name: str
    url: str
    role: str
    printed_as: str
    face: Face


class CardKey(msgspec.Struct, frozen=True, order=True):
    """A quote as it stands in a list or a text: whole, or with an excerpt."""

    quote: str
    excerpt: str = ""


class Card(msgspec.Struct, frozen=True):
    """A quote with all that is shown of it wherever it stands."""

    id: str
    url: str
    title: str
    text: tuple[str, ...]
    is_excerpt: bool
    starts_midway: bool
    keeps_lines: bool
    lead_in: str
    language: str
    insertions: str
    fidelity: str
    translated_from: str
    status: str
    own_capacity: bool
    signed: tuple[Signed, ...]
    flags: tuple[Link, ...]
    pronounced: Date
    context: Link | None
    post: Post | None
    said_by: Link | None


class Neighbour(msgspec.Struct, frozen=True):
    """A quote beside another, as a link: who, when, and its first words."""

    url: str
    names: tuple[str, ...]
    anonymous: str
    words: str
    language: str
    date: Date
    status: str


class Dated(msgspec.Struct, frozen=True):
    """Cards of one date, in order."""

    date: Date
    cards: tuple[CardKey, ...]


class Jump(msgspec.Struct, frozen=True):
    """A way to another page of a list, by its number: 0 for the list's own."""

    number: int
    url: str


class QuoteList(msgspec.Struct, frozen=True):
    """One page of a list of quotes (contract.md, "Lists"). `number` is 0 on the list's own page.

    `older` and `newer` lead to the neighbouring pages, `jumps` to any; `total` counts the whole list.
    """

    total: int
    groups: tuple[Dated, ...]
    number: int = 0
    pages: int = 0
    older: str = ""
    newer: str = ""
    order: str = "newest"
    jumps: tuple[Jump, ...] = ()


class Figure(msgspec.Struct, frozen=True):
    """A picture ready to be shown."""

    url: str
    width: int
    height: int
    alt: str
    caption: str
    credit: str
    licence: str
    source: str


class FragmentPiece(msgspec.Struct, frozen=True, tag=True):
    """Words of a quote inside a sentence."""

    words: str
    quote: str
    url: str
    language: str
    status: str


class LinkPiece(msgspec.Struct, frozen=True, tag=True):
    """A link inside a sentence; `status` is that of the quote it leads to."""

    label: str
    url: str
    status: str = ""


class CardPiece(msgspec.Struct, frozen=True, tag=True):
    """A quote set as a block."""

    card: CardKey


class NotePiece(msgspec.Struct, frozen=True, tag=True):
    """A numbered note that leads to a source."""

    number: int


Piece = str | LinkPiece | FragmentPiece | CardPiece | NotePiece
Text = tuple[Piece, ...]
"""Prose with its references resolved: safe HTML and pieces in turn."""


class SourceShown(msgspec.Struct, frozen=True):
    """A source as it is printed. `highlight` is the address with a fragment that marks the words, where it is one."""

    title: str
    url: str
    highlight: str
    publisher: str
    published: Date | None
    accessed: Date | None
    archived_url: str
    kind: str
    locator: str
    language: str


class Topic(msgspec.Struct, frozen=True):
    """A card for an author, an entity or a country: its name, its face and the first paragraph about it."""

    link: Link
    kind: str
    face: Face
    text: Text


class Window(msgspec.Struct, frozen=True):
    """The hours that count as recent, and when they end."""

    hours: int
    until: datetime
