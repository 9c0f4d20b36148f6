"""Routes made and their files laid, by as many processes as there are.

Owns the order in which routes are made, what a chunk of them brings back, and that nothing comes of it where the
content is faulty. Does not make a route itself.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from itertools import chain
from typing import Final

import msgspec

from ipsegen.diagnostics import Problem, fails
from ipsegen.finding import Found, find
from ipsegen.plan.routes import Route
from ipsegen.pools import crew
from ipsegen.workshop import Workshop
from ipsegen.write.output import Bench, Laid, Output, lay
from ipsegen.write.spool import Pieces

CHUNK: Final = 250
WORTH_IT: Final = 1_000
"""Below so many routes, starting processes costs more than it saves."""
AS_LONG_AS: Final = 50
"""A share picture takes as long as so many pages."""


class Batch(msgspec.Struct, frozen=True, array_like=True):
    """What came of a chunk of routes: the files laid, and the cards set.

    `listed` are the addresses of its pages with the moment of their last change, None for those that no sitemap names;
    `staged` the files that are not as they stand, with their routes, where that was asked.
    """

    routes: int
    laid: list[Laid]
    listed: list[tuple[str, str | None]]
    staged: list[tuple[Route, str]]
    cards: Pieces | None = None
    pictures: list[str] = []
    """The names under which their share pictures are kept."""
    found: Found | None = None
    """What the search finds in a run of quotes, where that was asked instead of routes."""


class ContentFault(Exception):
    """The content cannot be published: what is wrong with it."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(f"{len(problems)} problems")
        self.problems = problems


Verdict = Future[tuple[Problem, ...]]
"""Everything that is wrong with the content, once it is judged."""


class Making(msgspec.Struct, frozen=True):
    """What routes are made with.

    `indexed` are the runs of quotes to be read for the search; `explain` asks why files of the standing site are other
    ones now; `chunk` is how many quotes a process takes at once.
    """

    workshop: Workshop
    bench: Bench
    indexed: Sequence[range] = ()
    explain: bool = False
    chunk: int = CHUNK


def make_all(making: Making, routes: Sequence[Route], jobs: int, verdict: Verdict, *, strict: bool) -> Iterator[Batch]:
    """What comes of all routes, the same for any number of `jobs`.

    Quotes come first: their cards go into the spool, and everything else joins them from there. Raises ContentFault as
    soon as the content turns out not to be fit, TemplateFault, and what `lay` raises.
    """
    quotes = [route for route in routes if route.kind == "quote"]
    others = side_by_side([route for route in routes if route.kind != "quote"])
    if jobs > 1:
        making.workshop.prepare({route.kind for route in routes})
    try:
        with crew(making, jobs) as hands:
            for batch in hands.each(_make_chunk, _in_chunks(quotes, making.chunk)):
                if verdict.done():
                    _heed(verdict, strict=strict)
                if batch.cards is not None:
                    making.workshop.spool.add(batch.cards)
                yield batch
    finally:
        # Faulty content may be the reason why its pages could not be made.
        _heed(verdict, strict=strict)
    with crew(making, jobs) as hands:
        work: Iterator[range | Sequence[Route]] = chain(making.indexed, _in_chunks(others, CHUNK))
        yield from hands.each(_make, work)


def side_by_side(routes: Sequence[Route]) -> list[Route]:
    """All lists at once, from their oldest pages to the newest.

    Pages that show the same quotes then follow each other so closely that a card which one has joined is still at hand.
    """
    pages = Counter((route.kind, route.id) for route in routes)

    def age(route: Route) -> float:
        count = pages[route.kind, route.id]
        return (route.number or count) / count

    return sorted(routes, key=age)


def _heed(verdict: Verdict, *, strict: bool) -> None:
    if fails(verdict.result(), strict=strict):
        raise ContentFault(verdict.result())


def _in_chunks(routes: Sequence[Route], size: int) -> Iterator[Sequence[Route]]:
    return (routes[start : start + size] for start in range(0, len(routes), size))


def _make(making: Making, work: range | Sequence[Route]) -> Batch:
    if isinstance(work, range):
        return Batch(0, [], [], [], found=find(making.workshop.edition, work))
    return _make_chunk(making, work)


def _make_chunk(making: Making, routes: Sequence[Route]) -> Batch:
    """Make routes and lay their files. The cards of quotes go into the spool before their pages."""
    workshop, bench = making.workshop, making.bench
    quotes = [route.id for route in routes if route.kind == "quote"]
    cards = workshop.set_cards(quotes) if quotes else None
    laid: list[Laid] = []
    listed: list[tuple[str, str | None]] = []
    staged: list[tuple[Route, str]] = []
    pictures: list[str] = []
    for route in routes:
        made = workshop.make(route)
        files = [lay(bench, Output(file.path, file.data)) for file in made.files]
        laid += files
        if made.url:
            listed.append((made.url, made.modified))
        if made.picture:
            pictures.append(made.picture)
        if making.explain:
            staged += [(route, file.path) for file in files if file.staged]
    return Batch(len(routes), laid, listed, staged, cards, pictures)
