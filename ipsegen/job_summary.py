"""Problems as a table in Markdown, for the summary of a job on GitHub Actions.

Owns that whatever the content holds stays text there: no link, no picture, no mark-up, nobody called by name. Does not
know where the summary is.
"""

import re
from collections.abc import Container, Iterable
from typing import Final

from ipsegen.diagnostics import Problem, encodable, visible

MOST_BYTES: Final = 900_000
"""GitHub drops a summary of more than 1 MiB whole."""

_MARKUP: Final = re.compile(r"[&\\`*_{}\[\]()<>#+\-.!|~@:/$^='\"]")


def job_summary(problems: Iterable[Problem], closing: str, first: Container[str] = ()) -> str:
    """The closing line and every problem, those in the files `first` first; as many as GitHub takes."""
    ranked = sorted(problems, key=lambda problem: (problem.file not in first, problem))
    head = f"### ipsegen check\n\n{_text(closing)}\n\n"
    if not ranked:
        return head
    rows = [head, "| place | problem | way out |\n|---|---|---|\n"]
    size = 0
    for shown, problem in enumerate(ranked):
        row = _row(problem)
        size += len(row.encode())
        if size > MOST_BYTES:
            rows.append(f"\n{len(ranked) - shown:,} more\n")
            break
        rows.append(row)
    return "".join(rows)


def _row(problem: Problem) -> str:
    place = f"{problem.file}:{problem.line}:{problem.column}"
    cells = (
        _text(place),
        f"{problem.severity} {_text(f'[{problem.code}]')} {_text(problem.message)}",
        _text(problem.hint),
    )
    return f"| {' | '.join(cells)} |\n"


def _text(text: str) -> str:
    """Any text so that Markdown shows it as it is, on one line.

    Signs become references: unlike a backslash they also keep GitHub from linking addresses and names after an @.
    """
    return _MARKUP.sub(lambda sign: f"&#{ord(sign[0])};", encodable(visible(text)))
