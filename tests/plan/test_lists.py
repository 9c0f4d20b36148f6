"""Pages of lists, and how far any of them is from any other."""

from hypothesis import given
from hypothesis import strategies as st

from ipsegen.plan.lists import jumps_from, number_of, numbers_of, shares

PAGES = st.integers(2, 3_000)


@given(PAGES, st.data())
def test_any_page_of_a_list_is_two_jumps_away_from_any_other(full: int, data: st.DataObject) -> None:
    pages = st.integers(0, full)
    start, goal = data.draw(pages), data.draw(pages)
    assert any(goal in jumps_from(middle, full) for middle in jumps_from(start, full))


@given(PAGES, st.data())
def test_a_page_leads_to_pages_that_are_there_itself_among_them(full: int, data: st.DataObject) -> None:
    number = data.draw(st.integers(0, full))
    jumps = jumps_from(number, full)
    assert number in jumps
    assert jumps == [*sorted(set(jumps) - {0}), 0]
    assert set(jumps) <= set(range(full + 1))
    assert len(jumps) <= 4 * (full**0.5 + 2)


@given(st.integers(1, 2_000), st.integers(1, 60), st.data())
def test_every_quote_stands_on_a_page_that_is_there(total: int, per_page: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, total - 1))
    assert number_of(index, total, per_page) in set(numbers_of(total, per_page))


@given(st.lists(st.integers(0, 300), max_size=40), st.integers(0, 300))
def test_of_lists_that_are_too_long_together_each_has_as_much_room(sizes: list[int], most: int) -> None:
    room = shares(sizes, most)
    assert sum(room) == min(sum(sizes), most)
    assert all(shown <= size for shown, size in zip(room, sizes, strict=True))
    cut = [shown for shown, size in zip(room, sizes, strict=True) if shown < size]
    assert all(shown >= max(room) - 1 for shown in cut)
