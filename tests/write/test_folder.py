"""Which output folders are refused, and what the refusal says."""

import os
import socket
from pathlib import Path

import pytest

from ipsegen.write.folder import RefusedOutput, make_working_folder, refuse_dangerous


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A site in a repository in a home folder."""
    home = tmp_path / "home" / "someone"
    site = home / "site"
    for folder in ("content/quotes", "templates", ".git", ".ipsegen/preview", "output", "worktree", "bare"):
        (site / folder).mkdir(parents=True)
    for folder in ("HEAD", "objects", "refs"):
        (site / "bare" / folder).mkdir()
    (site / "worktree/.git").write_text("gitdir: elsewhere")
    (site / "file").write_text("")
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.chdir(site)
    return site


def check(root: Path, folder: Path, reason: str) -> None:
    """`folder` is refused for `reason`; for an empty one it is allowed. Links to it fare the same."""
    link = root.parent / "link"
    link.symlink_to(folder if folder.is_absolute() else root / folder)
    for name in (folder, link):
        if reason:
            with pytest.raises(RefusedOutput) as refusal:
                refuse_dangerous(name, root)
            assert reason in refusal.value.message
            assert str(refusal.value) == refusal.value.message
            assert "--output" in refusal.value.hint
        else:
            refuse_dangerous(name, root)


@pytest.mark.parametrize(
    ("folder", "reason"),
    [
        ("/", "root of the file system"),
        ("..", "home folder"),
        ("../..", "home folder"),
        (".", "root of the site"),
        ("content/..", "root of the site"),
        ("content", "content/"),
        ("content/quotes", "content/"),
        ("content/quotes/new/er", "content/"),
        ("templates", "templates/"),
        ("templates/new", "templates/"),
        (".ipsegen", "cache"),
        (".git", "git repository"),
        (".git/new", "git repository"),
        ("worktree", "git repository"),
        ("bare", "git repository"),
        ("file", "not a folder"),
        ("file/new", "below a file"),
        ("output", ""),
        ("new/er", ""),
        ("../other", ""),
        (".ipsegen/preview", ""),
        ("contents", ""),
    ],
)
def test_folders(root: Path, folder: str, reason: str) -> None:
    check(root, Path(folder), reason)


def test_a_site_above_the_home_folder(root: Path) -> None:
    refuse_dangerous(root.parent.parent.parent / "output", root.parent.parent.parent)
    with pytest.raises(RefusedOutput, match="root of the site"):
        refuse_dangerous(root, root)


def test_sources_that_are_links_are_followed(root: Path) -> None:
    real = root.parent / "shared" / "content"
    real.parent.mkdir()
    (root / "content").rename(real)
    (root / "content").symlink_to(real)
    check(root, real.parent, "content/")
    (root.parent / "link").unlink()
    check(root, real / "quotes", "content/")


def test_links_in_a_circle(root: Path) -> None:
    (root / "one").symlink_to(root / "two")
    (root / "two").symlink_to(root / "one")
    check(root, root / "one", "not a folder")


def test_pipes_and_sockets(root: Path) -> None:
    os.mkfifo(root / "pipe")
    check(root, root / "pipe", "not a folder")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("socket")
        (root.parent / "link").unlink()
        check(root, root / "socket", "not a folder")


def test_one_folder_under_two_names(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As where case does not count: `Content` and `content` are one."""
    (root / "Content").mkdir()
    monkeypatch.setattr(Path, "samefile", lambda one, other: str(one).lower() == str(other).lower())
    check(root, root / "Content" / "x", "content/")


def test_somebody_without_a_home(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def homeless() -> Path:
        raise RuntimeError

    monkeypatch.setattr(Path, "home", homeless)
    refuse_dangerous(root.parent, root.parent.parent / "elsewhere")


def test_the_working_folder_lies_beside_the_output(root: Path) -> None:
    assert make_working_folder(root / "a" / "output") == root / "a" / ".output.ipsegen"
    assert make_working_folder(root / "a" / "output").is_dir()
    assert not (root / "a" / "output").exists()
    (root / "link").symlink_to(root / "a" / "output")
    assert make_working_folder(root / "link") == root / "a" / ".output.ipsegen"


def test_a_file_where_the_working_folder_should_be(root: Path) -> None:
    (root / ".output.ipsegen").write_text("mine")
    with pytest.raises(RefusedOutput, match="not a folder"):
        make_working_folder(root / "output")
    assert (root / ".output.ipsegen").read_text() == "mine"
