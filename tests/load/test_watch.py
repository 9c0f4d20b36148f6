"""What the watcher tells of changes: which files, and when it does not know."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from ipsegen.load.watch import Changes, watch

PATIENCE = 30.0
FILE = "content/quotes/a.yaml"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "content/quotes").mkdir(parents=True)
    (tmp_path / FILE).write_text("text: One.\n")
    return tmp_path


@pytest.fixture
def changes(root: Path) -> Iterator[Changes]:
    with watch(root, ("content", "templates")) as changes:
        yield changes


def test_a_saved_file_is_named(root: Path, changes: Changes) -> None:
    (root / FILE).write_text("text: Two.\n")
    changed = changes.settled(PATIENCE)
    assert changed is not None
    assert changed.files == {FILE}


def test_a_file_that_is_put_in_place_of_another_is_named(root: Path, changes: Changes) -> None:
    (root / "content/quotes/.a.yaml.new").write_text("text: Two.\n")
    (root / "content/quotes/.a.yaml.new").replace(root / FILE)
    changed = changes.settled(PATIENCE)
    assert changed is not None
    assert changed.files == {FILE}


def test_files_that_come_and_go_are_one_burst(root: Path, changes: Changes) -> None:
    (root / FILE).rename(root / f"{FILE}~")
    (root / "content/quotes/b.yaml").write_text("text: Two.\n")
    (root / FILE).write_text("text: Three.\n")
    (root / f"{FILE}~").unlink()
    changed = changes.settled(PATIENCE)
    assert changed is not None
    assert changed.files == {FILE, "content/quotes/b.yaml"}
    assert changes.settled(0.2) is None


@pytest.mark.parametrize("how", ["made", "moved", "deleted"])
def test_where_a_folder_comes_or_goes_it_may_be_any_file(how: str, root: Path, changes: Changes) -> None:
    if how == "made":
        (root / "content/authors").mkdir()
    elif how == "moved":
        (root / "content/quotes").rename(root / "content/words")
    else:
        shutil.rmtree(root / "content/quotes")
    changed = changes.settled(PATIENCE)
    assert changed is not None
    assert changed.files is None


def test_of_very_many_files_it_is_not_said_which_they_are_and_later_ones_are_seen(root: Path, changes: Changes) -> None:
    for number in range(1_000):
        (root / f"content/quotes/q{number}.yaml").write_text("text: One.\n")
    changed = changes.settled(PATIENCE)
    assert changed is not None
    assert changed.files is None
    while changes.settled(0.5) is not None:
        pass
    (root / FILE).write_text("text: Two.\n")
    changed = changes.settled(PATIENCE)
    assert changed is not None
    assert changed.files == {FILE}


def test_what_is_nobodys_content_is_no_change(root: Path, changes: Changes) -> None:
    (root / "content/quotes/.a.yaml.swp").write_text("x")
    (root / "output").mkdir()
    (root / "output/index.html").write_text("x")
    os.utime(root / "content/quotes")
    assert changes.settled(0.5) is None


def test_one_who_looks_by_itself_names_files_too(root: Path) -> None:
    with watch(root, ("content", "templates"), poll=True) as changes:
        (root / FILE).write_text("text: Another.\n")
        changed = changes.settled(PATIENCE)
    assert changed is not None
    assert changed.files == {FILE}
