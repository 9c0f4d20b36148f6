"""`ipsegen rename`: another id for a record → the files in which it stands, changed.

Owns what makes an id free, and that nothing is written unless the archive is as sound with the new id as it was with
the old one. Reads no clock.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Final

import msgspec

from ipsegen.diagnostics import Problem
from ipsegen.load.content import MEDIA_FOLDER, Content, is_media, media_path, read_content, read_picture
from ipsegen.load.documents import load_document
from ipsegen.load.edits import apply_edits
from ipsegen.load.snapshot import File
from ipsegen.load.text import decode
from ipsegen.model.examine import examine
from ipsegen.model.layout import Slot, slot_of
from ipsegen.model.reads import Read, read_file_record
from ipsegen.model.records import Record, Records
from ipsegen.model.references import fault_of_id
from ipsegen.model.renaming import (
    Renaming,
    edit_of_picture,
    edits_of_aliases,
    edits_of_names,
    old_ids_of,
    picture_renamed,
)
from ipsegen.model.site import Site
from ipsegen.model.source import Source
from ipsegen.model.suggest import did_you_mean
from ipsegen.write.revise import Revised, reasons_against, revise

_FOLLOWS_IDS: Final = "near-duplicate"
"""Of quotes that entered at the same moment, those with later ids are warned of."""


class NameRefusedError(ValueError):
    """The old id is nobody's, or the new one cannot be had; the message says what to do instead."""


class UnsafeError(Exception):
    """The content is not such that the id can be changed everywhere; nothing was written."""

    def __init__(self, message: str, problems: Iterable[Problem], content: Content) -> None:
        super().__init__(message)
        self.problems = tuple(sorted(problems))
        self.content = content
        """In which the problems are: as it is, or as it would be."""


def rename(root: Path, renaming: Renaming, now: datetime, *, dry: bool = False) -> list[Revised]:
    """The files that become others, the record's own first; unless `dry`, they are written.

    Raises NameRefusedError and UnsafeError.
    """
    content = read_content(root)
    before = examine(content, now)
    paths = _paths_by_id(content, renaming)
    _refuse_names(before.records, paths, renaming)
    files = _revised(root, content, paths[renaming.old], renaming)
    taken = paths.get(renaming.new)
    if taken is not None and (taken, content.get(taken)) != (files[0].becomes, files[0].after):
        message = f"the id '{renaming.new}' is already at {taken}; choose another, or rename that one first"
        raise NameRefusedError(message)
    _refuse_new_problems(content, before.problems, files, now)
    against = reasons_against(root, files)
    if against:
        message = "nothing was changed"
        raise UnsafeError(message, against, content)
    if not dry:
        revise(root, files)
    return files


def _paths_by_id(content: Content, renaming: Renaming) -> dict[str, str]:
    """The path of each record of the kind; the old id must not be that of two files."""
    paths: dict[str, str] = {}
    for file in content.files:
        slot = slot_of(file.path)
        if isinstance(slot, Slot) and slot.kind == renaming.kind:
            if slot.id == renaming.old and slot.id in paths:
                message = f"{paths[slot.id]} and {file.path} have the same id; give one of the two files another name"
                raise NameRefusedError(message)
            paths[slot.id] = file.path
    return paths


def _refuse_names(records: Records, paths: Mapping[str, str], renaming: Renaming) -> None:
    """Raise NameRefusedError unless the one id is that of a record, and the other may become it."""
    kind, old, new = renaming.kind, renaming.old, renaming.new
    if kind == "country":
        message = "the codes of countries are those of ISO 3166 and cannot be renamed; a name of your own goes into "
        raise NameRefusedError(f"{message}content/countries/{old}.yaml as 'name'")
    became = {name: found for found, record in records.of_kind(kind).items() for name in old_ids_of(record)}
    if old not in paths:
        hint = f"it is called '{became[old]}' now" if old in became else did_you_mean(old, paths)
        message = f"no {kind} '{old}'; {hint or 'its id is the name of its file without the ending'}"
        raise NameRefusedError(message)
    fault = fault_of_id(new)
    if fault is None and new == old:
        fault = f"'{new}' is its id already", "give another"
    if fault is None and became.get(new, old) not in {old, new}:
        owner = records.of_kind(kind)[became[new]].file
        fault = f"'{new}' is an old id of {owner}", "choose another, or take it out of the 'aliases' there"
    if fault is not None:
        message = f"{fault[0]}; {fault[1]}"
        raise NameRefusedError(message)


def _revised(root: Path, content: Content, path: str, renaming: Renaming) -> list[Revised]:
    """Every file that becomes another: the record's own first, then its picture if it goes by the id, then the rest."""
    reads = _reads_that_hold(content, path, renaming)
    own = next(read.record for read in reads if read.path == path)
    picture = _picture_of(own)
    becomes = picture_renamed(picture, renaming)
    if not {picture, becomes} & content.pictures.keys():
        becomes = ""
    ends = PurePosixPath(path)
    files: list[Revised] = []
    for read in sorted(reads, key=lambda read: (read.path != path, read.path)):
        data = content.get(read.path) or b""
        after = _edited(read, data, renaming, (picture, becomes), is_own=read.path == path)
        goes_to = str(ends.with_name(f"{renaming.new}{ends.suffix}")) if read.path == path else read.path
        if after != data or goes_to != read.path:
            files.append(Revised(read.path, data, goes_to, after))
    if becomes and picture in content.pictures:
        files.insert(1, _moved_picture(root, content, picture, becomes))
    return files


def _reads_that_hold(content: Content, path: str, renaming: Renaming) -> list[Read]:
    """What the file at `path` and those that hold the old id say; these must be sound, and no file unread."""
    known = {file.path for file in content.files}
    unsafe = [found for found in content.problems if found.file not in known and not is_media(found.file)]
    word = re.compile(rf"(?<![a-z0-9-]){re.escape(renaming.old)}(?![a-z0-9-])".encode())
    holding = (file for file in content.files if file.path == path or word.search(file.data))
    reads = [read_file_record(file.path, file.data) for file in holding]
    unsafe.extend(problem for read in reads for problem in read.problems if problem.is_error)
    if unsafe:
        message = f"where '{renaming.old}' stands in these files cannot be told for sure: mend them first"
        raise UnsafeError(message, unsafe, content)
    return reads


def _edited(read: Read, data: bytes, renaming: Renaming, picture: tuple[str, str], *, is_own: bool) -> bytes:
    """The bytes of a file with the new id, and where it names the picture, with its new name."""
    text, document = decode(read.path, data), load_document(read.path, data).document
    if isinstance(text, Problem) or document is None or read.record is None:
        return data
    edits = list(edits_of_names(read.record, document, text, renaming))
    if picture[1] and _picture_of(read.record) == picture[0]:
        edits.append(edit_of_picture(document, text, *picture))
    if is_own and not isinstance(read.record, Source | Site):
        edits.extend(edits_of_aliases(document, text, renaming))
    return apply_edits(data, edits)


def _picture_of(record: Record | Site | None) -> str:
    """The path of the picture that a record shows, from the folder of pictures."""
    image = getattr(record, "image", None)
    return image.file if image is not None else ""


def _moved_picture(root: Path, content: Content, picture: str, becomes: str) -> Revised:
    found = read_picture(root, content.pictures[picture])
    if isinstance(found, Problem):
        message = "nothing was changed"
        raise UnsafeError(message, [found], content)
    return Revised(f"{MEDIA_FOLDER}/{picture}", found, f"{MEDIA_FOLDER}/{becomes}", found)


def _refuse_new_problems(
    content: Content, problems: Sequence[Problem], files: Sequence[Revised], now: datetime
) -> None:
    """Raise UnsafeError if anything would be wrong afterwards that is not wrong now."""
    moves = {file.path: file.becomes for file in files}
    left = Counter(_trait(problem, moves) for problem in problems)
    content = _with(content, files)
    new: list[Problem] = []
    for problem in examine(content, now).problems:
        left[_trait(problem, {})] -= 1
        if left[_trait(problem, {})] < 0 and problem.code != _FOLLOWS_IDS:
            new.append(problem)
    if new:
        message = "with the new id this would be wrong; nothing was changed"
        raise UnsafeError(message, new, content)


def _trait(problem: Problem, moves: Mapping[str, str]) -> tuple[str, str]:
    """What a problem is known by again: its file and its code, for lines and words may change."""
    return moves.get(problem.file, problem.file), problem.code


def _with(content: Content, files: Sequence[Revised]) -> Content:
    """The content as it would be."""
    gone = {file.path for file in files}
    records = {file.path: file for file in content.files if file.path not in gone}
    pictures = {path: found for path, found in content.pictures.items() if f"{MEDIA_FOLDER}/{path}" not in gone}
    for file in files:
        if not is_media(file.path):
            records[file.becomes] = File(file.becomes, file.after)
        else:
            found = content.pictures[media_path(file.path)]
            pictures[media_path(file.becomes)] = msgspec.structs.replace(found, path=file.becomes)
    in_order = tuple(records[path] for path in sorted(records))
    return msgspec.structs.replace(content, files=in_order, pictures=pictures)
