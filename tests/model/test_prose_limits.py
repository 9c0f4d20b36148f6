"""How much Markdown is too much: what would take Python-Markdown minutes is refused at once."""

import pytest

from ipsegen.model.prose import parse_prose

BOMBS = {
    "headings": "# a\n" * 20_000,
    "underlined headings": "a\n=\n" * 20_000,
    "rules": "***\n" * 20_000,
    "rules in a quotation": "> ***\n" * 9_000,
    "brackets": "[" * 60_000,
    "closed brackets": ("[" * 5_000 + "]" * 5_000 + "\n\n") * 20,
    "links without end": "[a](" * 20_000,
    "titles without end": '[a](b "c) ' * 20_000,
    "stars": "*a " * 40_000,
    "stars and underlines": "*_" * 60_000,
    "backticks": "`a" * 60_000,
    "runs of backticks": "".join("`" * i + " " for i in range(500)),
    "backslashes": "\\" * 120_000,
    "tags": "<b>" * 40_000,
    "quotations": "> " * 60_000,
    "arrows": ">" * 120_000,
    "lists": "* " * 60_000,
    "numbered lists": "1. " * 60_000,
    "stairs": "".join(" " * 4 * i + "* a\n" for i in range(300)),
    "items": "* a\n\n" * 40_000,
    "paragraphs": "a\n\n" * 60_000,
    "wide table": "a|" * 2_000 + "\n" + "-|" * 2_000 + "\n" + "|\n" * 50_000,
    "backticks in a table": "a|b\n-|-\n" + "`a`|" * 50_000,
    "definitions": "[a]: b\n" * 30_000,
    "definitions without address": "[a]: \n" * 30_000,
    "blank lines in code": "    a\n" + "\n" * 200_000,
    "copies of an address": "[a]: https://e.example/" + "b" * 9_000 + "\n\n" + "[a] [a] [a]\n\n" * 5_000,
    "line breaks": "a  \n" * 50_000,
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_text_that_would_take_too_long_is_refused(name: str) -> None:
    prose = parse_prose(BOMBS[name])
    assert [flaw.code for flaw in prose.flaws] == ["too-deep"]
    assert prose.pieces == ()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("# a\n\n" * 500, ""),
        ("# a\n\n" * 501, "a text with 501 headings and rules"),
        ("word " * 1_990, ""),
        ("word " * 2_001, "10,005 characters without a blank line between them"),
        ("> " * 32 + "a", ""),
        ("> " * 33 + "a", "more than 32 deep"),
        ("a|b\n-|-\n" + "[x](https://e.example/)|`y`\n" * 600, ""),
        ("- item\n" * 1_000, ""),
        ("[" * 32, ""),
        ("[" * 33, "more than 32 brackets are open"),
        ("(" * 300, ""),
    ],
)
def test_what_people_write_is_far_from_the_limits(text: str, words: str) -> None:
    found = [flaw for flaw in parse_prose(text).flaws if flaw.code == "too-deep"]
    assert bool(found) == bool(words)
    assert all(words in flaw.message for flaw in found)
