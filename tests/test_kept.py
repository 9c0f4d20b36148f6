"""A process that builds again and again, and looks only at what was touched, leaves what clean builds leave.

What the watcher would have told is found by comparing the folders before each build; whatever happens elsewhere than
below `content/` and `templates/` is a doubt.
"""

import copy
import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import pytest
from hypothesis import HealthCheck, settings

from ipsegen.build import Report, build
from ipsegen.kept import Kept
from ipsegen.model.lazy import Overlay
from tests.incremental import Archive, Workplace, small_archive, small_builds
from tests.test_incremental import EDITS, FAULTS, Editing

Marks = dict[str, tuple[int, int, int, int]]
SOAK: Final = int(os.environ.get("IPSEGEN_SOAK", "0"))


class KeptPlace(Workplace):
    """A workplace whose builds are all made by one process."""

    def __init__(self, folder: Path, archive: Archive) -> None:
        self.kept = Kept()
        self.sources: Marks = {}
        self.others: Marks = {}
        self.quick = 0
        super().__init__(folder, archive)

    def build(self, *, jobs: int = 1) -> Report:
        """Build in place, after saying what was touched since the last build."""
        sources = marks_of(self.root / "content", self.root / "templates")
        self.kept.touch({
            path.relative_to(self.root).as_posix()
            for path in map(Path, sources.keys() | self.sources.keys())
            if sources.get(str(path)) != self.sources.get(str(path))
        })  # fmt: skip
        if marks_of(self.output, self.cache, self.working) != self.others:
            self.kept.doubt()
        self.quick += self.kept.touched is not None
        report = build(self.order(self.root, use_cache=True, jobs=jobs), lambda *_: None, self.kept)
        self.sources, self.others = sources, marks_of(self.output, self.cache, self.working)
        return report

    def check_as_another(self) -> None:
        """Another process goes on from what this one left for it."""
        self.kept.doubt()
        self.check()
        self.kept = Kept()
        report = self.check()
        assert report.written is None or report.written.written == 0


def marks_of(*folders: Path) -> Marks:
    """What the file system says of every file."""
    files = {str(path): path.lstat() for folder in folders for path in folder.rglob("*") if not path.is_dir()}
    return {path: (found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino) for path, found in files.items()}


class Keeping(Editing):
    """As the machine of `test_incremental.py`, in one process."""

    def __init__(self) -> None:
        super().__init__()
        self.folder.cleanup()
        self.folder = TemporaryDirectory()
        self.place = KeptPlace(Path(self.folder.name), small_archive())
        self.place.check()


Keeping.TestCase.settings = settings(
    max_examples=SOAK or 8,
    stateful_step_count=60 if SOAK else 25,
    deadline=None,
    suppress_health_check=(HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large),
)
TestKeeping = Keeping.TestCase


@pytest.fixture(autouse=True, scope="module")
def _small_builds() -> Iterator[None]:
    with small_builds():
        yield


@pytest.fixture
def place(tmp_path: Path) -> KeptPlace:
    """An archive that was built once."""
    place = KeptPlace(tmp_path, small_archive())
    place.check()
    return place


def test_every_edit_after_the_other_and_back_again(place: KeptPlace) -> None:
    states = [copy.deepcopy(place.archive)]
    for edit in EDITS.values():
        place.restore(states[0])
        edit(place.archive)
        place.save()
        place.check()
        place.now += timedelta(minutes=7)
    place.restore(states[0])
    place.check()
    assert place.quick > len(EDITS) / 2
    place.check_as_another()


@pytest.mark.parametrize("path", FAULTS)
def test_a_fault_does_not_make_the_next_build_forget_what_else_changed(path: str, place: KeptPlace) -> None:
    place.archive.records["quote"]["quote-1"]["text"] = "Words that came with a fault elsewhere."
    place.archive.faults[path] = FAULTS[path]
    place.save()
    assert place.check().written is None
    place.archive.records["quote"]["quote-2"]["text"] = "Words that came while it was there."
    place.save()
    assert place.check().written is None
    place.archive.faults.clear()
    place.save()
    place.check()
    place.check_as_another()


def test_an_edit_writes_only_what_shows_it_and_nothing_for_other_processes(place: KeptPlace) -> None:
    before = marks_of(place.cache / "builds")
    place.archive.records["source"]["source-0"]["title"] = "Another paper"
    place.save()
    report = place.check()
    assert report.written is not None
    assert 0 < report.written.written < 12
    tables = {path: mark for path, mark in marks_of(place.cache / "builds").items() if path.endswith(".table")}
    assert tables == {path: mark for path, mark in before.items() if path.endswith(".table")}
    place.check_as_another()


def test_a_mapping_that_is_changed_often_stays_one_layer() -> None:
    mapping = Overlay(dict.fromkeys(range(5), "a"), {}, set())
    for number in range(2_000):
        gone = {number % 5} if number % 3 else set()
        mapping = Overlay(mapping, {number % 7: str(number)} if number % 7 not in gone else {}, gone)
    assert not isinstance(mapping.below, Overlay)
    assert dict(mapping) == {key: mapping[key] for key in mapping}
    assert len(mapping) == len(list(mapping)) == len(set(mapping))


def test_what_happens_in_a_layer_shows_as_if_it_were_all() -> None:
    below = Overlay({1: "a", 2: "b", 3: "c"}, {2: "x", 4: "d"}, {3})
    above = Overlay(below, {3: "y"}, {1, 4})
    assert dict(above) == {2: "x", 3: "y"}
    assert (len(below), len(above)) == (3, 2)
    assert 1 not in above


@pytest.mark.parametrize("room", ["content", "cards"])
def test_a_cache_that_is_cut_short_meanwhile_ends_no_process(room: str, place: KeptPlace) -> None:
    """What this process knows of it is read again, from a file that has become too short."""
    EDITS["one word changed"](place.archive)
    place.save()
    place.check()
    for path in (place.cache / "builds").glob(f"*/{room}/*.pieces"):
        os.truncate(path, 100)
    EDITS["longer pages"](place.archive)
    place.save()
    place.check()
