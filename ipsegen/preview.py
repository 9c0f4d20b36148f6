"""What `serve` adds to the site on its way out.

Owns what a served page has that the file in the folder has not: a script, the name of its source, marks of drafts; and
what is said of a build to the pages that are open. Pure. Does not know how anything is sent.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from html import escape, unescape
from typing import Any, Final
from urllib.parse import quote

import msgspec

from ipsegen.diagnostics import Problem, SourceLines, excerpt, visible
from ipsegen.model.archive import Archive
from ipsegen.model.layout import SITE_FILE
from ipsegen.model.references import FOLDERS, Kind
from ipsegen.render.text_files import POLICY_HEADER, allowing, policy

RESERVED: Final = ".ipsegen"
"""The first segment of the addresses that are the preview's own. No part of a site begins with a dot."""

EVENTS: Final = "events"
SCRIPT: Final = "preview.js"
FILES: Final = ("drafts.css", "preview.css", SCRIPT)
MOST_PROBLEMS: Final = 200
POLICY_HEADERS: Final = (
    (POLICY_HEADER, policy()),
    ("X-Content-Type-Options", "nosniff"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
)
"""Of what does not come from the folder: as strict as the site itself."""

NOT_BUILT: Final = (
    b"<!doctype html>\n<html lang=en><head><meta charset=utf-8><title>Not built yet</title></head>\n"
    b"<body><h1>There is no site yet</h1>\n<p>The content has errors. They are listed here, and where ipsegen runs;"
    b" once they are mended, this page becomes the site.</p></body></html>\n"
)

_SHEET: Final = re.compile(rb"""<link\b[^>]*\brel="?stylesheet\b[^>]*>""")
_HREF: Final = re.compile(rb"""\bhref="([^"]*)\"""")
_QUOTE: Final = re.compile(rb"""\bdata-quote="([^"]+)\"""")
_KINDS: Final[Mapping[str, Kind]] = {folder: kind for kind, folder in FOLDERS.items()}


class Source(msgspec.Struct, frozen=True):
    """The file behind a page, by its path from the root, whether that is a draft, and the quotes on it that are."""

    file: str
    is_draft: bool = False
    drafts: tuple[str, ...] = ()


class State(msgspec.Struct, frozen=True):
    """A page as it is now: what it all digests to, what without its style sheets, and the addresses of these."""

    whole: str = ""
    words: str = ""
    sheets: tuple[str, ...] = ()


class Shown(msgspec.Struct, frozen=True):
    """A problem as a page shows it: `before` and `rest` are its line, up to its column and from there on."""

    file: str
    line: int
    column: int
    severity: str
    code: str
    message: str
    hint: str
    before: str
    rest: str
    editor: str


class News(msgspec.Struct, frozen=True):
    """What came of a build. `built`: whether what is shown is what the files say."""

    built: bool = True
    problems: tuple[Shown, ...] = ()
    more: int = 0
    failure: str = ""


STARTING: Final = msgspec.json.encode(News())
"""Before the first build."""


def news_of(problems: Sequence[Problem], *, built: bool, lines: SourceLines, opener: "Opener") -> bytes:
    """The news of a build that came to its end: errors first, then warnings, as many as one can read."""
    ordered = sorted(problems, key=lambda problem: (not problem.is_error, problem))
    shown = tuple(_shown(problem, lines, opener) for problem in ordered[:MOST_PROBLEMS])
    return msgspec.json.encode(News(built, shown, max(0, len(ordered) - MOST_PROBLEMS)))


def failure_of(words: str) -> bytes:
    """The news that the machine failed in a build."""
    return msgspec.json.encode(News(built=False, failure=visible(words)))


def _shown(problem: Problem, lines: SourceLines, opener: "Opener") -> Shown:
    found = lines(problem.file)
    before, rest = excerpt(found[problem.line - 1], problem.column) if 0 < problem.line <= len(found) else ("", "")
    return Shown(
        file=visible(problem.file),
        line=problem.line,
        column=problem.column,
        severity=problem.severity,
        code=problem.code,
        message=visible(problem.message),
        hint=visible(problem.hint),
        before=before,
        rest=rest.rstrip(),
        editor=opener.address(problem.file, problem.line, problem.column),
    )


class Opener(msgspec.Struct, frozen=True):
    """How an editor is asked to open a file: an address with `{file}`, `{line}` and `{column}`; empty for no way.

    `root` is the folder of the site as an absolute path.
    """

    pattern: str
    root: str

    def address(self, file: str, line: int = 1, column: int = 1) -> str:
        """The address that opens a file at a place."""
        path = quote(f"{self.root}/{file}".encode("utf-8", "surrogateescape"))
        values = {"{file}": path, "{line}": str(line), "{column}": str(column)}
        return re.sub(r"\{(?:file|line|column)\}", lambda found: values[found[0]], self.pattern)


def message(news: bytes, page: State) -> bytes:
    """News for one page, as an event stream carries them (HTML, "Server-sent events")."""
    return b"data: " + msgspec.json.encode({"news": msgspec.Raw(news), "page": page}) + b"\n\n"


def state_of(data: bytes, source: Source) -> State:
    """The state of a page, by its bytes as they lie in the folder and what is known of their source.

    A page may be asked for when it is there already and its archive is not yet.
    """
    known = msgspec.json.encode(source)
    sheets = [match for tag in _SHEET.findall(data) for match in _HREF.findall(tag)]
    words = _digest(_SHEET.sub(b"", data) + known)
    return State(_digest(data + known), words, tuple(unescape(sheet.decode("utf-8", "replace")) for sheet in sheets))


def source_of(data: bytes, path: Sequence[str], archive: Archive | None) -> Source:
    """The source of the page `data` at `path` in the folder: that of its record, or the settings of the site."""
    if archive is None:
        return Source(SITE_FILE)
    ids = dict.fromkeys(unescape(match.decode("utf-8", "replace")) for match in _QUOTE.findall(data))
    drafts = tuple(key for key in ids if key in archive.quotes and archive.quotes[key].draft)
    folder, key = (*path, "", "")[:2]
    kind = _KINDS.get(folder, "page")
    if kind in {"page", "source"}:
        kind, key = "page", folder
    record = _records(archive, kind).get(archive.aliases.get(kind, {}).get(key, key))
    if record is None or not record.file:
        return Source(SITE_FILE, drafts=drafts)
    return Source(record.file, getattr(record, "draft", False), drafts)


def _records(archive: Archive, kind: Kind) -> Mapping[str, Any]:
    return {
        "quote": archive.quotes, "context": archive.contexts, "author": archive.authors, "entity": archive.entities,
        "country": archive.countries, "page": archive.pages,
    }.get(kind, {})  # fmt: skip


def dressed(data: bytes, source: Source, opener: Opener, integrity: str) -> bytes:
    """A page with the script that keeps it up to date, and what that needs to know.

    `integrity` is the hash of the script, which the policy must allow, too (`permitting`).
    """
    state = state_of(data, source)
    facts = {
        "whole": state.whole,
        "words": state.words,
        "file": visible(source.file),
        "editor": opener.address(source.file),
        "draft": "yes" if source.is_draft else "",
        "drafts": " ".join(source.drafts),
    }
    attributes = "".join(f' data-{name}="{escape(value)}"' for name, value in facts.items())
    tag = f'<script type="module" src="/{RESERVED}/{SCRIPT}" integrity="{integrity}"{attributes}></script>\n'
    script = tag.encode()
    before, head, after = data.partition(b"</head>")
    return before + script + head + after


def permitting(headers: Iterable[tuple[str, str]], integrity: str) -> list[tuple[str, str]]:
    """The headers of a page, whose policy lets the script with this hash run, too."""
    return [(name, allowing(value, [integrity]) if name == POLICY_HEADER else value) for name, value in headers]


def _digest(data: bytes) -> str:
    return hashlib.blake2b(data, digest_size=12).hexdigest()
