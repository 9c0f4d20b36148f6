"""The command line.

Owns the options, the clock, the streams and the exit statuses (contract.md, "Command line"). Everything it does is done
elsewhere; heavy modules are imported by the command that needs them, so that `--version` answers at once.
"""

import sys
import traceback
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

from ipsegen import __version__

if TYPE_CHECKING:
    from ipsegen.diagnostics import Problem
    from ipsegen.load.snapshot import Tree

DONE, FAULTS, USAGE, FAILED, HELD, INTERRUPTED = 0, 1, 2, 3, 75, 130

Color = Literal["auto", "always", "never"]


class Settings:
    """The options that every command has, and where its words go."""

    def __init__(self, root: Path, color: Color, verbosity: int) -> None:
        self.root = root
        self.verbosity = verbosity
        self.color = color

    def say(self, line: str) -> None:
        """Tell a person something, unless asked to be quiet."""
        if self.verbosity >= 0:
            click.echo(line, err=True)

    def colors(self, stream: Any) -> bool:
        """Whether escape codes may be written to `stream` (https://no-color.org)."""
        import os

        if self.color != "auto":
            return self.color == "always"
        return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
