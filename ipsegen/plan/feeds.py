"""Feeds: the latest quotes of the site, and of every author, entity, country and context.

Owns which quotes a feed holds and what never changes about an entry (RFC 4287, 4.2.6; contract.md, "Feeds").
Does not write XML or JSON.
"""

from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from ipsegen.model.quote import Quote
from ipsegen.model.references import Reference
from ipsegen.plan.edition import Edition
from ipsegen.plan.pages import Feed, FeedEntry
from ipsegen.plan.quotes import last_change
from ipsegen.plan.subjects import all_subjects
from ipsegen.plan.urls import folder_of


def plan_feeds(edition: Edition) -> Iterator[Feed]:
    """The feed of the site, then those of contexts and subjects."""
    archive, site = edition.archive, edition.archive.site
    yield _feed("", edition.urls.to(""), site.title, archive.inserted, edition)
    contexts = (Reference("context", key) for key in archive.contexts)
    for reference in (*contexts, *all_subjects(edition)):
        if reference.kind == "context":
            keys = archive.in_context.get(reference.id, ())
        else:
            keys = (*archive.said.get(reference, ()), *archive.flagged.get(reference, ()))
        folder = folder_of(reference.kind, reference.id)
        yield _feed(folder, edition.urls.of(reference), f"{site.title}: {archive.name(reference)}", keys, edition)


def _feed(folder: str, url: str, title: str, keys: Iterable[str], edition: Edition) -> Feed:
    quotes = sorted((edition.archive.quotes[key] for key in keys), key=lambda quote: (quote.inserted.utc, quote.id))
    latest = reversed(quotes[-edition.archive.site.feed_entries :])
    identifier = edition.urls.absolute(url)
    return Feed(folder, url, title, identifier, tuple(_entry(quote, edition) for quote in latest))


def _entry(quote: Quote, edition: Edition) -> FeedEntry:
    archive = edition.archive
    nobody = next((s.author for s in archive.filings[quote.id].signatories if isinstance(s.author, str)), "")
    contexts = edition.links(Reference("context", filed.context) for filed in quote.contexts)
    return FeedEntry(
        id=entry_id(quote, archive.site.base_url),
        url=edition.urls.record("quote", quote.id),
        title_names=tuple(archive.name(reference) for reference in edition.speaker_references(quote.id)),
        anonymous=nobody,
        card=edition.list_key(quote),
        published=quote.inserted,
        updated=last_change(quote),
        contexts=tuple(link.label for link in contexts),
    )


def entry_id(quote: Quote, base_url: str) -> str:
    """A tag URI (RFC 4151) of the day of insertion as written and the first id that the quote ever had."""
    first = quote.aliases[0] if quote.aliases else quote.id
    year, month, day = quote.inserted.day
    return f"tag:{urlsplit(base_url).hostname},{year:04}-{month:02}-{day:02}:quotes/{first}"
