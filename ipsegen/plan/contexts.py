"""The pages of contexts: the dossier or briefing, and its quotes by author, entity and country.

Owns what a context shows and how its voices are counted. Does not know other lists.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from ipsegen.model.context import Context
from ipsegen.model.references import Kind, Reference
from ipsegen.model.signature import Anonymous
from ipsegen.plan.chronology import make_chronology
from ipsegen.plan.digest import make_digest, topics_of
from ipsegen.plan.edition import Edition, shareable, sort_key
from ipsegen.plan.lists import folder_of_page, list_page, numbers_of, shares
from ipsegen.plan.mentions import make_crossings
from ipsegen.plan.neighbours import neighbour
from ipsegen.plan.pages import ContextData, Gathered, Group, GroupsData, Page, Voice, Voices
from ipsegen.plan.rhythm import make_rhythm
from ipsegen.plan.routes import Route, RouteKind
from ipsegen.plan.urls import folder_of
from ipsegen.plan.values import Link

GROUPINGS: tuple[tuple[str, Kind], ...] = (("authors", "author"), ("entities", "entity"), ("countries", "country"))

# So many on a page of groups, which stays below 50 KB when it is compressed.
_MOST_CARDS: Final = 50
_MOST_LINKS: Final = 200


def _routes(edition: Edition) -> Iterator[Route]:
    archive = edition.archive
    for key in archive.contexts:
        for number in numbers_of(len(archive.in_context.get(key, ())), archive.site.per_page):
            yield Route("context", key, number)


def _page(route: Route, edition: Edition) -> Page:
    context = edition.archive.contexts[route.id]
    above = folder_of("context", context.id)
    folder, url = folder_of_page(above, route.number), edition.urls.to(f"{above}/")
    trail = (edition.index_link("contexts"),)
    return Page(
        folder,
        edition.urls.to(f"{folder}/"),
        "context.html",
        context.title,
        _data(context, route.number, edition),
        trail=(*trail, Link(context.title, url)) if route.number else trail,
        feed=url,
        language=context.language,
        source_file=context.file,
        og_type="article",
        share_picture=shareable(edition.figure(context.image)),
    )


def _data(context: Context, number: int, edition: Edition) -> ContextData:
    archive, folder = edition.archive, folder_of("context", context.id)
    first, keys = number == 0, archive.in_context.get(context.id, ())
    return ContextData(
        title=context.title,
        status=context.status,
        language=context.language or archive.site.language,
        started=context.started,
        ended=context.ended,
        updated=context.updated,
        quotes=list_page(folder, keys, number, edition, context.id),
        voices=_voices_of(context, edition) if first and edition.shows("voices") else Voices((), (), ()),
        digest=make_digest(context, edition) if first else None,
        image=edition.figure(context.image) if first else None,
        topics=topics_of(context, edition) if first else (),
        related=edition.links(Reference("context", key) for key in context.related) if first else (),
        rhythm=make_rhythm(keys, edition) if first and edition.shows("rhythm") else None,
        chronology=make_chronology(context, edition) if first and edition.shows("chronology") else None,
        crossings=make_crossings(keys, edition) if first and edition.shows("crossings") else None,
    )


def _voices_of(context: Context, edition: Edition) -> Voices:
    url = edition.urls.record("context", context.id)
    return Voices(*(_counts(context.id, by, f"{url}{by}/", edition) for by, _kind in GROUPINGS))


def _counts(context: str, by: str, url: str, edition: Edition) -> tuple[Voice, ...]:
    """The voices of a context with what they said there, each leading to its group."""
    archive = edition.archive
    keys = archive.in_context.get(context, ())
    said: dict[Reference | Anonymous, list[str]] = {}
    for key in edition.in_order(keys):
        if archive.filings[key].counts_as_said:
            for voice in _voices(key, by, edition):
                said.setdefault(voice, []).append(key)
    on_one_page = len(keys) <= archive.site.per_page
    found = [_Voice.of(voice, edition) for voice in said]
    found.sort(key=lambda voice: voice.rank(len(said[voice.voice])))
    return tuple(
        Voice(
            Link(voice.link.label, f"{url}#{voice.anchor}", voice.link.flag, voice.anonymous),
            len(said[voice.voice]),
            tuple(said[voice.voice]) if on_one_page else (),
        )
        for voice in found
    )


def _groups_kind(by: str) -> RouteKind:
    """The pages of contexts with their quotes by author, by entity or by country."""
    name = f"context-{by}"
    return RouteKind(
        name,
        "groups.html",
        lambda edition: (Route(name, key) for key in edition.archive.contexts),
        lambda route, edition: _groups_page(edition.archive.contexts[route.id], by, edition),
    )


def _groups_page(context: Context, by: str, edition: Edition) -> Page:
    url = edition.urls.record("context", context.id)
    folder = f"{folder_of('context', context.id)}/{by}"
    groups = _groups(context.id, by, edition)
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
    """The quotes of a context under each of its voices, as many as a page can hold."""
    archive = edition.archive
    said: dict[Reference | Anonymous, list[str]] = {}
    flagged: dict[Reference | Anonymous, list[str]] = {}
    for key in edition.in_order(archive.in_context.get(context, ())):
        index = said if archive.filings[key].counts_as_said else flagged
        for voice in _voices(key, by, edition):
            index.setdefault(voice, []).append(key)
    found = [_Voice.of(voice, edition) for voice in {**said, **flagged}]
    found.sort(key=lambda voice: voice.rank(len(said.get(voice.voice, ()))))
    lists = [index.get(voice.voice, []) for voice in found for index in (said, flagged)]
    gathered = _gather(lists, context, edition)
    return tuple(
        Group(voice.anchor, voice.link, voice.anonymous, len(said.get(voice.voice, ())), next(gathered), next(gathered))
        for voice in found
    )


def _gather(lists: Sequence[Sequence[str]], context: str, edition: Edition) -> Iterator[Gathered]:
    """Of each list as many cards and links as there is room for: a large context has more than a page can hold."""
    cards = shares([len(keys) for keys in lists], _MOST_CARDS)
    links = shares([len(keys) - shown for keys, shown in zip(lists, cards, strict=True)], _MOST_LINKS)
    for keys, first, more in zip(lists, cards, links, strict=True):
        yield Gathered(
            tuple(edition.list_key(key, context) for key in keys[:first]),
            tuple(neighbour(key, edition) for key in keys[first : first + more]),
            len(keys) - first - more,
        )


class _Voice(NamedTuple):
    """Someone who speaks in a context, named or not."""

    voice: Reference | Anonymous
    anchor: str
    link: Link
    anonymous: str

    @classmethod
    def of(cls, voice: Reference | Anonymous, edition: Edition) -> "_Voice":
        if not isinstance(voice, Reference):
            return cls(voice, voice, Link("", ""), voice)
        return cls(voice, f"{voice.kind}-{voice.id}", edition.link(voice), "")

    def rank(self, count: int) -> tuple[bool, int, tuple[str, str]]:
        """The most quoted first, then by name; those unnamed last."""
        return bool(self.anonymous), -count, sort_key(self.link.label)


def _voices(key: str, by: str, edition: Edition) -> Iterable[Reference | Anonymous]:
    """The authors of a quote, or the entities or countries on whose behalf it was said, each once."""
    filing = edition.archive.filings[key]
    authors = [signatory.author for signatory in filing.signatories]
    if by == "authors":
        return dict.fromkeys(authors)
    kind: Kind = "entity" if by == "entities" else "country"
    ids = filing.entities if kind == "entity" else filing.countries
    signed = [author for author in authors if isinstance(author, Reference) and author.kind == kind]
    return dict.fromkeys([*signed, *[Reference(kind, key) for key in ids]] if filing.on_behalf else signed)


KINDS = (RouteKind("context", "context.html", _routes, _page), *(_groups_kind(by) for by, _kind in GROUPINGS))
