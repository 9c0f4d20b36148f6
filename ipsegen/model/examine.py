"""Files → records and everything that is wrong with them.

Owns the order in which content is read and judged, so that all problems come out of one run. Does not read
the disk.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime

import msgspec

from ipsegen.diagnostics import Problem
from ipsegen.load.content import Content, is_media, media_path
from ipsegen.load.documents import load_document
from ipsegen.load.pictures import Picture
from ipsegen.model.checks.all import ALL_CHECKS
from ipsegen.model.checks.evidence import Evidence
from ipsegen.model.faults import Fault, locate, locate_all
from ipsegen.model.layout import SITE_FILE, Slot, slot_meant
from ipsegen.model.reads import Read, read_file_record
from ipsegen.model.records import Record, Records, collect, duplicate_ids, unread_places
from ipsegen.model.site import Site

BytesOf = Callable[[str], bytes | None]
"""The bytes of the file at a path, as they were when it was read; None if it is gone."""


class Gathered(msgspec.Struct, frozen=True):
    """What `content/` holds, and every problem that was met before records were compared."""

    records: Records
    pictures: dict[str, Picture]
    problems: tuple[Problem, ...]


class Examined(msgspec.Struct, frozen=True):
    """What `content/` holds, and every problem in it, sorted by place."""

    records: Records
    pictures: dict[str, Picture]
    problems: tuple[Problem, ...]


def examine(content: Content, now: datetime) -> Examined:
    """Read and judge every file of `content/` as it is at the moment `now` (aware)."""
    reads = [read_file_record(file.path, file.data) for file in content.files]
    gathered = gather(reads, content.pictures, content.problems)
    return Examined(gathered.records, gathered.pictures, judge(gathered, now, content.get))


def gather(reads: Sequence[Read], pictures: Mapping[str, Picture], problems: Iterable[Problem]) -> Gathered:
    """The records that all files of `content/` gave, in whatever order.

    `problems` are those that were met before any file was read as a record.
    """
    met = list(problems)
    unreadable = [slot for problem in met if (slot := slot_meant(problem.file)) is not None]
    records = collect(_site(reads, met), _records(reads), (*unreadable, *_unreadable(reads)))
    for read in reads:
        met.extend(read.problems)
    met.extend(duplicate_ids((read.slot, read.path) for read in reads if read.slot is not None))
    return Gathered(records, dict(pictures), tuple(met))


def judge(gathered: Gathered, now: datetime, bytes_of: BytesOf) -> tuple[Problem, ...]:
    """Every problem as at the moment `now` (aware), sorted by place.

    Only the files in which a fault is found beyond what they gave are asked for again.
    """
    broken = frozenset(media_path(problem.file) for problem in gathered.problems if is_media(problem.file))
    evidence = Evidence(gathered.records, gathered.pictures, now, broken.difference(gathered.pictures))
    faults = [fault for check in ALL_CHECKS for fault in check(evidence)]
    return tuple(sorted({*gathered.problems, *located(faults, bytes_of)}))


def _site(reads: Iterable[Read], problems: list[Problem]) -> Site | None:
    found = next((read for read in reads if read.path == SITE_FILE), None)
    if found is None:
        hint = "create it with two lines: 'title: …' and 'base_url: https://…/'"
        problems.append(Problem(SITE_FILE, 1, 1, "no-site", "this file is missing", hint))
        return None
    return found.record if isinstance(found.record, Site) else None


def _records(reads: Iterable[Read]) -> Iterator[Record]:
    for read in reads:
        record = read.record
        if record is not None and not isinstance(record, Site):
            yield record


def _unreadable(reads: Iterable[Read]) -> Iterator[Slot]:
    """The records that files without one are, or would be if they lay where they must."""
    for read in reads:
        if read.record is None and read.path != SITE_FILE:
            slot = read.slot or slot_meant(read.path)
            if slot is not None:
                yield slot


def located(faults: Iterable[Fault], bytes_of: BytesOf) -> Iterable[Problem]:
    """The places of faults: each faulty file is parsed once more, and only those."""
    by_file: dict[str, list[Fault]] = {}
    for fault in faults:
        by_file.setdefault(fault.file, []).append(fault)
    for path, found in by_file.items():
        data = bytes_of(path)
        document = load_document(path, data).document if data is not None else None
        if document is not None:
            yield from locate_all(found, document, unread_places(document))
        else:
            yield from (locate(fault, None) for fault in found)
