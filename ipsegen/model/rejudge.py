"""Judging again after a few quotes have changed.

Owns which other files a changed quote can make right or wrong, so that only those are judged again, by the same checks.
Everything that is no quote always is. Does not know the checks: where it could not be sure, it gives up.
"""

from collections.abc import Collection, Iterable, Iterator
from collections.abc import Set as AbstractSet
from datetime import datetime
from typing import Final

import msgspec

from ipsegen.diagnostics import Problem
from ipsegen.model.archive import Archive
from ipsegen.model.examine import BytesOf, Gathered, judge
from ipsegen.model.named import named_by
from ipsegen.model.records import Record, Records, collect
from ipsegen.model.references import Reference
from ipsegen.model.site import Site

_AMONG_ONE_AUTHORS: Final = "near-duplicate"
"""The one problem of a quote that depends on quotes which nobody names: on all others by the same author."""


class Case(msgspec.Struct, frozen=True):
    """What is judged again: the archive before and after, the ids that changed, and all records that are no quotes."""

    before: Archive
    after: Archive
    changed: Collection[str]
    others: Collection[Record]
    site: Site


def judge_again(case: Case, known: Iterable[Problem], now: datetime, bytes_of: BytesOf) -> tuple[Problem, ...] | None:
    """Every problem after the change, where `known` were those before it; None where all must be judged."""
    changed = set(case.changed)
    peers = _peers(case)
    if peers is None:
        return None
    naming = {name for key in changed for archive in (case.before, case.after) for name in _naming(key, archive)}
    needed = _with_what_they_name(changed | peers | naming, case)
    if needed is None:
        return None
    records = _records(case, needed)
    found = judge(Gathered(records, dict(case.after.pictures), ()), now, bytes_of)
    affected = _Affected(
        whole=frozenset(_files(changed, case)),
        but_for_peers=frozenset(_files(naming - changed, case)),
        peers=frozenset(_files(peers - changed, case)),
    )
    kept = {problem for problem in known if not affected.holds(problem)}
    return tuple(sorted(kept | {problem for problem in found if affected.holds(problem)}))


class _Affected(msgspec.Struct, frozen=True):
    """The files whose problems may be others, by which of them may be."""

    whole: frozenset[str]
    but_for_peers: frozenset[str]
    peers: frozenset[str]

    def holds(self, problem: Problem) -> bool:
        if problem.file in self.whole or not problem.file.startswith("content/quotes/"):
            return True
        return problem.file in (self.peers if problem.code == _AMONG_ONE_AUTHORS else self.but_for_peers)


def _peers(case: Case) -> set[str] | None:
    """All quotes by the authors of those that changed; None where authors cannot be told apart that well."""
    authors: set[Reference] = set()
    for archive in (case.before, case.after):
        for key in case.changed:
            for signature in archive.quotes[key].signatures if key in archive.quotes else ():
                if not isinstance(signature.author, Reference):
                    return None
                authors.add(signature.author)
    indexes = (case.after.said, case.after.flagged)
    listed = {key for author in authors for index in indexes for key in index.get(author, ())}
    signed = {key: {signature.author for signature in case.after.quotes[key].signatures} for key in listed}
    peers = {key for key, by in signed.items() if not by.isdisjoint(authors)}
    # The quotes of all who signed together with these would have to be looked at too.
    return peers if all(signed[key] <= authors for key in peers) else None


def _naming(key: str, archive: Archive) -> Iterator[str]:
    """The quotes that name a quote."""
    yield from archive.replies.get(key, ())
    yield from archive.cited.get(Reference("quote", key), ())


def _with_what_they_name(quotes: AbstractSet[str], case: Case) -> set[str] | None:
    """Quotes with those that they name, and so on, and those that other records name; None if one is not published."""
    found = {key for key in quotes if key in case.after.quotes}
    waiting = [*found, *(named.id for record in case.others for named in named_by(record) if named.kind == "quote")]
    while waiting:
        key = waiting.pop()
        if key not in case.after.quotes:
            return None
        found.add(key)
        named = (reference.id for reference in named_by(case.after.quotes[key]) if reference.kind == "quote")
        waiting.extend(other for other in named if other not in found)
    return found


def _records(case: Case, quotes: Iterable[str]) -> Records:
    return collect(case.site, [*case.others, *(case.after.quotes[key] for key in quotes)], ())


def _files(quotes: Iterable[str], case: Case) -> Iterator[str]:
    for archive in (case.before, case.after):
        yield from (archive.quotes[key].file for key in quotes if key in archive.quotes)
