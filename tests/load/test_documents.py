"""From the bytes of a file to a document of nodes."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ipsegen.load.documents import Loaded, load_document, source_lines
from ipsegen.load.nodes import Document, KeyPath


def check(data: str | bytes, *, problems: list[tuple[int, int, str]], usable: bool, file: str = "a.yaml") -> Loaded:
    """The file gives just these problems, and a document if it is usable."""
    loaded = load_document(file, data.encode() if isinstance(data, str) else data)
    assert [(problem.line, problem.column, problem.code) for problem in loaded.problems] == problems
    assert all(problem.file == file and problem.hint for problem in loaded.problems)
    assert (loaded.document is not None) is usable
    return loaded


def document(data: str, file: str = "a.yaml") -> Document:
    loaded = check(data, problems=[], usable=True, file=file)
    assert loaded.document is not None
    return loaded.document


MARKDOWN = "---\ntitle: Peace\nauthor: x\n---\n# Body\n\nWords.\n"


@pytest.mark.parametrize(("file", "data"), [("a.yaml", "title: é\ntext: |\n  a\n\n  b\n"), ("a.md", MARKDOWN)])
def test_systems_that_write_files_differently_make_no_difference(file: str, data: str) -> None:
    plain = document(data, file)
    for line_break in ("\n", "\r\n", "\r"):
        for mark in ("", "\ufeff"):
            assert document(mark + data.replace("\n", line_break), file) == plain


def test_markdown_has_keys_above_and_a_body_below() -> None:
    found = document(MARKDOWN, "a.md")
    assert found.place(("author",)) == (3, 9)
    assert found.body is not None
    assert (found.body.text, found.body.line) == ("# Body\n\nWords.\n", 5)


@pytest.mark.parametrize(
    ("data", "text", "line"),
    [
        ("---\na: b\n---", "", 4),
        ("---\na: b\n---\n", "", 4),
        ("---  \na: b\n---\t\n\nBody\n---\nmore", "\nBody\n---\nmore", 4),
        ("---\n---\nBody", "Body", 3),
        ("---\n\n---\nBody", "Body", 4),
        ("---\na: |\n  ---\n---\nBody", "Body", 5),
    ],
)
def test_where_the_body_starts(data: str, text: str, line: int) -> None:
    found = document(data, "a.md")
    assert found.body is not None
    assert (found.body.text, found.body.line) == (text, line)


@pytest.mark.parametrize(
    "data", ["", "# Title\n", "---", "---\n", "---\ntitle: x\n", "----\na: b\n----\n", " ---\na: b\n---\n"]
)
def test_markdown_without_front_matter(data: str) -> None:
    check(data, problems=[(1, 1, "no-front-matter")], usable=False, file="a.md")


@pytest.mark.parametrize(
    ("front", "at", "code", "usable"),
    [
        ("title: Foo: bar", (2, 8), "yaml-syntax", False),
        ("a: 1\na: 2", (3, 1), "duplicate-key", True),
        ("a: 1\nb: 'x", (3, 4), "yaml-syntax", False),
        ("a: 1\nb: \u202e", (3, 4), "bidi-override", True),
        ('a: 1\nb: "\\0"', (3, 4), "control-character", True),
        ("- a", (1, 1), "not-a-mapping", False),
        ("# only a comment", (1, 1), "empty-file", False),
    ],
)
def test_problems_in_front_matter_have_the_lines_of_the_file(
    front: str, at: tuple[int, int], code: str, usable: bool
) -> None:
    check(f"---\n{front}\n---\nBody\n", problems=[(*at, code)], usable=usable, file="a.md")


def test_all_faults_in_one_run() -> None:
    check(
        "a: x\0\nb: \u202ey\na: 'z'\nc: Foo: bar\n",
        problems=[
            (1, 5, "control-character"),
            (2, 4, "bidi-override"),
            (3, 1, "duplicate-key"),
            (4, 4, "yaml-syntax"),
        ],
        usable=False,
    )
    check("---\na: b\n---\nNA\u200bTO\n", problems=[(4, 3, "invisible-character")], usable=True, file="a.md")


def test_unfit_characters_do_not_reach_the_nodes() -> None:
    loaded = check("a: x\u202ey\n", problems=[(1, 5, "bidi-override")], usable=True)
    assert loaded.document is not None
    assert "\u202e" not in str(loaded.document)


def test_what_is_not_utf_8_is_not_read_on() -> None:
    check(b"a: Foo: bar\nb: \xff\n", problems=[(2, 4, "not-utf-8")], usable=False)
    check("a: b".encode("utf-16"), problems=[(1, 1, "not-utf-8")], usable=False)


NESTED = """\
title: x
author:
  author: y
  as: {name: z}
mentions: country:no
sources:
  - url: u
  - title: v
"""


@pytest.mark.parametrize(
    ("path", "place", "of_key"),
    [
        ((), (1, 1), (1, 1)),
        (("title",), (1, 8), (1, 1)),
        (("author", "as", "name"), (4, 14), (4, 8)),
        (("author", "as"), (4, 7), (4, 3)),
        (("authors", 0, "author"), (3, 11), (3, 3)),
        (("mentions", 0), (5, 11), (5, 11)),
        (("sources", 1, "title"), (8, 12), (8, 5)),
        (("sources", 1), (8, 5), (8, 5)),
        (("sources", 5), (7, 3), (6, 1)),
        (("title", "deeper"), (1, 8), (1, 1)),
        (("nothing",), (1, 1), (1, 1)),
    ],
)
def test_the_place_of_a_value_and_of_its_key(path: KeyPath, place: tuple[int, int], of_key: tuple[int, int]) -> None:
    found = document(NESTED)
    assert found.place(path) == place
    assert found.place(path, of_key=True) == of_key


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ((), (1, 1)),
        (("author",), (3, 3)),
        (("author", "as"), (4, 8)),
        (("sources", 1), (8, 5)),
        (("title",), (1, 8)),
    ],
)
def test_the_first_key_of_a_mapping_that_lacks_one(path: KeyPath, place: tuple[int, int]) -> None:
    assert document(NESTED).first_key(path) == place


def test_the_lines_of_a_file_are_those_its_problems_count() -> None:
    assert source_lines(b"\xef\xbb\xbfa\r\nb\rc\n") == ["a", "b", "c", ""]
    assert source_lines(b"\xff") == []


SINGLE = "\n\r\t aé😀:-[]{},'\"|>#&*!%@`?\\\0\x85\u2028\ufeff\u202e\u2066\u2069\u200d\ufffe\U000e0067"
PIECES = st.sampled_from([*SINGLE, "---", "\r\n", "  ", ": ", "- ", " #", "\\0", "\\ud800", "<<", "...", "a: b\n"])
FILES = st.binary(max_size=60) | st.lists(PIECES, max_size=25).map(lambda pieces: "".join(pieces).encode())


@settings(deadline=None)
@given(FILES)
@example(b"---")
@example(b"\xef\xbb\xbf---\n---")
@example(b"---\n\xff")
@example(b'a: "\\')
@example(b"%TAG ! tag:x,2000:\n--- !x\na: b")
def test_no_file_makes_it_fail_and_every_problem_lies_inside_the_file(data: bytes) -> None:
    # What is not UTF-8 has no lines to show; each of its bytes is at most one code point.
    lines = source_lines(data) or source_lines(data.decode("utf-8", "replace").encode())
    for file in ("a.yaml", "a.md"):
        loaded = load_document(file, data)
        assert loaded.document is not None or loaded.problems
        for problem in loaded.problems:
            assert 1 <= problem.line <= len(lines) + 1
            line = lines[problem.line - 1] if problem.line <= len(lines) else ""
            assert 1 <= problem.column <= len(line) + 1
