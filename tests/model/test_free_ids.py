"""Ids that are still to be had."""

import pytest

from ipsegen.model.free_ids import FreeIds
from ipsegen.model.references import fault_of_id


def test_a_free_id_is_given_as_it_is_proposed() -> None:
    free = FreeIds(["a"])
    assert free.near("b") == free.near("b") == "b"


def test_one_that_is_taken_gets_the_first_number_that_is_free() -> None:
    free = FreeIds(["a", "a-2"])
    assert free.near("a") == "a-3"
    free.use("a-3")
    free.use("a-4")
    assert free.near("a") == "a-5"
    assert "a-5" in free
    assert "a-4" not in free


@pytest.mark.parametrize("proposed", ["unknown", "con", "x" * 80])
def test_what_it_gives_is_always_an_id(proposed: str) -> None:
    free = FreeIds([proposed])
    assert free.near(proposed) != proposed
    assert fault_of_id(free.near(proposed)) is None
