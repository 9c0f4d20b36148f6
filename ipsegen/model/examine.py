"""Files → records and everything that is wrong with them.

Owns the order in which content is read and judged, so that all problems come out of one run. Does not read
the disk.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

import msgspec

from ipsegen.diagnostics import Problem
from ipsegen.load.documents import load_document
from ipsegen.load.pictures import Picture, inspect_picture
from ipsegen.load.snapshot import File, Tree
from ipsegen.model.checks.all import ALL_CHECKS
from ipsegen.model.checks.evidence import Evidence
from ipsegen.model.faults import Fault, locate, locate_all
from ipsegen.model.layout import SITE_FILE, Slot, is_media, slot_meant, slot_of
from ipsegen.model.picture import MEDIA_FOLDER
from ipsegen.model.records import Record, Records, collect, read_record, read_site, unread_places
from ipsegen.model.site import Site


class Examined(msgspec.Struct, frozen=True):
    """What `content/` holds, and every problem in it, sorted by place."""

    records: Records
    pictures: dict[str, Picture]
    problems: tuple[Problem, ...]


def examine(tree: Tree, now: datetime) -> Examined:
    """Read and judge every file of `content/` as it is at the moment `now` (aware)."""
    problems = list(tree.problems)
    site = _site(tree.files, problems)
    pictures = _pictures(tree.files, problems)
    broken_pictures = frozenset(_media_path(problem.file) for problem in problems if is_media(problem.file))
    records, unreadable = _records(tree.files, problems)
    unreadable.extend(slot for problem in tree.problems if (slot := slot_meant(problem.file)) is not None)
    collected, collisions = collect(site, records, unreadable)
    problems.extend(collisions)
    evidence = Evidence(collected, pictures, now, broken_pictures.difference(pictures))
    faults = [fault for check in ALL_CHECKS for fault in check(evidence)]
    problems.extend(_located(faults, tree.files))
    return Examined(collected, pictures, tuple(sorted(set(problems))))


def _site(files: Sequence[File], problems: list[Problem]) -> Site | None:
    data = next((file.data for file in files if file.path == SITE_FILE), None)
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


def _pictures(files: Iterable[File], problems: list[Problem]) -> dict[str, Picture]:
    pictures: dict[str, Picture] = {}
    for file in files:
        if is_media(file.path):
            found = inspect_picture(file)
            if isinstance(found, Picture):
                pictures[_media_path(file.path)] = found
            else:
                problems.extend(found)
    return pictures


def _media_path(path: str) -> str:
    return path.removeprefix(f"{MEDIA_FOLDER}/")


def _records(files: Iterable[File], problems: list[Problem]) -> tuple[list[Record], list[Slot]]:
    records: list[Record] = []
    unreadable: list[Slot] = []
    for file in files:
        if file.path == SITE_FILE or is_media(file.path):
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
        if file.path in by_file and not is_media(file.path):
            document = load_document(file.path, file.data).document
            if document is not None:
                yield from locate_all(by_file.pop(file.path), document, unread_places(document))
    for rest in by_file.values():
        yield from (locate(fault, None) for fault in rest)
