"""What may lie in the folders of a site, and what is said about the rest."""

import os
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from ipsegen.load.snapshot import MAX_TEXT_BYTES, File, Tree, read_file, read_tree
from ipsegen.load.theme import default_theme, read_theme
from tests import command as command_line

Maker = Callable[[Path], object]


def write(path: Path, data: bytes = b"title: x\n") -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def check(root: Path, *, files: list[str], problems: list[tuple[str, str]]) -> Tree:
    """The tree `content` below `root` gives just these files, and just these problems, each at 1:1."""
    tree = read_tree(root, "content", media="content/media/")
    assert [file.path for file in tree.files] == files
    assert sorted((problem.file, problem.code) for problem in tree.problems) == sorted(problems)
    assert all((problem.line, problem.column, problem.is_error) == (1, 1, True) for problem in tree.problems)
    assert all(problem.message and problem.hint for problem in tree.problems)
    return tree


def bind_socket(path: Path) -> None:
    # The path of a socket is short; that of a test's folder is not.
    here = Path.cwd()
    os.chdir(path.parent)
    try:
        with socket.socket(socket.AF_UNIX) as server:
            server.bind(path.name)
    finally:
        os.chdir(here)


def test_all_files_in_the_order_of_their_paths(tmp_path: Path) -> None:
    for name in ("b.yaml", "a/b/c.yaml", "a.yaml", "media/x.png"):
        write(tmp_path / "content" / name, name.encode())
    files = ["content/a.yaml", "content/a/b/c.yaml", "content/b.yaml", "content/media/x.png"]
    tree = check(tmp_path, files=files, problems=[])
    assert [file.data for file in tree.files] == [path.removeprefix("content/").encode() for path in files]


@pytest.mark.parametrize(
    "name",
    [
        ".hidden.yaml",
        "#a.yaml#",
        "a.yaml~",
        "a.yaml.bak",
        ".a.yaml.swp",
        "Thumbs.db",
        ".git/config",
        "a.orig",
        "a.tmp",
    ],
)
def test_what_editors_leave_behind_is_no_matter(tmp_path: Path, name: str) -> None:
    write(tmp_path / "content/a.yaml")
    write(tmp_path / "content" / name)
    check(tmp_path, files=["content/a.yaml"], problems=[])


@pytest.mark.parametrize(
    "make",
    [
        lambda path: path.symlink_to("/etc/passwd"),
        lambda path: path.symlink_to("a.yaml"),
        lambda path: path.symlink_to("nowhere"),
        lambda path: path.symlink_to("x.yaml"),
        lambda path: path.symlink_to(".."),
        os.mkfifo,
        bind_socket,
    ],
    ids=["out", "beside", "dangling", "itself", "parent", "pipe", "socket"],
)
def test_links_pipes_and_sockets_are_never_opened(tmp_path: Path, make: Maker) -> None:
    write(tmp_path / "content/a.yaml")
    make(tmp_path / "content/x.yaml")
    check(tmp_path, files=["content/a.yaml"], problems=[("content/x.yaml", "not-a-regular-file")])
    for name in ("content/x.yaml", "content"):
        found = read_file(tmp_path, name, 100)
        assert not isinstance(found, File)
        assert found.code == "not-a-regular-file"


@pytest.mark.parametrize("target", ["elsewhere", "nowhere", "content", "elsewhere/a.yaml"])
def test_the_folder_itself_is_no_link(tmp_path: Path, target: str) -> None:
    write(tmp_path / "elsewhere/a.yaml")
    (tmp_path / "content").symlink_to(target)
    check(tmp_path, files=[], problems=[("content", "not-a-regular-file")])


@pytest.mark.parametrize("target", ["elsewhere", "nowhere", default_theme() / "templates"])
def test_templates_are_no_link_either(tmp_path: Path, target: str) -> None:
    write(tmp_path / "elsewhere/base.html", b"mine")
    (tmp_path / "templates").symlink_to(target)
    theme = read_theme(tmp_path)
    assert theme.templates == read_theme(tmp_path / "elsewhere").templates
    found = [(problem.file, problem.line, problem.column, problem.code) for problem in theme.problems]
    assert found == [("templates", 1, 1, "not-a-regular-file")]


@pytest.mark.parametrize("folder", ["content", "templates"])
@pytest.mark.parametrize("command", ["check", "build"])
def test_a_command_says_so_of_a_link(tmp_path: Path, folder: str, command: str) -> None:
    command_line.write(tmp_path, command_line.SITE)
    write(tmp_path / "templates/extra.html", b"")
    (tmp_path / folder).rename(tmp_path / "elsewhere")
    (tmp_path / folder).symlink_to("elsewhere")
    result = command_line.run(command, root=tmp_path)
    assert result.status == 1
    assert f"{folder}:1:1" in result.out + result.err
    assert "not-a-regular-file" in result.out + result.err
    assert not (tmp_path / "output").exists()


@pytest.mark.parametrize("name", ["x.yaml", "x.md"])
def test_a_folder_with_the_name_of_a_file(tmp_path: Path, name: str) -> None:
    write(tmp_path / "content" / name / "a.yaml")
    check(tmp_path, files=[], problems=[(f"content/{name}", "unexpected-file")])


@pytest.mark.parametrize(
    "name",
    [
        "a\\b.yaml",
        "b\\..\\a.yaml",
        "a\nb.yaml",
        "a\x1b[31m.yaml",
        "a\u202eb.yaml",
        "a\u200bb.yaml",
        "a\u00a0b.yaml",
    ],
)
def test_names_that_no_path_may_hold(tmp_path: Path, name: str) -> None:
    write(tmp_path / "content" / name)
    check(tmp_path, files=[], problems=[(f"content/{name}", "bad-file-name")])


def test_a_name_that_is_not_utf_8(tmp_path: Path) -> None:
    write(tmp_path / "content" / os.fsdecode(b"a\xff.yaml"))
    check(tmp_path, files=[], problems=[("content/a\\udcff.yaml", "bad-file-name")])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Nato.yaml", "nato.yaml"),
        ("caf\u00e9.yaml", "cafe\u0301.yaml"),
        ("a/x.yaml", "A/x.yaml"),
        ("ß.md", "SS.md"),
    ],
)
def test_names_that_some_file_systems_take_for_one(tmp_path: Path, one: str, other: str) -> None:
    paths = sorted(f"content/{name}" for name in (one, other))
    for path in paths:
        write(tmp_path / path)
    tree = check(tmp_path, files=paths, problems=[(path, "name-collision") for path in paths])
    for problem in tree.problems:
        twin = next(path for path in paths if path != problem.file)
        assert f"'{twin}'" in problem.message


def test_files_have_a_size_that_is_checked_before_they_are_read(tmp_path: Path) -> None:
    write(tmp_path / "content/a.yaml", b"x" * MAX_TEXT_BYTES)
    write(tmp_path / "content/b.yaml", b"x" * (MAX_TEXT_BYTES + 1))
    write(tmp_path / "content/c.yaml", b"x" * 10_000_000)
    write(tmp_path / "content/media/d.png", b"x" * (MAX_TEXT_BYTES + 1))
    check(
        tmp_path,
        files=["content/a.yaml", "content/media/d.png"],
        problems=[("content/b.yaml", "file-too-large"), ("content/c.yaml", "file-too-large")],
    )


def test_a_sparse_terabyte_is_not_read(tmp_path: Path) -> None:
    write(tmp_path / "content/media/a.png")
    os.truncate(tmp_path / "content/media/a.png", 2**40)
    check(tmp_path, files=[], problems=[("content/media/a.png", "file-too-large")])


def opening(monkeypatch: pytest.MonkeyPatch, name: str, act: Callable[[str], None]) -> None:
    """Let `act` happen when the file called `name` is about to be opened."""
    really = os.open

    def open_(path: str | Path, flags: int, mode: int = 0o777) -> int:
        if Path(path).name == name:
            act(str(path))
        return really(path, flags, mode)

    monkeypatch.setattr(os, "open", open_)


def refuse(path: str) -> None:
    raise PermissionError(13, "Permission denied", path)


def test_an_unreadable_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "content/a.yaml")
    write(tmp_path / "content/b.yaml")
    opening(monkeypatch, "a.yaml", refuse)
    tree = check(tmp_path, files=["content/b.yaml"], problems=[("content/a.yaml", "unreadable-file")])
    assert tree.problems[0].hint == "give read permission: chmod a+r content/a.yaml"


def replace_by_link(path: str) -> None:
    Path(path).unlink()
    Path(path).symlink_to("/etc/passwd")


@pytest.mark.parametrize(("act", "code"), [(os.unlink, "changed-file"), (replace_by_link, "not-a-regular-file")])
def test_a_file_that_goes_before_it_is_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, act: Callable[[str], None], code: str
) -> None:
    write(tmp_path / "content/a.yaml")
    write(tmp_path / "content/b.yaml")
    opening(monkeypatch, "a.yaml", act)
    check(tmp_path, files=["content/b.yaml"], problems=[("content/a.yaml", code)])


@pytest.mark.parametrize(
    "change",
    [
        lambda path: path.write_bytes(b"title: a longer one\n"),
        lambda path: path.write_bytes(b""),
        lambda path: os.utime(path, ns=(1, 1)),
    ],
    ids=["grows", "shrinks", "is written again"],
)
def test_a_file_that_changes_while_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: Callable[[Path], object]
) -> None:
    path = tmp_path / "content/a.yaml"
    write(path)
    really = os.fstat
    asked: list[int] = []

    def fstat(descriptor: int) -> os.stat_result:
        asked.append(descriptor)
        result = really(descriptor)
        if len(asked) == 1:
            change(path)
        return result

    with monkeypatch.context() as patched:
        patched.setattr(os, "fstat", fstat)
        found = read_file(tmp_path, "content/a.yaml", 100)
    assert not isinstance(found, File)
    assert (found.code, found.hint) == ("changed-file", "run the command again")


def scanning(monkeypatch: pytest.MonkeyPatch, name: str, act: Callable[[str], None]) -> None:
    really = os.scandir

    def scandir(path: str) -> object:
        if Path(path).name == name:
            act(path)
        return really(path)

    monkeypatch.setattr(os, "scandir", scandir)


@pytest.mark.parametrize(
    ("act", "code"),
    [(refuse, "unreadable-file"), (lambda path: Path(path).rename(f"{path}-gone"), "changed-file")],
)
def test_a_folder_that_cannot_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, act: Callable[[str], None], code: str
) -> None:
    write(tmp_path / "content/a.yaml")
    write(tmp_path / "content/quotes/b.yaml")
    scanning(monkeypatch, "quotes", act)
    check(tmp_path, files=["content/a.yaml"], problems=[("content/quotes", code)])


def test_folders_lie_only_so_deep(tmp_path: Path) -> None:
    deep = tmp_path / "content"
    here = Path.cwd()
    deep.mkdir()
    os.chdir(deep)
    try:
        for _ in range(400):
            Path("d").mkdir()
            os.chdir("d")
        write(Path("a.yaml"))
    finally:
        os.chdir(here)
    check(tmp_path, files=[], problems=[("content" + "/d" * 33, "too-deep")])


def test_a_path_that_is_too_long_for_the_machine(tmp_path: Path) -> None:
    write(tmp_path / "content/a.yaml")
    found = read_file(tmp_path, "content/" + "x" * 300, 100)
    assert not isinstance(found, File)
    assert found.code == "bad-file-name"


def test_no_content_at_all_is_not_a_fault_of_the_content(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        read_tree(tmp_path, "content")


def test_a_machine_that_fails_is_not_a_fault_of_the_content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(path: str) -> None:
        raise OSError(5, "Input/output error", path)

    write(tmp_path / "content/a.yaml")
    opening(monkeypatch, "a.yaml", fail)
    with pytest.raises(OSError, match="Input/output error"):
        read_tree(tmp_path, "content")
