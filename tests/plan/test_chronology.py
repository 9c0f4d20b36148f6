"""Who has a lane on the line of time."""

from datetime import UTC, datetime

from ipsegen.plan.chronology import MOST_LANES, MOST_MARKS, make_chronology
from ipsegen.plan.edition import Edition
from ipsegen.plan.pictures import Chronology
from tests.model.builders import archive, quote_text

TIMELINE = "timeline: [{date: 2022, text: Once.}, {date: 2025-04, text: Then.}]\n"


def chronology(*quotes: dict[str, str | None], context: str = "") -> Chronology | None:
    """The lanes of a context with these quotes."""
    people = {f"authors/a{n}.yaml": f"name: Author {n}\n" for n in range(30)}
    texts = {
        f"quotes/q{n}.yaml": quote_text(**{"author": "a0", "contexts": "[c]", **keys}) for n, keys in enumerate(quotes)
    }
    found = archive({"contexts/c.yaml": f"title: C\nsummary: C.\n{context}", **people, **texts})
    edition = Edition(found, datetime(2025, 1, 21, tzinfo=UTC), "https://ipse.example/")
    return make_chronology(found.contexts["c"], edition)


def said(author: str, day: str, **more: str) -> dict[str, str | None]:
    return {"author": author, "pronounced": day, **more}


def lanes(found: Chronology | None) -> list[tuple[str, int]]:
    assert found is not None
    return [(lane.name or lane.kind, len(lane.marks)) for lane in found.lanes]


def test_each_voice_has_a_lane_in_the_order_in_which_they_spoke_first() -> None:
    found = chronology(said("a2", "2024-03-02"), said("a1", "2024-03-01"), said("a2", "2024-03-03"))
    assert lanes(found) == [("Author 1", 1), ("Author 2", 2)]


def test_a_joint_quote_is_one_mark() -> None:
    joint = {"author": None, "authors": "[a1, a2]", "pronounced": "2024-03-05"}
    assert lanes(chronology(said("a1", "2024-03-01"), joint)) == [("Author 1", 1), ("joint", 1)]


def test_nobody_named_has_a_lane_too() -> None:
    found = chronology(said("unnamed", "2024-03-01"), said("unknown", "2024-03-02"))
    assert lanes(found) == [("unnamed", 1), ("unknown", 1)]


def test_with_many_voices_those_with_few_quotes_share_a_lane() -> None:
    many = [said(f"a{n}", f"2024-03-{n + 1:02}") for n in range(12)]
    found = lanes(chronology(*many, said("a11", "2024-03-20")))
    assert len(found) == MOST_LANES + 1
    assert ("Author 11", 2) in found
    assert found[-1] == ("others", 12 - MOST_LANES)


def test_every_quote_is_in_a_lane_or_apart() -> None:
    found = chronology(said("a1", "2024-03-01"), said("a1", "2024"), said("a1", "unknown"), said("a2", "../2024"))
    assert found is not None
    assert (found.total, found.apart) == (2, 2)


def test_a_flagged_quote_says_so() -> None:
    found = chronology(
        said("a1", "2024-03-01"), said("a1", "2024-03-02", status="disputed", status_note="It was not so.")
    )
    assert found is not None
    assert [mark.status for mark in found.lanes[0].marks] == ["attributed", "disputed"]


def test_where_time_tells_no_voices_apart_all_are_one_beside_the_story() -> None:
    same = (said("a1", "2024-10/2024-11"), said("a2", "2024-10/2024-11"))
    assert chronology(*same) is None
    assert lanes(chronology(*same, context=TIMELINE)) == [("all", 2)]


def test_there_is_nothing_to_draw_for_one_moment_or_too_many() -> None:
    assert chronology() is None
    assert chronology(said("a1", "unknown"), said("a2", "../2024")) is None
    assert chronology(said("a1", "2024-03-01")) is None
    assert chronology(*(said("a1", f"2024-03-{n % 28 + 1:02}") for n in range(MOST_MARKS + 1))) is None
