"""Progress, on a terminal only.

Owns the line that shows how far a build is. Does not know what the stages do.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from ipsegen.build import Progress


@contextmanager
def reporter(*, visible: bool) -> Iterator[Progress]:
    """A function that shows progress on standard error while the block runs; it does nothing where nobody watches."""
    if not visible or not sys.stderr.isatty():
        yield lambda _stage, _done, _total: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
    from rich.progress import Progress as Bar

    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn()
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("reading", total=None)

        def show(stage: str, done: int, total: int) -> None:
            bar.update(task, description=stage, completed=done, total=total or None)

        yield show
