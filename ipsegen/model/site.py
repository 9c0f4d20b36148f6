"""The site and its plain pages.

Owns the keys of `site.yaml` and of `pages/<slug>.md`. Does not know the command line.
"""

from typing import Annotated
from urllib.parse import urlsplit

import msgspec

from ipsegen.load.nodes import Mapping, Node, Scalar
from ipsegen.load.plain_yaml import Plain
from ipsegen.model.compound_types import ListOf
from ipsegen.model.field_types import Address, Choice, Language, Line, Pattern, Truth, Whole
from ipsegen.model.prose import Prose
from ipsegen.model.reading import FieldType, Key, Reader
from ipsegen.model.reference_types import IdOf, NewId
from ipsegen.model.zones import ZoneName


class Alternates(FieldType[dict[str, str]]):
    """The same site in other languages: a language tag for each address."""

    label = "a mapping of languages to addresses"

    def read(self, node: Node, reader: Reader) -> dict[str, str] | None:
        """Addresses by language tag."""
        if not isinstance(node, Mapping):
            reader.fault(node, "wrong-type", f"{self.label} is expected here", "write {fr: https://…}")
            return None
        found: dict[str, str] = {}
        for key, value in node.entries:
            language = Language().read(key, reader)
            address = Address().read(value, reader)
            if language is not None and address is not None:
                found[language] = address
        return found

    def schema(self) -> dict[str, object]:
        """An object of addresses."""
        return {"type": "object", "additionalProperties": Address().schema()}


class ShareImages(FieldType[str]):
    """`auto`, `true` or `false`."""

    label = "auto, true or false"

    def read(self, node: Node, reader: Reader) -> str | None:
        """The word."""
        return Choice("auto", "true", "false").read(node, reader)

    def schema(self) -> dict[str, object]:
        """The word or the truth value."""
        return {"enum": ["auto", "true", "false", True, False]}


class BaseAddress(Address):
    """Where the site will stand: an address without query or fragment, which ends in `/` once it is read."""

    def read(self, node: Node, reader: Reader) -> str | None:
        """The address with a `/` at its end."""
        text = super().read(node, reader)
        if text is None:
            return None
        fault = fault_of_base(text)
        if fault is not None and isinstance(node, Scalar):
            reader.fault(node, "bad-url", *fault)
            return None
        return text.rstrip("/") + "/"

    def take(self, plain: Plain) -> str | None:  # noqa: ARG002
        """Nothing: a site has but one address, and `read` knows more about it than whether it may be linked."""
        return None


def fault_of_base(text: str) -> tuple[str, str] | None:
    """Why a site cannot stand at this address, as message and hint."""
    parts = urlsplit(text)
    if parts.query or parts.fragment:
        return (
            "the address of a site has no '?' and no '#'",
            f"write {parts.scheme}://{parts.netloc}{parts.path}",
        )
    if {".", ".."} & set(parts.path.split("/")) or "%" in parts.path:
        return "the address of a site has plain path segments", f"write {parts.scheme}://{parts.netloc}/"
    return None


class Site(msgspec.Struct, frozen=True, kw_only=True, array_like=True, gc=False, tag="site"):
    """The settings of a site."""

    file: str = "content/site.yaml"
    title: Annotated[str, Key(Line(), "the name of the archive", required=True)]
    base_url: Annotated[
        str, Key(BaseAddress(), "where the site will stand, such as https://ipse.example/", required=True)
    ]
    tagline: Annotated[str, Key(Line(), "a line below the title")] = ""
    description: Annotated[str, Key(Line(), "what the archive is, for search engines and feeds")] = ""
    language: Annotated[str, Key(Language(), "the language of the interface and of most quotes")] = "en"
    timezone: Annotated[str, Key(ZoneName(), "the time zone in which times of insertion and today are shown")] = "UTC"
    per_page: Annotated[int, Key(Whole(1, 1000), "how many quotes a page of a list holds")] = 50
    recent_hours: Annotated[int, Key(Whole(1, 8760), "how many hours count as recent")] = 24
    order: Annotated[str, Key(Choice("newest", "oldest"), "which quotes come first on a page")] = "newest"
    licence: Annotated[str, Key(Line(), "under which licence the archive may be used")] = ""
    contact: Annotated[str, Key(Line(), "how to reach the editors")] = ""
    repository: Annotated[str, Key(Address(), "the repository, for links that suggest a change")] = ""
    menu: Annotated[tuple[str, ...], Key(ListOf(IdOf("page")), "pages named in the footer, in order")] = ()
    accent: Annotated[str, Key(Pattern("#[0-9a-fA-F]{6}", "a colour", "#8f2d1a"), "the accent colour")] = ""
    alternates: Annotated[dict[str, str], Key(Alternates(), "the same site in other languages")] = {}
    search: Annotated[bool, Key(Truth(), "whether there is a search")] = True
    share_images: Annotated[
        str, Key(ShareImages(), "whether quotes get share pictures; `auto`: below 2,000 quotes")
    ] = "auto"
    feed_entries: Annotated[int, Key(Whole(1, 1000), "how many quotes a feed holds")] = 50
    quote_files: Annotated[
        tuple[str, ...],
        Key(
            ListOf(Choice("json", "bib", "ris", "csl")),
            "which files of data and citations stand beside each quote's page",
        ),
    ] = ()


class Page(msgspec.Struct, frozen=True, kw_only=True, array_like=True, gc=False, tag="page"):
    """A plain page such as about or method."""

    id: str
    file: str
    title: Annotated[str, Key(Line(), "the title", required=True, stand_in="?")]
    description: Annotated[str, Key(Line(), "what the page is about, for search engines")] = ""
    language: Annotated[str, Key(Language(), "its language; left out: the site's")] = ""
    aliases: Annotated[tuple[str, ...], Key(ListOf(NewId()), "old slugs, oldest first")] = ()
    draft: Annotated[bool, Key(Truth(), "`true`: only shown with --drafts")] = False
    article: Prose | None = None
