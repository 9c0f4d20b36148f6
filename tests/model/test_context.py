"""The context: a story with its digest."""

import pytest

from ipsegen.model.context import Context, Further
from tests.model.builders import places, read, record, ref

YAML = "content/contexts/x.yaml"
MARKDOWN = "content/contexts/x.md"

DIGEST = """\
title: Troops in Russia
lede: "[[author:a1]]"
summary: "[[author:a2]]"
at_a_glance: ["[[author:a3]]", "[[author:a4]]"]
why_it_matters: "[[author:a5]]"
analysis: [{heading: Why, text: "[[author:a6]]"}]
press: [{publisher: The Paper, text: "[[author:a7]]"}]
background: "[[author:a8]]"
go_deeper:
  - entity:nato
  - {title: A book, url: https://nato.example/book}
  - {question: And then?, answer: "[[author:a9]]"}
  - {question: What next?}
questions: [{question: Who?, answer: "[[author:b1]]"}]
timeline:
  - {date: 2024-10, text: "[[author:b2]]"}
  - {date: 2024-11, quote: joint-statement}
topics: [country:KP, entity:nato]
related: [gas]
status: developing
started: 2024-10-18
"""


def context(text: str, path: str = YAML) -> Context:
    return record(Context, path, text)


def test_a_context_needs_no_more_than_a_title() -> None:
    assert (context("title: Troops\n").title, context("title: Troops\n").prose) == ("Troops", ())


def test_all_prose_is_there_in_the_order_of_the_page() -> None:
    named = [hole.reference.id for _, prose in context(DIGEST).prose for hole in prose.holes]
    assert named == ["a1", "a2", "a3", "a4", "a5", "a6", "a7", "a8", "a9", "b1", "b2"]


def test_each_piece_of_prose_knows_its_place_in_the_file() -> None:
    assert [path for path, _ in context(DIGEST).prose] == [
        ("lede",), ("summary",), ("at_a_glance", 0), ("at_a_glance", 1), ("why_it_matters",), ("analysis", 0, "text"),
        ("press", 0, "text"), ("background",), ("go_deeper", 2, "answer"), ("questions", 0, "answer"),
        ("timeline", 0, "text"),
    ]  # fmt: skip


def test_there_are_four_ways_to_go_deeper() -> None:
    deeper = context(DIGEST).go_deeper
    assert deeper[0] == Further(reference=ref("entity:nato"))
    assert deeper[1] == Further(title="A book", url="https://nato.example/book")
    assert (deeper[2].question, deeper[2].answer is not None) == ("And then?", True)
    assert deeper[3] == Further(question="What next?")


def test_a_briefing_is_an_article_with_front_matter() -> None:
    text = "---\ntitle: Ten states\nlede: They speak.\n---\n# One statement\n\n[[quote:joint]]\n"
    found = context(text, MARKDOWN)
    assert [path for path, _ in found.prose] == [("lede",), ()]
    assert found.article is not None
    assert found.article.headings == ((2, "section-one-statement", "One statement"),)
    assert [hole.form for hole in found.article.holes] == ["embed"]


@pytest.mark.parametrize("body", ["", "\n", " \n\n"])
def test_an_article_without_words_is_none(body: str) -> None:
    assert context(f"---\ntitle: Ten states\n---\n{body}", MARKDOWN).article is None


@pytest.mark.parametrize(
    ("path", "text", "place", "words"),
    [
        (YAML, "summary: S\n", (1, 1, "missing-key"), "'title' is missing"),
        (YAML, "title: T\narticle: A\n", (2, 1, "unknown-key"), "no key 'article'"),
        (YAML, "title: T\nat_a_glance:\n  - Note: this\n", (3, 5, "wrong-type"), "this is a mapping"),
        (YAML, "title: T\nanalysis: [Why]\n", (2, 12, "wrong-type"), "a mapping with text, heading is expected"),
        (YAML, "title: T\npress: [{url: 'https://x.example'}]\n", (2, 10, "missing-key"), "'text' is missing"),
        (YAML, "title: T\ntimeline: [{text: T}]\n", (2, 13, "missing-key"), "'date' is missing"),
        (YAML, "title: T\nquestions: [{question: Q}]\n", (2, 14, "missing-key"), "'answer' is missing"),
        (YAML, "title: T\ngo_deeper: [nato]\n", (2, 13, "bad-reference"), "'nato' does not say what it refers to"),
        (YAML, "title: T\ntopics: [quote:x]\n", (2, 10, "bad-reference"), "'quote:x'"),
        (YAML, "title: T\nsources: [{url: 'https://x.example'}]\n", (2, 12, "missing-key"), "'id' is missing"),
        (YAML, "title: T\nsummary: <b>\n", (2, 10, "raw-html"), "HTML is shown as text: <b>"),
        (MARKDOWN, "---\ntitle: T\n---\none\n\n[a](/b/)\n", (6, 5, "bad-url"), "is not a whole address"),
        (MARKDOWN, "---\ntitle: T\n---\none\n\ntwo [[mark-rutte]]\n", (6, 5, "bad-reference"), "'[[mark-rutte]]'"),
        (MARKDOWN, "---\ntitle: T\n---\n![a](b.png)\n", (4, 1, "picture-in-prose"), "a picture cannot stand"),
    ],
)  # fmt: skip
def test_each_mistake_stands_at_its_place(path: str, text: str, place: tuple[int, int, str], words: str) -> None:
    _, problems = read(path, text)
    assert places(problems) == [place]
    assert words in problems[0].message
