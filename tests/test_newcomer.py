"""Someone new at a terminal adds to an archive: `ipsegen new`, key by key."""

from pathlib import Path

import pytest

from tests.command import QUOTE, SITE, contents, run, write
from tests.typing_hands import Hands, at_a_terminal

CLOCK = {"SOURCE_DATE_EPOCH": "1737482400"}  # 2025-01-21T18:00:00Z
NEW = "content/quotes/2024/11/lovelace-defend-every-inch.yaml"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write(tmp_path, SITE)


def say_who_and_when(hands: Hands) -> None:
    hands.answer("In which role?", "Minister")
    hands.answer("When was it said?", "2024-11-02")
    hands.answer("Where can it be checked?", "https://www.nato.int/speech")
    hands.answer("What is its title?", "Speech")
    hands.answer("Who published it?")
    hands.answer("To which contexts")
    hands.answer("Whom or what is it about?")


@pytest.mark.parametrize("term", ["xterm", "dumb"])
def test_a_quote_with_a_new_author_is_added_and_sound(root: Path, term: str) -> None:
    with at_a_terminal("new", "quote", root=root, term=term, env=CLOCK) as hands:
        hands.answer("What was said?", "We will defend every inch.\r")
        hands.answer("Who said it?", "Ada Lovelace")
        hands.answer(
            "'Ada Lovelace' is not in the archive yet. What is it?", "\x15author" if term == "xterm" else "author"
        )
        hands.answer("How does an index sort it?")
        hands.answer("For which countries", "Britain, utopia")
        hands.answer("Do you mean United Kingdom (gb)?")
        hands.answer("For which countries", "\x15gb" if term == "xterm" else "gb")
        hands.answer("For which bodies")
        say_who_and_when(hands)
        assert hands.end() == 0
        assert f"content/authors/ada-lovelace.yaml\n{NEW}\n" in hands.shown
        assert f"next: ipsegen check {NEW}, or ipsegen serve" in hands.shown
    assert (root / NEW).read_text() == (
        "text: We will defend every inch.\nauthor: ada-lovelace\npronounced: 2024-11-02\n"
        "inserted: 2025-01-21T18:00:00Z\nsource: {title: Speech, url: https://www.nato.int/speech}\nrole: Minister\n"
    )
    assert (root / "content/authors/ada-lovelace.yaml").read_text() == (
        "name: Ada Lovelace\nsort_name: Lovelace, Ada\ncountries: [gb]\n"
    )
    assert run("check", "--strict", NEW, root=root).status == 0


def test_a_name_is_completed(root: Path) -> None:
    with at_a_terminal("new", "quote", "--set", "text=Words, many.", root=root, env=CLOCK) as hands:
        hands.wait_for("Who said it?")
        hands.type("rutt")
        hands.wait_for("Mark Rutte")
        hands.type("\t\r")
        say_who_and_when(hands)
        assert hands.end() == 0
    assert "author: mark-rutte\n" in (root / "content/quotes/2024/11/rutte-words-many.yaml").read_text()


def test_a_paste_is_one_answer_whatever_it_holds(root: Path) -> None:
    with at_a_terminal("new", "quote", "--set", "author=mark-rutte", "--set", "role=x", root=root, env=CLOCK) as hands:
        hands.wait_for("What was said?")
        hands.paste("First paragraph.\r\n\r\nSecond: paragraph # of it.")
        hands.type("\r\r")
        hands.answer("When was it said?", "unknown")
        hands.answer("Where can it be checked?", "The Times")
        hands.answer("Where does it stand there?", "page 1")
        hands.answer("Who published it?")
        hands.answer("To which contexts")
        hands.answer("Whom or what is it about?")
        assert hands.end() == 0
    text = (root / "content/quotes/rutte-first-paragraph-second.yaml").read_text()
    assert text.startswith("text: |\n  First paragraph.\n\n  Second: paragraph # of it.\n")


def test_a_slip_is_told_before_the_next_question(root: Path) -> None:
    with at_a_terminal("new", "quote", "--set", "text=x", "--set", "author=unknown", root=root) as hands:
        hands.answer("When was it said?", "21/01/2025")
        hands.wait_for("write '2025-01-21'")
        hands.type("\x03")
        assert hands.end() == 130


@pytest.mark.parametrize("term", ["xterm", "dumb"])
def test_bytes_that_are_no_characters_are_told(root: Path, term: str) -> None:
    with at_a_terminal("new", "author", root=root, term=term) as hands:
        hands.wait_for("What is the name?")
        hands.type_bytes(b"Ada \xff\xfe\r")
        hands.wait_for("bytes that are no characters")
        hands.type("\x03")
        assert hands.end() == 130


@pytest.mark.parametrize("term", ["xterm", "dumb"])
@pytest.mark.parametrize("key", ["\x03", "\x04"])
def test_whoever_has_enough_leaves_nothing_behind(root: Path, key: str, term: str) -> None:
    before = contents(root)
    with at_a_terminal("new", "quote", root=root, term=term) as hands:
        hands.answer("What was said?", "Words.\r")
        hands.answer("Who said it?", "Ada Lovelace")
        hands.answer("is not in the archive yet. What is it?")
        hands.wait_for("How does an index sort it?")
        hands.type(key)
        if term == "xterm" and key == "\x04":
            hands.type("\x15\x04")  # with something on the line it deletes
        assert hands.end() == 130
        assert "nothing was written" in hands.shown
    assert contents(root) == before


@pytest.mark.parametrize(
    "arguments",
    [["quote", "--no-input"], ["author", "--set", "name=Ada"], ["quote", "x", "--no-input", "--set", "text=x"]],
)
def test_where_it_need_not_or_may_not_ask_it_does_not(root: Path, arguments: list[str]) -> None:
    with at_a_terminal("new", *arguments, root=root) as hands:
        status = hands.end()
        assert "?" not in hands.shown
    assert status == (0 if arguments[0] == "author" else 1)


def test_an_id_that_cannot_be_had_is_told_before_the_first_question(root: Path) -> None:
    for identifier, said in ((Path(QUOTE).stem, f"is already at {QUOTE}"), ("Not An Id", "is not an id")):
        with at_a_terminal("new", "quote", identifier, root=root) as hands:
            assert hands.end() == 2
            assert said in " ".join(hands.shown.split())
            assert "What was said?" not in hands.shown


def test_a_long_answer_may_be_written_in_an_editor(root: Path, tmp_path: Path) -> None:
    editor = tmp_path / "editor"
    editor.write_text('#!/bin/sh\nprintf "Words from elsewhere." > "$1"\n')
    editor.chmod(0o755)
    given = ["--set", "author=unknown", "--set", "pronounced=2024", "--set", "source=x", "--set", "contexts=[]"]
    with at_a_terminal("new", "quote", *given, "--set", "mentions=[]", root=root, env={"VISUAL": str(editor)}) as hands:
        hands.wait_for("What was said?")
        hands.type("\x18\x05")
        hands.wait_for("Words from elsewhere.")
        hands.type("\x03")
        assert hands.end() == 130


def test_questions_do_not_go_where_data_go(root: Path) -> None:
    """`ipsegen new author > file` asks all the same, and only the path is in the file."""
    with at_a_terminal("new", "author", root=root, stdout=root / "made") as hands:
        hands.answer("What is the name?", "Ada")
        hands.answer("For which countries")
        hands.answer("For which bodies")
        assert hands.end() == 0
    assert (root / "made").read_text() == "content/authors/ada.yaml\n"


def test_a_draft_is_opened_in_the_editor_of_ones_choice(root: Path, tmp_path: Path) -> None:
    editor = tmp_path / "editor"
    editor.write_text("#!/bin/sh\nsed -i.old 's/Ada/Ada Lovelace/' \"$1\"\n")
    editor.chmod(0o755)
    result = run("new", "author", "ada", "--edit", "--set", "name=Ada", root=root, env={"VISUAL": str(editor)})
    assert (result.status, result.out) == (0, "content/authors/ada.yaml\n")
    assert (root / "content/authors/ada.yaml").read_text() == "name: Ada Lovelace\n"


def test_without_an_editor_what_was_typed_is_not_lost(root: Path) -> None:
    given = ["--set", "author=unknown", "--set", "pronounced=2024", "--set", "source=nowhere", "--set", "contexts=[]"]
    nothing = {"VISUAL": "/no/such/editor"}
    with at_a_terminal("new", "quote", *given, "--set", "mentions=[]", root=root, env=nothing) as hands:
        hands.answer("What was said?", "Words.\r")
        hands.wait_for("error[unknown-source]")
        hands.answer("Mend it in your editor?")
        hands.answer("could not be used", "n")
        assert hands.end() == 1
        assert "nothing was written" in hands.shown
    result = run("new", "author", "--edit", "--set", "name=Ada", root=root, env=nothing)
    assert (result.status, result.out) == (3, "")
    assert "name one with VISUAL" in result.err


def test_a_near_duplicate_is_refused_unless_told(root: Path) -> None:
    text = SITE[QUOTE].partition("\n")[0].removeprefix("text: ")
    given = {"text": text, "author": "mark-rutte", "pronounced": "2024", "source.url": "https://www.nato.int/"}
    arguments = [word for key, value in given.items() for word in ("--set", f"{key}={value}")]
    result = run("new", "quote", *arguments, root=root, env=CLOCK)
    assert (result.status, result.out) == (1, "")
    assert f"error[near-duplicate]: this is nearly the text of {QUOTE}" in result.err
    assert "--allow-duplicate" in result.err
    result = run("new", "quote", "--allow-duplicate", *arguments, root=root, env=CLOCK)
    assert (result.status, result.out) == (0, "content/quotes/2024/rutte-today-confirm-north.yaml\n")
    assert "warning[near-duplicate]" in result.err
