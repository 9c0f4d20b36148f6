"""The summary of a job on GitHub: a table of everything, in which the content stays text."""

import html
import re

from hypothesis import given, settings
from hypothesis import strategies as st

from ipsegen.diagnostics import Problem, encodable, visible
from ipsegen.job_summary import MOST_BYTES, job_summary

ANY_TEXT = st.text(st.characters(), max_size=40)


def rows_of(summary: str) -> list[str]:
    return [line for line in summary.splitlines()[6:] if line.startswith("|")]


def test_every_problem_has_a_row_those_in_changed_files_first() -> None:
    problems = [Problem(file, 1, 1, "unknown-author", "no author", "create it") for file in ("a", "b", "new")]
    summary = job_summary(problems, "3 errors in 3 of 9 files", {"new"})
    assert html.unescape(summary).startswith("### ipsegen check\n\n3 errors in 3 of 9 files\n")
    assert [html.unescape(row)[2:].partition(":")[0] for row in rows_of(summary)] == ["new", "a", "b"]


def test_without_a_problem_there_is_no_table() -> None:
    assert "|" not in job_summary([], "no problems in 9 files")


def test_what_github_would_drop_is_counted_in_its_place() -> None:
    problems = [Problem(f"content/{number}.yaml", 1, 1, "x", "m" * 1000) for number in range(1200)]
    summary = job_summary(problems, "1,200 errors")
    assert len(summary.encode()) < MOST_BYTES + 10_000
    left = int(summary.splitlines()[-1].removesuffix(" more"))
    assert len(rows_of(summary)) + left == 1200
    assert left > 0


@settings(deadline=None)
@given(file=ANY_TEXT, message=ANY_TEXT, hint=ANY_TEXT)
def test_nothing_in_the_content_is_markdown_or_html(file: str, message: str, hint: str) -> None:
    (row,) = job_summary([Problem(file, 1, 1, "x", message, hint)], "").split("|---|---|---|\n")[1].splitlines()
    cells = row.removeprefix("| ").removesuffix(" |").split(" | ")
    assert len(cells) == 3
    for cell, text in zip(cells, (f"{file}:1:1", f"error [x] {message}", hint), strict=True):
        assert html.unescape(cell) == encodable(visible(text))
        assert re.search(r"[\\`*_{}\[\]()<>!|~@:/^]|https?:", cell) is None
