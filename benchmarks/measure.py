"""What one run of a command costs: time, processor time, memory.

Owns how each is measured. Memory is measured in a run of its own, as looking at it slows the processes down. Does not
know which commands are compared.
"""

import hashlib
import os
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

EVERY = 0.05
"""Seconds between two looks at the memory."""


# An installed program has its bytecode; where this is set, Python would compile all of it in every run.
_ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


class Run(NamedTuple):
    """One run: seconds on the wall, and seconds of processor time of the process and all that it waited for."""

    wall: float
    processor: float


class FailedError(Exception):
    """A command that ended badly, so that its time means nothing."""


def time_of(command: Sequence[str]) -> Run:
    """Run a command to its end."""
    started = time.perf_counter()
    with subprocess.Popen(command, env=_ENVIRONMENT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as process:
        said = process.stderr.read() if process.stderr is not None else b""
        _pid, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise FailedError(f"{' '.join(command)} ended with {process.returncode}\n{said.decode(errors='replace')}")
    return Run(wall, usage.ru_utime + usage.ru_stime)


def peak_memory(command: Sequence[str]) -> float:
    """The largest sum of the memory of all processes of a command, in MiB.

    Each process counts with its proportional share of what it shares with others (PSS); files in memory do not count.
    """
    peak = 0
    with subprocess.Popen(command, env=_ENVIRONMENT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        while process.poll() is None:
            peak = max(peak, sum(_share(number) for number in _tree(process.pid)))
            time.sleep(EVERY)
    if process.returncode != 0:
        raise FailedError(f"{' '.join(command)} ended with {process.returncode}")
    return peak / 1024


def median(runs: Sequence[Run]) -> Run:
    """The median of each cost by itself."""
    return Run(statistics.median(run.wall for run in runs), statistics.median(run.processor for run in runs))


def extent(folder: Path) -> tuple[int, int]:
    """How many files a folder holds, and how many bytes are in them."""
    sizes = [file.stat().st_size for file in folder.rglob("*") if file.is_file()]
    return len(sizes), sum(sizes)


def digest(folder: Path) -> str:
    """What a folder holds, every name and every byte, as one number."""
    found = hashlib.sha256()
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        found.update(hashlib.sha256(file.relative_to(folder).as_posix().encode()).digest())
        found.update(hashlib.sha256(file.read_bytes()).digest())
    return found.hexdigest()


def remove(folder: Path) -> None:
    """Remove a folder, if it is there."""
    if folder.exists():
        shutil.rmtree(folder)


def machine() -> str:
    """The machine in a few words: processor, how many, memory, system, Python."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    version = ".".join(str(part) for part in sys.version_info[:3])
    system = f"{os.uname().sysname} {os.uname().machine}"
    return f"{_processor()}, {os.cpu_count()} processors, {memory:.0f} GiB, {system}, Python {version}"


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return os.uname().machine
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else os.uname().machine


def _tree(root: int) -> Iterator[int]:
    """A process and all below it. One that ends meanwhile is left out."""
    yield root
    try:
        threads = list(Path(f"/proc/{root}/task").iterdir())
    except OSError:
        return
    for thread in threads:
        try:
            children = (thread / "children").read_text(encoding="ascii").split()
        except OSError:
            continue
        for child in children:
            yield from _tree(int(child))


def _share(process: int) -> int:
    """A process's share of the memory in KiB, without files in memory."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0
    fields = {key: int(value.split()[0]) for key, _, value in (line.partition(":") for line in lines[1:])}
    return fields["Pss"] - fields.get("Pss_Shmem", 0)
