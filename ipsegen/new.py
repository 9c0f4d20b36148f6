"""`ipsegen new`: values → new files of `content/`, if the archive stays sound with them.

Owns the folder that a new record lies in, and that all of the files are written or none. Does not know where the values
come from, and reads no clock.
"""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime
from pathlib import Path
from typing import Final

import msgspec

from ipsegen.diagnostics import Problem, fails
from ipsegen.load.content import CONTENT, Content, read_content
from ipsegen.load.snapshot import MAX_TEXT_BYTES, File
from ipsegen.model.catalogue import Catalogue
from ipsegen.model.examine import examine
from ipsegen.model.free_ids import FreeIds
from ipsegen.model.layout import Slot, slot_of
from ipsegen.model.made_ids import date_parts, line_of, made_id
from ipsegen.model.reads import read_file_record
from ipsegen.model.records import RECORD_CLASSES, Record
from ipsegen.model.references import FOLDERS, Kind, Reference, fault_of_id
from ipsegen.model.shapes import Value
from ipsegen.model.site import Site
from ipsegen.model.source import Source
from ipsegen.model.subjects import Country
from ipsegen.render.yaml_file import render_markdown, render_yaml
from ipsegen.write.create import create_all_below

KINDS: Final[tuple[Kind, ...]] = ("quote", "author", "entity", "context", "source", "page")
"""What `new` makes; a country needs a file only where its usual name is not enough."""

BODY: Final = "body"
"""Under this key a page or a context gets the text that stands below its front matter."""


class Wish(msgspec.Struct, frozen=True):
    """A record that someone wants: its values, and its id or nothing where one is to be made."""

    kind: Kind
    id: str
    values: dict[str, Value]


class Draft(msgspec.Struct, frozen=True):
    """A file as it would be, by its path from the root."""

    kind: Kind
    id: str
    path: str
    text: str


class NoIdError(ValueError):
    """No id was given, and none can be made; or the one given cannot be an id."""


class Desk:
    """The archive as whoever adds to it needs it: what there is, under which names, and which ids are free."""

    def __init__(self, root: Path, now: datetime) -> None:
        self.root, self.now = root, now
        self.content = read_content(root)
        self._paths = {slot: file.path for file in self.content.files if isinstance(slot := slot_of(file.path), Slot)}
        self._old = frozenset(_old_ids(self.content))
        self._claimed: set[Slot] = set()
        self.catalogue = Catalogue(_nameable(self.content))

    def draft(self, wish: Wish) -> Draft:
        """The file of a record; the name of one that is drafted is taken."""
        kind, values = wish.kind, dict(wish.values)
        if kind == "quote":
            values.setdefault("inserted", f"{self.now:%Y-%m-%dT%H:%M:%SZ}")
        identifier = _checked(wish.id) or self._made_id(kind, values)
        self._claimed.add(Slot(kind, identifier))
        draft = Draft(kind, identifier, path_of(kind, identifier, values), text_of(kind, values))
        record = read_file_record(draft.path, draft.text.encode()).record
        if record is not None and not isinstance(record, Site):
            self.catalogue.add(record)
        return draft

    def expect_free(self, wish: Wish) -> None:
        """Raise NoIdError where the id that was given cannot be had."""
        other = self._paths.get(Slot(wish.kind, _checked(wish.id)))
        if other is not None:
            message = f"the id '{wish.id}' is already at {other}; give another, or none"
            raise NoIdError(message)

    def faults_of(self, drafts: Sequence[Draft], *, allow_duplicate: bool = False) -> tuple[Problem, ...]:
        """What is wrong with the files in the company of all others; a near duplicate is wrong unless it is allowed."""
        large = [_too_large(draft) for draft in drafts if len(draft.text.encode()) > MAX_TEXT_BYTES]
        if large:
            return tuple(large)
        paths = {draft.path for draft in drafts}
        others = [file for file in self.content.files if file.path not in paths]
        files = sorted(
            [*others, *(File(draft.path, draft.text.encode()) for draft in drafts)], key=lambda one: one.path
        )
        problems = examine(msgspec.structs.replace(self.content, files=tuple(files)), self.now).problems
        found = [problem for problem in problems if problem.file in paths]
        found += [twin for problem in problems if (twin := _seen_from_here(problem, paths)) is not None]
        if not allow_duplicate:
            found = [_as_error(problem) if problem.code == "near-duplicate" else problem for problem in found]
        for draft in drafts:
            other = self._paths.get(Slot(draft.kind, draft.id))
            if other is not None:
                found = _with_taken_id(found, draft, other)
        return tuple(sorted(found))

    def _made_id(self, kind: Kind, values: Mapping[str, Value]) -> str:
        free = FreeIds(slot.id for slot in (*self._paths, *self._old, *self._claimed) if slot.kind == kind)
        made = made_id(kind, values, free, self._name_in_index)
        if not made:
            message = f"no id can be made for this {kind}; give one: ipsegen new {kind} ID …"
            raise NoIdError(message)
        return made

    def _name_in_index(self, author: str) -> str:
        known = self.catalogue.get(Reference("author", author))
        return known.name_in_index if known is not None else ""


def write_drafts(root: Path, drafts: Sequence[Draft]) -> tuple[Problem, ...]:
    """Write all of the files or none; gives what stands in the way."""
    try:
        create_all_below(root, {draft.path: draft.text.encode() for draft in drafts})
    except FileExistsError:
        found: list[Problem] = []
        for draft in drafts:
            found = _with_taken_id(found, draft, draft.path)
        return tuple(found)
    return ()


def _old_ids(content: Content) -> list[Slot]:
    """The ids that records had once; of many files few have a word of aliases."""
    found: list[Slot] = []
    for file in content.files:
        if b"aliases" in file.data:
            read = read_file_record(file.path, file.data)
            if read.slot is not None and not isinstance(read.record, Country | Source | Site | None):
                found += [Slot(read.slot.kind, alias) for alias in read.record.aliases]
    return found


def _nameable(content: Content) -> list[Record]:
    """All records but quotes, which nobody calls by a name."""
    records: list[Record] = []
    for file in content.files:
        slot = slot_of(file.path)
        if isinstance(slot, Slot) and slot.kind != "quote":
            record = read_file_record(file.path, file.data).record
            if record is not None and not isinstance(record, Site):
                records.append(record)
    return records


def text_of(kind: Kind, values: Mapping[str, Value]) -> str:
    """The file of a record."""
    record = RECORD_CLASSES[kind]
    if not _is_markdown(kind, values):
        return render_yaml(record, values)
    body = values.get(BODY)
    # What is no text stays among the keys, where it is told to be in the wrong place.
    keys = {key: value for key, value in values.items() if key != BODY or not isinstance(body, str)}
    return render_markdown(record, keys, line_of(body))


def _is_markdown(kind: Kind, values: Mapping[str, Value]) -> bool:
    return kind == "page" or (kind == "context" and isinstance(values.get(BODY), str))


def path_of(kind: Kind, identifier: str, values: Mapping[str, Value]) -> str:
    """Quotes lie in the folder of the month, or at least the year, in which the words surely fell."""
    year, month = (*date_parts(values), None, None)[:2] if kind == "quote" else (None, None)
    calendar = [f"{year:04}"] if year is not None else []
    calendar += [f"{month:02}"] if month is not None else []
    name = f"{identifier}{'.md' if _is_markdown(kind, values) else '.yaml'}"
    return "/".join([CONTENT, FOLDERS[kind], *calendar, name])


def _too_large(draft: Draft) -> Problem:
    message = f"this file is larger than {MAX_TEXT_BYTES // 1024} KiB"
    return Problem(draft.path, 1, 1, "file-too-large", message, "split it")


def _seen_from_here(problem: Problem, paths: AbstractSet[str]) -> Problem | None:
    """The fault of an older file that is nearly the text of a new one, which was inserted before it."""
    if problem.code != "near-duplicate" or problem.file in paths:
        return None
    path = next((path for path in paths if problem.message.endswith(f" {path}")), None)
    if path is None:
        return None
    message = f"this is nearly the text of {problem.file}"
    return msgspec.structs.replace(problem, file=path, line=1, column=1, message=message)


def _as_error(problem: Problem) -> Problem:
    hint = "if it was said twice, say so in 'note', and write it with --allow-duplicate"
    return msgspec.structs.replace(problem, severity="error", hint=hint)


def _with_taken_id(problems: Sequence[Problem], draft: Draft, other: str) -> list[Problem]:
    """The problems with the fault that the id is taken, in words for a file that is not there yet."""
    message = f"the id '{draft.id}' is already at {other}"
    hint = f"change that file, or give this {draft.kind} another id: ipsegen new {draft.kind} ID …"
    rest = [one for one in problems if one.file != draft.path or one.code != "duplicate-id" or one.line != 1]
    return [Problem(draft.path, 1, 1, "duplicate-id", message, hint), *rest]


def _checked(identifier: str) -> str:
    fault = fault_of_id(identifier) if identifier else None
    if fault is not None:
        message = f"{fault[0]}; {fault[1]}"
        raise NoIdError(message)
    return identifier


def can_be_written(problems: Sequence[Problem]) -> bool:
    """Whether nothing is wrong with the files but what may be doubted."""
    return not fails(problems, strict=False)
