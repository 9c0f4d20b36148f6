"""Where a file writes the id of a record, and the edits that put another id there.

Owns the places of ids in keys, in prose, in names of pictures and among old ids. Does not know which files there are,
nor whether the new id is free. Whether every place was found is proved by reading the edited files again.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import PurePosixPath
from typing import Final

import msgspec

from ipsegen.load.edits import Edit
from ipsegen.load.nodes import Document, Mapping, Node, Scalar
from ipsegen.load.nodes import Sequence as SequenceNode
from ipsegen.load.text import line_and_column
from ipsegen.model.checks.namings import namings
from ipsegen.model.named import prose_of
from ipsegen.model.prose import Prose, parse_prose
from ipsegen.model.records import Record, collect
from ipsegen.model.references import Kind, Reference
from ipsegen.model.site import Site
from ipsegen.model.source import Source
from ipsegen.model.subjects import Country

_PART_OF_ID: Final = "[a-z0-9-]"


class Renaming(msgspec.Struct, frozen=True):
    """Another id for one record."""

    kind: Kind
    old: str
    new: str

    @property
    def reference(self) -> Reference:
        """How the record is named before."""
        return Reference(self.kind, self.old)


def edits_of_names(record: Record | Site, document: Document, text: str, renaming: Renaming) -> Iterator[Edit]:
    """The edits at every place at which a record, read without error, names the one that gets another id.

    `text` is that of the file, and `document` what was made of it.
    """
    alone = collect(record, (), ()) if isinstance(record, Site) else collect(None, (record,), ())
    for naming in namings(alone):
        if naming.hole is None and naming.reference == renaming.reference:
            yield _in_key(text, _offset(text, *document.place(naming.path)), renaming)
    if renaming.kind == "source":
        return  # `[[source:…]]` names a source of the context that it stands in
    for path, prose in prose_of(record):
        count = sum(hole.reference == renaming.reference for hole in prose.holes)
        if count:
            place = document.place(path) if path or document.body is None else (document.body.line, 1)
            yield from _in_prose(text, _offset(text, *place), prose, count, renaming)


def edits_of_aliases(document: Document, text: str, renaming: Renaming) -> list[Edit]:
    """The edits by which a record lists its old id among the others, the newest last, and its new id no more."""
    node = document.root.get("aliases")
    if not isinstance(node, SequenceNode):
        return [_new_key(document, text, renaming.old)]
    items = [item for item in node.items if isinstance(item, Scalar)]
    kept = [item.text.strip() for item in items if item.text.strip() != renaming.new]
    wanted = [*kept, renaming.old]
    changed = zip(items, wanted, strict=False)
    edits = [_word(text, item, item.text.strip(), name) for item, name in changed if item.text.strip() != name]
    if len(wanted) > len(items):
        edits.append(_new_item(text, node, items, renaming.old))
    return edits


def picture_renamed(path: str, renaming: Renaming) -> str:
    """The path of a picture that goes by the id of its record, with the new id; nothing for any other picture."""
    found = PurePosixPath(path)
    return str(found.with_name(f"{renaming.new}{found.suffix}")) if found.stem == renaming.old else ""


def edit_of_picture(document: Document, text: str, path: str, becomes: str) -> Edit:
    """The edit where a record names the picture at `path`."""
    start = _offset(text, *document.place(("image", "file")))
    return _replaced(text, start, re.escape(PurePosixPath(path).name), PurePosixPath(becomes).name)


def old_ids_of(record: Record) -> tuple[str, ...]:
    """The ids that a record had before, the oldest first; sources and countries never had another address."""
    return () if isinstance(record, Source | Country) else record.aliases


def _offset(text: str, line: int, column: int) -> int:
    start = 0
    for _ in range(line - 1):
        start = text.index("\n", start) + 1
    return start + column - 1


def _in_key(text: str, start: int, renaming: Renaming) -> Edit:
    """The edit of a bare id or of `kind:id` in the value that starts there."""
    pattern = rf"(?<!{_PART_OF_ID})(?:{renaming.kind}:)?(?P<id>{renaming.old})(?!{_PART_OF_ID}|:)"
    return _replaced(text, start, pattern, renaming.new, "id")


def _replaced(text: str, start: int, pattern: str, becomes: str, group: str | int = 0) -> Edit:
    """The edit of the first match from `start` on. What is written with escapes is not found: then nothing changes."""
    found = re.compile(pattern).search(text, start)
    if found is None:
        return Edit(1, 1, 0, "")
    return Edit(*line_and_column(text, found.start(group)), len(found[group]), becomes)


def _in_prose(text: str, start: int, prose: Prose, count: int, renaming: Renaming) -> Iterator[Edit]:
    """The edits of `[[kind:id…` in the text that starts there and holds so many of them; code is left alone."""
    pattern = re.compile(rf"\[\[[\s>]*{renaming.kind}:(?P<id>{renaming.old})(?=[\s>]*(?:\\?\||\]\]))")
    inside = list(pattern.finditer(prose.source))
    real = range(count) if len(inside) == count else _which_are_read(prose.source, inside, renaming.kind)
    for index, found in enumerate(pattern.finditer(text, start)):
        if index in real:
            yield Edit(*line_and_column(text, found.start("id")), len(renaming.old), renaming.new)


def _which_are_read(source: str, found: Sequence[re.Match[str]], kind: Kind) -> list[int]:
    """The positions of those that Markdown takes for references: each gets an id of its own, and it is parsed again."""
    sign = "x"
    while sign in source:
        sign += "x"
    marked = source
    for index, match in reversed(list(enumerate(found))):
        marked = f"{marked[: match.start('id')]}{sign}{index}{marked[match.end('id') :]}"
    read = {hole.reference for hole in parse_prose(marked).holes}
    return [index for index in range(len(found)) if Reference(kind, f"{sign}{index}") in read]


def _word(text: str, node: Node, word: str, becomes: str) -> Edit:
    """The edit of a scalar that is one word, with or without quotation marks."""
    return _replaced(text, _offset(text, node.line, node.column), re.escape(word), becomes)


def _new_item(text: str, node: SequenceNode, items: Iterable[Scalar], word: str) -> Edit:
    """The edit that adds a word to the end of a list, in brackets or one a line."""
    last = next(reversed(list(items)), None)
    if last is None:
        return Edit(node.line, node.column + 1, 0, word)
    line = text.split("\n")[last.line - 1]
    if text[_offset(text, node.line, node.column)] == "[":
        length = len(last.text.strip()) + (2 if last.style in {"single", "double"} else 0)
        return Edit(last.line, last.column + length, 0, f", {word}")
    return Edit(last.line, len(line) + 1, 0, f"\n{line[: last.column - 1]}{word}")


def _new_key(document: Document, text: str, word: str) -> Edit:
    """The edit that adds `aliases` behind the last key."""
    root: Mapping = document.root
    if root.flow:
        return Edit(root.line, root.column + 1, 0, f"aliases: [{word}], ")
    margin = " " * (document.first_key()[1] - 1)
    entry = f"{margin}aliases: [{word}]"
    if document.body is not None:
        return Edit(document.body.line - 1, 1, 0, f"{entry}\n")
    lines = text.split("\n")
    if lines[-1]:
        return Edit(len(lines), len(lines[-1]) + 1, 0, f"\n{entry}")
    return Edit(len(lines), 1, 0, f"{entry}\n")
