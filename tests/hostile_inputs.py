"""What git cannot hold, or nobody wants to read: how it is put into a good site, and the faults that it gives.

The rows are those of docs/design/hostile-inputs.md that no folder of tests/sites/ can hold.
"""

import os
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from ipsegen.load.text import MAX_UNFIT
from ipsegen.load.yaml_nodes import MAX_PROBLEMS

Make = Callable[[Path, pytest.MonkeyPatch], None]


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


def make_device(root: Path, patch: pytest.MonkeyPatch) -> None:
    """A link to a device, for making one takes a right that tests do not have everywhere."""
    (root / "content/quotes/device.yaml").symlink_to("/dev/zero")
    on_opening(root / "content/quotes/device.yaml", never, patch)


def never(path: str) -> None:
    raise AssertionError(f"{path} was opened")


def change(root: Path, patch: pytest.MonkeyPatch) -> None:
    """A file that grows between the look at its size and its end."""
    path = root / "content/contexts/engine.md"
    really = os.read

    def grown(descriptor: int, length: int) -> bytes:
        if os.fstat(descriptor).st_ino == path.stat().st_ino:
            with path.open("ab") as file:
                file.write(b"More.\n")
        return really(descriptor, length)

    patch.setattr(os, "read", grown)


def add_unicode_twins(root: Path, patch: pytest.MonkeyPatch) -> None:
    """Two files whose names a Mac takes for one: é as one character, and as two."""
    draft = "author: unknown\npronounced: 1843\ninserted: 2025-01-20T12:00:00Z\nsource: notes\ntext: "
    add("quotes/\u00e9/one.yaml", f"{draft}The first letter.\n".encode())(root, patch)
    add("quotes/e\u0301/one.yaml", f"{draft}Another letter altogether.\n".encode())(root, patch)


def template(name: str, make: Callable[[Path], object]) -> Make:
    """Something that is no file, among the site's own templates."""

    def put(root: Path, _patch: pytest.MonkeyPatch) -> None:
        (root / "templates").mkdir()
        make(root / "templates" / name)

    return put


MERGES = "".join(
    f"a{level}: &a{level} {{<<: [{', '.join([f'*a{level - 1}'] * 9)}]}}\n" if level else "a0: &a0 {x: y}\n"
    for level in range(12)
)
"""Mappings merged into mappings: what takes PyYAML seconds, and twice as long for each level more."""


MADE: dict[str, tuple[Make, list[str]]] = {
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
    "names that differ by Unicode form": (
        add_unicode_twins,
        [
            # In the order of code points: the letter with its accent stands before the one sign.
            *(f"content/quotes/e\u0301/one.yaml:1:1 error {code}" for code in ("duplicate-id", "name-collision")),
            *(f"content/quotes/\u00e9/one.yaml:1:1 error {code}" for code in ("duplicate-id", "name-collision")),
        ],
    ),
    "a device": (make_device, ["content/quotes/device.yaml:1:1 error not-a-regular-file"]),
    "a file that changes": (change, ["content/contexts/engine.md:1:1 error changed-file"]),
    "a pipe among templates": (
        template("pipe.html", os.mkfifo),
        ["templates/pipe.html:1:1 error not-a-regular-file"],
    ),
    "a link among templates": (
        template("page.html", lambda path: path.symlink_to("/etc/passwd")),
        ["templates/page.html:1:1 error not-a-regular-file"],
    ),
    "a template that is not UTF-8": (
        template("page.html", lambda path: path.write_bytes(b"<p>\xff")),
        ["templates/page.html:1:4 error not-utf-8"],
    ),
    "a title of 200 KB": (
        add("pages/long.md", b"---\ntitle: " + b"long " * 40_000 + b"\n---\nWords.\n"),
        ["content/pages/long.md:2:8 error too-long"],
    ),
    "30,000 lists in each other": (
        add("quotes/deep.yaml", b"[" * 30_000),
        ["content/quotes/deep.yaml:1:33 error too-deep"],
    ),
    "30,000 mappings in each other": (
        add("quotes/deep.yaml", b"{a: " * 30_000),
        ["content/quotes/deep.yaml:1:129 error too-deep"],
    ),
    "merges upon merges": (
        add("quotes/merges.yaml", MERGES.encode()),
        ["content/quotes/merges.yaml:1:5 error yaml-alias"],
    ),
    "a tag that would run Python": (
        add("quotes/tag.yaml", b"text: !!python/object/apply:os.system [id]\n"),
        ["content/quotes/tag.yaml:1:7 error yaml-tag"],
    ),
    "a binary tag": (
        add("quotes/tag.yaml", b"text: !!binary aGVsbG8=\n"),
        ["content/quotes/tag.yaml:1:7 error yaml-tag"],
    ),
    "marks upon marks, which take seconds to compare": (
        add("quotes/marks.yaml", ("text: a" + "\u0301\u0316" * 60_000).encode()),
        ["content/quotes/marks.yaml:1:38 error too-many-marks"],
    ),
    "marks upon marks in a key": (
        add("quotes/marks.yaml", ("a" + "\u0316" * 30_000 + "\u0301" * 30_000 + ": b\n").encode()),
        ["content/quotes/marks.yaml:1:32 error too-many-marks"],
    ),
    "marks upon marks by their numbers": (
        add("quotes/marks.yaml", b'"a' + b"\\u0301\\u0316" * 20_000 + b'": b\n'),
        ["content/quotes/marks.yaml:1:1 error too-many-marks"],
    ),
    "marks upon marks by their names in HTML": (
        add("pages/marks.md", b"---\ntitle: A page\n---\nWords a" + b"&#769;&#790;" * 20 + b".\n"),
        ["content/pages/marks.md:4:8 error too-many-marks"],
    ),
    "UTF-16 without a mark": (
        add("quotes/wide.yaml", "text: Words.\n".encode("utf-16-le")),
        ["content/quotes/wide.yaml:1:1 error not-utf-8"],
    ),
    "a lone surrogate": (
        add("pages/lone.md", b"---\ntitle: A page\n---\nWords \xed\xa0\x80.\n"),
        ["content/pages/lone.md:4:7 error not-utf-8"],
    ),
    "a lone surrogate by its number": (
        add("pages/lone.md", b'---\ntitle: "A \\ud800 page"\n---\nWords.\n'),
        ["content/pages/lone.md:2:8 error yaml-syntax"],
    ),
    "an id that Windows keeps for itself": (
        add("pages/con.md", b"---\ntitle: A page\n---\nWords.\n"),
        ["content/pages/con.md:1:1 error bad-id"],
    ),
    "an id with an escape": (
        add("pages/%2e%2e.md", b"---\ntitle: A page\n---\nWords.\n"),
        ["content/pages/%2e%2e.md:1:1 error bad-id"],
    ),
    "an id that a file of the output has": (
        add("pages/feed.xml.md", b"---\ntitle: A page\n---\nWords.\n"),
        ["content/pages/feed.xml.md:1:1 error bad-id"],
    ),
    "a name as long as names can be": (
        add(f"pages/{'a' * 252}.md", b"---\ntitle: A page\n---\nWords.\n"),
        [f"content/pages/{'a' * 252}.md:1:1 error bad-id"],
    ),
    "an id with a zero-width space": (
        add("pages/a\u200bb.md", b"---\ntitle: A page\n---\nWords.\n"),
        ["content/pages/a\u200bb.md:1:1 error bad-file-name"],
    ),
}
