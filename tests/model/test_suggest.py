"""What someone probably meant."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipsegen.model.suggest import did_you_mean, nearest

NAMES = ["mark-rutte", "mark-esper", "pat-ryder", "lloyd-austin", "nato"]


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("mark-rute", "did you mean 'mark-rutte'?"),
        ("Mark-Rutte", "did you mean 'mark-rutte'?"),
        ("NATO", "did you mean 'nato'?"),
        ("loyd-austin", "did you mean 'lloyd-austin'?"),
        ("vladimir-putin", ""),
        ("", ""),
        ("x", ""),
    ],
)
def test_a_slip_is_guessed_and_noise_is_not(word: str, expected: str) -> None:
    assert did_you_mean(word, NAMES) == expected


def test_two_that_are_near_are_both_offered_best_first() -> None:
    assert did_you_mean("mark-rutter", ["mark-rutten", "mark-rutte", "nato"]) == (
        "did you mean 'mark-rutte' or 'mark-rutten'?"
    )


def test_nothing_is_near_in_an_empty_archive() -> None:
    assert nearest("mark-rutte", []) == []


@given(st.text(max_size=20), st.lists(st.text(max_size=20), max_size=10), st.randoms(use_true_random=False))
def test_the_order_of_the_candidates_makes_no_difference(word: str, names: list[str], random: object) -> None:
    shuffled = sorted(names, key=lambda _: random.random() if hasattr(random, "random") else 0)
    assert nearest(word, names, 3) == nearest(word, shuffled, 3)
    assert set(nearest(word, names, 3)) <= set(names)
