"""The index of the search as files.

Owns their form: shards of words, tables of facets, ids and names, and the one file that names them all. Everything is
JSON, which hosts compress and browsers read. Where a shard ends follows from its last word alone, so that a quote that
changes moves no boundary but its own words'; the same quotes give the same files, in whatever way they came together.
Does not know where a quote's words come from.
"""

import hashlib
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, pairwise
from typing import Final
from zlib import crc32

import msgspec

from ipsegen.plan.search import COLUMNS, FOLDER, Names, Row
from ipsegen.render.search_words import LETTERS, Letters

VERSION: Final = 1
ROWS: Final = 16_384
"""So many quotes has a table of facets."""
IDS: Final = 256
"""So many quotes has a table of ids: a page of results needs ten of them at worst."""
_WEIGHT: Final = 4_096
"""So many quotes, counted once for each word that is in them, has a shard on average."""
_OF_A_WORD: Final = 4
"""What a word itself weighs in a shard, in quotes."""
_DIGITS: Final = 10

Lists = dict[str, bytes]
"""Words with the numbers of their quotes: a JSON list of the first, and of the steps from each to the next."""


class IndexFile(msgspec.Struct, frozen=True):
    """One file of the index: its output path and its bytes."""

    path: str
    data: bytes


class Head(msgspec.Struct, frozen=True):
    """The file that names all others. `words`: the first word of each shard, in the order of UTF-16, and its file."""

    version: int
    quotes: int
    letters: Letters
    names: str
    words: tuple[tuple[str, str], ...]
    rows: tuple[str, ...]
    ids: tuple[str, ...]
    ids_each: int


def make_head(
    quotes: int, names: str, shards: Iterable[tuple[str, str]], rows: Iterable[str], ids: Iterable[str]
) -> Head:
    """The head of an index whose other files are these."""
    return Head(VERSION, quotes, LETTERS, names, tuple(shards), tuple(rows), tuple(ids), IDS)


encode_head: Final = msgspec.json.encode
decode_head: Final = msgspec.json.Decoder(Head).decode


def index_file(kind: str, data: bytes) -> IndexFile:
    """A file under a name that changes with its content."""
    return IndexFile(f"{FOLDER}/{kind}.{hashlib.sha256(data).hexdigest()[:_DIGITS]}.json", data)


# Words.


def in_shards(lists: Iterable[tuple[str, bytes]]) -> Iterator[Lists]:
    """Words in their order, cut into shards."""
    shard: Lists = {}
    for word, numbers in lists:
        shard[word] = numbers
        if closes(word, numbers):
            yield shard
            shard = {}
    if shard:
        yield shard


def closes(word: str, numbers: bytes) -> bool:
    """Whether a shard ends with a word: by chance, the same for the same word, and likelier the more it weighs."""
    return crc32(word.encode()) * _WEIGHT < (numbers.count(b",") + 1 + _OF_A_WORD) << 32


def in_order(word: str) -> bytes:
    """The place of a word: browsers compare by units of UTF-16."""
    return word.encode("utf-16-be")


def encode_shard(lists: Lists) -> bytes:
    """Words have letters and digits alone, so nothing in them needs an escape."""
    return "{{{}}}".format(",".join(f'"{word}":{numbers.decode()}' for word, numbers in lists.items())).encode()


def decode_shard(data: bytes) -> Lists:
    """The words of a shard."""
    return {word: bytes(numbers) for word, numbers in _SHARD.decode(data).items()}


_SHARD: Final = msgspec.json.Decoder(dict[str, msgspec.Raw])


def shard_of(word: str, firsts: Sequence[bytes]) -> int:
    """The shard that a word belongs to, by the places of all shards' first words."""
    return max(0, bisect_right(firsts, in_order(word)) - 1)


def encode_numbers(numbers: Sequence[int]) -> bytes:
    """A list of numbers, of which there is at least one, that grow."""
    steps = [after - before for before, after in pairwise(numbers)]
    return f"[{','.join(map(str, [numbers[0], *steps]))}]".encode()


def decode_numbers(data: bytes) -> list[int]:
    """The numbers of a list."""
    number, numbers = 0, []
    for step in _STEPS.decode(data):
        number += step
        numbers.append(number)
    return numbers


_STEPS: Final = msgspec.json.Decoder(list[int])


# Facets, ids and names.


def encode_rows(rows: Sequence[Row]) -> bytes:
    """A table of facets by column: its values, sorted, and for each quote the place of its value, or a list of them.

    Days are steps, each from the day of the quote before.
    """
    days = [0, *(row.day for row in rows)]
    table: dict[str, object] = {"day": [after - before for before, after in pairwise(days)]}
    for column, name in enumerate(COLUMNS):
        found = [row.values[column] for row in rows]
        values = sorted({value for each in found for value in each})
        place = {value: number for number, value in enumerate(values)}
        of = [place[each[0]] if len(each) == 1 else [place[value] for value in each] for each in found]
        table[name] = {"values": values, "of": of}
    return msgspec.json.encode(table)


def decode_rows(data: bytes) -> list[Row]:
    """The rows of a table of facets."""
    table = msgspec.json.decode(data)
    columns = [_column(table[name]["values"], table[name]["of"]) for name in COLUMNS]
    return [Row(values, day) for day, values in zip(accumulate(table["day"]), zip(*columns, strict=True), strict=True)]


def _column(values: Sequence[str], of: Iterable[int | list[int]]) -> Iterator[tuple[str, ...]]:
    single = [(value,) for value in values]
    return (single[each] if isinstance(each, int) else tuple(values[place] for place in each) for each in of)


def id_files(quotes: Sequence[str]) -> list[IndexFile]:
    """The tables of ids."""
    return [index_file("ids", msgspec.json.encode(quotes[start : start + IDS])) for start in range(0, len(quotes), IDS)]


def names_file(names: Names, statuses: Mapping[str, str]) -> IndexFile:
    """The table of names, with what a reader calls each status."""
    table = msgspec.structs.asdict(names) | {"status": {status: (name,) for status, name in statuses.items()}}
    return index_file("names", msgspec.json.encode(table))
