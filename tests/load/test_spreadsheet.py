"""Spreadsheets: values as an editor would write them, and workbooks that must not be opened."""

import tracemalloc
import zipfile
from datetime import date, datetime, time
from io import BytesIO
from typing import Any

import pytest
from openpyxl import Workbook

from ipsegen.load import spreadsheet
from ipsegen.load.spreadsheet import SpreadsheetError, read_spreadsheet


def workbook(*rows: list[Any], sheets: tuple[str, ...] = ("Quotes",)) -> bytes:
    book = Workbook()
    book.remove(book.worksheets[0])
    for name in sheets:
        sheet = book.create_sheet(name)
        for row in rows if name == sheets[0] else [["x"]]:
            sheet.append(row)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def with_part(data: bytes, part: str, content: bytes) -> bytes:
    """The workbook with one of its parts replaced."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, content if name == part else old.read(name))
    return out.getvalue()


def test_values_are_written_as_editors_write_them() -> None:
    moment = datetime(2024, 10, 28, 14, 30)  # noqa: DTZ001 (a sheet knows no offset)
    row = ["É ", 2024, 2024.0, 1.5, True, date(2024, 10, 28), moment, time(14, 30), None, "1"]
    written = ["É ", "2024", "2024", "1.5", "true", "2024-10-28", "2024-10-28T14:30:00", "14:30:00", "", "1"]
    assert read_spreadsheet(workbook(["a"], [], row)) == [
        (1, ["a", *[""] * 9], ""), (3, written, ""),
    ]  # fmt: skip


def test_a_formula_counts_as_what_it_came_to() -> None:
    data = workbook(["a", "b"], ["=1+1", "x"], ["=2+2", "y"])
    part = "xl/worksheets/sheet1.xml"
    with zipfile.ZipFile(BytesIO(data)) as packed:
        content = (
            packed.read(part)
            .replace(b"<f>1+1</f><v />", b"<f>1+1</f><v>2</v>")
            .replace(b"<f>1+1</f><v></v>", b"<f>1+1</f><v>2</v>")
        )
    found = read_spreadsheet(with_part(data, part, content))
    assert found[1] == (2, ["2", "x"], "")
    assert found[2][2] == "A3 holds a formula that was not worked out; save the file in a spreadsheet program"


def test_an_error_of_the_spreadsheet_is_told_with_its_cell() -> None:
    data = workbook(["a", "b"], ["x", "#N/A"])
    assert read_spreadsheet(data)[1][2] == "B2 holds an error of the spreadsheet program"


def test_the_sheet_that_is_asked_for() -> None:
    data = workbook(["a"], sheets=("One", "Two"))
    assert read_spreadsheet(data, "Two") == [(1, ["x"], "")]
    with pytest.raises(SpreadsheetError) as refused:
        read_spreadsheet(data, "Three")
    assert (refused.value.message, refused.value.hint) == (
        "no sheet 'Three' in this workbook", "its sheets are One, Two",
    )  # fmt: skip


def test_what_unpacks_to_too_much_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    data = with_part(workbook(["a"]), "xl/styles.xml", b" " * 1_000_000)
    assert len(data) < 20_000
    monkeypatch.setattr(spreadsheet, "MAX_UNPACKED_BYTES", 500_000)
    monkeypatch.setattr(zipfile.ZipFile, "read", None)
    with pytest.raises(SpreadsheetError, match="unpacks to more than"):
        read_spreadsheet(data)


ROW = b'<row r="1"><c r="A1"><v>1</v></c></row>'


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param(ROW + b'<row r="2147483647"><c><v>1</v></c></row>', id="a row far below"),
        pytest.param(
            ROW + b"".join(b'<row r="%d"><c r="XFD%d"><v>1</v></c></row>' % (n, n) for n in range(2, 200)),
            id="cells far to the right",
        ),
        pytest.param(
            b'<row r="1"><c r="XFD1"><v>1</v></c></row>' + b"<row><c><v>1</v></c></row>" * 200, id="one wide row"
        ),
        pytest.param(ROW + b"<row>" + b"<c/>" * 2_000_000 + b"</row>", id="cells without end"),
        pytest.param(b"<row " + b" ".join(b'a%d=""' % n for n in range(40_000)) + b"/>", id="one long tag"),
    ],
)
def test_little_that_unfolds_to_much_is_refused_before_it_does(rows: bytes) -> None:
    sheet = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>%s</sheetData>'
    data = with_part(workbook(["a"]), "xl/worksheets/sheet1.xml", (sheet + b"</worksheet>") % rows)
    tracemalloc.start()
    try:
        with pytest.raises(SpreadsheetError, match="too many rows or cells"):
            read_spreadsheet(data)
        assert tracemalloc.get_traced_memory()[1] < 64 * 1024 * 1024
    finally:
        tracemalloc.stop()


def test_rows_that_are_left_out_count() -> None:
    assert [row[0] for row in read_spreadsheet(workbook(["a"], [], [], ["b"]))] == [1, 4]


def test_a_part_that_unpacks_to_more_than_it_claims_is_refused() -> None:
    data = bytearray(with_part(workbook(["a"]), "xl/styles.xml", b" " * 1_000_000))
    size = (1_000_000).to_bytes(4, "little")
    data = data.replace(size, (10).to_bytes(4, "little"))
    with pytest.raises(SpreadsheetError, match="no workbook"):
        read_spreadsheet(bytes(data))


@pytest.mark.parametrize("content", [b'<!DOCTYPE x [<!ENTITY a "b">]><x/>', b"<!doctype x><x/>"])
def test_declarations_are_refused(content: bytes) -> None:
    data = with_part(workbook(["a"]), "xl/worksheets/sheet1.xml", content)
    with pytest.raises(SpreadsheetError, match="declares a document type"):
        read_spreadsheet(data)


@pytest.mark.parametrize("data", [b"", b"text,author\n", b"PK\x03\x04broken"])
def test_what_is_no_workbook(data: bytes) -> None:
    with pytest.raises(SpreadsheetError, match="no workbook"):
        read_spreadsheet(data)


def test_a_damaged_workbook_is_told_to_be_one() -> None:
    with pytest.raises(SpreadsheetError, match="cannot be read"):
        read_spreadsheet(with_part(workbook(["a"]), "xl/workbook.xml", b"<workbook"))
