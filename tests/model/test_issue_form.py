"""The answers of the form for quotes, as GitHub writes them into an issue."""

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

import ipsegen
from ipsegen.model.given import GivenError
from ipsegen.model.issue_form import QUESTIONS, values_from_issue
from ipsegen.model.known_ids import KnownIds

FORM = Path(ipsegen.__file__).parent / "hosts/github/github/ISSUE_TEMPLATE/quote.yml"
KNOWN: KnownIds = {
    "author": {"abraham-lincoln": "Abraham Lincoln", "john-smith": "John Smith", "john-smith-2": "John Smith"},
    "context": {"gettysburg-address": "The Gettysburg address", "civil-war": "The Civil War"},
}
LEAST = {
    "The words": "We cannot consecrate.\n\nWe cannot hallow.",
    "Who pronounced them": "Abraham Lincoln",
    "When": "1863-11-19",
    "Title of the source": "The Gettysburg address",
}


def body(answers: dict[str, str]) -> bytes:
    """An issue as GitHub makes it: every question, those without an answer in GitHub's words."""
    parts = (f"### {question}\n\n{answers.get(question, '_No response_')}" for question in QUESTIONS)
    return "\n\n".join(parts).encode()


def test_the_form_asks_these_questions_and_those_that_must_be_answered_are_required() -> None:
    asked = [item for item in yaml.safe_load(FORM.read_text(encoding="utf-8"))["body"] if item["type"] != "markdown"]
    assert {item["attributes"]["label"]: item["id"] for item in asked} == QUESTIONS
    for item in asked:
        answers = {question: text for question, text in LEAST.items() if question != item["attributes"]["label"]}
        if item.get("validations", {}).get("required"):
            with pytest.raises(GivenError, match=item["attributes"]["label"]):
                values_from_issue(body(answers), KNOWN)
        else:
            assert values_from_issue(body(answers), KNOWN)


def test_the_least_answers_are_the_least_quote() -> None:
    assert values_from_issue(body(LEAST), KNOWN) == {
        "text": "We cannot consecrate.\n\nWe cannot hallow.",
        "author": "abraham-lincoln",
        "pronounced": "1863-11-19",
        "source": {"title": "The Gettysburg address"},
    }


def test_every_answer_goes_to_its_key() -> None:
    more = {
        "As what": "President of the United States",
        "Address of the source": "https://www.loc.gov/resource/rbpe.24404500/",
        "Page or time in the source": "third paragraph",
        "Contexts": "the civil war, gettysburg-address, something new,",
        "Language": "en",
    }
    values = values_from_issue(body({**LEAST, **more}).replace(b"\n", b"\r\n"), KNOWN)
    assert values["role"] == "President of the United States"
    assert values["source"] == {
        "title": "The Gettysburg address",
        "url": "https://www.loc.gov/resource/rbpe.24404500/",
        "locator": "third paragraph",
    }
    assert values["contexts"] == ["civil-war", "gettysburg-address", "something-new"]
    assert values["language"] == "en"


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("abraham-lincoln", "abraham-lincoln"),
        ("ABRAHAM LINCOLN", "abraham-lincoln"),
        ("entity:nato", "entity:nato"),
        ("Mary Robinson", "mary-robinson"),
        ("John Smith", "john-smith"),
        ("孔子", "孔子"),
    ],
)
def test_an_author_goes_by_id_or_name_and_a_name_that_is_unknown_by_the_id_it_would_have(said: str, meant: str) -> None:
    assert values_from_issue(body({**LEAST, "Who pronounced them": said}), KNOWN)["author"] == meant


def test_a_heading_in_the_words_stays_in_them() -> None:
    words = "### A heading\n\nand _No response_ are words"
    assert values_from_issue(body({**LEAST, "The words": words}), KNOWN)["text"] == words


@given(answers=st.dictionaries(st.sampled_from(list(QUESTIONS)), st.text(max_size=30)))
def test_whatever_is_answered_gives_values_of_known_keys_or_a_message(answers: dict[str, str]) -> None:
    try:
        values = values_from_issue(body(answers), KNOWN)
    except (GivenError, UnicodeEncodeError):
        return
    assert set(values) <= {"text", "author", "role", "pronounced", "source", "contexts", "language"}
    assert {"text", "author", "pronounced", "source"} <= set(values)


@pytest.mark.parametrize("text", [b"", b"Hello!", b"\xff"])
def test_what_is_not_the_form_is_told(text: bytes) -> None:
    with pytest.raises(GivenError):
        values_from_issue(text, KNOWN)
