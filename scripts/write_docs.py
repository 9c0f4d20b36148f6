"""Write the pages of `docs/` that come from the code: `python scripts/write_docs.py`.

Owns which files those are and the words around their tables. Does not know what the tables say.
"""

import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from ipsegen.diagnostics import format_text
from ipsegen.judgement import check
from ipsegen.load.catalogue import Entry, read_catalogue
from ipsegen.load.documents import source_lines
from ipsegen.load.scaffold import read_scaffold
from ipsegen.model.field_tables import KINDS, field_table

ROOT: Final = Path(__file__).parents[1]
FIELDS: Final = "docs/fields.md"
DIAGNOSTICS: Final = "docs/diagnostics.md"

_HEAD: Final = """\
# Keys

What each kind of file in `content/` may say. **Bold** keys are required. Values are read as text, so `NO`, `0476` and
`2024-10` mean what they look like. This page is written by `make docs` from the code that reads the files: change the
record classes in `ipsegen/model/`, not this page.
"""

_FILES: Final = {
    "quote": "`content/quotes/**/<id>.yaml`",
    "context": "`content/contexts/<id>.yaml`, or `.md` with these keys as front matter and the article below",
    "author": "`content/authors/<id>.yaml`",
    "entity": "`content/entities/<id>.yaml`",
    "country": "`content/countries/<code>.yaml`; none is needed: names, flags and shapes are known",
    "source": "`content/sources/<id>.yaml`, for a source that many quotes share; at least `title` or `url`",
    "page": "`content/pages/<slug>.md`: these keys as front matter, the text below",
    "site": "`content/site.yaml`",
}

_HEAD_OF_DIAGNOSTICS: Final = """\
# Diagnostics

Every problem that `ipsegen check` can report, by its code: what causes it, an example with what is said of it, and how
to mend it. `ipsegen explain CODE` prints the same in a terminal. Errors keep the site from being built, warnings do
not. Of a quote only the keys that matter are shown; `…` stands for the others.

This page is written by `make docs` from `ipsegen/diagnostics.yaml`: change that file, not this page.
"""

_NOW: Final = datetime(2025, 1, 21, 18, tzinfo=UTC)
_INSERTED: Final = "2025-01-20T12:00:00Z"


def documents() -> dict[str, str]:
    """The text of each generated file by its path from the root."""
    parts = [f"## {kind}\n\n{_FILES[kind]}\n\n{field_table(kind)}" for kind in KINDS]
    entries = [_diagnostic(code, entry) for code, entry in read_catalogue().items()]
    return {FIELDS: "\n".join([_HEAD, *parts]), DIAGNOSTICS: "\n".join([_HEAD_OF_DIAGNOSTICS, *entries])}


def _diagnostic(code: str, entry: Entry) -> str:
    """What is told of one code."""
    parts = [f"## {code}", entry.cause]
    if entry.example:
        shown = {entry.file: f"{_left_out(entry)}{entry.example}", **entry.also}
        parts += [_block("yml", "\n".join(f"# {path}\n{text}" for path, text in shown.items()))]
        parts += [_block("text", _printed(code, entry))]
    else:
        parts += [f"Such as: {entry.seen[0].lower()}{entry.seen[1:]}"]
    return "\n\n".join([*parts, entry.cure]) + "\n"


def _left_out(entry: Entry) -> str:
    return "# …\n" if len(entry.files[entry.file]) > len(entry.example) else ""


def _block(language: str, text: str) -> str:
    return f"```{language}\n{text.rstrip()}\n```"


def _printed(code: str, entry: Entry) -> str:
    """What `ipsegen check` prints of the example."""
    scaffold = {path: text.replace("@NOW@", _INSERTED) for path, text in read_scaffold().items()}
    site = {path: text for path, text in scaffold.items() if path.startswith("content/")} | entry.files
    with tempfile.TemporaryDirectory() as folder:
        for path, text in site.items():
            file = Path(folder, path)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        problems = check(Path(folder), _NOW).problems
    ours = [problem for problem in problems if (problem.file, problem.code) == (entry.file, code)]
    return format_text(ours[:1], lambda path: source_lines(site[path].encode()))


def main() -> None:
    """Write them."""
    for path, text in documents().items():
        (ROOT / path).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
