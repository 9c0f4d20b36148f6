"""Rows of a table that were not taken → a file of the same kind, each with the reason.

Owns how such a file is written, so that it can be mended and imported again. Does not know the reasons.
"""

import csv
import json
from collections.abc import Sequence
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any, Final

from ipsegen.load.tables import Row, Table
from ipsegen.write.atomic import replace_file

REASON: Final = "reason"
Rejected = tuple[Row, str]
"""A row, and why it was not taken."""


def write_rejected(path: Path, table: Table, rejected: Sequence[Rejected]) -> None:
    """Write the rows as they were, with a column for the reason before the others."""
    replace_file(path, _BYTES_OF[table.form](table, rejected))


def _csv(table: Table, rejected: Sequence[Rejected]) -> bytes:
    out = StringIO()
    csv.writer(out, delimiter=table.delimiter, lineterminator="\n").writerows(_lines(table, rejected))
    return out.getvalue().encode()


def _xlsx(table: Table, rejected: Sequence[Rejected]) -> bytes:
    # Here and not above: the library takes long to load, and few need it.
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell

    book = Workbook(write_only=True)
    sheet: Any = book.create_sheet()
    for line in _lines(table, rejected):
        cells = [WriteOnlyCell(sheet, text) for text in line]
        for cell in cells:
            cell.data_type = "s"  # so that a text which starts with '=' stays one
        sheet.append(cells)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _lines(table: Table, rejected: Sequence[Rejected]) -> list[list[str]]:
    """The header and the rows; the reasons of an earlier import are replaced."""
    again = table.columns[:1] == (REASON,)
    lines = [[REASON, *table.columns[again:]]]
    lines.extend([reason, *row.written[again:]] for row, reason in rejected)
    return lines


def _json(_table: Table, rejected: Sequence[Rejected]) -> bytes:
    return (json.dumps([_object(*each) for each in rejected], ensure_ascii=False, indent=2) + "\n").encode()


def _json_lines(_table: Table, rejected: Sequence[Rejected]) -> bytes:
    return "".join(f"{json.dumps(_object(*each), ensure_ascii=False)}\n" for each in rejected).encode()


def _object(row: Row, reason: str) -> dict[str, object]:
    """The row as an object; what is none, or no JSON, stands in it as it was written."""
    try:
        found = json.loads(str(row.written))
    except (ValueError, RecursionError):
        found = str(row.written)
    return {REASON: reason, **({"row": found} if not isinstance(found, dict) else found | {REASON: reason})}


_BYTES_OF: Final = {"csv": _csv, "json": _json, "jsonl": _json_lines, "xlsx": _xlsx}
