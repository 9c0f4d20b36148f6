"""A record written as YAML reads as what was given, and looks as if an editor had written it."""

from typing import Any

import msgspec
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ipsegen.load.documents import load_document
from ipsegen.load.nodes import Document, Mapping, Node, Scalar, Sequence
from ipsegen.load.text import SUSPICIOUS
from ipsegen.model.compound_types import OneOrMany
from ipsegen.model.layout import Slot, slot_of
from ipsegen.model.prose import Prose
from ipsegen.model.reading import FieldType, Key, fields_of
from ipsegen.model.records import RECORD_CLASSES, read_record
from ipsegen.model.references import FOLDERS, Kind
from ipsegen.model.shapes import Value, item_of, record_of, types_of, wording_of
from ipsegen.render.yaml_file import WIDTH, render_markdown, render_yaml

KINDS: list[Kind] = ["quote", "context", "author", "entity", "country", "source"]
ALPHABET = st.one_of(
    st.sampled_from("ab \n\n:#-?'\"\\[]{}|>*&!%@`,.~=<\t\u00a0\u3000é…“"),
    st.characters(exclude_categories=["Cs"]),
).filter(lambda character: not SUSPICIOUS.match(character) and character != "\r")
TEXT = st.text(ALPHABET, max_size=30)
LONG = st.lists(
    st.sampled_from(["word", "two  blanks", "#", "-", "1.", "a:", "[[country:no|the north]]", "\n", "\n\n", "\u00a0"])
)
TEXTS = st.one_of(TEXT, LONG.map(lambda words: " ".join(words * 8)))
WORDS = st.one_of(
    TEXT.map(lambda text: " ".join(text.split())),
    st.sampled_from(
        [
            "2024-10",
            "unknown",
            "en",
            "true",
            "no",
            "-3",
            "mark-rutte",
            "country:no",
            "https://a.b/?c=d,e#f",
            "Q1",
            "keep",
        ]
    ),
)


ANYTHING: st.SearchStrategy[Value] = st.recursive(
    TEXT,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(TEXT, inner, max_size=3)),
    max_leaves=8,
)


def values_of_type(kind: FieldType[Any]) -> st.SearchStrategy[Value]:
    """Values in the shape that a type wants, good and bad."""
    item, record = item_of(kind), record_of(kind)
    if item is not None:
        several: st.SearchStrategy[Value] = st.lists(values_of_type(item), max_size=3)
        return st.one_of(values_of_type(item), several) if isinstance(kind, OneOrMany) else several
    texts = WORDS if wording_of(kind) == "word" else TEXTS
    return st.one_of(texts, values_of_record(record)) if record is not None else texts


def values_of_record(record: type[msgspec.Struct]) -> st.SearchStrategy[dict[str, Value]]:
    types = types_of(record)
    several = st.lists(st.sampled_from(fields_of(record)), max_size=6, unique_by=lambda field: field.attribute)
    names = several.flatmap(lambda fields: st.tuples(*(st.sampled_from(field.names) for field in fields)))
    return names.flatmap(lambda names: st.fixed_dictionaries({name: values_of_type(types[name]) for name in names}))


def as_node(value: Value) -> Node:
    """What was given, as if it had been read from `|` blocks; no YAML is written for it."""
    if isinstance(value, str):
        return Scalar(value, 1, 1, "literal")
    if isinstance(value, list):
        return Sequence(tuple(as_node(item) for item in value), 1, 1)
    return Mapping(tuple((Scalar(key, 1, 1), as_node(item)) for key, item in value.items()), 1, 1)


def plain(value: object) -> object:
    """A record without what a line break in Markdown changes: white space."""
    if isinstance(value, Prose):
        return " ".join(value.source.split())
    if isinstance(value, msgspec.Struct):
        return {name: plain(getattr(value, name)) for name in value.__struct_fields__}
    return [plain(item) for item in value] if isinstance(value, tuple) else value


def read(kind: Kind, document: Document) -> tuple[object, list[str]]:
    record, problems = read_record(Slot(kind, "x"), document)
    return plain(record), sorted(problem.code for problem in problems)


def is_read_as_given(kind: Kind, values: dict[str, Value]) -> None:
    file = f"content/{FOLDERS[kind]}/x.yaml"
    assert slot_of(file) == Slot(kind, "x") or kind == "country"
    given_as = as_node(values)
    assert isinstance(given_as, Mapping)
    text = render_yaml(RECORD_CLASSES[kind], values)
    document, problems = load_document(file, text.encode())
    assert (document is not None, problems) == (True, []), text
    assert document is not None
    assert read(kind, document) == read(kind, Document(file, given_as)), text


@given(st.sampled_from(KINDS).flatmap(lambda kind: st.tuples(st.just(kind), values_of_record(RECORD_CLASSES[kind]))))
@settings(max_examples=200)
def test_what_is_written_reads_as_what_was_given(made: tuple[Kind, dict[str, Value]]) -> None:
    is_read_as_given(*made)


@given(TEXTS, st.sampled_from([{}, {"line_breaks": "keep"}]))
@example("one\n \u00a0\ntwo", {"line_breaks": "keep"})
@example("- a\n- b", {})
@example("# no comment", {})
@settings(max_examples=200)
def test_words_are_kept_letter_for_letter(text: str, more: dict[str, Value]) -> None:
    is_read_as_given(
        "quote",
        {
            **more, "text": text, "author": "unknown", "pronounced": "2024", "inserted": "2025-01-21T16:00:00Z",
            "source": {"title": text}, "original": {"language": "fr", "text": text}, "note": text, "role": text,
        },
    )  # fmt: skip


@given(st.dictionaries(TEXT, ANYTHING, max_size=4))
@settings(max_examples=60)
def test_values_of_any_shape_become_a_file_that_can_be_judged(values: dict[str, Value]) -> None:
    data = render_yaml(RECORD_CLASSES["quote"], values).encode()
    document, problems = load_document("content/quotes/x.yaml", data)
    assert document is not None or problems


QUOTE = {
    "inserted": "2025-01-21T16:00:00Z",
    "source": {"url": "https://www.nato.int/a,b", "title": "Doorstep: statement", "published": "2024-10-28"},
    "mentions": ["country:ru", "country:kp"],
    "author": "mark-rutte",
    "pronounced": "2024-10-28",
    "text": (
        "Today, I can confirm that North Korean troops have been sent to Russia, and that North Korean military "
        "units have been deployed to the Kursk region.\n\nAnd more."
    ),
    "contexts": [{"excerpt": "Today, I can confirm", "context": "troops"}, "guarantees"],
    "note": "Said before the cameras; the rest is in [[quote:rutte-other|what he said to the Council the day before]].",
    "tags": ["north korea", "war"],
    "post": {"platform": "X"},
    "corrections": [],
    "typo": "yes: no",
}
WRITTEN = """\
text: |
  Today, I can confirm that North Korean troops have been sent to Russia, and that North
  Korean military units have been deployed to the Kursk region.

  And more.
author: mark-rutte
pronounced: 2024-10-28
inserted: 2025-01-21T16:00:00Z
source:
  title: "Doorstep: statement"
  url: https://www.nato.int/a,b
  published: 2024-10-28
mentions: [country:ru, country:kp]
contexts:
  - context: troops
    excerpt: Today, I can confirm
  - guarantees
post: {platform: X}
note: |
  Said before the cameras; the rest is in
  [[quote:rutte-other|what he said to the Council the day before]].
tags:
  - north korea
  - war
corrections: []
typo: "yes: no"
"""


def test_a_quote_looks_as_an_editor_would_have_written_it() -> None:
    assert render_yaml(RECORD_CLASSES["quote"], QUOTE) == WRITTEN  # type: ignore[arg-type]


def test_verse_keeps_its_lines() -> None:
    text = render_yaml(RECORD_CLASSES["quote"], {"line_breaks": "keep", "text": "One\nTwo\n\nThree " + "x " * 60})
    assert text.startswith("text: |\n  One\n  Two\n\n  Three x x")
    assert max(map(len, text.splitlines())) > WIDTH


@pytest.mark.parametrize(
    ("given_as", "written"),
    [
        ("no", "no"), ("0123", "0123"), ("12:30", "12:30"), ("null", "null"), ("-1", "-1"), ("a, b", "a, b"),
        ("- a", '"- a"'), ("a: b", '"a: b"'), ("a #b", '"a #b"'), ("a#b", "a#b"), ("[x]", '"[x]"'), ("@x", '"@x"'),
        ('"x"', "'\"x\"'"), ("'x'", "\"'x'\""), ("x:", '"x:"'), ("it's", "it's"), ("", '""'), ("%", '"%"'),
        ("a\\: b", "'a\\: b'"), ("?", '"?"'), ("?x", "?x"), ("=", "="), ("# x", '"# x"'), ("…", "…"),
    ],
)  # fmt: skip
def test_quotation_marks_only_where_yaml_needs_them(given_as: str, written: str) -> None:
    assert render_yaml(RECORD_CLASSES["quote"], {"title": given_as}) == f"title: {written}\n"


def test_markdown_that_breaks_would_change_is_left_as_it_is() -> None:
    heading = "## " + "a long heading " * 10
    table = "| a | b |\n|---|---|\n| " + "wide " * 30 + "| x |"
    code = "Text.\n\n    " + "code  " * 30
    for text in (heading.strip(), table, code.strip()):
        lines = render_yaml(RECORD_CLASSES["quote"], {"note": text}).splitlines()
        assert lines[1:] == [f"  {line}" if line else "" for line in text.split("\n")]


def test_no_values_are_an_empty_mapping() -> None:
    assert render_yaml(RECORD_CLASSES["quote"], {}) == "{}\n"


def test_a_page_has_its_keys_above_its_text() -> None:
    text = render_markdown(RECORD_CLASSES["page"], {"title": "About: us"}, "\n\nHello\r\n\n---\n\nBye\n")
    assert text == '---\ntitle: "About: us"\n---\nHello\n\n---\n\nBye\n'
    document, problems = load_document("content/pages/about.md", text.encode())
    assert problems == []
    assert document is not None
    assert document.body is not None
    assert document.body.text == "Hello\n\n---\n\nBye\n"


def test_every_key_has_a_type_that_is_known_here() -> None:
    for record in RECORD_CLASSES.values():
        assert all(isinstance(kind, FieldType) for kind in types_of(record).values())
        assert not any(isinstance(kind, Key) for kind in types_of(record).values())
