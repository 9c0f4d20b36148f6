"""How problems look as text, as JSON and as workflow commands."""

import json
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ipsegen.diagnostics import (
    Problem,
    Severity,
    Summary,
    closing_line,
    fails,
    format_github,
    format_json,
    format_text,
    summarise,
    visible,
)

ANY_TEXT = st.text(st.characters(), max_size=40)
PROBLEMS = st.builds(
    Problem,
    file=ANY_TEXT,
    line=st.integers(1, 5),
    column=st.integers(1, 200),
    code=st.sampled_from(["yaml-syntax", "unknown-author"]),
    message=ANY_TEXT,
    hint=ANY_TEXT,
    severity=st.sampled_from(["error", "warning"]),
)


def check(line: str, column: int, *, frame: str, caret_at: int) -> None:
    """A problem at `column` of `line` shows `frame`, with the caret under the cell `caret_at` of it."""
    problem = Problem("a.yaml", 1, column, "code", "message", "hint")
    shown = format_text([problem], lambda _: [line]).split("\n")
    assert shown[1] == f"    1 | {frame}"
    assert shown[2] == f"      | {' ' * caret_at}^ hint"


def test_a_problem_reads_place_fact_line_caret_and_way_out() -> None:
    problem = Problem(
        "content/quotes/rutte.yaml",
        3,
        9,
        "unknown-author",
        "no author 'mark-rute'",
        "did you mean 'mark-rutte'?",
    )
    lines = ["text: Hi", "role: x", "author: mark-rute"]
    assert format_text([problem], lambda _: lines) == (
        "content/quotes/rutte.yaml:3:9: error[unknown-author]: no author 'mark-rute'\n"
        "    3 | author: mark-rute\n"
        "      |         ^ did you mean 'mark-rutte'?\n"
    )


@pytest.mark.parametrize(
    ("line", "column", "frame", "caret_at"),
    [
        ("author: x", 9, "author: x", 8),
        ("\tx", 2, " x", 1),
        ("日本: x", 5, "日本: x", 6),
        ("e\u0301: x", 5, "e\u0301: x", 3),
        ("हिन्दी: x", 9, "हिन्दी: x", 7),
        ("❤\ufe0f: x", 5, "❤\ufe0f: x", 3),
        ("a\u202eb: x", 5, "a\\u202eb: x", 9),
        ("\U000e0041: x", 4, "\\U000e0041: x", 12),
        ("short", 6, "short", 5),
        ("x" * 300, 201, "…" + "x" * 100, 51),
        ("x" * 300, 1, "x" * 100, 0),
        ("x" * 300, 301, "…" + "x" * 50, 51),
    ],
)
def test_the_caret_stands_under_the_value(line: str, column: int, frame: str, caret_at: int) -> None:
    check(line, column, frame=frame, caret_at=caret_at)


def test_without_a_line_the_hint_stands_alone() -> None:
    problem = Problem("a.png", 1, 1, "picture-kind", "message", "hint")
    assert format_text([problem], lambda _: []) == "a.png:1:1: error[picture-kind]: message\n      hint\n"


def test_colour_only_where_it_is_asked_for() -> None:
    problems = [Problem("a", 1, 1, "x", "m"), Problem("a", 1, 1, "y", "m", severity="warning")]
    assert "\x1b[31m" in format_text(problems, lambda _: ["l"], color=True)
    assert "\x1b[33m" in format_text(problems, lambda _: ["l"], color=True)
    assert "\x1b" not in format_text(problems, lambda _: ["l"])


def test_problems_come_in_the_order_of_the_files() -> None:
    problems = [
        Problem("b", 1, 1, "x", ""),
        Problem("a", 10, 1, "x", ""),
        Problem("a", 2, 9, "y", ""),
        Problem("a", 2, 9, "x", ""),
    ]
    heads = [line.partition(": ")[0] for line in format_text(problems, lambda _: []).splitlines()]
    assert heads == ["a:2:9", "a:2:9", "a:10:1", "b:1:1"]
    listed = json.loads(format_json(problems, Summary(4, 0, 2)))["diagnostics"]
    assert [(entry["file"], entry["line"], entry["code"]) for entry in listed] == [
        ("a", 2, "x"),
        ("a", 2, "y"),
        ("a", 10, "x"),
        ("b", 1, "x"),
    ]


def test_json_is_the_object_of_the_contract() -> None:
    problem = Problem("a.yaml", 3, 9, "unknown-author", "no author", "hint", "warning")
    document = json.loads(format_json([problem], summarise([problem], 7)))
    assert document == {
        "version": 1,
        "summary": {"errors": 0, "warnings": 1, "files": 7},
        "diagnostics": [
            {
                "file": "a.yaml",
                "line": 3,
                "column": 9,
                "code": "unknown-author",
                "severity": "warning",
                "message": "no author",
                "hint": "hint",
            }
        ],
    }
    assert json.loads(format_json([], Summary(0, 0, 0), {"pages": 3}))["build"] == {"pages": 3}


@pytest.mark.parametrize(
    ("problems", "files", "seconds", "line"),
    [
        ("", 1, None, "no problems in 1 file"),
        ("", 12_480, 0.94, "no problems in 12,480 files, 0.9 s"),
        ("a:error", 12_480, None, "1 error in 1 of 12,480 files"),
        ("a:error b:error b:error", 12_480, 0.9, "3 errors in 2 of 12,480 files, 0.9 s"),
        ("a:error a:warning a:error", 2, 61.04, "2 errors and 1 warning in 1 of 2 files, 61.0 s"),
        ("a:warning b:warning c:warning", 3, 0.0, "3 warnings in 3 of 3 files, 0.0 s"),
    ],
)
def test_the_closing_line(problems: str, files: int, seconds: float | None, line: str) -> None:
    found = [Problem(file, 1, 1, "x", "m", severity=kind) for file, kind in map(_parted, problems.split())]
    assert closing_line(found, files, seconds) == line


def _parted(word: str) -> tuple[str, Severity]:
    file, _, kind = word.partition(":")
    return file, "error" if kind == "error" else "warning"


def test_what_stops_a_build() -> None:
    warning, error = Problem("a", 1, 1, "x", "", severity="warning"), Problem("a", 1, 1, "x", "")
    assert not fails([], strict=True)
    assert not fails([warning], strict=False)
    assert fails([warning], strict=True)
    assert fails([warning, error], strict=False)


def test_github_shows_ten_errors_first_and_counts_the_rest() -> None:
    warnings = [Problem("a", line, 1, "w", "m", severity="warning") for line in range(1, 9)]
    errors = [Problem("b", line, 1, "e", "m") for line in range(1, 9)]
    problems = warnings + errors
    *commands, last = format_github(problems, "the end").splitlines()
    assert [command[:6] for command in commands] == ["::erro"] * 8 + ["::warn"] * 2
    assert last == "the end (6 more than GitHub shows here)"


def test_github_gets_what_is_in_changed_files_first_among_errors_and_warnings() -> None:
    warnings = [Problem(file, 1, 1, "w", "m", severity="warning") for file in ("a", "new")]
    errors = [Problem(file, line, 1, "e", "m") for line in range(1, 5) for file in ("a", "new", "b")]
    *commands, _last = format_github(warnings + errors, "", {"new"}).splitlines()
    assert [command.partition("file=")[2].partition(",")[0] for command in commands] == ["new"] * 4 + ["a"] * 4 + [
        "b"
    ] * 2


def test_github_gets_no_command_from_the_content() -> None:
    problem = Problem("a:b,c%.yaml", 1, 2, "x", "one\n::error::two", "100 %\r\n")
    command, _ = format_github([problem], "the end").splitlines()
    assert command == (
        "::error file=a%3Ab%2Cc%25.yaml,line=1,col=2,title=x::one\\u000a::error::two%0A100 %25\\u000d\\u000a"
    )


@settings(deadline=None)
@given(st.lists(PROBLEMS, max_size=4), st.lists(ANY_TEXT, max_size=5))
def test_text_holds_no_control_characters_whatever_the_content(problems: list[Problem], lines: list[str]) -> None:
    shown = format_text(problems, lambda _: lines)
    assert {unicodedata.category(character) for character in shown.replace("\n", "")}.isdisjoint(
        {"Cc", "Cf", "Cs", "Zl", "Zp"}
    )
    assert len(shown.splitlines()) <= 3 * len(problems)
    shown.encode()


@settings(deadline=None)
@given(st.lists(PROBLEMS, max_size=25))
def test_github_gets_at_most_ten_commands_errors_first(problems: list[Problem]) -> None:
    *commands, last = format_github(problems, "the end").splitlines()
    assert len(commands) == min(10, len(problems))
    kinds = [command.partition(" ")[0] for command in commands]
    assert kinds == sorted(kinds)
    assert set(kinds) <= {"::error", "::warning"}
    assert not last.startswith("::")


@settings(deadline=None)
@given(PROBLEMS)
def test_github_reads_back_what_was_said(problem: Problem) -> None:
    command, _end = format_github([problem], "").split("\n", 1)
    name, _, rest = command.removeprefix("::").partition(" ")
    place, _, message = rest.partition("::")
    properties = dict(part.split("=", 1) for part in place.split(","))
    assert (name, set(properties)) == (problem.severity, {"file", "line", "col", "title"})
    assert read_property(properties["file"]) == visible(problem.file)
    assert read_data(message) == visible(problem.message) + (f"\n{visible(problem.hint)}" if problem.hint else "")


def read_data(text: str) -> str:
    """As the runner of GitHub Actions reads a message (actions/runner, ActionCommand.cs)."""
    return text.replace("%0D", "\r").replace("%0A", "\n").replace("%25", "%")


def read_property(text: str) -> str:
    """As the runner reads a property."""
    return text.replace("%0D", "\r").replace("%0A", "\n").replace("%3A", ":").replace("%2C", ",").replace("%25", "%")


@settings(deadline=None)
@given(st.lists(PROBLEMS, max_size=4))
def test_json_can_be_read_again_whatever_the_content(problems: list[Problem]) -> None:
    listed = json.loads(format_json(problems, summarise(problems, 1)))["diagnostics"]
    assert len(listed) == len(problems)
