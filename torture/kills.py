"""Random kills: builds of two contents by turns are killed at any moment, with workers and without.

After each kill promise 3 of the contract must hold and no process may be left; the next build must leave what a clean
build leaves.
"""

import random
import time
from pathlib import Path
from typing import Final

from torture.archives import CONTENTS, ONE, OTHER, put
from torture.builds import Build, End, build, clean, workplace
from torture.crash import mixed
from torture.little import workers_for_little
from torture.outcome import Outcome
from torture.sites import differing, files_of

_ROUNDS_TO_TIME: Final = 4


def kills(outcome: Outcome, count: int, seed: int) -> None:
    """Kill `count` builds, every other one with two workers; builds that end before they are killed do not count."""
    chance = random.Random(seed)
    with workplace() as work, workers_for_little():
        sites = [clean(work / "one", ONE), clean(work / "other", OTHER)]
        root = work / "site"
        longest = {jobs: _time(root, jobs) for jobs in ("1", "2")}
        standing = 0
        while outcome.tries < count:
            jobs = str(1 + outcome.tries % 2)
            goal = chance.randrange(2)
            put(root, CONTENTS[goal])
            end, left = _killed(root, chance.uniform(0, longest[jobs]), jobs)
            if end.status >= 0:
                standing = goal
                continue
            faults = [f"{left} processes are left"] if left else []
            faults += mixed(files_of(root / "output"), sites[standing], sites[goal])
            standing = chance.randrange(2)
            put(root, CONTENTS[standing])
            again = build(root, "--jobs", jobs)
            faults += [*again.faults_of_message(), *differing(files_of(root / "output"), sites[standing])]
            outcome.count(f"{jobs} jobs: {end.shown}", *faults)


def _killed(root: Path, seconds: float, jobs: str) -> tuple[End, int]:
    started = Build(root, "--jobs", jobs)
    started.go()
    time.sleep(seconds)
    started.kill()
    return started.end(), started.survivors()


def _time(root: Path, jobs: str) -> float:
    """How long a build takes that changes most of a site; the first of `CONTENTS` stands at last."""
    longest = 0.0
    for number in range(_ROUNDS_TO_TIME):
        put(root, CONTENTS[1 - number % 2])
        before = time.monotonic()
        build(root, "--jobs", jobs)
        longest = max(longest, time.monotonic() - before)
    return longest
