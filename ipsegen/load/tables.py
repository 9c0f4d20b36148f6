"""A file of rows → rows of cells, each with its line: CSV, JSON, JSON Lines; a spreadsheet by way of `spreadsheet`.

Owns which of these a file is, by its ending, and what in it can be read. A row that cannot be used is kept, with the
reason. Does not know what a column means.
"""

import csv
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import msgspec

from ipsegen.diagnostics import Problem
from ipsegen.load.json_text import JsonError, Value, as_value, items_of_list, read_json
from ipsegen.load.text import decode, line_and_column

MAX_TABLE_BYTES: Final = 64 * 1024 * 1024
_DELIMITERS: Final = ",;\t"
_LONGEST_CELL: Final = 1 << 20
_ENDINGS: Final = {
    ".csv": "csv", ".tsv": "csv", ".json": "json", ".jsonl": "jsonl", ".ndjson": "jsonl", ".xlsx": "xlsx",
}  # fmt: skip


class Row(msgspec.Struct, frozen=True):
    """One row: where it starts, its cells by column but for empty ones, and how it was written.

    No two rows start at the same line and column; both count from 1. `fault` is why it cannot be used, if it cannot.
    """

    line: int
    cells: dict[str, Value]
    written: str | list[str]
    fault: str = ""
    column: int = 1

    @property
    def place(self) -> tuple[int, int]:
        """Line and column."""
        return self.line, self.column


class Table(msgspec.Struct, frozen=True):
    """All rows of a file. `form` is csv, json, jsonl or xlsx; `columns` are in the order of their first appearance."""

    form: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    text: str = ""
    delimiter: str = ","


def read_table(path: Path, name: str, sheet: str = "") -> Table | Problem:
    """The rows of the file at `path`, called `name` in problems; or why none can be had.

    Raises OSError where the machine fails.
    """
    form = _ENDINGS.get(path.suffix.lower())
    if form is None:
        message = f"'{path.suffix}' is not the ending of a file of rows"
        return Problem(name, 1, 1, "unknown-format", message, f"the endings are {', '.join(_ENDINGS)}")
    if path.stat().st_size > MAX_TABLE_BYTES:
        message = f"this file is larger than {MAX_TABLE_BYTES // 1024 // 1024} MiB"
        return Problem(name, 1, 1, "file-too-large", message, "split it")
    data = path.read_bytes()
    if form == "xlsx":
        # Here and not above: the library takes long to load, and few need it.
        from ipsegen.load.spreadsheet import SpreadsheetError, read_spreadsheet

        try:
            return _of_lines(name, "xlsx", read_spreadsheet(data, sheet))
        except SpreadsheetError as error:
            return Problem(name, 1, 1, "bad-spreadsheet", error.message, error.hint)
    text = decode(name, data)
    if isinstance(text, Problem):
        return _with_the_likely_encoding(text, data)
    return _READERS[form](name, text)


def _with_the_likely_encoding(problem: Problem, data: bytes) -> Problem:
    """Spreadsheet programs save CSV as Windows-1252 unless told otherwise."""
    try:
        data.decode("cp1252")
    except UnicodeDecodeError:
        return problem
    hint = f"it is probably Windows-1252: {problem.hint} (in Excel: 'CSV UTF-8')"
    return msgspec.structs.replace(problem, hint=hint)


def _read_csv(name: str, text: str) -> Table | Problem:
    first = text.partition("\n")[0]
    delimiter = max(_DELIMITERS, key=first.count)
    csv.field_size_limit(_LONGEST_CELL)
    reader = csv.reader((f"{line}\n" for line in text.split("\n")), delimiter=delimiter, strict=True)
    lines: list[tuple[int, list[str], str]] = []
    start = 1
    try:
        for cells in reader:
            lines.append((start, cells, ""))
            start = reader.line_num + 1
    except csv.Error as error:
        message = f"the row that starts here cannot be read: {error}"
        hint = "put a cell that holds quotation marks into quotation marks, and write those inside twice"
        return Problem(name, start, 1, "bad-csv", message, hint)
    return _of_lines(name, "csv", lines, text, delimiter)


def _of_lines(
    name: str, form: str, lines: list[tuple[int, list[str], str]], text: str = "", delimiter: str = ","
) -> Table | Problem:
    """A table whose first row names the columns; each line has its number, its cells, and what is wrong with it."""
    full = [(line, cells, fault) for line, cells, fault in lines if fault or any(cell.strip() for cell in cells)]
    if not full:
        return Problem(name, 1, 1, "no-rows", "this file has no rows", "its first row names the columns")
    number, header, _fault = full[0]
    columns = [cell.strip() or f"column {place}" for place, cell in enumerate(header, 1)]
    twice = [column for column, count in Counter(columns).items() if count > 1]
    if twice:
        return Problem(name, number, 1, "bad-csv", f"two columns are called '{twice[0]}'", "give one another name")
    rows = [_row_of_cells(line, cells, columns, fault) for line, cells, fault in full[1:]]
    return Table(form, tuple(columns), tuple(rows), text, delimiter)


def _row_of_cells(line: int, cells: list[str], columns: list[str], fault: str) -> Row:
    if not fault and len(cells) != len(columns):
        count = f"{len(cells)} cell" + ("" if len(cells) == 1 else "s")
        fault = f'this row has {count}, and the first row {len(columns)}; a cell with a separator in it needs "…"'
    filled: dict[str, Value] = {column: cell for column, cell in zip(columns, cells, strict=False) if cell.strip()}
    return Row(line, filled, cells, fault)


def _read_json(name: str, text: str) -> Table | Problem:
    rows: list[Row] = []
    line, line_start, counted = 1, 0, 0
    try:
        for start, end, found in items_of_list(text):
            line += text.count("\n", counted, start)
            line_start = max(line_start, text.rfind("\n", counted, start) + 1)
            counted = start
            rows.append(_row_of_json(line, start - line_start + 1, found, text[start:end]))
    except JsonError as error:
        line, column = line_and_column(text, error.offset) if error.offset is not None else (line, 1)
        return Problem(name, line, column, "bad-json", str(error), "a file of rows is a list of objects: [{…}, {…}]")
    return _of_rows("json", rows, text)


def _read_json_lines(_name: str, text: str) -> Table:
    rows: list[Row] = []
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            try:
                rows.append(_row_of_json(number, 1, read_json(line), line))
            except JsonError as error:
                rows.append(Row(number, {}, line, str(error)))
    return _of_rows("jsonl", rows, text)


def _row_of_json(line: int, column: int, found: object, written: str) -> Row:
    try:
        values = as_value(found)
    except JsonError as error:
        return Row(line, {}, written, str(error), column)
    if not isinstance(values, dict):
        return Row(line, {}, written, "a row is an object: {…}", column)
    return Row(line, dict(_leaves(values)), written, "", column)


def _leaves(values: dict[str, Value]) -> Iterator[tuple[str, Value]]:
    """Every value that is not empty by its name, those in objects as `outer.inner`."""
    for name, value in values.items():
        if isinstance(value, dict):
            yield from ((f"{name}.{inner}", leaf) for inner, leaf in _leaves(value))
        elif not isinstance(value, str) or value.strip():
            yield name, value


def _of_rows(form: str, rows: list[Row], text: str) -> Table:
    columns = dict.fromkeys(column for row in rows for column in row.cells)
    return Table(form, tuple(columns), tuple(rows), text)


_READERS: Final = {"csv": _read_csv, "json": _read_json, "jsonl": _read_json_lines}
