"""The index of the search: made whole, or gone on from the one that stands.

Owns how the words and facets of quotes come together in files, in whatever process they were found, and which files
are as they were: an edited quote changes the shards of the words that came or went, and its facets. What comes of that
is what an index made whole would be. Does not know how a word is told apart, nor what is in a file (`render/search_*`).
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import chain, pairwise
from typing import Final

import msgspec

from ipsegen.plan.edition import Edition
from ipsegen.plan.search import INDEX, Row, names_of, numbered, row_of, searched_words
from ipsegen.render.search_index import (
    ROWS,
    Head,
    IndexFile,
    Lists,
    closes,
    decode_head,
    decode_numbers,
    decode_rows,
    decode_shard,
    encode_head,
    encode_numbers,
    encode_rows,
    encode_shard,
    id_files,
    in_order,
    in_shards,
    index_file,
    make_head,
    names_file,
    shard_of,
)
from ipsegen.render.search_words import words_of

CHUNK: Final = 1_024
"""So many quotes are read at once for an index that is made whole."""
_MOST_MOVED: Final = 8
"""Where more than one of so many quotes has another number, words or facets, an index is better made whole."""

Standing = Callable[[str], bytes | None]
"""The bytes of a file of the site that stands, by its path; None where it is not what the last build left."""


class Found(msgspec.Struct, frozen=True, array_like=True):
    """What is in a run of quotes: for each word the first and the last of them, with the steps from one to the next."""

    words: dict[str, tuple[int, int, str]]
    rows: list[Row]


class Moved(msgspec.Struct, frozen=True):
    """An index to go on from: its head, the edition it was made of, and the numbers whose quotes are others now."""

    head: Head
    old: Edition
    numbers: Sequence[int]


def chunks_of(edition: Edition) -> Sequence[range]:
    """The runs of quotes that an index made whole is put together from."""
    count = len(numbered(edition.archive))
    return [range(start, min(start + CHUNK, count)) for start in range(0, count, CHUNK)]


def find(edition: Edition, numbers: range) -> Found:
    """What is in a run of quotes; in any process."""
    quotes = numbered(edition.archive)
    found: defaultdict[str, list[int]] = defaultdict(list)
    for number in numbers:
        for word in words_of(searched_words(quotes[number], edition)):
            found[word].append(number)
    words = {word: (each[0], each[-1], _steps(each)) for word, each in found.items()}
    return Found(words, [row_of(quotes[number], edition) for number in numbers])


def _steps(numbers: Sequence[int]) -> str:
    return "".join([f",{after - before}" for before, after in pairwise(numbers)])


class WholeIndex:
    """An index that is put together of runs of quotes, which come in order."""

    def __init__(self) -> None:
        self._steps: dict[str, list[str]] = {}
        self._last: dict[str, int] = {}
        self._rows: list[Row] = []

    def add(self, found: Found) -> None:
        """The next run."""
        for word, (first, last, steps) in found.words.items():
            known = self._steps.get(word)
            if known is None:
                self._steps[word] = [f"[{first}{steps}"]
            else:
                known.append(f",{first - self._last[word]}{steps}")
            self._last[word] = last
        self._rows += found.rows

    def files(self, edition: Edition, statuses: Mapping[str, str]) -> Iterator[IndexFile]:
        """Every file of the index."""
        words = ((word, f"{''.join(self._steps[word])}]".encode()) for word in sorted(self._steps, key=in_order))
        shards = [(next(iter(shard)), index_file("words", encode_shard(shard))) for shard in in_shards(words)]
        rows = [
            index_file("rows", encode_rows(self._rows[start : start + ROWS]))
            for start in range(0, len(self._rows), ROWS)
        ]
        yield from chain((file for _word, file in shards), rows)
        yield from _named_files(edition, statuses, ((word, file.path) for word, file in shards), [f.path for f in rows])


def _named_files(
    edition: Edition, statuses: Mapping[str, str], shards: Iterable[tuple[str, str]], rows: Iterable[str]
) -> Iterator[IndexFile]:
    """The files that are made anew whatever changed, for they cost little, and the head that names all."""
    quotes = numbered(edition.archive)
    ids, names = id_files(quotes), names_file(names_of(edition.archive), statuses)
    yield from (*ids, names)
    head = make_head(len(quotes), names.path, shards, rows, [file.path for file in ids])
    yield IndexFile(INDEX, encode_head(head))


def moved_since(old: Edition, new: Edition, stale: AbstractSet[str], standing: Standing) -> Moved | None:
    """What the index that stands must be changed in; None where it is better made whole.

    `stale` are the quotes whose own page may show something else: nothing is found in a quote that its page hides.
    """
    data = standing(INDEX)
    head = decode_head(data) if data is not None else None
    before, after = numbered(old.archive), numbered(new.archive)
    if head is None or head.quotes != len(before):
        return None
    # Steps by whole tuples: where the order is the same, this is one comparison.
    same = len(after) if before == after else _same_at_start(before, after)
    numbers = [number for number in range(same) if after[number] in stale] if stale else []
    numbers += range(same, max(len(before), len(after)))
    return Moved(head, old, numbers) if len(numbers) * _MOST_MOVED <= len(after) else None


def _same_at_start(before: Sequence[str], after: Sequence[str]) -> int:
    pairs = enumerate(zip(before, after, strict=False))
    return next((number for number, (one, other) in pairs if one != other), min(len(before), len(after)))


def amended_files(
    moved: Moved, edition: Edition, statuses: Mapping[str, str], standing: Standing
) -> Iterator[IndexFile | str] | None:
    """Every file of the index, of those that are as they stand the path; None where what stands is of no use."""
    came, went = _words_moved(moved, edition)
    shards = _amend_shards(moved.head.words, came, went, standing)
    rows = _amend_rows(moved, edition, standing)
    if shards is None or rows is None:
        return None
    made = [file for _word, file in shards] + rows
    paths = [(word, _path(file)) for word, file in shards]
    return chain(made, _named_files(edition, statuses, paths, map(_path, rows)))


def _path(file: IndexFile | str) -> str:
    return file if isinstance(file, str) else file.path


Numbers = Mapping[str, list[int]]


def _words_moved(moved: Moved, edition: Edition) -> tuple[Numbers, Numbers]:
    """The words that came to quotes and those that went from them, with the numbers of these quotes."""
    came: defaultdict[str, list[int]] = defaultdict(list)
    went: defaultdict[str, list[int]] = defaultdict(list)
    for number in moved.numbers:
        before, after = (_words_at(number, each) for each in (moved.old, edition))
        for word in after - before:
            came[word].append(number)
        for word in before - after:
            went[word].append(number)
    return came, went


def _words_at(number: int, edition: Edition) -> set[str]:
    quotes = numbered(edition.archive)
    return words_of(searched_words(quotes[number], edition)) if number < len(quotes) else set()


def _amend_shards(
    shards: Sequence[tuple[str, str]], came: Numbers, went: Numbers, standing: Standing
) -> list[tuple[str, IndexFile | str]] | None:
    """The shards with their first words. One whose last word closes it no more goes on into the next."""
    firsts = [in_order(word) for word, _path in shards]
    touched: defaultdict[int, list[str]] = defaultdict(list)
    for word in came.keys() | went.keys():
        touched[shard_of(word, firsts)].append(word)
    done: list[tuple[str, IndexFile | str]] = []
    open_: list[tuple[str, bytes]] = []
    for place in range(max(len(shards), 1)):
        words = touched.get(place, ())
        if not words and not open_ and shards:
            done.append(shards[place])
            continue
        data = standing(shards[place][1]) if shards else b"{}"
        if data is None:
            return None
        lists = _amend_lists(decode_shard(data), words, came, went)
        open_ += sorted(lists.items(), key=lambda item: in_order(item[0]))
        for shard in in_shards(open_):
            if closes(*next(reversed(shard.items()))) or place >= len(shards) - 1:
                done.append((next(iter(shard)), index_file("words", encode_shard(shard))))
                open_ = []
            else:
                open_ = list(shard.items())
    return done


def _amend_lists(lists: Lists, words: Iterable[str], came: Numbers, went: Numbers) -> Lists:
    for word in words:
        numbers = set(decode_numbers(lists[word])) if word in lists else set()
        numbers = (numbers - set(went.get(word, ()))) | set(came.get(word, ()))
        if numbers:
            lists[word] = encode_numbers(sorted(numbers))
        else:
            lists.pop(word, None)
    return lists


def _amend_rows(moved: Moved, edition: Edition, standing: Standing) -> list[IndexFile | str] | None:
    """The tables of facets."""
    quotes, before = numbered(edition.archive), numbered(moved.old.archive)
    changed: defaultdict[int, dict[int, Row]] = defaultdict(dict)
    for number in moved.numbers:
        row = row_of(quotes[number], edition) if number < len(quotes) else None
        if number >= len(before) or row != row_of(before[number], moved.old):
            changed[number // ROWS].update({number % ROWS: row} if row is not None else {})
    files: list[IndexFile | str] = []
    for table, start in enumerate(range(0, len(quotes), ROWS)):
        size = min(ROWS, len(quotes) - start)
        if table not in changed and size == min(ROWS, max(0, len(before) - start)):
            files.append(moved.head.rows[table])
            continue
        data = standing(moved.head.rows[table]) if table < len(moved.head.rows) else None
        if data is None and table < len(moved.head.rows):
            return None
        rows = dict(enumerate(decode_rows(data))) if data is not None else {}
        rows |= changed[table]
        files.append(index_file("rows", encode_rows([rows[place] for place in range(size)])))
    return files
