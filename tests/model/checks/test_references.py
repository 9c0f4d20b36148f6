"""References that lead nowhere, or by an old id."""

import pytest

from .scenario import check


def hint_of(code: str, *expect: str, **records: dict[str, str]) -> str:
    return check(code, *expect, records=records)[0].hint


def test_an_unknown_author_with_the_nearest_one() -> None:
    (problem,) = check("unknown-author", "quotes/a:1:9", quotes={"a": "author: mark-rute"}, authors={"mark-rutte": ""})
    assert problem.message == "no author 'mark-rute'"
    assert problem.hint == "did you mean 'mark-rutte'? create it: ipsegen new author mark-rute"


@pytest.mark.parametrize(
    ("author", "hint"),
    [
        ("rutte", "did you mean 'mark-rutte'?"),
        ("teflon-mark", "did you mean 'mark-rutte'?"),
        ("nato", "did you mean 'entity:nato'?"),
        ("entity:natoo", "did you mean 'entity:nato'?"),
        ("norway", "did you mean 'country:no'?"),
        ("nobody-at-all", "create it: ipsegen new author nobody-at-all"),
    ],
)
def test_what_was_probably_meant(author: str, hint: str) -> None:
    code = "unknown-entity" if author.startswith("entity:") else "unknown-author"
    found = hint_of(
        code,
        "quotes/a:1:9",
        quotes={"a": f"author: {author}"},
        authors={"mark-rutte": "name: Mark Rutte\nother_names: [Teflon Mark]"},
        entities={"nato": ""},
    )
    assert found.startswith(hint)


def test_an_id_of_another_kind_where_only_one_can_stand() -> None:
    found = hint_of("unknown-entity", "authors/b:1:12", authors={"a": "", "b": "entities: [a]"})
    assert found == "'a' is an author, and here stand entities; create it: ipsegen new entity a"


@pytest.mark.parametrize(
    ("key", "code", "column"),
    [
        ("authors: [unnamed, x]", "unknown-author", 20),
        ("author: {author: x}", "unknown-author", 18),
        ("author: {author: unnamed, on_behalf_of: [entity:x]}", "unknown-entity", 42),
        ("entities: [x]", "unknown-entity", 12),
        ("mentions: [country:no, author:x]", "unknown-author", 24),
        ("contexts: [x]", "unknown-context", 12),
        ("contexts: [{excerpt: Words of, context: x}]", "unknown-context", 41),
        ("source: x", "unknown-source", 9),
        ("sources: [{title: A, locator: p. 1}, x]", "unknown-source", 38),
        ("via: author:x", "unknown-author", 6),
        ("event: entity:x", "unknown-entity", 8),
        ("place: entity:x", "unknown-entity", 8),
        ("replies_to: [x]", "unknown-quote", 14),
        ("note: By [[page:x]].", "unknown-page", 7),
        ("status_note: By [[country:zz]].", "unknown-country", 14),
    ],
)
def test_everywhere_in_a_quote(key: str, code: str, column: int) -> None:
    check(code, f"quotes/a:1:{column}", quotes={"a": key})


@pytest.mark.parametrize(
    ("key", "code", "column"),
    [
        ("topics: [author:x]", "unknown-author", 10),
        ("related: [x]", "unknown-context", 11),
        ("go_deeper: [quote:x]", "unknown-quote", 13),
        ("go_deeper: [{reference: page:x}]", "unknown-page", 25),
        ("timeline: [{date: 2024, quote: x}]", "unknown-quote", 32),
        ("at_a_glance: [One, '[[author:x]]']", "unknown-author", 20),
        ("questions: [{question: Why?, answer: 'See [[entity:x]]'}]", "unknown-entity", 38),
        ("press: [{text: 'Says [[author:x]]'}]", "unknown-author", 16),
        ("lede: So[[source:x]]", "unknown-source", 7),
    ],
)
def test_everywhere_in_a_context(key: str, code: str, column: int) -> None:
    check(code, f"contexts/a:1:{column}", contexts={"a": key})


def test_everywhere_else() -> None:
    check("unknown-entity", "authors/a:1:18", authors={"a": "roles: [{entity: x, title: Head}]"})
    check("unknown-entity", "entities/a:1:9", entities={"a": "parent: x"})
    for folder in ("authors", "entities", "countries"):
        check("unknown-quote", f"{folder}/no:1:14", records={folder: {"no": "description: '[[quote:x]]'"}})
    check("unknown-page", "site:1:8", site="menu: [x]")


def test_each_hole_of_a_body_at_its_place_whatever_stands_in_code() -> None:
    body = "`[[author:x]]` and [[author:x]]\n\nand [[author:x|him]], [[author:x]]"
    places = "pages/a:4:20", "pages/a:6:5", "pages/a:6:23"
    problems = check("unknown-author", *places, pages={"a": f"---\n{body}"})
    assert {problem.message for problem in problems} == {"no author 'x'"}


def test_a_value_names_the_references_in_it() -> None:
    places = "quotes/a:1:7", "quotes/a:1:7"
    problems = check("unknown-author", *places, quotes={"a": "note: '[[author:x]], [[author:y]], [[author:x]]'"})
    assert problems[0].message == "no author 'x' ([[author:x]])"


def test_notes_are_the_sources_of_their_own_context() -> None:
    text = "summary: A[[source:one]]\nsources: [{id: one, title: One, locator: p. 1}]"
    check("", contexts={"a": text})
    check("unknown-source", "contexts/b:1:10", contexts={"a": text, "b": "summary: A[[source:one]]"})
    hint = hint_of(
        "unknown-source", "pages/a:4:2", pages={"a": "---\nA[[source:one]]"}, sources={"one": "locator: p. 1"}
    )
    assert hint.startswith("only the text of a context has notes")


def test_no_second_fault_where_the_target_is_there_and_broken() -> None:
    check("yaml-syntax", "authors/x:1:7", authors={"x": "name: Some: body"}, quotes={"a": "author: x"})


def test_an_old_id_leads_to_the_new_one() -> None:
    (problem,) = check("renamed-id", "quotes/a:1:9", quotes={"a": "author: old"}, authors={"new": "aliases: [old]"})
    assert problem.message == "the author 'old' is now called 'new'"
    assert problem.hint == "write new"
    hint = hint_of("renamed-id", "quotes/a:1:7", quotes={"a": "note: Not [[quote:old]]", "b": "aliases: [old]"})
    assert hint == "write [[quote:b]]"


def test_only_the_first_of_very_many_are_guessed_at() -> None:
    ids = [f"mark-rute-{number:03}" for number in range(70)]
    places = [f"quotes/{name}:{2 + line}:5" for name in "abc" for line in range(len(ids))]
    text = "replies_to:\n" + "\n".join(f"  - {identifier}" for identifier in ids)
    problems = check("unknown-quote", *places, quotes={"a": text, "b": text, "c": text, "mark-rutte-000": ""})
    assert "did you mean" in problems[0].hint
    assert "did you mean" not in problems[-1].hint


def test_only_the_first_of_very_many_notes_are_guessed_at() -> None:
    notes = "\n\n".join(f"[[source:nots-{number:02}]]" for number in range(70))
    text = f"sources: [{{id: notes-00, title: Notes, url: https://notes.example/}}]\n---\n{notes}\n"
    places = [f"contexts/{name}:{6 + 2 * line}:1" for name in "abc" for line in range(70)]
    problems = check("unknown-source", *places, contexts=dict.fromkeys("abc", text))
    assert problems[0].hint == "did you mean 'notes-00'? add it to the 'sources' of this context"
    assert problems[-1].hint == "add it to the 'sources' of this context"
