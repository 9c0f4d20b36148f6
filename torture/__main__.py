"""The trials' command line.

python -m torture crash kills --count 20
"""

import argparse
import signal
import sys
import time
from collections.abc import Callable
from typing import Final

from torture import (
    corpus,
    crash,
    disks,
    edits,
    errors,
    fuzz,
    growth,
    headers,
    injection,
    kills,
    pages,
    parsers,
    power,
    reproducible,
    torn,
    watch,
)  # fmt: skip
from torture.outcome import Outcome

TRIALS: Final[dict[str, tuple[Callable[[Outcome, int, int], None], int]]] = {
    "crash": (crash.crash, 0),
    "errors": (errors.errors, 0),
    "disks": (disks.disks, 0),
    "kills": (kills.kills, 500),
    "power": (power.power, 0),
    "torn": (torn.torn, 1_000_000),
    "reproducible": (reproducible.reproducible, 0),
    "edits": (edits.edits, 10_000),
    "corpus": (corpus.corpus, 0),
    "watch": (watch.watch, 1_000),
    "injection": (injection.injection, 0),
    "yaml": (parsers.yaml, 0),
    "markdown": (parsers.markdown, 0),
    "fuzz": (fuzz.fuzz, 100_000),
    "growth": (growth.growth, 0),
    "headers": (headers.headers, 0),
    "pages": (pages.pages, 60),
}
"""Each trial with the number of its tries where none is asked for; 0: as many as there are."""


def main() -> int:
    """Run the trials that the command line names; 1 where one found a fault."""
    parser = argparse.ArgumentParser(prog="python -m torture", description="Is everything as promised?")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(TRIALS)}; default: all")
    parser.add_argument("--count", type=int, help="how many tries; default: as docs/reliability.md says")
    parser.add_argument("--seed", type=int, default=0, help="for what is left to chance; default: 0")
    options = parser.parse_args()
    if unknown := sorted(set(options.names) - TRIALS.keys()):
        parser.error(f"no trial {', '.join(unknown)}; there are {', '.join(TRIALS)}")
    return 1 if sum([_try(name, options.count, options.seed) for name in options.names or TRIALS]) else 0


def _try(name: str, count: int | None, seed: int) -> int:
    """Make one trial, and say what came of it, also where it is broken off; the number of faults."""
    # A shell lets the jobs in its background ignore Ctrl-C; what takes hours must still tell how far it came.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.default_int_handler)
    trial, usual = TRIALS[name]
    outcome, before = Outcome(name), time.monotonic()
    try:
        trial(outcome, usual if count is None else count, seed)
    finally:
        print(outcome.shown(time.monotonic() - before), flush=True)
    return len(outcome.faults)


if __name__ == "__main__":
    sys.exit(main())
