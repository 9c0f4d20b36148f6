"""Which pages have pictures: the first of a list, where a template asks for them."""

import re
from collections.abc import Set as AbstractSet
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import msgspec

from ipsegen.plan.edition import Edition
from ipsegen.plan.pages import Page
from ipsegen.plan.routes import Route
from ipsegen.plan.site import plan
from tests.model.builders import SITE, archive, quote_text

TEMPLATES: Final = Path(__file__).parents[2] / "templates"
FIELDS: Final = ("rhythm", "chronology", "crossings", "spoken_for")


def data_at(route: Route, words: AbstractSet[str] | None = None) -> Any:
    """What the page at a route shows of two people who mention two countries on five days."""
    quotes = {
        f"quotes/q{n}.yaml": quote_text(
            author=f"a{n % 2}", contexts="[c]", pronounced=f"2024-10-0{n + 1}", countries="['no']",
            mentions="[country:no, country:se]",
        )
        for n in range(5)
    }  # fmt: skip
    people = {f"authors/a{n}.yaml": f"name: Author {n}\n" for n in range(2)}
    found = archive({"contexts/c.yaml": "title: C\nsummary: C.\n", **people, **quotes})
    short = msgspec.structs.replace(found, site=msgspec.structs.replace(SITE, per_page=2))
    page = plan(route, Edition(short, datetime(2025, 1, 21, tzinfo=UTC), "https://ipse.example/", words))
    assert isinstance(page, Page)
    return page.data


def test_the_first_page_of_a_context_has_its_pictures_and_the_others_have_none() -> None:
    first, second = data_at(Route("context", "c")), data_at(Route("context", "c", 1))
    assert first.rhythm.total == first.chronology.total == 5
    assert first.crossings.total == 10
    assert (second.rhythm, second.chronology, second.crossings) == (None, None, None)


def test_the_map_stands_on_the_home_page_and_on_the_list_of_countries() -> None:
    found = [
        [(each.link.flag, each.count) for each in data_at(Route(kind)).spoken_for] for kind in ("home", "countries")
    ]
    assert found == [[("no", 5)], [("no", 5)]]
    assert data_at(Route("authors")).spoken_for == ()


def test_the_home_page_tells_the_rhythm_of_what_moves() -> None:
    (moving,) = data_at(Route("home")).moving
    assert moving.rhythm == data_at(Route("context", "c")).rhythm


def test_a_theme_that_asks_for_no_picture_does_not_wait_for_one() -> None:
    context, home = data_at(Route("context", "c"), frozenset()), data_at(Route("home"), frozenset())
    assert (context.rhythm, context.chronology, context.crossings) == (None, None, None)
    assert (home.spoken_for, home.moving[0].rhythm) == ((), None)
    assert data_at(Route("author", "a1"), frozenset()).most_mentioned == ()


def test_the_macros_alone_ask_for_nothing() -> None:
    """A theme that overrides pages still has the file with the macros."""
    words = set(re.findall("[a-z_]+", (TEMPLATES / "parts" / "pictures.html").read_text(encoding="utf-8")))
    assert words.isdisjoint(FIELDS)
    pages = " ".join(path.read_text(encoding="utf-8") for path in TEMPLATES.glob("*.html"))
    assert set(FIELDS) <= set(re.findall("[a-z_]+", pages))
