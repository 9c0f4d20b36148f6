"""Edits change what they name, and nothing else of a file."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipsegen.load.edits import Edit, apply_edits
from ipsegen.load.text import decode

TEXT = st.text(st.sampled_from("ab\r\n é"), max_size=30)


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_the_mark_and_the_line_endings_stay(mark: str, end: str) -> None:
    before = f"{mark}one: é{end}two: rutte # rutte{end}"
    edits = [Edit(2, 6, 5, "mark-rutte"), Edit(3, 1, 0, "aliases: [rutte]\n"), Edit(1, 6, 1, "e")]
    after = apply_edits(before.encode(), edits).decode()
    assert after == f"{mark}one: e{end}two: mark-rutte # rutte{end}aliases: [rutte]{end}"


def test_several_edits_of_one_line_do_not_move_each_other() -> None:
    assert apply_edits(b"a, a, a", [Edit(1, 1, 1, "long"), Edit(1, 4, 1, ""), Edit(1, 7, 1, "b")]) == b"long, , b"


def test_an_edit_that_is_named_twice_is_made_once() -> None:
    assert apply_edits(b"ab", [Edit(1, 2, 0, "x"), Edit(1, 2, 0, "x")]) == b"axb"


@given(TEXT, st.data())
def test_an_edit_of_the_text_as_it_is_read_is_one_of_the_file(text: str, data: st.DataObject) -> None:
    read = decode("", text.encode())
    assert isinstance(read, str)
    lines = read.split("\n")
    line = data.draw(st.integers(1, len(lines)))
    column = data.draw(st.integers(1, len(lines[line - 1]) + 1))
    after = apply_edits(text.encode(), [Edit(line, column, 0, "X")])
    changed = [*lines]
    changed[line - 1] = f"{lines[line - 1][: column - 1]}X{lines[line - 1][column - 1 :]}"
    assert decode("", after) == "\n".join(changed)
    assert after.replace(b"X", b"", 1) == text.encode()
