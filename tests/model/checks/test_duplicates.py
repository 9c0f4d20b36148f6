"""What stands twice within one file."""

import pytest

from .scenario import check


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("entities: [e, e]", 15),
        ("countries: [no, se, NO]", 21),
        ("mentions: [entity:e, country:no, entity:e]", 34),
        ("contexts: [c, {context: c}]", 25),
        ("replies_to: [b, b]", 17),
        ("tags: [War, peace, War]", 20),
        ("tags: [War, war]", 0),
        ("aliases: [x, x]", 14),
        ("sources: [s, {title: A, locator: a}, {title: A, locator: a}, s]", 62),
        ("author: {author: unknown, on_behalf_of: [country:no, entity:e, country:no]}", 64),
    ],
)
def test_an_item_of_a_quote_stands_once(text: str, column: int) -> None:
    expect = [f"quotes/a:1:{column}"] if column else []
    records = {"entities": {"e": ""}, "contexts": {"c": ""}, "sources": {"s": "locator: p. 1"}}
    check("repeated-item", *expect, quotes={"a": text, "b": ""}, records=records)


def test_an_item_of_other_records_stands_once() -> None:
    contexts = {"c": "topics: [country:no, country:no]\nrelated: [d, d]\ntags: [a, a]\naliases: [b, b]", "d": ""}
    places = "contexts/c:1:22", "contexts/c:2:14", "contexts/c:3:11", "contexts/c:4:14"
    check("repeated-item", *places, contexts=contexts)
    authors = {"a": "countries: [no, no]\nentities: [e, e]\naliases: [b, b]"}
    places_in_author = "authors/a:1:17", "authors/a:2:15", "authors/a:3:14"
    check("repeated-item", *places_in_author, authors=authors, entities={"e": ""})
    check("repeated-item", "entities/e:1:14", entities={"e": "aliases: [b, b]"})
    check("repeated-item", "pages/p:2:14", pages={"p": "aliases: [b, b]"})
    site = "menu: [p, p]\nquote_files: [json, bib, json]"
    check("repeated-item", "site:1:11", "site:2:26", site=site, pages={"p": ""})


@pytest.mark.parametrize(
    ("authors", "column"),
    [
        ("[a, a]", 14),
        ("[a, {role: Head, author: author:a}]", 35),
        ("[country:no, entity:e, country:no]", 33),
        ("[unnamed, unnamed]", 0),
        ("[a, entity:e]", 0),
    ],
)
def test_nobody_signs_twice(authors: str, column: int) -> None:
    expect = [f"quotes/q:1:{column}"] if column else []
    text = f"authors: {authors}"
    check("duplicate-author", *expect, quotes={"q": text}, authors={"a": ""}, entities={"e": ""})


def test_the_sources_of_a_context_have_ids_of_their_own() -> None:
    text = "sources: [{id: one, title: A, locator: a}, {title: B, locator: b, id: one}]"
    check("duplicate-id", "contexts/c:1:71", contexts={"c": text, "d": text.replace("id: one}", "id: two}")})
