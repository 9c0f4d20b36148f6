"""A table of the last build is whole and of this version, or as good as not there."""

import os
import shutil
from pathlib import Path

import pytest

from ipsegen.write.cache import Cache

TABLES = {"records": b"r" * 100, "pages": b""}


def cache(root: Path, version: bytes = b"1", output: str = "output") -> Cache:
    return Cache(root, root / output, version)


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    cache(tmp_path).keep(TABLES)
    return tmp_path


def tables(found: Cache) -> dict[str, bytes | None]:
    return {name: found.table(name) for name in TABLES}


def test_tables_are_read_as_they_were_kept(kept: Path) -> None:
    assert tables(cache(kept)) == TABLES
    assert cache(kept).table("other") is None


def test_a_table_that_is_as_it_was_need_not_be_given(kept: Path) -> None:
    cache(kept).keep({"records": None, "pages": b"p"})
    assert tables(cache(kept)) == {"records": TABLES["records"], "pages": b"p"}


@pytest.mark.parametrize("linked", [".ipsegen", ".ipsegen/builds", "the folder", "a room"])
def test_through_a_link_nothing_is_read_written_or_deleted(linked: str, tmp_path: Path) -> None:
    others, root = tmp_path / "others", tmp_path / "root"
    (others / "content").mkdir(parents=True)
    root.mkdir()
    (others / "content" / "mine.yaml").write_text("mine")
    folder = cache(root).folder
    place = {"the folder": folder, "a room": folder / "content"}.get(linked, root / linked)
    shutil.rmtree(root / ".ipsegen")
    place.parent.mkdir(parents=True, exist_ok=True)
    place.symlink_to(others / "content" if linked == "a room" else others)
    found = cache(root)
    found.room("content", empty=True)
    found.keep(TABLES)
    assert tables(found) == TABLES
    assert [path.name for path in others.rglob("*")] == ["content", "mine.yaml"]
    assert tables(cache(root)) == dict.fromkeys(TABLES)


@pytest.mark.parametrize("name", ["head.table", "records.table", "pictures/a"])
def test_what_is_no_file_is_never_opened(name: str, kept: Path) -> None:
    place = cache(kept).folder / name
    place.parent.mkdir(exist_ok=True)
    place.unlink(missing_ok=True)
    os.mkfifo(place)
    assert tables(cache(kept)) == dict.fromkeys(TABLES)


def test_tables_that_are_not_kept_again_are_forgotten(kept: Path) -> None:
    cache(kept).keep({"pages": b"p"})
    assert tables(cache(kept)) == {"records": None, "pages": b"p"}


def test_another_version_and_another_output_have_tables_of_their_own(kept: Path) -> None:
    for other in (cache(kept, b"2"), cache(kept, output="preview")):
        assert tables(other) == dict.fromkeys(TABLES)


def test_whatever_is_damaged_is_not_read(kept: Path) -> None:
    for file in cache(kept).folder.iterdir():
        whole = file.read_bytes()
        for damaged in (b"", whole[:-1], whole + b"x", b"x" + whole[1:]):
            if damaged == whole:
                continue
            file.write_bytes(damaged)
            found = tables(cache(kept))
            assert found != TABLES
            assert all(data in {None, TABLES[name]} for name, data in found.items())
        file.unlink()
        assert None in tables(cache(kept)).values()
        file.write_bytes(whole)
    assert tables(cache(kept)) == TABLES


def test_a_cache_may_be_deleted_at_any_time(kept: Path) -> None:
    found = cache(kept)
    for file in found.folder.iterdir():
        file.unlink()
    assert tables(found) == dict.fromkeys(TABLES)
    found.keep(TABLES)
    assert tables(cache(kept)) == TABLES


def test_a_room_is_a_folder_that_can_be_emptied(kept: Path) -> None:
    room = cache(kept).room("pieces")
    (room / "a").write_bytes(b"A")
    assert list(cache(kept).room("pieces").iterdir()) == [room / "a"]
    assert list(cache(kept).room("pieces", empty=True).iterdir()) == []


def test_where_nothing_can_be_kept_a_build_does_without(tmp_path: Path) -> None:
    (tmp_path / ".ipsegen").write_text("in the way")
    found = cache(tmp_path)
    found.keep(TABLES)
    assert tables(found) == TABLES
    assert tables(cache(tmp_path)) == dict.fromkeys(TABLES)


def test_an_emptied_folder_takes_the_tables_with_it(kept: Path) -> None:
    cache(kept).room("spool")
    assert tables(cache(kept)) == TABLES
    cache(kept).room("spool", empty=True)
    assert tables(cache(kept)) == dict.fromkeys(TABLES)
