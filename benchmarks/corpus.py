"""A corpus of any size in the content model, the same bytes for the same size.

Owns what the generated archive looks like: N/50 authors, N/200 entities, N/100 contexts, 40 to 110 words a quote, two
entities, one to three countries, dates over ten years. Does not build anything.

    python -m benchmarks.corpus 10000 /tmp/corpus-10000
"""

import datetime
import random
import sys
from pathlib import Path

CODES = (
    "no se dk fi is de fr gb us ca mx br ar cl za ng ke eg ma tr ir iq sa ae in pk cn jp kr kp vn th id au nz ua ru pl"
).split()
SYLLABLES = (
    "ba be bi bo da de di do fa fi ga ge ka ke ki ko la le li lo ma me mi mo na ne ni no pa pe ra re ri ro sa se"
).split()
WORDS_IN_LANGUAGE = 4_000
FIRST_DAY = datetime.date(2015, 1, 1)
DAYS = 3_650


def main() -> None:
    """Write the corpus of `sys.argv[1]` quotes into the folder `sys.argv[2]`."""
    size, folder = int(sys.argv[1]), Path(sys.argv[2])
    write_corpus(size, folder)
    print(f"{size:,} quotes in {folder}")


def write_corpus(size: int, folder: Path) -> None:
    """Write a whole site with `size` quotes into `folder`, which must not have a `content/` yet."""
    chance = random.Random(size)
    words = _language(chance)
    content = folder / "content"
    site = "title: Corpus\nbase_url: https://corpus.example/\ntagline: Generated statements\n"
    _write(content / "site.yaml", site)
    authors = _authors(content, max(1, size // 50), chance, words)
    entities = _entities(content, max(2, size // 200), chance, words)
    contexts = _contexts(content, max(1, size // 100), chance, words)
    for number in range(size):
        day = FIRST_DAY + datetime.timedelta(days=chance.randrange(DAYS))
        path = content / "quotes" / f"{day.year}" / f"{day.month:02}" / f"quote-{number:07}.yaml"
        _write(path, _quote(number, day, chance, words, authors, entities, contexts))


def _language(chance: random.Random) -> list[str]:
    """Invented words; no real text could be told apart from a statement that somebody made."""
    made = {"".join(chance.choices(SYLLABLES, k=chance.randint(1, 4))) for _ in range(WORDS_IN_LANGUAGE)}
    return sorted(made)


def _sentence(chance: random.Random, words: list[str], length: int) -> str:
    return " ".join(chance.choices(words, k=length)).capitalize() + "."


def _name(chance: random.Random, words: list[str]) -> str:
    return " ".join(word.capitalize() for word in chance.choices(words, k=2))


def _authors(content: Path, count: int, chance: random.Random, words: list[str]) -> list[str]:
    for number in range(count):
        text = f"name: {_name(chance, words)}\ncountries: [{chance.choice(CODES)}]\n"
        _write(content / "authors" / f"author-{number:06}.yaml", text)
    return [f"author-{number:06}" for number in range(count)]


def _entities(content: Path, count: int, chance: random.Random, words: list[str]) -> list[str]:
    for number in range(count):
        _write(content / "entities" / f"entity-{number:05}.yaml", f"name: {_name(chance, words)}\nkind: organisation\n")
    return [f"entity-{number:05}" for number in range(count)]


def _contexts(content: Path, count: int, chance: random.Random, words: list[str]) -> list[str]:
    for number in range(count):
        title, summary = _sentence(chance, words, 6)[:-1], _sentence(chance, words, 40)
        _write(content / "contexts" / f"context-{number:05}.yaml", f"title: {title}\nsummary: {summary}\n")
    return [f"context-{number:05}" for number in range(count)]


def _quote(
    number: int,
    day: datetime.date,
    chance: random.Random,
    words: list[str],
    authors: list[str],
    entities: list[str],
    contexts: list[str],
) -> str:
    noon = datetime.datetime.combine(day, datetime.time(12), datetime.UTC)
    inserted = noon + datetime.timedelta(minutes=number % 1440)
    countries = ", ".join(chance.sample(CODES, chance.randint(1, 3)))
    lines = [
        "text: |",
        f"  {_sentence(chance, words, chance.randint(40, 110))}",
        f"author: {chance.choice(authors)}",
        f"role: {_sentence(chance, words, 4)[:-1]}",
        f"pronounced: {day.isoformat()}",
        f"inserted: {inserted.isoformat().replace('+00:00', 'Z')}",
        f"entities: [{', '.join(chance.sample(entities, 2))}]",
        f"countries: [{countries}]",
        f"contexts: [{chance.choice(contexts)}]",
        f"source: {{title: Record {number}, url: 'https://corpus.example/records/{number}'}}",
    ]
    return "\n".join(lines) + "\n"


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
