"""Problems as data, and how they are printed.

Owns what a problem is and how it looks as text, as JSON and as workflow commands (contract, "Diagnostics").
Does not know what can be wrong: every rule stands where its subject is. Reads no file: the lines that a frame
shows are handed in.
"""

import unicodedata
from collections.abc import Callable, Container, Iterable, Sequence
from typing import Literal

import msgspec

Severity = Literal["error", "warning"]
SourceLines = Callable[[str], Sequence[str]]
"""A file's path relative to the root → its lines without line breaks; empty for a file that has no text."""

GITHUB_ANNOTATIONS = 10
"""How many annotations of one level GitHub shows for one step; the rest would vanish without a word."""


class Problem(msgspec.Struct, frozen=True, order=True):
    """One fault or doubt, at one place. Orders by file, line, column and code.

    `file` is a path relative to the root with `/`; `line` and `column` count from 1, columns in code points.
    """

    file: str
    line: int
    column: int
    code: str
    message: str
    hint: str = ""
    severity: Severity = "error"

    @property
    def is_error(self) -> bool:
        """Whether the site cannot be built until this is mended."""
        return self.severity == "error"


class Summary(msgspec.Struct, frozen=True):
    """How many problems of each severity, in how many files that were read."""

    errors: int
    warnings: int
    files: int


def summarise(problems: Sequence[Problem], files: int) -> Summary:
    """Count `problems` by severity; `files` is the number of files that were read."""
    errors = sum(problem.is_error for problem in problems)
    return Summary(errors=errors, warnings=len(problems) - errors, files=files)


def fails(problems: Iterable[Problem], *, strict: bool) -> bool:
    """Whether `problems` stop a build: any error, or with `strict` anything at all."""
    return any(strict or problem.is_error for problem in problems)


def format_text(problems: Iterable[Problem], source_lines: SourceLines, *, color: bool = False) -> str:
    """Write problems for a terminal: place, fact, the line with a caret, and the way out."""
    return "".join(_frame(problem, source_lines(problem.file), color=color) for problem in sorted(problems))


def format_json(problems: Iterable[Problem], summary: Summary, build: object | None = None) -> str:
    """One JSON object (contract, "Diagnostics"); `build` is added where a build was attempted."""
    document: dict[str, object] = {
        "version": 1,
        "summary": summary,
        "diagnostics": [_as_json(problem) for problem in sorted(problems)],
    }
    if build is not None:
        document["build"] = build
    return msgspec.json.format(msgspec.json.encode(document), indent=2).decode() + "\n"


def format_github(problems: Sequence[Problem], closing: str, first: Container[str] = ()) -> str:
    """Workflow commands for GitHub Actions: at most ten, errors first, then a summary line.

    Of problems of one severity those in the files `first` come first.
    """
    ranked = sorted(problems, key=lambda problem: (not problem.is_error, problem.file not in first, problem))
    lines = [_workflow_command(problem) for problem in ranked[:GITHUB_ANNOTATIONS]]
    left = len(ranked) - len(lines)
    more = f" ({left} more than GitHub shows here)" if left else ""
    return "\n".join([*lines, f"{closing}{more}"]) + "\n"


def closing_line(problems: Sequence[Problem], files: int, seconds: float | None = None) -> str:
    """Write the last line of a check: what was found, in how many of the `files` that were read, and how fast."""
    time = "" if seconds is None else f", {seconds:.1f} s"
    if not problems:
        return f"no problems in {_count(files, 'file')}{time}"
    summary = summarise(problems, files)
    found = [_count(number, word) for number, word in _totals(summary) if number]
    faulty = len({problem.file for problem in problems})
    return f"{' and '.join(found)} in {faulty:,} of {_count(files, 'file')}{time}"


def encodable(text: str) -> str:
    """Write lone surrogates as escapes: a path that is not UTF-8 holds them, and no encoder takes them."""
    return text.encode("utf-8", "backslashreplace").decode()


def _totals(summary: Summary) -> tuple[tuple[int, str], ...]:
    return (summary.errors, "error"), (summary.warnings, "warning")


def _count(number: int, word: str) -> str:
    return f"{number:,} {word}" + ("" if number == 1 else "s")


def _as_json(problem: Problem) -> dict[str, object]:
    return {
        "file": encodable(problem.file),
        "line": problem.line,
        "column": problem.column,
        "code": problem.code,
        "severity": problem.severity,
        "message": encodable(problem.message),
        "hint": encodable(problem.hint),
    }


def _frame(problem: Problem, lines: Sequence[str], *, color: bool) -> str:
    bold, tint, reset = _paint(problem) if color else ("", "", "")
    place = f"{visible(problem.file)}:{problem.line}:{problem.column}"
    kind = f"{tint}{problem.severity}[{problem.code}]{reset}"
    head = f"{bold}{place}:{reset} {kind}: {visible(problem.message)}\n"
    hint = visible(problem.hint)
    if not 0 < problem.line <= len(lines):
        return head + (f"      {hint}\n" if hint else "")
    number = f"{problem.line:>5}"
    shown, offset = _window(lines[problem.line - 1], problem.column)
    caret = f"{' ' * 5} | {' ' * offset}{tint}^{reset}"
    return f"{head}{number} | {shown}\n{caret}{' ' + hint if hint else ''}\n"


def _paint(problem: Problem) -> tuple[str, str, str]:
    return "\x1b[1m", "\x1b[31m" if problem.is_error else "\x1b[33m", "\x1b[0m"


def _window(line: str, column: int, width: int = 100) -> tuple[str, int]:
    """Cut a long line down to the part around `column`; count the terminal cells before the caret."""
    start = max(0, column - 1 - width // 2) if len(line) > width else 0
    part = line[start : start + width]
    before = visible(part[: column - 1 - start])
    shown = visible(part)
    if start:
        shown, before = "…" + shown, "…" + before
    return shown.rstrip(), sum(_cells(character) for character in before)


def visible(text: str) -> str:
    """Write as an escape every character that could move a terminal's cursor or turn its direction."""
    return "".join(
        character if character.isprintable() or character == " " else _escape(character) for character in text
    )


def _escape(character: str) -> str:
    if character == "\t":
        return " "
    return f"\\u{ord(character):04x}" if ord(character) < 0x10000 else f"\\U{ord(character):08x}"


def _cells(character: str) -> int:
    if unicodedata.category(character) in {"Mn", "Me"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _workflow_command(problem: Problem) -> str:
    place = f"file={_property(problem.file)},line={problem.line},col={problem.column}"
    message = visible(problem.message) + (f"\n{visible(problem.hint)}" if problem.hint else "")
    return f"::{problem.severity} {place},title={problem.code}::{_data(message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(visible(text)).replace(":", "%3A").replace(",", "%2C")
