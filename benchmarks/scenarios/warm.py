"""Builds after a small change, against Hugo's build, which starts anew each time.

Owns which changes are measured, and the check that what they leave is what a clean build leaves.
"""

import shutil
from collections.abc import Callable
from pathlib import Path

from benchmarks.corpus import PROLIFIC_FROM, PROLIFIC_QUOTES
from benchmarks.edits import Editor
from benchmarks.measure import Run, digest, remove, time_of
from benchmarks.peers.ipsegen import TOOL
from benchmarks.report import Section, ratios, seconds
from benchmarks.settings import Settings

NOTHING = "nothing changed"
FRESH = "CI: fresh checkout, cache and output restored, one word changed"


class StaleError(Exception):
    """An output that a build after a change left unlike a clean build's."""


def warm(settings: Settings) -> Section:
    """Our build after each change, and the cold builds of ipsegen and Hugo in the same rounds."""
    size, stage, hugo = settings.size, settings.stage, settings.tool("hugo")
    editor = Editor(size)
    prolific = PROLIFIC_QUOTES if size >= PROLIFIC_FROM else "a few"
    changes: dict[str, Callable[[Path], object]] = {
        NOTHING: lambda _root: None,
        "one word of one quote": editor.change_word,
        "a quote with an old date added": editor.add_old,
        "the date of a quote changed": editor.change_date,
        f"an author with {prolific} quotes renamed": editor.rename_author,
    }
    root = stage.root(TOOL, size)
    runs: dict[str, list[Run]] = {name: [] for name in (*changes, FRESH)}
    cold: list[Run] = []
    builds: list[Run] = []
    for number in range(settings.runs):
        settings.say(f"warm, {size:,} quotes, round {number + 1} of {settings.runs}")
        cold.append(stage.cold(TOOL, size))
        builds += [stage.cold(hugo, size)] if hugo else []
        for name, change in changes.items():
            change(root)
            runs[name].append(time_of(TOOL.command(root, root / "output")))
        runs[FRESH].append(_fresh(root, stage.folder / "checkout", editor))
    check(settings)
    stage.forget(TOOL, size)  # it is no longer the corpus
    rows = [_row(name, found, cold, builds) for name, found in runs.items()]
    columns = ["ipsegen after", "wall s", "÷ Hugo's build", "÷ own cold build"]
    note = "What the builds after all changes left is, byte for byte, what a clean build of the same content left."
    return Section(f"Warm builds of {size:,} quotes, plain theme", columns, rows, [note])


def check(settings: Settings) -> None:
    """Compare the output, as the changes left it, with that of a clean build. Raises StaleError."""
    output = settings.stage.output(TOOL, settings.size)
    left = digest(output)
    settings.stage.cold(TOOL, settings.size)
    if digest(output) != left:
        raise StaleError("a build after a change left another output than a clean build of the same content")


def _fresh(root: Path, checkout: Path, editor: Editor) -> Run:
    """Build in a copy at another place, where every file is new."""
    remove(checkout)
    forgotten = shutil.ignore_patterns(".output.ipsegen")  # no part of what a CI restores
    shutil.copytree(root, checkout, ignore=forgotten, copy_function=shutil.copyfile)
    editor.change_word(checkout)
    run = time_of(TOOL.command(checkout, checkout / "output"))
    remove(checkout)
    return run


def _row(name: str, found: list[Run], cold: list[Run], builds: list[Run]) -> list[str]:
    walls = [run.wall for run in found]
    against = ratios(walls, [run.wall for run in builds]) if builds else ""
    return [name, seconds(walls), against, ratios(walls, [run.wall for run in cold])]
