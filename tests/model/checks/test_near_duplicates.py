"""Quotes that are nearly the same as another by the same author."""

import random
import re
from collections.abc import Sequence
from itertools import count
from typing import Final

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ipsegen.model.checks import near_duplicates
from ipsegen.model.checks.near_duplicates import (
    Text,
    are_near_duplicates,
    are_surely_unlike,
    find_among,
    find_near_duplicates,
    read_texts,
)

from .scenario import check

TEN = "one two three four five six seven eight nine ten"
"""Six runs of five words; of a text with one word more, six of seven, which is more than 80 %."""


def quote(text: str, day: int, author: str = "author: a") -> str:
    return f"text: |\n  {text}\ninserted: 2025-01-{day:02}T12:00:00Z\n{author}"


@pytest.mark.parametrize(
    ("text", "is_near"),
    [
        (TEN, True),
        (TEN.upper(), True),
        ("One, two; three... four: five!\n  six seven “eight” nine ten", True),
        (f"{TEN} eleven", True),
        (f"zero {TEN} eleven", False),
        (TEN.replace("five", "V"), False),
        ("ten nine eight seven six five four three two one", False),
        ("one two three", False),
    ],
)
def test_four_of_five_runs_are_shared(text: str, is_near: bool) -> None:
    expect = ["quotes/late:1:7"] if is_near else []
    quotes = {"early": quote(TEN, 1), "late": quote(text, 2)}
    problems = check("near-duplicate", *expect, quotes=quotes, authors={"a": ""})
    assert not problems or "content/quotes/early.yaml" in problems[0].message


def test_the_later_one_by_insertion_is_told() -> None:
    quotes = {"a": quote(TEN, 3), "b": quote(TEN, 2), "c": quote(TEN, 1)}
    problems = check("near-duplicate", "quotes/a:1:7", "quotes/b:1:7", quotes=quotes, authors={"a": ""})
    assert all("content/quotes/c.yaml" in problem.message for problem in problems)


def test_texts_too_short_for_a_run_have_the_same_words() -> None:
    quotes = {"a": quote("No, no!", 1), "b": quote("no NO", 2), "c": quote("No, no, no", 3), "d": quote("…", 4)}
    check("near-duplicate", "quotes/b:1:7", quotes=quotes, authors={"a": ""})


@pytest.mark.parametrize(
    ("author", "is_same"),
    [
        ("author: a", True),
        ("author: b", False),
        ("authors: [b, a]", True),
        ("author: {author: a, role: Head}", True),
        ("author: entity:a", False),
        ("author: unnamed", False),
    ],
)
def test_only_one_author_repeats_itself(author: str, is_same: bool) -> None:
    expect = ["quotes/late:1:7"] if is_same else []
    quotes = {"early": quote(TEN, 1), "late": quote(TEN, 2, author)}
    check("near-duplicate", *expect, quotes=quotes, authors={"a": "", "b": ""}, entities={"a": ""})


def test_those_whom_nobody_names_are_one_author() -> None:
    quotes = {"early": quote(TEN, 1, "author: unnamed"), "late": quote(TEN, 2, "author: unnamed")}
    check("near-duplicate", "quotes/late:1:7", quotes=quotes)


def test_a_removed_quote_repeats_nothing() -> None:
    gone = "status: removed\nstatus_note: Gone.\nauthor: a"
    check("near-duplicate", quotes={"a": gone, "b": gone}, authors={"a": ""})


def texts_of(texts: Sequence[str]) -> list[Text]:
    return list(read_texts((text,) for text in texts))


def found_by_brute_force(texts: Sequence[Text]) -> set[int]:
    return {
        later
        for later, text in enumerate(texts)
        if any(are_near_duplicates(earlier, text) for earlier in texts[:later])
    }


def check_found(texts: Sequence[Text]) -> None:
    found = find_near_duplicates(texts)
    assert set(found) == found_by_brute_force(texts)
    for later, earlier in found.items():
        assert earlier < later
        assert are_near_duplicates(texts[earlier], texts[later])


WORDS = st.lists(st.sampled_from("abc"), max_size=12).map(" ".join)
PIECES = st.lists(st.sampled_from([TEN, "a b c d e f g", "x", "y", "z x", "u v w"]), max_size=5).map(" ".join)


@given(st.lists(st.one_of(WORDS, PIECES), max_size=12))
@settings(max_examples=300)
def test_it_finds_what_comparing_every_pair_finds(texts: list[str]) -> None:
    check_found(texts_of(texts))


@given(st.lists(st.one_of(WORDS, PIECES, st.just("A “b”, Ä’c!")), max_size=12))
@settings(max_examples=500)
def test_telling_most_texts_apart_by_pairs_of_words_loses_none(texts: list[str]) -> None:
    found = find_among([(text,) for text in texts])
    assert set(found) == found_by_brute_force(texts_of(texts))


def shares_most_runs(a: str, b: str) -> bool:
    """What nearly the same is, said once more, and slowly: 80 % of the different runs of either text."""
    words, others = (re.findall(r"\w+", text.casefold()) for text in (a, b))
    if len(words) < 5 or len(others) < 5:
        return words == others and (bool(words) or a.casefold() == b.casefold())
    runs, of_other = ({tuple(text[at : at + 5]) for at in range(len(text) - 4)} for text in (words, others))
    return all(len(runs & of_other) * 5 >= len(either) * 4 for either in (runs, of_other))


MANY_WORDS: Final = st.lists(st.sampled_from("abcdefghijklmnopqrstuvwxyz"), max_size=30)


@st.composite
def texts_with_copies(draw: st.DrawFn) -> list[str]:
    """Texts of many words, of which some stand in no other text, and copies of them with a few other words."""
    texts = [draw(MANY_WORDS) for _ in range(draw(st.integers(1, 5)))]
    for _ in range(draw(st.integers(0, 5))):
        copy = list(draw(st.sampled_from(texts)))
        for at in draw(st.lists(st.integers(0, max(0, len(copy) - 1)), max_size=3)):
            copy[at : at + 1] = draw(st.lists(st.sampled_from(["x", "Y!", "é", "new", "“old”"]), max_size=2))
        texts.append(copy)
    return [" ".join(text) for text in texts]


@given(st.one_of(texts_with_copies(), st.lists(st.one_of(WORDS, PIECES, st.sampled_from(["…", "!", ""])), max_size=12)))
@settings(max_examples=600)
@example(["A\x1fB c d e f", "a b c d e f"])
@example(["\u212a b c d e", "k b c d e"])
def test_the_sieves_lose_none_that_the_rule_finds(texts: list[str]) -> None:
    near = {later for later, text in enumerate(texts) for other in texts[:later] if shares_most_runs(other, text)}
    assert set(find_among([(text,) for text in texts])) == near
    assert not near or not are_surely_unlike([(text,) for text in texts])


def test_texts_with_words_of_their_own_are_told_apart_at_once() -> None:
    words = [f"w{number}" for number in range(300)]
    apart = [(" ".join(["so", "it", *words[start : start + 10], "was", "then"]),) for start in range(0, 300, 10)]
    assert are_surely_unlike(apart)
    assert not are_surely_unlike([*apart, apart[3]])
    assert not are_surely_unlike([("a a a a a",), ("a a a a a",)])


def test_so_it_does_with_long_texts() -> None:
    chance = random.Random(2)
    long = [" ".join(chance.choices("abcdefghijklmnopqrstuvwxyz", k=chance.randrange(5, 90))) for _ in range(60)]
    texts = [*long, *(_change(chance.choice(long), chance) for _ in range(140))]
    found = find_among([(text,) for text in texts])
    assert 20 < len(found) == len(found_by_brute_force(texts_of(texts)))


def test_it_finds_small_changes_to_long_texts() -> None:
    chance = random.Random(1)
    long = [" ".join(chance.choices("abcdefghij", k=chance.randrange(20, 60))) for _ in range(20)]
    changed = [_change(chance.choice(long), chance) for _ in range(100)]
    assert found_by_brute_force(texts_of([*long, *changed]))
    check_found(texts_of([*long, *changed]))


def _change(text: str, chance: random.Random) -> str:
    words = text.split()
    for _ in range(chance.randrange(4)):
        words[chance.randrange(len(words))] = chance.choice("abcdefghij")
    return " ".join(words[chance.randrange(6) :])


@pytest.mark.parametrize("shared", [30, 54, 57, 65])
def test_boilerplate_does_not_make_every_text_meet_every_other(shared: int, monkeypatch: pytest.MonkeyPatch) -> None:
    comparisons = 0

    def compare(a: Text, b: Text) -> bool:
        nonlocal comparisons
        comparisons += 1
        return are_near_duplicates(a, b)

    monkeypatch.setattr(near_duplicates, "are_near_duplicates", compare)
    boilerplate = [str(number) for number in range(shared)]
    words = count()
    texts = [" ".join([*boilerplate, *(f"w{next(words)}" for _ in range(70 - shared))]) for _ in range(500)]
    found = find_near_duplicates(texts_of(texts))
    assert len(found) == (499 if shared > 56 else 0)
    assert comparisons < 5 * len(texts)
