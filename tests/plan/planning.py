"""The one way in which these tests plan a whole edition."""

from collections.abc import Set as AbstractSet
from datetime import datetime
from typing import NamedTuple

from ipsegen.model.archive import Archive
from ipsegen.plan.edition import Edition
from ipsegen.plan.pages import Feed, Page, Redirect
from ipsegen.plan.site import plan, routes_of


class Planned(NamedTuple):
    """Everything that stands at the routes of an edition."""

    pages: list[Page]
    feeds: list[Feed]
    redirects: list[Redirect]


def plan_all(archive: Archive, now: datetime, left_out: AbstractSet[str] = frozenset()) -> Planned:
    """Whatever an archive makes at a moment, planned in the order of the routes."""
    edition = Edition(archive, now, "https://ipse.example/")
    found = [plan(route, edition) for route in routes_of(edition, left_out)]
    return Planned(
        [each for each in found if isinstance(each, Page)],
        [each for each in found if isinstance(each, Feed)],
        [each for each in found if isinstance(each, Redirect)],
    )
