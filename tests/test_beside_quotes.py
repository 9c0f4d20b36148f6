"""Pictures are made once: a later build, also one that begins anew, finds them."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from ipsegen import beside_quotes
from ipsegen.build import Order, build
from ipsegen.render.share_picture import Shown
from ipsegen.render.typesetting import Typesetter
from tests.incremental import NOW, Workplace, small_archive, small_builds


class Place:
    """A small site with share pictures, and the words of those that a build draws."""

    def __init__(self, folder: Path) -> None:
        self.drawn: list[str] = []
        archive = small_archive()
        archive.settings |= {"share_images": "true"}
        self.work = Workplace(folder, archive)

    def draw(self, shown: Shown, _setter: Typesetter) -> bytes:
        self.drawn.append(" ".join(shown.words))
        return repr(shown).encode()

    def build(self, *, use_cache: bool = True) -> int:
        """Build, and tell how many pictures were drawn for it."""
        self.drawn.clear()
        report = build(Order(self.work.root, self.work.output, NOW, use_cache=use_cache), lambda *_stage: None)
        assert report.written is not None
        return len(self.drawn)

    @property
    def kept(self) -> int:
        return sum(1 for _path in self.work.cache.glob("builds/*/pictures/*"))


@pytest.fixture(autouse=True, scope="module")
def _small_builds() -> Iterator[None]:
    with small_builds():
        yield


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    found = Place(tmp_path)
    monkeypatch.setattr(beside_quotes, "share_picture", found.draw)
    return found


def listed(place: Place) -> int:
    """How many quotes have a page of their own."""
    return len(list(place.work.output.glob("quotes/*/share.png")))


def test_each_is_drawn_once(place: Place) -> None:
    assert place.build() == listed(place) == place.kept > 10
    assert place.build() == 0


def test_a_build_into_an_empty_folder_finds_them(place: Place) -> None:
    place.build()
    shutil.rmtree(place.work.output)
    assert place.build() == 0
    assert listed(place) > 10


def test_only_the_quote_that_changed_is_drawn_again(place: Place) -> None:
    place.build()
    place.work.archive.records["quote"]["quote-0"]["text"] = "Other words are said."
    place.work.save()
    assert place.build() == 1
    assert "Other words" in place.drawn[0]


def test_what_no_quote_shows_any_more_is_forgotten_when_all_is_made_anew(place: Place) -> None:
    first = place.build()
    place.work.archive.records["quote"]["quote-0"]["text"] = "Other words are said."
    place.work.save()
    place.build()
    assert place.kept == first + 1
    shutil.rmtree(place.work.output)
    place.build()
    assert place.kept == first


def test_without_the_cache_all_are_drawn(place: Place) -> None:
    first = place.build()
    assert place.build(use_cache=False) == first


def test_a_picture_is_drawn_again_when_its_author_or_status_changes(place: Place) -> None:
    place.build()
    quotes = place.work.archive.records["quote"]
    quotes["quote-0"] |= {"status": "disputed"}
    place.work.archive.records["author"]["author-2"]["name"] = "Another Name"
    place.work.save()
    by_author = [key for key, record in quotes.items() if "author:author-2" in record["authors"]]
    there = [key for key in by_author if quotes[key].get("status") != "removed" and "draft" not in quotes[key]]
    assert place.build() == 1 + len(there)


def test_when_the_archive_has_grown_too_large_all_go(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    place.work.archive.settings["share_images"] = "auto"
    place.work.save()
    place.build()
    monkeypatch.setattr("ipsegen.plan.beside_quotes.FEW", listed(place) + 1)
    place.work.archive.records["quote"]["quote-99"] = dict(place.work.archive.records["quote"]["quote-0"])
    place.work.save()
    assert place.build() == 0
    assert listed(place) == 0
