"""What libyaml lets pass although YAML forbids it: it is named, and what can be read is read."""

import pytest

from ipsegen.load.yaml_nodes import parse_mapping


@pytest.mark.parametrize(
    ("text", "at", "says"),
    [
        ("flow: [a,\nb,\nc]\n", (2, 1), "not indented"),
        ('quoted: "a\nb\n  c"\n', (2, 1), "not indented"),
        ("quoted: 'a\n\tb'\n", (2, 1), "not indented"),
        ("x:\n  a: {b: c,\n  d: e }\n", (3, 3), "not indented"),
        ("- 'a\nb'\n", (2, 1), "not indented"),
        ('key: "value"# a remark\n', (1, 13), "starts no comment"),
        ("'key'#: value\n", (1, 6), "starts no comment"),
        ("block: ># a remark\n  text\n", (1, 9), "starts no comment"),
        ("block: |2-# a remark\n  text\n", (1, 11), "starts no comment"),
        ("{ ?foo: bar }\n", (1, 3), "'?'"),
        ("block: >\n \n   \n  text\n", (3, 3), "blank line"),
    ],
)
def test_a_file_that_yaml_forbids(text: str, at: tuple[int, int], says: str) -> None:
    _root, problems = parse_mapping("a.yaml", text)
    assert (problems[0].line, problems[0].column, problems[0].code) == (*at, "yaml-syntax")
    assert says in problems[0].message
    assert problems[0].hint


@pytest.mark.parametrize(
    "text",
    [
        "flow: [a,\n b,\n c]\n",
        "flow: [\n  a,\n]\n",
        "flow: {\n  a: b\n}\n",
        "x:\n  - {a: b,\n     c: d}\n",
        "{a: b,\nc: d}\n",
        'quoted: "a\n\n b"\n',
        "a:\n- 'x\n  y'\n- z\n",
        'key: "value" # a remark\n',
        "block: > # a remark\n  text\n",
        "block: |\n\n\n  text\n",
        "block: |2\n\n    \n  text\n",
        "block: |\n  \n",
        "what?: yes?\n",
        "nothing:",
        "? foo\n: bar\n",
    ],
)
def test_what_looks_like_it_and_is_yaml(text: str) -> None:
    root, problems = parse_mapping("a.yaml", text)
    assert root is not None
    assert problems == []
