"""Pelican's plugin: quotes as plain text, and lists by country."""

from collections import defaultdict
from functools import partial
from typing import Any

from pelican import signals  # type: ignore[import-not-found]
from pelican.readers import BaseReader  # type: ignore[import-not-found]


class QuoteReader(BaseReader):  # type: ignore[misc]
    """Lines of `key: value`, an empty line, and the text."""

    enabled = True
    file_extensions = ("quote",)

    def read(self, source_path: str) -> tuple[str, dict[str, Any]]:
        """The text and what stands above it."""
        with open(source_path, encoding="utf-8") as file:  # noqa: PTH123
            head, _, text = file.read().partition("\n\n")
        pairs = (line.split(": ", 1) for line in head.splitlines())
        return text.strip(), {key: self.process_metadata(key, value) for key, value in pairs}


def _add_reader(readers: Any) -> None:
    readers.reader_classes["quote"] = QuoteReader


def _write_countries(generator: Any, writer: Any) -> None:
    """A paged list for each country; articles run from the newest to the oldest."""
    filed: defaultdict[str, list[Any]] = defaultdict(list)
    for article in generator.articles:
        for code in article.countries.split(", "):
            filed[code].append(article)
    write = partial(writer.write_file, template=generator.get_template("country"), context=generator.context)
    for code, articles in sorted(filed.items()):
        write(
            f"countries/{code}/index.html",
            articles=articles,
            country=code,
            paginated={"articles": articles, "dates": articles},
            template_name="country",
            relative_urls=generator.settings["RELATIVE_URLS"],
            url=f"countries/{code}/",
        )


def register() -> None:
    """Told by Pelican to make itself known."""
    signals.readers_init.connect(_add_reader)
    signals.article_writer_finalized.connect(_write_countries)
