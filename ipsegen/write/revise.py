"""Several files of an editor's own, changed as one step as far as a file system allows.

Owns the order: first what is new, then what is changed, last what goes, each on the disk before the next. Killed at any
moment, or at a power cut, it leaves nothing lost, and the same revision, asked for again, finishes it. Does not know
what is in the files.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec

from ipsegen.diagnostics import Problem
from ipsegen.load.snapshot import MAX_MEDIA_BYTES, File, read_file
from ipsegen.write.atomic import flush_names, replace_file
from ipsegen.write.create import create_below, standing_below


class Revised(msgspec.Struct, frozen=True):
    """A file before and after: its bytes, and its path from the root, which is another where it moves."""

    path: str
    before: bytes
    becomes: str
    after: bytes

    @property
    def moves(self) -> bool:
        """Whether it gets another path."""
        return self.path != self.becomes


def revise(root: Path, files: Sequence[Revised]) -> None:
    """Change the files below `root`.

    Of files that move, the first is the last to go: as long as it stands, the revision can be asked for again. Raises
    OSError where the machine fails.
    """
    moved = [file for file in files if file.moves]
    for file in reversed(moved):
        if not standing_below(root, [file.becomes]):
            create_below(root, file.becomes, file.after)
    for file in files:
        if not file.moves:
            replace_file(root / file.path, file.after, flush=True)
    for file in reversed(moved):
        (root / file.path).unlink()
        flush_names((root / file.path).parent)


def reasons_against(root: Path, files: Sequence[Revised]) -> list[Problem]:
    """Why the files cannot be changed now: one is not as it was, or something stands where another is to go."""
    return [*_not_as_they_were(root, files), *_in_the_way(root, files)]


def _not_as_they_were(root: Path, files: Iterable[Revised]) -> list[Problem]:
    hint = "run the command again"
    return [
        Problem(file.path, 1, 1, "changed-file", "this file changed while it was read", hint)
        for file in files
        if not _holds(root, file.path, file.before)
    ]


def _in_the_way(root: Path, files: Iterable[Revised]) -> list[Problem]:
    """What stands where a file is to go, unless it is that file already: then a kill came between."""
    return [
        Problem(file.becomes, 1, 1, "file-exists", f"this file is there already, and {file.path} would get its name",
                "move or rename it first")
        for file in files
        if file.moves
        and standing_below(root, [file.becomes]) and not _holds(root, file.becomes, file.after)
    ]  # fmt: skip


def _holds(root: Path, path: str, data: bytes) -> bool:
    found = read_file(root, path, MAX_MEDIA_BYTES)
    return isinstance(found, File) and found.data == data
