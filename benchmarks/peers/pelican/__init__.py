"""Pelican: how the corpus is written for it, and how it is run.

Owns its content files; its theme, settings and plugin lie in `site/`. Contexts are its categories and entities its
tags; a small plugin reads the quotes as plain text and makes the lists by country.
"""

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

from benchmarks.corpus import Corpus, Quote
from benchmarks.peers.records import names
from benchmarks.tools import Tool


def _files(corpus: Corpus) -> Iterator[tuple[str, str]]:
    yield "names.json", json.dumps(names(corpus), ensure_ascii=False)
    for quote in corpus.quotes:
        yield f"content/quotes/{quote.id}.quote", _quote(quote)


def _quote(quote: Quote) -> str:
    lines = [
        f"title: {quote.id}",
        f"slug: {quote.id}",
        f"date: {quote.inserted:%Y-%m-%d %H:%M:%S}",
        f"pronounced: {quote.day}",
        f"author: {quote.author}",
        f"role: {quote.role}",
        f"tags: {', '.join(quote.entities)}",
        f"countries: {', '.join(quote.countries)}",
        f"category: {quote.context}",
        f"source_title: {quote.source_title}",
        f"source_url: {quote.source_url}",
        "",
        quote.text,
    ]
    return "\n".join(lines) + "\n"


def _program() -> str:
    from benchmarks.workplace import python_peers

    return str(python_peers() / "bin" / "pelican")


def _command(root: Path, output: Path) -> list[str]:
    return [_program(), str(root / "content"), "-o", str(output), "-s", str(root / "pelicanconf.py"), "-q"]


def _version() -> str:
    return subprocess.run([_program(), "--version"], capture_output=True, text=True, check=True).stdout.strip()


TOOL = Tool(
    key="pelican",
    name="Pelican",
    module=__file__,
    site=Path(__file__).parent / "site",
    files=_files,
    command=_command,
    version=_version,
)
