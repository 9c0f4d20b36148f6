"""Cold builds: every tool in turn, the copy of the output, memory, and growth.

Owns how tools are compared from nothing. No time counts before the outputs are found equal.
"""

from collections.abc import Sequence
from itertools import islice
from typing import NamedTuple

from benchmarks.equality import Pages, differences, read_pages
from benchmarks.measure import FailedError, Run, median
from benchmarks.report import Section, ratios, seconds
from benchmarks.settings import Settings
from benchmarks.tools import Tool

COPY = "`cp -r` of the output"
SLOWEST = 10
"""A peer that takes more than so many times as long as Hugo is not measured beyond `STOP`."""
STOP = 10_000
STAY = ("ipsegen", "hugo")


class Cold(NamedTuple):
    """What the cold builds of one size cost, by the key of the tool; `copies` belong to ipsegen's output."""

    runs: dict[str, list[Run]]
    copies: list[Run]
    memory: dict[str, float]
    extents: dict[str, tuple[int, int]]


class UnequalError(Exception):
    """Outputs that are not the same, so that comparing their times would mean nothing."""


def cold(settings: Settings) -> Section:
    """The tools at the size asked for."""
    found = measure(settings, settings.size)
    copies = [run.wall for run in found.copies]
    rows = [_row(settings, found, tool, copies) for tool in settings.tools if tool.key in found.runs]
    rows.append([COPY, seconds(copies), *_against(found, copies, "wall"), "", "", "", "", "", "", "1.00"])
    columns = [
        "",
        *("wall s", "÷ Hugo"),
        *("CPU s", "÷ Hugo"),
        *("memory MiB", "÷ Hugo"),
        "files",
        "MB",
        "wall ÷ `cp -r`",
    ]
    note = "All outputs hold the same pages with the same quotes; this was checked page by page before a time counted."
    left_out = [tool.name for tool in settings.tools if tool.key not in found.runs]
    notes = (
        [note, f"Left out, as slower than {SLOWEST} Hugos or failing: {', '.join(left_out)}."] if left_out else [note]
    )
    return Section(f"Cold build of {settings.size:,} quotes, plain theme", columns, rows, notes)


def growth(settings: Settings) -> Section:
    """How time and memory grow from size to size."""
    sizes = sorted({1_000, min(10_000, settings.size), settings.size})
    rows: list[list[str]] = []
    before: Cold | None = None
    for size in sizes:
        found = measure(settings, size)
        rows += [_growth_row(tool, size, found, before) for tool in settings.tools if tool.key in found.runs]
        before = found
    columns = ["", "quotes", "wall s", "÷ size before", "memory MiB", "÷ size before"]
    return Section("Growth of a cold build, plain theme", columns, rows)


def measure(settings: Settings, size: int) -> Cold:
    """Measure the cold builds of one size, once in a run of the benchmark."""
    known = settings.known.get(size)
    if isinstance(known, Cold):
        return known
    tools = check(settings, _fast_enough(settings, size), size)
    runs: dict[str, list[Run]] = {tool.key: [] for tool in tools}
    copies: list[Run] = []
    for number in range(settings.runs):
        settings.say(f"cold, {size:,} quotes, round {number + 1} of {settings.runs}")
        for tool in tools:
            runs[tool.key].append(settings.stage.cold(tool, size))
        copies.append(settings.stage.copy(tools[0], size))
    extents = {tool.key: settings.stage.extent(tool, size) for tool in tools}
    settings.say(f"memory, {size:,} quotes")
    memory = {tool.key: settings.stage.cold_memory(tool, size) for tool in tools}
    found = Cold(runs, copies, memory, extents)
    settings.known[size] = found
    return found


def check(settings: Settings, tools: Sequence[Tool], size: int) -> list[Tool]:
    """Build every site and compare it with the first; returns the tools without peers that fail at so many quotes.

    Raises UnequalError.
    """
    settings.say(f"checking that the outputs are equal, {size:,} quotes")
    kept: list[Tool] = []
    first: Pages | None = None
    for tool in tools:
        try:
            settings.stage.cold(tool, size)
        except FailedError as error:
            if tool.key in STAY or size <= STOP:
                raise
            settings.say(str(error))
            continue
        kept.append(tool)
        pages = read_pages(settings.stage.output(tool, size), oldest_first=tool.key == "ipsegen")
        if first is None:
            first = pages
        elif found := list(islice(differences(first, pages), 10)):
            heading = f"{tools[0].name} (ours) and {tool.name} (theirs), {size:,} quotes:"
            raise UnequalError("\n".join([heading, *found]))
    return kept


def _fast_enough(settings: Settings, size: int) -> list[Tool]:
    """The tools that are measured at a size; beyond `STOP`, slow peers have had their turn."""
    hugo = settings.tool("hugo")
    if size <= STOP or hugo is None:
        return list(settings.tools)
    limit = SLOWEST * settings.stage.cold(hugo, STOP).wall
    return [tool for tool in settings.tools if tool.key in STAY or settings.stage.cold(tool, STOP).wall <= limit]


def _row(settings: Settings, found: Cold, tool: Tool, copies: list[float]) -> list[str]:
    runs, (files, size) = found.runs[tool.key], found.extents[tool.key]
    walls, processors = [run.wall for run in runs], [run.processor for run in runs]
    memory = found.memory[tool.key]
    hugo = found.memory.get("hugo")
    return [
        f"{tool.name} {settings.version(tool)}",
        seconds(walls), *_against(found, walls, "wall"),
        seconds(processors), *_against(found, processors, "processor"),
        f"{memory:,.0f}", f"{memory / hugo:.2f}" if hugo else "",
        f"{files:,}", f"{size / 1e6:,.1f}",
        ratios(walls, copies),
    ]  # fmt: skip


def _against(found: Cold, values: list[float], field: str) -> list[str]:
    hugo = found.runs.get("hugo")
    return [ratios(values, [getattr(run, field) for run in hugo])] if hugo else [""]


def _growth_row(tool: Tool, size: int, found: Cold, before: Cold | None) -> list[str]:
    run, memory = median(found.runs[tool.key]), found.memory[tool.key]
    time_ratio = memory_ratio = ""
    if before is not None and tool.key in before.runs:
        time_ratio = f"{run.wall / median(before.runs[tool.key]).wall:.2f}"
        memory_ratio = f"{memory / before.memory[tool.key]:.2f}"
    return [tool.name, f"{size:,}", seconds([run.wall]), time_ratio, f"{memory:,.0f}", memory_ratio]
