"""The index of the search: what is found of a quote, and an index gone on from is the one made whole."""

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from functools import partial
from typing import Any, Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ipsegen import finding
from ipsegen.finding import WholeIndex, amended_files, chunks_of, find, moved_since
from ipsegen.model.archive import Archive
from ipsegen.model.indexing import build_archive
from ipsegen.model.references import Reference
from ipsegen.plan.edition import Edition
from ipsegen.plan.search import COLUMNS, names_of, row_of, searched_words
from ipsegen.plan.stale import stale_routes
from ipsegen.render import search_index
from ipsegen.render.search_index import (
    IndexFile,
    closes,
    decode_numbers,
    decode_rows,
    encode_numbers,
    encode_rows,
    in_order,
    in_shards,
)
from ipsegen.render.search_words import words_of
from tests.model.builders import SITE, archive, quote_text
from tests.model.changing import AROUND, IDS, keys_of_quotes, site_of

NOW: Final = datetime(2025, 1, 21, 18, tzinfo=UTC)
STATUSES: Final = {"disputed": "Disputed"}
WORDS: Final = [f"w{number}" for number in range(30)]
Files = dict[str, bytes]


@pytest.fixture(autouse=True, scope="module")
def _small() -> Iterator[None]:
    """Several shards and tables for a few quotes, and an index is gone on from however much has moved."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(finding, "_MOST_MOVED", 0)
        patch.setattr(finding, "CHUNK", 2)
        patch.setattr(finding, "ROWS", 3)
        patch.setattr(search_index, "_WEIGHT", 24)
        patch.setattr(search_index, "IDS", 2)
        yield


def edition(found: Archive) -> Edition:
    return Edition(found, NOW, "https://ipse.example/")


def whole(of: Edition) -> Files:
    """The files of an index made whole."""
    index = WholeIndex()
    for run in chunks_of(of):
        index.add(find(of, run))
    return {file.path: file.data for file in index.files(of, STATUSES)}


def amended(old: Edition, new: Edition, stale: set[str]) -> Files:
    """The files of an index gone on from that of another edition."""
    standing = whole(old)
    moved = moved_since(old, new, stale, standing.get)
    assert moved is not None
    files = amended_files(moved, new, STATUSES, standing.get)
    assert files is not None
    made = list(files)
    kept = {file: standing[file] for file in made if isinstance(file, str)}
    return kept | {file.path: file.data for file in made if isinstance(file, IndexFile)}


def texts() -> st.SearchStrategy[str]:
    return st.lists(st.sampled_from(WORDS), min_size=1, max_size=8).map(" ".join)


def sites() -> st.SearchStrategy[Mapping[str, Mapping[str, str]]]:
    quotes = st.builds(lambda keys, text: {**keys, "text": text}, keys_of_quotes(), texts())
    return st.dictionaries(st.sampled_from((*IDS, "q6", "q7", "q8")), quotes, max_size=8)


@given(sites(), sites())
@settings(deadline=None, max_examples=150, suppress_health_check=list(HealthCheck))
def test_an_index_gone_on_from_is_the_one_made_whole(
    before: Mapping[str, Mapping[str, str]], after: Mapping[str, Mapping[str, str]]
) -> None:
    old, new = (edition(build_archive(site_of(quotes), SITE, {})) for quotes in (before, after))
    keys = before.keys() | after.keys()
    moved = {Reference("quote", key): "x" for key in keys if before.get(key) != after.get(key)}
    routes = stale_routes(old, new, moved).routes
    assert amended(old, new, {route.id for route in routes if route.kind == "quote"}) == whole(new)


def many(text: str = "One word more.", **others: str) -> Archive:
    """Twenty quotes of which one says `text`, and others."""
    quotes = {
        f"quotes/q{number:02}.yaml": quote_text(
            text=" ".join(WORDS[number % 7 : number % 7 + 9]),
            author="ann",
            inserted=f"2025-01-{number + 1:02}T00:00:00Z",
        )
        for number in range(20)
    }
    quotes["quotes/q05.yaml"] = quote_text(text=text, author="ann", inserted="2025-01-06T00:00:00Z")
    return archive({**AROUND, **quotes, **{f"quotes/{key}.yaml": quote for key, quote in others.items()}})


def test_an_edited_word_touches_the_shards_of_that_word_and_nothing_else() -> None:
    old, new = edition(many()), edition(many("One word less."))
    before, after = whole(old), whole(new)
    fresh = {path.split(".")[0] for path in after.keys() - before.keys()}
    assert fresh == {"search/index/words"}
    changed = [json.loads(after[path]) for path in after.keys() - before.keys()]
    gone = [json.loads(before[path]) for path in before.keys() - after.keys()]
    assert any("less" in shard for shard in changed)
    assert any("more" in shard for shard in gone)
    assert len([path for path in after.keys() & before.keys() if "/words." in path]) >= len(changed)


def test_a_new_quote_moves_no_other() -> None:
    newest = quote_text(text="Something new.", author="ann", inserted="2025-01-21T00:00:00Z")
    before, after = whole(edition(many())), whole(edition(many(new=newest)))
    fresh = [path for path in after.keys() - before.keys() if "/words." in path]
    assert {word for path in fresh for word in json.loads(after[path])} >= {"something", "new"}
    assert len(fresh) <= 4 < sum("/words." in path for path in after)
    assert len([path for path in before.keys() - after.keys() if "/rows." in path]) == 1


def test_a_damaged_file_of_the_index_that_stands_is_of_no_use() -> None:
    old, new = edition(many()), edition(many("Other words."))
    standing = {path: data for path, data in whole(old).items() if "/words." not in path}
    moved = moved_since(old, new, {"q05"}, standing.get)
    assert moved is not None
    assert amended_files(moved, new, STATUSES, standing.get) is None
    assert moved_since(old, new, {"q05"}, partial(dict.get, {})) is None


# What is found.


def of(**keys: str) -> tuple[Edition, str]:
    found = edition(archive({**AROUND, "quotes/q.yaml": quote_text(**keys)}))
    return found, "q"


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        ({"text": "We will act."}, {"we", "will", "act"}),
        ({"tags": "[ceasefire]"}, {"ceasefire"}),
        ({"role": "Spokesman"}, {"spokesman"}),
        ({"title": "Joint statement"}, {"joint", "statement"}),
        ({"author": "{author: ann, as: Annie}"}, {"annie"}),
        ({"original": "{language: ko, text: 평화는}"}, {"평화"}),
        ({"translations": "[{language: fr, text: Nous agirons}]"}, {"nous", "agirons"}),
        ({"place": "Oslo", "event": "Summit"}, {"oslo", "summit"}),
    ],
)
def test_a_quote_is_found_by_its_words(keys: dict[str, str], words: set[str]) -> None:
    found, quote = of(**keys)
    assert words <= words_of(searched_words(quote, found))


def row(**keys: str) -> dict[str, Any]:
    found, quote = of(**keys)
    made = row_of(quote, found)
    return dict(zip(COLUMNS, made.values, strict=True)) | {"day": made.day}


def test_a_quote_stands_under_whoever_said_it_and_the_wholes_of_these() -> None:
    found = row(author="ann", pronounced="2024-05-01", contexts="[d, c]", language="fr", mentions="['country:se']")
    assert found["author"] == ("ann",)
    assert found["entity"] == ("branch", "whole")
    assert (found["context"], found["year"], found["language"]) == (("d", "c"), ("2024",), ("fr",))
    assert found["mentions"] == ("country:se",)


def test_what_is_not_known_of_a_date_is_no_facet() -> None:
    assert row(pronounced="unknown")["year"] == ()
    assert row(pronounced="2023-12/2024-01")["year"] == ()
    assert row(pronounced="unknown")["day"] == row(pronounced="2025-01-20")["day"]


def test_nobody_who_is_named_is_no_author() -> None:
    assert row(author="unnamed")["author"] == ()
    assert row(author="country:no")["country"] == ("no",)


def test_removed_quotes_are_not_in_the_index_and_flagged_ones_say_so() -> None:
    quotes = {
        f"quotes/{status}.yaml": quote_text(status=status, status_note="Why.")
        for status in ("removed", "disputed", "misattributed", "retracted")
    }
    files = whole(edition(archive({**AROUND, **quotes})))
    ids = {key for path, data in files.items() if "/ids." in path for key in json.loads(data)}
    assert ids == {"disputed", "misattributed", "retracted"}
    rows = [row for path, data in files.items() if "/rows." in path for row in decode_rows(data)]
    assert {row.values[COLUMNS.index("status")] for row in rows} == {(status,) for status in ids}


def test_names_come_in_all_their_spellings_the_one_that_pages_show_first() -> None:
    files = {
        **AROUND,
        "authors/ann.yaml": "name: Ann\nother_names: [Анна, {name: Anna, language: fr}]\n",
        "contexts/c.yaml": "title: See\nsummary: S.\ntags: [shore]\n",
    }
    names = names_of(archive(files))
    assert names.author["ann"] == ("Ann", "Анна", "Anna")
    assert names.country["no"] == ("Norway",)
    assert names.context["c"] == ("See", "shore")


# The form of the files.


@given(st.sets(st.integers(0, 10_000), min_size=1).map(sorted))
def test_numbers_are_kept_as_steps(numbers: list[int]) -> None:
    assert decode_numbers(encode_numbers(numbers)) == numbers


@given(sites())
@settings(deadline=None, suppress_health_check=list(HealthCheck))
def test_rows_are_read_as_they_were_written(quotes: Mapping[str, Mapping[str, str]]) -> None:
    found = edition(build_archive(site_of(quotes), SITE, {}))
    rows = [row_of(key, found) for key in found.archive.inserted]
    assert decode_rows(encode_rows(rows)) == rows


@given(st.dictionaries(st.text("abc", min_size=1), st.sets(st.integers(0, 99), min_size=1).map(sorted)))
def test_a_shard_ends_where_its_last_word_says_so(lists: dict[str, list[int]]) -> None:
    items = [(word, encode_numbers(lists[word])) for word in sorted(lists, key=in_order)]
    shards = list(in_shards(items))
    assert [item for shard in shards for item in shard.items()] == items
    for shard in shards:
        assert not any(closes(word, numbers) for word, numbers in list(shard.items())[:-1])
    for shard in shards[:-1]:
        assert closes(*list(shard.items())[-1])
