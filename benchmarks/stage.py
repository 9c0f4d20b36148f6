"""Sites ready to be built, and the cold build of each.

Owns the working folder: a root for each tool and size, copied from the kept corpora. Does not know what is compared.
"""

import os
import shutil
from pathlib import Path

from benchmarks.measure import Run, extent, peak_memory, remove, time_of
from benchmarks.tools import Tool
from benchmarks.workplace import kept_site


class Stage:
    """Roots below one folder; `output` of a root lies inside it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def root(self, tool: Tool, size: int) -> Path:
        """The site of a tool, copied here at the first call."""
        root = self.folder / str(size) / tool.key
        if not root.exists():
            shutil.copytree(kept_site(tool, size), root)
        return root

    def output(self, tool: Tool, size: int) -> Path:
        """Where a site is built."""
        return self.root(tool, size) / "output"

    def cold(self, tool: Tool, size: int) -> Run:
        """Build a site as if for the first time."""
        root = self._clean(tool, size)
        return time_of(tool.command(root, root / "output"))

    def cold_memory(self, tool: Tool, size: int) -> float:
        """The peak memory of a cold build in MiB."""
        root = self._clean(tool, size)
        return peak_memory(tool.command(root, root / "output"))

    def copy(self, tool: Tool, size: int) -> Run:
        """Copy a finished output with `cp -r`: no generator can write it faster."""
        copied = self.folder / "copy"
        remove(copied)
        os.sync()
        run = time_of(["cp", "-r", str(self.output(tool, size)), str(copied)])
        remove(copied)
        return run

    def extent(self, tool: Tool, size: int) -> tuple[int, int]:
        """Files and bytes of a finished output."""
        return extent(self.output(tool, size))

    def forget(self, tool: Tool, size: int) -> None:
        """Remove a site, to make room."""
        remove(self.folder / str(size) / tool.key)

    def _clean(self, tool: Tool, size: int) -> Path:
        root = self.root(tool, size)
        for name in ("output", *tool.leftovers):
            remove(root / name)
        os.sync()  # what was removed is not written during the next measurement
        return root
