"""What someone is asked for a new record, and what the answers make."""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ipsegen.adding import Addition, add
from ipsegen.interview import Question, lacks_something
from ipsegen.load.yaml_nodes import parse_mapping
from ipsegen.model.shapes import Value
from ipsegen.new import Wish
from tests.command import QUOTE, SITE, contents, write

NOW = datetime(2025, 1, 21, 18, tzinfo=UTC)
WORDS = "We will defend every inch of Allied territory."

A_QUOTE = {
    "What was said?": WORDS,
    "Who said it?": "Mark Rutte",
    "In which role?": "",
    "When was it said?": "2024-11-02",
    "Where can it be checked?": "https://www.nato.int/speech",
    "What is its title?": "Speech",
    "Who published it?": "",
    "To which contexts": "",
    "Whom or what is it about?": "",
}
"""An answer for each question, by its first words; several answers are given one after the other."""


class Someone:
    """Gives the answers they came with, to every question that is asked, and to no other."""

    def __init__(self, answers: Mapping[str, str | list[str]]) -> None:
        self._answers = {start: [said] if isinstance(said, str) else list(said) for start, said in answers.items()}
        self.asked: list[str] = []
        self.faults: list[str] = []

    def ask(self, question: Question) -> str:
        while True:
            answer = self._next(question.text) or question.default
            fault = question.fault_of(answer)
            if not fault:
                return answer
            self.faults.append(fault)

    def confirm(self, text: str, *, default: bool) -> bool:
        answer = self._next(text)
        return default if answer == "" else answer == "y"

    @property
    def left(self) -> dict[str, list[str]]:
        return {start: answers for start, answers in self._answers.items() if answers}

    def _next(self, text: str) -> str:
        self.asked.append(text)
        found = [answers for start, answers in self._answers.items() if start in text and answers]
        assert found, f"not expected: {text}"
        return found[0].pop(0)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write(tmp_path, SITE)


def answer(root: Path, kind: str, answers: Mapping[str, str | list[str]], **values: Value) -> tuple[list[str], Someone]:
    """What was written, by path, after someone gave all of these answers."""
    someone = Someone(answers)
    written, shown = add_with(root, someone, Addition(root, Wish(kind, "", values), NOW))  # type: ignore[arg-type]
    assert not shown
    assert someone.left == {}
    return written, someone


def add_with(root: Path, someone: Someone | None, addition: Addition, edited: str = "") -> tuple[list[str], list[str]]:
    shown: list[str] = []
    drafts = add(
        addition,
        someone,
        lambda _draft: edited,
        lambda _drafts, problems: shown.extend(problem.code for problem in problems),
    )
    for draft in drafts:
        assert (root / draft.path).read_text() == draft.text
    return [draft.path for draft in drafts], shown


def values_in(root: Path, path: str) -> dict[str, object]:
    mapping, problems = parse_mapping(path, (root / path).read_text())
    assert problems == []
    assert mapping is not None
    return {key.text: getattr(node, "text", node) for key, node in mapping.entries}


def test_a_quote_is_asked_for_key_by_key(root: Path) -> None:
    written, someone = answer(root, "quote", A_QUOTE)
    assert written == ["content/quotes/2024/11/rutte-defend-every-inch.yaml"]
    assert (root / written[0]).read_text() == (
        f"text: {WORDS}\nauthor: mark-rutte\npronounced: 2024-11-02\ninserted: 2025-01-21T18:00:00Z\n"
        "source: {title: Speech, url: https://www.nato.int/speech}\n"
    )
    assert len(someone.asked) == len(A_QUOTE)


def test_what_is_given_is_not_asked(root: Path) -> None:
    rest = {key: said for key, said in A_QUOTE.items() if not key.startswith(("Who said", "In which role", "When"))}
    answer(root, "quote", rest, author="mark-rutte", pronounced="2024")


def test_nothing_is_asked_where_nothing_is_missing(root: Path) -> None:
    values: dict[str, Value] = {
        "text": WORDS,
        "author": "mark-rutte",
        "pronounced": "2024",
        "source": {"url": "https://x.example/"},
    }
    assert not lacks_something(Wish("quote", "", values))
    assert answer(root, "quote", {}, **values)[1].asked == []


@pytest.mark.parametrize(
    ("said", "author"),
    [
        ("Mark Rutte", "mark-rutte"),
        ("mark-rutte", "mark-rutte"),
        ("author:mark-rutte", "mark-rutte"),
        ("rutte, mark", "mark-rutte"),
        ("nato", "entity:nato"),
        ("entity:nato", "entity:nato"),
        ("Norway", "country:no"),
        ("NO", "country:no"),
        ("unnamed", "unnamed"),
        ("unknown", "unknown"),
    ],
)
def test_a_speaker_is_known_by_any_name(root: Path, said: str, author: str) -> None:
    role: dict[str, str | list[str]] = {"In which role?": []} if ":" in author else {}
    written, _ = answer(root, "quote", {**A_QUOTE, "Who said it?": said, **role})
    assert values_in(root, written[0])["author"] == author


@pytest.mark.parametrize("said", ["rutte", "mark rute", "Marc Rutte"])
def test_a_speaker_who_is_nearly_named_is_offered(root: Path, said: str) -> None:
    written, _ = answer(root, "quote", {**A_QUOTE, "Who said it?": said, "Do you mean Mark Rutte (mark-rutte)": "y"})
    assert values_in(root, written[0])["author"] == "mark-rutte"


def test_who_is_not_there_yet_is_added_on_the_way(root: Path) -> None:
    written, _ = answer(
        root,
        "quote",
        {
            **A_QUOTE,
            "Who said it?": "Øyvind Nordmann",
            "'Øyvind Nordmann' is not in the archive": "author",
            "How does an index sort it?": "",
            "For which countries": "Norway",
            "For which bodies": "nato, Storting",
            "'Storting' is not in the archive": "y",
            "What is it?": ["parliament", "government"],
            "Which country": "",
            "To which contexts": "Northern flank",
            "'Northern flank' is not in the archive": "",
            "What has happened?": "Much.",
        },
    )
    assert written == [
        "content/entities/storting.yaml",
        "content/authors/oyvind-nordmann.yaml",
        "content/contexts/northern-flank.yaml",
        "content/quotes/2024/11/nordmann-defend-every-inch.yaml",
    ]
    assert (root / written[1]).read_text() == (
        "name: Øyvind Nordmann\nsort_name: Nordmann, Øyvind\ncountries: [no]\nentities: [nato, storting]\n"
    )


def test_a_slip_is_asked_again(root: Path) -> None:
    answers: dict[str, str | list[str]] = {
        **A_QUOTE,
        "Who said it?": ["xyzzy", "mark-rutte"],
        "'xyzzy' is not in the archive": "slip",
    }
    assert answer(root, "quote", answers)[0] == ["content/quotes/2024/11/rutte-defend-every-inch.yaml"]


def test_of_several_who_are_so_called_each_is_offered(root: Path) -> None:
    write(root, {f"content/authors/ann{end}.yaml": "name: Ann Smith\n" for end in ("", "-2")})
    answers = {**A_QUOTE, "Who said it?": "Ann Smith", "(ann)": "n", "(ann-2)": ""}
    assert values_in(root, answer(root, "quote", answers)[0][0])["author"] == "ann-2"


def test_an_id_that_is_not_there_becomes_the_id_of_what_is_added(root: Path) -> None:
    answers = {
        **A_QUOTE, "Who said it?": "author:ada-lovelace", "'author:ada-lovelace' is not": "y",
        "What is the name of": "", "How does an index": "", "For which countries": "", "For which bodies": "",
    }  # fmt: skip
    written, _ = answer(root, "quote", answers)
    assert written[0] == "content/authors/ada-lovelace.yaml"
    assert values_in(root, written[0]) == {"name": "Ada Lovelace", "sort_name": "Lovelace, Ada"}


@pytest.mark.parametrize("said", ["21/01/2025", "2024-13", ""])
def test_what_cannot_be_a_date_is_asked_again(root: Path, said: str) -> None:
    _, someone = answer(root, "quote", {**A_QUOTE, "When was it said?": [said, "2024"]})
    assert len(someone.faults) == 1


@pytest.mark.parametrize(
    ("where", "more", "source"),
    [
        (["www.nato.int/x", "https://www.nato.int/x"], {"What is its title?": "T"}, "{title: T, url: https://www.nato.int/x}"),
        (["javascript://x", "https://x.example/"], {"What is its title?": ""}, "{url: https://x.example/}"),
        (["X"], {"Where does it": "page 3", "Who published it?": "T"}, "{title: X, publisher: T, locator: page 3}"),
        (["shared"], {"Who published it?": []}, "shared"),
        (["A shared one"], {"Who published it?": []}, "shared"),
    ],
)  # fmt: skip
def test_a_source_is_an_address_a_title_or_one_of_the_archive(
    root: Path, where: list[str], more: dict[str, str | list[str]], source: str
) -> None:
    write(root, {"content/sources/shared.yaml": "title: A shared one\nurl: https://x.example/\n"})
    asked = {**A_QUOTE, "Where can it be checked?": where, "What is its title?": [], **more}
    written, _ = answer(root, "quote", asked)
    assert f"source: {source}\n" in (root / written[0]).read_text()


@pytest.mark.parametrize(
    ("typed", "answers", "text"),
    [
        ("“Words here.”", {"quotation marks": "y"}, "Words here."),
        ('"Words here."', {"quotation marks": ""}, "Words here."),
        ("« Words here. »", {"quotation marks": "n"}, "« Words here. »"),
        ("“One,” he said. “Two.”", {}, "“One,” he said. “Two.”"),
        ("Words\nhere.", {"a paragraph of its own": "n"}, "Words here."),
        ("Words.\nHere.", {"a paragraph of its own": "y"}, "Words.\n\nHere."),
        ("Words\n\nhere.", {}, "Words\n\nhere."),
    ],
)
def test_words_are_taken_as_they_were_meant(root: Path, typed: str, answers: dict[str, str], text: str) -> None:
    written, _ = answer(root, "quote", {**A_QUOTE, "What was said?": typed, **answers})
    assert " ".join(str(values_in(root, written[0])["text"]).split()) == " ".join(text.split())
    assert ("\n\n" in (root / written[0]).read_text()) == ("\n\n" in text)


@pytest.mark.parametrize(
    ("kind", "answers", "path", "text"),
    [
        (
            "author",
            {"What is the name?": "Ada", "For which countries": "gb, France", "For which bodies": ""},
            "content/authors/ada.yaml",
            "name: Ada\ncountries: [gb, fr]\n",
        ),
        (
            "entity",
            {"What is the name?": "Łódź", "What is it?": "place", "Which country": "poland"},
            "content/entities/lodz.yaml",
            "name: Łódź\nkind: place\ncountry: pl\n",
        ),
        (
            "source",
            {"What is the title?": "", "At which address": ["", "https://x.example/"], "Who published": "X"},
            "content/sources/x.yaml",
            "url: https://x.example/\npublisher: X\n",
        ),
        (
            "page",
            {"What is the title?": "About us", "What does it say?": "Much."},
            "content/pages/about-us.md",
            "---\ntitle: About us\n---\nMuch.\n",
        ),
    ],
)  # fmt: skip
def test_each_kind_has_questions_of_its_own(
    root: Path, kind: str, answers: dict[str, str | list[str]], path: str, text: str
) -> None:
    if kind == "source":
        answers = {**answers, "Which id": ["X!", "x"]}
    assert answer(root, kind, answers)[0] == [path]
    assert (root / path).read_text() == text


def test_where_no_id_can_be_made_it_is_asked(root: Path) -> None:
    answers: dict[str, str | list[str]] = {
        "What is the name?": "Владимир",
        "For which": ["", ""],
        "Which id shall it have?": ["Владимир", "vladimir"],
    }
    written, someone = answer(root, "author", answers)
    assert written == ["content/authors/vladimir.yaml"]
    assert "is not an id" in someone.faults[0]


def test_a_near_duplicate_is_written_only_if_that_is_wished(root: Path) -> None:
    text = "Today I can confirm that North Korean troops have been sent to Russia"
    wish = Wish(
        "quote",
        "",
        {"text": text, "author": "mark-rutte", "pronounced": "2024", "source": {"url": "https://x.example/"}},
    )
    before = contents(root)
    assert add_with(root, None, Addition(root, wish, NOW)) == ([], ["near-duplicate"])
    answers = {**A_QUOTE, "What was said?": text}
    for said in ("", "n"):
        asked = Addition(root, Wish("quote", "", {}), NOW)
        assert add_with(root, Someone({**answers, "Write it all the same?": said}), asked) == ([], ["near-duplicate"])
    assert contents(root) == before
    assert add_with(root, Someone({**answers, "Write it all the same?": "y"}), asked)[0] != []
    assert add_with(root, None, Addition(root, wish, NOW, allow_duplicate=True))[0] != []


def test_a_near_duplicate_of_a_later_quote_is_found_too(root: Path) -> None:
    write(root, {QUOTE: SITE[QUOTE].replace("2025-01-21T16:00:00Z", "2025-01-21T18:00:00Z")})
    text = "Today, I can confirm that North Korean troops have been sent to Russia."
    values: dict[str, Value] = {
        "text": text, "author": "mark-rutte", "pronounced": "2024", "source": {"url": "https://x.example/"},
        "inserted": "2025-01-20T00:00:00Z",
    }  # fmt: skip
    assert add_with(root, None, Addition(root, Wish("quote", "", values), NOW)) == ([], ["near-duplicate"])


def test_a_fault_may_be_mended_in_an_editor_or_nothing_is_written(root: Path) -> None:
    bad = Wish("quote", "", {"role": "x", "authors": ["mark-rutte", "mark-rutte"]})
    answers = {key: said for key, said in A_QUOTE.items() if not key.startswith(("Who said", "In which role"))}
    before = contents(root)
    written, shown = add_with(root, Someone({**answers, "Mend it in your editor?": "n"}), Addition(root, bad, NOW))
    assert written == []
    assert shown != []
    assert contents(root) == before
    good = SITE[QUOTE].replace("Today, I can confirm that", "Other words:").replace("text: ", "text: |\n  ")
    written, _ = add_with(root, Someone({**answers, "Mend it in your editor?": ["y"]}), Addition(root, bad, NOW), good)
    assert len(written) == 1


def test_a_draft_may_be_edited_before_it_is_judged(root: Path) -> None:
    wish = Wish("author", "ada", {"name": "Ada"})
    written, _ = add_with(root, None, Addition(root, wish, NOW, edit=True), "name: Ada Lovelace\n")
    assert (root / written[0]).read_text() == "name: Ada Lovelace\n"
    written, shown = add_with(
        root, None, Addition(root, Wish("author", "eve", {"name": "Eve"}), NOW, edit=True), "nam: x\n"
    )
    assert written == []
    assert "missing-key" in shown


def test_of_several_files_all_are_written_or_none(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from ipsegen.write import create

    made: list[str] = []
    really = create.create_below

    def fail_at_the_second(root: Path, path: str, data: bytes) -> None:
        if made:
            raise OSError(28, "No space left on device", path)
        made.append(path)
        really(root, path, data)

    monkeypatch.setattr("ipsegen.write.create.create_below", fail_at_the_second)
    before = contents(root)
    answers = {**A_QUOTE, "To which contexts": "Story", "'Story' is not": "y", "What has happened?": "Much."}
    with pytest.raises(OSError, match="No space"):
        answer(root, "quote", answers)
    assert made == ["content/contexts/story.yaml"]
    assert contents(root) == before
