"""Feeds: the latest quotes of the site, and of every author, entity, country and context.

Owns which quotes a feed holds and what never changes about an entry (RFC 4287, 4.2.6; contract.md, "Feeds").
Does not write XML or JSON.
"""

from collections.abc import Iterator
from heapq import nlargest
from urllib.parse import urlsplit

from ipsegen.model.quote import Quote
from ipsegen.model.references import Reference
from ipsegen.plan.edition import Edition
from ipsegen.plan.pages import Feed, FeedEntry
from ipsegen.plan.quotes import last_change
from ipsegen.plan.routes import Route, RouteKind, reference_of
from ipsegen.plan.subjects import all_subjects
from ipsegen.plan.urls import folder_of


def _routes(edition: Edition) -> Iterator[Route]:
    """The feed of the site, then those of contexts and subjects."""
    yield Route("feed")
    contexts = (Reference("context", key) for key in edition.archive.contexts)
    yield from (Route("feed", str(reference)) for reference in (*contexts, *all_subjects(edition)))


def _feed(route: Route, edition: Edition) -> Feed:
    archive, site = edition.archive, edition.archive.site
    if not route.id:
        folder, url, about, keys = "", edition.urls.to(""), "", archive.inserted
    else:
        reference = reference_of(route)
        folder, url = folder_of(reference.kind, reference.id), edition.urls.of(reference)
        about, keys = archive.name(reference), _quotes_of(reference, edition)
    quotes = (archive.quotes[key] for key in keys)
    latest = nlargest(site.feed_entries, quotes, key=lambda quote: (quote.inserted.utc, quote.id))
    entries = tuple(_entry(quote, edition) for quote in latest)
    return Feed(folder, url, site.title, edition.urls.absolute(url), entries, about)


def _quotes_of(reference: Reference, edition: Edition) -> tuple[str, ...]:
    archive = edition.archive
    if reference.kind == "context":
        return archive.in_context.get(reference.id, ())
    return (*archive.said.get(reference, ()), *archive.flagged.get(reference, ()))


def _entry(quote: Quote, edition: Edition) -> FeedEntry:
    archive = edition.archive
    nobody = next((s.author for s in archive.filings[quote.id].signatories if isinstance(s.author, str)), "")
    contexts = edition.links(Reference("context", filed.context) for filed in quote.contexts)
    return FeedEntry(
        id=entry_id(quote, archive.site.base_url),
        url=edition.urls.record("quote", quote.id),
        title_names=tuple([link.label for link in edition.speakers(quote.id)]),
        anonymous=nobody,
        card=edition.list_key(quote.id),
        published=quote.inserted,
        updated=last_change(quote),
        contexts=tuple(link.label for link in contexts),
    )


def entry_id(quote: Quote, base_url: str) -> str:
    """A tag URI (RFC 4151) of the day of insertion as written and the first id that the quote ever had."""
    first = quote.aliases[0] if quote.aliases else quote.id
    year, month, day = quote.inserted.day
    return f"tag:{urlsplit(base_url).hostname},{year:04}-{month:02}-{day:02}:quotes/{first}"


KINDS = (RouteKind("feed", "feed.xml", _routes, _feed),)
