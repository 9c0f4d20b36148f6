"""A spreadsheet (XLSX) → rows of text.

Owns what of a workbook is taken: the values of one sheet, dates as dates, formulas as what they came to. Opens nothing
that unpacks to more than it may, or that declares entities. Does not know what a column means.
"""

import re
import warnings
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from io import BytesIO
from typing import Any, Final

from openpyxl import load_workbook

MAX_UNPACKED_BYTES: Final = 64 * 1024 * 1024
MAX_PARTS: Final = 1_000
MAX_TAGS: Final = 2_000_000
"""In all parts together. A cell with a value has four; each costs the library a hundred bytes and some microseconds."""

MAX_ROWS: Final = 1_048_576
"""As many as spreadsheet programs have. A file may leave out what is empty, and say of its only row that it is the
two billionth: the library gives all rows before it."""

MAX_CELLS: Final = 2_000_000
"""Empty ones before and behind those with a value included, for the same reason."""

_LONG_TAG: Final = re.compile(rb"<[^<>]{262144}")
_FORMULA: Final = re.compile(rb"<f[ />]")
_DECLARATION: Final = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)


class SpreadsheetError(ValueError):
    """The workbook cannot be read, or may not be."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


def read_spreadsheet(data: bytes, sheet: str = "") -> list[tuple[int, list[str], str]]:
    """The rows of a sheet that hold anything, by default the first: number, cells, and what is wrong with the row."""
    has_formulas = _look_inside(data)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles and extensions that it leaves out
            found = dict(_rows_of(data, sheet, formulas=False))
            formulas = dict(_rows_of(data, sheet, formulas=True)) if has_formulas else {}
    except SpreadsheetError:
        raise
    except Exception as error:
        # Whatever a damaged workbook makes the library raise, the fault is the workbook's.
        message = f"this workbook cannot be read: {error}"
        raise SpreadsheetError(message, "open it in a spreadsheet program, and save it again as .xlsx") from error
    width = max(map(_filled, found.values()), default=0)
    numbers = sorted(found.keys() | formulas.keys())
    if width * len(numbers) > MAX_CELLS:
        raise _too_large()
    rows = (_row(number, found.get(number, ()), formulas.get(number, ())) for number in numbers)
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
            tags = 0
            for part in parts:
                if part.filename.endswith((".xml", ".rels")):
                    content = packed.read(part)
                    tags += content.count(b"<")
                    if tags > MAX_TAGS or _LONG_TAG.search(content):
                        raise _too_large()
                    if _DECLARATION.search(content):
                        message = f"{part.filename} in this workbook declares a document type, which none needs"
                        raise SpreadsheetError(message, "save it again as .xlsx, or as CSV in UTF-8")
                    has_formulas |= "worksheets/" in part.filename and _FORMULA.search(content) is not None
            return has_formulas
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        message = f"this is no workbook: {error}"
        raise SpreadsheetError(message, "save it as .xlsx, or as CSV in UTF-8") from error


def _too_large() -> SpreadsheetError:
    return SpreadsheetError(
        "this workbook has too many rows or cells", "split it, or save the sheet alone, as CSV in UTF-8"
    )


def _rows_of(data: bytes, sheet: str, *, formulas: bool) -> Iterator[tuple[int, tuple[Any, ...]]]:
    """Each row that holds anything, with its number."""
    workbook = load_workbook(BytesIO(data), read_only=True, data_only=not formulas)
    names = workbook.sheetnames
    if sheet and sheet not in names:
        message = f"no sheet '{sheet}' in this workbook"
        raise SpreadsheetError(message, f"its sheets are {', '.join(names)}")
    found = workbook[sheet or names[0]]
    found.reset_dimensions()  # what the file says of its size may be wrong
    cells = 0
    for number, row in enumerate(found.iter_rows(), 1):
        cells += len(row)
        if number > MAX_ROWS or cells > MAX_CELLS:
            raise _too_large()
        if _filled(row):
            yield number, row


def _filled(row: tuple[Any, ...]) -> int:
    """The number of cells up to the last one that holds anything."""
    return next((place for place in range(len(row), 0, -1) if row[place - 1].value is not None), 0)


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
