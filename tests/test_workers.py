"""In which order the routes of a site are made."""

from hypothesis import given
from hypothesis import strategies as st

from ipsegen.plan.lists import numbers_of
from ipsegen.plan.routes import Route
from ipsegen.workers import side_by_side

ROUTES = st.builds(Route, st.sampled_from(("author", "country", "feed")), st.sampled_from("abc"), st.integers(0, 4))


def pages(kind: str, name: str, quotes: int) -> list[Route]:
    """The pages of a list of so many quotes, two on each."""
    return [Route(kind, name, number) for number in numbers_of(quotes, 2)]


def test_lists_are_made_at_once_from_the_oldest_pages_to_the_newest() -> None:
    long, short, single = pages("country", "no", 8), pages("author", "ann", 4), pages("author", "bob", 1)
    made = side_by_side([*long, *single, *short])
    assert [(route.id, route.number) for route in made] == [
        ("no", 1), ("no", 2), ("ann", 1), ("no", 3), ("no", 0), ("bob", 0), ("ann", 0),
    ]  # fmt: skip


@given(st.lists(ROUTES))
def test_no_route_is_lost_or_made_twice(routes: list[Route]) -> None:
    assert sorted(side_by_side(routes)) == sorted(routes)
