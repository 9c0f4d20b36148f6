"""What the preview adds to a page, and what it says of a build."""

from datetime import UTC, datetime
from pathlib import Path

import html5lib
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipsegen.diagnostics import Problem
from ipsegen.judgement import read
from ipsegen.model.archive import Archive
from ipsegen.model.indexing import build_archive
from ipsegen.preview import (
    MOST_PROBLEMS,
    News,
    Opener,
    State,
    dressed,
    message,
    news_of,
    permitting,
    source_of,
    state_of,
)
from tests.command import QUOTE, SITE, write

OPENER = Opener("", "/site")
PAGE = (
    b'<!doctype html><html><head><title>T</title><link rel="stylesheet" href="/assets/a.css"></head>'
    b'<body><article class="quote" data-quote="rutte-deployment-confirmed"></article></body></html>'
)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    """An archive in which one quote is a draft."""
    root = write(tmp_path_factory.mktemp("site"), SITE | {
        QUOTE: SITE[QUOTE] + "draft: true\naliases: [older]\n",
        "content/pages/about.md": "---\ntitle: About\n---\nWords.\n",
    })  # fmt: skip
    examined, _content = read(root, datetime(2025, 1, 21, 18, tzinfo=UTC))
    assert examined.records.site is not None
    return build_archive(examined.records, examined.records.site, {}, drafts=True)


def facts(page: bytes) -> dict[str, str]:
    """What the script of a page is told."""
    scripts = html5lib.parse(page, namespaceHTMLElements=False).findall(".//script[@type='module']")
    assert len(scripts) == 1
    return {key: value for key, value in scripts[0].attrib.items() if key.startswith("data-")}


def test_a_page_names_its_source_and_the_drafts_on_it(archive: Archive) -> None:
    opener = Opener("vscode://file{file}:{line}:{column}", "/my site")
    source = source_of(PAGE, ("quotes", "rutte-deployment-confirmed", "index.html"), archive)
    page, state = dressed(PAGE, source, opener, "sha256-A="), state_of(PAGE, source)
    assert facts(page) == {
        "data-whole": state.whole,
        "data-words": state.words,
        "data-file": QUOTE,
        "data-editor": f"vscode://file/my%20site/{QUOTE}:1:1",
        "data-draft": "yes",
        "data-drafts": "rutte-deployment-confirmed",
    }


@pytest.mark.parametrize(
    ("path", "file"),
    [
        ("index.html", "content/site.yaml"),
        ("404.html", "content/site.yaml"),
        ("quotes/index.html", "content/site.yaml"),
        ("quotes/page/1/index.html", "content/site.yaml"),
        ("quotes/older/index.html", QUOTE),
        ("authors/mark-rutte/mentions/index.html", "content/authors/mark-rutte.yaml"),
        ("entities/nato/page/2/index.html", "content/entities/nato.yaml"),
        ("about/index.html", "content/pages/about.md"),
        ("pages/about/index.html", "content/site.yaml"),
    ],
)
def test_every_page_has_a_source(path: str, file: str, archive: Archive) -> None:
    assert source_of(PAGE, path.split("/"), archive).file == file
    assert source_of(PAGE, path.split("/"), archive).drafts == ("rutte-deployment-confirmed",)


def test_a_page_that_was_asked_for_before_its_archive_was_known_is_another_then(archive: Archive) -> None:
    before, after = (state_of(PAGE, source_of(PAGE, ("quotes", "x"), one)) for one in (None, archive))
    assert (before.whole, before.words) != (after.whole, after.words)


def test_other_style_sheets_are_not_other_words() -> None:
    source = source_of(PAGE, (), None)
    state, other = state_of(PAGE, source), state_of(PAGE.replace(b"/a.css", b"/b.css"), source)
    assert state.words == other.words
    assert state.whole != other.whole
    assert other.sheets == ("/assets/b.css",)
    assert state_of(PAGE.replace(b"<body>", b"<body>x"), source).words != other.words


@given(st.binary(), st.text(), st.text())
def test_whatever_a_page_and_a_name_are_the_page_stays_and_the_name_is_text(page: bytes, name: str, root: str) -> None:
    source = msgspec.structs.replace(source_of(page, (name,), None), file=name)
    data = dressed(page, source, Opener("x://{file}", root), "sha256-A=")
    at = data.index(b'<script type="module"')
    script, _end, rest = data[at:].partition(b"</script>\n")
    assert data[:at] + rest == page
    assert script.count(b"<") == 1


def test_the_script_of_the_preview_may_run_and_no_other_header_is_changed() -> None:
    given = [("X-Content-Type-Options", "script-src"), ("Content-Security-Policy", "script-src 'none'; img-src 'self'")]
    assert permitting(given, "sha256-A=") == [
        ("X-Content-Type-Options", "script-src"),
        ("Content-Security-Policy", "script-src 'sha256-A='; img-src 'self'"),
    ]


@given(st.lists(st.builds(Problem, st.text(), st.integers(0, 9), st.integers(1, 9), st.text(), st.text(), st.text())))
def test_news_are_one_line_of_json_whatever_they_say(problems: list[Problem]) -> None:
    news = news_of(problems, built=False, lines=lambda file: [file, "\x00<b>\u202e"], opener=OPENER)
    sent = message(news, State())
    assert sent.startswith(b"data: ")
    assert sent.endswith(b"\n\n")
    assert not set(b"\r\n") & set(sent[:-2])
    told = msgspec.json.decode(news, type=News)
    assert [one.line for one in told.problems] == [problem.line for problem in sorted(problems)]
    assert all(text.isprintable() for one in told.problems for text in (one.file, one.message, one.hint, one.before))


def test_errors_come_before_warnings_and_what_nobody_reads_is_counted() -> None:
    doubt = Problem("a", 1, 1, "doubt", "m", severity="warning")
    faults = [Problem("b", line, 1, "fault", "m") for line in range(1, MOST_PROBLEMS + 3)]
    news = news_of([doubt, *faults], built=False, lines=lambda _: [], opener=OPENER)
    told = msgspec.json.decode(news, type=News)
    assert {one.severity for one in told.problems} == {"error"}
    assert (len(told.problems), told.more) == (MOST_PROBLEMS, 3)


def test_the_frame_of_a_problem_parts_its_line_at_the_column() -> None:
    news = news_of([Problem("a", 2, 5, "c", "m")], built=False, lines=lambda _: ["", "ab: <i>é"], opener=OPENER)
    (one,) = msgspec.json.decode(news, type=News).problems
    assert (one.before, one.rest) == ("ab: ", "<i>é")


def test_an_address_of_an_editor_holds_the_place(tmp_path: Path) -> None:
    opener = Opener("idea://open?file={file}&line={line}", str(tmp_path))
    assert (
        opener.address("content/a b&c{line}.yaml", 7)
        == f"idea://open?file={tmp_path}/content/a%20b%26c%7Bline%7D.yaml&line=7"
    )
    assert OPENER.address("content/a.yaml") == ""
