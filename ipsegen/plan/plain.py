"""Pages of prose and of the site itself: about and method, the corrections, the page for what is not found.

Owns what they show. Does not know quotes beyond their corrections.
"""

from collections.abc import Iterator

from ipsegen.plan.edition import Edition
from ipsegen.plan.neighbours import neighbour
from ipsegen.plan.pages import ArticleData, CorrectionsData, CorrectionShown, NotFoundData, Page
from ipsegen.plan.prose import resolve
from ipsegen.plan.routes import Route, RouteKind, single


def _routes(edition: Edition) -> Iterator[Route]:
    return (Route("page", key) for key in edition.archive.pages)


def _article(route: Route, edition: Edition) -> Page:
    site, page = edition.archive.site, edition.archive.pages[route.id]
    return Page(
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


def _not_found(edition: Edition) -> Page:
    ways = tuple(
        edition.index_link(folder) for folder in ("contexts", "authors", "entities", "countries", "dates", "quotes")
    )
    return Page("404.html", edition.urls.to("404.html"), "404.html", "404", NotFoundData(ways), indexed=False)


def _corrections(edition: Edition) -> Page:
    archive = edition.archive
    found = [(correction, key) for key in archive.corrected for correction in archive.quotes[key].corrections]
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


KINDS = (
    RouteKind("page", "page.html", _routes, _article),
    single("corrections", "corrections.html", _corrections),
    single("not-found", "404.html", _not_found),
)
