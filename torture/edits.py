"""Incremental = clean: editors, machines and accidents change an archive at random, and after every change the build is
compared with a clean one, byte for byte.

The machine that does so is that of `tests/test_incremental.py`; here it goes on for longer.
"""

from collections.abc import Callable
from typing import Any, Final
from unittest import mock

from hypothesis import HealthCheck, Phase, settings
from hypothesis import seed as seeded
from hypothesis.stateful import run_state_machine_as_test

from tests.incremental import Workplace, small_builds
from tests.test_incremental import Editing
from torture.outcome import Outcome

_STEPS: Final = 60
_EDITS_OF_A_HISTORY: Final = 40
"""About; the other steps are builds and accidents."""
_LEAST_HISTORIES: Final = 2
"""The first one that Hypothesis makes is the simplest there is, with no edit at all."""


def edits(outcome: Outcome, count: int, seed: int) -> None:
    """Make `count` edits, or somewhat more."""
    with (
        small_builds(),
        mock.patch.multiple(
            Workplace,
            save=_counting(Workplace.save, outcome, "edits"),
            check=_counting(Workplace.check, outcome, "builds compared with clean ones"),
        ),
    ):
        turn = 0
        while outcome.ends["edits"] < count and not outcome.faults:
            histories = _LEAST_HISTORIES + (count - outcome.ends["edits"]) // _EDITS_OF_A_HISTORY
            _edit(outcome, seed + turn, histories, min(_STEPS, count + 1))
            turn += 1


def _edit(outcome: Outcome, seed: int, histories: int, steps: int) -> None:
    @seeded(seed)
    class Machine(Editing):
        """One of its own, because the seed belongs to a class."""

    how = settings(
        max_examples=histories, stateful_step_count=steps, deadline=None, database=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    try:
        run_state_machine_as_test(Machine, settings=how)
    except AssertionError as error:
        outcome.faults.append(f"--seed {seed}: {error}")


def _counting(method: Callable[..., Any], outcome: Outcome, what: str) -> Callable[..., Any]:
    def counted(*arguments: Any, **options: Any) -> Any:
        outcome.ends[what] += 1
        outcome.tries = outcome.ends["edits"]
        return method(*arguments, **options)

    return counted
