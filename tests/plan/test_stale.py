"""What a change makes stale: every route that shows something else, and each with the file that moved."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings

from ipsegen.model.archive import Archive
from ipsegen.model.indexing import build_archive
from ipsegen.model.records import Records
from ipsegen.model.references import Kind, Reference
from ipsegen.plan.cards import card_of
from ipsegen.plan.edition import Edition
from ipsegen.plan.routes import Route
from ipsegen.plan.site import plan, routes_of
from ipsegen.plan.stale import Stale, stale_routes
from ipsegen.plan.values import CardKey
from tests.model.builders import SITE, archive, quote_text, records
from tests.model.changing import AROUND, IDS, archives, site_of

NOW = datetime(2025, 1, 21, 18, tzinfo=UTC)
SMALL_PAGES = msgspec.structs.replace(SITE, per_page=2, feed_entries=2)
CAUSE = "content/quotes/q1.yaml"


def edition(found: Archive) -> Edition:
    """An edition of these records, with short pages."""
    return Edition(msgspec.structs.replace(found, site=SMALL_PAGES), NOW, "https://ipse.example/")


def shown(value: Any, of: Edition) -> Any:
    """What a planned value shows, its cards included."""
    if isinstance(value, CardKey):
        return shown(card_of(value, of), of)
    if isinstance(value, msgspec.Struct):
        return type(value).__name__, [shown(getattr(value, field), of) for field in value.__struct_fields__]
    return [shown(one, of) for one in value] if isinstance(value, tuple | list) else value


def everything(of: Edition) -> dict[Route, Any]:
    """What stands at every route."""
    return {route: shown(plan(route, of), of) for route in routes_of(of)}


def check_complete(old: Edition, new: Edition, stale: Stale) -> None:
    """No route too few: those that show something else are named, and just those that are no more."""
    before, after = everything(old), everything(new)
    assert {route for route, value in after.items() if before.get(route) != value} <= stale.routes.keys()
    assert before.keys() - after.keys() == stale.gone
    assert stale.routes.keys() <= after.keys()


@given(archives, archives)
@settings(deadline=None, max_examples=60)
def test_no_route_is_forgotten_after_quotes_have_changed(
    before: Mapping[str, Mapping[str, str]], after: Mapping[str, Mapping[str, str]]
) -> None:
    old, new = (edition(build_archive(site_of(quotes), SITE, {})) for quotes in (before, after))
    moved = {Reference("quote", key): f"content/quotes/{key}.yaml" for key in IDS if before.get(key) != after.get(key)}
    check_complete(old, new, stale_routes(old, new, moved))


def site_with(path: str, text: str, quotes: Mapping[str, Mapping[str, str]]) -> Records:
    """The site around some quotes, with one record that is another."""
    texts = {f"quotes/{key}.yaml": quote_text(**keys) for key, keys in quotes.items()}
    return records({**AROUND, **texts, path: text})


@given(archives)
@settings(deadline=None, max_examples=40)
def test_no_route_is_forgotten_after_an_author_an_entity_or_a_context_has_changed(
    quotes: Mapping[str, Mapping[str, str]],
) -> None:
    changes = {
        Reference("author", "ann"): ("authors/ann.yaml", "name: Anna\nroles: [{title: Judge, entity: whole}]\n"),
        Reference("entity", "branch"): ("entities/branch.yaml", "name: Twig\nkind: organisation\n"),
        Reference("context", "c"): (
            "contexts/c.yaml",
            "title: See\nsummary: '[[author:bob]], [[quote:q1]].'\naliases: [twice-c]\n",
        ),
        Reference("source", "shared"): ("sources/shared.yaml", "title: Another\nurl: https://a.example/\n"),
        Reference("country", "no"): ("countries/no.yaml", "name: Norge\n"),
    }
    old = edition(build_archive(site_of(quotes), SITE, {}))
    for reference, (path, text) in changes.items():
        new = edition(build_archive(site_with(path, text, quotes), SITE, {}))
        check_complete(old, new, stale_routes(old, new, {reference: f"content/{path}"}))


def test_a_word_of_one_quote_touches_the_pages_that_show_it_and_no_others() -> None:
    quotes = {f"quotes/q{n}.yaml": quote_text(author="ann", contexts="[c]", pronounced=f"202{n}") for n in range(9)}
    words = {"quotes/q4.yaml": quote_text(author="ann", contexts="[c]", pronounced="2024", text="Other words.")}
    old, new = (edition(archive({**AROUND, **quotes, **files})) for files in ({}, words))
    stale = stale_routes(old, new, {Reference("quote", "q4"): CAUSE})
    assert set(stale.routes.values()) == {CAUSE}
    assert not stale.gone
    pages = {(route.kind, route.id, route.number) for route in stale.routes}
    assert {("quote", f"q{n}", 0) for n in range(9)} & pages == {("quote", f"q{n}", 0) for n in (3, 4, 5)}
    assert {number for kind, _id, number in pages if kind == "author"} == {0, 3}
    assert not [kind for kind, _id, _number in pages if kind == "country"]
    check_complete(old, new, stale)


@pytest.mark.parametrize("kind", ["author", "entity", "context", "country", "page", "quote", "source"])
def test_a_draft_that_changes_touches_no_route(kind: Kind) -> None:
    """It is in neither edition: no page of it is made again, and none is taken away."""
    same = edition(archive(AROUND))
    check_complete(same, same, stale_routes(same, same, {Reference(kind, "a-draft"): CAUSE}))
