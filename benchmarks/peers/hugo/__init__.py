"""Hugo: how the corpus is written for it, and how it is run.

Owns its content files; its layouts and settings lie in `site/`. Authors, entities, countries and contexts are
taxonomies. A quote's text is the raw body of its file, set as plain text as ours is, and not read as Markdown; a card
is set once and cached. `hugo.yaml` leaves out all pages that are not compared.
"""

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

from benchmarks.corpus import Corpus
from benchmarks.peers.records import front_matter, names
from benchmarks.tools import Tool


def _files(corpus: Corpus) -> Iterator[tuple[str, str]]:
    yield "content/quotes/_index.md", _titled("All quotes")
    for folder, named in names(corpus).items():
        for key, name in named.items():
            yield f"content/{folder}/{key}/_index.md", _titled(name)
    for quote in corpus.quotes:
        yield f"content/quotes/{quote.id}.md", front_matter(quote)


def _titled(title: str) -> str:
    return f"---\ntitle: {json.dumps(title, ensure_ascii=False)}\n---\n"


def _binary() -> str:
    from benchmarks.workplace import python_peers

    # The command that the package installs is a Python script around this program.
    return str(next(python_peers().glob("lib/python*/site-packages/hugo/binaries/hugo")))


def _command(root: Path, output: Path) -> list[str]:
    given = ["--source", str(root), "--destination", str(output), "--quiet", "--ignoreCache", "--noBuildLock"]
    return [_binary(), "build", *given]


def _version() -> str:
    found = subprocess.run([_binary(), "version"], capture_output=True, text=True, check=True)
    return found.stdout.split()[1].split("-")[0].removeprefix("v")


TOOL = Tool(
    key="hugo",
    name="Hugo",
    module=__file__,
    site=Path(__file__).parent / "site",
    files=_files,
    command=_command,
    version=_version,
    leftovers=("resources",),
)
