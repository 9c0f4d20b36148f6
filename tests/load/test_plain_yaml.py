"""What the quick reader reads, it reads as the careful one does; all else it leaves to that one."""

from pathlib import Path
from typing import Final

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ipsegen.load.documents import load_document
from ipsegen.load.nodes import Mapping, Node, Scalar
from ipsegen.load.plain_yaml import Block, Plain, read_plain
from ipsegen.load.snapshot import MAX_TEXT_BYTES

ROOT: Final = Path(__file__).parents[2]
FILES: Final = [path for path in (ROOT / "content", ROOT / "tests/sites") for path in path.rglob("*.yaml")]

QUOTE: Final = """\
# A remark on a line of its own.
text: |
  We will act: today, # and tomorrow.

    “Indeed.”
author: mark-rutte
pronounced: 2024-10-28
role:  Secretary General (NATO)
source: {title: 'Press: 2', url: "https://nato.example/a?b=1#c", locator: p. 4}
entities: [nato, eu]

mentions:
  - country:ua
  - entity:un
other_names:
- name: Андрій
  language: uk
- Andrii
"""


def as_careful(data: bytes) -> Plain:
    """What the careful reader reads, which must have nothing to say about it."""
    document, problems = load_document("x.yaml", data)
    assert document is not None, problems
    assert not problems
    return plain(document.root)


def plain(node: Node) -> Plain:
    if isinstance(node, Scalar):
        assert node.text or node.style != "plain", "a key without a value is a fault in nearly every place"
        assert not node.cut, "a remark behind a text may be no remark"
        return Block(node.text) if node.style == "literal" else node.text
    if isinstance(node, Mapping):
        return {key.text: plain(value) for key, value in node.entries}
    return [plain(item) for item in node.items]


def shape(value: Plain) -> object:
    """The value with its types, as a block is equal to any other text."""
    if isinstance(value, dict):
        return [(key, shape(item)) for key, item in value.items()]
    return [shape(item) for item in value] if isinstance(value, list | tuple) else (type(value), str(value))


def check(data: bytes) -> bool:
    """Whether the quick reader reads it; if so, as the careful one does."""
    found = read_plain(data)
    assert found is None or shape(found) == shape(as_careful(data))
    return found is not None


def test_it_reads_what_quotes_are_written_in() -> None:
    found = read_plain(QUOTE.encode())
    assert check(QUOTE.encode())
    assert found is not None
    assert found["text"] == "We will act: today, # and tomorrow.\n\n  “Indeed.”\n"
    assert isinstance(found["text"], Block)
    assert found["entities"] == ("nato", "eu")
    assert found["source"] == {"title": "Press: 2", "url": "https://nato.example/a?b=1#c", "locator": "p. 4"}


@pytest.mark.parametrize(
    "value",
    [
        "NO", "0123", "1_000", "12:30:45", "0x_", "2024-02-30", "~", "null", "a#b", "a:b", "http://a.example/#b",
        "é", "…",
        "''", '""', "'a b'", '"a # b: c"', "[]", "[a]", "[a, b:c, d e]", "{a: b}", "{a: 'b, c', d: e f }", "a - b",
        "$5",
    ],
)  # fmt: skip
def test_every_value_is_the_text_as_written(value: str) -> None:
    check(f"key: {value}\n".encode())
    check(f"key:\n  - {value}\n  - other: {value}\n".encode())


@pytest.mark.parametrize(
    "text",
    [
        "", "# Nothing.\n", "key: a # remark\n", "key: a: b\n", "key: a:\n", "key:\n", "key: \n", "key: ''\n", "key: a",
        "key: a\nkey: b\n", "key: &a b\n", "key: *a\n", "key: !t b\n", "<<: {a: b}\n", "key: [a, [b]]\n", "key: [a\n",
        "key: {a: b\n", "key: {a: b, a: c}\n", "key: {a: b: c}\n", "key: {a: b:}\n", "key: {}\n", "key: 'a\n",
        "key: 'a' b\n",
        'key: "\\x41"\n', "key: 'it''s'\n", "key: a\n  b\n", "key: >\n  a\n", "key: |2\n  a\n", "key: |\n",
        "key: |\n\n  a\n",
        "key: |\n   a\n  b\n", "key: |\na\n", "key:\ta\n", "key: a\tb\n", "key: a \n", "---\nkey: a\n",
        "key: a\n---\nkey: b\n",
        "key: a\n...\n", "- a\n", "a\n", "%YAML 1.1\n", "? a\n: b\n", "key: - a\n", "key: @a\n", "key: `a`\n",
        "key: %a\n",
        "ключ: a\n", "Key: a\n", "key: a\u200bb\n", "key: a\x07\n", "key: a\u2028b\n", "key:\n  a: b\n c: d\n",
        "key:\n  - a: b\n   c: d\n", "key:\n  - - a\n", "key:\n - a\n  - b\n", "key:\n  -\n    a: b\n",
        f"{'k' * 1100}: a\n",
    ],
)  # fmt: skip
def test_what_is_unusual_is_left_to_the_careful_reader(text: str) -> None:
    assert read_plain(text.encode()) is None


@pytest.mark.parametrize("data", [b"key: \xff\n", b"\xff\xfek\0e\0y\0", b"key: \xed\xa0\x80\n", b"k\0:\0 \0a\0\n\0"])
def test_so_is_what_is_not_utf_8(data: bytes) -> None:
    assert read_plain(data) is None


@pytest.mark.parametrize("change", ["\ufeff{}", "{}"])
def test_a_byte_order_mark_and_the_breaks_of_windows_make_no_difference(change: str) -> None:
    data = change.format(QUOTE).replace("\n", "\r\n").encode()
    assert check(data)
    assert shape(as_careful(data)) == shape(as_careful(QUOTE.encode()))


def test_deep_nesting_is_left_to_the_careful_reader() -> None:
    assert check(b"a:\n  b:\n    c:\n      d: e\n")
    assert read_plain("".join(f"{'  ' * level}a:\n" for level in range(30)).encode() + b" " * 60 + b"a: b\n") is None


def test_it_reads_all_that_is_written_in_this_repository() -> None:
    """The example archive shows how people write, so it must not fall back."""
    assert all(check(path.read_bytes()) for path in FILES if path.is_file() and ROOT / "content" in path.parents)


def test_it_agrees_on_every_file_of_the_broken_sites() -> None:
    """Those that are too large for a file of records are not read at all."""
    for path in FILES:
        if path.is_file() and path.stat().st_size < MAX_TEXT_BYTES:
            check(path.read_bytes())


KEYS: Final = st.sampled_from(["text", "author", "tags", "a", "b"])
SIGNS: Final = st.sampled_from([
    ": ", " #", "#", "'", '"', "''", "[", "]", "{", "}", ",", ", ", "- ", "-", "|", "|-", ">", "&a", "*a", "!t", "? ",
    "?", "%", "@", "`", "\\", "\t", "\n", "\n\n", "\n ", "\n  ", "\n- ", "  ", " ", ":", "---", "...", "\r\n", "\x85",
    "\xa0", "é", "“", "a", "b c", "0", "~", "<<", "=", ".", "a: b", "\nb: c\n", "\n  - a\n  - b: c\n    d: e\n",
    "{a: b}",
])  # fmt: skip
VALUES: Final = st.lists(SIGNS, max_size=6).map("".join)
ENTRIES: Final = st.tuples(
    KEYS, st.sampled_from([": ", ":", ": |\n  ", ":\n  - ", ":\n  a: ", ": [", ": {a: "]), VALUES
).map("".join)
DOCUMENTS: Final = st.lists(ENTRIES, min_size=1, max_size=4).map(lambda entries: "\n".join(entries) + "\n")


@given(DOCUMENTS)
@settings(max_examples=1500, deadline=None)
@example("a: b\n# c\n d\n")
@example("a: |\n  b\n# c\n\nb: d\n")
@example("a:\n- b\n-\n")
@example("a:\n  - b\n\n  - c\n")
@example("a: {b: c ,d: e}\n")
@example("a: [b, ]\n")
@example("a: [b,]\n")
@example("a:\n #\n")
@example("a: b \n")
@example("a:\n  - \n  - b\n")
@example("a: |\n  b \n")
def test_whatever_it_reads_the_careful_reader_reads_alike(text: str) -> None:
    check(text.encode("utf-8", "replace"))


@given(st.integers(0, len(QUOTE)), SIGNS, st.integers(0, 4))
@settings(max_examples=1500, deadline=None)
def test_one_slip_in_a_quote_is_read_alike_or_left(offset: int, sign: str, cut: int) -> None:
    check((QUOTE[:offset] + sign + QUOTE[offset + cut :]).encode())


def test_a_long_file_takes_time_in_proportion() -> None:
    for text in (
        "a" * 250_000,
        "a: [" + "b, " * 80_000,
        "a:\n" + "  - b\n" * 40_000,
        "a: {" + "b: c, " * 40_000 + "}\n",
    ):
        check(text.encode())
