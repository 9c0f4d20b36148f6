"""A single file appears whole or not at all, and nothing else appears beside it."""

import errno
import itertools
import os
from collections.abc import Callable
from contextlib import nullcontext, suppress
from pathlib import Path

import pytest
from write_scenes import Killed, contents, failing_at, killed_at

from ipsegen.write.atomic import create_file, replace_file
from ipsegen.write.create import create_below

Writer = Callable[[Path, bytes], None]
both = pytest.mark.parametrize("write", [replace_file, create_file])


@both
def test_a_new_file(tmp_path: Path, write: Writer) -> None:
    before = os.umask(0o022)
    try:
        write(tmp_path / "a", b"bytes")
    finally:
        os.umask(before)
    assert contents(tmp_path) == {"a": "bytes"}
    assert (tmp_path / "a").stat().st_mode & 0o777 == 0o644
    assert (tmp_path / "a").stat().st_nlink == 1


def test_replacing(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("old")
    (tmp_path / "b").symlink_to(tmp_path / "a")
    replace_file(tmp_path / "b", b"new")
    assert contents(tmp_path) == {"a": "old", "b": "new"}


def test_replacing_by_way_of_another_folder(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    replace_file(tmp_path / "a", b"new", temporary_folder=tmp_path / "there")
    assert contents(tmp_path) == {"a": "new", "there/": ""}


@pytest.mark.parametrize("links", [True, False])
def test_creating_never_overwrites(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, links: bool) -> None:
    if not links:
        monkeypatch.setattr(os, "link", _no_links)
    (tmp_path / "a").write_text("old")
    (tmp_path / "dangling").symlink_to(tmp_path / "nowhere")
    for name in ("a", "dangling"):
        with pytest.raises(FileExistsError):
            create_file(tmp_path / name, b"new")
    assert contents(tmp_path) == {"a": "old", "dangling": f"-> {tmp_path / 'nowhere'}"}
    create_file(tmp_path / "b", b"new")
    assert (tmp_path / "b").read_bytes() == b"new"


def test_what_an_editor_writes_is_flushed_before_it_has_its_name_and_so_is_the_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    flushed: list[tuple[str, bool]] = []

    def flush(descriptor: int) -> None:
        flushed.append(
            ("folder" if Path(f"/proc/self/fd/{descriptor}").is_dir() else "file", (tmp_path / "a").exists())
        )

    monkeypatch.setattr(os, "fsync", flush)
    create_file(tmp_path / "a", b"new")
    assert flushed == [("file", False), ("folder", True)]
    replace_file(tmp_path / "b", b"can be made again")
    assert len(flushed) == 2


def test_the_name_of_a_folder_that_is_made_for_a_file_is_flushed_with_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    flushed: list[Path] = []
    monkeypatch.setattr(os, "fsync", lambda descriptor: flushed.append(Path(f"/proc/self/fd/{descriptor}").readlink()))
    create_below(tmp_path, "a/b/c", b"new")
    folders = [path for path in flushed if path.is_dir()]
    assert folders == [tmp_path, tmp_path / "a", tmp_path / "a/b"]
    assert (tmp_path / "a/b/c").read_bytes() == b"new"


@pytest.mark.parametrize(("code", "raises"), [(errno.EINVAL, False), (errno.EIO, True)])
def test_a_file_system_that_cannot_flush_names_is_no_failure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, *, raises: bool
) -> None:
    def flush(descriptor: int) -> None:
        if Path(f"/proc/self/fd/{descriptor}").is_dir():
            raise OSError(code, os.strerror(code))

    monkeypatch.setattr(os, "fsync", flush)
    with pytest.raises(OSError, match=os.strerror(code)) if raises else nullcontext():
        create_file(tmp_path / "a", b"new")
    assert contents(tmp_path) == {"a": "new"}


def _no_links(_source: Path, _target: Path) -> None:
    raise OSError(errno.EPERM, "no hard links here")


def test_creating_where_linking_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_source: Path, _target: Path) -> None:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(os, "link", full)
    with pytest.raises(OSError, match="full"):
        create_file(tmp_path / "a", b"new")
    assert contents(tmp_path) == {}


@both
@pytest.mark.parametrize("forever", [True, False])
def test_out_of_disk_at_any_call(tmp_path: Path, write: Writer, *, forever: bool) -> None:
    for number in itertools.count(1):
        folder = tmp_path / str(number)
        folder.mkdir()
        with failing_at(number, forever=forever) as calls, suppress(OSError):
            write(folder / "a", b"bytes")
        if len(calls) < number:
            assert number > 4
            return
        assert contents(folder) in ({}, {"a": "bytes"}) or calls[number - 1] == "unlink"


@both
def test_killed_at_any_call(tmp_path: Path, write: Writer) -> None:
    for number in itertools.count(1):
        folder = tmp_path / str(number)
        folder.mkdir()
        with killed_at(number) as calls, suppress(Killed):
            write(folder / "a", b"bytes")
        if len(calls) < number:
            return
        found = contents(folder)
        assert found.pop("a", "bytes") == "bytes"
        assert all(name.startswith(".ipsegen-") for name in found)


def test_a_disk_that_takes_one_byte_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.write
    monkeypatch.setattr(os, "write", lambda descriptor, data: real(descriptor, data[:1]))
    replace_file(tmp_path / "a", b"bytes")
    assert (tmp_path / "a").read_bytes() == b"bytes"


def test_a_name_as_long_as_names_may_be(tmp_path: Path) -> None:
    for write in (create_file, replace_file):
        write(tmp_path / ("a" * 255), b"bytes")
    assert contents(tmp_path) == {"a" * 255: "bytes"}
