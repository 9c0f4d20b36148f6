"""What docs/comparison.md shows of ipsegen is what happens when its commands are typed one after the other."""

import re
import shlex
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.command import COMMAND, environment
from tests.test_documentation import blocks

FAILS = ("ipsegen check", "ipsegen new quote")
"""These end with 1 where the page says that they find something."""


def test_every_command_shows_what_the_page_says(tmp_path: Path) -> None:
    program = tmp_path / "bin" / "ipsegen"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec {shlex.join(COMMAND)} "$@"\n')
    program.chmod(0o755)
    site = tmp_path / "site"
    site.mkdir()
    path = f"{program.parent}:{environment()['PATH']}"
    for line, shown in steps():
        done = subprocess.run(
            line, shell=True, cwd=site, env=environment({"PATH": path}), capture_output=True, text=True, check=False
        )
        assert done.returncode == (line.startswith(FAILS) and shown != []), f"{line}\n{done.stdout}{done.stderr}"
        told = iter((done.stdout + done.stderr).splitlines())
        for expected in shown:
            assert any(pattern_of(expected).fullmatch(one) for one in told), f"{line}\n{expected}\n{done.stdout}"


def steps() -> Iterator[tuple[str, list[str]]]:
    """Each command of the page, with the lines that it shows, in order; there may be others between them."""
    for block in blocks("console"):
        if block.page == "docs/comparison.md":
            for step in block.text.removeprefix("$ ").split("\n$ "):
                line, *shown = step.splitlines()
                yield line, shown


def pattern_of(shown: str) -> re.Pattern[str]:
    """A line in which … stands for anything."""
    return re.compile(".*".join(map(re.escape, shown.split("…"))))


@pytest.mark.parametrize("command", ["explain", "rename", "import", "schema", "new", "check --format sarif"])
def test_what_the_table_names_is_among_them(command: str) -> None:
    assert any(line.startswith(f"ipsegen {command}") for line, _shown in steps())
