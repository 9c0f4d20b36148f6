"""`ipsegen import`: from rows to files, and what is said of the rows that are left out."""

import csv
import json
from datetime import date
from io import BytesIO, StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from ipsegen.importing import Wishes, plan_import, write_import
from ipsegen.load.content import read_content
from ipsegen.load.json_text import Value
from ipsegen.load.tables import Row, Table
from ipsegen.model.examine import examine
from ipsegen.model.quote import Quote
from ipsegen.model.reads import read_file_record
from ipsegen.model.recipe import Recipe, completed
from ipsegen.write.create import create_below
from tests.command import QUOTE, SITE, Result, contents, run, write
from tests.incremental import NOW

CLOCK: Final = {"SOURCE_DATE_EPOCH": "1737482400"}  # 2025-01-21T18:00:00Z
WORDS: Final = "The first of the sentences that were made up for this test alone."
OTHER: Final = "Another sentence altogether, which nobody but this test has ever heard."
THIRD: Final = "A third, so that there are enough of them to lose one on the way."
HEADER: Final = ["text", "author", "pronounced", "source.title", "source.locator"]
MAPPING: Final = "keys:\n  text: words\n  author: by\n  pronounced: {value: unknown}\n  source.title: {value: Notes}\n"


def row(text: str, author: str = "Mark Rutte", pronounced: str = "2024-11-02") -> list[str]:
    return [text, author, pronounced, "Notes", "page 3"]


class Killed(BaseException):
    """What ends a process at once."""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write(tmp_path, SITE)


def as_csv(rows: list[list[str]]) -> bytes:
    out = StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue().encode()


def as_objects(rows: list[list[str]]) -> list[dict[str, str]]:
    return [dict(zip(rows[0], cells, strict=True)) for cells in rows[1:]]


def as_xlsx(rows: list[list[Any]]) -> bytes:
    book = Workbook()
    for cells in rows:
        book.worksheets[0].append(cells)
    for cell in (cell for line in book.worksheets[0] for cell in line if cell.data_type == "f"):
        cell.data_type = "s"
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def as_form(form: str, rows: list[list[str]]) -> bytes:
    if form in {"csv", "xlsx"}:
        return as_csv(rows) if form == "csv" else as_xlsx(rows)
    if form == "json":
        return json.dumps(as_objects(rows)).encode()
    return "\n".join(map(json.dumps, as_objects(rows))).encode()


def import_rows(root: Path, rows: list[list[str]], *more: str, form: str = "csv") -> Result:
    path = root / f"rows.{form}"
    path.write_bytes(as_form(form, rows))
    return run("import", str(path), *more, root=root, env=CLOCK)


def quotes(root: Path) -> list[str]:
    return sorted(path.read_text() for path in (root / "content/quotes").rglob("*.yaml"))


@pytest.mark.parametrize("form", ["csv", "json", "jsonl", "xlsx"])
def test_rows_of_every_form_become_the_same_files(root: Path, form: str) -> None:
    result = import_rows(root, [HEADER, row(WORDS), row(OTHER, "NATO", "2024")], form=form)
    assert result == (
        0,
        "content/quotes/2024/11/rutte-first-sentences-made.yaml\n"
        "content/quotes/2024/nato-another-sentence-altogether.yaml\n",
        "2 new\n",
    )
    assert (root / "content/quotes/2024/11/rutte-first-sentences-made.yaml").read_text() == (
        f"text: {WORDS}\nauthor: mark-rutte\npronounced: 2024-11-02\ninserted: 2025-01-21T18:00:00Z\n"
        "source: {title: Notes, locator: page 3}\n"
    )
    assert run("check", "--strict", "--now", "2025-01-21T18:00:00Z", root=root).status == 0


@pytest.mark.parametrize("form", ["csv", "json", "jsonl", "xlsx"])
def test_once_imported_rows_are_not_imported_again(root: Path, form: str) -> None:
    rows = [HEADER, row(WORDS), row(OTHER), row(WORDS)]
    assert import_rows(root, rows, form=form).err == "2 new, 1 same\n"
    before = contents(root / "content")
    assert import_rows(root, rows, form=form) == (0, "", "3 same\n")
    assert contents(root / "content") == before


def test_a_dry_run_tells_what_would_become_of_each_row(root: Path) -> None:
    before = contents(root / "content")
    said = SITE[QUOTE].splitlines()[0].removeprefix("text: ")
    rows = [
        HEADER,
        row(WORDS),
        row(said, pronounced="2024-10-28"),
        row(said, pronounced="2024-10"),
        row(OTHER, "Nobody"),
    ]
    result = import_rows(root, rows, "--dry-run")
    assert result.status == 1
    assert result.out == (
        "      2  new       content/quotes/2024/11/rutte-first-sentences-made.yaml\n"
        f"      3  same      {QUOTE}\n"
        f"      4  changed?  this is nearly the text of {QUOTE}\n"
        "      5  refused   no author 'Nobody'\n"
    )
    assert result.err.endswith("1 new, 1 same, 1 changed?, 1 refused (nothing was written: --dry-run)\n")
    assert contents(root / "content") == before


@pytest.mark.parametrize(
    ("key", "cell", "said"),
    [
        ("author", "Nobody Else", "error[unknown-author]: no author 'Nobody Else'"),
        ("author", "Nobody Else", "ipsegen new author nobody-else --set name='Nobody Else'"),
        ("author", "Marc Ruttte", "did you mean author:mark-rutte? --create creates it"),
        ("author", "entity:nobody", "error[unknown-entity]: author: no entity 'nobody'"),
        ("pronounced", "21/01/2025", "error[bad-date]: pronounced: '21/01/2025' is not written as a date must be"),
        ("pronounced", "45593", "error[bad-date]: pronounced:"),
        ("pronounced", "", "error[missing-key]: 'pronounced' is missing"),
        ("text", "", "error[missing-key]: 'text' is missing"),
        ("text", "a\u202eb", "error[bidi-override]: text:"),
        ("source.url", "javascript:x", "error[bad-url]: source:"),
        ("contexts", "no story", "error[unknown-context]: no context 'no story'"),
        ("mentions", "Nobody", "error[unknown-author]: no author or entity or country 'Nobody'"),
        ("id", "No Id", "error[bad-id]: 'No Id' is not an id"),
        ("id", "old", "error[url-collision]: the id 'old' is an old id of"),
        ("replies_to", "nothing", "error[unknown-quote]: no quote 'nothing'"),
        ("text", "long " * 60_000, "error[file-too-large]: this makes a file of more than 256 KiB"),
        ("excerpt", "not there", "error[excerpt-not-in-text]: excerpt:"),
    ],
)
def test_a_bad_row_is_told_with_its_line_and_does_not_hold_up_the_others(
    root: Path, key: str, cell: str, said: str
) -> None:
    write(root, {QUOTE: f"{SITE[QUOTE]}aliases: [old]\n"})
    rows = as_objects([HEADER, row(WORDS), row(OTHER), row(THIRD)])
    rows[1][key] = cell
    header = list(rows[1])
    result = import_rows(root, [header, *([found.get(name, "") for name in header] for found in rows)])
    assert result.status == 1
    assert f"{root / 'rows.csv'}:3:1: error[" in result.err
    assert said in result.err
    assert "    3 | " in result.err or len(cell) > 100
    assert result.err.endswith("2 new, 1 refused\n")
    assert len(quotes(root)) == 3
    assert run("check", root=root).status == 0


def test_a_row_that_names_a_refused_one_is_refused_with_it(root: Path) -> None:
    header = [*HEADER, "id", "replies_to"]
    rows = [header, [*row(WORDS), "a", ""], [*row(OTHER), "b", "c"], [*row(THIRD, "Nobody"), "c", ""]]
    result = import_rows(root, rows)
    assert result.err.endswith("1 new, 2 refused\n")
    assert "error[unknown-quote]" in result.err
    assert run("check", root=root).status == 0


def test_a_row_that_is_the_same_as_a_refused_one_is_not_taken_for_there(root: Path) -> None:
    header = [*HEADER, "excerpt"]
    result = import_rows(root, [header, [*row(WORDS), "not there"], [*row(WORDS), ""], [*row(OTHER), ""]])
    assert "rows.csv:3:1: error[excerpt-not-in-text]: this is line 2 again: excerpt: these words" in result.err
    assert result.err.endswith("1 new, 2 refused\n")


def test_authors_and_entities_are_created_if_wished_and_only_those_needed(root: Path) -> None:
    header = [*HEADER, "entities"]
    rows = [
        header, [*row(WORDS, "Ada Lovelace"), "The Royal Society"], [*row(OTHER, "LOVELACE, Ada"), ""],
        [*row(THIRD, "Nobody Needed", "soon"), ""],
    ]  # fmt: skip
    result = import_rows(root, rows, "--create")
    assert result.status == 1
    assert result.err.endswith("2 new, 1 refused, 2 created for them\n")
    assert (root / "content/authors/ada-lovelace.yaml").read_text() == "name: Ada Lovelace\n"
    assert (root / "content/entities/the-royal-society.yaml").read_text() == "name: The Royal Society\nkind: other\n"
    assert sorted(path.stem for path in (root / "content/authors").iterdir()) == ["ada-lovelace", "mark-rutte"]
    assert run("check", root=root).status == 0


def test_what_is_created_takes_no_id_of_a_file_that_cannot_be_read(root: Path) -> None:
    broken = {
        "content/authors/ada-lovelace.yaml": "name: [\n",
        "content/quotes/rutte-first-sentences-made.yaml": "text: [\n",
    }
    write(root, broken)
    assert import_rows(root, [HEADER, row(WORDS), row(OTHER, "Ada Lovelace")], "--create").status == 0
    assert (root / "content/authors/ada-lovelace-2.yaml").is_file()
    assert (root / "content/quotes/2024/11/rutte-first-sentences-made-2024.yaml").is_file()


def test_many_rows_without_a_telling_word_are_numbered(root: Path) -> None:
    rows = [HEADER, *(row("Слово" + "а" * number, "unknown", "unknown") for number in range(30))]
    assert import_rows(root, rows).err == "30 new\n"
    assert {path.stem for path in (root / "content/quotes").glob("*.yaml")} == {
        "quote", *(f"quote-{number}" for number in range(2, 31)),
    }  # fmt: skip


def test_a_name_of_which_no_id_can_be_made_is_not_created(root: Path) -> None:
    result = import_rows(root, [HEADER, row(WORDS, "Ада")], "--create")
    assert result.status == 1
    assert "ipsegen new author ID --set name='Ада'" in result.err


def test_a_row_knows_its_quote_by_id(root: Path) -> None:
    header = [*HEADER, "id"]
    assert import_rows(root, [header, [*row(WORDS), "a"]]).err == "1 new\n"
    assert import_rows(root, [header, [*row(WORDS), "a"]]).err == "1 same\n"
    result = import_rows(root, [header, [*row(OTHER, pronounced="2024"), "a"]])
    assert result.status == 0
    assert "warning[changed-quote]: content/quotes/2024/11/a.yaml has this id, and another text and date" in result.err
    assert result.err.endswith("1 changed?\n")


def test_what_is_nearly_there_already_is_left_to_a_person(root: Path) -> None:
    rows = [HEADER, row(WORDS), row(WORDS.replace("alone", "only")), row(WORDS.replace("alone", "only"), "NATO")]
    result = import_rows(root, rows)
    assert "rows.csv:3:1: warning[near-duplicate]: this is nearly the text of line 2" in result.err
    assert result.err.endswith("2 new, 1 changed?\n")
    assert import_rows(root, rows, "--near-duplicates").err == "1 new, 2 same\n"


@pytest.mark.parametrize("form", ["csv", "json", "jsonl", "xlsx"])
def test_rows_left_out_can_be_mended_and_imported_again(root: Path, form: str) -> None:
    rows = [HEADER, row(WORDS), row(OTHER, "Nobody"), row("=1+1", pronounced="soon")]
    left_out = root / f"left-out.{form}"
    assert import_rows(root, rows, "--rejected", str(left_out), form=form).status == 1
    again = run("import", str(left_out), "--rejected", str(root / f"again.{form}"), root=root, env=CLOCK)
    assert again.status == 1
    assert again.err.endswith("columns that fill no key: reason\n2 refused\n")
    assert cells_of(root / f"again.{form}") == cells_of(left_out)
    reasons = [cells["reason"].partition(";")[0] for cells in cells_of(left_out)]
    assert reasons == ["no author 'Nobody'", "pronounced: 'soon' is not a date"]
    assert [{**cells, "reason": ""} for cells in cells_of(left_out)] == [
        {"reason": "", **cells} for cells in as_objects([rows[0], *rows[2:]])
    ]


def cells_of(path: Path) -> list[dict[str, str]]:
    if path.suffix == ".csv":
        return list(csv.DictReader(StringIO(path.read_text())))
    if path.suffix == ".json":
        return list(json.loads(path.read_text()))
    if path.suffix == ".jsonl":
        return [json.loads(line) for line in path.read_text().splitlines()]
    return as_objects([[str(cell) for cell in cells] for cells in load_workbook(path).worksheets[0].values])


def test_rows_that_cannot_be_read_are_kept_as_they_were(root: Path) -> None:
    (root / "a.csv").write_text("text,author\nonly one\na,b,c\n")
    (root / "a.jsonl").write_text('{"text": \n7\n')
    for name in ("a.csv", "a.jsonl"):
        assert run("import", str(root / name), "--rejected", str(root / f"left-{name}"), root=root).status == 1
    left_out = list(csv.reader(StringIO((root / "left-a.csv").read_text())))
    assert [cells[1:] for cells in left_out] == [["text", "author"], ["only one"], ["a", "b", "c"]]
    assert left_out[1][0].startswith("this row has 1 cell, and the first row 2;")
    assert [json.loads(line)["row"] for line in (root / "left-a.jsonl").read_text().splitlines()] == ['{"text": ', 7]


def test_a_mapping_file_says_which_column_is_what(root: Path) -> None:
    write(root, {"columns.yaml": MAPPING, "rows.csv": f"words,by,extra\n{WORDS},Mark Rutte,x\n"})
    result = run("import", str(root / "rows.csv"), "--mapping", str(root / "columns.yaml"), root=root, env=CLOCK)
    assert result.status == 0
    assert result.err == "columns that fill no key: extra\n1 new\n"
    assert "pronounced: unknown\n" in (root / result.out.strip()).read_text()


@pytest.mark.parametrize(
    ("files", "arguments", "status", "said"),
    [
        (
            {"columns.yaml": "keys: {txt: words}\n"},
            ["--mapping", "columns.yaml"],
            1,
            "columns.yaml:1:8: error[unknown-key]",
        ),
        (
            {"columns.yaml": "keys: {text: wrds}\n"},
            ["--mapping", "columns.yaml"],
            1,
            "no column 'wrds' did you mean 'words'?",
        ),
        ({"rows.csv": ""}, [], 1, "error[no-rows]"),
        ({}, ["--rejected", "rows.csv"], 2, "names the file that is imported"),
        ({}, ["--mapping", "nowhere.yaml"], 2, "nowhere.yaml"),
    ],
)
def test_what_keeps_a_whole_file_out(
    root: Path, monkeypatch: pytest.MonkeyPatch, files: dict[str, str], arguments: list[str], status: int, said: str
) -> None:
    write(root, {"rows.csv": f"words,by\n{WORDS},x\n", **files})
    monkeypatch.chdir(root)
    before = contents(root)
    result = run("import", "rows.csv", *arguments, root=root)
    assert (result.status, result.out) == (status, "")
    assert said in result.err
    assert contents(root) == before


def test_faults_elsewhere_do_not_stand_in_the_way(root: Path) -> None:
    write(root, {"content/authors/broken.yaml": "nam: x\n"})
    assert import_rows(root, [HEADER, row(WORDS)]) == (
        0,
        "content/quotes/2024/11/rutte-first-sentences-made.yaml\n",
        "1 new\n",
    )


def test_dates_and_numbers_of_a_spreadsheet(root: Path) -> None:
    rows: list[list[Any]] = [[*HEADER, "position"], [WORDS, "Mark Rutte", date(2024, 11, 2), "Notes", 3, 2.0]]
    (root / "rows.xlsx").write_bytes(as_xlsx(rows))
    result = run("import", str(root / "rows.xlsx"), root=root, env=CLOCK)
    assert result.status == 0
    text = (root / result.out.strip()).read_text()
    assert "pronounced: 2024-11-02\n" in text
    assert "position: 2\n" in text
    assert "locator: 3}" in text


def test_killed_between_two_files_the_same_command_goes_on(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[str] = []

    def until_killed(folder: Path, path: str, data: bytes) -> None:
        if len(written) == 2:
            raise Killed
        written.append(path)
        create_below(folder, path, data)

    rows = [HEADER, row(WORDS, "Ada Lovelace"), row(OTHER, "Ada Lovelace")]
    with monkeypatch.context() as patch:
        patch.setattr("ipsegen.importing.create_below", until_killed)
        with pytest.raises(Killed):
            import_rows(root, rows, "--create")
    assert written[0] == "content/authors/ada-lovelace.yaml"
    assert run("check", root=root).status == 0
    assert import_rows(root, rows, "--create").err == "1 new, 1 same\n"


# Any words.

TEXTS: Final = st.text(
    st.sampled_from("aé ש\n\t\"'“:#-|>[]{}&*!%@`,?=\\\u200b\u202e\x07") | st.characters(exclude_categories=["Cs"]),
    max_size=40,
)


@given(st.lists(st.tuples(TEXTS, TEXTS), min_size=1, max_size=5))
@settings(deadline=None, max_examples=50)
def test_no_row_is_lost_and_words_stay_as_they_are(texts: list[tuple[str, str]]) -> None:
    cells: list[dict[str, Value]] = [
        {"text": text, "title": title, "author": "unknown", "pronounced": "unknown", "source.url": "https://a.example/"}
        for text, title in texts
    ]
    rows = tuple(
        Row(line, {key: cell for key, cell in found.items() if cell}, "") for line, found in enumerate(cells, 2)
    )
    recipe, _unused = completed(Recipe(), cells[0])
    with TemporaryDirectory() as folder:
        root = write(Path(folder), {"content/site.yaml": SITE["content/site.yaml"]})
        done = plan_import(root, "rows.csv", Table("csv", tuple(cells[0]), rows), Wishes(recipe), NOW)
        list(write_import(root, done.files))
        problems = examine(read_content(root), NOW).problems
    assert [outcome.row for outcome in done.outcomes] == list(rows)
    assert not any(problem.is_error for problem in problems)
    made = {file.path: read_file_record(file.path, file.data).record for file in done.files}
    for outcome in done.outcomes:
        assert (outcome.problem is None) == (outcome.what in {"new", "same"})
        if outcome.what == "new":
            quote = made[outcome.path]
            assert isinstance(quote, Quote)
            assert quote.words.split() == str(outcome.row.cells["text"]).split()
            assert quote.title.split() == str(outcome.row.cells.get("title", "")).split()
