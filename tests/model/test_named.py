"""What a record says in prose, and whom it names, in all its fields."""

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from ipsegen.load.content import read_content
from ipsegen.model.checks.namings import namings
from ipsegen.model.named import named_by, prose_of
from ipsegen.model.quote import Quote
from ipsegen.model.reads import read_file_record
from ipsegen.model.records import Record, collect
from ipsegen.model.references import FOLDERS, Reference
from ipsegen.model.site import Site
from tests.model.builders import SITE, quote_text, records

ROOT: Final = Path(__file__).parents[2]

QUOTE: Final = quote_text(
    author=None,
    authors="[{author: a1, on_behalf_of: [entity:e1, country:no]}, entity:e2]",
    source=None,
    sources="[s1, {title: T, url: https://t.example/}]",
    entities="[e3]",
    countries="[se]",
    mentions="[author:a2, country:dk]",
    contexts="[c1, {context: c2, excerpt: We}]",
    via="author:a3",
    said_by="author:a4",
    event="entity:e4",
    place="entity:e5",
    replies_to="[q1]",
    note="See [[author:a5]] and [[quote:q2]].",
    status_note="By [[page:p1]].",
)
CONTEXT: Final = """\
title: T
summary: "[[author:a1]] in [[country:no|Oslo]] [[source:own]]"
topics: [entity:e1]
related: [c2]
go_deeper: [quote:q1, {question: Why, answer: "[[page:p1]]"}]
timeline: [{date: 2024, quote: q2}, {date: 2025, text: "[[context:c3]]"}]
sources: [{id: own, title: S, url: https://s.example/}]
"""
AUTHOR: Final = """\
name: A
countries: [no]
entities: [e1]
roles: [{title: Head, entity: e2, country: se}]
description: Of [[entity:e3]].
"""


def names(text: Iterable[Reference]) -> set[str]:
    return set(map(str, text))


def only(path: str, text: str) -> Record:
    found = records({path: text})
    return next(record for kind in FOLDERS for record in found.of_kind(kind).values())


def test_a_quote_names_in_keys_and_prose() -> None:
    expected = "author:a1 author:a2 author:a3 author:a4 author:a5 entity:e1 entity:e2 entity:e3 entity:e4 entity:e5"
    expected += " country:no country:se country:dk source:s1 context:c1 context:c2 quote:q1 quote:q2 page:p1"
    assert names(named_by(only("quotes/x.yaml", QUOTE))) == set(expected.split())


def test_a_context_names_no_source_of_its_own() -> None:
    expected = "author:a1 country:no entity:e1 context:c2 context:c3 quote:q1 quote:q2 page:p1"
    assert names(named_by(only("contexts/x.yaml", CONTEXT))) == set(expected.split())


def test_subjects_name_their_bodies_and_countries() -> None:
    expected = {"country:no", "country:se", "entity:e1", "entity:e2", "entity:e3"}
    assert names(named_by(only("authors/x.yaml", AUTHOR))) == expected
    entity = only(
        "entities/x.yaml", "name: E\nkind: other\ncountry: no\nparent: e1\ndescription: Near [[country:se]].\n"
    )
    assert names(named_by(entity)) == {"country:no", "country:se", "entity:e1"}
    assert names(named_by(only("countries/no.yaml", "description: See [[entity:e1]].\n"))) == {"entity:e1"}


def test_the_site_names_its_menu_and_a_source_nothing() -> None:
    assert names(named_by(Site(title="A", base_url="https://a.example/", menu=("about",)))) == {"page:about"}
    assert not names(named_by(only("sources/x.yaml", "title: S\nlocator: p. 1\n")))


def test_prose_comes_with_its_key_path() -> None:
    assert [path for path, _prose in prose_of(only("quotes/x.yaml", QUOTE))] == [("status_note",), ("note",)]
    assert [path for path, _prose in prose_of(only("authors/x.yaml", AUTHOR))] == [("description",)]
    page = only("pages/x.md", "---\ntitle: P\n---\nSee [[author:a]].\n")
    assert [path for path, _prose in prose_of(page)] == [()]
    assert names(named_by(page)) == {"author:a"}


def test_whatever_the_checks_judge_is_named() -> None:
    """The checks know the place of each naming; of those there must be none that this index lacks."""
    reads = [read_file_record(file.path, file.data) for file in read_content(ROOT).files]
    found = [read.record for read in reads if read.record is not None]
    for record in found:
        others = () if isinstance(record, Site) else (record,)
        judged = namings(collect(record if isinstance(record, Site) else SITE, others, ()))
        assert {naming.reference for naming in judged if not naming.is_note} <= set(named_by(record))
    assert any(isinstance(record, Quote) for record in found)
