"""Words in lines: every word stands once, no line is too long, and what does not fit is cut and says so."""

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from ipsegen.render.lines import Box, Fitted, Line, fit, one_line, tops
from ipsegen.render.typesetting import Run, Word

WIDTHS = st.lists(st.floats(0.2, 6), min_size=1, max_size=30)
ENDING = Word((Run("latin", 0, 1.0, ((99, 0.0, 0.0),)),), 1.0, 0.0)
SIZES = (60, 40, 20)


def words_of(widths: Sequence[float], level: int = 0) -> list[Word]:
    """Words of these widths, each of one glyph that numbers it."""
    return [Word((Run("latin", level, width, ((n, 0.0, 0.0),)),), width, 0.25) for n, width in enumerate(widths)]


def glyphs(lines: Sequence[Line]) -> list[int]:
    return [glyph for line in lines for _x, run in line.runs for glyph, _across, _up in run.glyphs]


def fitted(widths: Sequence[float], box: Box) -> Fitted | None:
    return fit([words_of(widths)], [ENDING], box, SIZES)


@given(WIDTHS)
def test_every_word_stands_once_in_order_or_is_cut_with_a_sign(widths: list[float]) -> None:
    found = fitted(widths, Box(400, 200, 1.2))
    assert found is not None
    shown = glyphs(found.lines)
    if found.is_cut:
        assert shown == [*range(len(shown) - 1), 99]
        assert len(shown) - 1 < len(widths)
    else:
        assert shown == list(range(len(widths)))


@given(WIDTHS)
def test_no_line_is_wider_than_the_box_and_all_fit_its_height(widths: list[float]) -> None:
    box = Box(400, 200, 1.2)
    found = fitted(widths, box)
    assert found is not None
    assert all(line.width * found.size <= box.width + 1e-6 for line in found.lines)
    assert found.height <= box.height
    assert tops(found, box)[-1] + found.size * box.leading <= box.height + 1e-6


def test_letters_are_as_large_as_they_fit() -> None:
    assert [f.size for f in (fitted([1.0] * n, Box(400, 200, 1.2)) for n in (4, 20, 60)) if f] == [60, 40, 20]


def test_a_word_wider_than_a_line_makes_letters_smaller_and_at_last_gives_up() -> None:
    found = fitted([9.0], Box(400, 200, 1.2))
    assert found is not None
    assert found.size == 40
    assert fitted([30.0], Box(400, 200, 1.2)) is None


def test_lines_of_a_paragraph_are_about_equally_long() -> None:
    found = fitted([1.0] * 6, Box(60 * 6, 200, 1.0))
    assert found is not None
    assert [len(line.runs) for line in found.lines] == [3, 3]


def test_words_that_run_from_the_right_are_placed_from_the_right() -> None:
    line = one_line(words_of([1.0, 2.0], level=1), [ENDING], 10)
    assert line is not None
    assert [(x, run.width) for x, run in line.runs] == [(0.0, 2.0), (2.25, 1.0)]


def test_a_line_that_is_too_long_ends_with_a_sign() -> None:
    line = one_line(words_of([1.0, 1.0, 1.0]), [ENDING], 3.3)
    assert line is not None
    assert glyphs([line]) == [0, 1, 99]
    assert one_line(words_of([5.0]), [ENDING], 3.0) is None
