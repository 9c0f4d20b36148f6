"""`ipsegen import`: the rows of a table → new quotes, if the archive stays sound with them.

Owns what becomes of each row, and that a row which is there already is not written again. Does not know how a table is
read or shown, and reads no clock.
"""

import shlex
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Final, Literal

import msgspec

from ipsegen.diagnostics import Problem, Severity
from ipsegen.filing import Filing
from ipsegen.load.content import Content, read_content
from ipsegen.load.snapshot import MAX_TEXT_BYTES, File
from ipsegen.load.tables import Row, Table
from ipsegen.model.checks.near_duplicates import find_among
from ipsegen.model.examine import gather, judge
from ipsegen.model.given import GivenError
from ipsegen.model.layout import Slot
from ipsegen.model.named import named_by
from ipsegen.model.names import Names, NoNameError, with_references
from ipsegen.model.quote import Quote
from ipsegen.model.reads import Read, read_file_record
from ipsegen.model.recipe import ID, Recipe, values_of
from ipsegen.model.records import Records
from ipsegen.model.references import Kind, Reference, fault_of_id, make_id
from ipsegen.model.shapes import Value
from ipsegen.write.create import create_below

What = Literal["new", "same", "changed?", "refused"]

_MADE: Final[dict[Kind, dict[str, Value]]] = {"author": {}, "entity": {"kind": "other"}}
"""What can be created of a name alone, and what else it is given."""


_MOST_GUESSES: Final = 200


class Outcome(msgspec.Struct, frozen=True):
    """What becomes of a row: the file that it makes or is already, or the problem that keeps it out."""

    row: Row
    what: What
    path: str = ""
    problem: Problem | None = None


class Import(msgspec.Struct, frozen=True):
    """What becomes of all rows, in their order, and the files to write: those that others name come first."""

    outcomes: tuple[Outcome, ...]
    files: tuple[File, ...]


class Wishes(msgspec.Struct, frozen=True):
    """How rows are to be taken: by which recipe, with authors and entities created, near duplicates too."""

    recipe: Recipe
    create: bool = False
    near_duplicates: bool = False


class _New(msgspec.Struct, frozen=True):
    """A row that may become a file."""

    row: Row
    file: File
    read: Read
    quote: Quote


def plan_import(root: Path, name: str, table: Table, wishes: Wishes, now: datetime) -> Import:
    """What becomes of the rows of a table that is called `name`; nothing is written."""
    content = read_content(root)
    reads = [read_file_record(file.path, file.data) for file in content.files]
    records = gather(reads, content.pictures, content.problems).records
    found = _Finding(name, content, records, wishes, now)
    found.take_rows(table.rows)
    if not wishes.near_duplicates:
        found.set_near_duplicates_aside()
    found.refuse_what_is_wrong(reads)
    found.leave_out_twins()
    return Import(tuple(found.outcomes[row.place] for row in table.rows), tuple(found.files()))


def write_import(root: Path, files: Iterable[File]) -> Iterator[str]:
    """Write the files, each whole; gives their paths. Raises FileExistsError where one came meanwhile."""
    for file in files:
        create_below(root, file.path, file.data)
        yield file.path


class _Finding:
    """What is found out about rows, one question after the other."""

    def __init__(self, name: str, content: Content, records: Records, wishes: Wishes, now: datetime) -> None:
        self.name, self.content, self.records, self.wishes, self.now = name, content, records, wishes, now
        self.names = Names(records)
        self.guesses = _MOST_GUESSES
        self.outcomes: dict[tuple[int, int], Outcome] = {}
        self.created: dict[Reference, File] = {}
        self.new: dict[str, _New] = {}
        """By path."""
        self.rows: dict[str, Row] = {}
        """The row of each file that was to be made, also of those that are not any more."""
        self.known = {_identity(quote): quote.file for quote in records.quotes.values()}
        self.by_id = dict(records.quotes)
        old_ids = (Slot("quote", old) for quote in records.quotes.values() for old in quote.aliases)
        self.filing = Filing(content, old_ids)

    def take_rows(self, rows: Sequence[Row]) -> None:
        """Tell new rows from those that cannot be read, and from those that are there already."""
        given = [(row, values) for row in rows if (values := self._values(row)) is not None]
        self.filing.know(self.created.values())
        for row, values in given:
            self._take(row, values)

    def set_near_duplicates_aside(self) -> None:
        """Leave the rows to a person whose words are nearly those of another quote by the same author."""
        rows: defaultdict[str, list[tuple[str, Quote]]] = defaultdict(list)
        for path, new in self.new.items():
            for author in _authors(new.quote):
                rows[author].append((path, new.quote))
        before: defaultdict[str, list[tuple[str, Quote]]] = defaultdict(list)
        for quote in self.records.quotes.values():
            for author in rows.keys() & _authors(quote):
                before[author].append((quote.file, quote))
        for author, later in rows.items():
            both = [(path, quote) for path, quote in (*before[author], *later) if quote.text]
            for one, other in find_among([quote.text for _path, quote in both]).items():
                if both[one][0] in self.new:
                    self._set_aside(both[one][0], both[other][0])

    def refuse_what_is_wrong(self, reads: Sequence[Read]) -> None:
        """Refuse rows until no error is left in what they make: one may name another that is refused."""
        made = [read_file_record(file.path, file.data) for file in self.created.values()]
        while True:
            standing = [*reads, *made, *(new.read for new in self.new.values())]
            gathered = gather(standing, self.content.pictures, self.content.problems)
            errors = [problem for problem in judge(gathered, self.now, self._bytes_of) if problem.is_error]
            faulty = {problem.file: problem for problem in reversed(errors)}
            sound = [read for read in made if read.path not in faulty]
            bad = self.new.keys() & faulty.keys()
            if not bad and sound == made:
                return
            made = sound
            for path in sorted(bad):
                new = self.new.pop(path)
                self._refuse_as(new.row, new.file, faulty[path])

    def leave_out_twins(self) -> None:
        """Leave out what is the same as a row that is left out: it is not there already, and must not be lost."""
        for outcome in list(self.outcomes.values()):
            twin = self.rows.get(outcome.path)
            if outcome.what == "same" and twin is not None and outcome.path not in self.new:
                left_out = self.outcomes[twin.place]
                if left_out.problem is not None:
                    message = f"this is line {twin.line} again: {left_out.problem.message}"
                    place = {"line": outcome.row.line, "column": outcome.row.column}
                    problem = msgspec.structs.replace(left_out.problem, message=message, **place)
                    self.outcomes[outcome.row.place] = Outcome(outcome.row, left_out.what, left_out.path, problem)

    def files(self) -> Iterator[File]:
        """What is to be written: created records that are needed, then quotes."""
        needed = {who for new in self.new.values() for who in named_by(new.quote)}
        yield from (file for who, file in self.created.items() if who in needed)
        yield from (new.file for new in self.new.values())

    def _values(self, row: Row) -> dict[str, Value] | None:
        """The values of a row, with references for names; None where it was refused."""
        try:
            if row.fault:
                raise GivenError(row.fault)
            values = values_of(self.wishes.recipe, row.cells)
        except GivenError as error:
            self._refuse(row, "bad-row", str(error), "mend it in the file")
            return None
        while True:
            try:
                return with_references(Quote, values, self.names)
            except NoNameError as error:
                if not self._create(error):
                    code, message, hint = _no_such_name(error)
                    self._refuse(row, code, message, self._guess(error) + hint)
                    return None

    def _guess(self, error: NoNameError) -> str:
        """Who was probably meant, for the first names that nobody has: of thousands it would take minutes."""
        if error.found or self.guesses == 0:
            return ""
        self.guesses -= 1
        near = self.names.near(error.kinds, error.name)
        return f"did you mean {' or '.join(near)}? " if near else ""

    def _create(self, error: NoNameError) -> bool:
        """Make a record of a name that nobody has, if that is wished and it is clear of which kind."""
        kind = error.kinds[0]
        if not self.wishes.create or not _can_be_created(error):
            return False
        values = _made_of(kind, error.name)
        identifier = self.filing.made_id(kind, values)
        if not identifier:
            return False
        self.filing.take(kind, identifier)
        who = Reference(kind, identifier)
        self.created[who] = self.filing.file_of(kind, identifier, values)
        self.names.add(who, [error.name])
        return True

    def _take(self, row: Row, values: dict[str, Value]) -> None:
        given = values.pop(ID, "")
        fault = fault_of_id(given) if isinstance(given, str) and given else None
        if fault is not None or not isinstance(given, str):
            self._refuse(row, "bad-id", *(fault or ("the id is no text", "give one id")))
            return
        values.setdefault("inserted", f"{self.now:%Y-%m-%dT%H:%M:%SZ}")
        identifier = given or self.filing.made_id("quote", values)
        file = self.filing.file_of("quote", identifier, values)
        path, read = file.path, read_file_record(file.path, file.data)
        error = next((problem for problem in read.problems if problem.is_error), None)
        if len(file.data) > MAX_TEXT_BYTES:
            error = Problem(
                path, 1, 1, "file-too-large", f"this makes a file of more than {MAX_TEXT_BYTES // 1024} KiB"
            )
        if error is not None or not isinstance(read.record, Quote):
            self._refuse_as(row, file, error or Problem(path, 1, 1, "bad-row", "this is no quote", ""))
        elif not self._is_there_already(row, given, read.record):
            self.new[path] = _New(row, file, read, read.record)
            self.outcomes[row.place] = Outcome(row, "new", path)
            self.rows[path] = row
            self.known[_identity(read.record)] = path
            self.by_id[identifier] = read.record
            self.filing.take("quote", identifier)

    def _is_there_already(self, row: Row, given: str, quote: Quote) -> bool:
        """Whether a quote has the id that the row gives, or else the same words, author and date."""
        there = self.by_id.get(given) if given else None
        if there is not None and _identity(there) != _identity(quote):
            differs = " and ".join(_differences(there, quote))
            message = f"{there.file} has this id, and another {differs}"
            self._leave(
                row, "changed-quote", message, "change that file by hand, or give the row another id", there.file
            )
        elif there is not None or (not given and _identity(quote) in self.known):
            path = there.file if there is not None else self.known[_identity(quote)]
            self.outcomes[row.place] = Outcome(row, "same", path)
        else:
            return False
        return True

    def _set_aside(self, path: str, other: str) -> None:
        message = f"this is nearly the text of {f'line {self.rows[other].line}' if other in self.rows else other}"
        self._leave(self.new.pop(path).row, "near-duplicate", message, "take it all the same: --near-duplicates", other)

    def _leave(self, row: Row, code: str, message: str, hint: str, path: str) -> None:
        self.outcomes[row.place] = Outcome(row, "changed?", path, self._problem(row, code, message, hint, "warning"))

    def _refuse(self, row: Row, code: str, message: str, hint: str) -> None:
        self.outcomes[row.place] = Outcome(row, "refused", "", self._problem(row, code, message, hint))

    def _refuse_as(self, row: Row, file: File, problem: Problem) -> None:
        """Refuse a row for what is wrong with its file, of which nobody has seen a line."""
        key = _key_at(file.data.decode(), problem) if problem.column > 1 else ""
        self._refuse(row, problem.code, f"{key}: {problem.message}" if key else problem.message, problem.hint)

    def _problem(self, row: Row, code: str, message: str, hint: str, severity: Severity = "error") -> Problem:
        return Problem(self.name, row.line, row.column, code, message, hint, severity)

    def _bytes_of(self, path: str) -> bytes | None:
        return self.new[path].file.data if path in self.new else self.content.get(path)


def _identity(quote: Quote) -> tuple[str, tuple[str, ...], str]:
    """By what a quote is known again: its words, who said them, and when."""
    return " ".join(quote.words.split()), _authors(quote), quote.pronounced.text


def _authors(quote: Quote) -> tuple[str, ...]:
    return tuple(str(signature.author) for signature in quote.signatures)


def _differences(one: Quote, other: Quote) -> list[str]:
    words = ("text", "author", "date")
    return [word for word, a, b in zip(words, _identity(one), _identity(other), strict=True) if a != b]


def _key_at(text: str, problem: Problem) -> str:
    """The key of the file at which a problem is."""
    keys = [line.partition(":")[0] for line in text.split("\n")[: problem.line] if line[:1].isalpha()]
    return keys[-1] if keys else ""


def _can_be_created(error: NoNameError) -> bool:
    """Whether a name is surely that of an author or an entity whom nobody knows yet."""
    kinds = error.kinds
    return not error.found and kinds[0] in _MADE and "country" not in kinds


def _no_such_name(error: NoNameError) -> tuple[str, str, str]:
    """Code, message and hint for a name that does not lead to one record."""
    kind, name = error.kinds[0], error.name
    if error.found:
        these = " and ".join(map(str, error.found))
        return f"unknown-{kind}", f"'{name}' is the name of {these}", "write one of these instead"
    if not _can_be_created(error):
        hint = "write the id, with its kind before a colon where several are possible"
        return f"unknown-{kind}", f"no {' or '.join(error.kinds)} '{name}'", hint
    settings = " ".join(f"--set {key}={shlex.quote(str(value))}" for key, value in _made_of(kind, name).items())
    hint = f"--create creates it, or: ipsegen new {kind} {make_id(name) or 'ID'} {settings}"
    return f"unknown-{kind}", f"no {kind} '{name}'", hint


def _made_of(kind: Kind, name: str) -> dict[str, Value]:
    return {"name": name, **_MADE[kind]}
