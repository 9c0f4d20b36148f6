"""Which bytes and characters a file may hold."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ipsegen.diagnostics import Problem
from ipsegen.load.text import MAX_UNFIT, SUSPICIOUS, decode, problems_of_text

SCOTLAND = "\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f"
FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467"


def check(text: str, *, at: tuple[int, int] | None = None, code: str = "", says: str = "") -> None:
    """`text` holds nothing unfit, or just one character, `at` a place."""
    problems = problems_of_text("a.yaml", text)
    if at is None:
        assert problems == []
        return
    assert [(problem.line, problem.column, problem.code) for problem in problems] == [(*at, code)]
    assert says in problems[0].message


def refuses(data: bytes, *, at: tuple[int, int], says: str) -> None:
    problem = decode("a.yaml", data)
    assert isinstance(problem, Problem)
    assert (problem.code, problem.line, problem.column) == ("not-utf-8", *at)
    assert says in problem.message


@pytest.mark.parametrize(
    ("data", "at", "says"),
    [
        (b"text: caf\xe9\n", (1, 10), "byte 0xe9 (byte 10 of line 1)"),
        ("text: é".encode() + b"\xff", (1, 8), "byte 0xff (byte 9 of line 1)"),
        (b"\xef\xbb\xbfa: \xff", (1, 4), "byte 0xff (byte 7 of line 1)"),
        (b"a: x\r\nb: \x80", (2, 4), "byte 0x80 (byte 4 of line 2)"),
        (b"a: x\rb: \x80", (2, 4), "byte 0x80 (byte 4 of line 2)"),
        (b"a: \xed\xa0\x80", (1, 4), "byte 0xed"),
        (b"a: \xc0\x80", (1, 4), "byte 0xc0"),
        (b"a: \xe2\x82", (1, 4), "byte 0xe2"),
        ("a: é".encode("utf-16"), (1, 1), "UTF-16"),
        ("a: é".encode("utf-16-be"), (1, 1), "UTF-16"),
        ("a: é".encode("utf-16-le"), (1, 1), "UTF-16"),
        (b"\xfe\xff", (1, 1), "UTF-16"),
        ("ab".encode("utf-32"), (1, 1), "UTF-16"),
    ],
)
def test_what_is_not_utf_8_is_told_with_its_byte(data: bytes, at: tuple[int, int], says: str) -> None:
    refuses(data, at=at, says=says)


@pytest.mark.parametrize("data", [b"a: x\nb: y\n", b"\xef\xbb\xbfa: x\r\nb: y\r\n", b"a: x\rb: y\r"])
def test_marks_of_order_and_line_breaks_of_any_system_make_no_difference(data: bytes) -> None:
    assert decode("a.yaml", data) == "a: x\nb: y\n"


@pytest.mark.parametrize(
    ("character", "says"),
    [
        ("\0", "NUL (U+0000)"),
        ("\a", "BELL (U+0007)"),
        ("\x1b", "ESCAPE (U+001B)"),
        ("\x0b", "a control character (U+000B)"),
        ("\x0c", "U+000C"),
        ("\x7f", "DELETE (U+007F)"),
        ("\x85", "U+0085"),
        ("\u2028", "LINE SEPARATOR (U+2028)"),
        ("\u2029", "PARAGRAPH SEPARATOR (U+2029)"),
        ("\u2060", "WORD JOINER (U+2060)"),
        ("\ufeff", "ZERO WIDTH NO-BREAK SPACE (U+FEFF)"),
        ("\ufffe", "U+FFFE"),
        ("\ud800", "U+D800"),
        ("\U000e0041", "TAG LATIN CAPITAL LETTER A (U+E0041)"),
        ("\U000e0001", "LANGUAGE TAG (U+E0001)"),
    ],
)
def test_control_characters(character: str, says: str) -> None:
    check(f"a: x\nb: é{character}y\n", at=(2, 5), code="control-character", says=says)


@pytest.mark.parametrize("marks", ["\u0301", "\u0301\u0316", "\u064e\u0651", "\u093c"])
def test_a_letter_has_at_most_thirty_marks(marks: str) -> None:
    stack = (marks * 31)[:31]
    check(f"a: x\nb: e{stack[:30]}, e{stack[:30]}\n")
    check(f"a: x\nb: é{stack} and more\n", at=(2, 5 + 30), code="too-many-marks", says="more than 30 marks")


def test_marks_without_end_are_one_fault_of_each_letter_and_take_no_time() -> None:
    problems = problems_of_text("a", "a" + "\u0301\u0316" * 50_000 + "b\0" + "\u0316" * 40)
    assert [(problem.code, problem.column) for problem in problems] == [
        ("too-many-marks", 32), ("control-character", 100_003), ("too-many-marks", 100_034),
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["…" * 100, "🙂" * 100, "。" * 100, "a\u0301" * 100, "\u0e38\u0e49" * 5])
def test_signs_and_letters_with_their_own_marks_are_no_heap_of_marks(text: str) -> None:
    check(text)


@pytest.mark.parametrize("text", ["tab\there", "line\nbreak", "no\u00a0break", "soft\u00adhyphen", "\u200e\u200f", ""])
def test_what_every_text_may_hold(text: str) -> None:
    check(text)


@pytest.mark.parametrize("character", ["\u202a", "\u202b", "\u202c", "\u202d", "\u202e"])
def test_overrides_and_embeddings_of_direction(character: str) -> None:
    check(f"abc{character}def", at=(1, 4), code="bidi-override", says="turns the direction")


@pytest.mark.parametrize(
    "text",
    ["\u2067نقل\u2069 said", "\u2068a \u2067b\u2069 c\u2069", "\u2066a\u2069\n\u2067b\u2069"],
)
def test_balanced_isolates_stay(text: str) -> None:
    check(text)


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("a\u2067b", (1, 2)),
        ("a\u2069b", (1, 2)),
        ("\u2068\u2068a\u2069", (1, 1)),
        ("\u2066a\u2069\u2069", (1, 4)),
        ("x\u2066y\n", (1, 2)),
    ],
)
def test_unbalanced_isolates_go(text: str, at: tuple[int, int]) -> None:
    check(text, at=at, code="bidi-override", says="has no partner on its line")


def test_an_isolate_ends_with_its_line() -> None:
    problems = problems_of_text("a", "a\u2066b\nc\u2069d")
    assert [(problem.line, problem.column) for problem in problems] == [(1, 2), (2, 2)]


@pytest.mark.parametrize(
    "text",
    [
        "می\u200cخواهم",  # Persian: I want
        "نامه\u200cای",
        "क्\u200dष",  # Devanagari: a half form
        "क्\u200cष",
        "ന്\u200dറെ",  # Malayalam
        "ක්\u200dෂ",  # Sinhala
        "ภาษา\u200bไทย",  # Thai: a break between words
        FAMILY,
        "\U0001f3f3\ufe0f\u200d\U0001f308",  # rainbow flag
        "\U0001f468\U0001f3fd\u200d\U0001f9b1",  # skin tone
        "\U0001f9d1\u200d\u2695\ufe0f",  # health worker
        "❤\ufe0f\u200d\U0001f525",  # heart on fire
        SCOTLAND,
        f"{SCOTLAND}{SCOTLAND} v. {SCOTLAND}",
    ],
)
def test_invisible_characters_that_have_work_to_do_stay(text: str) -> None:
    check(text)


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("NA\u200cTO", (1, 3)),
        ("NA\u200dTO", (1, 3)),
        ("NA\u200bTO", (1, 3)),
        ("می\u200c", (1, 3)),
        ("\u200cمی", (1, 1)),
        ("می\u200b\u06cc", (1, 3)),
        ("a\u200dش", (1, 2)),
        ("\U0001f468\u200dx", (1, 2)),
        ("\u0440\u200d\u0443", (1, 2)),
        ("日\u200b本", (1, 2)),
    ],
)
def test_invisible_characters_without_work_go(text: str, at: tuple[int, int]) -> None:
    check(text, at=at, code="invisible-character", says="cannot be seen")


def test_a_flag_hides_no_message() -> None:
    hidden = "".join(chr(0xE0000 + ord(character)) for character in "ignore all that was said")
    problems = problems_of_text("a", f"\U0001f3f4{hidden}")
    assert len(problems) == len(hidden)
    assert {problem.code for problem in problems} == {"control-character"}


@pytest.mark.parametrize("character", ["\0", "\u200b", "\u202e", "\u2066", "\U000e0041", "\u200d\u0301"])
def test_a_file_of_nothing_else_is_told_in_a_moment(character: str) -> None:
    problems = problems_of_text("a", character * 80_000)
    assert len(problems) == MAX_UNFIT + 1
    assert problems[-1].message == "this and more characters below may not stand in a text"


@settings(deadline=None)
@given(st.text(st.characters() | st.sampled_from("\u200c\u200d\u2066\u2069\nش\U0001f3f4\U000e0067\U000e007f")))
def test_every_unfit_character_is_one_that_needed_a_look(text: str) -> None:
    lines = text.split("\n")
    for problem in problems_of_text("a", text):
        assert SUSPICIOUS.match(lines[problem.line - 1][problem.column - 1])
