"""What the peers' content files have in common.

Owns the front matter of a quote, and the names of countries, which the corpus knows by their codes only.
"""

import json

from benchmarks.corpus import CODES, Corpus, Quote, timestamp
from ipsegen.model.country_names import country_name


def country_names() -> dict[str, str]:
    """The English name of each country that the corpus names."""
    return {code: country_name(code, "en") for code in CODES}


def names(corpus: Corpus) -> dict[str, dict[str, str]]:
    """By folder of the output, the name of each record that has a list of quotes."""
    return {
        "authors": {author.id: author.name for author in corpus.authors},
        "entities": {entity.id: entity.name for entity in corpus.entities},
        "countries": country_names(),
        "contexts": {context.id: context.title for context in corpus.contexts},
    }


def front_matter(quote: Quote) -> str:
    """A quote as YAML between two lines of hyphens, and its text as plain text."""
    lines = [
        "---",
        f"date: {timestamp(quote.inserted)}",
        f'pronounced: "{quote.day}"',
        f"authors: {json.dumps([quote.author])}",
        f"role: {json.dumps(quote.role)}",
        f"entities: {json.dumps(quote.entities)}",
        f"countries: {json.dumps(quote.countries)}",
        f"contexts: {json.dumps([quote.context])}",
        f"source: {json.dumps({'title': quote.source_title, 'url': quote.source_url})}",
        "---",
        quote.text,
    ]
    return "\n".join(lines) + "\n"
