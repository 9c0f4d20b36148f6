"""Old addresses.

Owns where an old id leads. Does not judge collisions: the checks have done so.
"""

from collections.abc import Iterator

from ipsegen.model.references import Reference
from ipsegen.plan.edition import Edition
from ipsegen.plan.pages import Redirect
from ipsegen.plan.routes import Route, RouteKind, reference_of
from ipsegen.plan.urls import folder_of


def _routes(edition: Edition) -> Iterator[Route]:
    for kind, aliases in edition.archive.aliases.items():
        yield from (Route("redirect", str(Reference(kind, old))) for old in sorted(aliases))


def _redirect(route: Route, edition: Edition) -> Redirect:
    old = reference_of(route)
    new = Reference(old.kind, edition.archive.aliases[old.kind][old.id])
    folder = folder_of(old.kind, old.id)
    return Redirect(folder, edition.urls.to(f"{folder}/"), edition.urls.of(new), edition.archive.name(new))


KINDS = (RouteKind("redirect", "redirect.html", _routes, _redirect),)
