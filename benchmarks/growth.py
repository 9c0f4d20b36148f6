"""How time and memory of a cold build grow with the archive.

Owns the sizes, and what is printed: per size the median of several cold builds, and its ratio to the size before.
Ratios are the result; seconds belong to one machine on one day. Memory is the peak of the largest process.

    python -m benchmarks.growth 1000 2000 4000 10000
"""

import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from benchmarks.corpus import write_corpus

RUNS = 5
NOW = "2025-01-21T18:00:00Z"


class Run(NamedTuple):
    """One build: wall seconds and the peak resident memory of its largest process in MiB."""

    seconds: float
    mebibytes: float


def main() -> None:
    """Measure the sizes named on the command line, smallest first."""
    sizes = sorted(int(size) for size in sys.argv[1:]) or [1_000, 2_000, 4_000, 10_000]
    machine = f"{platform.machine()}, {os.cpu_count()} processors, Python {platform.python_version()}"
    print(f"{machine}, median of {RUNS} runs, --jobs 1\n")
    print("| quotes | seconds (median) | ratio | peak MiB | ratio |\n|---:|---:|---:|---:|---:|")
    before: Run | None = None
    with tempfile.TemporaryDirectory() as folder:
        for size in sizes:
            root = Path(folder) / str(size)
            write_corpus(size, root)
            found = _median([build(root) for _ in range(RUNS)])
            time_ratio = f"{found.seconds / before.seconds:.2f}" if before else ""
            memory_ratio = f"{found.mebibytes / before.mebibytes:.2f}" if before else ""
            print(
                f"| {size:,} | {found.seconds:.2f} | {time_ratio} | {found.mebibytes:.0f} | {memory_ratio} |",
                flush=True,
            )
            before = found


def _row(size: int, found: Run, before: Run | None) -> str:
    slower = f"{found.seconds / before.seconds:.2f}" if before else ""
    larger = f"{found.mebibytes / before.mebibytes:.2f}" if before else ""
    return f"| {size:,} | {found.seconds:.2f} | {slower} | {found.mebibytes:.0f} | {larger} |"


def build(root: Path) -> Run:
    """Build the site at `root` into a folder that is not there yet."""
    with tempfile.TemporaryDirectory(dir=root) as fresh:
        command = [sys.executable, "-m", "ipsegen", "-q", "-C", str(root), "build", "--now", NOW, "--jobs", "1"]
        started = time.perf_counter()
        process = subprocess.Popen([*command, "--output", f"{fresh}/site"])
        _pid, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - started
    if status != 0:
        raise SystemExit(f"the build of {root} ended with {status}")
    return Run(seconds, usage.ru_maxrss / 1024)


def _median(runs: list[Run]) -> Run:
    return Run(statistics.median(run.seconds for run in runs), statistics.median(run.mebibytes for run in runs))


if __name__ == "__main__":
    main()
