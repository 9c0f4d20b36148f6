"""Rows of CSV, JSON and JSON Lines: what is read, at which line, and what is said of the rest."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipsegen.diagnostics import Problem
from ipsegen.load.tables import Table, read_table


def read(folder: Path, name: str, data: str | bytes) -> Table | Problem:
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return read_table(path, name)


def table(folder: Path, name: str, data: str | bytes) -> Table:
    found = read(folder, name, data)
    assert isinstance(found, Table), found
    return found


def problem(folder: Path, name: str, data: str | bytes) -> Problem:
    found = read(folder, name, data)
    assert isinstance(found, Problem), found
    return found


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_csv_in_every_common_dialect(tmp_path: Path, mark: str, end: str, sign: str) -> None:
    lines = [f"text{sign}author", f'"One{sign} ""two"",', f'three."{sign} Ada ', "", f"É{sign}"]
    found = table(tmp_path, "a.csv", mark + end.join(lines) + end)
    assert found.columns == ("text", "author")
    assert [(row.line, row.cells) for row in found.rows] == [
        (2, {"text": f'One{sign} "two",\nthree.', "author": " Ada "}),
        (5, {"text": "É"}),
    ]


def test_rows_that_are_too_long_or_too_short_are_kept_with_the_reason(tmp_path: Path) -> None:
    found = table(tmp_path, "a.csv", "a,b\n1\n1,2,3\n1,2\n")
    assert [bool(row.fault) for row in found.rows] == [True, True, False]
    assert "this row has 1 cell, and the first row 2" in found.rows[0].fault
    assert found.rows[1].written == ["1", "2", "3"]


@pytest.mark.parametrize(
    ("name", "data", "place", "code", "said"),
    [
        ("a.csv", "text\nMot \xe9t\xe9\n".encode("cp1252"), (2, 5), "not-utf-8", "byte 0xe9 (byte 5 of line 2)"),
        ("a.csv", "text\n".encode("utf-16"), (1, 1), "not-utf-8", "UTF-16"),
        ("a.csv", 'a,b\n1,2\n"3,4\n5,6\n', (3, 1), "bad-csv", "the row that starts here"),
        ("a.csv", "a,a\n1,2\n", (1, 1), "bad-csv", "two columns are called 'a'"),
        ("a.csv", "\n\n", (1, 1), "no-rows", "no rows"),
        ("a.json", '{"a": 1}', (1, 1), "bad-json", "a list is expected"),
        ("a.json", '[\n{"a": 1}\n{"a": 2}]', (3, 1), "bad-json", "',' or the ']'"),
        ("a.json", '[\n {"a": }]', (2, 8), "bad-json", "not JSON"),
        ("a.json", "[1] x", (1, 5), "bad-json", "more behind"),
        ("a.json", "[" * 100_000, (1, 2), "bad-json", "levels"),
        ("a.ods", "", (1, 1), "unknown-format", ".xlsx"),
    ],
)
def test_files_that_cannot_be_read(
    tmp_path: Path, name: str, data: str | bytes, place: tuple[int, int], code: str, said: str
) -> None:
    found = problem(tmp_path, name, data)
    assert (found.line, found.column, found.code) == (*place, code)
    assert said in f"{found.message} {found.hint}"


def test_windows_1252_is_called_by_its_name(tmp_path: Path) -> None:
    assert "Windows-1252" in problem(tmp_path, "a.csv", b"text\n\x93Yes\x94\n").hint


def test_a_file_that_is_too_large_is_not_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ipsegen.load.tables.MAX_TABLE_BYTES", 3)
    assert problem(tmp_path, "a.csv", "a,b\n").code == "file-too-large"


def test_json_says_where_each_object_starts(tmp_path: Path) -> None:
    found = table(tmp_path, "a.json", '\ufeff[ {"a": 1},\n\n  {"b": {"c": [1.50, null]}, "d": ""},{"e": true}, 7]\n')
    assert [(row.place, row.cells) for row in found.rows] == [
        ((1, 3), {"a": "1"}), ((3, 3), {"b.c": ["1.50"]}), ((3, 39), {"e": "true"}), ((3, 52), {}),
    ]  # fmt: skip
    assert found.columns == ("a", "b.c", "e")
    assert found.rows[3].fault == "a row is an object: {…}"


def test_a_bad_line_of_json_lines_does_not_hide_the_others(tmp_path: Path) -> None:
    found = table(tmp_path, "a.jsonl", '{"a": "1"}\n\n{"a": \n{"a": 1, "a": 2}\n{"a": "\\ud800"}\n{"a": "2"}')
    assert [(row.line, bool(row.fault)) for row in found.rows] == [
        (1, False), (3, True), (4, True), (5, True), (6, False),
    ]  # fmt: skip
    assert found.rows[1].written == '{"a": '


CELL = st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n"), min_size=1).map(str.strip)


@given(st.lists(st.tuples(CELL.filter(bool), CELL.filter(bool)), min_size=1, max_size=5), st.sampled_from(",;\t"))
def test_what_is_written_as_csv_is_read_again(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str]], sign: str
) -> None:
    quoted = [[cell.replace('"', '""') for cell in row] for row in rows]
    text = f"a{sign}b\n" + "".join(f'"{a}"{sign}"{b}"\n' for a, b in quoted)
    found = table(tmp_path_factory.mktemp("csv"), "a.csv", text)
    assert [tuple(row.cells.values()) for row in found.rows] == rows
