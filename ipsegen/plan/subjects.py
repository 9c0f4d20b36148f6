"""The pages of authors, entities and countries: what they said, and what mentions them.

Owns what the page of a subject shows. Does not know contexts beyond their names.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from ipsegen.model.references import Kind, Reference
from ipsegen.model.subjects import Author, Country, Entity, Role, Subject
from ipsegen.plan.edition import Edition, shareable, sort_key
from ipsegen.plan.lists import folder_of_page, list_page, numbers_of
from ipsegen.plan.mentions import mentioned_by, most_mentioned
from ipsegen.plan.pages import ListData, Page, RoleShown, SubjectData
from ipsegen.plan.prose import resolve
from ipsegen.plan.routes import Route, RouteKind
from ipsegen.plan.urls import folder_of
from ipsegen.plan.values import CardKey, Counted, Link, QuoteList

_SUBJECTS: tuple[Kind, ...] = ("author", "entity", "country")


def all_subjects(edition: Edition) -> Iterator[Reference]:
    """A reference to every author, entity and country."""
    for kind in _SUBJECTS:
        yield from _all_of(kind, edition)


def _all_of(kind: Kind, edition: Edition) -> Iterator[Reference]:
    archive = edition.archive
    ids: dict[Kind, Iterable[str]]
    ids = {"author": archive.authors, "entity": archive.entities, "country": archive.countries}
    return (Reference(kind, key) for key in ids[kind])


def most_quoted(kind: Kind, edition: Edition) -> tuple[Counted, ...]:
    """The authors, entities or countries with quotes: those with most first, then by name."""
    counted = [edition.counted(reference) for reference in _all_of(kind, edition)]
    return tuple(sorted((item for item in counted if item.count), key=lambda i: (-i.count, sort_key(i.link.label))))


def _kinds(kind: Kind) -> tuple[RouteKind, RouteKind]:
    """The pages of authors, of entities or of countries, and those of what mentions them."""
    name, about = str(kind), f"{kind}-mentions"
    return (
        RouteKind(
            name,
            "subject.html",
            lambda edition: _list_routes(name, edition.archive.said, _all_of(kind, edition), edition),
            lambda route, edition: _said(Reference(kind, route.id), route.number, edition),
        ),
        RouteKind(
            about,
            "mentions.html",
            lambda edition: _list_routes(about, edition.archive.mentioned, _all_of(kind, edition), edition),
            lambda route, edition: _mentions(Reference(kind, route.id), route.number, edition),
        ),
    )


def _list_routes(
    name: str, lists: Mapping[Reference, Sequence[str]], references: Iterable[Reference], edition: Edition
) -> Iterator[Route]:
    for reference in references:
        for number in numbers_of(len(lists.get(reference, ())), edition.archive.site.per_page):
            yield Route(name, reference.id, number)


def _said(reference: Reference, number: int, edition: Edition) -> Page:
    subject = edition.archive.subject(reference)
    above = folder_of(reference.kind, reference.id)
    folder, url = folder_of_page(above, number), edition.urls.of(reference)
    quotes = list_page(above, edition.archive.said.get(reference, ()), number, edition)
    trail = _above(reference.kind, edition)
    return Page(
        folder,
        edition.urls.to(f"{folder}/"),
        "subject.html",
        subject.name,
        _data(reference, subject, quotes, edition),
        trail=(*trail, Link(subject.name, url)) if number else trail,
        feed=url,
        source_file=subject.file,
        og_type="profile" if reference.kind == "author" else "website",
        share_picture=shareable(edition.figure(subject.image)),
    )


def _above(kind: Kind, edition: Edition) -> tuple[Link, ...]:
    folder = folder_of(kind, "").rstrip("/")
    return (edition.index_link(folder),)


def _mentions(reference: Reference, number: int, edition: Edition) -> Page:
    above = f"{folder_of(reference.kind, reference.id)}/mentions"
    folder, link = folder_of_page(above, number), edition.link(reference)
    quotes = list_page(above, edition.archive.mentioned.get(reference, ()), number, edition)
    return Page(
        folder,
        edition.urls.to(f"{folder}/"),
        "mentions.html",
        link.label,
        ListData("mentions", quotes, link),
        trail=(*_above(reference.kind, edition), link),
        feed=edition.urls.of(reference),
    )


def _data(reference: Reference, subject: Subject, quotes: QuoteList, edition: Edition) -> SubjectData:
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
        parts=_parts(reference, edition),
        identifiers=subject.identifiers if not isinstance(subject, Country) else None,
        links=() if isinstance(subject, Country) else tuple(Link(link.title, link.url) for link in subject.links),
        speaks_in=_contexts(reference, edition) if first and edition.shows("speaks_in") else (),
        most_mentioned=most_mentioned(reference, edition) if first and edition.shows("most_mentioned") else (),
        mentioned_by=mentioned_by(reference, edition) if first and edition.shows("mentioned_by") else (),
        quotes=quotes,
        through=tuple((key, edition.link(Reference("entity", through[key]))) for key in shown if key in through),
        flagged=tuple(_flagged(flagged, edition)),
        mentions=Counted(
            Link(subject.name, f"{edition.urls.of(reference)}mentions/"), len(archive.mentioned.get(reference, ()))
        ),
        unnamed=isinstance(subject, Author) and subject.unnamed,
    )


def _flagged(keys: Iterable[str], edition: Edition) -> Iterator[CardKey]:
    return (edition.list_key(key) for key in edition.in_order(keys))


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


def _parts(reference: Reference, edition: Edition) -> tuple[Link, ...]:
    parts = edition.derived(_parts_by_parent).get(reference.id, ()) if reference.kind == "entity" else ()
    return edition.links(Reference("entity", key) for key in parts)


def _parts_by_parent(edition: Edition) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for entity in edition.archive.entities.values():
        if entity.parent:
            found.setdefault(entity.parent, []).append(entity.id)
    return found


def _contexts(reference: Reference, edition: Edition) -> tuple[Counted, ...]:
    """The contexts in which a subject speaks, those with most of its quotes first."""
    filings = edition.archive.filings
    filed = [one.context for key in edition.archive.said.get(reference, ()) for one in filings[key].contexts]
    counts = Counter(filed)
    found = [
        Counted(edition.link(context), count)
        for key, count in counts.items()
        if edition.archive.has(context := Reference("context", key))
    ]
    return tuple(sorted(found, key=lambda counted: (-counted.count, sort_key(counted.link.label))))


KINDS = tuple(kind for subject in _SUBJECTS for kind in _kinds(subject))
