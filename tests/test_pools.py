"""Work dealt out to a pool: in order, and never more of it than the window holds."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import BrokenExecutor, ThreadPoolExecutor
from functools import partial
from pathlib import Path
from threading import Event

import pytest

from ipsegen.ending import end_badly
from ipsegen.pools import crew, in_window


def test_results_come_in_order() -> None:
    with ThreadPoolExecutor(3) as pool:
        assert list(in_window(partial(pool.submit, str), range(50), 6)) == [str(number) for number in range(50)]
        assert list(in_window(partial(pool.submit, str), range(2), 6)) == ["0", "1"]
        assert list(in_window(partial(pool.submit, str), (), 6)) == []


def test_no_more_than_the_window_is_taken_ahead() -> None:
    taken: list[int] = []

    def items() -> Iterator[int]:
        for number in range(20):
            taken.append(number)
            yield number

    with ThreadPoolExecutor(2) as pool:
        for seen, result in enumerate(in_window(partial(pool.submit, int), items(), 4)):
            assert result == seen
            # One more is in hand while the oldest is given out.
            assert len(taken) <= seen + 4 + 1
    assert taken == list(range(20))


def test_what_waits_is_given_up_after_a_fault() -> None:
    started: list[int] = []
    hold = Event()

    def work(number: int) -> int:
        started.append(number)
        if number == 0:
            raise ValueError("the first")
        hold.wait(10)
        return number

    with ThreadPoolExecutor(1) as pool:
        with pytest.raises(ValueError, match="the first"):
            list(in_window(lambda number: pool.submit(work, number), range(100), 8))
        hold.set()
    assert len(started) <= 2


def _add(state: int, item: int) -> int:
    if item < 0:
        raise ValueError(item)
    return state + item


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_crew_shares_its_state(jobs: int) -> None:
    with crew(100, jobs) as hands:
        asked = hands.ask(_add, 1)
        assert list(hands.each(_add, range(20))) == list(range(100, 120))
        assert asked.result() == 101


@pytest.mark.parametrize("jobs", [1, 2])
def test_what_fails_in_a_crew_fails_here(jobs: int) -> None:
    with crew(0, jobs) as hands, pytest.raises(ValueError, match="-1"):
        list(hands.each(_add, [1, -1]))


CREW = """
import os, sys, time
from ipsegen.pools import crew

def wait(state, item):
    os.write(1, f"{os.getpid()}\\n".encode())  # in one piece: two of them write here
    time.sleep(item)

with crew(None, 2) as hands:
    for _ in range(2):
        hands.ask(wait, 60)
    time.sleep(60)
"""


def test_a_crew_ends_with_a_build_that_is_killed() -> None:
    with subprocess.Popen([sys.executable, "-c", CREW], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        workers = [int(process.stdout.readline()) for _ in range(2)]
        process.kill()
        # The workers hold the other end of the pipe: it ends with the last of them.
        assert process.stdout.read() == ""
    assert not [worker for worker in workers if Path(f"/proc/{worker}/exe").exists()]


def test_a_process_that_is_ended_from_outside_is_told_with_a_way_out(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(BrokenExecutor) as lost, crew(None, 2) as hands:
        list(hands.each(end_this_process, range(3)))
    with pytest.raises(SystemExit) as end:
        end_badly(lost.value, verbose=False)
    assert end.value.code == 3
    said = capfd.readouterr().err
    assert said.startswith("ipsegen: the system ended one of the processes at work; memory may have run out")
    assert said.endswith("try again with --jobs 1\n")


def end_this_process(_state: None, _item: int) -> None:
    signal.raise_signal(signal.SIGKILL)
