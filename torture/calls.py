"""System calls of a build, counted and broken with strace.

Owns strace's options and what it writes. Does not know what a build should do about it.
"""

import re
import subprocess
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from torture.builds import Build, End

CHANGING: Final = (
    "mkdir", "mkdirat", "rename", "renameat", "renameat2", "rmdir", "unlink", "unlinkat", "link", "linkat", "write",
    "pwrite64", "ftruncate", "fsync", "fdatasync", "utimensat", "chmod", "fchmodat", "flock",
)  # fmt: skip
"""The calls that change what is on the disk, or wait for it."""

CREATING: Final = "creating openat"
"""Calls of `openat` that may make a file. How many others there are depends on what was read shortly before."""

_LINE: Final = re.compile(r"(?:\d+ +)?(?P<name>\w+)\((?P<arguments>.*)")
Point = tuple[str, int]
"""A call's name, and the how-manieth of that name it is; 1 is the first."""


def traced(root: Path, log: Path, expressions: Iterable[str], *options: str) -> End:
    """Build `root` under strace, with these `-e` expressions, its lines in `log`."""
    build = Build(root, *options)
    command = ["strace", "-f", "-o", str(log), *(word for each in expressions for word in ("-e", each))]
    with subprocess.Popen([*command, "-p", str(build.pid)], stderr=subprocess.PIPE, text=True) as strace:
        assert strace.stderr is not None
        first = strace.stderr.readline()
        if "attached" not in first:
            build.kill()
            message = f"strace does not attach: {first}"
            raise OSError(message)
        build.go()
        end = build.end()
        strace.stderr.read()
    return end


def points(root: Path, log: Path, *options: str, reading: bool = False) -> list[Point]:
    """Build `root`, and name each call that changes something; with `reading` also those that open a file to read."""
    traced(root, log, [f"trace={','.join((*CHANGING, 'openat'))}"], *options)
    counted = Counter[str]()
    found: list[Point] = []
    for line in log.read_text(errors="replace").splitlines():
        match = _LINE.match(line)
        if match is None or match["name"] not in (*CHANGING, "openat"):
            continue
        name = match["name"]
        if name == "openat" and not reading:
            if "O_CREAT" not in match["arguments"]:
                continue
            name = CREATING
        counted[name] += 1
        found.append((name, counted[name]))
    return found


def killed_at(root: Path, log: Path, point: Point, *options: str) -> End:
    """Build `root` and kill it just before a call."""
    name, number = point
    if name != CREATING:
        return broken_at(root, log, point, "signal=KILL", *options)
    build = Build(root, *options, creating=number)
    build.go()
    return build.end()


def broken_at(root: Path, log: Path, point: Point, how: str, *options: str) -> End:
    """Build `root` with a fault at a call, such as `error=ENOSPC`; with a `+` behind it, from there on."""
    name, number = point
    forever = "+" if how.endswith("+") else ""
    fault = f"inject={name}:{how.rstrip('+')}:when={number}{forever}"
    return traced(root, log, [f"trace={name}", fault], *options)


def was_reached(log: Path) -> bool:
    """Whether the call of `broken_at` was made: how many there are depends a little on the clock."""
    return "(INJECTED)" in log.read_text(errors="replace")
