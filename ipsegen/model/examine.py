"""Files → records and everything that is wrong with them.

Owns the order in which content is read and judged, so that all problems come out of one run. Does not read
the disk.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

import msgspec

from ipsegen.diagnostics import Problem
from ipsegen.load.content import Content, is_media, media_path
from ipsegen.load.documents import load_document
from ipsegen.load.pictures import Picture
from ipsegen.load.snapshot import File
from ipsegen.model.checks.all import ALL_CHECKS
from ipsegen.model.checks.evidence import Evidence
from ipsegen.model.faults import Fault, locate, locate_all
from ipsegen.model.layout import SITE_FILE, Slot, slot_meant, slot_of
from ipsegen.model.records import Record, Records, collect, duplicate_ids, read_record, read_site, unread_places
from ipsegen.model.site import Site


class Examined(msgspec.Struct, frozen=True):
    """What `content/` holds, and every problem in it, sorted by place."""

    records: Records
    pictures: dict[str, Picture]
    problems: tuple[Problem, ...]


def examine(content: Content, now: datetime) -> Examined:
    """Read and judge every file of `content/` as it is at the moment `now` (aware)."""
    problems = list(content.problems)
    pictures = content.pictures
    broken_pictures = frozenset(media_path(problem.file) for problem in problems if is_media(problem.file))
    site = _site(content, problems)
    records, unreadable = _records(content.files, problems)
    unreadable.extend(slot for problem in content.problems if (slot := slot_meant(problem.file)) is not None)
    collected = collect(site, records, unreadable)
    problems.extend(duplicate_ids(_claims(content.files)))
    evidence = Evidence(collected, pictures, now, broken_pictures.difference(pictures))
    faults = [fault for check in ALL_CHECKS for fault in check(evidence)]
    problems.extend(_located(faults, content.files))
    return Examined(collected, pictures, tuple(sorted(set(problems))))


def _site(content: Content, problems: list[Problem]) -> Site | None:
    data = content.get(SITE_FILE)
    if data is None:
        hint = "create it with two lines: 'title: …' and 'base_url: https://…/'"
        problems.append(Problem(SITE_FILE, 1, 1, "no-site", "this file is missing", hint))
        return None
    document, found = load_document(SITE_FILE, data)
    problems.extend(found)
    if document is None:
        return None
    site, found = read_site(document)
    problems.extend(found)
    return site


def _claims(files: Iterable[File]) -> Iterator[tuple[Slot, str]]:
    """Which file claims which id, readable or not."""
    for file in files:
        slot = slot_of(file.path) if file.path != SITE_FILE else None
        if isinstance(slot, Slot):
            yield slot, file.path


def _records(files: Iterable[File], problems: list[Problem]) -> tuple[list[Record], list[Slot]]:
    records: list[Record] = []
    unreadable: list[Slot] = []
    for file in files:
        if file.path == SITE_FILE:
            continue
        slot = slot_of(file.path)
        if isinstance(slot, Problem):
            problems.append(slot)
            meant = slot_meant(file.path)
            unreadable.extend([meant] if meant is not None else [])
            continue
        document, found = load_document(file.path, file.data)
        problems.extend(found)
        record = None
        if document is not None:
            record, found = read_record(slot, document)
            problems.extend(found)
        if record is None:
            unreadable.append(slot)
        else:
            records.append(record)
    return records, unreadable


def _located(faults: Iterable[Fault], files: Sequence[File]) -> Iterable[Problem]:
    """The places of faults: each faulty file is parsed once more, and only those."""
    by_file: dict[str, list[Fault]] = {}
    for fault in faults:
        by_file.setdefault(fault.file, []).append(fault)
    for file in files:
        if file.path in by_file:
            document = load_document(file.path, file.data).document
            if document is not None:
                yield from locate_all(by_file.pop(file.path), document, unread_places(document))
    for rest in by_file.values():
        yield from (locate(fault, None) for fault in rest)
