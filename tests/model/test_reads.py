"""One file read by itself, quickly where it can be, and what becomes of it on its way between processes."""

from pathlib import Path
from typing import Final

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ipsegen.diagnostics import Problem
from ipsegen.load.content import Content, read_content, sort_out
from ipsegen.load.documents import load_document
from ipsegen.load.plain_yaml import read_plain
from ipsegen.load.snapshot import File
from ipsegen.model.examine import examine, gather, judge
from ipsegen.model.layout import SITE_FILE, Slot
from ipsegen.model.quote import Quote
from ipsegen.model.reads import Read, read_file_record
from ipsegen.model.records import read_record, take_record
from ipsegen.model.site import Site
from tests.model.builders import quote_text
from tests.model.checks.scenario import NOW

ROOT: Final = Path(__file__).parents[2]
PATH: Final = "content/quotes/2024/x.yaml"
SLOT: Final = Slot("quote", "x")
SITES: Final = [ROOT, *sorted(path for path in (ROOT / "tests/sites").iterdir() if (path / "content").is_dir())]
DECODER: Final = msgspec.msgpack.Decoder(list[Read])


def check(path: str, data: bytes) -> Read:
    """The file is read as the careful reader reads it, and stays what it is on its way between processes."""
    read = read_file_record(path, data)
    assert DECODER.decode(msgspec.msgpack.encode([read])) == [read]
    if read.slot is not None:
        document, problems = load_document(path, data)
        record, found = (None, []) if document is None else read_record(read.slot, document)
        assert read == Read(path, read.slot, record, (*problems, *found))
    return read


def test_a_quote_needs_nothing_but_its_file() -> None:
    read = check(PATH, quote_text().encode())
    assert isinstance(read.record, Quote)
    assert (read.path, read.slot, read.record.id, read.problems) == (PATH, SLOT, "x", ())


def test_what_is_wrong_with_a_file_is_said_beside_its_record() -> None:
    read = check(PATH, quote_text(status="true").encode())
    assert read.record is not None
    assert [problem.code for problem in read.problems] == ["unknown-value"]


def test_a_file_that_cannot_be_read_has_a_slot_and_no_record() -> None:
    read = check(PATH, b"text: [\n")
    assert (read.slot, read.record, len(read.problems)) == (SLOT, None, 1)


def test_a_file_that_lies_astray_has_neither() -> None:
    read = check("content/quote/x.yaml", quote_text().encode())
    assert (read.slot, read.record, [problem.code for problem in read.problems]) == (None, None, ["unexpected-file"])


def test_the_settings_of_the_site_are_read_alike() -> None:
    read = check(SITE_FILE, b"title: A\nbase_url: https://a.example\n")
    assert isinstance(read.record, Site)
    assert read.record.base_url == "https://a.example/"


@pytest.mark.parametrize("root", SITES, ids=lambda root: root.name)
def test_all_files_of_a_site_may_be_read_anywhere_and_judged_together(root: Path) -> None:
    content = read_content(root)
    reads = [check(file.path, file.data) for file in content.files]
    arrived = DECODER.decode(msgspec.msgpack.encode(reads[::-1]))
    gathered = gather(arrived, content.pictures, content.problems)
    whole = examine(content, NOW)
    assert gathered.records == whole.records
    assert judge(gathered, NOW, content.get) == whole.problems


def test_a_faulty_file_that_is_gone_has_its_fault_all_the_same() -> None:
    content = sort_out([File(SITE_FILE, b"title: A\nbase_url: https://a.example/\n"), _quote("author: nobody")])
    reads = [read_file_record(file.path, file.data) for file in content.files]
    gone = judge(gather(reads, content.pictures, content.problems), NOW, lambda _path: None)
    assert [(problem.code, problem.line) for problem in gone] == [("unknown-author", 1)]
    assert [(problem.code, problem.line) for problem in _examined(content)] == [("unknown-author", 2)]


def _quote(author: str) -> File:
    return File(PATH, quote_text().replace("author: mark-rutte", author).encode())


def _examined(content: Content) -> list[Problem]:
    return list(examine(content, NOW).problems)


KEYS: Final = st.sampled_from([
    "text", "author", "authors", "pronounced", "inserted", "source", "sources", "title", "capacity", "entities",
    "countries", "mentions", "contexts", "language", "original", "translations", "status", "status_note", "said_by",
    "via", "event", "post", "excerpt", "replies_to", "note", "position", "tags", "corrections", "aliases",
    "line_breaks", "draft", "x",
])  # fmt: skip
WORDS: Final = st.sampled_from([
    "a", "A b", "author:a", "entity:nato", "country:NO", "country:xx", "no", "unnamed", "unknown", "2024-10",
    "2024-10-28~", "2024-02-30", "2024-01-02/2024-02", "2025-01-20T12:00:00Z", "2025-01-20T12:00:00+02:00",
    "0001-01-01T00:00:00+01:00", "https://a.example/", "https://good@evil.example", "javascript:x", "en-us", "zz-",
    "true", "false", "yes", "0", "7", "99999999", "disputed", "removed", "own", "keep", "quote:a", "con", "' a '",
    "'  '", "[[author:b|B]] said", "<b>x</b>",
])  # fmt: skip
LISTS: Final = st.lists(WORDS, max_size=3).map(lambda words: f"[{', '.join(words)}]")
INNER: Final = st.sampled_from(["title", "url", "author", "role", "as", "context", "language", "text", "date", "note"])
PAIRS: Final = st.lists(st.tuples(INNER, WORDS).map(": ".join), min_size=1, max_size=3)
MAPPINGS: Final = PAIRS.map(lambda pairs: f"{{{', '.join(pairs)}}}")
BLOCKS: Final = st.lists(WORDS, min_size=1, max_size=4).map(lambda words: "|\n  " + "\n  ".join(words))
ITEMS: Final = st.lists(WORDS | MAPPINGS, min_size=1, max_size=3).map(lambda items: "\n  - " + "\n  - ".join(items))
QUOTES: Final = st.dictionaries(KEYS, WORDS | LISTS | MAPPINGS | BLOCKS | ITEMS, max_size=4)


@given(QUOTES)
@settings(max_examples=1000, deadline=None)
def test_both_readers_agree_on_every_quote(keys: dict[str, str]) -> None:
    check(PATH, quote_text(**keys).encode())


def test_the_quick_reader_reads_nearly_every_quote_of_this_repository() -> None:
    """It would be of no use otherwise. A source without an address, of which there is a warning, needs the other."""
    files = [file for file in read_content(ROOT).files if file.path.startswith("content/quotes/")]
    plain = {file.path: read_plain(file.data) for file in files}
    taken = [path for path, mapping in plain.items() if mapping is not None and take_record(SLOT, path, mapping)]
    assert len(taken) >= 0.9 * len(files)


def test_equal_things_are_one_object_in_all_records() -> None:
    texts = [quote_text(mentions="[country:no, entity:nato]", contexts="[war]", entities="[nato]") for _ in range(2)]
    one, other = (
        read_file_record(f"content/quotes/{name}.yaml", text.encode()).record
        for name, text in zip("ab", texts, strict=True)
    )
    assert isinstance(one, Quote)
    assert isinstance(other, Quote)
    assert one.signatures[0] is other.signatures[0]
    assert one.pronounced is other.pronounced
    assert one.contexts[0] is other.contexts[0]
    assert [id(named) for named in one.mentions] == [id(named) for named in other.mentions]
