"""References, and the form of ids."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ipsegen.model.references import FOLDERS, ID_PATTERN, MAX_ID_LENGTH, Reference, fault_of_id, make_id


@pytest.mark.parametrize("text", ["x", "0", "mark-rutte", "2024", "g7-summit-2024", "a" * 80, "con-game", "pages"])
def test_an_id_is_lower_case_letters_digits_and_single_hyphens(text: str) -> None:
    assert fault_of_id(text) is None


@pytest.mark.parametrize(
    ("text", "words", "hint"),
    [
        ("", "is not an id", "use a-z, 0-9"),
        ("Mark", "'Mark' is not an id", "try 'mark'"),
        ("mark rutte", "is not an id", "try 'mark-rutte'"),
        ("mark_rutte", "is not an id", "try 'mark-rutte'"),
        ("-mark", "is not an id", "try 'mark'"),
        ("mark-", "is not an id", "try 'mark'"),
        ("mark--rutte", "is not an id", "try 'mark-rutte'"),
        ("../mark", "is not an id", "try 'mark'"),
        ("mark.rutte", "is not an id", "try 'mark-rutte'"),
        ("mark%2e", "is not an id", "try 'mark-2e'"),
        ("mark\n", "is not an id", "try 'mark'"),
        ("märk", "is not an id", "try 'mark'"),
        ("Слава", "is not an id", "use a-z, 0-9"),
        ("ma\u200brk", "is not an id", "try 'mark'"),
        ("м", "is not an id", "use a-z, 0-9"),
        ("x²", "is not an id", "try 'x2'"),
        ("٣", "is not an id", "use a-z"),
        ("a" * 81, "this id has 81 characters", "at most 80"),
        ("unnamed", "is reserved", "choose another"),
        ("unknown", "is reserved", "choose another"),
        ("page", "is reserved", "choose another"),
        ("index", "is reserved", "choose another"),
        ("con", "is reserved", "choose another"),
        ("nul", "is reserved", "choose another"),
        ("com1", "is reserved", "choose another"),
        ("lpt0", "is reserved", "choose another"),
    ],
)
def test_what_is_no_id_is_refused_with_a_way_out(text: str, words: str, hint: str) -> None:
    fault = fault_of_id(text)
    assert fault is not None
    assert words in fault[0]
    assert hint in fault[1]


@given(st.text())
@example("a" * 79 + " b")
@example("ﬁ")
def test_an_id_out_of_words_is_one_or_nothing(text: str) -> None:
    made = make_id(text)
    assert made == "" or re.fullmatch(ID_PATTERN, made)
    assert len(made) <= MAX_ID_LENGTH
    assert make_id(made) == made


@given(st.from_regex(rf"\A{ID_PATTERN}\Z").filter(lambda text: len(text) <= MAX_ID_LENGTH))
def test_an_id_makes_itself(text: str) -> None:
    assert make_id(text) == text


def test_references_are_written_and_sorted_by_kind_and_id() -> None:
    assert str(Reference("entity", "nato")) == "entity:nato"
    assert sorted([Reference("entity", "b"), Reference("author", "z"), Reference("entity", "a")]) == [
        Reference("author", "z"), Reference("entity", "a"), Reference("entity", "b"),
    ]  # fmt: skip


def test_every_kind_has_a_folder_of_its_own() -> None:
    assert len(set(FOLDERS.values())) == len(FOLDERS)
