"""The generators that are compared.

Owns the list of them. Each module knows how one is installed, fed and run.
"""

from benchmarks.peers import eleventy, hugo, ipsegen, pelican
from benchmarks.tools import Tool

TOOLS: dict[str, Tool] = {tool.key: tool for tool in (ipsegen.TOOL, hugo.TOOL, eleventy.TOOL, pelican.TOOL)}
