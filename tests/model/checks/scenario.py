"""A whole site in a few lines, for tests of single rules."""

from collections.abc import Mapping
from datetime import UTC, datetime

from ipsegen.diagnostics import Problem
from ipsegen.load.content import sort_out
from ipsegen.load.snapshot import File
from ipsegen.model.examine import examine

NOW = datetime(2025, 1, 21, 18, tzinfo=UTC)

_SITE = "title: An archive\nbase_url: https://archive.example/\n"
_QUOTE = {
    "author": "author: unknown",
    "pronounced": "pronounced: unknown",
    "inserted": "inserted: 2025-01-20T12:00:00Z",
    "source": "source: {title: Notes, url: https://notes.example/}",
}
_REQUIRED: dict[str, dict[str, str]] = {
    "quotes": {"text": "text: Words of {id} alone", **_QUOTE},
    "contexts": {"title": "title: A context", "summary": "summary: What happened."},
    "authors": {"name": "name: Somebody"},
    "entities": {"name": "name: Something", "kind": "kind: other"},
    "countries": {"sort_name": "sort_name: A country"},
    "sources": {"title": "title: Notes"},
    "pages": {"title": "title: A page"},
}


def check(
    code: str,
    *expect: str,
    site: str = "",
    now: datetime = NOW,
    media: dict[str, bytes] | None = None,
    beside: frozenset[str] = frozenset(),
    records: Mapping[str, Mapping[str, str]] | None = None,
    **by_folder: dict[str, str],
) -> list[Problem]:
    """The records of each folder, by id, break just this rule, at just these places: `quotes/a:1:5`.

    What a record needs and does not say is added below what it says. A body follows `---`. Problems with codes
    `beside` are not looked at.
    """
    files = [File("content/site.yaml", f"{site}\n{_SITE}".encode() if site else _SITE.encode())]
    files.extend(File(f"content/media/{path}", data) for path, data in (media or {}).items())
    for folder, by_id in {**by_folder, **(records or {})}.items():
        files.extend(_file(folder, identifier, text) for identifier, text in by_id.items())
    problems = [problem for problem in examine(sort_out(files), now).problems if problem.code not in beside]
    assert [(problem.code, _place(problem)) for problem in problems] == [(code, place) for place in expect]
    assert all(problem.message and problem.hint for problem in problems)
    return problems


def _file(folder: str, identifier: str, text: str) -> File:
    keys, fence, body = text.partition("---\n")
    said = {line.partition(":")[0] for line in keys.splitlines()}
    said |= {key.removesuffix("s") for key in said} | ({"summary"} if "lede" in said else set())
    missing = [line for key, line in _REQUIRED[folder].items() if key not in said and not _is_removed(key, keys)]
    whole = "".join(f"{line}\n" for line in [*keys.splitlines(), *missing]).replace("{id}", identifier)
    if folder == "pages" or fence:
        return File(f"content/{folder}/{identifier}.md", f"---\n{whole}---\n{body}".encode())
    return File(f"content/{folder}/{identifier}.yaml", whole.encode())


def _is_removed(key: str, keys: str) -> bool:
    return key == "text" and "status: removed" in keys


def _place(problem: Problem) -> str:
    file = problem.file.removeprefix("content/").replace(".yaml", "").replace(".md", "")
    return f"{file}:{problem.line}:{problem.column}"
