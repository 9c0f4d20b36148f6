"""Where an id stands in a file: in every form in which an editor may write it, and nowhere else."""

import pytest

from ipsegen.load.documents import load_document
from ipsegen.load.edits import apply_edits
from ipsegen.load.text import decode
from ipsegen.model.reads import read_file_record
from ipsegen.model.references import Kind
from ipsegen.model.renaming import Renaming, edits_of_aliases, edits_of_names, picture_renamed
from tests.model.builders import quote_text

AUTHOR = Renaming("author", "rutte", "mark-rutte")


def renamed(path: str, text: str, renaming: Renaming = AUTHOR) -> str:
    """The file with the new id in it."""
    data = text.encode()
    read, document, plain = read_file_record(path, data), load_document(path, data).document, decode(path, data)
    assert read.record is not None
    assert document is not None
    assert isinstance(plain, str)
    return apply_edits(data, edits_of_names(read.record, document, plain, renaming)).decode()


def with_alias(text: str, renaming: Renaming = AUTHOR, path: str = "content/authors/rutte.yaml") -> str:
    """The file of the record itself with its old id noted."""
    document, plain = load_document(path, text.encode()).document, decode(path, text.encode())
    assert document is not None
    assert isinstance(plain, str)
    return apply_edits(text.encode(), edits_of_aliases(document, plain, renaming)).decode()


@pytest.mark.parametrize(
    "author",
    [
        "rutte", "'rutte'", '"rutte"', "author:rutte", '"author:rutte"  # rutte, of course', "[rutte]", "\n  - rutte",
        "{author: rutte, role: rutte}", "\n  author: rutte\n  as: rutte\n", "\n  - author: author:rutte\n  - van-rutte",
        "|\n  rutte",
    ],
)  # fmt: skip
def test_an_author_in_every_form(author: str) -> None:
    key = "authors" if "\n  -" in author or "[" in author else "author"
    before = quote_text(**{"author": None, key: author, "note": "rutte and [[author:van-rutte]]"})
    after = renamed("content/quotes/x.yaml", before)
    assert after != before
    assert after.count("mark-rutte") == 1
    assert after.replace("mark-rutte", "rutte", 1) == before


@pytest.mark.parametrize(
    ("kind", "line"),
    [
        ("entity", "entities: [un, NEW]"), ("entity", "mentions: [author:x, entity:NEW]"),
        ("entity", "via: entity:NEW"), ("entity", "event: entity:NEW"),
        ("entity", "author: {author: entity:NEW, on_behalf_of: [country:no]}"),
        ("entity", "author: {author: ada, on_behalf_of: [entity:NEW]}"), ("context", "contexts: [a, NEW]"),
        ("context", "contexts:\n- {context: NEW, excerpt: We}"), ("quote", "replies_to: [a, 'NEW', b]"),
        ("source", "source: NEW"), ("source", "sources:\n  - title: A\n    url: https://a.example/\n  - NEW"),
        ("author", "status: misattributed\nsaid_by: author:NEW\nstatus_note: no"),
    ],
)  # fmt: skip
def test_every_key_of_a_quote_that_names_a_record(kind: Kind, line: str) -> None:
    key = line.partition(":")[0]
    keys: dict[str, str | None] = {"source": None} if key == "sources" else {}
    keys[key] = None
    text = quote_text(**keys) + line.replace("NEW", "nato") + "\nrole: nato\ntags: [nato]\n"
    expected = quote_text(**keys) + line.replace("NEW", "the-alliance") + "\nrole: nato\ntags: [nato]\n"
    assert renamed("content/quotes/x.yaml", text, Renaming(kind, "nato", "the-alliance")) == expected


def test_every_key_of_other_records_that_names_one() -> None:
    entity = Renaming("entity", "nato", "the-alliance")
    text = (
        "name: A\nentities: [NEW]\nroles:\n  - {title: nato, entity: NEW, from: 1949}\n  - title: B\n    entity: NEW\n"
    )
    assert renamed("content/authors/a.yaml", text.replace("NEW", "nato"), entity) == text.replace("NEW", "the-alliance")
    text = "name: nato\nkind: group\nparent: NEW # nato\n"
    assert renamed("content/entities/a.yaml", text.replace("NEW", "nato"), entity) == text.replace(
        "NEW", "the-alliance"
    )
    text = "title: nato\nbase_url: https://nato.example/\nmenu: [method, NEW]\n"
    page = Renaming("page", "nato", "the-alliance")
    assert renamed("content/site.yaml", text.replace("NEW", "nato"), page) == text.replace("NEW", "the-alliance")


def test_a_context_names_records_in_keys_and_in_all_of_its_prose() -> None:
    text = (
        "title: quote:q\nlede: '[[quote:NEW|\"words\"]]'\nat_a_glance:\n  - one\n  - |\n    Two [[quote:NEW|q]]\n"
        "    and `[[quote:q]]`.\nanalysis:\n  - {heading: q, text: '[[quote:NEW|q]] [[quote:r]]'}\n"
        "timeline:\n  - date: 2024 # q\n    quote: NEW\n  - {date: 2024, quote: NEW}\n"
        "go_deeper:\n  - quote:NEW\n  - reference: quote:NEW\nquestions:\n  - question: q?\n    answer: >-\n"
        "      folded [[quote:NEW|a label\n      in two lines]] and [[ quote:NEW ]]\n"
    )
    renaming = Renaming("quote", "q", "q-and-a")
    after = renamed("content/contexts/c.yaml", text.replace("NEW", "q"), renaming)
    assert after == text.replace("NEW", "q-and-a")


def test_in_an_article_code_stays_as_it_is_written() -> None:
    text = (
        "---\ntitle: A\n---\n# [[quote:NEW|q]]\n\n[[quote:NEW]]\n\n    [[quote:q]]\n\n`[[quote:q]]`, but "
        "[[quote:NEW|this]]\n> quoted [[\n> quote:NEW|so]]\n\n"
        "| a | b |\n|---|---|\n| [[quote:NEW\\|c]] | `[[quote:q]]` |\n\n\\[[quote:q]]\n"
    )
    renaming = Renaming("quote", "q", "q-and-a")
    for path in ("content/contexts/c.md", "content/pages/p.md"):
        assert renamed(path, text.replace("NEW", "q"), renaming) == text.replace("NEW", "q-and-a")


def test_a_source_in_prose_is_one_of_the_context_itself() -> None:
    text = "title: A\nsummary: Noted.[[source:paper]]\nsources:\n  - {id: paper, title: Paper, locator: 3}\n"
    assert renamed("content/contexts/c.yaml", text, Renaming("source", "paper", "the-paper")) == text


def test_an_id_that_is_the_word_for_its_kind() -> None:
    text = quote_text(author="author:author", mentions="[author:author, entity:author]")
    after = renamed("content/quotes/x.yaml", text, Renaming("author", "author", "the-author"))
    assert after == quote_text(author="author:the-author", mentions="[author:the-author, entity:author]")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("name: R\n", "name: R\naliases: [rutte]\n"),
        ("name: R", "name: R\naliases: [rutte]"),
        ("name: R\n\n# the end\n", "name: R\n\n# the end\naliases: [rutte]\n"),
        ("description: |\n  Long.\n\n  Text.\n", "description: |\n  Long.\n\n  Text.\naliases: [rutte]\n"),
        ("  name: R\n  born: 1967\n", "  name: R\n  born: 1967\n  aliases: [rutte]\n"),
        ("{name: R}\n", "{aliases: [rutte], name: R}\n"),
        ("aliases: []\nname: R\n", "aliases: [rutte]\nname: R\n"),
        ("aliases: [a, 'b' ] # old\nname: R\n", "aliases: [a, 'b', rutte ] # old\nname: R\n"),
        ('aliases:\n  - a\n  - "b" # older\nname: R\n', 'aliases:\n  - a\n  - "b" # older\n  - rutte\nname: R\n'),
        ("aliases:\n- a\n", "aliases:\n- a\n- rutte\n"),
        ("aliases:\n- a", "aliases:\n- a\n- rutte"),
        ("aliases: [mark-rutte]\n", "aliases: [rutte]\n"),
        ("aliases: [a, mark-rutte, b]\n", "aliases: [a, b, rutte]\n"),
        ("aliases:\n  - a # first\n  - 'mark-rutte'\n", "aliases:\n  - a # first\n  - 'rutte'\n"),
    ],
)
def test_the_old_id_is_noted_as_the_newest_of_them(before: str, after: str) -> None:
    assert with_alias(before) == after


def test_in_a_markdown_file_it_is_noted_in_the_front_matter() -> None:
    text = "---\ntitle: A\n---\ntitle: B\n---\n"
    renaming = Renaming("page", "a", "b")
    assert with_alias(text, renaming, "content/pages/a.md") == "---\ntitle: A\naliases: [a]\n---\ntitle: B\n---\n"


@pytest.mark.parametrize(
    ("path", "becomes"),
    [
        ("rutte.jpg", "mark-rutte.jpg"), ("portraits/rutte.avif", "portraits/mark-rutte.avif"), ("rutte-2024.jpg", ""),
        ("rutte/face.jpg", ""), ("", ""),
    ],
)  # fmt: skip
def test_a_picture_goes_by_the_id_if_that_is_its_whole_name(path: str, becomes: str) -> None:
    assert picture_renamed(path, AUTHOR) == becomes
