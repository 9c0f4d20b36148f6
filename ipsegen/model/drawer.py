"""Records that hold what several of them say but once.

Owns which parts of a record are likely to be said by others too: dates, contexts, authors, ids. What is read of many
files is otherwise in memory as often as it was read. Does not know what the records are for.
"""

from typing import TypeVar, cast

import msgspec

from ipsegen.model.filing import Filing
from ipsegen.model.quote import Quote

T = TypeVar("T")


class Drawer:
    """What was said so far, each value once."""

    def __init__(self) -> None:
        self._same: dict[object, object] = {}

    def filing(self, filing: Filing) -> Filing:
        """The same filing."""
        once = self._once
        return Filing(
            filing.signatories,
            tuple([once(entity) for entity in filing.entities]),
            once(filing.countries),
            tuple([once(named) for named in filing.mentions]),
            filing.on_behalf,
            once(filing.pronounced),
            once(filing.contexts),
            filing.excerpt,
            once(filing.status),
        )

    def quote(self, quote: Quote) -> Quote:
        """The same quote."""
        once = self._once
        return msgspec.structs.replace(
            quote,
            signatures=once(quote.signatures),
            pronounced=once(quote.pronounced),
            contexts=once(quote.contexts),
            countries=once(quote.countries),
        )

    def _once(self, value: T) -> T:
        return cast("T", self._same.setdefault(value, value))
