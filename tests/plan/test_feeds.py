"""What of a feed's entry stays, whatever becomes of its quote (contract.md, "Feeds")."""

from ipsegen.model.archive import Archive
from ipsegen.plan.pages import FeedEntry
from tests.model.builders import archive, quote_text
from tests.plan.planning import plan_all
from tests.plan.test_stale import NOW


def entry(found: Archive) -> FeedEntry:
    """The one entry of the feed of the site."""
    feed = next(feed for feed in plan_all(found, NOW).feeds if not feed.folder)
    (only,) = feed.entries
    return only


FIRST = entry(archive({"quotes/first.yaml": quote_text()}))


def test_a_correction_moves_its_date_and_keeps_its_id() -> None:
    corrected = quote_text(text="Other words.", corrections="[{date: 2025-03-01, note: A word}]")
    later = entry(archive({"quotes/first.yaml": corrected}))
    assert later.id == FIRST.id
    assert later.published == FIRST.published
    assert FIRST.updated == FIRST.published.text
    assert later.updated == "2025-03-01T00:00:00Z"


def test_renamed_twice_it_has_the_id_of_its_first_day() -> None:
    renamed = entry(archive({"quotes/third.yaml": quote_text(aliases="[first, second]")}))
    assert renamed.id == FIRST.id
    assert renamed.url != FIRST.url
    assert renamed.id.endswith(":quotes/first")


def test_a_quote_that_turns_out_to_be_false_is_the_same_entry() -> None:
    assert entry(archive({"quotes/first.yaml": quote_text(status="disputed", status_note="So.")})).id == FIRST.id
