"""When a quote changed last (contract.md, "Feeds")."""

import pytest

from ipsegen.model.quote import Quote
from ipsegen.plan.quotes import last_change
from tests.model.builders import quote_text, record


def changed(inserted: str, *corrections: str) -> str:
    """The last change of a quote that was corrected on these dates."""
    listed = ", ".join(f"{{date: '{date}', note: A word}}" for date in corrections)
    text = quote_text(inserted=inserted, corrections=f"[{listed}]" if listed else None)
    return last_change(record(Quote, "content/quotes/x.yaml", text))


INSERTED = "2025-01-05T12:00:00Z"


@pytest.mark.parametrize(
    ("corrections", "latest"),
    [
        ([], INSERTED),
        (["2025-01-06"], "2025-01-06T00:00:00Z"),
        (["2025-01-09", "2025-01-06"], "2025-01-09T00:00:00Z"),
        (["2025-01-06~"], "2025-01-06T00:00:00Z"),
        (["2025-02"], "2025-02-01T00:00:00Z"),
        (["2025-01-06/2025-01-09"], "2025-01-06T00:00:00Z"),
        (["2025-01-06T10:00:00+01:00/2025-01-09"], "2025-01-06T10:00:00+01:00"),
        # On the day of insertion
        (["2025-01-05"], INSERTED),
        (["2025-01-05T18:00:00Z"], "2025-01-05T18:00:00Z"),
        (["2025-01-05T11:00:00Z"], INSERTED),
        (["2025-01-05T12:30:00+01:00"], INSERTED),
        (["2025-01-05T12:30:00-01:00"], "2025-01-05T12:30:00-01:00"),
        # Offsets
        (["2025-01-05T23:00:00-10:00", "2025-01-06T01:00:00Z"], "2025-01-05T23:00:00-10:00"),
        (["2025-01-06", "2025-01-06T05:00:00+14:00"], "2025-01-06T00:00:00Z"),
        (["2025-01-06T01:00:00+14:00"], INSERTED),
        # Never before the insertion, nor at a time that nobody knows
        (["2024-12-31"], INSERTED),
        (["2025"], INSERTED),
        (["unknown"], INSERTED),
        (["../2025-02-01"], INSERTED),
        (["unknown", "2025-01-06", "../2025-02-01"], "2025-01-06T00:00:00Z"),
    ],
)
def test_the_latest_of_insertion_and_corrections(corrections: list[str], latest: str) -> None:
    assert changed(INSERTED, *corrections) == latest


def test_the_offset_of_the_insertion_counts_too() -> None:
    assert changed("2025-01-05T20:00:00-10:00", "2025-01-06") == "2025-01-05T20:00:00-10:00"
    assert changed("2025-01-06T01:00:00+14:00", "2025-01-05T12:00:00Z") == "2025-01-05T12:00:00Z"


def test_the_ends_of_the_calendar() -> None:
    assert changed("0001-01-01T00:00:00Z", "unknown") == "0001-01-01T00:00:00Z"
    assert changed(INSERTED, "9999-12-31T23:59:59Z") == "9999-12-31T23:59:59Z"
    assert changed(INSERTED, "9999-12-31T23:59:59-01:00") == INSERTED
    assert changed("0999-01-01T00:00:00Z", "0999-01-02") == "0999-01-02T00:00:00Z"
