"""Routes: what a site is made of, named before it is made.

Owns the names of pages, feeds and redirects, and how a kind of them is declared: which routes it has in an edition, and
what stands at one. Any process that holds the edition can plan any route, alone and in any order. Does not know a kind.
"""

from collections.abc import Callable, Iterable
from typing import NamedTuple

import msgspec

from ipsegen.model.references import FOLDERS, Reference
from ipsegen.plan.edition import Edition
from ipsegen.plan.pages import Feed, Page, Redirect

Planned = Page | Feed | Redirect


class Route(msgspec.Struct, frozen=True, order=True, array_like=True):
    """One page, feed or redirect.

    `id` is the record or the part of the calendar that it is about, where it is about one; `number` is the page of a
    list, 0 for the list's own.
    """

    kind: str
    id: str = ""
    number: int = 0


def reference_of(route: Route) -> Reference:
    """The record that a route names as `kind:id`."""
    name, _colon, identifier = route.id.partition(":")
    return Reference(next(kind for kind in FOLDERS if kind == name), identifier)


class RouteKind(NamedTuple):
    """One kind of route. A theme whose `template` is empty leaves the whole kind out."""

    name: str
    template: str
    routes: Callable[[Edition], Iterable[Route]]
    plan: Callable[[Route, Edition], Planned]


def single(name: str, template: str, plan: Callable[[Edition], Planned]) -> RouteKind:
    """A kind of which there is one."""
    return RouteKind(name, template, lambda _edition: (Route(name),), lambda _route, edition: plan(edition))
