"""Small whole sites with known faults: all are found in one run, each at its place, and nothing else is.

Adding a fault to a site is adding a file and one line to its `expected.txt`:
`content/quotes/x.yaml:3:9 error unknown-author | a part of the hint`.
"""

import ast
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple, get_args

import pytest

import ipsegen
from ipsegen.diagnostics import Problem
from ipsegen.judgement import check
from ipsegen.model.checks.all import ALL_CHECKS
from ipsegen.model.faults import At
from tests.hostile_inputs import MADE

NOW = datetime(2025, 1, 21, 18, tzinfo=UTC)
SITES = Path(__file__).parent / "sites"
BROKEN = sorted(path.name for path in SITES.glob("broken-*"))
GOOD = sorted(path.name for path in SITES.glob("good-*"))
_CODE = re.compile("[a-z0-9]+(-[a-z0-9]+)+")
_TAKE_NO_CODE = {"Choice", "Pattern", "ParserCreate", "Silence", "decode", "encode", "startswith"}
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
            if path.name == "tables.py":
                continue  # files to import are no part of a site
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
