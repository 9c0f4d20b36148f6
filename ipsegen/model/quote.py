"""The quote: one statement as it was pronounced.

Owns the keys of a quote file. Does not know the author's roles or which other records exist.
"""

from typing import Annotated, Any

import msgspec

from ipsegen.model.compound_types import Keys, ListOf, OneOrMany
from ipsegen.model.edtf import Date, Instant, parse_date, parse_instant
from ipsegen.model.field_types import Choice, EdtfDate, Language, Line, Markdown, Moment, Paragraphs, Truth, Whole
from ipsegen.model.prose import Prose
from ipsegen.model.reading import Key
from ipsegen.model.reference_types import Either, IdOf, NewId, ReferenceTo
from ipsegen.model.references import Reference
from ipsegen.model.signature import Signature, SignatureType
from ipsegen.model.source import SourceDetails, SourceOrId

FLAGGED_STATUSES = frozenset({"disputed", "misattributed", "retracted"})
"""What was published as said but does not count as said: listed apart, and marked wherever it stands."""

_SUBJECT = ReferenceTo("author", "entity", "country")
_ENTITY = ReferenceTo("entity")


_LONG_AGO = parse_instant("0001-01-01T00:00:00Z")
"""Stands for a moment of insertion that is missing or cannot be read."""
_UNKNOWN = parse_date("unknown")


class Original(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """The words in another language: the original of a translation, or a translation of the original."""

    language: Annotated[str, Key(Language(), "the language, `und` if it is not known", required=True)]
    text: Annotated[tuple[str, ...], Key(Paragraphs(), "the words in that language")] = ()
    translator: Annotated[str, Key(Line(), "who translated")] = ""
    kind: Annotated[str, Key(Choice("official", "agency", "editor", "machine"), "what kind of translation it is")] = ""


class Filed(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A context that a quote belongs to, and which of its words to show there."""

    context: Annotated[str, Key(IdOf("context"), "the id of the context", required=True)]
    excerpt: Annotated[str, Key(Line(10_000), "a part of the text, letter for letter, for this context")] = ""


class Post(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """The post on a platform that held the words."""

    platform: Annotated[str, Key(Line(), "the name of the platform", required=True)]
    handle: Annotated[str, Key(Line(), "the account, with its @, in quotation marks")] = ""
    name: Annotated[str, Key(Line(), "the name of the account")] = ""
    url: Annotated[str, Key(SourceDetails.ADDRESS, "the address of the post")] = ""


class Correction(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What was changed in a quote after it was published, and why."""

    date: Annotated[Date, Key(EdtfDate(), "the day of the correction", required=True)]
    note: Annotated[str, Key(Line(10_000), "what was changed, and why", required=True)]
    before: Annotated[str, Key(Line(10_000), "the words before")] = ""
    after: Annotated[str, Key(Line(10_000), "the words after")] = ""


class Quote(msgspec.Struct, frozen=True, kw_only=True, array_like=True, gc=False, tag="quote"):
    """One statement. `id` and `file` come from where it lies; everything else from its keys."""

    id: str
    file: str
    text: Annotated[
        tuple[str, ...],
        Key(Paragraphs(), "the words, without outer quotation marks, best below a `|`; only a removed quote has none"),
    ] = ()
    signatures: Annotated[
        tuple[Signature, ...],
        Key(
            OneOrMany(SignatureType()),
            "who pronounced it: `mark-rutte`, `entity:nato`, `country:no`, `unnamed` or `unknown`",
            required=True,
            names=("author", "authors"),
            stand_in=(Signature("unknown"),),
        ),
    ]
    pronounced: Annotated[
        Date,
        Key(EdtfDate(), "when it was said, as precisely as it is known", required=True, stand_in=_UNKNOWN),
    ]
    inserted: Annotated[
        Instant,
        Key(Moment(), "when it entered the archive, such as 2025-01-21T16:00:00Z", required=True, stand_in=_LONG_AGO),
    ]
    sources: Annotated[
        tuple[SourceDetails | str, ...],
        Key(
            OneOrMany(SourceOrId()),
            "where the words can be checked: the id of a shared source, or `{title, url, …}`",
            required=True,
            names=("source", "sources"),
            stand_in=(SourceDetails(title="?", locator="?"),),
        ),
    ]
    title: Annotated[str, Key(Line(), "the title of a statement or document")] = ""
    role: Annotated[
        str,
        Key(
            Line(),
            "what a single author was then, as printed under the name; left out: from the author's roles",
        ),
    ] = ""
    capacity: Annotated[
        str,
        Key(
            Choice("official", "own"),
            "whether the author spoke for entities and countries, or only for themself",
        ),
    ] = "official"
    entities: Annotated[
        tuple[str, ...] | None,
        Key(ListOf(IdOf("entity")), "on whose behalf; left out: from the author's roles"),
    ] = None
    countries: Annotated[
        tuple[str, ...] | None,
        Key(ListOf(SourceDetails.COUNTRY), "on whose behalf; left out: from the author's roles"),
    ] = None
    mentions: Annotated[tuple[Reference, ...], Key(ListOf(_SUBJECT), "whom the words are about")] = ()
    contexts: Annotated[
        tuple[Filed, ...],
        Key(ListOf(Keys(Filed, short="context")), "the contexts it belongs to, the main one first"),
    ] = ()
    lead_in: Annotated[str, Key(Line(), "words before the first, not pronounced, such as: Time will tell")] = ""
    insertions: Annotated[
        str,
        Key(
            Choice("square", "both", "none"),
            "which brackets hold an editor's words: `[…]`, `(…)` too, or none",
        ),
    ] = "square"
    language: Annotated[str, Key(Language(), "the language of the text; left out: the site's")] = ""
    original: Annotated[Original | None, Key(Keys(Original), "the words in the language in which they were said")] = (
        None
    )
    translations: Annotated[tuple[Original, ...], Key(ListOf(Keys(Original)), "translations of the text")] = ()
    fidelity: Annotated[
        str,
        Key(
            Choice("verbatim", "edited", "translated", "indirect"),
            "how near the text is to what was said; left out: `translated` if there is an `original`, else `verbatim`",
        ),
    ] = ""
    status: Annotated[
        str,
        Key(
            Choice("attributed", "verified", "disputed", "misattributed", "retracted", "removed"),
            "how far the quote can be trusted",
        ),
    ] = "attributed"
    status_note: Annotated[
        Prose | None, Key(Markdown(), "why it is disputed, misattributed, retracted or removed; required for these")
    ] = None
    said_by: Annotated[Reference | None, Key(_SUBJECT, "who really said a misattributed quote")] = None
    via: Annotated[
        Reference | str, Key(Either(_SUBJECT, Line()), "who passed the words on, where we have them only so")
    ] = ""
    prompt: Annotated[str, Key(Line(10_000), "the question put to the speaker")] = ""
    medium: Annotated[
        str,
        Key(
            Choice(
                "speech", "interview", "press-conference", "statement", "post", "article", "letter",
                "broadcast", "testimony", "book", "other",
            ),
            "the form in which it was said",
        ),
    ] = ""  # fmt: skip
    event: Annotated[Reference | str, Key(Either(_ENTITY, Line()), "the event at which it was said")] = ""
    place: Annotated[Reference | str, Key(Either(_ENTITY, Line()), "the place at which it was said")] = ""
    post: Annotated[Post | None, Key(Keys(Post), "the post that held the words")] = None
    excerpt: Annotated[
        str, Key(Line(10_000), "a part of the text, letter for letter, for cards and share pictures")
    ] = ""
    replies_to: Annotated[tuple[str, ...], Key(ListOf(IdOf("quote")), "the quotes that it answers")] = ()
    note: Annotated[Prose | None, Key(Markdown(), "what a reader must know to read it rightly")] = None
    position: Annotated[
        int, Key(Whole(-999_999, 999_999), "its place among quotes of the same date, smaller ones first")
    ] = 0
    tags: Annotated[tuple[str, ...], Key(ListOf(Line()), "short words for the search")] = ()
    corrections: Annotated[
        tuple[Correction, ...], Key(ListOf(Keys(Correction)), "the public log of what was changed after publication")
    ] = ()
    aliases: Annotated[tuple[str, ...], Key(ListOf(NewId()), "its old ids, oldest first")] = ()
    line_breaks: Annotated[str, Key(Choice("keep"), "`keep` keeps single line breaks, as posts and verse need")] = ""
    draft: Annotated[bool, Key(Truth(), "`true`: only shown with --drafts")] = False

    @property
    def words(self) -> str:
        """The whole text, its paragraphs parted by blank lines."""
        return "\n\n".join(self.text)

    @property
    def counts_as_said(self) -> bool:
        """Whether it stands among what its author said."""
        return counts_as_said(self.status)

    @property
    def is_listed(self) -> bool:
        """Whether anything but its own page shows it."""
        return self.status != "removed"

    def in_paragraphs(self) -> "Quote":
        """With single breaks as blanks, unless it keeps line breaks; and with the fidelity that follows."""
        values = arranged(msgspec.structs.asdict(self))
        # No date is after a moment that could not be read.
        if self.inserted is _LONG_AGO:
            values["pronounced"] = _UNKNOWN
        return Quote(**values)


def counts_as_said(status: str) -> bool:
    """Whether a quote of this status stands among what its author said."""
    return status not in FLAGGED_STATUSES and status != "removed"


def arranged(values: dict[str, Any]) -> dict[str, Any]:
    """The attributes of a quote, of which some may be missing, as `in_paragraphs` has them."""
    original = values.get("original")
    if not values.get("fidelity"):
        values["fidelity"] = "verbatim" if original is None else "translated"
    if values.get("line_breaks") != "keep":
        values["text"] = _folded(values.get("text", ()))
        values["translations"] = tuple(map(_fold_original, values.get("translations", ())))
        if original is not None:
            values["original"] = _fold_original(original)
    return values


def _folded(paragraphs: tuple[str, ...]) -> tuple[str, ...]:
    return tuple([paragraph.replace("\n", " ") for paragraph in paragraphs])


def _fold_original(original: Original) -> Original:
    return msgspec.structs.replace(original, text=_folded(original.text))
