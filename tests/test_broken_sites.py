"""Small whole sites with known faults: all are found in one run, each at its place, and nothing else is.

Adding a fault to a site is adding a file and one line to its `expected.txt`:
`content/quotes/x.yaml:3:9 error unknown-author | a part of the hint`.
"""

import os
import re
import shutil
import socket
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import pytest

import ipsegen
from ipsegen.diagnostics import Problem
from ipsegen.load.snapshot import read_tree
from ipsegen.load.text import MAX_UNFIT
from ipsegen.load.yaml_nodes import MAX_PROBLEMS
from ipsegen.model.examine import examine

NOW = datetime(2025, 1, 21, 18, tzinfo=UTC)
SITES = Path(__file__).parent / "sites"
BROKEN = sorted(path.name for path in SITES.glob("broken-*"))
GOOD = sorted(path.name for path in SITES.glob("good-*"))
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
    tree = read_tree(root, "content", media="content/media/")
    return list(examine(tree, NOW).problems)


def shown(problem: Problem) -> str:
    place = f"{problem.file}:{problem.line}:{problem.column}"
    return f"{place} {problem.severity} {problem.code}"


@pytest.mark.parametrize("name", BROKEN)
def test_every_fault_of_a_site_is_found_in_one_run_and_nothing_else(name: str) -> None:
    problems = problems_in(SITES / name)
    expected = expected_of(name)
    assert [shown(problem) for problem in problems] == sorted(
        (line.fault for line in expected), key=_as_a_place
    )
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
