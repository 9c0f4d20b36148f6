"""Markdown with references → HTML with holes: what is kept, what is shown as text, what is refused."""

import re

import html5lib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ipsegen.load.documents import load_document
from ipsegen.model.prose import Flaw, Hole, Prose, parse_prose
from ipsegen.model.prose_parser import MAX_FLAWS
from tests.model.builders import ref

TAGS = {
    "p", "a", "em", "strong", "code", "pre", "blockquote", "ul", "ol", "li", "br", "hr", "h2", "h3", "h4", "h5", "h6",
    "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip


def shape(prose: Prose) -> str:
    """The HTML on one line, each hole as `{form kind:id label}`."""
    pieces = (piece if isinstance(piece, str) else _hole(piece) for piece in prose.pieces)
    text = re.sub(r"\n*(\{(?:embed|card) [^}]*\})\n*", r"\1", "".join(pieces))
    return re.sub(">\n+<", "><", text).replace("\n", " ")


def _hole(hole: Hole) -> str:
    return "{" + " ".join(filter(None, [hole.form, str(hole.reference), hole.label])) + "}"


def parse(text: str) -> str:
    prose = parse_prose(text)
    assert prose.flaws == ()
    return shape(prose)


def flaws(text: str) -> list[Flaw]:
    return list(parse_prose(text).flaws)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[[author:mark-rutte]]", "<p>{link author:mark-rutte}</p>"),
        ("[[entity:nato|the Alliance]] acts", "<p>{link entity:nato the Alliance} acts</p>"),
        ("in [[country:NO]]", "<p>in {link country:no}</p>"),
        ("see [[context:gas]] and [[page:method]]", "<p>see {link context:gas} and {link page:method}</p>"),
        ("It ended.[[source:article]]", "<p>It ended.{note source:article}</p>"),
        ("It ended. [[source:article|p. 3]]", "<p>It ended. {note source:article p. 3}</p>"),
        ("[[quote:x]]", "{embed quote:x}"),
        ("As she [[quote:x]]", "<p>As she {link quote:x}</p>"),
        ("[[quote:x|this promise]]", "<p>{link quote:x this promise}</p>"),
        ('[[quote:x|"our words"]]', "{card quote:x our words}"),
        ('a [[quote:x|"our words"]] b', "<p>a {fragment quote:x our words} b</p>"),
        ("**[[author:x]]**", "<p><strong>{link author:x}</strong></p>"),
        ("[[ author:x | a  name ]]", "<p>{link author:x a name}</p>"),
        ("[[author:x|two\nlines]]", "<p>{link author:x two lines}</p>"),
        ("[[author:x|a \\* `b`]]", "<p>{link author:x a * `b`}</p>"),
        ("[[author:x|<b>]]", "<p>{link author:x <b>}</p>"),
        ('[[quote:x|"the [...] war"]]', "{card quote:x the [...] war}"),
        ("- [[quote:x]]", "<ul><li>{link quote:x}</li></ul>"),
        ("> [[quote:x]]", "<blockquote>{embed quote:x}</blockquote>"),
        ("## [[entity:nato]]", '<h3 id="section-nato">{link entity:nato}</h3>'),
        ("a|b\n-|-\n[[author:x\\|Name]]|c", "<table><thead><tr><th>a</th><th>b</th></tr></thead>"
         "<tbody><tr><td>{link author:x Name}</td><td>c</td></tr></tbody></table>"),
    ],
)  # fmt: skip
def test_a_reference_is_a_hole_of_its_form(text: str, expected: str) -> None:
    assert parse(text) == expected


def test_a_hole_remembers_how_it_was_written() -> None:
    (hole,) = parse_prose('It [[quote:joint|"would mark"]], they say').holes
    assert hole == Hole("fragment", ref("quote:joint"), "would mark", '[[quote:joint|"would mark"]]')


@pytest.mark.parametrize(
    "marks", ['""', "“”", "„“", "””", "«»", "»«", "‹›", "›‹", "''", "‘’", "‚‘", "’’", "「」", "『』"]
)
def test_quotation_marks_of_any_shape_make_a_fragment(marks: str) -> None:
    opening, closing = marks[0], marks[1]
    assert parse(f"a [[quote:x|{opening}our words{closing}]]") == "<p>a {fragment quote:x our words}</p>"
    spaced = f"[[quote:x|{opening}\N{NO-BREAK SPACE}our words\N{NO-BREAK SPACE}{closing}]]"
    assert parse(spaced) == "{card quote:x our words}"


@pytest.mark.parametrize("label", ['"', '""', '"our words', 'our "words"', '"our" words'])
def test_half_quoted_words_are_a_label(label: str) -> None:
    assert parse(f"a [[quote:x|{label}]]") == f"<p>a {{link quote:x {label}}}</p>"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("before\n[[quote:x]]\nafter", "<p>before</p>{embed quote:x}<p>after</p>"),
        ('before\n\n[[quote:x|"a"]]\n\nafter', "<p>before</p>{card quote:x a}<p>after</p>"),
        ("[[quote:x]]\n[[quote:y]]", "{embed quote:x}{embed quote:y}"),
        ("[[quote:x]] [[quote:y]]", "<p>{link quote:x} {link quote:y}</p>"),
        ('a\n[[quote:x|"b"]] and [[quote:y|"c"]]\nd', "<p>a {fragment quote:x b} and {fragment quote:y c} d</p>"),
        ("a\n[[author:x]]\nb", "<p>a {link author:x} b</p>"),
        ("- a\n[[quote:x]]\n- b", "<ul><li>a</li></ul>{embed quote:x}<ul><li>b</li></ul>"),
    ],
)
def test_a_quote_alone_on_its_line_is_a_block(text: str, expected: str) -> None:
    assert parse(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("`[[quote:x]]`", "<p><code>[[quote:x]]</code></p>"),
        ("`` a`[[author:x]] ``", "<p><code>a`[[author:x]]</code></p>"),
        ("    [[quote:x]]", "<pre><code>[[quote:x]] </code></pre>"),
        ("```\n[[quote:x]]\n```", "<p><code>[[quote:x]]</code></p>"),
        ("`<script>` `&amp;` `*a*`", "<p><code>&lt;script&gt;</code> <code>&amp;amp;</code> <code>*a*</code></p>"),
        ("\\[[author:x]]", "<p>[[author:x]]</p>"),
        ("{{ 7*7 }} {% raw %}", "<p>{{ 7*7 }} {% raw %}</p>"),
        ("a & b < c &copy; [...]", "<p>a &amp; b &lt; c © [...]</p>"),
        ("AT&amp;lt;T", "<p>AT&amp;lt;T</p>"),
        ("*a* __b__ snake_case_name", "<p><em>a</em> <strong>b</strong> snake_case_name</p>"),
        ("[a](https://e.example/?a=1&b=2 'c')", '<p><a href="https://e.example/?a=1&amp;b=2" title="c">a</a></p>'),
        ("<https://e.example/>", '<p><a href="https://e.example/">https://e.example/</a></p>'),
        ("<a@e.example>", '<p><a href="mailto:a@e.example">a@e.example</a></p>'),
        ("[a](#section-b)", '<p><a href="#section-b">a</a></p>'),
        ("[a][b]\n\n[b]: https://e.example/", '<p><a href="https://e.example/">a</a></p>'),
        ("[a](https://e.example '[[author:b]]')", '<p><a href="https://e.example" title="[[author:b]]">a</a></p>'),
    ],
)
def test_text_that_only_looks_like_markup_stays_text(text: str, expected: str) -> None:
    assert parse(text) == expected


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"),
        ("<div>\n*a*\n</div>", "<p>&lt;div&gt; <em>a</em> &lt;/div&gt;</p>"),
        ("a <img src=x onerror=y> b", "<p>a &lt;img src=x onerror=y&gt; b</p>"),
        ("<!-- a\nb -->", "<p>&lt;!-- a b --&gt;</p>"),
        ('<b title="`c`">', '<p>&lt;b title="`c`"&gt;</p>'),
        ("<javascript:alert(1)>", "<p>&lt;javascript:alert(1)&gt;</p>"),
    ],
)
def test_raw_html_is_shown_as_text_with_a_warning(text: str, shown: str) -> None:
    prose = parse_prose(text)
    assert shape(prose) == shown
    assert {(flaw.code, flaw.severity) for flaw in prose.flaws} == {("raw-html", "warning")}
    assert all(flaw.raw in text for flaw in prose.flaws)


HOSTILE = [
    "javascript:alert(1)", "JaVaScRiPt:alert(1)", "&#106;avascript:alert(1)", "&#x6A;avascript:alert(1)",
    "javascript&colon;alert(1)", "java&Tab;script:alert(1)", "java&NewLine;script:alert(1)", "&#1;javascript:alert(1)",
    "\x01javascript:alert(1)", "java\tscript:alert(1)", "data:text/html;base64,PHN2Zz4=", "vbscript:x",
    "//evil.example/", "/\\evil.example", "https://good.example@evil.example/", "https:evil", "\\javascript:alert(1)",
    "file:///etc/passwd", "about:blank", "", "page.html", "/authors/x/",
]  # fmt: skip


@pytest.mark.parametrize("address", HOSTILE)
@pytest.mark.parametrize("form", ["[a]({})", "[a](<{}>)", "[a][b]\n\n[b]: {}", "[a]({} 'title')"])
def test_an_address_that_is_not_safe_is_an_error_and_no_link(address: str, form: str) -> None:
    prose = parse_prose(form.format(address))
    assert "href" not in shape(prose)
    if "<a" in shape(prose):
        assert [flaw.code for flaw in prose.flaws if flaw.severity == "error"]


def test_words_that_a_link_by_name_would_swallow_are_an_error() -> None:
    (flaw,) = flaws("He waited.\n\n[Reporter]: Why?")
    assert (flaw.code, flaw.raw) == ("bad-url", "Why?")
    assert "write \\[" in flaw.hint


@pytest.mark.parametrize(
    "address", ["java&#115;cript:alert(1)", "JavaScript&colon;alert(1)", "https://a&#64;b.example/"]
)
def test_an_address_at_fault_is_named_as_it_is_written(address: str) -> None:
    """Its place is found by these words."""
    assert [(flaw.code, flaw.raw) for flaw in flaws(f"[a]({address})")] == [("bad-url", address)]
    assert [(flaw.code, flaw.raw) for flaw in flaws(f"[a]: {address}")] == [("bad-url", address)]


@pytest.mark.parametrize(
    ("text", "code", "words", "hint"),
    [
        ("[[mark-rutte]]", "bad-reference", "does not say what it refers to", "write [[author:mark-rutte]]"),
        ("[[Author:x]]", "bad-reference", "does not say what it refers to", "did you mean 'author'?"),
        ("[[zz:x]]", "bad-reference", "does not say what it refers to", "the kinds are author, entity"),
        ("[[author:x|]]", "bad-reference", "has an empty label", "take the '|' out"),
        ("[[author:Mark Rutte]]", "bad-id", "'Mark Rutte' is not an id", "try 'mark-rutte'"),
        ("[[author:../x]]", "bad-id", "'../x' is not an id", "try 'x'"),
        ("[[author:page]]", "bad-id", "is reserved", "choose another"),
        ("see [[author:x", "bad-reference", "starts a reference that does not end", "close it with ']]'"),
        ("see [[author:x|a]", "bad-reference", "starts a reference that does not end", "close it with ']]'"),
        ("a|b\n-|-\n[[author:x|y]]|c", "bad-reference", "does not end", "in a table write \\| for '|'"),
        ("[a [[author:x]] b](https://e.example)", "bad-reference", "cannot stand inside another", "beside"),
        ("![a](b.png)", "picture-in-prose", "a picture cannot stand in a text", "'image'"),
        ("[a](/authors/x/)", "bad-url", "is not a whole address", "[[author:id]]"),
        ("&#x202e;abc", "bidi-override", "RIGHT-TO-LEFT OVERRIDE", "take it out"),
        ("a&ZeroWidthSpace;b", "invisible-character", "ZERO WIDTH SPACE", "take it out"),
        ("&#7;", "control-character", "U+0007", "take it out"),
    ],
)  # fmt: skip
def test_a_mistake_is_named_with_a_way_out(text: str, code: str, words: str, hint: str) -> None:
    (flaw,) = flaws(text)
    assert (flaw.code, flaw.severity) == (code, "error")
    assert words in flaw.message
    assert hint in flaw.hint
    assert flaw.raw in text


@pytest.mark.parametrize(
    "form", ["{}", "[a]({})", "# {}", "[[author:x|{}]]", '<b title="{}">', "`{}`", "[a][b]\n\n[b]: {}"]
)
def test_an_entity_with_more_digits_than_any_character_has_is_harmless(form: str) -> None:
    for entity in ("&#" + "1" * 5_000 + ";", "&#x" + "f" * 5_000 + ";", "&" + "a" * 5_000 + ";", "&#99999999;"):
        prose = parse_prose(form.format(entity))
        assert prose.pieces


def test_joiners_by_entity_are_kept_where_the_script_needs_them() -> None:
    assert parse("می&zwnj;خواهم") == "<p>می\N{ZERO WIDTH NON-JOINER}خواهم</p>"


@pytest.mark.parametrize(
    ("text", "levels"),
    [
        ("# a", [2]),
        ("### a\n\n### b", [2, 2]),
        ("# a\n\n### b\n\n###### c\n\n# d", [2, 3, 4, 2]),
        ("### a\n\n# b\n\n## c", [2, 2, 3]),
        ("a\n=\n\nb\n-\n\n### c", [2, 3, 4]),
        ("# a\n\n## b\n\n### c\n\n#### d\n\n##### e\n\n###### f", [2, 3, 4, 5, 6, 6]),
    ],
)
def test_headings_start_where_they_should_and_skip_no_level(text: str, levels: list[int]) -> None:
    assert [level for level, *_ in parse_prose(text, top_heading=2).headings] == levels
    assert [level for level, *_ in parse_prose(text).headings] == [min(level + 1, 6) for level in levels]


@given(st.lists(st.integers(1, 6), min_size=1, max_size=12), st.integers(2, 4))
def test_no_heading_lies_more_than_one_level_below_the_last(marks: list[int], top: int) -> None:
    prose = parse_prose("\n\n".join("#" * mark + " same" for mark in marks), top_heading=top)
    levels = [level for level, *_ in prose.headings]
    assert len(levels) == len(marks)
    assert all(top <= level <= 6 for level in levels)
    assert all(after <= before + 1 for before, after in zip([top - 1, *levels], levels, strict=False))
    assert len({anchor for _, anchor, _ in prose.headings}) == len(marks)


@pytest.mark.parametrize(
    ("heading", "anchor", "words"),
    [
        ("Time will *tell*", "section-time-will-tell", "Time will tell"),
        ("[[author:x|The Man]] of [[entity:nato]]", "section-the-man-of-nato", "The Man of nato"),
        ("AT&amp;T", "section-at-t", "AT&T"),
        ("5 \\* `3`", "section-5-3", "5 * 3"),
        ("Что дальше?", "section-x", "Что дальше?"),
        ("Café 1.2", "section-cafe-1-2", "Café 1.2"),
    ],
)
def test_a_heading_has_an_anchor_and_words(heading: str, anchor: str, words: str) -> None:
    assert parse_prose(f"## {heading}").headings == ((3, anchor, words),)


def test_headings_alike_get_anchors_of_their_own() -> None:
    anchors = [anchor for _, anchor, _ in parse_prose("# a\n\n# a\n\n# a 2\n\n# a").headings]
    assert anchors == ["section-a", "section-a.2", "section-a-2", "section-a.3"]


def test_a_page_of_html_by_mistake_names_its_first_tags_only() -> None:
    found = flaws("<b> " * 300)
    assert len(found) == MAX_FLAWS + 1
    assert (found[-1].code, found[-1].severity) == ("too-many-problems", "warning")
    assert "200 more" in found[-1].message
    assert flaws("<b> " * 300 + "![a](b)")[-1].severity == "error"


def test_one_text_leaves_nothing_behind_for_the_next() -> None:
    before = parse_prose("# a\n\n[a][b] [[author:x]]")
    for other in ("[b]: https://e.example/", "# a", "> " * 900, "* " * 900, "*a **b " * 50, "[[author:y]] <b>"):
        parse_prose(other)
        assert parse_prose("# a\n\n[a][b] [[author:x]]") == before


def test_the_same_text_gives_the_same_however_deep_it_is_called() -> None:
    text = "".join(" " * 4 * level + "* a\n" for level in range(25)) + "\n" + "> " * 25 + "b"
    expected = parse_prose(text)

    def deeper(levels: int) -> Prose:
        return deeper(levels - 1) if levels else parse_prose(text)

    assert deeper(300) == expected
    assert expected.flaws == ()


PIECES = [
    "[[author:x]]", "[[quote:x]]", '[[quote:x|"a"]]', "[[", "]]", "|", "[", "](", ")", "](https://e.example)", "!",
    "*", "**", "_", "`", "```", "<b>", "</p>", "<script>", "<a href=x>", '"', "'", "&#1;", "&lt;", "&#106;",
    "javascript:", "\x01", "\x010\x01", "\x02", "\x03", "\x02klzzwxh:0000\x03", "\x0242\x03", "\x00", "\ud800",
    "\u202e", "\n", "\n\n", "    ", "\t", "# ", "> ", "* ", "1. ", "-|-", "a|b\n-|-\n", "---", "===", "\\",
    "{{ 7*7 }}", ":", "word", "é", "[a]: b\n", '<data value="0">', "wzxhzdk:0", "//evil.example", "mailto:a@b",
]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=5), max_size=25).map("".join))
@settings(max_examples=400)
def test_any_text_gives_html_of_the_allowed_list_only(text: str) -> None:
    prose = parse_prose(text)
    html = "".join(piece if isinstance(piece, str) else "{}" for piece in prose.pieces)
    root = html5lib.parseFragment(html, namespaceHTMLElements=False)
    for element in list(root.iter())[1:]:
        assert element.tag in TAGS
        assert set(element.attrib) <= {"href", "title", "id"}
        assert re.match("https?://[^/]|mailto:|#", element.get("href", "#"))
    assert "<data" not in html
    assert prose.source == text


def test_control_characters_from_escapes_are_reported_by_the_reader_and_harmless_here() -> None:
    loaded = load_document("content/authors/x.yaml", b'name: "a\\x01b"\ndescription: "\\x010\\x01"\n')
    assert [problem.code for problem in loaded.problems] == ["control-character", "control-character"]
    assert parse_prose("\x010\x01").holes == ()


def test_an_entity_cannot_forge_a_hole() -> None:
    assert len(parse_prose("[[author:a]] &#1;0&#1;").holes) == 1
    assert len(parse_prose('[[author:a]] &lt;data value="0">&lt;/data>').holes) == 1
