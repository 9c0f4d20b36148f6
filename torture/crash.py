"""Crash at every step: a build is killed at each call that changes something, then built again.

Promise 3 of the contract must hold between the two, promise 2 after the second.
"""

import shutil
from collections.abc import Sequence
from itertools import zip_longest
from pathlib import Path
from typing import Final

from torture.archives import ONE, OTHER, put_and_settle
from torture.builds import build, clean, workplace
from torture.calls import Point, killed_at, points
from torture.outcome import Outcome, some
from torture.sites import Files, broken, differing, files_of, torn

ALONE: Final = ("--jobs", "1")


def crash(outcome: Outcome, count: int, _seed: int) -> None:
    """Kill first builds, and later ones in both directions, at `count` steps of each; 0: at all."""
    with workplace() as work:
        one, other = clean(work / "one", ONE), clean(work / "other", OTHER)
        put_and_settle(work / "counted", ONE)
        for point in some(points(work / "counted", work / "log", *ALONE), count):
            _first(work, point, one, outcome)
        root = work / "later"
        steps = steps_of(root, work / "log", count)
        for there, back in zip_longest(*steps):
            put_and_settle(root, OTHER)
            _later(root, work / "log", there, (one, other), outcome)
            put_and_settle(root, ONE)
            _later(root, work / "log", back, (other, one), outcome)


def steps_of(root: Path, log: Path, count: int, *, reading: bool = False) -> tuple[Sequence[Point], Sequence[Point]]:
    """`count` steps of a build of the other content over the one, and of one back; 0: all. The one stands at last."""
    put_and_settle(root, ONE)
    build(root, *ALONE)
    put_and_settle(root, OTHER)
    there = points(root, log, *ALONE, reading=reading)
    put_and_settle(root, ONE)
    back = points(root, log, *ALONE, reading=reading)
    return some(there, count), some(back, count)


def _first(work: Path, point: Point, site: Files, outcome: Outcome) -> None:
    root = work / "first"
    shutil.rmtree(root, ignore_errors=True)
    put_and_settle(root, ONE)
    end = killed_at(root, work / "log", point, *ALONE)
    found = files_of(root / "output")
    faults = differing(found, site) if found else []
    again = build(root, *ALONE)
    faults += [*again.faults_of_message(), *differing(files_of(root / "output"), site)]
    outcome.count(f"a first build: {end.shown}", *(f"{point}: {fault}" for fault in faults))


def _later(root: Path, log: Path, point: Point | None, sites: tuple[Files, Files], outcome: Outcome) -> None:
    """Kill a build from the first of `sites` to the second at `point`, and build again; without a point only build."""
    if point is None:
        build(root, *ALONE)
        return
    before, after = sites
    end = killed_at(root, log, point, *ALONE)
    faults = mixed(files_of(root / "output"), before, after)
    again = build(root, *ALONE)
    faults += [*again.faults_of_message(), *differing(files_of(root / "output"), after)]
    reached = end.shown if end.status < 0 else f"{point[0]} not reached, {end.shown}"
    outcome.count(f"a later build: {reached}", *(f"{point}: {fault}" for fault in faults))


def mixed(found: Files, before: Files, after: Files) -> list[str]:
    """What is wrong with a site in the middle of its change (promise 3)."""
    missing = sorted((before.keys() & after.keys()) - found.keys())
    return [*torn(found, before, after), *broken(found, before, after), *(f"{path} is missing" for path in missing)]
