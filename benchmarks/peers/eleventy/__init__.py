"""Eleventy: how the corpus is written for it, and how it is run.

Owns its content files; its templates and settings lie in `site/`, what is installed in `package.json`. The names of
authors, entities, countries and contexts are global data.
"""

import json
from collections.abc import Iterator
from pathlib import Path

from benchmarks.corpus import Corpus
from benchmarks.peers.records import front_matter, names
from benchmarks.tools import Tool

_PACKAGE = "node_modules/@11ty/eleventy"


def _files(corpus: Corpus) -> Iterator[tuple[str, str]]:
    yield "content/_data/names.json", json.dumps(names(corpus), ensure_ascii=False)
    for quote in corpus.quotes:
        yield f"content/quotes/{quote.id}.quote", front_matter(quote)


def _installed() -> Path:
    from benchmarks.workplace import node_peers

    return node_peers() / _PACKAGE


def _command(root: Path, output: Path) -> list[str]:
    # Eleventy works in the folder that it is started in; a large site outgrows Node's usual heap.
    program = 'cd "$1" && exec node --max-old-space-size=16384 "$2" --quiet --output="$3"'
    return ["sh", "-c", program, "sh", str(root), str(_installed() / "cmd.cjs"), str(output)]


def _version() -> str:
    found = json.loads((_installed() / "package.json").read_text(encoding="utf-8"))
    return str(found["version"])


TOOL = Tool(
    key="eleventy",
    name="Eleventy",
    module=__file__,
    site=Path(__file__).parent / "site",
    files=_files,
    command=_command,
    version=_version,
)
