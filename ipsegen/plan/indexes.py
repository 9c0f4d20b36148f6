"""A–Z lists of contexts, authors, entities and countries.

Owns under which letter a name stands. Does not know what the records say.
"""

import unicodedata
from collections.abc import Iterable
from itertools import groupby

from ipsegen.model.references import Kind, Reference
from ipsegen.plan.edition import Edition, sort_key, sorting_name
from ipsegen.plan.pages import IndexData, Letter, Page
from ipsegen.plan.routes import RouteKind, single
from ipsegen.plan.subjects import all_subjects, most_quoted
from ipsegen.plan.values import Counted, Link


def _contexts(edition: Edition) -> Page:
    named = [
        (context.title, edition.counted(Reference("context", context.id)))
        for context in edition.archive.contexts.values()
    ]
    return _index("contexts", named, edition)


def _subjects(folder: str, kind: Kind) -> RouteKind:
    def plan(edition: Edition) -> Page:
        named = (
            (sorting_name(edition.archive.subject(reference)), edition.counted(reference))
            for reference in all_subjects(edition)
            if reference.kind == kind
        )
        return _index(folder, named, edition)

    return single(folder, "index.html", plan)


def _index(folder: str, named: Iterable[tuple[str, Counted]], edition: Edition) -> Page:
    ordered = sorted(named, key=lambda pair: (sort_key(pair[0]), pair[1].link.url))
    letters = tuple(
        Letter(letter, anchor_of(letter), tuple(_item(name, counted) for name, counted in pairs))
        for letter, pairs in groupby(ordered, key=lambda pair: letter_of(pair[0]))
    )
    return Page(
        folder,
        edition.urls.to(f"{folder}/"),
        "index.html",
        folder,
        IndexData(folder, letters, len(ordered), _spoken_for(edition) if folder == "countries" else ()),
        feed=edition.urls.to(""),
    )


def _spoken_for(edition: Edition) -> tuple[Counted, ...]:
    return most_quoted("country", edition) if edition.shows("spoken_for") else ()


def _item(name: str, counted: Counted) -> Counted:
    """An entry under the name by which it is sorted."""
    return Counted(Link(name, counted.link.url, counted.link.flag), counted.count)


def letter_of(name: str) -> str:
    """The letter under which a name stands: without marks, in upper case; `#` for what is no letter."""
    first = unicodedata.normalize("NFKD", name)[:1].upper()
    return first if first.isalpha() else "#"


def anchor_of(letter: str) -> str:
    """The anchor of a letter: its own for A to Z, else its number in Unicode."""
    return f"letter-{letter.lower()}" if letter.isascii() and letter.isalpha() else f"letter-{ord(letter[0]):x}"


KINDS = (
    single("contexts", "index.html", _contexts),
    _subjects("authors", "author"),
    _subjects("entities", "entity"),
    _subjects("countries", "country"),
)
