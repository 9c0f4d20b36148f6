"""From a key path to a line and a column."""

import pytest

from ipsegen.diagnostics import Severity
from ipsegen.load.nodes import Body, KeyPath
from ipsegen.model.faults import MAX_FAULTS, At, BodyPlaces, Fault, locate, locate_all
from tests.model.builders import document

QUOTE = """\
# A remark
text: |
  We will act.
authors:
  - mark-rutte
  - author: pat-ryder
    role: Spokesperson
source: {title: Briefing, url: https://x.example}
contexts: [troops, {context: gas, excerpt: act}]
"""

CONTEXT = "---\ntitle: Troops\nimage:\n  file: a.jpg\n---\n\nOne [[author:a]]\ntwo [[author:b]].\n"


@pytest.mark.parametrize(
    ("path", "at", "place"),
    [
        (("text",), "value", (2, 7)),
        (("text",), "key", (2, 1)),
        (("authors", 0), "value", (5, 5)),
        (("authors", 1, "author"), "value", (6, 13)),
        (("authors", 1, "role"), "key", (7, 5)),
        (("authors", 1), "value", (6, 5)),
        (("authors", 1), "first-key", (6, 5)),
        (("sources", 0, "url"), "value", (8, 32)),
        (("sources", 0), "value", (8, 9)),
        (("sources", 0), "first-key", (8, 10)),
        (("contexts", 0, "context"), "value", (9, 12)),
        (("contexts", 1, "excerpt"), "value", (9, 44)),
        (("contexts", 7), "value", (9, 11)),
        (("status_note",), "first-key", (2, 1)),
        ((), "value", (2, 1)),
        ((), "first-key", (2, 1)),
        (("text",), "file", (1, 1)),
    ],
)
def test_a_fault_stands_where_the_editor_must_change_it(path: KeyPath, at: At, place: tuple[int, int]) -> None:
    problem = locate(Fault("content/quotes/x.yaml", "code", "message", "hint", path, at), document(QUOTE))
    assert (problem.line, problem.column) == place
    assert (problem.file, problem.code, problem.message, problem.hint, problem.severity) == (
        "content/quotes/x.yaml", "code", "message", "hint", "error",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("raw", "place"),
    [("[[author:a]]", (7, 5)), ("[[author:b]]", (8, 5)), ("not there", (6, 1)), ("", (6, 1))],
)
def test_a_fault_of_an_article_stands_at_its_piece(raw: str, place: tuple[int, int]) -> None:
    fault = Fault("content/contexts/x.md", "code", "message", at="body", raw=raw, severity="warning")
    problem = locate(fault, document(CONTEXT, "content/contexts/x.md"))
    assert (problem.line, problem.column, problem.severity) == (*place, "warning")


def test_a_body_that_is_not_there_has_a_first_key() -> None:
    problem = locate(Fault("content/quotes/x.yaml", "code", "message", at="body", raw="x"), document(QUOTE))
    assert (problem.line, problem.column) == (2, 1)


def test_a_file_that_is_gone_has_a_first_line() -> None:
    problem = locate(Fault("content/media/a.jpg", "unused", "message", path=("a",)), None)
    assert (problem.line, problem.column) == (1, 1)


def test_columns_count_code_points() -> None:
    assert BodyPlaces(Body("é😀 x", 9)).place("x") == (9, 4)
    assert BodyPlaces(Body("a\n\nb x", 9)).place("x") == (11, 3)


def test_a_piece_that_stands_there_twice_is_counted_and_code_is_not() -> None:
    body = BodyPlaces(Body("`[[x]]` [[x]]\n[[x]]\n", 9))
    assert [body.place("[[x]]", nth) for nth in range(3)] == [(9, 9), (10, 1), (10, 1)]


def fault(message: str, *path: str | int, severity: Severity = "error", unless: tuple[KeyPath, ...] = ()) -> Fault:
    return Fault("content/quotes/x.yaml", "code", message, "hint", path, severity=severity, unless=unless)


def test_of_very_many_faults_the_first_are_named_and_the_rest_counted() -> None:
    problems = list(locate_all([fault(f"{number}") for number in range(250)], document(QUOTE), frozenset()))
    assert [problem.message for problem in problems[:-1]] == [f"{number}" for number in range(MAX_FAULTS)]
    assert (problems[-1].code, problems[-1].severity) == ("too-many-problems", "error")
    assert problems[-1].message == "this file has 150 more faults like these"


def test_as_many_faults_as_may_be_are_all_named() -> None:
    faults = [fault(f"{number}") for number in range(MAX_FAULTS)]
    problems = list(locate_all([*faults, *faults], document(QUOTE), frozenset()))
    assert {problem.code for problem in problems} == {"code"}
    assert len(problems) == MAX_FAULTS


def test_warnings_hide_no_error() -> None:
    faults = [fault(f"{number}", severity="warning") for number in range(250)]
    problems = list(locate_all([*faults, fault("an error")], document(QUOTE), frozenset()))
    assert (problems[0].message, problems[0].severity) == ("an error", "error")
    assert (problems[-1].code, problems[-1].severity) == ("too-many-problems", "warning")


@pytest.mark.parametrize(
    ("unread", "path", "is_told"),
    [
        ((5, 5), ("authors",), False),
        ((6, 13), ("authors",), False),
        ((6, 13), ("authors", 1), False),
        ((6, 13), ("authors", 1, "author"), False),
        ((6, 13), ("authors", 0), True),
        ((5, 5), ("authors", 0), True),
        ((5, 5), ("authors", 1), True),
        ((5, 5), ("nothing", 0, "there"), True),
        ((2, 7), ("text", 0), True),
        ((2, 7), ("text",), False),
    ],
)
def test_what_could_not_be_read_is_not_told_again(unread: tuple[int, int], path: KeyPath, is_told: bool) -> None:
    problems = list(locate_all([fault("message", unless=(path,))], document(QUOTE), frozenset({unread})))
    assert bool(problems) == is_told


def test_items_are_counted_without_those_that_could_not_be_read() -> None:
    (problem,) = locate_all([fault("message", "authors", 0, "role")], document(QUOTE), frozenset({(5, 5)}))
    assert (problem.line, problem.column) == (7, 11)
