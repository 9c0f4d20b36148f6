"""The catalogue of problems and the code are of one mind, and every example gives the problem that it stands for."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import pytest

from ipsegen.judgement import check
from ipsegen.load.explanations import read_explanations
from ipsegen.load.scaffold import read_scaffold
from tests.command import write
from tests.hostile_inputs import MADE
from tests.test_broken_sites import BROKEN, codes_in_source, expected_of

NOW: Final = datetime(2025, 1, 21, 18, tzinfo=UTC)
CATALOGUE: Final = read_explanations()
SHOWN: Final = [code for code, entry in CATALOGUE.items() if entry.example]
TOLD: Final = [code for code, entry in CATALOGUE.items() if not entry.example]
OF_TABLES: Final = {"bad-csv", "bad-json", "bad-spreadsheet", "no-rows", "unknown-format"}
OF_LINKS: Final = {"dead-link", "moved-link", "private-link", "unreachable-link"}
BEYOND_CONTENT: Final = {"template-error", "vanished-id", *OF_TABLES, *OF_LINKS}
"""Codes of what is no part of a site's content: templates, what stood in the archive before, files to import, hosts."""


def test_every_code_is_in_the_catalogue_and_every_entry_is_a_code() -> None:
    assert set(CATALOGUE) == codes_in_source() | BEYOND_CONTENT
    assert list(CATALOGUE) == sorted(CATALOGUE)


@pytest.mark.parametrize("code", list(CATALOGUE))
def test_an_entry_says_cause_and_cure_in_sentences(code: str) -> None:
    entry = CATALOGUE[code]
    for text in (entry.cause, entry.cure):
        assert text[0].isupper()
        assert text.endswith(".")
    assert bool(entry.example) != bool(entry.seen)


def new_site() -> dict[str, str]:
    """The content of what `init` makes."""
    files = {path: text.replace("@NOW@", "2025-01-20T12:00:00Z") for path, text in read_scaffold().items()}
    return {path: text for path, text in files.items() if path.startswith("content/")}


@pytest.mark.parametrize("code", SHOWN)
def test_an_example_gives_its_problem_at_its_own_file(code: str, tmp_path: Path) -> None:
    problems = check(write(tmp_path, {**new_site(), **CATALOGUE[code].files}), NOW).problems
    assert (CATALOGUE[code].file, code) in {(problem.file, problem.code) for problem in problems}, problems
    assert {problem.code for problem in problems if problem.is_error} <= {code}, problems


def test_what_no_text_can_show_is_made_by_other_tests() -> None:
    made = {line.code for name in BROKEN for line in expected_of(name)}
    made |= {fault.rpartition(" ")[2] for _make, faults in MADE.values() for fault in faults}
    assert set(TOLD) <= made | BEYOND_CONTENT
