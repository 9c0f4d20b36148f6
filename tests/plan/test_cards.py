"""Whether an excerpt begins inside a sentence, so that a reader must be told."""

import pytest

from ipsegen.plan.cards import starts_midway

TEXT = "First of all, we are here.\n\nWe said so: “peace,\nand nothing else”,\n\nbefore we\nleft. Now we go."


@pytest.mark.parametrize(
    ("excerpt", "midway"),
    [
        ("", False),
        ("First of all", False),
        ("we are here.", True),
        ("We said so", False),
        ("Now we go.", False),
        ("before we", True),
        # Across a break, white space folded
        ("we are here. We said so", True),
        ("First of all, we are here. We said", False),
        ("peace, and nothing", True),
        ("nothing else”, before we left.", True),
        ("We said so: “peace, and", False),
        ("before we left. Now", True),
        # Quotation marks of another shape
        ('"peace, and nothing else"', False),
        ("and nothing else\", before", True),
        # Nowhere in the text
        ("we were there", True),
    ],
)  # fmt: skip
def test_an_excerpt_that_begins_inside_a_sentence(excerpt: str, midway: bool) -> None:
    assert starts_midway(TEXT, excerpt) is midway
