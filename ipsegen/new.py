"""`ipsegen new`: values → one new file of `content/`, if the archive stays sound with it.

Owns the id that a new record gets, the folder it lies in, and that nothing is written where there is an error. Does not
know where the values come from, and reads no clock.
"""

import re
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Final

import msgspec

from ipsegen.diagnostics import Problem, fails
from ipsegen.load.content import CONTENT, Content, read_content
from ipsegen.load.documents import load_document
from ipsegen.load.nodes import Scalar
from ipsegen.load.snapshot import MAX_TEXT_BYTES, File
from ipsegen.model.edtf import DateError, parse_date
from ipsegen.model.examine import examine
from ipsegen.model.free_ids import FreeIds
from ipsegen.model.layout import Slot, slot_of
from ipsegen.model.records import RECORD_CLASSES
from ipsegen.model.references import FOLDERS, Kind, fault_of_id, make_id
from ipsegen.model.shapes import Value
from ipsegen.render.yaml_file import render_markdown, render_yaml
from ipsegen.write.create import create_below

KINDS: Final[tuple[Kind, ...]] = ("quote", "author", "entity", "context", "source", "page")
"""What `new` makes; a country needs a file only where its usual name is not enough."""

BODY: Final = "body"
"""Under this key a page or a context gets the text that stands below its front matter."""

_TELLING_WORDS: Final = 3
_LONGEST_MADE_ID: Final = 60
_SMALL_WORDS: Final = (
    "a about after all also an and any are as at be because been but by can could did do does for from had has have he "
    "her here him his how i if in into is it its just more my no not now of on one only or other our out over she so "
    "some such than that the their them then there these they this those to too up us very was we were what when where "
    "which who will with would you your"
)


class NewFile(msgspec.Struct, frozen=True):
    """A record as it would be: its path from the root, its text, and what is wrong with it."""

    path: str
    text: str
    problems: tuple[Problem, ...]

    @property
    def is_sound(self) -> bool:
        """Whether it can be written."""
        return not fails(self.problems, strict=False)


class NoIdError(ValueError):
    """No id was given, and none can be made; or the one given cannot be an id."""


def make_new(root: Path, kind: Kind, identifier: str, values: Mapping[str, Value], now: datetime) -> NewFile:
    """Write the record into `content/`, unless it has an error: then nothing is written, and `problems` say why."""
    content = read_content(root)
    values = dict(values)
    if kind == "quote":
        values.setdefault("inserted", f"{now:%Y-%m-%dT%H:%M:%SZ}")
    taken = {slot: file.path for file in content.files if isinstance(slot := slot_of(file.path), Slot)}
    free = FreeIds(slot.id for slot in taken if slot.kind == kind)
    identifier = _checked(identifier) or free.near(proposed_id(kind, values, content))
    new = _judged(content, path_of(kind, identifier, values), text_of(kind, values), now)
    other = taken.get(Slot(kind, identifier))
    if other is not None:
        new = _with_duplicate(new, identifier, other, kind)
    if new.is_sound:
        try:
            create_below(root, new.path, new.text.encode())
        except FileExistsError:
            return _with_duplicate(new, identifier, new.path, kind)
    return new


def text_of(kind: Kind, values: Mapping[str, Value]) -> str:
    """The file of a record."""
    record = RECORD_CLASSES[kind]
    if not _is_markdown(kind, values):
        return render_yaml(record, values)
    body = values.get(BODY)
    # What is no text stays among the keys, where it is told to be in the wrong place.
    keys = {key: value for key, value in values.items() if key != BODY or not isinstance(body, str)}
    return render_markdown(record, keys, _line(body))


def _is_markdown(kind: Kind, values: Mapping[str, Value]) -> bool:
    return kind == "page" or (kind == "context" and isinstance(values.get(BODY), str))


def path_of(kind: Kind, identifier: str, values: Mapping[str, Value]) -> str:
    """Where the file of a record belongs, from the root."""
    folder = f"{CONTENT}/{FOLDERS[kind]}"
    if kind == "quote":
        folder += _part_of_calendar(values.get("pronounced"))
    return f"{folder}/{identifier}{'.md' if _is_markdown(kind, values) else '.yaml'}"


def _part_of_calendar(pronounced: Value | None) -> str:
    """The folders of the month, or at least the year, in which the words surely fell; nothing if that is not known."""
    try:
        date = parse_date(pronounced.strip() if isinstance(pronounced, str) else "")
    except DateError:
        return ""
    year, month = (*date.common, None, None)[:2]
    if year is None:
        return ""
    return f"/{year:04}" if month is None else f"/{year:04}/{month:02}"


def _judged(content: Content, path: str, text: str, now: datetime) -> NewFile:
    """The file, and what is wrong with it in the company of all others."""
    data = text.encode()
    if len(data) > MAX_TEXT_BYTES:
        message = f"this file is larger than {MAX_TEXT_BYTES // 1024} KiB"
        return NewFile(path, text, (Problem(path, 1, 1, "file-too-large", message, "split it"),))
    others = [file for file in content.files if file.path != path]
    files = sorted([*others, File(path, data)], key=lambda file: file.path)
    problems = examine(msgspec.structs.replace(content, files=tuple(files)), now).problems
    return NewFile(path, text, tuple(problem for problem in problems if problem.file == path))


def _with_duplicate(new: NewFile, identifier: str, other: str, kind: Kind) -> NewFile:
    """The file with the fault that its id is taken, in words for a file that is not there yet."""
    message = f"the id '{identifier}' is already at {other}"
    hint = f"change that file, or give this {kind} another id: ipsegen new {kind} ID …"
    rest = [problem for problem in new.problems if problem.code != "duplicate-id" or problem.line != 1]
    problem = Problem(new.path, 1, 1, "duplicate-id", message, hint)
    return msgspec.structs.replace(new, problems=tuple(sorted([problem, *rest])))


def _checked(identifier: str) -> str:
    fault = fault_of_id(identifier) if identifier else None
    if fault is not None:
        message = f"{fault[0]}; {fault[1]}"
        raise NoIdError(message)
    return identifier


def proposed_id(kind: Kind, values: Mapping[str, Value], content: Content) -> str:
    """An id out of the values; it may be taken already. Raises NoIdError where they give none."""
    if kind == "quote":
        words = [*_last_name(values, content), *_telling_words(_line(values.get("text")))]
        proposed = _cut_id(make_id(" ".join(words))) or make_id(f"quote {_line(values.get('pronounced'))}")
    else:
        key = "name" if kind in {"author", "entity"} else "title"
        proposed = _cut_id(make_id(_line(values.get(key))))
        if not proposed:
            message = f"no id can be made for this {kind}; give one: ipsegen new {kind} ID …"
            raise NoIdError(message)
    return proposed


def _cut_id(identifier: str) -> str:
    """At most so many characters, cut between two words."""
    if len(identifier) <= _LONGEST_MADE_ID:
        return identifier
    return identifier[: _LONGEST_MADE_ID + 1].rpartition("-")[0] or identifier[:_LONGEST_MADE_ID]


def _line(value: Value | None) -> str:
    return value if isinstance(value, str) else ""


def _telling_words(text: str) -> list[str]:
    """The first few, as parts of an id; words behind them are not looked at."""
    small = frozenset(_SMALL_WORDS.split())
    found = (match[0] for match in re.finditer(r"[^\W_]+(?:['’][^\W_]+)*", text))
    plain = (make_id(re.sub("['’]", "", word)) for word in found if word.casefold() not in small)
    return list(islice((word for word in plain if len(word) > 1), _TELLING_WORDS))


def _last_name(values: Mapping[str, Value], content: Content) -> list[str]:
    """What the first author goes by in an index; nothing where nobody is named."""
    first = values.get("author", values.get("authors"))
    if isinstance(first, list):
        first = first[0] if first else ""
    if isinstance(first, dict):
        first = first.get("author", "")
    kind, colon, identifier = _line(first).rpartition(":")
    if identifier in {"unnamed", "unknown"}:
        return []
    if colon and kind != "author":
        return [identifier]
    name = _name_in_index(content.get(f"{CONTENT}/{FOLDERS['author']}/{identifier}.yaml"))
    return [make_id(name) or identifier.rpartition("-")[2]]


@lru_cache(maxsize=1 << 12)
def _name_in_index(data: bytes | None) -> str:
    document = load_document("", data).document if data is not None else None
    if document is None:
        return ""
    sort_name, name = document.root.get("sort_name"), document.root.get("name")
    if isinstance(sort_name, Scalar):
        return sort_name.text.partition(",")[0]
    return name.text.split()[-1] if isinstance(name, Scalar) and name.text.split() else ""
