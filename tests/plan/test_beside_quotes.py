"""Which files stand beside a quote's page (content-model.md, `share_images` and `quote_files`)."""

from typing import Any

import msgspec
import pytest

from ipsegen.plan.beside_quotes import FEW, has_pictures
from ipsegen.plan.edition import Edition
from ipsegen.plan.pages import Page
from ipsegen.plan.routes import Route
from ipsegen.plan.site import plan
from ipsegen.todo import paths_of
from tests.model.builders import SITE, archive, quote_text
from tests.plan.test_stale import NOW

ALL = ("csl", "json", "bib", "ris")


def page(words: frozenset[str] | None = None, route: str = "quote", text: str = quote_text(), **settings: Any) -> Page:
    """The page of a quote on a site with these settings, whose templates hold these words."""
    found = msgspec.structs.replace(archive({"quotes/x.yaml": text}), site=msgspec.structs.replace(SITE, **settings))
    planned = plan(Route(route, "x"), Edition(found, NOW, "https://ipse.example/archive/", words))
    assert isinstance(planned, Page)
    return planned


def test_a_picture_and_nothing_else_unless_it_is_asked_for() -> None:
    shown = page()
    assert shown.beside == ("share.png",)
    assert shown.share_picture is not None
    assert (shown.share_picture.url, shown.share_picture.width) == ("/archive/quotes/x/share.png", 1200)


def test_no_picture_where_the_site_or_the_theme_wants_none() -> None:
    for shown in (page(share_images="false"), page(frozenset({"title"}))):
        assert shown.beside == ()
        assert shown.share_picture is None


def test_files_of_data_and_citations_are_named_by_what_is_in_them() -> None:
    shown = page(share_images="false", quote_files=ALL)
    assert shown.beside == ("quote.json", "cite.bib", "cite.ris", "cite.csl.json")
    assert paths_of(shown) == ("quotes/x/index.html", *(f"quotes/x/{name}" for name in shown.beside))


def test_a_removed_quote_has_none() -> None:
    removed = quote_text(text=None, status="removed", status_note="By order.")
    assert page(route="removed", text=removed, quote_files=ALL).beside == ()


@pytest.mark.parametrize(
    ("wish", "count", "there"),
    [("auto", FEW - 1, True), ("auto", FEW, False), ("true", FEW, True), ("false", 1, False)],
)
def test_a_large_archive_has_pictures_only_if_it_asks_for_them(wish: str, count: int, there: bool) -> None:
    found = archive({"quotes/x.yaml": quote_text()})
    many = msgspec.structs.replace(
        found, site=msgspec.structs.replace(SITE, share_images=wish), inserted=found.inserted * count
    )
    assert has_pictures(many) is there
