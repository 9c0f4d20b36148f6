"""What makes the routes of an edition: the same whatever is at hand, and in whatever process."""

import pickle
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ipsegen.beside import assets_of, frame_of
from ipsegen.judgement import read
from ipsegen.load.theme import read_theme
from ipsegen.model.indexing import build_archive
from ipsegen.plan.edition import Edition
from ipsegen.plan.routes import Route
from ipsegen.plan.site import routes_of
from ipsegen.render.messages import ENGLISH
from ipsegen.workshop import Workshop
from ipsegen.write.output import Bench, Output, at_bench, finish, lay
from ipsegen.write.spool import Spool

ROOT = Path(__file__).parents[1]
NOW = datetime(2025, 1, 21, 18, tzinfo=UTC)


@pytest.fixture(scope="module")
def edition() -> Edition:
    examined, _content = read(ROOT, NOW)
    site = examined.records.site
    assert site is not None
    return Edition(build_archive(examined.records, site, examined.pictures), NOW, site.base_url)


@pytest.fixture
def workshop(edition: Edition, tmp_path: Path) -> Workshop:
    theme = read_theme(ROOT)
    return Workshop(edition, theme.templates, frame_of(edition, assets_of(theme, edition), ENGLISH), Spool(tmp_path))


def quotes(edition: Edition) -> list[str]:
    return [route.id for route in routes_of(edition, frozenset()) if route.kind == "quote"]


def some_routes(edition: Edition) -> list[Route]:
    """A few routes of each kind."""
    found: dict[str, list[Route]] = {}
    for route in routes_of(edition, frozenset()):
        found.setdefault(route.kind, []).append(route)
    return [route for routes in found.values() for route in routes[:3]]


def made(workshop: Workshop, routes: list[Route]) -> dict[str, bytes]:
    return {file.path: file.data for route in routes for file in workshop.make(route).files}


def test_pages_are_the_same_with_cards_in_the_spool_and_without(workshop: Workshop, edition: Edition) -> None:
    routes = some_routes(edition)
    without = made(workshop, routes)
    fresh = pickle.loads(pickle.dumps(workshop))
    fresh.set_cards(quotes(edition))
    assert made(fresh, routes) == without
    assert made(fresh, routes) == without
    assert len(without) > 20


def test_a_workshop_can_be_sent_to_another_process(workshop: Workshop, edition: Edition) -> None:
    workshop.set_cards(quotes(edition))
    routes = some_routes(edition)
    here = made(workshop, routes)
    assert made(pickle.loads(pickle.dumps(workshop)), routes) == here


def test_a_bench_can_be_sent_to_another_process(tmp_path: Path) -> None:
    home, other = Output("index.html", b"home"), Output("a/index.html", b"a")
    for staged in (True, False):  # a first build, and one that finds the same
        with at_bench(tmp_path / "site") as bench:
            sent: Bench = pickle.loads(pickle.dumps(bench))
            assert sent == bench
            laid = [lay(sent, home), lay(bench, other)]
            assert [one.staged for one in laid] == [staged, staged]
            finish(bench, laid)
