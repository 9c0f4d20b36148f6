"""The address that leads to the very words at a source (Text Fragments, 3.3)."""

from urllib.parse import unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipsegen.plan.edition import Edition
from ipsegen.plan.sources import sources_of, text_directive
from ipsegen.plan.values import SourceShown
from tests.model.builders import archive, quote_text
from tests.plan.test_stale import NOW

LONG = "One two, three-four five & six seven eight nine ten eleven twelve."


def shown(source: str = "{url: 'https://x.example/a'}", **keys: str | None) -> SourceShown:
    """The one source of a quote."""
    text = quote_text(**{"text": "We say so.", "source": source, **keys})
    edition = Edition(archive({"quotes/x.yaml": text}), NOW, "https://ipse.example/")
    (found,) = sources_of(edition.archive.quotes["x"], edition)
    return found


def test_a_short_text_stands_whole() -> None:
    assert shown().highlight == "https://x.example/a#:~:text=We%20say%20so."


def test_a_long_text_is_told_by_its_start_and_its_end() -> None:
    assert text_directive(LONG) == "One%20two%2C%20three%2Dfour%20five%20%26,eight%20nine%20ten%20eleven%20twelve."


def test_the_end_of_a_very_long_text_is_whole_words() -> None:
    words = [f"word{number}" for number in range(500)]
    assert (
        unquote(text_directive(" ".join(words)))
        == "word0 word1 word2 word3 word4,word495 word496 word497 word498 word499"
    )
    long = ["x" * 300] * 12
    assert unquote(text_directive(" ".join(long)).partition(",")[2]).split() == long[:5]


def test_text_without_blanks_is_parted_between_its_clauses() -> None:
    clauses = [f"{number}我们希望和平，" for number in "一二三四五六七八九十百"]
    start, comma, end = text_directive("".join(clauses)).partition(",")
    assert comma
    assert unquote(start) == "".join(clauses[:5])
    assert unquote(end) == "".join(clauses[-5:])


@given(st.text(min_size=1))
def test_no_word_is_taken_for_a_part_of_the_syntax(words: str) -> None:
    parts = text_directive(words).split(",")
    assert len(parts) <= 2
    for part in parts:
        assert not set("-&#, ") & set(part)
        assert " ".join(unquote(part).split()) in " ".join(words.split())


def test_a_fragment_that_the_address_has_stays() -> None:
    assert shown("{url: 'https://x.example/a#part'}").highlight == "https://x.example/a#part:~:text=We%20say%20so."
    assert shown("{url: 'https://x.example/a#:~:text=Others'}").highlight == ""
    assert urlsplit(shown("{url: 'https://x.example/?q=1'}").highlight).query == "q=1"


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        ({"text": "We [the Allies] say so."}, ""),
        ({"source": "{url: 'https://x.example/a', language: fr}"}, ""),
        ({"source": "{url: 'https://x.example/a', language: en-GB}"}, "We say so."),
        (
            {"source": "{url: 'https://x.example/a', language: fr}", "original": "{language: fr, text: Nous disons.}"},
            "Nous disons.",
        ),
        ({"source": "{url: 'https://x.example/a', language: fr}", "original": "{language: fr}"}, ""),
        ({"source": "{title: A book, locator: p. 3}"}, ""),
    ],
)
def test_only_words_that_stand_there_are_looked_for(keys: dict[str, str], words: str) -> None:
    assert unquote(shown(**keys).highlight.partition(":~:text=")[2]) == words
