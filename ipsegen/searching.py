"""How a build comes to the index of its search: as it stands, gone on from, or made whole.

Owns that choice. Does not know how an index is made (`finding.py`), nor where its files go.
"""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet

from ipsegen.finding import Found, Standing, WholeIndex, amended_files, chunks_of, find, moved_since
from ipsegen.plan.edition import Edition
from ipsegen.render.search_index import IndexFile


class Search:
    """The index of an edition. `old` is the edition whose site is gone on from, if there is one."""

    def __init__(self, edition: Edition, old: Edition | None, stale: AbstractSet[str], standing: Standing) -> None:
        self._edition = edition
        self._standing = standing
        self._moved = moved_since(old, edition, stale, standing) if old is not None else None
        self._whole = WholeIndex()
        self.runs: Sequence[range] = chunks_of(edition) if self._moved is None else ()
        """The runs of quotes in which words must be found, to be added in this order."""

    def add(self, found: Found) -> None:
        """What was found in the next run."""
        self._whole.add(found)

    def files(self, statuses: Mapping[str, str]) -> Iterable[IndexFile | str]:
        """Every file of the index, once all runs are added; of those that are as they stand, the path."""
        if self._moved is not None:
            amended = amended_files(self._moved, self._edition, statuses, self._standing)
            if amended is not None:
                return amended
            for run in chunks_of(self._edition):
                self.add(find(self._edition, run))
        return self._whole.files(self._edition, statuses)
