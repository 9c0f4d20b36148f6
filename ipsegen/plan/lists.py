"""Lists of quotes over several pages.

Owns which quote stands on which page of a list: pages are filled from the oldest end, so that what stands on page 3
stays there (contract.md, "Lists"). Does not know what a card shows.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from ipsegen.model.edtf import Date
from ipsegen.plan.values import CardKey, Dated, QuoteList


class ListPage(NamedTuple):
    """One page of a list: the folder below the list's own, empty for the list's own page, and what it holds."""

    folder: str
    list: QuoteList


class Entry(NamedTuple):
    """A quote in a list."""

    card: CardKey
    date: Date


def pages_of(entries: Sequence[Entry], per_page: int, order: str, url: Callable[[str], str]) -> Iterator[ListPage]:
    """The list's own page with the newest quotes, then `page/1/` … from the oldest end.

    `entries` run from the oldest to the newest; `url` makes the address of a folder below the list.
    """
    full = max(0, (len(entries) - 1) // per_page)
    for number in (0, *range(1, full + 1)):
        start = (number - 1 if number else full) * per_page
        shown = entries[start : start + per_page]
        older = number - 1 if number else full
        newer = number + 1 if 0 < number < full else 0
        yield ListPage(
            f"page/{number}" if number else "",
            QuoteList(
                total=len(entries),
                groups=dated(shown, order),
                number=number,
                pages=full,
                older=url(f"page/{older}/") if older else "",
                newer=("" if not number else url(f"page/{newer}/") if newer else url("")),
                order=order,
            ),
        )


def dated(entries: Sequence[Entry], order: str) -> tuple[Dated, ...]:
    """Entries grouped by their date as written, turned round for `newest`."""
    turned = list(reversed(entries)) if order == "newest" else list(entries)
    groups = groupby(turned, key=lambda entry: entry.date.text)
    return tuple(_group(list(group)) for _text, group in groups)


def _group(entries: list[Entry]) -> Dated:
    return Dated(entries[0].date, tuple(entry.card for entry in entries))
