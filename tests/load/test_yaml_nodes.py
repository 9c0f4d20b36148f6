"""Which YAML an archive may use, and where its pieces stand."""

from collections.abc import Iterator

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from ipsegen.load.nodes import Mapping, Node, Scalar, Sequence
from ipsegen.load.yaml_nodes import MAX_PROBLEMS, parse_mapping


def check(text: str, *, at: tuple[int, int], code: str, says: str = "", hint: str = "") -> None:
    """`text` has just one problem, `at` a place, and there is no mapping unless it can be used."""
    root, problems = parse_mapping("a.yaml", text)
    assert [(problem.line, problem.column, problem.code) for problem in problems] == [(*at, code)]
    assert says in problems[0].message
    assert hint in problems[0].hint
    assert problems[0].hint
    assert (root is None) == (code not in {"duplicate-key", "bad-key", "control-character", "bidi-override"})


def scalars(node: Node) -> Iterator[Scalar]:
    if isinstance(node, Scalar):
        yield node
    elif isinstance(node, Sequence):
        for item in node.items:
            yield from scalars(item)
    else:
        for key, value in node.entries:
            yield key
            yield from scalars(value)


def read(text: str) -> Mapping:
    root, problems = parse_mapping("a.yaml", text)
    assert problems == []
    assert root is not None
    return root


@pytest.mark.parametrize(
    "value",
    [
        "NO",
        "on",
        "yes",
        "~",
        "null",
        "0123",
        "1_000",
        "12:30:45",
        "0x_",
        "0o17",
        "1e3",
        ".inf",
        "2024-02-30",
        "=",
        "-b",
    ],
)
def test_scalars_are_the_text_as_written(value: str) -> None:
    root = read(f"country: {value}\n{value}: [{value}]\n")
    assert [scalar.text for scalar in scalars(root)] == ["country", value, value, value]


def test_each_piece_knows_where_it_starts() -> None:
    root = read("title: 'x'\ntext: |\n  a\n  b\nauthors:\n  - {id: y, as: \"z\"}\n  - é: >-\n      w\n")
    places = [(scalar.text, scalar.line, scalar.column, scalar.style) for scalar in scalars(root)]
    assert places == [
        ("title", 1, 1, "plain"),
        ("x", 1, 8, "single"),
        ("text", 2, 1, "plain"),
        ("a\nb\n", 2, 7, "literal"),
        ("authors", 5, 1, "plain"),
        ("id", 6, 6, "plain"),
        ("y", 6, 10, "plain"),
        ("as", 6, 13, "plain"),
        ("z", 6, 17, "double"),
        ("é", 7, 5, "plain"),
        ("w", 7, 8, "folded"),
    ]
    authors = root.get("authors")
    assert isinstance(authors, Sequence)
    assert (authors.line, authors.column) == (6, 3)
    assert [isinstance(item, Mapping) and item.flow for item in authors.items] == [True, False]


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("a: said # so", True),
        ("a: said\t# so", True),
        ("a: [said # so\n]", True),
        ("a: said#so", False),
        ("a: 'said' # so", False),
        ("a: # so", False),
        ("a: said\n# so", False),
        ("a: |\n  said # so", False),
    ],
)
def test_a_comment_behind_an_unquoted_value_cuts_it(text: str, cut: bool) -> None:
    assert any(scalar.cut for scalar in scalars(read(text))) is cut


@pytest.mark.parametrize(
    ("text", "at", "code"),
    [
        ("a: &x y", (1, 4), "yaml-alias"),
        ("a: &x {b: c}", (1, 4), "yaml-alias"),
        ("a: &x\n  b: c", (1, 4), "yaml-alias"),
        ("a: *x", (1, 4), "yaml-alias"),
        ("a: b\n*x : y", (2, 1), "yaml-alias"),
        ("a: **bold** words", (1, 4), "yaml-alias"),
        ("a: * b", (1, 4), "yaml-alias"),
        ("a: & b", (1, 4), "yaml-alias"),
        ("a: {<<: *x}", (1, 9), "yaml-alias"),
        ("a: !!python/object/apply:os.system [x]", (1, 4), "yaml-tag"),
        ("a: !!binary aGk=", (1, 4), "yaml-tag"),
        ("a: !x", (1, 4), "yaml-tag"),
        ("a: !", (1, 4), "yaml-tag"),
        ("a: !e!x y", (1, 4), "yaml-tag"),
        ("a: !<x y", (1, 4), "yaml-tag"),
        ("!!set {a}", (1, 1), "yaml-tag"),
    ],
)
def test_anchors_aliases_and_tags_are_not_used(text: str, at: tuple[int, int], code: str) -> None:
    check(text, at=at, code=code)


def test_merge_keys_merge_nothing() -> None:
    root, problems = parse_mapping("a", "a: b\n<<: {c: d}\n")
    assert [(problem.line, problem.column, problem.code) for problem in problems] == [(2, 1, "yaml-alias")]
    assert root is not None
    assert [key.text for key, _ in root.entries] == ["a"]
    assert read("'<<': x").get("<<") is not None


@pytest.mark.parametrize(
    ("text", "at", "says"),
    [
        ("a: 1\nb: 2\na: 3", (3, 1), "the key 'a' stands here a second time; the first is on line 1"),
        ("a: 1\n'a': 3", (2, 1), "the first is on line 1"),
        ("caf\u00e9: 1\ncafe\u0301: 2", (2, 1), "in another Unicode form; the first is on line 1"),
        ("x:\n  - {a: 1, a: 2}", (2, 12), "the first is on line 2"),
    ],
)
def test_a_key_that_stands_twice(text: str, at: tuple[int, int], says: str) -> None:
    check(text, at=at, code="duplicate-key", says=says)


def test_of_a_key_that_stands_twice_the_first_counts() -> None:
    root, _ = parse_mapping("a", "a: 1\na: 2\n")
    assert root is not None
    value = root.get("a")
    assert isinstance(value, Scalar)
    assert value.text == "1"


@pytest.mark.parametrize("text", ["? [a]\n: b", "{a: b}: c", "{[a]: b}"])
def test_a_key_is_a_word(text: str) -> None:
    root, problems = parse_mapping("a", text)
    assert [problem.code for problem in problems] == ["bad-key"]
    assert root is not None


@pytest.mark.parametrize("text", ["", "\n\n", "# a comment\n", "---\n", "---\n...\n", "''"])
def test_a_file_of_nothing(text: str) -> None:
    check(text, at=(1, 1), code="empty-file")


@pytest.mark.parametrize(
    ("text", "says"), [("- a\n", "a list"), ("[a]", "a list"), ("a\n", "a text"), ("---\n'a'", "a text")]
)
def test_a_root_that_is_no_mapping(text: str, says: str) -> None:
    check(text, at=(1, 1), code="not-a-mapping", says=says)


@pytest.mark.parametrize(
    ("text", "at"), [("a: b\n---\nc: d\n", (2, 1)), ("a: b\n...\n---\nc: d\n", (3, 1)), ("a: b\n---", (2, 1))]
)
def test_two_documents(text: str, at: tuple[int, int]) -> None:
    check(text, at=at, code="several-documents")


@pytest.mark.parametrize("text", ["--- \na: b\n", "a: b\n...\n", "{a: b}", "%YAML 1.1\n---\na: b"])
def test_one_document_with_its_marks(text: str) -> None:
    assert [scalar.text for scalar in scalars(read(text))] == ["a", "b"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('a: "\\0"', "control-character"),
        ('a: "\\u202e"', "bidi-override"),
        ('a: "x\\eb"', "control-character"),
        ('a: "\\0\\0\\0"', "control-character"),
        ('a: "\\N"', "control-character"),
    ],
)
def test_escapes_hide_no_character(text: str, code: str) -> None:
    check(text, at=(1, 4), code=code)


def test_escapes_of_characters_that_may_be_there() -> None:
    root = read('a: "\\u0645\\u06cc\\u200c\\u062e \\" \\\\ \\t"')
    assert [scalar.text for scalar in scalars(root)] == ["a", 'می\u200cخ " \\ \t']


@pytest.mark.parametrize("opening", ["[", "{", "- ", "? ", "[{", "{a: "])
def test_forty_thousand_levels(opening: str) -> None:
    check(f"a:\n  {opening * 40_000}", at=parse_place(opening), code="too-deep", says="more than 32 levels")


def parse_place(opening: str) -> tuple[int, int]:
    """Where the thirty-third level starts; the root is the first, and `[{` opens two."""
    return 2, 3 + len(opening) * 31 if opening != "[{" else 3 + 31


def test_thirty_two_levels_are_enough() -> None:
    read("a: " + "[" * 31 + "]" * 31)
    check("a: " + "[" * 32 + "]" * 32, at=(1, 35), code="too-deep")


@pytest.mark.parametrize("text", ["a: 1\n" * 50_000, "{" + "a," * 50_000 + "}", "[]: x\n" * 40_000])
def test_faults_without_number_end_the_reading(text: str) -> None:
    root, problems = parse_mapping("a", text)
    assert root is None
    assert len(problems) == MAX_PROBLEMS + 1
    assert problems[-1].code == "too-many-problems"


@pytest.mark.parametrize(
    "text",
    ["a: Foo: bar", "a: 'x", "a: [x", "a: &x y", "- a", "a: 1\na: 2", 'a: "\\0"', "a: {b: [c, d}", "\ta: b"],
)
def test_front_matter_counts_from_its_own_first_line(text: str) -> None:
    _, here = parse_mapping("a", text)
    _, there = parse_mapping("a", text, first_line=11)
    whole_file = {"not-a-mapping"}
    moved = [(p.line if p.code in whole_file else p.line + 10, p.column, p.code) for p in here]
    assert [(p.line, p.column, p.code) for p in there] == moved


WORDS = st.text(st.sampled_from("abé日😀 #:'\"\\-"), min_size=1, max_size=12)
PLAIN = st.from_regex(r"[a-zé日😀]([a-z é日😀]{0,8}[a-z日😀])?", fullmatch=True)


@st.composite
def inline(draw: st.DrawFn, depth: int = 2) -> str:
    """A value on one line, in any style that one line can have."""
    style = draw(st.sampled_from(["plain", "single", "double", "list", "mapping"][: 5 if depth else 3]))
    if style == "plain":
        return draw(PLAIN)
    if style == "single":
        return "'" + draw(WORDS).replace("'", "''") + "'"
    if style == "double":
        return '"' + draw(WORDS).replace("\\", "\\\\").replace('"', '\\"') + '"'
    items = draw(st.lists(inline(depth - 1), max_size=3))
    if style == "list":
        return "[" + ", ".join(items) + "]"
    return "{" + ", ".join(f"k{number}: {item}" for number, item in enumerate(items)) + "}"


@st.composite
def block(draw: st.DrawFn, indent: int = 0, depth: int = 3) -> list[str]:
    """The lines of a mapping, with comments, blank lines, blocks of text and nested blocks."""
    lines: list[str] = []
    margin = " " * indent
    for number in range(draw(st.integers(1, 4))):
        lines += draw(st.sampled_from([[], [""], [margin + "# note"]]))
        key = f"{margin}{draw(st.sampled_from(['k', 'é', '日', '😀']))}{number}:"
        form = draw(
            st.sampled_from(["inline", "comment", "literal", "folded", "none", "list", "mapping"][: 7 if depth else 5])
        )
        if form in {"inline", "comment"}:
            lines.append(f"{key} {draw(inline())}{'  # note' if form == 'comment' else ''}")
        elif form in {"literal", "folded"}:
            words = draw(st.lists(PLAIN, min_size=1, max_size=3))
            lines += [
                f"{key}  {'|' if form == 'literal' else '>-'}",
                *(f"{margin}  {word}" for word in words),
            ]
        elif form == "none":
            lines.append(key)
        elif form == "list":
            lines += [
                key,
                *(f"{margin}- {item}" for item in draw(st.lists(inline(), min_size=1, max_size=3))),
            ]
        else:
            lines += [key, *draw(block(indent + 2, depth - 1))]
    return lines


def oracle(node: yaml.Node) -> Iterator[tuple[str, int, int]]:
    if isinstance(node, yaml.ScalarNode):
        yield str(node.value), node.start_mark.line + 1, node.start_mark.column + 1
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from oracle(item)
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from oracle(key)
            yield from oracle(value)


@settings(deadline=None)
@given(block(), st.booleans())
def test_scalars_stand_where_the_source_has_them(lines: list[str], ends_with_break: bool) -> None:
    text = "\n".join(lines) + "\n" * ends_with_break
    expected = yaml.compose(text, Loader=yaml.BaseLoader)
    assert expected is not None
    found = [(scalar.text, scalar.line, scalar.column) for scalar in scalars(read(text))]
    assert found == list(oracle(expected))
    for scalar in scalars(read(text)):
        source = text.split("\n")[scalar.line - 1][scalar.column - 1 :]
        starts = {"single": "'", "double": '"', "literal": "|", "folded": ">", "plain": scalar.text[:1]}
        assert source.startswith(starts[scalar.style])
