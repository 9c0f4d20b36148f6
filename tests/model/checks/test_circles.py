"""Chains of references that come back to where they began."""

from hypothesis import given
from hypothesis import strategies as st

from ipsegen.model.checks.circles import _steps_in_circles

from .scenario import check


def test_a_reply_to_itself() -> None:
    (problem,) = check("circle", "quotes/a:1:14", quotes={"a": "replies_to: [a]"})
    assert problem.message == "a quote cannot reply to itself"


def test_each_reply_of_a_circle_names_the_next() -> None:
    quotes = {
        "a": "replies_to: [d, b]",
        "b": "replies_to: [c]",
        "c": "replies_to: [a, d]",
        "d": "",
        "e": "replies_to: [a, b]",
    }
    problems = check("circle", "quotes/a:1:17", "quotes/b:1:14", "quotes/c:1:14", quotes=quotes)
    assert problems[0].message == "this reply goes round in a circle: 'b' leads back to 'a'"


def test_answers_that_meet_again_are_no_circle() -> None:
    quotes = {"a": "replies_to: [b, c]", "b": "replies_to: [d]", "c": "replies_to: [d]", "d": ""}
    check("", quotes=quotes)


def test_parents_in_a_circle() -> None:
    entities = {"a": "parent: b", "b": "parent: a", "c": "parent: a", "d": "parent: d"}
    problems = check("circle", "entities/a:1:9", "entities/b:1:9", "entities/d:1:9", entities=entities)
    assert problems[2].message == "an entity cannot be a part of itself"


def test_a_thread_longer_than_the_stack_is_deep() -> None:
    chain = {str(number): [str(number + 1)] for number in range(20_000)}
    assert list(_steps_in_circles({**chain, "20000": []})) == []
    assert len(list(_steps_in_circles({**chain, "20000": ["0"]}))) == 20_001


NODES = st.sampled_from("abcde")


@given(st.dictionaries(NODES, st.lists(NODES, max_size=4), max_size=5))
def test_a_step_is_in_a_circle_if_its_end_leads_back(steps: dict[str, list[str]]) -> None:
    expected = {
        (start, index)
        for start, targets in steps.items()
        for index, target in enumerate(targets)
        if start in _reachable(target, steps)
    }
    assert set(_steps_in_circles(steps)) == expected


def _reachable(start: str, steps: dict[str, list[str]]) -> set[str]:
    found: set[str] = set()
    todo = [start]
    while todo:
        node = todo.pop()
        if node in steps and node not in found:
            found.add(node)
            todo.extend(steps[node])
    return found
