"""The same content and `--now` give the same bytes (contract.md, "Promises" 1 and 2)."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.site.conftest import Find
from tests.site.sites import build, files_of
from tests.site.small_archive import as_yaml, quote, write_small_archive

LATER = "2026-06-01T12:00:00Z"


@contextmanager
def mask(bits: int) -> Iterator[None]:
    """Another umask for a while."""
    before = os.umask(bits)
    try:
        yield
    finally:
        os.umask(before)


def copy_backwards(content: Path, folder: Path) -> None:
    """The same files, made in the opposite order, long ago."""
    for path in sorted(content.rglob("*"), reverse=True):
        if path.is_file():
            copy = folder / path.relative_to(content)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, copy)
            os.utime(copy, (1_000_000_000, 1_000_000_000))


@pytest.mark.parametrize("name", ["real", "small"])
@pytest.mark.parametrize(
    "differently",
    [
        {"TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "1"},
        {"TZ": "America/St_Johns", "PYTHONHASHSEED": "2", "LC_ALL": "C", "LANG": "C", "PYTHONUTF8": "0"},
        {"LC_ALL": "tr_TR.UTF-8", "LANG": "ar_EG.UTF-8", "PYTHONHASHSEED": "3", "HOME": "/nowhere", "COLUMNS": "20"},
    ],
    ids=["east", "west", "elsewhere"],
)
def test_another_machine_gives_the_same_bytes(
    find: Find, name: str, differently: dict[str, str], tmp_path: Path
) -> None:
    site = find(name)
    copy_backwards(site.root / "content", tmp_path / "another place" / "content")
    with mask(0o077):
        build(tmp_path / "another place", tmp_path / "out put", "--jobs", "3", "--no-cache", **differently)
    assert files_of(tmp_path / "out put") == site.files


@pytest.mark.parametrize("name", ["real", "small"])
def test_the_moment_of_the_build_shows_on_three_kinds_of_pages_only(find: Find, name: str, tmp_path: Path) -> None:
    site = find(name)
    build(site.root, tmp_path / "later", now=LATER)
    later = files_of(tmp_path / "later")
    assert later.keys() == site.files.keys()
    changed = {path for path, data in later.items() if data != site.files[path]}
    window = f"{site.window}index.html"
    assert {"index.html", window} <= changed
    may_change = {"index.html", window, f"{site.window}authors/index.html", "on-this-day/index.html", "manifest.json"}
    assert changed <= may_change


def test_source_date_epoch_is_the_moment_where_none_is_given(find: Find, tmp_path: Path) -> None:
    """2025-01-21T18:00:00Z in seconds; `--now` goes before it."""
    real = find("real")
    build(real.root, tmp_path / "now", SOURCE_DATE_EPOCH="1")
    assert files_of(tmp_path / "now") == real.files


def change_words(content: Path) -> None:
    path = content / "quotes" / "parole-03.yaml"
    path.write_text(path.read_text().replace("parole 3", "parole trois"))


def rename_author(content: Path) -> None:
    path = content / "authors" / "claire-dubois.yaml"
    path.write_text(path.read_text().replace('"Claire Dubois"', '"Claire Durand"'))


def remove_quote(content: Path) -> None:
    (content / "quotes" / "sans-nom.yaml").unlink()


def add_quotes(content: Path) -> None:
    for number in range(7):
        later = quote("Plus tard.", "dov-levi", f"2024-12-0{number + 1}", f"2024-12-0{number + 1}T12:00:00Z")
        (content / "quotes" / f"plus-tard-{number}.yaml").write_text(as_yaml(later))


def turn_round(content: Path) -> None:
    path = content / "site.yaml"
    path.write_text(path.read_text().replace('"oldest"', '"newest"').replace('per_page: "5"', "per_page: 7"))


EDITS = [change_words, rename_author, remove_quote, add_quotes, turn_round]


@pytest.mark.parametrize("edit", EDITS)
def test_a_build_after_an_edit_leaves_what_a_clean_build_leaves(
    edit: Callable[[Path], None], find: Find, tmp_path: Path
) -> None:
    write_small_archive(tmp_path)
    build(tmp_path, tmp_path / "output")
    assert files_of(tmp_path / "output") == find("small").files
    edit(tmp_path / "content")
    said = build(tmp_path, tmp_path / "output")
    said_clean = build(tmp_path, tmp_path / "clean", "--no-cache")
    assert files_of(tmp_path / "output") == files_of(tmp_path / "clean")
    assert files_of(tmp_path / "output") != find("small").files
    assert warnings_in(said) == warnings_in(said_clean)


def test_a_build_after_the_edit_was_taken_back_is_the_first_one(find: Find, tmp_path: Path) -> None:
    write_small_archive(tmp_path)
    for edit in EDITS:
        build(tmp_path, tmp_path / "output")
        edit(tmp_path / "content")
    shutil.rmtree(tmp_path / "content")
    write_small_archive(tmp_path)
    build(tmp_path, tmp_path / "output")
    assert files_of(tmp_path / "output") == find("small").files


def warnings_in(said: str) -> list[str]:
    """What a build said, without the line that counts files and seconds."""
    return said.splitlines()[:-1]
