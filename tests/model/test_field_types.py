"""Every kind of value: what it takes, what it refuses, and what it says then."""

import re
from typing import Annotated, Any

import jsonschema
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipsegen.load.nodes import Scalar
from ipsegen.model.compound_types import Keys, ListOf, OneOrMany, keys_schema
from ipsegen.model.edtf import parse_date, parse_instant
from ipsegen.model.field_types import (
    Address,
    Choice,
    EdtfDate,
    Language,
    Line,
    Markdown,
    Moment,
    Paragraphs,
    Pattern,
    Truth,
    Whole,
)
from ipsegen.model.json_schema import definitions_for
from ipsegen.model.known_ids import known_ids
from ipsegen.model.reading import FieldType, Key, Reader
from ipsegen.model.reference_types import CountryCode, Either, IdOf, NewId, ReferenceTo
from ipsegen.model.references import Reference
from tests.model.builders import node, places


class Name(msgspec.Struct, frozen=True):
    """A name in a language."""

    name: Annotated[str, Key(Line(), "the name", required=True)]
    language: Annotated[str, Key(Language(), "its language", names=("language", "lang"))] = ""


SUBJECT = ReferenceTo("author", "entity", "country")
SPEAKER = ReferenceTo("author", "entity", "country", default="author")
WIKIDATA = Pattern("Q[1-9][0-9]*", "a Wikidata id", "Q7184")


def read(kind: FieldType[Any], value: str) -> tuple[Any, Reader]:
    reader = Reader("x.yaml")
    return kind.read(node(value), reader), reader


ACCEPTED: list[tuple[FieldType[Any], str, object]] = [
    (Line(), "Secretary  General", "Secretary General"),
    (Line(), '" a\\n b "', "a b"),
    (Line(), "NO", "NO"),
    (Line(4), '" a b "', "a b"),
    (Line(), "é" * 1_000, "é" * 1_000),
    (Line(), "0476", "0476"),
    (Line(), "12:30:45", "12:30:45"),
    (Line(), "null", "null"),
    (Paragraphs(), "One line.", ("One line.",)),
    (Paragraphs(), "|\n  One\n  line.\n\n  Two.\n", ("One\nline.", "Two.")),
    (Paragraphs(), "|\n  One\n\n\n\n  Two.\n", ("One", "Two.")),
    (Paragraphs(), "|\n  One\n    deeper\n", ("One\ndeeper",)),
    (Paragraphs(), ">\n  One\n  line.\n\n  Two.\n", ("One line.", "Two.")),
    (Paragraphs(), '"One\\nTwo"', ("One", "Two")),
    (Paragraphs(), "'One\n\n  Two'", ("One", "Two")),
    (EdtfDate(), "2024", parse_date("2024")),
    (EdtfDate(), "2024-10~", parse_date("2024-10~")),
    (EdtfDate(), "../2024-10-28", parse_date("../2024-10-28")),
    (EdtfDate(), "unknown", parse_date("unknown")),
    (Moment(), "2025-01-20T12:00:00+01:00", parse_instant("2025-01-20T12:00:00+01:00")),
    (Choice("speech", "post"), "post", "post"),
    (Truth(), "true", True),
    (Truth(), '"false"', False),
    (Whole(-5, 50), "50", 50),
    (Whole(-5, 50), "-5", -5),
    (Whole(0, 50), "007", 7),
    (WIKIDATA, "Q57792", "Q57792"),
    (Address(), "https://ipse.example/a?b=c#d", "https://ipse.example/a?b=c#d"),
    (Language(), "PT-br", "pt-BR"),
    (Language(), "no", "no"),
    (CountryCode(), "NO", "no"),
    (CountryCode(), "country:no", "no"),
    (CountryCode(), "xk", "xk"),
    (IdOf("entity"), "nato", "nato"),
    (IdOf("context"), "2024", "2024"),
    (NewId(), "old-name", "old-name"),
    (SUBJECT, "entity:nato", Reference("entity", "nato")),
    (SUBJECT, "country:KP", Reference("country", "kp")),
    (SPEAKER, "mark-rutte", Reference("author", "mark-rutte")),
    (ListOf(Line()), "[a, b]", ("a", "b")),
    (ListOf(Line()), "[]", ()),
    (OneOrMany(Line()), "a", ("a",)),
    (OneOrMany(Line()), "[a, b]", ("a", "b")),
    (Keys(Name, short="name"), "EU", Name("EU")),
    (Keys(Name, short="name"), "{name: UE, language: fr}", Name("UE", "fr")),
    (Keys(Name), "{name: UE, lang: fr}", Name("UE", "fr")),
    (Either(ReferenceTo("entity"), Line()), "entity:kursk-oblast", Reference("entity", "kursk-oblast")),
    (Either(ReferenceTo("entity"), Line()), "Kursk: the town", "Kursk: the town"),
]


@pytest.mark.parametrize(("kind", "value", "expected"), [case for case in ACCEPTED if case[1] != "Kursk: the town"])
def test_a_value_is_read_as_it_is_written(kind: FieldType[Any], value: str, expected: object) -> None:
    found, reader = read(kind, value)
    assert found == expected
    assert reader.problems == []


def test_a_text_that_only_looks_like_a_reference_is_a_text() -> None:
    found, reader = read(Either(ReferenceTo("entity"), Line()), '"Kursk: the town"')
    assert (found, reader.problems) == ("Kursk: the town", [])


REFUSED: list[tuple[FieldType[Any], str, tuple[int, int, str], str, str]] = [
    (Line(), '""', (1, 6, "empty-value"), "a text is expected here, and this is empty", "fill it"),
    (Line(), "[a]", (1, 6, "wrong-type"), "a text is expected here, and this is a list", "quotation marks"),
    (Line(), "{a: b}", (1, 6, "wrong-type"), "this is a mapping", ""),
    (Line(), "é" * 1_001, (1, 6, "too-long"), "1,001 characters, and at most 1,000 fit", "shorten it"),
    (Paragraphs(), "[a]", (1, 6, "wrong-type"), "this is a list", "quotation marks"),
    (EdtfDate(), "2024-02-30", (1, 6, "bad-date"), "2024-02-30", ""),
    (EdtfDate(), "28.10.2024", (1, 6, "bad-date"), "28.10.2024", "2024-10-28"),
    (Moment(), "2025-01-20", (1, 6, "bad-date"), "2025-01-20", ""),
    (Choice("speech", "post"), "spech", (1, 6, "unknown-value"), "'spech' is not known here", "did you mean 'speech'?"),
    (Choice("speech", "post"), "xyz", (1, 6, "unknown-value"), "'xyz'", "it is one of speech, post"),
    (Truth(), "yes", (1, 6, "wrong-type"), "'yes' is neither true nor false", "write true"),
    (Truth(), "NO", (1, 6, "wrong-type"), "'NO' is neither", "write false"),
    (Truth(), "True", (1, 6, "wrong-type"), "'True' is neither", "write true"),
    (Whole(1, 50), "51", (1, 6, "wrong-type"), "'51' is not a whole number from 1 to 50", "digits only"),
    (Whole(1, 50), "1.5", (1, 6, "wrong-type"), "'1.5'", "digits only"),
    (Whole(1, 50), "9" * 5000, (1, 6, "wrong-type"), "is not a whole number", "digits only"),
    (Whole(1, 50), "٣", (1, 6, "wrong-type"), "is not a whole number", "digits only"),
    (WIKIDATA, "57792", (1, 6, "bad-value"), "'57792' is not a Wikidata id", "it looks like Q7184"),
    (Address(), "nato.int", (1, 6, "bad-url"), "'nato.int' has no scheme", "write https://nato.int"),
    (Language(), "english", (1, 6, "unknown-language"), "'english' is not a language tag", "such as en"),
    (CountryCode(), "Norway", (1, 6, "unknown-country"), "no country 'Norway'", "did you mean 'no'?"),
    (CountryCode(), "qq", (1, 6, "unknown-country"), "no country 'qq'", ""),
    (IdOf("entity"), "NATO", (1, 6, "bad-id"), "'NATO' is not an id", "try 'nato'"),
    (IdOf("entity"), "entity:nato", (1, 6, "bad-id"), "only the id of an entity", "leave out the kind: nato"),
    (NewId(), "unnamed", (1, 6, "bad-id"), "the id 'unnamed' is reserved", "choose another"),
    (SUBJECT, "nato", (1, 6, "bad-reference"), "'nato' does not say what it refers to", "author:nato, entity:nato or"),
    (SUBJECT, "entty:nato", (1, 6, "bad-reference"), "'entty:nato'", "did you mean 'entity'?"),
    (SUBJECT, "quote:x", (1, 6, "bad-reference"), "'quote:x'", "author:x"),
    (SUBJECT, "country:Norway", (1, 6, "unknown-country"), "no country 'Norway'", "'no'"),
    (SUBJECT, "entity:NATO", (1, 6, "bad-id"), "'NATO' is not an id", "try 'nato'"),
    (SPEAKER, "Mark Rutte", (1, 6, "bad-id"), "'Mark Rutte' is not an id", "try 'mark-rutte'"),
    (ListOf(Line()), "nato", (1, 6, "wrong-type"), "a list is expected here", "write it as a list: [nato]"),
    (ListOf(Line()), "\n  - a\n  -\n", (3, 4, "empty-value"), "this item of the list is empty", "take it out"),
    (OneOrMany(Line()), "[]", (1, 6, "empty-value"), "this list is empty", "give a text, or take the line out"),
    (Keys(Name), "UE", (1, 6, "wrong-type"), "a mapping with name, language is expected", "write {name: …}"),
    (Keys(Name), "{language: fr}", (1, 7, "missing-key"), "'name' is missing", "add it: the name"),
    (Markdown(), '"![a](b)"', (1, 6, "picture-in-prose"), "a picture cannot stand in a text", "'image'"),
    (Markdown(), '"[a](javascript:b)"', (1, 6, "bad-url"), "'javascript:' are not allowed", "https://"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "value", "place", "words", "hint"), REFUSED)
def test_a_value_is_refused_at_its_place_with_a_way_out(
    kind: FieldType[Any], value: str, place: tuple[int, int, str], words: str, hint: str
) -> None:
    _found, reader = read(kind, value)
    assert places(reader.problems) == [place]
    assert reader.problems[0].is_error
    assert words in reader.problems[0].message
    assert hint in reader.problems[0].hint


def test_what_is_wrong_in_a_list_leaves_the_rest_of_it() -> None:
    found, reader = read(ListOf(CountryCode()), "[no, Atlantis, SE]")
    assert found == ("no", "se")
    assert [problem.code for problem in reader.problems] == ["unknown-country"]


@pytest.mark.parametrize("kind", [Line(), Paragraphs(), Markdown()])
def test_a_text_that_a_comment_cuts_is_a_doubt(kind: FieldType[Any]) -> None:
    found, reader = read(kind, "We are #1 # 2")
    assert found is not None
    assert places(reader.problems) == [(1, 6, "text-cut")]
    assert reader.problems[0].severity == "warning"


def test_raw_html_in_prose_is_a_doubt_and_shown() -> None:
    found, reader = read(Markdown(), "a <b>bold</b> word")
    assert "&lt;b&gt;" in "".join(piece for piece in found.pieces if isinstance(piece, str))
    assert {problem.severity for problem in reader.problems} == {"warning"}


@given(text=st.text(min_size=1), style=st.sampled_from(["plain", "single", "double", "literal", "folded"]))
def test_no_paragraph_is_empty_and_no_word_is_lost(text: str, style: Any) -> None:
    found = Paragraphs().read(Scalar(text, 1, 1, style), Reader("x.yaml"))
    assert all(part.strip() for part in found or ())
    assert " ".join(found or ()).split() == text.split()


@given(text=st.text(), kind=st.sampled_from([kind for kind, *_ in ACCEPTED] + [kind for kind, *_ in REFUSED]))
def test_whatever_is_written_is_read_or_reported(text: str, kind: FieldType[Any]) -> None:
    reader = Reader("x.yaml")
    found = kind.read(Scalar(text, 4, 2, "double"), reader)
    assert (found is None) == any(problem.is_error for problem in reader.problems) or isinstance(kind, Markdown)
    assert all((problem.line, problem.column) == (4, 2) for problem in reader.problems)


SCHEMATIC = [
    (kind, value) for kind, value, _ in ACCEPTED if not re.search("[|>\n'\"]", value) and value != "Kursk: the town"
]


@pytest.mark.parametrize(("kind", "value"), [(kind, value) for kind, value in SCHEMATIC if value[0] not in "[{"])
def test_the_schema_takes_what_is_taken(kind: FieldType[Any], value: str) -> None:
    schema = kind.schema()
    whole = {**schema, "$defs": definitions_for(schema, known_ids(()))}
    jsonschema.validate(value, whole, cls=jsonschema.Draft202012Validator)


def test_the_schema_of_a_mapping_knows_every_spelling() -> None:
    schema = keys_schema(Name)
    assert schema["required"] == ["name"]
    assert schema["additionalProperties"] is False
    assert isinstance(schema["properties"], dict)
    assert set(schema["properties"]) == {"name", "language", "lang"}
