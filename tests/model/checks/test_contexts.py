"""The keys of a context that need each other, and the quotes that it embeds."""

import pytest

from .scenario import check


@pytest.mark.parametrize(
    ("item", "is_whole"),
    [
        ("{question: Why?}", True),
        ("{question: Why?, answer: So.}", True),
        ("{title: Notes, url: https://notes.example/}", True),
        ("country:no", True),
        ("{reference: country:no}", True),
        ("{answer: So.}", False),
        ("{title: Notes}", False),
        ("{url: https://notes.example/}", False),
    ],
)
def test_a_way_to_go_deeper_is_whole(item: str, is_whole: bool) -> None:
    expect = [] if is_whole else ["contexts/c:1:26"]
    text = f"go_deeper: [country:fr, {item}]"
    check("go-deeper-incomplete", *expect, contexts={"c": text})


def test_what_could_not_be_read_is_not_missed_as_well() -> None:
    check("bad-url", "contexts/c:1:33", contexts={"c": "go_deeper: [{title: Notes, url: notes}]"})
    check("wrong-type", "contexts/c:1:31", contexts={"c": "timeline: [{date: 2024, text: [a]}]"})
    check("wrong-type", "contexts/c:2:11", contexts={"c": "analysis_heading: Behind\nanalysis: It is so."})


def test_a_moment_has_a_text_or_a_quote() -> None:
    text = "timeline:\n  - date: 2024\n  - {date: 2024, text: So.}\n  - {date: 2024, quote: a}"
    check("timeline-incomplete", "contexts/c:2:5", contexts={"c": text}, quotes={"a": "contexts: [c]"})


def test_a_heading_has_an_analysis_below() -> None:
    check("heading-without-analysis", "contexts/c:1:19", contexts={"c": "analysis_heading: Behind it"})
    text = "analysis_heading: Behind it\nanalysis: [{text: So.}]"
    check("", contexts={"c": text})


@pytest.mark.parametrize(
    ("body", "places"),
    [
        ("[[quote:a]]", ["contexts/c:5:1"]),
        ('[[quote:a|"Words of a"]]', ["contexts/c:5:1"]),
        ("See [[quote:a]], [[quote:a|this]] and [[quote:a|“Words of a”]].", []),
        ("Not [[quote:a]].\n\n[[quote:a]]", ["contexts/c:7:1"]),
        ("[[quote:b]]", []),
    ],
)
def test_what_a_context_embeds_is_filed_there(body: str, places: list[str]) -> None:
    quotes = {"a": "contexts: [d]", "b": "contexts: [d, c]"}
    check("embed-not-filed", *places, contexts={"c": f"---\n{body}", "d": ""}, quotes=quotes)


def test_a_quote_of_the_timeline_is_filed_there_and_one_on_a_page_is_not() -> None:
    text = "timeline: [{date: 2024, quote: a}]\nlede: '[[quote:a]]'"
    check("embed-not-filed", "contexts/c:1:32", "contexts/c:2:7", contexts={"c": text}, quotes={"a": ""})
    check("", pages={"p": "---\n[[quote:a]]"}, quotes={"a": ""})
