"""Where the addresses of sources are written, and what is wrong with them once they were visited.

Owns the walk over a record's addresses, and the words for what became of them. Visits none. Links in prose are left
out: what proves a quote stands in its sources.
"""

from collections.abc import Iterable, Iterator
from typing import Final

import msgspec

from ipsegen.load.nodes import KeyPath
from ipsegen.load.visits import Visit
from ipsegen.model.addresses import fault_of_address
from ipsegen.model.context import Context
from ipsegen.model.faults import Fault
from ipsegen.model.picture import Image
from ipsegen.model.quote import Quote
from ipsegen.model.records import Record
from ipsegen.model.source import Source, SourceDetails
from ipsegen.model.subjects import Author, Country, Entity

_LONGEST_SUGGESTION: Final = 1000
_CODES: Final = {
    "moved": "moved-link", "dead": "dead-link", "private": "private-link", "unreachable": "unreachable-link",
}  # fmt: skip


class Link(msgspec.Struct, frozen=True):
    """An address at a key path of a file. `copy` is the address of its copy in an archive, as far as one is known.

    `is_source` says that words can be checked there, so that a copy of it is worth having.
    """

    file: str
    path: KeyPath
    address: str
    copy: str = ""
    is_source: bool = False


def links_of(record: Record) -> Iterator[Link]:
    """The addresses of a record, in the order of its keys."""
    if isinstance(record, Source):
        yield from _of_source(record.file, (), record)
    elif isinstance(record, Quote):
        yield from _of_sources(record.file, record.sources)
        if record.post is not None:
            yield from _of(record.file, ("post", "url"), record.post.url)
    elif isinstance(record, Context):
        yield from _of_context(record)
    elif isinstance(record, Author | Entity):
        for index, link in enumerate(record.links):
            yield from _of(record.file, ("links", index, "url"), link.url)
    if isinstance(record, Context | Author | Entity | Country):
        yield from _of_image(record.file, record.image)


def _of_context(context: Context) -> Iterator[Link]:
    yield from _of_sources(context.file, context.sources)
    for index, press in enumerate(context.press):
        yield from _of(context.file, ("press", index, "url"), press.url)
    for index, further in enumerate(context.go_deeper):
        yield from _of(context.file, ("go_deeper", index, "url"), further.url)


def _of_sources(file: str, sources: Iterable[SourceDetails | str]) -> Iterator[Link]:
    for index, source in enumerate(sources):
        if isinstance(source, SourceDetails):
            yield from _of_source(file, ("sources", index), source)


def _of_source(file: str, path: KeyPath, source: SourceDetails) -> Iterator[Link]:
    if source.url:
        yield Link(file, (*path, "url"), source.url, source.archived_url, is_source=True)
    yield from _of(file, (*path, "archived_url"), source.archived_url)


def _of_image(file: str, image: Image | None) -> Iterator[Link]:
    if image is not None:
        yield from _of(file, ("image", "url"), image.url)


def _of(file: str, path: KeyPath, address: str) -> Iterator[Link]:
    if address:
        yield Link(file, path, address)


def fault_of_visit(link: Link, visit: Visit) -> Fault | None:
    """What is wrong with an address (a warning), as its visit showed; None where nothing is."""
    if visit.state == "alive":
        return None
    if visit.state == "moved":
        message, hint = f"{link.address} has moved", _hint_for_moved(visit.leads_to)
    elif visit.state == "dead":
        message, hint = f"nothing is at {link.address} any more: {visit.why}", _hint_for_lost(link)
    elif visit.state == "private":
        message = f"{link.address} was not visited: {visit.why}"
        hint = "give the address that everyone can reach; --allow-private visits this one"
    else:
        message, hint = f"{link.address} could not be reached: {visit.why}", _hint_for_silent(link)
    return Fault(link.file, _CODES[visit.state], message, hint, link.path, severity="warning")


def _hint_for_moved(leads_to: str) -> str:
    # What a server says is no better than what a stranger writes.
    if len(leads_to) > _LONGEST_SUGGESTION or fault_of_address(leads_to) is not None:
        return "open it in a browser, and write the address at which it ends"
    return f"write {leads_to}"


def _hint_for_lost(link: Link) -> str:
    if link.copy:
        return f"the words are kept at {link.copy}; readers are led there too"
    if link.path[-1] == "archived_url":
        return "look for another copy in a web archive"
    return "look for a copy in a web archive, and give it as 'archived_url'" if link.is_source else "take it out"


def _hint_for_silent(link: Link) -> str:
    copy = f"; a copy is at {link.copy}" if link.copy else ""
    return f"open it in a browser: some hosts refuse programs, others are down for an hour{copy}"
