"""Addresses that two things claim.

Owns which old ids and pages stand in each other's way, and the addresses of the site itself (contract.md,
"URLs"). Does not know files that claim the same id: those collide where records are collected.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from ipsegen.model.checks.evidence import Evidence
from ipsegen.model.context import Context
from ipsegen.model.faults import Fault
from ipsegen.model.quote import Quote
from ipsegen.model.references import Kind
from ipsegen.model.site import Page
from ipsegen.model.subjects import Author, Entity

OWN_PATHS: Final = frozenset({
    "quotes", "contexts", "authors", "entities", "countries", "dates", "on-this-day", "search", "data",
    "corrections", "assets", "page", "404", "admin",
})  # fmt: skip
"""What stands at the root of every site, with the windows that `recent_hours` names: `last-24h`."""
_WINDOW: Final = re.compile(r"last-[0-9]+h")

Renamed = Quote | Context | Author | Entity | Page
"""The records that may have had other ids."""


def url_collision(evidence: Evidence) -> Iterator[Fault]:
    """Each address belongs to one record: by its id, by an old id, or to the site itself."""
    records = evidence.records
    yield from _of_kind("quote", dict(records.quotes))
    yield from _of_kind("context", dict(records.contexts))
    yield from _of_kind("author", dict(records.authors))
    yield from _of_kind("entity", dict(records.entities))
    yield from _of_kind("page", dict(records.pages))
    for page in records.pages.values():
        yield from _with_the_site(page)


def _of_kind(kind: Kind, records: dict[str, Renamed]) -> Iterator[Fault]:
    claims: defaultdict[str, list[tuple[Renamed, int]]] = defaultdict(list)
    for record in records.values():
        for index, old in enumerate(record.aliases):
            if all(record is not claimant for claimant, _index in claims[old]):
                claims[old].append((record, index))
    for old, claimants in claims.items():
        if old in records:
            yield from _with_an_id(kind, records[old], claimants)
        elif len(claimants) > 1:
            yield from _with_each_other(old, claimants)


def _with_an_id(kind: Kind, owner: Renamed, claimants: list[tuple[Renamed, int]]) -> Iterator[Fault]:
    for record, index in claimants:
        message = f"the old id '{owner.id}' is the id of {owner.file}"
        hint = "take it out of 'aliases', or rename that file"
        if record is owner:
            message = f"'{owner.id}' is the id that this {kind} has now"
            hint = "take it out: 'aliases' are ids that it had before"
        yield Fault(record.file, "url-collision", message, hint, ("aliases", index))
    others = [record for record, _index in claimants if record is not owner]
    if others:
        message = f"the id '{owner.id}' is an old id of {others[0].file}"
        hint = "rename this file, or take the old id out of the 'aliases' there"
        yield Fault(owner.file, "url-collision", message, hint, at="file")


def _with_each_other(old: str, claimants: list[tuple[Renamed, int]]) -> Iterator[Fault]:
    for record, index in claimants:
        other = next(claimant for claimant, _index in claimants if claimant is not record)
        message = f"the old id '{old}' is an old id of {other.file} as well"
        yield Fault(record.file, "url-collision", message, "keep it in one of the two", ("aliases", index))


def _with_the_site(page: Page) -> Iterator[Fault]:
    if _is_own(page.id):
        message = f"the address /{page.id}/ belongs to the site itself"
        yield Fault(page.file, "url-collision", message, "give this file another name", at="file")
    for index, old in enumerate(page.aliases):
        if _is_own(old):
            message = f"the address /{old}/ belongs to the site itself"
            yield Fault(page.file, "url-collision", message, "take it out of 'aliases'", ("aliases", index))


def _is_own(slug: str) -> bool:
    return slug in OWN_PATHS or _WINDOW.fullmatch(slug) is not None
