"""Small disks: a build on a file system with too little room, or too few inodes.

A full disk must show before anything in the output is changed. The file system is one in memory that is mounted for the
purpose, which only root may.
"""

import os
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Final

from torture.archives import ONE, OTHER, put
from torture.builds import build, clean, workplace
from torture.crash import ALONE
from torture.outcome import Outcome
from torture.sites import differing, files_of

_STEPS: Final = 12
_ROOM: Final = "size=32m,nr_inodes=4k"
_BLOCK: Final = 4096


def disks(outcome: Outcome, count: int, _seed: int) -> None:
    """Build with `count` amounts of room, then of inodes, from none to enough; 0: with twelve."""
    if os.geteuid() != 0:
        outcome.ends["not tried: only root may mount"] += 1
        return
    with workplace() as work:
        one, other = clean(work / "one", ONE), clean(work / "other", OTHER)
        for fill, most in ((_leave_bytes, 512), (_leave_inodes, 256)):
            for step in range(count or _STEPS):
                left = most * step // (count or _STEPS)
                with mounted(work / "disk") as disk:
                    _try(disk / "site", partial(fill, disk, left), (one, other), f"{fill.__name__} {left}", outcome)


def _try(
    root: Path, fill: Callable[[], None], sites: tuple[dict[str, bytes], dict[str, bytes]], what: str, outcome: Outcome
) -> None:
    one, other = sites
    put(root, ONE)
    filler = root.with_name("filler")
    filler.mkdir()
    build(root, *ALONE)
    put(root, OTHER)
    fill()
    end = build(root, *ALONE)
    faults = [*end.faults_of_message(), *differing(files_of(root / "output"), other if end.status == 0 else one)]
    faults += [] if end.status in {0, 3} else [end.shown]
    faults += ["does not say why"] if end.status == 3 and "No space left" not in end.said else []
    for path in filler.iterdir():
        path.unlink()
    again = build(root, *ALONE)
    faults += [*again.faults_of_message(), *differing(files_of(root / "output"), other)]
    outcome.count(
        f"{what.split()[0].strip('_').replace('_', ' ')}: {end.shown}", *(f"{what}: {each}" for each in faults)
    )


@contextmanager
def mounted(folder: Path) -> Iterator[Path]:
    """A file system of its own at `folder`."""
    folder.mkdir(exist_ok=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", _ROOM, "tmpfs", folder], check=True)
    try:
        yield folder
    finally:
        subprocess.run(["umount", folder], check=True)


def _leave_bytes(disk: Path, blocks: int) -> None:
    """Fill the disk until so many blocks are left."""
    free = os.statvfs(disk).f_bfree - blocks
    (disk / "filler" / "large").write_bytes(bytes(free * _BLOCK))


def _leave_inodes(disk: Path, inodes: int) -> None:
    """Fill the disk with files until so many more can be made."""
    for number in range(os.statvfs(disk).f_ffree - inodes):
        (disk / "filler" / str(number)).touch()
