"""What is wrong in a file is the same, judged in its company or with everything."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Final

import msgspec
import yaml
from hypothesis import given
from hypothesis import strategies as st

from ipsegen.diagnostics import Problem
from ipsegen.model.company import company_of
from ipsegen.model.examine import gather, judge
from ipsegen.model.reads import Read, read_file_record
from tests.command import SITE

NOW: Final = datetime(2025, 1, 21, 18, tzinfo=UTC)
SAID: Final = "Today I can confirm that the troops of our friends have been sent to the border in great numbers."
QUOTE: Final[dict[str, object]] = {
    "text": SAID,
    "author": "mark-rutte",
    "pronounced": "2024",
    "inserted": "2025-01-21T16:00:00Z",
    "source": {"title": "Doorstep", "url": "https://www.nato.int/"},
}
IDS: Final = [f"said-{number}" for number in range(5)]
NAMED: Final = [*IDS, "said-9"]
CONTEXT: Final = "content/contexts/talks.yaml"

quotes: Final = st.fixed_dictionaries(
    {
        "text": st.sampled_from([SAID, f"{SAID} Indeed.", "Something else (altogether."]),
        "author": st.sampled_from(["mark-rutte", "entity:nato", "country:us", "unnamed", "nobody"]),
        "pronounced": st.sampled_from(["2024", "2024-10-28", "28.10.2024"]),
        "inserted": st.sampled_from(["2025-01-21T16:00:00Z", "2025-01-20T16:00:00Z"]),
        "source": st.just(QUOTE["source"]),
    },
    optional={
        "aliases": st.lists(st.sampled_from(NAMED), min_size=1, max_size=2, unique=True),
        "replies_to": st.lists(st.sampled_from(NAMED), min_size=1, max_size=2),
        "note": st.sampled_from(NAMED).map(lambda key: f"As in [[quote:{key}]]."),
        "draft": st.just("true"),
    },
)
places: Final = st.builds("content/quotes/{}/{}.yaml".format, st.sampled_from(["a", "b"]), st.sampled_from(IDS))
archives: Final = st.dictionaries(places, quotes, min_size=1, max_size=6)
contexts: Final = st.lists(st.sampled_from(NAMED), max_size=2).map(
    lambda keys: {"title": "Talks", "summary": " ".join(["Words.", *(f"[[quote:{key}]]" for key in keys)])}
)


def reads_of(archive: dict[str, dict[str, object]], context: dict[str, object]) -> dict[str, Read]:
    texts = {path: yaml.safe_dump(values) for path, values in {**archive, CONTEXT: context}.items()}
    others = {path: text for path, text in SITE.items() if not path.startswith("content/quotes/")}
    return {path: read_file_record(path, text.encode()) for path, text in {**others, **texts}.items()}


def judged(reads: dict[str, Read], paths: Iterable[str]) -> tuple[Problem, ...]:
    return judge(gather([reads[path] for path in sorted(paths)], {}, ()), NOW, lambda _path: None)


@given(archives, contexts)
def test_what_is_wrong_in_a_file_is_found_in_its_company(
    archive: dict[str, dict[str, object]], context: dict[str, object]
) -> None:
    reads = reads_of(archive, context)
    everything = judged(reads, reads)
    for path in reads:
        company = company_of([path], reads, reads.__getitem__, lambda words, paths: holding(reads, words, paths))
        found = judged(reads, reads if company is None else company)
        assert [one for one in found if one.file == path] == [one for one in everything if one.file == path]


def holding(reads: dict[str, Read], words: Sequence[str], paths: Iterable[str]) -> Iterator[str]:
    for path in paths:
        said = msgspec.msgpack.encode(reads[path])
        if any(word.encode() in said for word in words):
            yield path


def company(path: str, archive: dict[str, dict[str, object]]) -> set[str] | None:
    reads = reads_of(archive, {"title": "Talks", "summary": "Words."})
    return company_of([path], reads, reads.__getitem__, lambda words, paths: holding(reads, words, paths))


def test_quotes_by_others_that_nobody_names_stay_away() -> None:
    archive = {
        "content/quotes/one.yaml": {**QUOTE, "replies_to": ["asked"]},
        "content/quotes/asked.yaml": {**QUOTE, "author": "entity:nato", "replies_to": ["before"]},
        "content/quotes/before.yaml": {**QUOTE, "author": "entity:nato"},
        "content/quotes/same-author.yaml": {**QUOTE},
        "content/quotes/elsewhere.yaml": {**QUOTE, "author": "unnamed"},
    }
    found = company("content/quotes/one.yaml", archive)
    assert found is not None
    assert archive.keys() - found == {"content/quotes/elsewhere.yaml"}
    assert found - archive.keys() == {CONTEXT, *(path for path in SITE if not path.startswith("content/quotes/"))}


def test_where_a_quote_is_named_that_is_not_there_all_are_asked() -> None:
    archive = {"content/quotes/one.yaml": {**QUOTE, "replies_to": ["nothing"]}}
    assert company("content/quotes/one.yaml", archive) is None
