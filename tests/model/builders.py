"""A few words of YAML → records, read as the pipeline reads them."""

from collections.abc import Mapping
from typing import TypeVar

from ipsegen.diagnostics import Problem
from ipsegen.load.documents import load_document
from ipsegen.load.nodes import Document, Node
from ipsegen.model.archive import Archive
from ipsegen.model.indexing import build_archive
from ipsegen.model.layout import Slot, slot_of
from ipsegen.model.records import Record, Records, collect, read_record
from ipsegen.model.references import Kind, Reference
from ipsegen.model.site import Site

R = TypeVar("R", bound=Record)
Place = tuple[int, int, str]

SITE = Site(title="IPSE", base_url="https://ipse.example/")

PLAIN_QUOTE = {
    "text": "We will act.",
    "author": "mark-rutte",
    "pronounced": "2024-10-28",
    "inserted": "2025-01-20T12:00:00Z",
    "source": "{title: Press conference, url: https://nato.example/}",
}


def quote_text(**keys: str | None) -> str:
    """The shortest good quote with other keys, or without those that are None; values are YAML."""
    merged = {**PLAIN_QUOTE, **keys}
    return "".join(f"{key}: {value}\n" for key, value in merged.items() if value is not None)


def document(text: str, file: str = "content/quotes/x.yaml") -> Document:
    """A file that can be parsed."""
    found, problems = load_document(file, text.encode())
    assert found is not None, problems
    return found


def node(value: str) -> Node:
    """What YAML makes of a value behind `key: `; so it stands at line 1, column 6."""
    found = document(f"key: {value}\n").root.get("key")
    assert found is not None
    return found


def read(path: str, text: str) -> tuple[Record | None, list[Problem]]:
    """The record of the file at `path`, and what is wrong with it."""
    slot = slot_of(path)
    assert isinstance(slot, Slot), slot
    return read_record(slot, document(text, path))


def record(kind: type[R], path: str, text: str) -> R:
    """The record of a file that is without fault."""
    found, problems = read(path, text)
    assert isinstance(found, kind), problems
    assert not [problem for problem in problems if problem.is_error], problems
    return found


def places(problems: list[Problem]) -> list[Place]:
    """Where each problem is, and its code."""
    return [(problem.line, problem.column, problem.code) for problem in problems]


def records(files: Mapping[str, str]) -> Records:
    """All records of a site whose files, by path from `content/`, are without fault."""
    found: list[Record] = []
    for path, text in files.items():
        made, problems = read(f"content/{path}", text)
        assert made is not None, problems
        found.append(made)
    return collect(SITE, found, ())


def archive(files: Mapping[str, str], *, drafts: bool = False) -> Archive:
    """The archive of these files."""
    return build_archive(records(files), SITE, {}, drafts=drafts)


def ref(text: str) -> Reference:
    """`entity:nato` as a reference."""
    kinds: dict[str, Kind] = {"author": "author", "entity": "entity", "country": "country", "quote": "quote"}
    kind, _, identifier = text.partition(":")
    return Reference(kinds.get(kind) or "context", identifier)
