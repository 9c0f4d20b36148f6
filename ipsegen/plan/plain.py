"""Pages of prose and of the site itself: about and method, the corrections, the page for what is not found.

Owns what they show. Does not know quotes beyond their corrections.
"""

from collections.abc import Iterator

from ipsegen.plan.edition import Edition
from ipsegen.plan.neighbours import neighbour
from ipsegen.plan.pages import ArticleData, CorrectionsData, CorrectionShown, NotFoundData, Page
from ipsegen.plan.prose import resolve


def plan_plain(edition: Edition) -> Iterator[Page]:
    """Every plain page, the corrections, and `/404.html`."""
    site = edition.archive.site
    for page in edition.archive.pages.values():
        yield Page(
            page.id,
            edition.urls.to(f"{page.id}/"),
            "page.html",
            page.title,
            ArticleData(page.title, page.language or site.language, resolve(page.article, edition)),
            description=page.description,
            feed=edition.urls.to(""),
            language=page.language,
            source_file=page.file,
        )
    yield _corrections(edition)
    ways = tuple(
        edition.index_link(folder) for folder in ("contexts", "authors", "entities", "countries", "dates", "quotes")
    )
    yield Page("404.html", edition.urls.to("404.html"), "404.html", "404", NotFoundData(ways), indexed=False)


def _corrections(edition: Edition) -> Page:
    found = [
        (correction, quote.id)
        for quote in edition.archive.quotes.values()
        if quote.is_listed
        for correction in quote.corrections
    ]
    found.sort(key=lambda pair: (pair[0].date.sort_key or (), pair[1]), reverse=True)
    shown = tuple(CorrectionShown(correction, neighbour(key, edition)) for correction, key in found)
    return Page(
        "corrections",
        edition.urls.to("corrections/"),
        "corrections.html",
        "corrections",
        CorrectionsData(shown),
        feed=edition.urls.to(""),
    )
