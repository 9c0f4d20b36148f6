"""Lists of quotes over several pages.

Owns which quote stands on which page of a list, and where that page is: pages are filled from the oldest end, so that
what stands on page 3 stays there (contract.md, "Lists"). Does not know what a card shows.
"""

from collections.abc import Iterable, Iterator, Sequence
from math import isqrt

from ipsegen.model.edtf import Date
from ipsegen.plan.edition import Edition
from ipsegen.plan.values import CardKey, Dated, Jump, QuoteList


def numbers_of(total: int, per_page: int) -> Iterator[int]:
    """The pages of a list of `total` quotes: 0, its own page with the newest, then 1 … from the oldest end."""
    return iter(range(_full(total, per_page) + 1))


def number_of(index: int, total: int, per_page: int) -> int:
    """The page on which the quote at `index` from the oldest stands."""
    number = index // per_page + 1
    return number if number <= _full(total, per_page) else 0


def _full(total: int, per_page: int) -> int:
    """How many pages are full and closed: the newest quotes stay on the list's own page."""
    return max(0, (total - 1) // per_page)


def folder_of_page(folder: str, number: int) -> str:
    """The folder of one page of the list at `folder`."""
    return f"{folder}/page/{number}" if number else folder


def list_page(folder: str, quotes: Sequence[str], number: int, edition: Edition, context: str = "") -> QuoteList:
    """Page `number` of the list at `folder`; `quotes` run from the oldest to the newest."""
    site = edition.archive.site
    full = _full(len(quotes), site.per_page)
    start = (number - 1 if number else full) * site.per_page
    older = number - 1 if number else full
    return QuoteList(
        total=len(quotes),
        groups=dated(quotes[start : start + site.per_page], edition, context),
        number=number,
        pages=full,
        older=_address(folder, older, edition) if older else "",
        newer=_address(folder, number + 1 if number < full else 0, edition) if number else "",
        order=site.order,
        jumps=_jumps(folder, number, full, edition) if full > 1 and edition.shows("jumps") else (),
    )


def jumps_from(number: int, full: int) -> list[int]:
    """The pages that a page leads to, from the oldest, its own among them and 0 at the end.

    Any page of a list of n pages is two jumps away from any other: each leads to its √n neighbours, and to every √n-th.
    """
    here, stride = number or full + 1, isqrt(full) + 1
    near = range(max(1, here - stride), min(full, here + stride) + 1)
    return [*sorted({1, full, *range(stride, full, stride), *near}), 0]


def _jumps(folder: str, number: int, full: int, edition: Edition) -> tuple[Jump, ...]:
    return tuple([Jump(page, _address(folder, page, edition)) for page in jumps_from(number, full)])


def _address(folder: str, number: int, edition: Edition) -> str:
    return edition.urls.to(f"{folder_of_page(folder, number)}/")


def shares(sizes: Sequence[int], most: int) -> list[int]:
    """How many of each list are shown where there is room for `most` in all: as many of each, if it has as many."""
    given, waiting = [0] * len(sizes), [place for place, size in enumerate(sizes) if size]
    while most and waiting:
        each = max(1, most // len(waiting))
        for place in waiting:
            more = min(each, sizes[place] - given[place], most)
            given[place] += more
            most -= more
        waiting = [place for place in waiting if given[place] < sizes[place]]
    return given


def dated(quotes: Iterable[str], edition: Edition, context: str = "") -> tuple[Dated, ...]:
    """Quotes that run from the oldest to the newest, in the order of the site and grouped by their date as written."""
    known = edition.archive.filings
    groups: list[tuple[Date, list[CardKey]]] = []
    text = None
    for key in edition.in_order(quotes):
        filing = known[key]
        if filing.pronounced.text != text:
            text = filing.pronounced.text
            groups.append((filing.pronounced, []))
        groups[-1][1].append(edition.list_key(key, context) if context else CardKey(key, filing.excerpt))
    return tuple([Dated(date, tuple(cards)) for date, cards in groups])
