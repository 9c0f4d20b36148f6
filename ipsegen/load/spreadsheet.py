"""A spreadsheet (XLSX) → rows of text.

Owns what of a workbook is taken: the values of one sheet, dates as dates, formulas as what they came to. Opens nothing
that unpacks to more than it may, or that declares entities. Does not know what a column means.
"""

import re
import warnings
import zipfile
from datetime import date, datetime, time
from io import BytesIO
from itertools import zip_longest
from typing import Any, Final

from openpyxl import load_workbook

MAX_UNPACKED_BYTES: Final = 64 * 1024 * 1024
MAX_PARTS: Final = 1_000
_FORMULA: Final = re.compile(rb"<f[ />]")
_DECLARATION: Final = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)


class SpreadsheetError(ValueError):
    """The workbook cannot be read, or may not be."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


def read_spreadsheet(data: bytes, sheet: str = "") -> list[tuple[int, list[str], str]]:
    """The rows of a sheet, by default the first: number, cells, and what is wrong with the row."""
    has_formulas = _look_inside(data)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles and extensions that it leaves out
            found = _rows_of(data, sheet, formulas=False)
            formulas = _rows_of(data, sheet, formulas=True) if has_formulas else []
    except SpreadsheetError:
        raise
    except Exception as error:
        # Whatever a damaged workbook makes the library raise, the fault is the workbook's.
        message = f"this workbook cannot be read: {error}"
        raise SpreadsheetError(message, "open it in a spreadsheet program, and save it again as .xlsx") from error
    width = max((len(row) for row in found), default=0)
    while width and found and all(_is_empty(row, width - 1) for row in found):
        width -= 1
    rows = (_row(number, *pair) for number, pair in enumerate(zip_longest(found, formulas, fillvalue=()), 1))
    return [(number, [*cells, *[""] * width][:width], fault) for number, cells, fault in rows]


def _look_inside(data: bytes) -> bool:
    """Whether there are formulas; raises SpreadsheetError for what must not be unpacked."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as packed:
            parts = packed.infolist()
            # What a part claims to unpack to is all that is ever read of it.
            if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED_BYTES:
                message = f"this workbook unpacks to more than {MAX_UNPACKED_BYTES // 1024 // 1024} MiB"
                raise SpreadsheetError(message, "save the sheet alone, or as CSV in UTF-8")
            has_formulas = False
            for part in parts:
                if part.filename.endswith((".xml", ".rels")):
                    content = packed.read(part)
                    if _DECLARATION.search(content):
                        message = f"{part.filename} in this workbook declares a document type, which none needs"
                        raise SpreadsheetError(message, "save it again as .xlsx, or as CSV in UTF-8")
                    has_formulas |= "worksheets/" in part.filename and _FORMULA.search(content) is not None
            return has_formulas
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        message = f"this is no workbook: {error}"
        raise SpreadsheetError(message, "save it as .xlsx, or as CSV in UTF-8") from error


def _rows_of(data: bytes, sheet: str, *, formulas: bool) -> list[tuple[Any, ...]]:
    workbook = load_workbook(BytesIO(data), read_only=True, data_only=not formulas)
    names = workbook.sheetnames
    if sheet and sheet not in names:
        message = f"no sheet '{sheet}' in this workbook"
        raise SpreadsheetError(message, f"its sheets are {', '.join(names)}")
    found = workbook[sheet or names[0]]
    found.reset_dimensions()  # what the file says of its size may be wrong
    return list(found.iter_rows())


def _is_empty(row: tuple[Any, ...], place: int) -> bool:
    return place >= len(row) or row[place].value is None


def _row(number: int, cells: tuple[Any, ...], behind: tuple[Any, ...]) -> tuple[int, list[str], str]:
    for cell, formula in zip(cells, behind, strict=False):
        if cell.value is None and formula.value is not None:
            fault = (
                f"{formula.coordinate} holds a formula that was not worked out; save the file in a spreadsheet program"
            )
            return number, [_text(cell.value) for cell in cells], fault
    broken = next((cell.coordinate for cell in cells if cell.data_type == "e"), "")
    fault = f"{broken} holds an error of the spreadsheet program" if broken else ""
    return number, [_text(cell.value) for cell in cells], fault


def _text(value: object) -> str:
    """A value as an editor would write it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(timespec="seconds")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
