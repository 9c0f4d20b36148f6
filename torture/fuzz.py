"""Bytes that nobody would write, given to every parser: each answers, and none breaks its promise.

    python -m torture fuzz --count 100000

Owns what is tried, and what must hold of the answer. Does not know how anything is parsed.
"""

import random
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

from ipsegen.diagnostics import Problem
from ipsegen.load.documents import load_document
from ipsegen.load.plain_yaml import read_plain
from ipsegen.model.edtf import DateError, parse_date, parse_instant
from ipsegen.model.prose import Hole, parse_prose
from ipsegen.model.prose_limits import fault_of_size
from ipsegen.model.prose_parser import sanitised
from ipsegen.model.prose_references import read_reference
from ipsegen.model.reads import read_file_record
from torture.outcome import Outcome
from torture.parsers import listed, values_of
from torture.payloads import OURS

_SITES: Final = Path(__file__).parents[1] / "tests" / "sites"
_KINDS: Final = ("quotes", "authors", "entities", "contexts", "sources", "pages")
_SIGNS: Final = (*"[]{}()<>|>&*!%@`'\"#:-?,.~/\\ \t\n\r\0", ": ", "- ", "[[", "]]", "\n\n", "---\n", "\u200d", "\u2066")


def read_yaml(data: bytes) -> None:
    """The quick reader says what the careful one says, or nothing."""
    plain = read_plain(data)
    document, problems = load_document("content/quotes/a.yaml", data)
    assert document is not None or problems
    if plain is not None:
        assert document is not None
        assert not problems
        assert values_of(document.root) == listed(plain)


def read_records(data: bytes) -> None:
    """A file of any kind gives a record, or problems that stand in it; what is no file name is refused as one."""
    kind, ending = _KINDS[len(data) % len(_KINDS)], ".md" if len(data) % len(_KINDS) in {3, 5} else ".yaml"
    read = read_file_record(f"content/{kind}/a{ending}", data)
    assert read.record is not None or read.problems
    lines = data.count(b"\n") + data.count(b"\r") + 2
    assert all(_is_placed(problem, lines) for problem in read.problems)


def _is_placed(problem: Problem, lines: int) -> bool:
    return 0 < problem.line <= lines and problem.column > 0 and bool(problem.code and problem.message)


def read_dates(data: bytes) -> None:
    """A text is a date or a DateError, and a date is kept as it is written."""
    text = data.decode("utf-8", "replace")
    for parse in (parse_date, parse_instant):
        with suppress(DateError):
            assert parse(text).text == text


def read_prose(data: bytes) -> None:
    """Prose is HTML that the sanitiser leaves as it is, or says why it is none."""
    text = data.decode("utf-8", "replace")
    prose = parse_prose(text)
    made = "".join("" if isinstance(piece, Hole) else piece for piece in prose.pieces)
    assert sanitised(made) == made
    assert fault_of_size(text) is None or prose.flaws


def read_references(data: bytes) -> None:
    """What stands between brackets is a hole or a flaw with a hint."""
    text = data.decode("utf-8", "replace")
    found = read_reference(text, f"[[{text}]]")
    assert isinstance(found, Hole) or found.hint


TARGETS: Final[dict[str, Callable[[bytes], None]]] = {
    "yaml": read_yaml,
    "records": read_records,
    "dates": read_dates,
    "prose": read_prose,
    "references": read_references,
}
_DATES: Final = (b"2024-10-28", b"2024-10-28T10:30:00+02:00", b"../1843?", b"18XX/..", b"-0044-03-15", b"1984~/2004-06")
_REFERENCES: Final = (b"author:ada-lovelace", b'quote:x|"words of it"', b"country:NO|Norway", b"source:notes")


def seeds(name: str) -> tuple[bytes, ...]:
    """What a target is fed first: the files of the sites of the tests, and hostile texts."""
    if name in {"dates", "references"}:
        return _DATES if name == "dates" else _REFERENCES
    found = (path for path in sorted(_SITES.rglob("*")) if path.suffix in {".yaml", ".md"} and path.is_file())
    files = [path.read_bytes() for path in found]
    return (*files, *(text.encode("utf-8", "replace") for text in OURS)) if name != "prose" else _of_prose(files)


def _of_prose(files: list[bytes]) -> tuple[bytes, ...]:
    bodies = [data.rpartition(b"---\n")[2] for data in files if data.startswith(b"---")]
    return (*bodies, *(text.encode("utf-8", "replace") for text in OURS))


def fuzz(outcome: Outcome, count: int, seed: int) -> None:
    """Give every target `count` inputs: seeds with bytes left out, doubled, mixed and put in."""
    for name, target in TARGETS.items():
        for data in _mutants(seeds(name), count, random.Random(seed)):
            outcome.count(f"{name} held", *_faults(target, data))


def _faults(target: Callable[[bytes], None], data: bytes) -> Iterator[str]:
    try:
        target(data)
    except Exception as error:  # noqa: BLE001 (whatever a parser lets through is what is looked for)
        yield f"{type(error).__name__}: {error}: {data[:200]!r}"


def _mutants(pool: tuple[bytes, ...], count: int, chance: random.Random) -> Iterator[bytes]:
    for _number in range(count):
        data = bytearray(chance.choice(pool)[:20_000])
        for _time in range(chance.randint(1, 6)):
            _mutate(data, pool, chance)
        yield bytes(data)


def _mutate(data: bytearray, pool: tuple[bytes, ...], chance: random.Random) -> None:
    at = chance.randint(0, len(data))
    end = min(len(data), at + chance.choice((1, 2, 8, 40)))
    match chance.randrange(6):
        case 0:
            del data[at:end]
        case 1:
            data[at:at] = data[at:end] * chance.choice((1, 2, 20))
        case 2:
            other = chance.choice(pool)
            start = chance.randint(0, len(other))
            data[at:at] = other[start : start + 60]
        case 3:
            data[at:end] = bytes(chance.randrange(256) for _byte in range(end - at))
        case _:
            data[at:at] = chance.choice(_SIGNS).encode() * chance.choice((1, 1, 1, 3, 40))
