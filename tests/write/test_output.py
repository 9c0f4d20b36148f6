"""What one build after another leaves in the output folder, and what it leaves alone."""

import errno
import hashlib
import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from write_scenes import build, clean, contents, leftovers, traces

from ipsegen.write.folder import RefusedOutput
from ipsegen.write.output import Output, Written, write_site

OLD = {"index.html": "home", "feed.xml": "feed", "quotes/a/index.html": "a", "quotes/b/index.html": "b"}
NEW = {"index.html": "HOME", "feed.xml": "feed", "quotes/a/index.html": "a!", "quotes/c/index.html": "c"}


@pytest.fixture
def output(tmp_path: Path) -> Path:
    return tmp_path / "site" / "output"


def test_a_first_build_makes_the_folder_with_a_manifest(output: Path) -> None:
    assert build(output, OLD) == Written(written=4, unchanged=0, removed=0, foreign=())
    manifest = (output / "manifest.json").read_text()
    files = {
        path: {"sha256": hashlib.sha256(text.encode()).hexdigest(), "size": len(text)} for path, text in OLD.items()
    }
    assert json.loads(manifest) == {"version": 1, "files": files}
    assert [line.split('"')[1] for line in manifest.splitlines()[1:-1]] == sorted(OLD)
    folders = {"quotes/": "", "quotes/a/": "", "quotes/b/": ""}
    assert contents(output) == {**OLD, **folders, "manifest.json": manifest}
    assert leftovers(output) == []


def test_an_empty_site_is_a_site(output: Path) -> None:
    assert build(output, {}) == Written(0, 0, 0, ())
    assert json.loads((output / "manifest.json").read_text()) == {"version": 1, "files": {}}
    assert build(output, OLD) == Written(4, 0, 0, ())
    assert build(output, {}) == Written(0, 0, 4, ())
    assert sorted(contents(output)) == ["manifest.json"]


def test_a_first_build_into_an_empty_folder_keeps_its_mode(output: Path) -> None:
    output.mkdir(parents=True)
    output.chmod(0o750)
    assert build(output, OLD).written == 4
    assert output.stat().st_mode & 0o777 == 0o750


@pytest.mark.parametrize(("umask", "file", "folder"), [(0o022, 0o644, 0o755), (0o027, 0o640, 0o750)])
def test_files_and_folders_have_the_modes_of_the_umask(output: Path, umask: int, file: int, folder: int) -> None:
    before = os.umask(umask)
    try:
        build(output, OLD)
        build(output, NEW)
    finally:
        os.umask(before)
    modes = {path.is_dir(): path.stat().st_mode & 0o777 for path in [output, *output.rglob("*")]}
    assert modes == {False: file, True: folder}


def test_the_same_again_touches_nothing(output: Path) -> None:
    build(output, OLD)
    before = traces(output)
    assert build(output, OLD) == Written(written=0, unchanged=4, removed=0, foreign=())
    assert traces(output) == before
    assert leftovers(output) == []


def test_only_what_differs_is_written(output: Path, tmp_path: Path) -> None:
    build(output, OLD)
    feed = traces(output)[str(output / "feed.xml")]
    assert build(output, NEW) == Written(written=3, unchanged=1, removed=1, foreign=())
    assert contents(output) == clean(tmp_path / "clean", NEW)
    assert traces(output)[str(output / "feed.xml")] == feed
    assert leftovers(output) == []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"x": "1", "y": "1"}, {"x/index.html": "2", "y": "2"}),
        ({"x/index.html": "1", "x/y/z": "1"}, {"x": "2"}),
        ({"x": "1", "y/z": "1"}, {"x/a/b/c": "2", "x/a/d": "2", "y": "2"}),
        ({"a/b": "1", "a/c/d": "1"}, {"a/b/x": "2", "a/c": "2"}),
    ],
)
def test_files_become_folders_and_folders_files(
    output: Path, tmp_path: Path, before: dict[str, str], after: dict[str, str]
) -> None:
    build(output, before)
    build(output, after)
    assert contents(output) == clean(tmp_path / "clean", after)
    build(output, before)
    assert contents(output) == clean(tmp_path / "clean", before)


def test_new_then_changed_then_deletions_then_the_manifest(output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old = {**OLD, "x": "file"}
    new = {**NEW, "x/index.html": "in a folder"}
    build(output, old)
    seen: list[str] = []
    for name in ("mkdir", "replace", "unlink", "rmdir"):
        real = getattr(os, name)

        def noting(*args: str, name: str = name, real: object = real, **options: int) -> None:
            assert callable(real)
            real(*args, **options)
            target = str(args[-1] if name == "replace" else args[0])
            if target.startswith(f"{output}/"):
                seen.append(f"{name} {target.removeprefix(f'{output}/')}")

        monkeypatch.setattr(os, name, noting)
    build(output, new)
    assert seen == [
        "mkdir quotes/c",
        "replace quotes/c/index.html",
        "unlink x",
        "mkdir x",
        "replace x/index.html",
        "replace index.html",
        "replace quotes/a/index.html",
        "unlink quotes/b/index.html",
        "rmdir quotes/b",
        "replace manifest.json",
    ]


def test_what_others_changed_in_our_files_is_mended(output: Path, tmp_path: Path) -> None:
    build(output, OLD)
    later = (output / "manifest.json").stat().st_mtime_ns + 10**9
    (output / "index.html").write_text("HACK")
    os.utime(output / "index.html", ns=(later, later))
    (output / "feed.xml").write_text("longer than it was")
    (output / "quotes/a/index.html").unlink()
    os.utime(output / "quotes/b/index.html", ns=(later, later))
    assert build(output, OLD) == Written(written=3, unchanged=1, removed=0, foreign=())
    assert contents(output) == clean(tmp_path / "clean", OLD)


def test_a_changed_file_that_cannot_be_read_is_written_anew(output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build(output, OLD)
    later = (output / "manifest.json").stat().st_mtime_ns + 10**9
    os.utime(output / "index.html", ns=(later, later))
    real = os.open

    def refusing(path: str, flags: int, mode: int = 0o777, **options: int) -> int:
        if path == str(output / "index.html"):
            raise PermissionError(errno.EACCES, "no", path)
        return real(path, flags, mode, **options)

    monkeypatch.setattr(os, "open", refusing)
    assert build(output, OLD).written == 1


def test_a_linked_output_folder_is_written_where_the_link_leads(output: Path, tmp_path: Path) -> None:
    output.parent.mkdir()
    output.symlink_to(tmp_path / "releases" / "1")
    build(output, OLD)
    build(output, NEW)
    assert output.is_symlink()
    assert contents(tmp_path / "releases" / "1") == clean(tmp_path / "clean", NEW)
    assert leftovers(tmp_path / "releases" / "1") == []
    assert not output.with_name(".output.ipsegen").exists()


@pytest.mark.parametrize(
    "path",
    [
        *("", "/etc/passwd", "../x", "a/../b", "a//b", "a/", "./a", "a/.", "..", "a\\b", "a\0b", "\ud800"),
        *("manifest.json", "manifest.json/x", "index.html", "index.html/x", "quotes", "quotes/a"),
    ],
)
@pytest.mark.parametrize("standing", [True, False])
def test_paths_that_no_site_can_have(output: Path, path: str, *, standing: bool) -> None:
    if standing:
        build(output, OLD)
    before = contents(output)
    files = [*(Output(name, text.encode()) for name, text in OLD.items()), Output(path, b"x")]
    with pytest.raises(ValueError, match="no site can hold"):
        write_site(output, files)
    assert contents(output) == before
    assert leftovers(output) == []


def test_a_fault_in_the_making_of_the_last_page_leaves_the_site_alone(output: Path) -> None:
    build(output, OLD)
    before = traces(output)

    def pages() -> Iterator[Output]:
        yield Output("index.html", b"changed")
        yield Output("new/index.html", b"new")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write_site(output, pages())
    assert traces(output) == before
    assert leftovers(output) == []


@pytest.mark.parametrize(("call", "code"), [("replace", errno.EXDEV), ("rename", errno.EBUSY)])
def test_a_mount_point_is_refused(output: Path, monkeypatch: pytest.MonkeyPatch, call: str, code: int) -> None:
    if call == "replace":
        build(output, OLD)
    real = getattr(os, call)

    def other_file_system(source: object, target: object) -> None:
        if str(target).startswith(str(output)):
            raise OSError(code, "no")
        real(source, target)

    monkeypatch.setattr(os, call, other_file_system)
    with pytest.raises(RefusedOutput, match="mount point"):
        build(output, {**OLD, "new": "new"})


def test_an_output_folder_that_may_not_be_read_is_an_error(output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def closed(path: str) -> object:
        raise PermissionError(errno.EACCES, "no", path)

    monkeypatch.setattr(os, "scandir", closed)
    with pytest.raises(PermissionError):
        build(output, OLD)
