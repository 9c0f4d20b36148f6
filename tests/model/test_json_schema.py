"""The schemas take what `ipsegen check` takes, as a YAML editor sees it, and mark the mistakes people make."""

import re
from pathlib import Path
from typing import Any, Final, cast

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from ipsegen.diagnostics import Problem, fails
from ipsegen.model.json_schema import json_schemas
from ipsegen.model.known_ids import known_ids
from ipsegen.model.layout import SITE_FILE, Slot, slot_of
from ipsegen.model.reading import Field, fields_of
from ipsegen.model.records import RECORD_CLASSES, read_site
from ipsegen.model.references import FOLDERS, Kind
from ipsegen.model.site import Site
from ipsegen.model.subjects import Author
from tests.model.builders import document, quote_text, read, record

ROOT = Path(__file__).parents[2]
FILES = sorted(
    path.relative_to(ROOT).as_posix() for ending in ("yaml", "md") for path in (ROOT / "content").rglob(f"*.{ending}")
)
SCHEMAS = json_schemas()


class CoreLoader(yaml.SafeLoader):
    """The core schema of YAML 1.2 (section 10.3.2), which editors follow: no dates, no `NO`, no octal `0476`."""


CoreLoader.yaml_implicit_resolvers = {}
for tag, pattern in (
    ("null", "|~|null|Null|NULL"),
    ("bool", "true|True|TRUE|false|False|FALSE"),
    ("int", "[-+]?[0-9]+"),
    ("float", r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?"),
):
    CoreLoader.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(rf"^({pattern})$"), None)
CoreLoader.add_constructor("tag:yaml.org,2002:int", lambda _loader, node: int(node.value))


def mistakes(kind: str, text: str) -> list[str]:
    """What an editor marks in a file, by key path."""
    front = text.split("---\n")[1] if text.startswith("---\n") else text
    document = yaml.load(front, CoreLoader)
    errors = Draft202012Validator(SCHEMAS[f"{kind}.schema.json"]).iter_errors(document)
    return sorted("/".join(map(str, error.absolute_path)) or error.message for error in errors)


def test_the_loader_of_this_test_reads_yaml_as_editors_do() -> None:
    text = "[2024, 2024-10-28, NO, true, 0476, 12:30:45, 1.5, ~, '2024', 0x_]"
    assert yaml.load(text, CoreLoader) == [
        2024, "2024-10-28", "NO", True, 476, "12:30:45", 1.5, None, "2024", "0x_",
    ]  # fmt: skip


@pytest.mark.parametrize("name", SCHEMAS)
def test_each_schema_is_one_and_says_what_it_is(name: str) -> None:
    schema = SCHEMAS[name]
    Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["title"]
    assert schema["description"]


@pytest.mark.parametrize("kind", RECORD_CLASSES)
def test_every_key_is_there_and_described(kind: Any) -> None:
    def names(field: Field) -> tuple[str, ...]:
        return field.names

    properties: Any = SCHEMAS[f"{kind}.schema.json"]["properties"]
    assert set(properties) == {name for field in fields_of(RECORD_CLASSES[kind]) for name in names(field)}
    assert all(shape["description"] for shape in properties.values())


@pytest.mark.parametrize("path", FILES)
def test_no_file_of_the_archive_is_marked(path: str) -> None:
    slot = slot_of(path)
    kind = slot.kind if isinstance(slot, Slot) else "site"
    assert kind != "site" or path == SITE_FILE
    assert mistakes(kind, (ROOT / path).read_text(encoding="utf-8")) == []


QUOTE = quote_text()


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("quote", quote_text(pronounced="2024")),
        ("quote", quote_text(pronounced="0476")),
        ("quote", quote_text(pronounced="2024-10~")),
        ("quote", quote_text(pronounced="../2024-10-28T14:30:00Z")),
        ("quote", quote_text(pronounced="2024/2024-11%")),
        ("quote", quote_text(pronounced="unknown")),
        ("quote", quote_text(pronounced="2024-10-28T14:30:00+14:00")),
        ("quote", quote_text(inserted="2025-01-20T12:00:00-05:00")),
        ("quote", quote_text(text="2024", title="1984", tags="[2024, true, 1.5, NO]")),
        ("quote", quote_text(countries="[NO, xk]", entities="[]", mentions="[country:NO]")),
        ("quote", quote_text(author="country:no")),
        ("quote", quote_text(author="unnamed", role="Pentagon official")),
        ("quote", quote_text(author="[mark-rutte, {author: unnamed, role: A soldier}]")),
        ("quote", quote_text(author=None, authors="[country:us, entity:european-union]")),
        ("quote", quote_text(source="[briefing, {title: T, accessed: 2025}]")),
        ("quote", quote_text(source="{url: https://nato.example/}", contexts="[a, {context: b, excerpt: We}]")),
        ("quote", quote_text(position="-3", draft="true", line_breaks="keep")),
        ("quote", quote_text(position="'5'", draft="'false'")),
        ("quote", quote_text(status="disputed", status_note="Nobody heard it.")),
        ("quote", quote_text(text=None, status="removed", status_note="Taken down.")),
        ("author", "name: 50 Cent\nborn: 1975\nidentifiers: {viaf: 113230702, isni: 0000000121032683}\n"),
        ("author", "name: 1914\nother_names: [Rutte, {name: 2, language: no}]\nroles: [{title: PM, from: 2010}]\n"),
        ("entity", "name: Oxford\nkind: organisation\ncountry: NO\n"),
        ("context", "title: 1984\ntimeline: [{date: 1984, quote: '1984'}]\n"),
        ("context", "title: T\ngo_deeper: [entity:nato, {question: Why}]\n"),
        ("context", "title: T\nsources: [{id: 2024, title: T}]\nrelated: [2024]\n"),
        ("site", "title: IPSE\nbase_url: https://ipse.example\nshare_images: true\nsearch: false\nper_page: 20\n"),
        ("site", "title: IPSE\nbase_url: HTTPS://ipse.example/a\nshare_images: auto\nalternates: {fr: https://a.b}\n"),
    ],
)  # fmt: skip
def test_good_content_is_not_marked_however_yaml_reads_it(kind: str, text: str) -> None:
    assert mistakes(kind, text) == []


@pytest.mark.parametrize(
    ("kind", "text", "marked"),
    [
        ("quote", quote_text(text=None), "'text' is a required property"),
        ("quote", quote_text(author=None), "is not valid under any"),
        ("quote", quote_text(source=None), "is not valid under any"),
        ("quote", quote_text(pronounced=None), "'pronounced' is a required property"),
        ("quote", quote_text(authors="[a]"), "author"),
        ("quote", quote_text(contxts="[a]"), "'contxts'"),
        ("quote", quote_text(status="verifed"), "status"),
        ("quote", quote_text(status="disputed"), "'status_note' is a required property"),
        ("quote", quote_text(status="removed", status_note="Gone."), "text"),
        ("quote", quote_text(text=""), "text"),
        ("quote", quote_text(text="''"), "text"),
        ("quote", quote_text(text="[We]"), "text"),
        ("quote", quote_text(pronounced="28.10.2024"), "pronounced"),
        ("quote", quote_text(pronounced="2024-13"), "pronounced"),
        ("quote", quote_text(pronounced="2024-10-28T14:30"), "pronounced"),
        ("quote", quote_text(pronounced="20241028"), "pronounced"),
        ("quote", quote_text(inserted="2025-01-20"), "inserted"),
        ("quote", quote_text(author="Mark Rutte"), "author"),
        ("quote", quote_text(author="{role: Chair}"), "author"),
        ("quote", quote_text(source="https://nato.example/"), "source"),
        ("quote", quote_text(source="{publisher: NATO}"), "source"),
        ("quote", quote_text(source="{url: nato.example}"), "source"),
        ("quote", quote_text(mentions="[kp]"), "mentions/0"),
        ("quote", quote_text(contexts="troops"), "contexts"),
        ("quote", quote_text(position="first"), "position"),
        ("quote", quote_text(draft="yes"), "draft"),
        ("quote", quote_text(countries="[Norway]"), "countries/0"),
        ("author", "sort_name: Rutte\n", "'name' is a required property"),
        ("author", "name: A\nidentifiers: {wikidata: 57792}\n", "identifiers/wikidata"),
        ("entity", "name: A\nkind: org\n", "kind"),
        ("source", "publisher: NATO\n", "is not valid under any"),
        ("context", "title: T\nsources: [{id: a}]\n", "sources/0"),
        ("page", "---\nname: About\n---\n", "'title' is a required property"),
        ("site", "title: IPSE\nbase_url: https://ipse.example\nper_page: 5000\n", "per_page"),
        ("site", "title: IPSE\nbase_url: ipse.example\n", "base_url"),
        ("site", "title: IPSE\nbase_url: https://ipse.example\naccent: red\n", "accent"),
    ],
)
def test_typical_mistakes_are_marked(kind: str, text: str, marked: str) -> None:
    found = mistakes(kind, text)
    assert any(marked in mistake for mistake in found), found


# The schema and the checker are of one mind.

_NAMES: Final = ["mark-rutte", "'1984'", "1984", "Mark Rutte", "entity:nato", "country:no", "country:NO", "no", "''"]
_DATES: Final = ["1863", "1863-11", "1863-11-19~", "../1863", "1863/1864", "unknown", "19.11.1863", "1863-13", "0000"]
_WORDS: Final = ["A few words", "'2024'", "2024", "true", "1.5", "''", "[a, b]", "{a: b}"]
_SHAPES: Final = [
    "[]",
    "[mark-rutte]",
    "[nato, us]",
    "{title: T, locator: p. 3}",
    "{url: nato.example}",
    "{colour: red}",
]
_FORMS: Final = ["verified", "disputed", "removed", "keep", "speech", "translated", "en", "pt-BR", "1", "-3", "x" * 90]
_PARTS: Final = [
    "[{title: Minister, from: 2010}]", "[{titel: Minister}]", "{wikidata: Q57792}", "{wikidata: 57792}",
    "[{date: 1863}]", "{fr: 'https://fr.example/'}", "[{title: T, url: 'https://a.example/'}]", "'#8f2d1a'",
    "https://a.example/", "{language: de, text: W}", "{platform: X}", "[{context: a, excerpt: b}]",
    "[{date: 2025, note: N}]", "[{question: Q, answer: A}]", "{file: a.png, alt: A}", "[json, csl]",
    "organisation", "Europe/Oslo", "auto", "newest",
]  # fmt: skip
VALUES: Final = [*_NAMES, *_DATES, *_WORDS, *_SHAPES, *_FORMS, *_PARTS]
"""Values that some keys take and others do not."""

SHAPE_CODES: Final = {"unknown-key", "missing-key", "wrong-type", "unknown-value", "bad-reference", "duplicate-key"}
"""Mistakes in the shape of a file, which a schema can tell."""

_BESIDE_SHAPE: Final = {"status", "text", "status_note"}
"""Keys that need each other: the checker sees to that once all files are read."""


@given(
    kind=st.sampled_from([*sorted(RECORD_CLASSES), "site"]),
    chosen=st.dictionaries(st.integers(0, 40), st.sampled_from(VALUES), max_size=6),
    without=st.sets(st.sampled_from(["text", "author", "pronounced", "inserted", "source"]), max_size=1),
)
def test_what_is_marked_is_refused_and_a_wrong_shape_is_marked(
    kind: Any, chosen: dict[int, str], without: set[str]
) -> None:
    names = [name for field in fields_of(RECORD_CLASSES.get(kind, Site)) for name in field.names]
    given_keys = {names[number % len(names)]: value for number, value in chosen.items()}
    text = "".join(f"{name}: {value}\n" for name, value in given_keys.items())
    if kind == "quote":
        text = quote_text(**{**dict.fromkeys(without), **given_keys})
    if not text:
        return
    problems = _problems(kind, text)
    marked = mistakes(kind, text)
    if not _BESIDE_SHAPE & given_keys.keys():
        assert not marked or fails(problems, strict=False), (text, marked)
    assert marked or not SHAPE_CODES & {problem.code for problem in problems}, (text, problems)


def _problems(kind: Any, text: str) -> list[Problem]:
    """What the checker says of one file of this kind."""
    if kind == "site":
        return read_site(document(text, SITE_FILE))[1]
    if kind == "page":
        return read(f"content/{FOLDERS['page']}/x.md", f"---\n{text}---\nWords.\n")[1]
    return read(f"content/{FOLDERS[cast(Kind, kind)]}/{'no' if kind == 'country' else 'x'}.yaml", text)[1]


# What is offered.


def test_the_ids_of_an_archive_are_offered_with_their_names_and_bind_nobody() -> None:
    rutte = record(Author, "content/authors/mark-rutte.yaml", "name: Mark Rutte\n")
    schema: Any = json_schemas(known_ids([rutte]))["quote.schema.json"]
    offers = schema["$defs"]
    assert offers["author"]["defaultSnippets"] == [
        {"label": "mark-rutte", "description": "Mark Rutte", "body": "mark-rutte"}
    ]
    assert [offer["body"] for offer in offers["author-reference"]["defaultSnippets"]] == ["author:mark-rutte"]
    assert {"label": "no", "description": "Norway", "body": "no"} in offers["country"]["defaultSnippets"]
    assert all(set(offer) == {"defaultSnippets"} for offer in offers.values())


def test_no_schema_refers_to_what_it_does_not_hold() -> None:
    for schema in SCHEMAS.values():
        wanted = set(re.findall(r"'#/\$defs/([a-z-]+)'", str(schema)))
        assert wanted == set(schema.get("$defs", {}))  # type: ignore[call-overload]
