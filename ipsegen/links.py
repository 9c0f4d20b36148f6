"""`ipsegen check --links`: are the sources still where the archive says, and is there a copy of each?

Owns which addresses are visited anew, which were visited lately enough, and which copies are asked for. Does not know
how an address is visited, and reads no clock.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final
from urllib.parse import quote

import msgspec

from ipsegen import __version__
from ipsegen.diagnostics import Problem
from ipsegen.load.content import Content
from ipsegen.load.exchange import Limits, Wire
from ipsegen.load.hosts import is_public, without_fragment
from ipsegen.load.visits import Manners, State, Visit, Visitor
from ipsegen.model.examine import located
from ipsegen.model.faults import Fault
from ipsegen.model.links import Link, fault_of_visit, links_of
from ipsegen.model.reads import read_file_record
from ipsegen.model.site import Site
from ipsegen.progress import Tell
from ipsegen.write.visits import Remembered, recall_visits, remember_visits

HOLDS_FOR: Final[Mapping[State, timedelta]] = {
    "alive": timedelta(days=7),
    "moved": timedelta(days=7),
    "dead": timedelta(days=1),
    "unreachable": timedelta(hours=1),
}
"""How long a visit is not made again; where none is named, it always is."""

FORGOTTEN_AFTER: Final = timedelta(days=90)
"""An address that was not visited for so long is no longer written anywhere."""

MANNERS: Final = Manners()
LIMITS: Final = Limits()
MANNERS_AT_THE_ARCHIVE: Final = Manners(at_once=1, pause=5.0)
LIMITS_AT_THE_ARCHIVE: Final = Limits(read=120.0, total=180.0)
"""An archive visits the page itself before it answers."""


class LinkOrder(msgspec.Struct, frozen=True):
    """What is asked: `now` is aware; `fresh` visits all anew; `archive` is where copies are asked for, or empty."""

    root: Path
    now: datetime
    fresh: bool = False
    allow_private: bool = False
    archive: str = ""


class Looked(msgspec.Struct, frozen=True):
    """What came of it: problems, lines that are ready to be written into files, and what else there is to say.

    `is_offline` says that no host could be reached, so that nothing is known of those that were not visited before.
    """

    problems: tuple[Problem, ...]
    lines: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    is_offline: bool = False


class NoNetworkError(Exception):
    """No host could be reached."""

    hint = "look whether there is a network; behind a proxy, set HTTPS_PROXY"

    def __init__(self) -> None:
        super().__init__("no host of a source could be reached, so nothing is known of them")


def look_at_links(content: Content, is_wanted: Callable[[str], bool], order: LinkOrder, tell: Tell) -> Looked:
    """Visit the addresses that stand in wanted files, and ask for copies where that is ordered."""
    links, site = _links_in(content)
    wanted = [link for link in links if is_wanted(link.file)]
    wire = Wire(_agent(site), LIMITS, is_public if not order.allow_private else _anything)
    visits, is_offline = _visits(wanted, Visitor(wire, MANNERS, order.now), order, tell)
    faults: list[Fault] = []
    for link in wanted:
        visit = visits.get(without_fragment(link.address))
        fault = fault_of_visit(link, visit) if visit is not None else None
        if fault is not None:
            faults.append(fault)
    problems = tuple(sorted(located(faults, content.get)))
    if not order.archive or is_offline:
        return Looked(problems, is_offline=is_offline)
    lacking = _without_copy(wanted, visits)
    lines, notes = _ask_for_copies(lacking, content, order, site, tell)
    return Looked(problems, lines, notes)


def _anything(_address: object) -> bool:
    return True


def _agent(site: Site | None) -> str:
    """Who we say that we are: the program and the site, whose operator can be asked."""
    return f"ipsegen/{__version__} (link check{f' of {site.base_url}' if site is not None else ''})"


def _links_in(content: Content) -> tuple[list[Link], Site | None]:
    links: list[Link] = []
    site = None
    for file in content.files:
        record = read_file_record(file.path, file.data).record
        if isinstance(record, Site):
            site = record
        elif record is not None:
            links += links_of(record)
    return links, site


def _visits(links: Sequence[Link], visitor: Visitor, order: LinkOrder, tell: Tell) -> tuple[dict[str, Visit], bool]:
    """What became of each address without its fragment, as far as it is known; and whether nothing could be reached."""
    known = recall_visits(order.root)
    addresses = dict.fromkeys(without_fragment(link.address) for link in links)
    due = [one for one in addresses if order.fresh or not _holds(known.get(one), order.now)]
    made: dict[str, Visit] = {}

    def keep(address: str, visit: Visit) -> None:
        made[address] = visit
        tell("visiting", len(made), len(due))

    try:
        visitor.visit_all(due, keep)
    finally:
        # What was found is kept, also where someone has seen enough.
        kept = {address: Remembered(visit, order.now) for address, visit in made.items() if not visit.is_offline}
        if kept:
            recent = {address: one for address, one in known.items() if order.now - one.at < FORGOTTEN_AFTER}
            remember_visits(order.root, {**recent, **kept})
    is_offline = bool(made) and all(visit.is_offline for visit in made.values())
    lately = {address: known[address].visit for address in addresses if address in known}
    return (lately if is_offline else {**lately, **made}), is_offline


def _holds(remembered: Remembered | None, now: datetime) -> bool:
    if remembered is None:
        return False
    age = now - remembered.at
    return timedelta(0) <= age < HOLDS_FOR.get(remembered.visit.state, timedelta(0))


def _without_copy(links: Iterable[Link], visits: Mapping[str, Visit]) -> dict[str, list[Link]]:
    """The sources that are there and have no copy, by address."""
    found: dict[str, list[Link]] = {}
    for link in links:
        visit = visits.get(without_fragment(link.address))
        if link.is_source and not link.copy and visit is not None and visit.state in {"alive", "moved"}:
            found.setdefault(without_fragment(link.address), []).append(link)
    return found


def _ask_for_copies(
    lacking: Mapping[str, Sequence[Link]], content: Content, order: LinkOrder, site: Site | None, tell: Tell
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """A line for each source that has a copy now, with its place; and a note for each of which there is none."""
    wire = Wire(_agent(site), LIMITS_AT_THE_ARCHIVE, is_public if not order.allow_private else _anything)
    visitor = Visitor(wire, MANNERS_AT_THE_ARCHIVE, order.now)
    lines: list[str] = []
    notes: list[str] = []
    for number, (address, links) in enumerate(lacking.items()):
        tell("archiving", number, len(lacking))
        copy, why = visitor.ask_for_copy(request_for_copy(order.archive, address))
        if copy:
            lines += [f"{place}: archived_url: {copy}" for place in _places(links, content)]
        else:
            notes.append(f"no copy of {address}: {why}")
    return tuple(lines), tuple(notes)


def request_for_copy(archive: str, address: str) -> str:
    """The address to visit: in place of `{url}` stands the escaped address, else it follows as it is."""
    return archive.replace("{url}", quote(address, safe="")) if "{url}" in archive else archive + address


def _places(links: Iterable[Link], content: Content) -> Iterator[str]:
    faults = [Fault(link.file, "", "", path=link.path) for link in links]
    for problem in sorted(located(faults, content.get)):
        yield f"{problem.file}:{problem.line}:{problem.column}"
