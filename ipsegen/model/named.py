"""What one record says in prose, and every record that it names.

Owns the two walks over all fields of a record. Does not know where in its file a thing is named (`checks.namings`), nor
whether what is named is there.
"""

from collections.abc import Iterable, Iterator, Sequence

from ipsegen.load.nodes import KeyPath
from ipsegen.model.context import Context
from ipsegen.model.prose import Prose
from ipsegen.model.quote import Quote
from ipsegen.model.records import Record
from ipsegen.model.references import Kind, Reference
from ipsegen.model.site import Page, Site
from ipsegen.model.source import Source
from ipsegen.model.subjects import Author, Entity


def prose_of(record: Record | Site) -> Iterator[tuple[KeyPath, Prose]]:
    """All prose of a record in the order of its page, each with its key path; the body of a Markdown file has ()."""
    if isinstance(record, Quote):
        if record.status_note is not None:
            yield ("status_note",), record.status_note
        if record.note is not None:
            yield ("note",), record.note
    elif isinstance(record, Context):
        yield from record.prose
    elif isinstance(record, Page):
        if record.article is not None:
            yield (), record.article
    elif not isinstance(record, Source | Site) and record.description is not None:
        yield ("description",), record.description


def named_by(record: Record | Site) -> Iterable[Reference]:
    """Every record that this one names in whatever way, known or not, as often as it names it.

    `[[source:…]]` in prose is a source of the context itself, and so no record.
    """
    in_prose = [hole.reference for _path, prose in prose_of(record) for hole in prose.holes if hole.form != "note"]
    if isinstance(record, Quote):
        ids = [Reference(kind, identifier) for kind, named in ids_in_keys(record) for identifier in named]
        return references_in_keys(record) + ids + in_prose
    return [*_in_keys(record), *in_prose]


def _in_keys(record: Record | Site) -> Iterator[Reference]:
    if isinstance(record, Context):
        yield from _keys_of_context(record)
    elif isinstance(record, Author):
        yield from _all("country", record.countries)
        yield from _all("entity", record.entities)
        for role in record.roles:
            yield from _all("entity", filter(None, (role.entity,)))
            yield from _all("country", filter(None, (role.country,)))
    elif isinstance(record, Entity):
        yield from _all("country", filter(None, (record.country,)))
        yield from _all("entity", filter(None, (record.parent,)))
    elif isinstance(record, Site):
        yield from _all("page", record.menu)


def references_in_keys(quote: Quote) -> list[Reference]:
    """What a quote names in keys that say of which kind it is."""
    found = list(quote.mentions)
    for signature in quote.signatures:
        if isinstance(signature.author, Reference):
            found.append(signature.author)
        found += signature.on_behalf_of or ()
    found += [value for value in (quote.said_by, quote.via, quote.event, quote.place) if isinstance(value, Reference)]
    return found


def ids_in_keys(quote: Quote) -> tuple[tuple[Kind, Sequence[str]], ...]:
    """What a quote names in keys that hold bare ids of one kind."""
    return (
        ("source", [source for source in quote.sources if isinstance(source, str)]),
        ("entity", quote.entities or ()),
        ("country", quote.countries or ()),
        ("context", [filed.context for filed in quote.contexts]),
        ("quote", quote.replies_to),
    )


def _keys_of_context(context: Context) -> Iterator[Reference]:
    yield from (item.reference for item in context.go_deeper if item.reference is not None)
    yield from _all("quote", (moment.quote for moment in context.timeline if moment.quote))
    yield from context.topics
    yield from _all("context", context.related)


def _all(kind: Kind, ids: Iterable[str]) -> Iterator[Reference]:
    return (Reference(kind, identifier) for identifier in ids)
