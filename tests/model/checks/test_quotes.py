"""The keys of a quote that need, exclude or contradict each other."""

import pytest

from .scenario import check

NOTE = "status_note: Why."
BARE = frozenset({"source-without-address"})


def test_a_quote_has_a_text_unless_it_was_removed() -> None:
    check("", quotes={"a": f"status: removed\n{NOTE}"})


def test_a_removed_quote_keeps_no_words() -> None:
    text = f"status: removed\n{NOTE}\ntext: Words\nexcerpt: Words\ncontexts: [{{context: c, excerpt: Words}}]"
    places = "quotes/a:3:1", "quotes/a:4:1", "quotes/a:5:25"
    check("removed-has-text", *places, quotes={"a": text}, contexts={"c": ""})
    original = f"status: removed\n{NOTE}\noriginal:\n  language: fr\n  text: Mots\nfidelity: translated"
    check("removed-has-text", "quotes/a:5:3", quotes={"a": original})
    translations = f"status: removed\n{NOTE}\ntranslations: [{{language: fr, text: Mots}}]"
    check("removed-has-text", "quotes/a:3:31", quotes={"a": translations})


@pytest.mark.parametrize("status", ["disputed", "misattributed", "retracted", "removed"])
def test_some_statuses_need_a_note(status: str) -> None:
    check("missing-status-note", "quotes/a:1:1", quotes={"a": f"status: {status}"})
    check("", quotes={"a": f"status: {status}\n{NOTE}"})


@pytest.mark.parametrize(
    ("source", "is_enough"),
    [
        ("source: {title: A, url: https://a.example/}", True),
        ("source: {title: A, locator: p. 1}", True),
        ("source: with-address", True),
        ("sources: [without, with-address]", True),
        ("source: without", False),
        ("sources: [without, {title: A}]", False),
    ],
)
def test_a_verified_quote_can_be_checked(source: str, is_enough: bool) -> None:
    expect = [] if is_enough else ["quotes/a:1:9"]
    sources = {"with-address": "url: https://a.example/", "without": "publisher: The Times"}
    quotes = {"a": f"status: verified\n{source}"}
    check("verified-without-source", *expect, quotes=quotes, sources=sources, beside=BARE)


def test_what_could_not_be_read_is_not_missed_as_well() -> None:
    check("wrong-type", "quotes/a:1:7", quotes={"a": "text: [a, b]"})
    check("wrong-type", "quotes/a:2:14", quotes={"a": "status: disputed\nstatus_note: [a]"})
    check("bad-url", "quotes/a:2:25", quotes={"a": "status: verified\nsource: {title: A, url: a}"})
    check("unknown-value", "quotes/a:1:9", quotes={"a": "status: removd"})
    check("unknown-value", "quotes/a:1:9", quotes={"a": "status: fake\nsaid_by: country:no"})
    check("unknown-source", "quotes/a:2:9", quotes={"a": "status: verified\nsource: x"})


def test_only_the_misattributed_was_said_by_another() -> None:
    check("said-by-without-misattribution", "quotes/a:1:10", quotes={"a": "said_by: country:no"})
    check("", quotes={"a": f"said_by: country:no\nstatus: misattributed\n{NOTE}"})


def test_one_role_is_for_one_author() -> None:
    check("role-of-several", "quotes/a:2:7", quotes={"a": "authors: [unknown, country:no]\nrole: Head"})
    check("", quotes={"a": "authors: [unknown]\nrole: Head"})
    check("", quotes={"a": "authors: [{author: unknown, role: Head}, {author: country:no, role: Tail}]"})


@pytest.mark.parametrize("fidelity", ["verbatim", "edited", "indirect"])
def test_beside_its_original_stands_a_translation(fidelity: str) -> None:
    original = "original: {language: fr}"
    check("original-not-translated", "quotes/a:2:11", quotes={"a": f"{original}\nfidelity: {fidelity}"})
    check("", quotes={"a": f"{original}\nfidelity: translated"})
    check("", quotes={"a": original})
    check("", quotes={"a": f"fidelity: {fidelity}"})


def test_a_text_is_the_original_or_a_translation() -> None:
    text = "original: {language: fr}\ntranslations: [{language: de}]"
    check("original-and-translations", "quotes/a:2:1", quotes={"a": text})
