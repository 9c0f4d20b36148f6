"""What is offered while someone types."""

import pytest

from ipsegen.interview import Choice, Question
from ipsegen.terminal import MOST_OFFERED, offered

CHOICES = (
    Choice("mark-rutte", ("mark-rutte", "Mark Rutte", "Rutte, Mark"), "Mark Rutte"),
    Choice("entity:nato", ("nato", "NATO"), "NATO"),
    Choice("country:no", ("no", "Norway"), "Norway"),
    Choice("entity:north-atlantic", ("north-atlantic", "The North Atlantic"), "The North Atlantic"),
)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("Mark", ["mark-rutte"]),
        ("rut", ["mark-rutte"]),
        ("N", ["entity:nato", "country:no", "entity:north-atlantic"]),
        ("nor", ["country:no", "entity:north-atlantic"]),
        ("atl", ["entity:north-atlantic"]),
        ("entity:", ["entity:nato", "entity:north-atlantic"]),
        ("xyz", []),
        ("nato, ru", []),
    ],
)
def test_what_begins_so_is_offered_before_what_has_such_a_word(typed: str, words: list[str]) -> None:
    assert [choice.word for choice in offered(Question("?", choices=CHOICES), typed)] == words


def test_of_a_list_the_last_part_counts() -> None:
    question = Question("?", choices=CHOICES, is_list=True)
    assert [choice.word for choice in offered(question, "nato, ru")] == ["mark-rutte"]
    assert len(offered(question, "nato, ")) == len(CHOICES)


def test_no_more_is_offered_than_can_be_looked_at() -> None:
    many = tuple(Choice(f"a-{number}", (f"A {number}",)) for number in range(1000))
    assert len(offered(Question("?", choices=many), "a")) == MOST_OFFERED
