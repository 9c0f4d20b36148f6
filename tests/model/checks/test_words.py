"""Words that must stand in a quote's text as they are, and signs that come in pairs."""

import pytest

from ipsegen.model.checks import words
from ipsegen.render.quotation_mark_table import MARKS

from .scenario import check

LOOM = "text: |\n  It weaves algebraic\n  patterns, as the loom\n\n  weaves flowers.\n"


@pytest.mark.parametrize(
    "excerpt", ["It weaves algebraic patterns", "as  the loom", "loom weaves", "flowers.", "|\n  the\n  loom"]
)
def test_an_excerpt_is_a_part_of_the_text(excerpt: str) -> None:
    check("excerpt-not-in-text", quotes={"a": f"{LOOM}excerpt: {excerpt}"})


@pytest.mark.parametrize(
    ("excerpt", "hint"),
    [
        ("It weaves algebraic pattern as", "the text has 's, as the loom weave…', and this has ' as'"),
        ("as the loom weaves flowers!", "the text has '.', and this has '!'"),
        ("As the loom weaves", "the words most like them are 'as the loom weaves'"),
        ("Nothing of the kind, sir", "copy the words from the text"),
    ],
)
def test_a_hint_shows_where_an_excerpt_parts_from_the_text(excerpt: str, hint: str) -> None:
    (problem,) = check("excerpt-not-in-text", "quotes/a:6:10", quotes={"a": f"{LOOM}excerpt: {excerpt}"})
    assert hint in problem.hint


def test_an_excerpt_for_one_context() -> None:
    text = f"{LOOM}contexts: [{{context: c, excerpt: the Loom}}]"
    check("excerpt-not-in-text", "quotes/a:6:34", quotes={"a": text}, contexts={"c": ""})


@pytest.mark.parametrize(
    ("label", "is_there"),
    [
        ('"weaves algebraic  patterns"', True),
        ("“loom weaves”", True),
        ('"weaves patterns"', False),
        ("these weaves", True),
    ],
)
def test_a_fragment_stands_in_its_quote(label: str, is_there: bool) -> None:
    expect = [] if is_there else ["pages/p:4:5", "pages/p:6:1"]
    page = f"---\nSay [[quote:a|{label}]].\n\n[[quote:a|{label}]]"
    check("fragment-not-in-text", *expect, quotes={"a": LOOM}, pages={"p": page})


def test_the_shape_of_quotation_marks_makes_no_difference() -> None:
    quote = "text: He said “yes”, didn’t he"
    check("fragment-not-in-text", quotes={"a": quote}, pages={"p": '---\n[[quote:a|"said "yes", didn\'t"]]'})


def test_words_of_a_removed_quote_stand_nowhere() -> None:
    quotes = {"a": "status: removed\nstatus_note: Gone."}
    check("fragment-not-in-text", "pages/p:4:1", quotes=quotes, pages={"p": '---\n[[quote:a|"words"]]'})


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("It weaves (as we say [sic]) patterns", "en"),
        ("a) one, b) two, 12) many", "en"),
        ("So it is :) and so ;-) it (stays :)) here", "en"),
        ("Too bad :( it is", "en"),
        ("They’re “here” and ‘there’", "en"),
        ("It didn't, he 'said", "en"),
        ("“One.\n\n  “Two.\n\n  “Three.”", "en"),
        ("„Ja“, sagte er", "de"),
        ("»Ja«, sagte er", "de"),
        ("»Ja«, sagde han", "da"),
        ("”Ja”, sade han", "sv"),
        ("„Tak” i «nie»", "pl"),
        ("« Oui », dit-il", "fr"),
        ("「はい」と“言った”", "ja"),
    ],
)
def test_signs_in_pairs(text: str, language: str) -> None:
    check("unbalanced-brackets", quotes={"a": f"text: |\n  {text}\nlanguage: {language}"})


@pytest.mark.parametrize(
    ("text", "language", "sign"),
    [
        ("It weaves (as we say patterns", "en", "'('"),
        ("It weaves as we say) patterns", "en", "')'"),
        ("It weaves) as (we say patterns", "en", "')'"),
        ("It weaves [sic patterns", "de", "'['"),
        ("It said “weave", "en-GB", "'“'"),
        ("It said weave”", "", "'”'"),
        ("“One.\n\n  “Two.\n\n  Three.", "en", "'“'"),
        ("« Oui, dit-il", "fr", "'«'"),
    ],
)
def test_a_sign_without_its_partner(text: str, language: str, sign: str) -> None:
    more = f"\nlanguage: {language}" if language else ""
    (problem,) = check("unbalanced-brackets", "quotes/a:1:7", quotes={"a": f"text: |\n  {text}{more}"})
    assert problem.message.startswith(sign)


def test_both_brackets_of_a_text_at_once() -> None:
    check("unbalanced-brackets", "quotes/a:1:7", "quotes/a:1:7", quotes={"a": 'text: "a [b (c"'})


def test_a_very_long_text_gets_a_hint_without_a_search() -> None:
    text = "text: " + "word " * 5000 + "\nexcerpt: Nothing of the kind"
    (problem,) = check("excerpt-not-in-text", "quotes/a:2:10", quotes={"a": text})
    assert problem.hint == "copy the words from the text"


def test_the_languages_that_use_other_marks_are_those_of_the_table() -> None:
    for tag, marks in MARKS.items():
        language = tag.partition("-")[0]
        if language not in words._OTHER_QUOTATION_MARKS:
            assert "“" not in marks[1::2], tag
            assert "”" not in marks[0::2], tag
        if language not in words._TURNED_GUILLEMETS:
            assert "«" not in marks[1::2], tag
            assert "»" not in marks[0::2], tag
