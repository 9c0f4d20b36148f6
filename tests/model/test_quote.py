"""The quote: one statement as its file gives it."""

import pytest

from ipsegen.model.quote import Filed, Quote
from ipsegen.model.signature import Signature
from tests.model.builders import places, quote_text, read, record, ref

PATH = "content/quotes/2024/10/x.yaml"


def quote(**keys: str | None) -> Quote:
    return record(Quote, PATH, quote_text(**keys))


def test_the_shortest_quote_has_six_lines() -> None:
    text = """\
text: We will act.
author: mark-rutte
pronounced: 2024-10
inserted: 2025-01-20T12:00:00Z
source: {title: Press conference, locator: 12:30}
"""
    found = record(Quote, PATH, text)
    assert (found.id, found.file, found.words) == ("x", PATH, "We will act.")
    assert found.signatures == (Signature(ref("author:mark-rutte")),)
    assert (found.status, found.fidelity, found.capacity, found.insertions) == (
        "attributed", "verbatim", "official", "square",
    )  # fmt: skip
    assert (found.entities, found.countries, found.contexts) == (None, None, ())


def test_a_quote_by_an_unnamed_official() -> None:
    found = quote(author="unnamed", role="Pentagon official")
    assert found.signatures == (Signature("unnamed"),)
    assert found.role == "Pentagon official"


def test_a_joint_statement_by_two_states_and_a_body() -> None:
    found = quote(author=None, authors="[country:US, country:au, entity:european-union]")
    assert [str(signature.author) for signature in found.signatures] == [
        "country:us", "country:au", "entity:european-union",
    ]  # fmt: skip


def test_the_main_context_is_the_first_and_may_have_its_own_words() -> None:
    found = quote(contexts="[troops, {context: gas, excerpt: will act}]")
    assert found.contexts == (Filed("troops"), Filed("gas", "will act"))


@pytest.mark.parametrize(
    ("text", "line_breaks", "words"),
    [
        ("|\n  One\n  line.\n\n  Two.", None, "One line.\n\nTwo."),
        ("|\n  One\n  line.\n\n  Two.", "keep", "One\nline.\n\nTwo."),
        ("One line.", "keep", "One line."),
        ('"[...] They will act"', None, "[...] They will act"),
        ("'“No”, he said'", None, "“No”, he said"),
    ],
)
def test_single_breaks_are_blanks_unless_they_are_kept(text: str, line_breaks: str | None, words: str) -> None:
    keys: dict[str, str | None] = {"line_breaks": line_breaks} if line_breaks else {}
    assert quote(text=text, **keys).words == words


def test_the_original_and_translations_are_folded_too() -> None:
    original = "{language: fr, text: 'Nous\n\n  agirons'}"
    found = quote(original=original, translations="[{language: de, text: Wir werden handeln, kind: machine}]")
    assert found.original is not None
    assert found.original.text == ("Nous", "agirons")
    assert found.translations[0].kind == "machine"


@pytest.mark.parametrize(
    ("keys", "fidelity"),
    [
        ({}, "verbatim"),
        ({"original": "{language: ko}"}, "translated"),
        ({"original": "{language: und}", "fidelity": "indirect"}, "indirect"),
        ({"translations": "[{language: fr, text: Oui}]"}, "verbatim"),
        ({"fidelity": "edited"}, "edited"),
    ],
)
def test_an_original_makes_a_translation(keys: dict[str, str | None], fidelity: str) -> None:
    assert quote(**keys).fidelity == fidelity


@pytest.mark.parametrize(
    ("status", "counts", "listed"),
    [
        ("attributed", True, True),
        ("verified", True, True),
        ("disputed", False, True),
        ("misattributed", False, True),
        ("retracted", False, True),
        ("removed", False, False),
    ],
)
def test_a_false_quote_stays_listed_and_does_not_count(status: str, *, counts: bool, listed: bool) -> None:
    found = quote(status=status, status_note="No recording bears it out.")
    assert (found.counts_as_said, found.is_listed) == (counts, listed)


def test_a_removed_quote_has_no_words() -> None:
    found = quote(status="removed", status_note="Taken down on request.", text=None)
    assert (found.text, found.words) == ((), "")


def test_what_is_known_beside_the_words() -> None:
    found = quote(
        event="entity:munich-security-conference",
        place="Munich",
        via="author:pat-ryder",
        said_by="entity:nato",
        post="{platform: X, handle: '@NATO', url: https://x.example/1}",
        corrections="[{date: 2025-01-22, note: A word was missing., before: We, after: We all}]",
        position="-3",
        draft="true",
        tags="[NO, 2024]",
    )
    assert (found.event, found.place) == (ref("entity:munich-security-conference"), "Munich")
    assert (found.via, found.said_by) == (ref("author:pat-ryder"), ref("entity:nato"))
    assert found.post is not None
    assert found.post.handle == "@NATO"
    assert found.corrections[0].after == "We all"
    assert (found.position, found.draft, found.tags) == (-3, True, ("NO", "2024"))


@pytest.mark.parametrize(
    ("keys", "place", "words"),
    [
        ({"author": None}, (1, 1, "missing-key"), "'author' or 'authors' is missing"),
        ({"authors": "[a]"}, (6, 1, "duplicate-key"), "'authors' says the same as 'author'"),
        ({"author": "[]"}, (2, 9, "empty-value"), "this list is empty"),
        ({"author": "nato:entity"}, (2, 9, "bad-reference"), "'nato:entity' does not say what it refers to"),
        ({"pronounced": "yesterday"}, (3, 13, "bad-date"), "yesterday"),
        ({"inserted": "2025-01-20"}, (4, 11, "bad-date"), "2025-01-20"),
        ({"source": "https://nato.example/"}, (5, 9, "wrong-type"), "this is an address"),
        ({"source": "{publisher: NATO}"}, (5, 10, "missing-key"), "'title' or 'url' is missing"),
        ({"status": "verifed"}, (6, 9, "unknown-value"), "'verifed' is not known here"),
        ({"mentions": "[kp]"}, (6, 12, "bad-reference"), "'kp' does not say what it refers to"),
        ({"contexts": "troops"}, (6, 11, "wrong-type"), "a list is expected here"),
        ({"original": "{text: Oui}"}, (6, 12, "missing-key"), "'language' is missing"),
        ({"line_breaks": "true"}, (6, 14, "unknown-value"), "'true' is not known here"),
        ({"quote": "We"}, (6, 1, "unknown-key"), "there is no key 'quote' here"),
        ({"note": "'[x](javascript:y)'"}, (6, 7, "bad-url"), "'javascript:' are not allowed"),
    ],
)
def test_each_mistake_stands_where_the_editor_must_change_it(
    keys: dict[str, str | None], place: tuple[int, int, str], words: str
) -> None:
    _, problems = read(PATH, quote_text(**keys))
    assert places(problems) == [place]
    assert words in problems[0].message
