"""The program itself, with the plain theme.

Owns how it is run. The plain theme lies in `benchmarks/theme`; without it, the default theme is used.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks.corpus import Corpus, site_files
from benchmarks.tools import Tool
from ipsegen import __version__

NOW = "2025-01-21T18:00:00Z"
COMMAND = (sys.executable, "-m", "ipsegen")


def _files(corpus: Corpus) -> Iterator[tuple[str, str]]:
    return site_files(corpus)


def _command(root: Path, output: Path) -> list[str]:
    given = ["-q", "-C", str(root), "build", "--output", str(output), "--now", NOW, "--no-search"]
    return [*COMMAND, *given]


def _version() -> str:
    return __version__


TOOL = Tool(
    key="ipsegen",
    name="ipsegen",
    module=__file__,
    site=Path(__file__).parents[1] / "theme",
    files=_files,
    command=_command,
    version=_version,
    leftovers=(".ipsegen", ".output.ipsegen"),
)
