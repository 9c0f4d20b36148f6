"""What is printed and kept of a run.

Owns the form of tables and of numbers. Ratios are medians over rounds in which the tools ran in turn, with the smallest
and the largest of them; seconds are those of one machine on one day.
"""

import statistics
from collections.abc import Iterable, Sequence
from typing import NamedTuple


class Section(NamedTuple):
    """A scenario's result: a heading, a table, and what a reader must know."""

    heading: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    notes: Sequence[str] = ()


def markdown(section: Section) -> str:
    """A section as Markdown; the first column is text, all others are numbers."""
    lines = [f"## {section.heading}", "", _row(section.columns), _row([":---", *["---:"] * (len(section.columns) - 1)])]
    lines += [_row(row) for row in section.rows]
    lines += [line for note in section.notes for line in ("", note)]
    return "\n".join(lines) + "\n"


def ratios(ours: Iterable[float], theirs: Iterable[float]) -> str:
    """The ratio round by round: its median, and its range where there is more than one."""
    found = [one / other for one, other in zip(ours, theirs, strict=True)]
    middle = f"{statistics.median(found):.2f}"
    return middle if len(found) == 1 else f"{middle} ({min(found):.2f}–{max(found):.2f})"


def seconds(values: Iterable[float]) -> str:
    """The median of some seconds."""
    middle = statistics.median(values)
    return f"{middle:.3f}" if middle < 1 else f"{middle:.2f}"


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
