"""What stands twice within one file.

Owns repeated items, authors and source ids. Does not know keys that stand twice (`load`) nor texts that are
alike (`near_duplicates`).
"""

from collections.abc import Iterator, Sequence
from operator import attrgetter
from typing import Final

import msgspec

from ipsegen.load.nodes import KeyPath
from ipsegen.model.checks.evidence import Evidence
from ipsegen.model.faults import Fault
from ipsegen.model.records import Records
from ipsegen.model.references import Reference
from ipsegen.model.signature import Anonymous

_KEEP_ONE: Final = "keep one of the two"


class _List(msgspec.Struct, frozen=True, gc=False):
    """The items of a list; where each is a mapping, `key` is the key of what is compared."""

    file: str
    path: KeyPath
    items: Sequence[str | Reference | Anonymous]
    key: KeyPath = ()

    def repeated(self) -> Iterator[tuple[KeyPath, str | Reference]]:
        """Each item that stood before, with its path."""
        seen: set[str | Reference] = set()
        if len(self.items) < 2 or len(set(self.items)) == len(self.items):
            return
        for index, item in enumerate(self.items):
            if item in seen:
                yield (*self.path, index, *self.key), item
            seen.add(item)


def repeated_item(evidence: Evidence) -> Iterator[Fault]:
    """No list names the same thing twice (warning)."""
    for found in _lists(evidence.records):
        for path, item in found.repeated():
            message = f"'{item}' stands in this list a second time"
            yield Fault(found.file, "repeated-item", message, _KEEP_ONE, path, severity="warning")


def duplicate_author(evidence: Evidence) -> Iterator[Fault]:
    """Nobody signs a quote twice; of those that nobody names there may be several."""
    for quote in evidence.records.quotes.values():
        if len(quote.signatures) < 2:
            continue
        signed = _List(quote.file, ("authors",), [each.author for each in quote.signatures], ("author",))
        for path, author in signed.repeated():
            if isinstance(author, Reference):
                name = author.id if author.kind == "author" else str(author)
                message = f"'{name}' is an author of this quote already"
                hint = f"{_KEEP_ONE}; two roles go into one: {{author: {name}, role: …}}"
                yield Fault(quote.file, "duplicate-author", message, hint, path)


def duplicate_id(evidence: Evidence) -> Iterator[Fault]:
    """The sources of a context have ids of their own."""
    for context in evidence.records.contexts.values():
        ids = _List(context.file, ("sources",), [source.id for source in context.sources], ("id",))
        for path, identifier in ids.repeated():
            message = f"another source of this context has the id '{identifier}' already"
            hint = "give it an id of its own, and write that in its notes: [[source:…]]"
            yield Fault(context.file, "duplicate-id", message, hint, path)


def _lists(records: Records) -> Iterator[_List]:
    yield from _lists_of_quotes(records)
    for context in records.contexts.values():
        for key in ("topics", "related", "tags", "aliases"):
            yield _List(context.file, (key,), getattr(context, key))
    for author in records.authors.values():
        for key in ("countries", "entities", "aliases"):
            yield _List(author.file, (key,), getattr(author, key))
    for entity in records.entities.values():
        yield _List(entity.file, ("aliases",), entity.aliases)
    for page in records.pages.values():
        yield _List(page.file, ("aliases",), page.aliases)
    if records.site is not None:
        yield _List(records.site.file, ("menu",), records.site.menu)
        yield _List(records.site.file, ("quote_files",), records.site.quote_files)


def _lists_of_quotes(records: Records) -> Iterator[_List]:
    keys = ("entities", "countries", "mentions", "replies_to", "tags", "aliases")
    lists_of = attrgetter(*keys)
    for quote in records.quotes.values():
        for key, items in zip(keys, lists_of(quote), strict=True):
            # Of many lists hardly one repeats an item.
            if items and len(items) > 1 and len(set(items)) < len(items):
                yield _List(quote.file, (key,), items)
        if len(quote.contexts) > 1:
            yield _List(quote.file, ("contexts",), [filed.context for filed in quote.contexts], ("context",))
        if len(quote.sources) > 1:
            # A source that is written out has no name to compare; its number keeps the positions of the others.
            names = [source if isinstance(source, str) else f"{number}." for number, source in enumerate(quote.sources)]
            yield _List(quote.file, ("sources",), names)
        for index, signature in enumerate(quote.signatures):
            if signature.on_behalf_of:
                yield _List(quote.file, ("authors", index, "on_behalf_of"), signature.on_behalf_of)
