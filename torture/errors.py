"""I/O errors: a call of a build fails, once or from there on, and the build after it has nothing to complain of.

Either the build does without, and leaves what it should, or it ends with exit status 3 and a short message, and the
site stands as it stood; where it was being changed already, promise 3 holds and the next build mends it.
"""

import shutil
from itertools import zip_longest
from pathlib import Path
from typing import Final

from torture.archives import ONE, OTHER, put_and_settle
from torture.builds import End, build, clean, workplace
from torture.calls import Point, broken_at, points, was_reached
from torture.crash import ALONE, mixed, steps_of
from torture.outcome import Outcome, some
from torture.sites import Files, differing, files_of

HOW: Final = ("ENOSPC", "EIO+", "EDQUOT", "EMFILE", "ENOSPC+", "EIO", "EDQUOT+", "EMFILE+")
"""The errors, which take turns; with `+` all calls of that name fail from there on."""


def errors(outcome: Outcome, count: int, seed: int) -> None:
    """Let `count` calls of a first build, and of later ones in both directions, fail; 0: every call."""
    with workplace() as work:
        one, other = clean(work / "one", ONE), clean(work / "other", OTHER)
        put_and_settle(work / "counted", ONE)
        first = some(points(work / "counted", work / "log", *ALONE, reading=True), count)
        for number, point in enumerate(first, seed):
            _first(work, point, HOW[number % len(HOW)], one, outcome)
        root = work / "later"
        for number, (there, back) in enumerate(zip_longest(*steps_of(root, work / "log", count, reading=True)), seed):
            how = HOW[number % len(HOW)]
            put_and_settle(root, OTHER)
            _later(root, work / "log", there, how, (one, other), outcome)
            put_and_settle(root, ONE)
            _later(root, work / "log", back, how, (other, one), outcome)


def _first(work: Path, point: Point, how: str, site: Files, outcome: Outcome) -> None:
    root = work / "first"
    shutil.rmtree(root, ignore_errors=True)
    put_and_settle(root, ONE)
    end = broken_at(root, work / "log", point, f"error={how}", *ALONE)
    found = files_of(root / "output")
    faults = of_end(end, point, how, reached=was_reached(work / "log"))
    faults += differing(found, site) if found or end.status == 0 else []
    again = build(root, *ALONE)
    faults += [*again.faults_of_message(), *differing(files_of(root / "output"), site)]
    outcome.count(f"a first build: {end.shown}", *(f"{point} {how}: {fault}" for fault in faults))


def _later(root: Path, log: Path, point: Point | None, how: str, sites: tuple[Files, Files], outcome: Outcome) -> None:
    if point is None:
        build(root, *ALONE)
        return
    before, after = sites
    end = broken_at(root, log, point, f"error={how}", *ALONE)
    found = files_of(root / "output")
    faults = of_end(end, point, how, reached=was_reached(log))
    faults += differing(found, after) if end.status == 0 else mixed(found, before, after)
    left = "" if end.status == 0 else ", the old site stands" if found == before else ", on the way to the new site"
    again = build(root, *ALONE)
    faults += [*again.faults_of_message(), *differing(files_of(root / "output"), after)]
    outcome.count(f"a later build: {end.shown}{left}", *(f"{point} {how}: {fault}" for fault in faults))


def of_end(end: End, point: Point, how: str, *, reached: bool) -> list[str]:
    """What is wrong with how a build ended at an error, or without one where the call was not reached."""
    if not reached:
        return [] if end.status == 0 else [f"{end.shown} without an error"]
    if point[0] == "write" and how.endswith("+"):
        # Nothing can be written any more, a message neither.
        return [] if end.status == 3 else [end.shown]
    unexpected = [] if end.status in {0, 3} else [f"{end.shown}: {end.said.strip()[-300:]!r}"]
    return [*unexpected, *end.faults_of_message()]
