"""What stands before and after a quote: in its contexts, and by its authors."""

from collections.abc import Mapping
from datetime import UTC, datetime

from ipsegen.plan.edition import Edition
from ipsegen.plan.neighbours import Positions
from ipsegen.plan.pages import Beside
from tests.model.builders import archive, quote_text

NOW = datetime(2025, 1, 21, 18, tzinfo=UTC)
SUBJECTS = {
    "authors/mark-rutte.yaml": "name: Mark Rutte\n",
    "authors/ada.yaml": "name: Ada\n",
    "contexts/x.yaml": "title: X\nsummary: X.\n",
    "contexts/y.yaml": "title: Y\nsummary: Y.\n",
    "contexts/draft.yaml": "title: Draft\nsummary: Draft.\ndraft: true\n",
}
Sides = list[tuple[str, str, str]]


def positions(quotes: Mapping[str, Mapping[str, str]]) -> Positions:
    """Quotes by id, each a day after the one before."""
    files = {
        f"quotes/{key}.yaml": quote_text(pronounced=f"2024-10-{day:02}", **keys)
        for day, (key, keys) in enumerate(quotes.items(), 1)
    }
    return Positions(Edition(archive(SUBJECTS | files), NOW, "https://ipse.example/"))


def sides(found: tuple[Beside, ...]) -> Sides:
    """Beside what, and the ids before and after."""

    def last(url: str) -> str:
        return url.rstrip("/").rpartition("/")[2]

    return [(b.link.label, last(b.before.url) if b.before else "", last(b.after.url) if b.after else "") for b in found]


def test_the_first_context_of_a_quote_decides_on_both_sides() -> None:
    made = positions({
        "x1": {"contexts": "[x]"},
        "y1": {"contexts": "[y]"},
        "both": {"contexts": "[x, y]"},
        "other": {"contexts": "[y, x]"},
        "x2": {"contexts": "[x]"},
        "y2": {"contexts": "[y]"},
    })  # fmt: skip
    assert sides(made.authors("both")) == [("Mark Rutte", "x1", "other")]
    assert sides(made.authors("other")) == [("Mark Rutte", "both", "y2")]
    assert sides(made.authors("y2")) == [("Mark Rutte", "other", "")]
    assert sides(made.contexts("both")) == [("X", "x1", "other"), ("Y", "y1", "other")]


def test_only_a_published_context_can_be_the_main_one() -> None:
    made = positions({
        "hidden": {"contexts": "[draft]"},
        "x1": {"contexts": "[x]"},
        "both": {"contexts": "[draft, x]"},
        "nowhere": {},
    })  # fmt: skip
    assert sides(made.authors("both")) == [("Mark Rutte", "x1", "")]
    assert sides(made.authors("hidden")) == sides(made.authors("nowhere")) == []


def test_each_author_of_a_quote_has_neighbours_of_its_own() -> None:
    made = positions({
        "a1": {"author": "ada", "contexts": "[x]"},
        "m1": {"contexts": "[x]"},
        "joint": {"author": "[mark-rutte, ada]", "contexts": "[x]"},
        "a2": {"author": "ada", "contexts": "[x]"},
    })  # fmt: skip
    assert sides(made.authors("joint")) == [("Mark Rutte", "m1", ""), ("Ada", "a1", "a2")]
