"""Patches are such as git applies them."""

import subprocess
from pathlib import Path

import pytest

from ipsegen.render.patch import render_patch


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"a\nb\nc\n", b"a\nB\nc\n"), (b"a\nb", b"a\nb\nc"), (b"a\r\nb\r\n", b"a\r\nB\r\n"), (b"a\n", b"a"),
        ("é\u2028x\n".encode(), "è\u2028x\n".encode()), (b"a\n" * 20 + b"b\n", b"a\n" * 20 + b"c\n"),
        (b"same\n", b"same\n"), (b"\x89PNG\xff", b"\x89PNG\xff"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("becomes", ["folder/old.txt", "folder/new name.txt"])
def test_what_git_makes_of_it_is_the_file(tmp_path: Path, before: bytes, after: bytes, becomes: str) -> None:
    old = tmp_path / "folder" / "old.txt"
    old.parent.mkdir()
    old.write_bytes(before)
    patch = render_patch("folder/old.txt", before, becomes, after)
    if before != after or becomes != "folder/old.txt":
        subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
        subprocess.run(["git", "apply"], cwd=tmp_path, input=patch.encode(), check=True)
    assert (tmp_path / becomes).read_bytes() == after
    assert old.exists() == (becomes == "folder/old.txt")
