"""What a run of the benchmark is asked to do.

Owns the shape that scenarios are given. Does not know them.
"""

import sys
from typing import NamedTuple

from benchmarks.stage import Stage
from benchmarks.tools import Tool


class Settings(NamedTuple):
    """The size, the number of rounds, the tools (ipsegen first), where it happens, and what was measured already."""

    size: int
    runs: int
    tools: tuple[Tool, ...]
    stage: Stage
    known: dict[int, object]
    versions: dict[str, str]

    def version(self, tool: Tool) -> str:
        """The version that a tool names when asked."""
        if tool.key not in self.versions:
            self.versions[tool.key] = tool.version()
        return self.versions[tool.key]

    def say(self, what: str) -> None:
        """Tell whoever waits what happens now."""
        print(what, file=sys.stderr, flush=True)

    def tool(self, key: str) -> Tool | None:
        """One of the tools, if it takes part."""
        return next((tool for tool in self.tools if tool.key == key), None)
