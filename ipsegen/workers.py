"""Routes made and their files laid, by as many processes as there are.

Owns the order in which routes are made, and what a chunk of them brings back. Does not make a route itself.
"""

from collections.abc import Iterator, Sequence
from typing import Final

import msgspec

from ipsegen.plan.pages import Listed
from ipsegen.plan.routes import Route
from ipsegen.pools import in_processes
from ipsegen.workshop import Workshop
from ipsegen.write.output import Bench, Laid, Output, lay
from ipsegen.write.spool import Pieces

CHUNK: Final = 250
WORTH_IT: Final = 1_000
"""Below so many routes, starting processes costs more than it saves."""


class Batch(msgspec.Struct, frozen=True, array_like=True):
    """What came of a chunk of routes: the files laid, what the sitemap says of the pages, and the cards set."""

    routes: int
    laid: list[Laid]
    listed: list[Listed]
    cards: Pieces | None = None


def make_all(workshop: Workshop, bench: Bench, routes: Sequence[Route], jobs: int) -> Iterator[Batch]:
    """What comes of all routes, the same for any number of `jobs`. Raises TemplateFault, and what `lay` raises.

    Quotes come first: their cards go into the spool, and everything else joins them from there.
    """
    quotes = [route for route in routes if route.kind == "quote"]
    others = [route for route in routes if route.kind != "quote"]
    jobs = jobs if len(routes) >= WORTH_IT else 1
    if jobs > 1:
        workshop.prepare({route.kind for route in routes})
    for batch in _make(workshop, bench, quotes, jobs):
        if batch.cards is not None:
            workshop.spool.add(batch.cards)
        yield batch
    yield from _make(workshop, bench, others, jobs)


def _make(workshop: Workshop, bench: Bench, routes: Sequence[Route], jobs: int) -> Iterator[Batch]:
    chunks = (routes[start : start + CHUNK] for start in range(0, len(routes), CHUNK))
    yield from in_processes(_make_chunk, (workshop, bench), chunks, jobs)


def _make_chunk(place: tuple[Workshop, Bench], routes: Sequence[Route]) -> Batch:
    """Make routes and lay their files. The cards of quotes go into the spool before their pages."""
    workshop, bench = place
    quotes = [route.id for route in routes if route.kind == "quote"]
    cards = workshop.set_cards(quotes) if quotes else None
    laid: list[Laid] = []
    listed: list[Listed] = []
    for route in routes:
        made = workshop.make(route)
        laid.extend(lay(bench, Output(file.path, file.data)) for file in made.files)
        if made.listed is not None:
            listed.append(made.listed)
    return Batch(len(routes), laid, listed, cards)
