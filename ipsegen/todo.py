"""What a build has to make: everything, or what is stale in the site that stands.

Owns the decision whether the standing site can be built upon, and which of its files are kept. Does not know how a page
follows from records; `plan.stale` does.
"""

from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet

import msgspec

from ipsegen.load.content import is_media, media_path
from ipsegen.model.archive import Archive
from ipsegen.model.context import Context
from ipsegen.model.layout import Slot, slot_of
from ipsegen.model.references import Kind, Reference
from ipsegen.model.subjects import Author, Country, Entity
from ipsegen.past import NoPast, Past
from ipsegen.plan.beside_quotes import has_pictures
from ipsegen.plan.edition import Edition
from ipsegen.plan.pages import Feed, Page
from ipsegen.plan.routes import Planned, Route
from ipsegen.plan.site import KINDS, plan, routes_of
from ipsegen.plan.stale import WITH_TIME, stale_routes
from ipsegen.plan.urls import index_file
from ipsegen.write.output import Bench, spoiled

TIME_PASSED = "the time of the build"


class Todo(msgspec.Struct, frozen=True):
    """The routes to make, each with what moved, and what is to be no more: output paths and addresses."""

    routes: Mapping[Route, str]
    gone: AbstractSet[str] = frozenset()
    unlisted: AbstractSet[str] = frozenset()
    anew: str = ""
    """Why the site is made anew; empty where the site that stands is gone on from, and its other files are kept."""

    @property
    def goes_on(self) -> bool:
        """Whether the site that stands is gone on from."""
        return not self.anew


def find_todo(
    past: Past | NoPast, edition: Edition, changed: AbstractSet[str], bench: Bench, left_out: AbstractSet[str]
) -> Todo:
    """What to make for an edition, after files of the content have changed."""
    if isinstance(past, NoPast):
        return _everything(past.reason, edition, left_out)
    if not _stands(past, bench):
        return _everything("the site that stands is not as the last build left it", edition, left_out)
    old = past.edition(edition.archive.site, edition.base_url)
    moved = dict(_moved(changed, old.archive, edition.archive))
    menu = {Reference("page", key) for key in edition.archive.site.menu}
    if not moved.keys().isdisjoint(menu):
        return _everything("a page that stands in the menu changed", edition, left_out)
    if has_pictures(old.archive) != has_pictures(edition.archive):
        return _everything("share pictures begin or end with this number of quotes", edition, left_out)
    return _stale(old, edition, moved, left_out)


def _everything(reason: str, edition: Edition, left_out: AbstractSet[str]) -> Todo:
    return Todo(dict.fromkeys(routes_of(edition, left_out), reason), anew=reason)


def _stale(old: Edition, new: Edition, moved: Mapping[Reference, str], left_out: AbstractSet[str]) -> Todo:
    stale = stale_routes(old, new, moved) if moved else None
    routes = dict(stale.routes) if stale is not None else {}
    if old.now != new.now:
        routes.update((Route(kind), TIME_PASSED) for kind in WITH_TIME if Route(kind) not in routes)
    gone = [plan(route, old) for route in (stale.gone if stale is not None else ()) if _is_made(route, left_out)]
    return Todo(
        {route: cause for route, cause in routes.items() if _is_made(route, left_out)},
        frozenset(path for planned in gone for path in paths_of(planned)),
        frozenset(planned.url for planned in gone if isinstance(planned, Page)),
    )


def _is_made(route: Route, left_out: AbstractSet[str]) -> bool:
    return KINDS[route.kind].template not in left_out


def _stands(past: Past, bench: Bench) -> bool:
    """Whether the site that stands is the one that the last build left, to the last byte."""
    standing = bench.standing
    return standing is not None and standing.manifest_digest == past.last.manifest and not spoiled(bench)


def _moved(changed: Iterable[str], *archives: Archive) -> Iterator[tuple[Reference, str]]:
    """The records whose files have changed, or the pictures that they show."""
    pictures = {media_path(path): path for path in changed if is_media(path)}
    for path in sorted(changed):
        slot = None if is_media(path) else slot_of(path)
        if isinstance(slot, Slot):
            yield Reference(slot.kind, slot.id), path
    for archive in archives if pictures else ():
        for kind, record in _with_pictures(archive):
            if record.image is not None and record.image.file in pictures:
                yield Reference(kind, record.id), pictures[record.image.file]


def _with_pictures(archive: Archive) -> Iterator[tuple[Kind, Author | Entity | Country | Context]]:
    yield from (("author", author) for author in archive.authors.values())
    yield from (("entity", entity) for entity in archive.entities.values())
    yield from (("country", country) for country in archive.countries.values())
    yield from (("context", context) for context in archive.contexts.values())


def paths_of(planned: Planned) -> tuple[str, ...]:
    """The output paths of what stands at a route."""
    if isinstance(planned, Feed):
        folder = f"{planned.folder}/" if planned.folder else ""
        return f"{folder}feed.xml", f"{folder}feed.json"
    page = planned.folder if planned.folder.endswith(".html") else index_file(planned.folder)
    beside = planned.beside if isinstance(planned, Page) else ()
    return (page, *(f"{planned.folder}/{name}" for name in beside))
