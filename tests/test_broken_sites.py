"""Small whole sites with known faults: all are found in one run, each at its place, and nothing else is.

Adding a fault to a site is adding a file and one line to its `expected.txt`:
`content/quotes/x.yaml:3:9 error unknown-author | a part of the hint`.
"""

import ast
import os
import re
import shutil
import socket
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple, get_args

import pytest

import ipsegen
from ipsegen.diagnostics import Problem
from ipsegen.judgement import check
from ipsegen.load.text import MAX_UNFIT
from ipsegen.load.yaml_nodes import MAX_PROBLEMS
from ipsegen.model.checks.all import ALL_CHECKS
from ipsegen.model.faults import At

NOW = datetime(2025, 1, 21, 18, tzinfo=UTC)
SITES = Path(__file__).parent / "sites"
BROKEN = sorted(path.name for path in SITES.glob("broken-*"))
GOOD = sorted(path.name for path in SITES.glob("good-*"))
_CODE = re.compile("[a-z0-9]+(-[a-z0-9]+)+")
_TAKE_NO_CODE = {"Choice", "Pattern", "ParserCreate", "decode", "encode", "startswith"}
_LINE = re.compile(r"(?P<fault>\S+:\d+:\d+ (?:error|warning) (?P<code>[a-z0-9-]+))(?: \| (?P<hint>.+))?")


class Expected(NamedTuple):
    """A line of `expected.txt`."""

    fault: str
    code: str
    hint: str


def expected_of(name: str) -> list[Expected]:
    found: list[Expected] = []
    for line in (SITES / name / "expected.txt").read_text(encoding="utf-8").splitlines():
        match = _LINE.fullmatch(line)
        assert match is not None, line
        found.append(Expected(match["fault"], match["code"], match["hint"] or ""))
    return found


def problems_in(root: Path) -> list[Problem]:
    return list(check(root, NOW).problems)


def shown(problem: Problem) -> str:
    place = f"{problem.file}:{problem.line}:{problem.column}"
    return f"{place} {problem.severity} {problem.code}"


@pytest.mark.parametrize("name", BROKEN)
def test_every_fault_of_a_site_is_found_in_one_run_and_nothing_else(name: str) -> None:
    problems = problems_in(SITES / name)
    expected = expected_of(name)
    assert [shown(problem) for problem in problems] == sorted((line.fault for line in expected), key=_as_a_place)
    for problem in problems:
        hints = [line.hint for line in expected if line.fault == shown(problem)]
        assert problem.hint, shown(problem)
        assert any(hint in problem.hint for hint in hints), (shown(problem), problem.hint, hints)


def _as_a_place(fault: str) -> tuple[str, int, int, str]:
    place, _severity, code = fault.split(" ")
    file, line, column = place.rsplit(":", 2)
    return file, int(line), int(column), code


@pytest.mark.parametrize("name", GOOD)
def test_a_good_site_has_no_problem(name: str) -> None:
    assert problems_in(SITES / name) == []


def link(root: Path, _patch: pytest.MonkeyPatch) -> None:
    path = root / "content/authors/ada-lovelace.yaml"
    path.rename(root / "elsewhere.yaml")
    path.symlink_to(root / "elsewhere.yaml")


def pipe(root: Path, _patch: pytest.MonkeyPatch) -> None:
    os.mkfifo(root / "content/quotes/pipe.yaml")


def bind_socket(root: Path, patch: pytest.MonkeyPatch) -> None:
    # The path of a socket is short; that of a test's folder is not.
    patch.chdir(root / "content/quotes")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("socket.yaml")


def refuse_to_open(root: Path, patch: pytest.MonkeyPatch) -> None:
    def refuse(path: str) -> None:
        raise PermissionError(13, "Permission denied", path)

    on_opening(root / "content/sources/notes.yaml", refuse, patch)


def vanish(root: Path, patch: pytest.MonkeyPatch) -> None:
    on_opening(root / "content/contexts/engine.md", os.unlink, patch)


def on_opening(path: Path, act: Callable[[str], None], patch: pytest.MonkeyPatch) -> None:
    really = os.open

    def opened(name: str | Path, flags: int, mode: int = 0o777) -> int:
        if Path(name) == path:
            act(str(name))
        return really(name, flags, mode)

    patch.setattr(os, "open", opened)


def bury(root: Path, _patch: pytest.MonkeyPatch) -> None:
    (root / "content/quotes" / "/".join("a" * 32)).mkdir(parents=True)


def add(name: str, data: bytes) -> Callable[[Path, pytest.MonkeyPatch], None]:
    def write(root: Path, _patch: pytest.MonkeyPatch) -> None:
        path = root / os.fsdecode(f"content/{name}".encode("utf-8", "surrogateescape"))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)

    return write


def add_twins(root: Path, patch: pytest.MonkeyPatch) -> None:
    """Two folders that a Mac and Windows take for one."""
    draft = "author: unknown\npronounced: 1843\ninserted: 2025-01-20T12:00:00Z\nsource: notes\ntext: "
    add("quotes/Letters/one.yaml", f"{draft}The first letter.\n".encode())(root, patch)
    add("quotes/letters/one.yaml", f"{draft}Another letter altogether.\n".encode())(root, patch)


MADE: dict[str, tuple[Callable[[Path, pytest.MonkeyPatch], None], list[str]]] = {
    "a link": (link, ["content/authors/ada-lovelace.yaml:1:1 error not-a-regular-file"]),
    "a pipe": (pipe, ["content/quotes/pipe.yaml:1:1 error not-a-regular-file"]),
    "a socket": (bind_socket, ["content/quotes/socket.yaml:1:1 error not-a-regular-file"]),
    "a file that may not be read": (
        refuse_to_open,
        ["content/sources/notes.yaml:1:1 error unreadable-file"],
    ),
    "a file that vanishes": (vanish, ["content/contexts/engine.md:1:1 error changed-file"]),
    "33 folders": (bury, [f"content/quotes/{'/'.join('a' * 32)}:1:1 error too-deep"]),
    "a file of more than 256 KiB": (
        add("quotes/large.yaml", b"#\n" * 128 * 1024 + b"#"),
        ["content/quotes/large.yaml:1:1 error file-too-large"],
    ),
    "a line of 10 MB": (
        add("quotes/long.yaml", b"text: " + b"a" * 10_000_000),
        ["content/quotes/long.yaml:1:1 error file-too-large"],
    ),
    "NUL": (
        add("pages/zero.md", b"---\ntitle: A page\n---\nWords\0.\n"),
        ["content/pages/zero.md:4:6 error control-character"],
    ),
    "more control characters than are named": (
        add("pages/bell.md", b"---\ntitle: A page\n---\n" + b"\a" * 200),
        [f"content/pages/bell.md:4:{column} error control-character" for column in range(1, MAX_UNFIT + 2)],
    ),
    "more faults than are named": (
        add("quotes/many.yaml", b"title: Notes\n" * 200),
        [
            *(f"content/quotes/many.yaml:{line}:1 error duplicate-key" for line in range(2, MAX_PROBLEMS + 2)),
            f"content/quotes/many.yaml:{MAX_PROBLEMS + 2}:1 error too-many-problems",
        ],
    ),
    "a name that is not UTF-8": (
        add("quotes/\udcff.yaml", b""),
        ["content/quotes/\\udcff.yaml:1:1 error bad-file-name"],
    ),
    "a name with a line break": (
        add("quotes/a\nb.yaml", b""),
        ["content/quotes/a\nb.yaml:1:1 error bad-file-name"],
    ),
    "a name with a backslash": (
        add("quotes/up\\a.yaml", b""),
        ["content/quotes/up\\a.yaml:1:1 error bad-file-name"],
    ),
    "names that differ by case": (
        add_twins,
        [
            "content/quotes/Letters/one.yaml:1:1 error duplicate-id",
            "content/quotes/Letters/one.yaml:1:1 error name-collision",
            "content/quotes/letters/one.yaml:1:1 error duplicate-id",
            "content/quotes/letters/one.yaml:1:1 error name-collision",
        ],
    ),
}
"""What git or a file system cannot hold: how it is made in a good site, and the faults that it gives."""


@pytest.mark.parametrize("made", MADE)
def test_what_no_repository_can_hold_is_one_fault_and_nothing_follows_from_it(
    made: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tmp_path / "site"
    shutil.copytree(SITES / "good-small", root)
    make, expected = MADE[made]
    make(root, monkeypatch)
    problems = problems_in(root)
    assert [shown(problem) for problem in problems] == expected
    assert all(problem.hint for problem in problems)


def test_the_sites_have_every_code_of_the_package_and_more_than_a_hundred_faults() -> None:
    lines = [line for name in BROKEN for line in expected_of(name)]
    made = [fault for _make, faults in MADE.values() for fault in faults]
    codes = {line.code for line in lines} | {fault.rpartition(" ")[2] for fault in made}
    assert len(codes) > 60
    assert len({line.fault for line in lines}) > 200
    assert codes == codes_in_source()


def codes_in_source() -> set[str]:
    """The names of checks, and the texts that look like a code and are handed over as they are, or by default."""
    found = {check.__name__.replace("_", "-") for check in ALL_CHECKS}
    for pattern in ("load/**/*.py", "model/**/*.py", "render/*_faults.py", "wording.py"):
        for path in Path(ipsegen.__file__).parent.glob(pattern):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                texts = (each.value for each in _handed_over(node) if isinstance(each, ast.Constant))
                found.update(text for text in texts if isinstance(text, str) and _CODE.fullmatch(text))
    return found - set(get_args(At))


def _handed_over(node: ast.AST) -> list[ast.expr]:
    if isinstance(node, ast.AnnAssign) and node.value is not None:
        return [node.value]
    return node.args if isinstance(node, ast.Call) and _name(node.func) not in _TAKE_NO_CODE else []


def _name(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
