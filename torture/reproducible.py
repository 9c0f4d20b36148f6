"""Reproducible: the same content is built in 32 surroundings, and all sites must have one hash.

What differs: the seed of hashes, time zone, language, umask, working folder, number of processes and of processors, the
clock (faketime), the order in which folders are listed (disorderfs), the order in which files were made.
"""

import hashlib
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from tests.site.small_archive import write_small_archive
from torture.archives import NOW
from torture.outcome import Outcome
from torture.sites import files_of

PROJECT: Final = Path(__file__).parents[1]
_VARIANTS: Final = 32
_ZONES: Final = ("UTC", "Pacific/Kiritimati", "America/St_Johns", "Asia/Kathmandu")
_LANGUAGES: Final = ("C", "C.UTF-8", "tr_TR.UTF-8", "ar_EG.UTF-8")
_MASKS: Final = (0o000, 0o022, 0o027, 0o077)
_CLOCKS: Final = ("2001-02-03 04:05:06", "2024-02-29 23:59:59", "2038-01-19 03:14:08")


def reproducible(outcome: Outcome, count: int, seed: int) -> None:
    """Build in `count` surroundings; 0: in 32."""
    chance = random.Random(seed)
    with TemporaryDirectory(prefix="ipsegen-torture-") as work:
        root = Path(work, "site")
        write_small_archive(root)
        hashes = dict[str, str]()
        for number in range(count or _VARIANTS):
            with surroundings(root, Path(work), number, chance) as (command, environment, folder, mask, words):
                output, jobs = Path(work, f"output {number}"), str(1 + number % 4)
                done = subprocess.run(
                    [*command, "build", "--no-cache", "--now", NOW, "--output", str(output), "--jobs", jobs],
                    env=environment, cwd=folder, umask=mask, capture_output=True, text=True, check=False,
                )  # fmt: skip
            found = hash_of(output) if done.returncode == 0 else f"exit {done.returncode}: {done.stderr[-300:]}"
            hashes.setdefault(found, words)
            first = next(iter(hashes))
            outcome.count(
                "built", *([] if found == first else [f"{words} gives {found}, {hashes[first]} gives {first}"])
            )
            shutil.rmtree(output, ignore_errors=True)
        outcome.ends["different hashes"] = len(hashes)
        for name in ("faketime", "disorderfs", "taskset"):
            if shutil.which(name) is None:
                outcome.ends[f"without {name}, which is not there"] += 1


@contextmanager
def surroundings(
    root: Path, work: Path, number: int, chance: random.Random
) -> Iterator[tuple[list[str], dict[str, str], Path, int, str]]:
    """The start of a command, its environment, working folder and umask, and all that in words."""
    environment = {
        **{key: value for key, value in os.environ.items() if not key.startswith(("LC_", "LANG", "SOURCE_DATE"))},
        "PYTHONPATH": str(PROJECT),
        "PYTHONHASHSEED": str(number),
        "TZ": _ZONES[number % 4],
        "LC_ALL": _LANGUAGES[number // 2 % 4],
        "HOME": ("/", str(work), "/nowhere")[number % 3],
    }
    folder = (PROJECT, work, Path("/"))[number % 3]
    mask = _MASKS[number // 3 % 4]
    command = [sys.executable, "-m", "torture.little"]
    words = [f"seed {number}", environment["TZ"], environment["LC_ALL"], f"umask {mask:03o}", f"in {folder}"]
    if number % 2 and shutil.which("faketime"):
        clock = chance.choice(_CLOCKS)
        command = ["faketime", clock, *command]
        words.append(f"at {clock}")
    if number % 4 > 1 and shutil.which("taskset"):
        command = ["taskset", "--cpu-list", "0", *command]
        words.append("one processor")
    with _listed_otherwise(root, work / f"listing {number}", number % 3, chance) as (place, how):
        yield [*command, "-C", str(place)], environment, folder, mask, ", ".join([*words, how])


@contextmanager
def _listed_otherwise(root: Path, place: Path, how: int, chance: random.Random) -> Iterator[tuple[Path, str]]:
    """The same site, whose folders are listed in another order."""
    place.mkdir()
    if how == 0 or not has_disorderfs():
        _copy_in_any_order(root / "content", place / "content", chance)
        yield place, "made in another order"
        return
    option = ("--shuffle-dirents=yes", "--reverse-dirents=yes")[how - 1]
    subprocess.run(["disorderfs", "--quiet", option, root, place], check=True, stdout=subprocess.DEVNULL)
    try:
        yield place, option
    finally:
        subprocess.run(["fusermount", "-u", place], check=True)


def has_disorderfs() -> bool:
    """Whether folders can be listed in disorder: the program is there, and file systems can be mounted."""
    return shutil.which("disorderfs") is not None and os.access("/dev/fuse", os.R_OK | os.W_OK)


def _copy_in_any_order(content: Path, copy: Path, chance: random.Random) -> None:
    files = sorted(path for path in content.rglob("*") if path.is_file())
    chance.shuffle(files)
    for file in files:
        target = copy / file.relative_to(content)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, target)
        long_ago = chance.randrange(10**9)
        os.utime(target, (long_ago, long_ago))


def hash_of(folder: Path) -> str:
    """One number for all names and bytes below a folder."""
    whole = hashlib.sha256()
    for path, data in sorted(files_of(folder).items()):
        whole.update(f"{path} {len(data)}\n".encode())
        whole.update(data)
    return whole.hexdigest()
