"""Cards: quotes as they stand in lists and texts.

Owns what a card shows. Does not know which page shows which card.
"""

from collections.abc import Callable
from functools import lru_cache

from ipsegen.model.filing import Signatory
from ipsegen.model.fragments import find_fragment
from ipsegen.model.quote import Quote
from ipsegen.model.references import Reference
from ipsegen.model.signature import Anonymous
from ipsegen.plan.edition import Edition
from ipsegen.plan.faces import hue, monogram
from ipsegen.plan.values import Card, CardKey, Face, Signed

_KEPT = 4_096
"""A card is asked for by the page of its quote, by lists and by feeds: now and then again within short."""


def card_of(key: CardKey, edition: Edition) -> Card:
    """The card for `key`; without an excerpt it shows the whole text."""
    return edition.derived(_cards)(key)


def _cards(edition: Edition) -> Callable[[CardKey], Card]:
    return lru_cache(_KEPT)(lambda key: _make_card(key, edition))


def _make_card(key: CardKey, edition: Edition) -> Card:
    archive = edition.archive
    quote, filing = archive.quotes[key.quote], archive.filings[key.quote]
    main = next((filed.context for filed in quote.contexts if filed.context in archive.contexts), "")
    said_by = quote.said_by if quote.said_by is not None and archive.has(quote.said_by) else None
    countries = [Reference("country", code) for code in filing.countries]
    return Card(
        id=quote.id,
        url=edition.urls.record("quote", quote.id),
        title=quote.title,
        text=(key.excerpt,) if key.excerpt else quote.text,
        is_excerpt=bool(key.excerpt),
        starts_midway=starts_midway(quote.words, key.excerpt),
        keeps_lines=quote.line_breaks == "keep",
        lead_in="" if key.excerpt else quote.lead_in,
        language=quote.language or archive.site.language,
        insertions=quote.insertions,
        fidelity=quote.fidelity,
        translated_from=quote.original.language if quote.original is not None else "",
        status=quote.status,
        own_capacity=quote.capacity == "own",
        signed=tuple([_signed(signatory, quote, edition) for signatory in filing.signatories]),
        flags=edition.links(countries),
        pronounced=quote.pronounced,
        context=edition.link(Reference("context", main)) if main else None,
        post=quote.post,
        said_by=edition.link(said_by) if said_by is not None else None,
    )


def starts_midway(text: str, excerpt: str) -> bool:
    """Whether an excerpt begins inside a sentence of the text, so that a reader must be told."""
    if not excerpt:
        return False
    words = find_fragment(text, excerpt)
    if words is None:
        return True  # nobody knows where it begins, so no reader may take it for the beginning
    before = text[: text.index(words)].rstrip()
    return bool(before) and not before.endswith(_SENTENCE_ENDS)


_SENTENCE_ENDS = (".", "!", "?", "…", "。", "！", "？", "؟", "۔", "।", '."', ".”", "!”", "?”", ".»", ":")


def _signed(signatory: Signatory, quote: Quote, edition: Edition) -> Signed:
    author = signatory.author
    if isinstance(author, Reference) and edition.archive.has(author):
        name, url, face = edition.archive.name(author), edition.urls.of(author), edition.face(author)
        return Signed(author.kind, name, url, signatory.role, signatory.printed_as, face)
    nobody: Anonymous = "unnamed" if author == "unnamed" else "unknown"
    face = Face(monogram(""), hue(signatory.role or quote.id))
    return Signed(nobody, "", "", signatory.role, signatory.printed_as, face)
