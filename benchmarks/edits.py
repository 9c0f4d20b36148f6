"""Changes that an editor makes to a site.

Owns what is changed in the content, and how: a word, a date, a new quote, a name. Each call changes other records.
"""

import datetime
from itertools import islice
from pathlib import Path

from benchmarks.corpus import PROLIFIC, Quote, author_file, make_corpus, quote_file, quote_path

MOST = 200
"""So many quotes are at hand to be changed."""


class Editor:
    """Changes a site of the corpus; every change takes the next quote."""

    def __init__(self, size: int) -> None:
        corpus = make_corpus(size)
        self.authors = {author.id: author for author in corpus.authors}
        self.quotes = list(islice(corpus.quotes, MOST))
        self.number = 0

    def change_word(self, root: Path) -> tuple[Quote, str]:
        """Change the last word of a quote; returns the quote and the new word."""
        quote, word = self._next(), f"changed{self.number}"
        text = f"{quote.text.rpartition(' ')[0]} {word}."
        _write(root, quote_path(quote), quote_file(quote._replace(text=text)))
        return quote, word

    def change_date(self, root: Path) -> None:
        """Let a quote have been said on another day; its file stays where it is."""
        quote = self._next()
        day = datetime.date(2015, 1, 1) + datetime.timedelta(days=37 * self.number)
        _write(root, quote_path(quote), quote_file(quote._replace(day=day)))

    def add_old(self, root: Path) -> None:
        """Add a quote that was said long ago, and came after all others."""
        like = self._next()
        quote = like._replace(
            id=f"added-{self.number:05}",
            text=f"Added {self.number}: {like.text}",
            day=datetime.date(2015, 2, 3),
            inserted=datetime.datetime(2025, 1, 2, 12, self.number % 60, tzinfo=datetime.UTC),
            source_url=f"{like.source_url}/added",
        )
        _write(root, quote_path(quote), quote_file(quote))

    def rename_author(self, root: Path) -> None:
        """Rename the author with the most quotes."""
        self.number += 1
        author = self.authors[PROLIFIC]
        _write(root, f"content/authors/{author.id}.yaml", author_file(author._replace(name=f"Renamed {self.number}")))

    def _next(self) -> Quote:
        self.number += 1
        return self.quotes[self.number % len(self.quotes)]


def _write(root: Path, path: str, text: str) -> None:
    """Replace a file as an editor does, with a new one of the same name."""
    target = root / path
    target.parent.mkdir(parents=True, exist_ok=True)
    begun = target.with_name(f".{target.name}.begun")
    begun.write_text(text, encoding="utf-8")
    begun.replace(target)
