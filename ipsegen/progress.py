"""Progress, on a terminal only.

Owns the line that shows how far long work is. Does not know what the stages do, nor which of them are long: those tell
of themselves.
"""

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import cache

Tell = Callable[[str, int, int], None]
"""Told of each stage: its name, how much of it is done, and how much there is (0 where that is not known)."""


def silent(_stage: str, _done: int, _total: int) -> None:
    """Where nobody watches."""


@contextmanager
def reporter(*, visible: bool) -> Iterator[Tell]:
    """A function that shows progress on standard error while the block runs; it does nothing where nobody watches.

    Nothing is shown, and no time is spent on it, before it is told something.
    """
    if not visible or not sys.stderr.isatty():
        yield silent
        return
    with ExitStack() as shown:
        begin = cache(lambda: shown.enter_context(_bar()))
        yield lambda stage, done, total: begin()(stage, done, total)


@contextmanager
def _bar() -> Iterator[Tell]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn()
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None)
        yield lambda stage, done, total: bar.update(task, description=stage, completed=done, total=total or None)
