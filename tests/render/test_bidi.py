"""The direction of letters, held against another implementation of the Unicode Bidirectional Algorithm."""

import unicodedata
from itertools import groupby

import pytest
from bidi import get_display
from hypothesis import given
from hypothesis import strategies as st

from ipsegen.render.bidi import in_visual_order, levels_of

LETTERS = st.sampled_from("abc אבג ابج 0123 ۱۲ ٣٤ .,:;!?%+-$€/\u0301 ")


def seen(text: str, base: int) -> str:
    """A paragraph as it is seen in one line, its letters from left to right; mirrored letters as they are written."""
    levels = levels_of(text, base)
    runs = [[index for index, _level in group] for _key, group in groupby(enumerate(levels), key=lambda pair: pair[1])]
    ordered = [runs[index] for index in in_visual_order([levels[run[0]] for run in runs])]
    return "".join(text[index] for run in ordered for index in (run[::-1] if levels[run[0]] % 2 else run))


@given(st.text(LETTERS, max_size=20), st.sampled_from((0, 1)))
def test_letters_are_seen_where_another_implementation_sees_them(text: str, base: int) -> None:
    # Blanks at the end of a line belong to no word; whoever sets a line drops them. Marks follow their letter there.
    text = "".join(character for character in text if not unicodedata.combining(character)).rstrip()
    assert seen(text, base) == get_display(text, base_dir="R" if base else "L")


@pytest.mark.parametrize(
    ("text", "base", "levels"),
    [
        ("abc", 0, [0, 0, 0]),
        ("אב 12", 1, [1, 1, 1, 2, 2]),
        ("a אב", 0, [0, 0, 1, 1]),
        ("أ 1,5", 1, [1, 1, 2, 2, 2]),
        ("أ a.", 1, [1, 1, 2, 1]),
        ("", 1, []),
    ],
)
def test_levels(text: str, base: int, levels: list[int]) -> None:
    assert levels_of(text, base) == levels


def test_a_mark_takes_the_direction_of_its_letter() -> None:
    assert levels_of("א\u05b0a\u0301", 0) == [1, 1, 0, 0]
