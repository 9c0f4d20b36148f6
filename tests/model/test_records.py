"""From documents to records, and what two files of one id mean."""

import pytest

from ipsegen.load.documents import load_document
from ipsegen.model.layout import Slot
from ipsegen.model.quote import Quote
from ipsegen.model.records import RECORD_CLASSES, collect, duplicate_ids, read_record, read_site
from ipsegen.model.references import FOLDERS, Kind
from ipsegen.model.subjects import Author
from tests.model.builders import SITE, document, places, quote_text, read, record, records

SMALLEST: dict[Kind, tuple[str, str]] = {
    "quote": ("quotes/2024/x.yaml", quote_text()),
    "context": ("contexts/x.yaml", "title: X\n"),
    "author": ("authors/x.yaml", "name: X\n"),
    "entity": ("entities/x.yaml", "name: X\nkind: other\n"),
    "country": ("countries/no.yaml", "description: A country.\n"),
    "source": ("sources/x.yaml", "title: X\nlocator: p. 1\n"),
    "page": ("pages/x.md", "---\ntitle: X\n---\n"),
}


@pytest.mark.parametrize("kind", FOLDERS)
def test_each_kind_has_its_class_and_its_place(kind: Kind) -> None:
    path, text = SMALLEST[kind]
    found = records({path: text}).of_kind(kind)
    assert [type(made) for made in found.values()] == [RECORD_CLASSES[kind]]
    assert next(iter(found.values())).file == f"content/{path}"


def test_all_kinds_live_side_by_side() -> None:
    known = records(dict(SMALLEST.values()))
    assert {kind: list(known.of_kind(kind)) for kind in FOLDERS} == {
        kind: ["no" if kind == "country" else "x"] for kind in FOLDERS
    }
    assert known.site == SITE


def test_a_record_that_lacks_what_it_must_have_is_judged_with_what_stands_in_for_it() -> None:
    found, problems = read("content/quotes/x.yaml", "text: We.\nauthor: Mark\nstatus: true\n")
    assert isinstance(found, Quote)
    assert (found.text, found.status, found.pronounced.is_unknown) == (("We.",), "attributed", True)
    assert [problem.code for problem in problems] == [
        "bad-id",
        "unknown-value",
        "missing-key",
        "missing-key",
        "missing-key",
    ]


def test_a_quote_is_ready_to_be_shown() -> None:
    assert record(Quote, "content/quotes/x.yaml", quote_text(text="|\n  a\n  b")).text == ("a b",)


def test_a_body_below_a_file_that_has_none_is_not_read() -> None:
    loaded = load_document("content/contexts/x.md", b"---\ntitle: X\n---\nWords.\n")
    assert loaded.document is not None
    found, problems = read_record(Slot("author", "x"), loaded.document)
    assert isinstance(found, Author)
    assert [problem.code for problem in problems] == ["unknown-key", "missing-key"]


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ("[[x]]\n", (4, 1, "bad-reference")),
        ("\n\nwords and\nthen [[x]]\n", (7, 6, "bad-reference")),
        ("a **b** `[[x]]` [[x]]\n", (4, 17, "bad-reference")),
        ("é😀 [[x]]\n", (4, 4, "bad-reference")),
        ("<b>\n", (4, 1, "raw-html")),
        ("a &#7;\n", (4, 3, "control-character")),
        ("# a\n" * 600, (4, 1, "too-deep")),
    ],
)
def test_a_flaw_of_an_article_has_its_place_in_the_file(body: str, place: tuple[int, int, str]) -> None:
    _, problems = read("content/contexts/x.md", f"---\ntitle: X\n---\n{body}")
    assert places(problems) == [place]


def author(path: str) -> Author:
    return record(Author, path, "name: A\n")


def test_two_files_with_one_id_are_told_of_each_other_and_the_first_keeps_it() -> None:
    first = record(Quote, "content/quotes/2024/x.yaml", quote_text(text="One."))
    second = record(Quote, "content/quotes/2025/x.yaml", quote_text(text="Two."))
    assert collect(SITE, [second, first], ()).quotes == {"x": first}
    claims = [(Slot("quote", "x"), quote.file) for quote in (second, first)]
    assert [(problem.file, problem.code, problem.message) for problem in duplicate_ids(claims)] == [
        ("content/quotes/2024/x.yaml", "duplicate-id", "the id 'x' is already at content/quotes/2025/x.yaml"),
        ("content/quotes/2025/x.yaml", "duplicate-id", "the id 'x' is already at content/quotes/2024/x.yaml"),
    ]


def test_three_files_with_one_id_get_one_problem_each() -> None:
    problems = list(duplicate_ids((Slot("quote", "x"), f"content/quotes/{year}/x.yaml") for year in (2023, 2024, 2025)))
    assert len(problems) == 3
    assert all(problem.file not in problem.message for problem in problems)


def test_one_id_may_stand_in_two_kinds() -> None:
    person = author("content/authors/x.yaml")
    quote = record(Quote, "content/quotes/x.yaml", quote_text())
    known = collect(SITE, [person, quote], [Slot("entity", "broken")])
    assert not list(duplicate_ids([(Slot("author", "x"), person.file), (Slot("quote", "x"), quote.file)]))
    assert (known.authors["x"], known.quotes["x"]) == (person, quote)
    assert known.unreadable == {Slot("entity", "broken")}


def test_records_stand_in_the_order_of_their_files() -> None:
    files = [author(f"content/authors/{name}.yaml") for name in ("c", "a", "b")]
    known = collect(None, files, ())
    assert list(known.authors) == ["a", "b", "c"]
    assert known.site is None


def test_a_site_that_cannot_be_read_is_none() -> None:
    found, problems = read_site(document("title: IPSE\n", "content/site.yaml"))
    assert found is None
    assert places(problems) == [(1, 1, "missing-key")]
