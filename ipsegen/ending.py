"""How a command ends: with which status, and in few words where it fails.

Owns the exit statuses (contract.md, "Command line"), and streams that are closed or that nobody reads on. Does not know
what a command does.
"""

import gc
import io
import os
import sys
import traceback
from concurrent.futures import BrokenExecutor
from pathlib import Path
from typing import Final, NoReturn

import click

from ipsegen.console import words_for

DONE: Final = 0
FAULTS: Final = 1
USAGE: Final = 2
FAILED: Final = 3
HELD: Final = 75
INTERRUPTED: Final = 130

_LOST: Final = "memory may have run out, and the system ends a process then; try again with --jobs 1"


def mend_streams() -> None:
    """A stream that was closed swallows what it gets; one that cannot show a character shows its number."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115 - open to the end
        elif isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def uncollected() -> None:
    """Until the command ends: it makes no circles of garbage worth looking for, and that takes a fifth of a build."""
    if gc.isenabled():
        gc.disable()
        click.get_current_context().call_on_close(_collect_again)


def _collect_again() -> None:
    """Go on collecting, without looking through all that there is at once."""
    gc.freeze()
    gc.enable()
    gc.unfreeze()


def drop_output(descriptor: int = 1) -> None:
    """What cannot be written to this stream is given up: Python would try again at its end, and fail."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), descriptor)


def end_badly(error: Exception, *, verbose: bool) -> NoReturn:
    """Say what kind of end this is: a refusal, another build at work, or a failure."""
    from ipsegen.write.folder import RefusedOutput
    from ipsegen.write.lock import OutputHeld

    status = USAGE if isinstance(error, RefusedOutput) else HELD if isinstance(error, OutputHeld) else FAILED
    hint = _LOST if isinstance(error, BrokenExecutor) else getattr(error, "hint", "")
    in_full = verbose and status == FAILED and not hint
    if status == FAILED and not hint and not verbose:
        hint = "run again with -v for the traceback"
    try:
        if in_full:
            traceback.print_exception(error)
        click.echo(f"ipsegen: {words_for(error)}" + (f"; {hint}" if hint else ""), err=True)
    except OSError:
        drop_output(2)
    try:
        sys.stdout.flush()
    except OSError:
        drop_output()
    sys.exit(status)
