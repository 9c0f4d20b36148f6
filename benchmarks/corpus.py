"""A corpus of any size in the content model, the same records for the same size.

Owns what the generated archive looks like: N/50 authors, N/200 entities, N/100 contexts, 40 to 110 words a quote, two
entities, one to three countries, dates over ten years; from 10,000 quotes on one author has 500. Knows no file format
but ours; the peers write the same records in theirs.

    python -m benchmarks.corpus 10000 /tmp/corpus-10000
"""

import datetime
import random
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

CODES = (
    "no se dk fi is de fr gb us ca mx br ar cl za ng ke eg ma tr ir iq sa ae in pk cn jp kr kp vn th id au nz ua ru pl"
).split()
SYLLABLES = (
    "ba be bi bo da de di do fa fi ga ge ka ke ki ko la le li lo ma me mi mo na ne ni no pa pe ra re ri ro sa se"
).split()
WORDS_IN_LANGUAGE = 4_000
FIRST_DAY = datetime.date(2015, 1, 1)
DAYS = 3_650
TITLE = "Corpus"
BASE_URL = "https://corpus.example/"
PROLIFIC = "author-000000"
PROLIFIC_QUOTES = 500
PROLIFIC_FROM = 10_000
"""The smallest corpus in which one author has `PROLIFIC_QUOTES` quotes."""


class Author(NamedTuple):
    """Somebody who says something."""

    id: str
    name: str
    country: str


class Entity(NamedTuple):
    """A body on behalf of which something is said."""

    id: str
    name: str


class Context(NamedTuple):
    """What a quote is about."""

    id: str
    title: str
    summary: str


class Quote(NamedTuple):
    """A statement with all that a page shows of it."""

    id: str
    text: str
    author: str
    role: str
    day: datetime.date
    inserted: datetime.datetime
    entities: tuple[str, ...]
    countries: tuple[str, ...]
    context: str
    source_title: str
    source_url: str


class Corpus(NamedTuple):
    """An archive. Its quotes are made while they are read, once, so that a million need no memory."""

    authors: tuple[Author, ...]
    entities: tuple[Entity, ...]
    contexts: tuple[Context, ...]
    quotes: Iterator[Quote]


def main() -> None:
    """Write the corpus of `sys.argv[1]` quotes into the folder `sys.argv[2]`."""
    size, folder = int(sys.argv[1]), Path(sys.argv[2])
    write_corpus(make_corpus(size), folder)
    print(f"{size:,} quotes in {folder}")


def make_corpus(size: int) -> Corpus:
    """The records of a corpus with `size` quotes."""
    chance = random.Random(size)
    words = _language(chance)
    authors = tuple(
        Author(f"author-{number:06}", _name(chance, words), chance.choice(CODES))
        for number in range(max(2, size // 50))
    )
    entities = tuple(Entity(f"entity-{number:05}", _name(chance, words)) for number in range(max(2, size // 200)))
    contexts = tuple(
        Context(f"context-{number:05}", _sentence(chance, words, 6)[:-1], _sentence(chance, words, 40))
        for number in range(max(1, size // 100))
    )
    return Corpus(authors, entities, contexts, _quotes(size, chance, words, (authors, entities, contexts)))


def write_corpus(corpus: Corpus, folder: Path) -> None:
    """Write a whole site into `folder`, which must not have a `content/` yet."""
    for path, text in site_files(corpus):
        write(folder / path, text)


def site_files(corpus: Corpus) -> Iterator[tuple[str, str]]:
    """Every file of the site: its path and its text."""
    yield "content/site.yaml", f"title: {TITLE}\nbase_url: {BASE_URL}\ntagline: Generated statements\n"
    for author in corpus.authors:
        yield f"content/authors/{author.id}.yaml", author_file(author)
    for entity in corpus.entities:
        yield f"content/entities/{entity.id}.yaml", f"name: {entity.name}\nkind: organisation\n"
    for context in corpus.contexts:
        yield f"content/contexts/{context.id}.yaml", f"title: {context.title}\nsummary: {context.summary}\n"
    for quote in corpus.quotes:
        yield quote_path(quote), quote_file(quote)


def author_file(author: Author) -> str:
    """The file of an author in a site."""
    return f"name: {author.name}\ncountries: [{author.country}]\n"


def quote_path(quote: Quote) -> str:
    """Where the file of a quote lies in a site."""
    return f"content/quotes/{quote.day.year}/{quote.day.month:02}/{quote.id}.yaml"


def quote_file(quote: Quote) -> str:
    """The file of a quote in a site."""
    lines = [
        "text: |",
        f"  {quote.text}",
        f"author: {quote.author}",
        f"role: {quote.role}",
        f"pronounced: {quote.day.isoformat()}",
        f"inserted: {timestamp(quote.inserted)}",
        f"entities: [{', '.join(quote.entities)}]",
        f"countries: [{', '.join(quote.countries)}]",
        f"contexts: [{quote.context}]",
        f"source: {{title: {quote.source_title}, url: '{quote.source_url}'}}",
    ]
    return "\n".join(lines) + "\n"


def timestamp(moment: datetime.datetime) -> str:
    """An instant in UTC as RFC 3339."""
    return moment.isoformat().replace("+00:00", "Z")


def write(path: Path, text: str) -> None:
    """Write a file and the folders above it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _language(chance: random.Random) -> list[str]:
    """Invented words; no real text could be told apart from a statement that somebody made."""
    made = {"".join(chance.choices(SYLLABLES, k=chance.randint(1, 4))) for _ in range(WORDS_IN_LANGUAGE)}
    # Two of them are no text in YAML 1.1.
    return sorted(made - {"no", "on"})


def _sentence(chance: random.Random, words: list[str], length: int) -> str:
    return " ".join(chance.choices(words, k=length)).capitalize() + "."


def _name(chance: random.Random, words: list[str]) -> str:
    return " ".join(word.capitalize() for word in chance.choices(words, k=2))


def _quotes(
    size: int,
    chance: random.Random,
    words: list[str],
    named: tuple[tuple[Author, ...], tuple[Entity, ...], tuple[Context, ...]],
) -> Iterator[Quote]:
    authors, entities, contexts = ([record.id for record in records] for records in named)
    every = size // PROLIFIC_QUOTES if size >= PROLIFIC_FROM else 0
    for number in range(size):
        day = FIRST_DAY + datetime.timedelta(days=chance.randrange(DAYS))
        noon = datetime.datetime.combine(day, datetime.time(12), datetime.UTC)
        author = chance.choice(authors[1:] if every else authors)
        prolific = every and number % every == 0 and number // every < PROLIFIC_QUOTES
        yield Quote(
            id=f"quote-{number:07}",
            text=_sentence(chance, words, chance.randint(40, 110)),
            author=PROLIFIC if prolific else author,
            role=_sentence(chance, words, 4)[:-1],
            day=day,
            inserted=noon + datetime.timedelta(minutes=number % 1440),
            entities=tuple(chance.sample(entities, 2)),
            countries=tuple(chance.sample(CODES, chance.randint(1, 3))),
            context=chance.choice(contexts),
            source_title=f"Record {number}",
            source_url=f"{BASE_URL}records/{number}",
        )


if __name__ == "__main__":
    main()
