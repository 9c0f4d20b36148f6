"""What ipsegen did not write stays as it is: named, never overwritten, never deleted, never followed."""

import errno
import json
import os
from pathlib import Path

import pytest
from write_scenes import build, clean, contents, put, refused, traces

from ipsegen.write.folder import RefusedOutput
from ipsegen.write.output import Written

OLD = {"index.html": "home", "feed.xml": "feed", "quotes/a/index.html": "a", "quotes/b/index.html": "b"}
NEW = {"index.html": "HOME", "feed.xml": "feed", "quotes/a/index.html": "a!", "quotes/c/index.html": "c"}


@pytest.fixture
def output(tmp_path: Path) -> Path:
    return tmp_path / "site" / "output"


def test_foreign_files_are_kept_and_named(output: Path, tmp_path: Path) -> None:
    build(output, OLD)
    foreign = {"CNAME": "example.org", "quotes/b/notes.txt": "mine", "own/x": "y", "a\nb": "name"}
    for path, text in foreign.items():
        (output / path).parent.mkdir(exist_ok=True)
        (output / path).write_text(text)
    (output / "link").symlink_to(tmp_path)
    os.mkfifo(output / "pipe")
    names = ("CNAME", "a\nb", "link", "own/x", "pipe", "quotes/b/notes.txt")
    assert build(output, NEW) == Written(written=3, unchanged=1, removed=1, foreign=names)
    (output / "pipe").unlink()
    rest = {**foreign, "link": f"-> {tmp_path}", "own/": "", "quotes/b/": ""}
    assert contents(output) == {**clean(tmp_path / "clean", NEW), **rest}


def test_a_folder_of_others_without_a_manifest_takes_a_site(output: Path, tmp_path: Path) -> None:
    output.mkdir(parents=True)
    (output / ".nojekyll").write_text("")
    assert build(output, OLD) == Written(4, 0, 0, (".nojekyll",))
    assert contents(output) == {**clean(tmp_path / "clean", OLD), ".nojekyll": ""}


@pytest.mark.parametrize(
    ("foreign", "path", "naming"),
    [
        ("x", "x", "x"),
        ("x", "x/index.html", "x"),
        ("x/y", "x", "x"),
        ("x/", "x", "x"),
        ("x/y/", "x", "x"),
        ("quotes/y", "quotes/y/index.html", "quotes/y"),
        ("quotes/y/", "quotes/y", "quotes/y"),
    ],
)
@pytest.mark.parametrize("standing", [True, False])
def test_what_others_put_in_the_way_is_not_overwritten(
    output: Path, foreign: str, path: str, naming: str, *, standing: bool
) -> None:
    if standing:
        build(output, OLD)
    put(output, foreign)
    refused(output, {path: "ours"}, naming=naming)


@pytest.mark.parametrize("foreign", ["manifest.json", "manifest.json/", "manifest.json/x"])
def test_a_manifest_of_others_is_not_overwritten(output: Path, foreign: str) -> None:
    put(output, foreign)
    refused(output, OLD, naming="manifest.json")


def test_a_foreign_file_in_our_folder_keeps_the_folder_from_becoming_a_file(output: Path) -> None:
    build(output, {"x/index.html": "1"})
    (output / "x/notes").write_text("mine")
    refused(output, {"x": "2"}, naming="x/notes")
    (output / "x/notes").unlink()
    (output / "x/empty").mkdir()
    refused(output, {"x": "2"}, naming="x/empty")


def test_our_file_made_a_folder_by_others_is_theirs(output: Path) -> None:
    build(output, OLD)
    (output / "feed.xml").unlink()
    (output / "feed.xml").mkdir()
    refused(output, OLD, naming="feed.xml")
    assert build(output, {"index.html": "home"}) == Written(0, 1, 2, ())
    assert sorted(contents(output)) == ["feed.xml/", "index.html", "manifest.json"]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b'{"version": 1, "files": {"index.html": {"sha2',
        b"\xff\x00garbage",
        b"[]",
        b'{"version": 2, "files": {}}',
        b'{"version": 1, "files": ["index.html"]}',
        b'{"version": 1, "other": ' + b"[" * 100_000,
        *(
            json.dumps({"version": 1, "files": {path: {"sha256": "0" * 64, "size": 6}}}).encode()
            for path in ("../victim", "../../victim", "/etc/passwd", "a/../../victim", "a//b", "manifest.json")
        ),
    ],
)
def test_a_manifest_that_we_did_not_write_owns_nothing(output: Path, data: bytes) -> None:
    build(output, OLD)
    for victim in (output.parent / "victim", output.parent.parent / "victim"):
        victim.write_text("victim")
    (output / "manifest.json").write_bytes(data)
    touched = traces(output)
    with pytest.raises(RefusedOutput, match=r"'manifest\.json' in .* is not a manifest"):
        build(output, {})
    assert traces(output) == touched
    assert (output.parent / "victim").exists()
    assert (output.parent.parent / "victim").exists()


def test_links_are_never_followed_inside_the_output(output: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    build(elsewhere, {"a/index.html": "a"})
    build(output, OLD)
    before = contents(elsewhere)
    for path in sorted((output / "quotes").rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    (output / "quotes").rmdir()
    (output / "quotes").symlink_to(elsewhere)
    refused(output, OLD, naming="quotes")
    assert build(output, {"index.html": "home"}) == Written(0, 1, 1, ("quotes",))
    (output / "index.html").unlink()
    (output / "index.html").symlink_to(elsewhere / "a/index.html")
    refused(output, OLD, naming="index.html")
    assert build(output, {"feed.xml": "feed"}) == Written(1, 0, 0, ("index.html", "quotes"))
    assert contents(elsewhere) == before


@pytest.mark.parametrize("planted", [".output.ipsegen", ".output.ipsegen/temporary"])
def test_a_planted_link_does_not_choose_what_is_tidied_up(output: Path, tmp_path: Path, planted: str) -> None:
    treasure = tmp_path / "home" / "temporary" / "treasure"
    treasure.parent.mkdir(parents=True)
    treasure.write_text("gold")
    link = output.parent / planted
    link.parent.mkdir(parents=True)
    link.symlink_to(tmp_path / "home" if planted == ".output.ipsegen" else treasure.parent)
    with pytest.raises((RefusedOutput, OSError)):
        build(output, OLD)
    assert treasure.read_text() == "gold"
    assert not output.exists()


def test_a_foreign_folder_that_may_not_be_read_is_left_alone(output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build(output, OLD)
    (output / "lost+found").mkdir()
    real = os.scandir

    def guarded(path: str) -> object:
        if str(path).endswith("/lost+found/"):
            raise PermissionError(errno.EACCES, "no", path)
        return real(path)

    monkeypatch.setattr(os, "scandir", guarded)
    assert build(output, OLD).foreign == ("lost+found",)
    with pytest.raises(RefusedOutput, match=r"lost\+found"):
        build(output, {"lost+found/index.html": "x"})
