"""Who mentions whom."""

from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from ipsegen.model.references import Reference
from ipsegen.plan.edition import Edition
from ipsegen.plan.mentions import MOST_ON_A_SIDE, make_crossings, mentioned_by, most_mentioned
from ipsegen.plan.pictures import Crossings
from ipsegen.plan.values import Counted
from tests.model.builders import archive, quote_text

Said = tuple[int, tuple[int, ...]]


def edition(said: list[Said], **more: str) -> Edition:
    """People who mention countries: each quote as the number of its author, and those of whom it mentions."""
    codes = "no se dk fi is de fr gb us ca mx br".split()
    quotes = {
        f"quotes/q{n}.yaml": quote_text(
            author=f"a{author}", contexts="[c]", mentions=str([f"country:{codes[each]}" for each in named]), **more
        )
        for n, (author, named) in enumerate(said)
    }
    people = {f"authors/a{n}.yaml": f"name: Author {n:02}\n" for n in range(12)}
    found = archive({"contexts/c.yaml": "title: C\nsummary: C.\n", **people, **quotes})
    return Edition(found, datetime(2025, 1, 21, tzinfo=UTC), "https://ipse.example/")


def crossings(said: list[Said]) -> Crossings | None:
    found = edition(said)
    return make_crossings(found.archive.in_context.get("c", ()), found)


def words(counted: tuple[Counted, ...]) -> list[tuple[str, int]]:
    return [(each.link.label, each.count) for each in counted]


def test_pairs_are_counted() -> None:
    found = crossings([(1, (0, 1)), (1, (0,)), (2, (1,))])
    assert found is not None
    assert words(found.voices) == [("Author 01", 3), ("Author 02", 1)]
    assert words(found.named) == [("Norway", 2), ("Sweden", 2)]
    assert [(each.voice, each.named, each.count) for each in found.pairs] == [(0, 0, 2), (0, 1, 1), (1, 1, 1)]
    assert found.rest == 0


def test_there_is_no_net_of_one_line() -> None:
    assert crossings([(1, (0, 1))]) is None
    assert crossings([(1, (0,)), (2, (0,))]) is None
    assert crossings([]) is None


numbers = st.integers(0, 11)
quotes = st.lists(st.tuples(numbers, st.lists(numbers, unique=True, max_size=4).map(tuple)), max_size=20)


@given(quotes)
@settings(deadline=None, max_examples=30)
def test_every_mention_is_shown_or_counted_as_the_rest(said: list[Said]) -> None:
    found = crossings(said)
    if found is not None:
        assert found.total + found.rest == sum(len(named) for _, named in said)
        for side, place in ((found.voices, "voice"), (found.named, "named")):
            assert 2 <= len(side) <= MOST_ON_A_SIDE
            sums = [sum(pair.count for pair in found.pairs if getattr(pair, place) == n) for n in range(len(side))]
            assert sums == [each.count for each in side]
            assert sums == sorted(sums, reverse=True)


def test_a_page_tells_whom_someone_mentions_and_who_mentions_it() -> None:
    found = edition([(1, (0, 1)), (1, (0,)), (2, (0,))])
    assert words(most_mentioned(Reference("author", "a1"), found)) == [("Norway", 2), ("Sweden", 1)]
    assert words(mentioned_by(Reference("country", "no"), found)) == [("Author 01", 2), ("Author 02", 1)]
    assert most_mentioned(Reference("country", "no"), found) == mentioned_by(Reference("author", "a1"), found) == ()


def test_what_nobody_said_is_not_counted() -> None:
    found = edition([(1, (0, 1)), (2, (0, 1))], status="misattributed", status_note="Invented.")
    assert make_crossings(found.archive.in_context["c"], found) is None
    assert mentioned_by(Reference("country", "no"), found) == ()
