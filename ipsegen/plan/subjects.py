"""The pages of authors, entities and countries: what they said, and what mentions them.

Owns what the page of a subject shows. Does not know contexts beyond their names.
"""

from collections import Counter
from collections.abc import Iterable, Iterator

from ipsegen.model.references import Kind, Reference
from ipsegen.model.subjects import Author, Country, Entity, Role, Subject
from ipsegen.plan.edition import Edition, sort_key
from ipsegen.plan.lists import pages_of
from ipsegen.plan.pages import ListData, Page, RoleShown, SubjectData
from ipsegen.plan.prose import resolve
from ipsegen.plan.urls import folder_of
from ipsegen.plan.values import CardKey, Counted, Link, QuoteList


def plan_subjects(edition: Edition) -> Iterator[Page]:
    """The pages of every author, entity and country, with `mentions/` below each."""
    parts = _parts(edition.archive.entities.values())
    for reference in all_subjects(edition):
        yield from _said(reference, edition, parts)
        yield from _mentions(reference, edition)


def all_subjects(edition: Edition) -> Iterator[Reference]:
    """A reference to every author, entity and country."""
    archive = edition.archive
    yield from (Reference("author", key) for key in archive.authors)
    yield from (Reference("entity", key) for key in archive.entities)
    yield from (Reference("country", key) for key in archive.countries)


def _said(reference: Reference, edition: Edition, parts: dict[str, list[str]]) -> Iterator[Page]:
    archive, site = edition.archive, edition.archive.site
    folder, url = folder_of(reference.kind, reference.id), edition.urls.of(reference)
    subject = archive.subject(reference)
    said = archive.said.get(reference, ())
    for page in pages_of(edition.entries(said), site.per_page, site.order, lambda below: f"{url}{below}"):
        trail = _above(reference.kind, edition)
        yield Page(
            f"{folder}/{page.folder}" if page.folder else folder,
            f"{url}{page.folder}/" if page.folder else url,
            "subject.html",
            subject.name,
            _data(reference, subject, page.list, edition, parts),
            trail=(*trail, Link(subject.name, url)) if page.folder else trail,
            feed=url,
            source_file=subject.file,
            og_type="profile" if reference.kind == "author" else "website",
        )


def _above(kind: Kind, edition: Edition) -> tuple[Link, ...]:
    folder = folder_of(kind, "").rstrip("/")
    return (edition.index_link(folder),)


def _mentions(reference: Reference, edition: Edition) -> Iterator[Page]:
    archive, site = edition.archive, edition.archive.site
    folder, url = f"{folder_of(reference.kind, reference.id)}/mentions", f"{edition.urls.of(reference)}mentions/"
    link = edition.link(reference)
    entries = edition.entries(archive.mentioned.get(reference, ()))
    for page in pages_of(entries, site.per_page, site.order, lambda below: f"{url}{below}"):
        yield Page(
            f"{folder}/{page.folder}" if page.folder else folder,
            f"{url}{page.folder}/" if page.folder else url,
            "mentions.html",
            link.label,
            ListData("mentions", page.list, link),
            trail=(*_above(reference.kind, edition), link),
            feed=edition.urls.of(reference),
        )


def _data(
    reference: Reference, subject: Subject, quotes: QuoteList, edition: Edition, parts: dict[str, list[str]]
) -> SubjectData:
    archive = edition.archive
    first = quotes.number == 0
    through = archive.through.get(reference.id, {}) if reference.kind == "entity" else {}
    shown = [card.quote for group in quotes.groups for card in group.cards]
    flagged = archive.flagged.get(reference, ()) if first else ()
    return SubjectData(
        kind=reference.kind,
        entity_kind=subject.kind if isinstance(subject, Entity) else "",
        name=subject.name,
        other_names=tuple(other.name for other in subject.other_names),
        face=edition.face(reference),
        image=edition.figure(subject.image),
        description=resolve(subject.description, edition) if first else (),
        born=subject.born if isinstance(subject, Author) else None,
        died=subject.died if isinstance(subject, Author) else None,
        roles=tuple(_role(role, edition) for role in _roles(subject)) if first else (),
        countries=edition.links(Reference("country", code) for code in _country_codes(subject)),
        entities=edition.links(Reference("entity", key) for key in _entity_ids(subject)),
        parent=_parent(subject, edition),
        parts=edition.links(Reference("entity", key) for key in parts.get(reference.id, ()))
        if reference.kind == "entity"
        else (),
        identifiers=subject.identifiers if not isinstance(subject, Country) else None,
        links=() if isinstance(subject, Country) else tuple(Link(link.title, link.url) for link in subject.links),
        contexts=_contexts(reference, edition) if first else (),
        quotes=quotes,
        through=tuple((key, edition.link(Reference("entity", through[key]))) for key in shown if key in through),
        flagged=tuple(_flagged(flagged, edition)),
        mentions=Counted(
            Link(subject.name, f"{edition.urls.of(reference)}mentions/"), len(archive.mentioned.get(reference, ()))
        ),
        unnamed=isinstance(subject, Author) and subject.unnamed,
    )


def _flagged(keys: Iterable[str], edition: Edition) -> Iterator[CardKey]:
    return (edition.list_key(edition.archive.quotes[key]) for key in edition.in_order(keys))


def _roles(subject: Subject) -> list[Role]:
    """The roles of a person, the latest first; one without a beginning is taken to be the oldest."""
    roles = subject.roles if isinstance(subject, Author) else ()
    return sorted(roles, key=lambda role: (role.since.first_day or ()) if role.since is not None else (), reverse=True)


def _role(role: Role, edition: Edition) -> RoleShown:
    entity = edition.links([Reference("entity", role.entity)]) if role.entity else ()
    country = edition.links([Reference("country", role.country)]) if role.country else ()
    return RoleShown(role.title, role.since, role.until, next(iter(entity), None), next(iter(country), None))


def _country_codes(subject: Subject) -> tuple[str, ...]:
    if isinstance(subject, Author):
        return subject.countries
    return (subject.country,) if isinstance(subject, Entity) and subject.country else ()


def _entity_ids(subject: Subject) -> tuple[str, ...]:
    return subject.entities if isinstance(subject, Author) else ()


def _parent(subject: Subject, edition: Edition) -> Link | None:
    if not isinstance(subject, Entity) or not subject.parent:
        return None
    return next(iter(edition.links([Reference("entity", subject.parent)])), None)


def _parts(entities: Iterable[Entity]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for entity in entities:
        if entity.parent:
            found.setdefault(entity.parent, []).append(entity.id)
    return found


def _contexts(reference: Reference, edition: Edition) -> tuple[Counted, ...]:
    """The contexts in which a subject speaks, those with most of its quotes first."""
    quotes = edition.archive.quotes
    counts = Counter(filed.context for key in edition.archive.said.get(reference, ()) for filed in quotes[key].contexts)
    found = [
        Counted(edition.link(context), count)
        for key, count in counts.items()
        if edition.archive.has(context := Reference("context", key))
    ]
    return tuple(sorted(found, key=lambda counted: (-counted.count, sort_key(counted.link.label))))
