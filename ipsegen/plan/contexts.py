"""The pages of contexts: the dossier or briefing, and its quotes by author, entity and country.

Owns what a context shows and how its voices are counted. Does not know other lists.
"""

from collections.abc import Iterator

from ipsegen.model.context import Context
from ipsegen.model.references import Kind, Reference
from ipsegen.model.signature import Anonymous
from ipsegen.plan.digest import make_digest, topics_of
from ipsegen.plan.edition import Edition, sort_key
from ipsegen.plan.lists import pages_of
from ipsegen.plan.pages import ContextData, Group, GroupsData, Page, Voices
from ipsegen.plan.urls import folder_of
from ipsegen.plan.values import CardKey, Counted, Link

GROUPINGS: tuple[tuple[str, Kind], ...] = (("authors", "author"), ("entities", "entity"), ("countries", "country"))


def plan_contexts(edition: Edition) -> Iterator[Page]:
    """The pages of every context."""
    for context in edition.archive.contexts.values():
        yield from _context(context, edition)


def _context(context: Context, edition: Edition) -> Iterator[Page]:
    site, archive = edition.archive.site, edition.archive
    folder = folder_of("context", context.id)
    url = edition.urls.to(f"{folder}/")
    groups = {by: _groups(context.id, by, edition) for by, _kind in GROUPINGS}
    voices = Voices(*(_counts(groups[by], f"{url}{by}/") for by, _kind in GROUPINGS))
    trail = (edition.index_link("contexts"),)
    entries = edition.entries(archive.in_context.get(context.id, ()), context.id)
    for page in pages_of(entries, site.per_page, site.order, lambda below: f"{url}{below}"):
        first = not page.folder
        yield Page(
            f"{folder}/{page.folder}" if page.folder else folder,
            f"{url}{page.folder}/" if page.folder else url,
            "context.html",
            context.title,
            ContextData(
                title=context.title,
                status=context.status,
                language=context.language or site.language,
                started=context.started,
                ended=context.ended,
                updated=context.updated,
                quotes=page.list,
                voices=voices if first else Voices((), (), ()),
                digest=make_digest(context, edition) if first else None,
                image=edition.figure(context.image) if first else None,
                topics=topics_of(context, edition) if first else (),
                related=edition.links(Reference("context", key) for key in context.related) if first else (),
            ),
            trail=trail if first else (*trail, Link(context.title, url)),
            feed=url,
            language=context.language,
            source_file=context.file,
            og_type="article",
        )
    for by, _kind in GROUPINGS:
        yield _groups_page(context, by, groups[by], edition)


def _groups_page(context: Context, by: str, groups: tuple[Group, ...], edition: Edition) -> Page:
    url = edition.urls.record("context", context.id)
    folder = f"{folder_of('context', context.id)}/{by}"
    return Page(
        folder,
        edition.urls.to(f"{folder}/"),
        "groups.html",
        context.title,
        GroupsData(
            by,
            Link(context.title, url),
            groups,
            tuple(Link(other, f"{url}{other}/") for other, _kind in GROUPINGS),
        ),
        trail=(edition.index_link("contexts"), Link(context.title, url)),
        feed=url,
        language=context.language,
        source_file=context.file,
        indexed=bool(groups),
    )


def _groups(context: str, by: str, edition: Edition) -> tuple[Group, ...]:
    """The quotes of a context under each of its voices: the most quoted first, then by name; those unnamed last."""
    archive = edition.archive
    said: dict[Reference | Anonymous, list[CardKey]] = {}
    flagged: dict[Reference | Anonymous, list[CardKey]] = {}
    for key in edition.in_order(archive.in_context.get(context, ())):
        quote = archive.quotes[key]
        for voice in _voices(key, by, edition):
            index = said if quote.counts_as_said else flagged
            index.setdefault(voice, []).append(edition.list_key(quote, context))
    groups = [_group(voice, said.get(voice, []), flagged.get(voice, []), edition) for voice in {**said, **flagged}]
    return tuple(
        sorted(groups, key=lambda group: (bool(group.anonymous), -len(group.cards), sort_key(group.link.label)))
    )


def _voices(key: str, by: str, edition: Edition) -> tuple[Reference | Anonymous, ...]:
    filing = edition.archive.filings[key]
    if by == "authors":
        return tuple(dict.fromkeys(signatory.author for signatory in filing.signatories))
    kind = "entity" if by == "entities" else "country"
    return tuple(reference for reference in filing.speakers if reference.kind == kind)


def _group(voice: Reference | Anonymous, said: list[CardKey], flagged: list[CardKey], edition: Edition) -> Group:
    if not isinstance(voice, Reference):
        return Group(voice, Link("", ""), voice, tuple(said), tuple(flagged))
    return Group(f"{voice.kind}-{voice.id}", edition.link(voice), "", tuple(said), tuple(flagged))


def _counts(groups: tuple[Group, ...], url: str) -> tuple[Counted, ...]:
    return tuple(
        Counted(Link(group.link.label, f"{url}#{group.anchor}", group.link.flag, group.anonymous), len(group.cards))
        for group in groups
        if group.cards
    )
