"""Words taken out of a quote."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipsegen.model.fragments import find_fragment

TEXT = "And three - a dangerous expansion of Russia's war.\n\nHe called it “the day after”, twice."


@pytest.mark.parametrize(
    ("fragment", "words"),
    [
        ("dangerous expansion", "dangerous expansion"),
        ("dangerous\n   expansion", "dangerous expansion"),
        ("Russia’s war", "Russia's war"),
        ("it 'the day after', twice", "it “the day after”, twice"),
        ('it "the day after", twice', "it “the day after”, twice"),
        ("war. He called", "war.\n\nHe called"),
    ],
)
def test_words_that_stand_in_the_text(fragment: str, words: str) -> None:
    assert find_fragment(TEXT, fragment) == words


@pytest.mark.parametrize("fragment", ["Dangerous expansion", "dangerous", "expansion of  the", "", "  ", "a.dangerous"])
def test_letters_must_be_the_same(fragment: str) -> None:
    assert (find_fragment(TEXT, fragment) is not None) == (fragment == "dangerous")


@given(st.text(max_size=80), st.integers(0, 80), st.integers(0, 80))
def test_every_piece_of_a_text_is_found_in_it(text: str, start: int, length: int) -> None:
    piece = text[start : start + length]
    found = find_fragment(text, piece)
    assert (found is not None) == bool(piece.split())
    assert found is None or found in text
