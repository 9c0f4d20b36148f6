"""The whole site: every route of an edition.

Owns the list of kinds: adding one is adding a line here. Does not render.
"""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from typing import Final

from ipsegen.plan import contexts, dates, feeds, indexes, plain, quotes, recent, redirects, search, subjects
from ipsegen.plan.edition import Edition
from ipsegen.plan.routes import Planned, Route, RouteKind

KINDS: Final[dict[str, RouteKind]] = {
    kind.name: kind
    for module in (recent, quotes, contexts, subjects, indexes, dates, plain, search, feeds, redirects)
    for kind in module.KINDS
}


def routes_of(edition: Edition, left_out: AbstractSet[str] = frozenset()) -> Iterator[Route]:
    """Everything that the site is made of, but for the kinds whose template is in `left_out`."""
    for kind in KINDS.values():
        if kind.template not in left_out:
            yield from kind.routes(edition)


def plan(route: Route, edition: Edition) -> Planned:
    """What stands at `route`. Raises KeyError where the edition has no such route."""
    return KINDS[route.kind].plan(route, edition)
