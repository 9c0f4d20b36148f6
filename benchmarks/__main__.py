"""The benchmark's command line.

Owns the options, and in which order the scenarios run.

    python -m benchmarks 10000 --only cold,growth --peers hugo --runs 5 --write
"""

import argparse
import datetime
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks.measure import FailedError, machine
from benchmarks.peers import TOOLS
from benchmarks.report import Section, markdown
from benchmarks.scenarios import cold, others, warm
from benchmarks.scenarios.cold import UnequalError
from benchmarks.scenarios.warm import StaleError
from benchmarks.settings import Settings
from benchmarks.stage import Stage
from benchmarks.workplace import KEPT, file_system, memory_folder

SCENARIOS: dict[str, Callable[[Settings], Section]] = {
    "cold": cold.cold,
    "growth": cold.growth,
    "warm": warm.warm,
    "default": others.default_theme,
    "serve": others.serve,
    "version": others.version,
    "million": others.million,
}
ASKED_FOR = frozenset({"million"})
"""Scenarios that run only where they are named."""
RESULTS = Path(__file__).parent / "results"


def main() -> int:
    """Measure what the command line asks for; 1 where a measurement would mean nothing."""
    options = _parser().parse_args()
    keys = ["ipsegen", *(key for key in TOOLS if key in options.peers)]
    folder = options.folder or (KEPT if options.disk or "million" in options.only else memory_folder())
    with tempfile.TemporaryDirectory(prefix="ipsegen-bench-", dir=_made(folder)) as work:
        settings = Settings(options.size, options.runs, tuple(TOOLS[key] for key in keys), Stage(Path(work)), {}, {})
        text = _head(settings, file_system(folder))
        print(text)
        for name in options.only:
            try:
                part = markdown(SCENARIOS[name](settings))
            except (FailedError, UnequalError, StaleError, TimeoutError) as error:
                print(f"{name}: {error}", file=sys.stderr)
                return 1
            print(part, flush=True)
            text += f"\n{part}"
    if options.write is not None:
        name = options.write or f"{options.size}-{file_system(folder)}"
        RESULTS.mkdir(exist_ok=True)
        (RESULTS / f"{name}.md").write_text(text, encoding="utf-8")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Time ipsegen against its peers.")
    parser.add_argument("size", nargs="?", type=int, default=10_000, help="how many quotes; default: 10000")
    parser.add_argument("--runs", type=int, default=5, help="rounds; default: 5")
    parser.add_argument(
        "--only",
        type=_names(SCENARIOS),
        default=[name for name in SCENARIOS if name not in ASKED_FOR],
        help=f"of {','.join(SCENARIOS)}; default: all but {','.join(sorted(ASKED_FOR))}",
    )
    peers = [key for key in TOOLS if key != "ipsegen"]
    parser.add_argument("--peers", type=_names(peers), default=peers, help=f"of {','.join(peers)}; default: all")
    parser.add_argument("--folder", type=Path, help="where sites are built; default: in memory")
    parser.add_argument("--disk", action="store_true", help="build sites in the checkout, below .bench")
    parser.add_argument("--write", nargs="?", const="", help="keep the result in benchmarks/results, below this name")
    return parser


def _names(known: Sequence[str] | dict[str, Callable[[Settings], Section]]) -> Callable[[str], list[str]]:
    def names(text: str) -> list[str]:
        found = [name for name in text.split(",") if name]
        unknown = [name for name in found if name not in known]
        if unknown:
            raise argparse.ArgumentTypeError(f"no {', '.join(unknown)}; there are {', '.join(known)}")
        return found

    return names


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _head(settings: Settings, system: str) -> str:
    versions = ", ".join(f"{tool.name} {settings.version(tool)}" for tool in settings.tools)
    today = datetime.datetime.now(datetime.UTC).date()
    return (
        f"# {settings.size:,} quotes on {system}, {today}\n\n{machine()}.\n{versions}.\n"
        f"Medians of {settings.runs} rounds in which the tools ran in turn; in brackets the smallest and the largest.\n"
    )


if __name__ == "__main__":
    sys.exit(main())
