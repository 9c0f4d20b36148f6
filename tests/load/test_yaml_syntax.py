"""What an editor is told about a file that is not YAML."""

import pytest

from ipsegen.load.nodes import Scalar
from ipsegen.load.yaml_nodes import parse_mapping


def check(text: str, *, at: tuple[int, int], code: str, says: str = "", hint: str = "") -> None:
    """`text` cannot be read, for one reason, `at` a place."""
    root, problems = parse_mapping("a.yaml", text)
    assert root is None
    assert [(problem.line, problem.column, problem.code) for problem in problems] == [(*at, code)]
    assert says in problems[0].message
    assert hint in problems[0].hint
    assert problems[0].hint


@pytest.mark.parametrize(
    ("text", "at", "hint"),
    [
        ("title: Foo: bar", (1, 8), 'title: "Foo: bar"'),
        ("a: x\ntitle: Foo : bar: baz", (2, 8), 'title: "Foo : bar: baz"'),
        ('title: He said: "no"', (1, 8), "title: 'He said: \"no\"'"),
        ('title: "Foo": it\'s', (1, 8), "title: '\"Foo\": it''s'"),
        (f"title: {'x' * 100}: y", (1, 8), 'title: "…"'),
        ("- title: Foo: bar", (1, 10), 'title: "Foo: bar"'),
    ],
)
def test_a_value_with_a_colon_is_to_be_quoted(text: str, at: tuple[int, int], hint: str) -> None:
    check(text, at=at, code="yaml-syntax", says="this value contains ': '", hint=hint)


@pytest.mark.parametrize(
    ("text", "at"),
    [("title: Foo: bar", (1, 8)), ('title: He said: "no"', (1, 8)), ('title: "Foo": it\'s', (1, 8))],
)
def test_the_quoting_that_is_proposed_works(text: str, at: tuple[int, int]) -> None:
    _, problems = parse_mapping("a.yaml", text)
    root, problems = parse_mapping("a.yaml", problems[0].hint.removeprefix("put it in quotation marks: "))
    assert problems == []
    assert root is not None
    value = root.get("title")
    assert isinstance(value, Scalar)
    assert value.text == text[at[1] - 1 :]


@pytest.mark.parametrize(
    ("text", "at", "says"),
    [
        ("a: 'x\nb: y\n", (1, 4), "never closed"),
        ('b: y\na: "x\n', (2, 4), "never closed"),
        ("a: [x, y\nb: z\n", (1, 4), "this '[' is never closed"),
        ("a: [x,", (1, 4), "this '[' is never closed"),
        ("a: {x: [y, z}\n", (1, 8), "this '[' is never closed"),
        ("a: {x: y\nb: z\n", (1, 4), "this '{' is never closed"),
        ("{a: b", (1, 1), "this '{' is never closed"),
        ("a: ['x' 'y']", (1, 4), "a ',' is missing in this list"),
        ("a: {'x': 'y' 'z': 1}", (1, 4), "a ',' is missing in this mapping"),
        ("a: ]", (1, 4), "cannot start with ']'"),
        ("a: @x", (1, 4), "cannot start with '@'"),
        ("a: `x`", (1, 4), "cannot start with '`'"),
        ("a: %x", (1, 4), "cannot start with '%'"),
        ("a: ? x", (1, 4), "cannot start with '?'"),
        ("a: - x", (1, 4), "a list cannot start on the line of its key"),
        ("a: [[author:x]] said", (1, 4), "goes on behind ']'"),
        ("a: [x]]", (1, 4), "goes on behind ']'"),
        ("a: [[author:x]", (1, 4), "this value starts with '[['"),
        ("- [x] y", (1, 3), "goes on behind ']'"),
        ("a: 'x' said", (1, 4), "words behind the closing quotation mark"),
        ('a: "He said "no" again"', (1, 4), "words behind the closing quotation mark"),
        ("a: 'it''s' fine'", (1, 4), "words behind the closing quotation mark"),
        ('a: "\\q"', (1, 4), "the escape \\q"),
        ('a: "x \\x0g"', (1, 4), "the escape \\x"),
        ('a: "\\ud800"', (1, 4), "the escape \\u"),
        ("a: |x\n", (1, 4), "words behind the sign"),
        ("a: x # y\n  z\n", (1, 6), "' #' starts a comment"),
        ("a: x\nb\n", (2, 1), "a key without ':'"),
        ("a: >\nb\n", (2, 1), "a key without ':'"),
        ("a: x\n b: y\n", (2, 3), "no key can be"),
        ("a: |\n    x\n  y\n", (3, 3), "does not belong to the keys above"),
        ("a: x\n- y\n", (2, 1), "does not belong to the keys above"),
        ("%x\n", (1, 1), "cannot start with '%'"),
        ("a: x\n...\nb: y\n", (3, 1), "have come to an end above"),
        ("%YAML 2.0\n---\na: b\n", (1, 1), "not YAML"),
    ],
)
def test_broken_syntax_is_told_where_the_editor_must_change_it(text: str, at: tuple[int, int], says: str) -> None:
    check(text, at=at, code="yaml-syntax", says=says)


@pytest.mark.parametrize(
    ("text", "at"),
    [("\ta: x", (1, 1)), ("a:\n\tb: c", (2, 1)), ("a:\n  - x\n\t- y", (3, 1)), ("a: |\n\tx", (2, 1))],
)
def test_tabs_are_no_indentation(text: str, at: tuple[int, int]) -> None:
    check(text, at=at, code="yaml-tab", hint="use spaces")
