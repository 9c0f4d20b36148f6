"""The whole plan of an edition.

Owns the list of page kinds: adding one is adding a line here. Does not render.
"""

from datetime import datetime

from ipsegen.model.archive import Archive
from ipsegen.plan.cards import make_cards
from ipsegen.plan.contexts import plan_contexts
from ipsegen.plan.dates import plan_dates
from ipsegen.plan.edition import Edition
from ipsegen.plan.feeds import plan_feeds
from ipsegen.plan.indexes import plan_indexes
from ipsegen.plan.pages import Plan
from ipsegen.plan.plain import plan_plain
from ipsegen.plan.quotes import plan_all_quotes, plan_quotes
from ipsegen.plan.recent import plan_recent
from ipsegen.plan.redirects import plan_redirects
from ipsegen.plan.subjects import plan_subjects

PLANNERS = (
    plan_recent,
    plan_all_quotes,
    plan_quotes,
    plan_contexts,
    plan_subjects,
    plan_indexes,
    plan_dates,
    plan_plain,
)


def plan_site(archive: Archive, now: datetime, base_url: str) -> Plan:
    """Everything that the site is made of at the moment `now` (aware), standing at `base_url`."""
    edition = Edition(archive, now, base_url)
    return Plan(
        pages=tuple(page for planner in PLANNERS for page in planner(edition)),
        feeds=tuple(plan_feeds(edition)),
        redirects=tuple(plan_redirects(edition)),
        cards=make_cards(edition),
    )
