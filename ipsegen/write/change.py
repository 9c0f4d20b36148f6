"""How the output folder is changed once every new file is ready.

Owns the order of the steps, in which a reader never finds a link to a page that is not there yet. Does not know how
the files came about.
"""
# Building a Path costs more than the system call that it is for, and there are 100,000 of each.
# ruff: noqa: PTH102, PTH105, PTH106, PTH108

import errno
import os
from collections.abc import Iterable, Mapping, Set
from contextlib import suppress

import msgspec

from ipsegen.write.manifest import MANIFEST
from ipsegen.write.standing import Standing, parent_of, parents_of


class Change(msgspec.Struct, frozen=True):
    """How the output is to differ from what stands; all paths are relative to it."""

    staged: Mapping[str, str]
    """Where a finished file waits for its name, by the path that it is to have."""
    files: Set[str]
    """The files to delete."""
    directories: Set[str]
    """The folders that are ours and hold nothing of ours any more."""

    def __bool__(self) -> bool:
        return bool(self.staged or self.files or self.directories)

    def folders(self, standing: Standing) -> tuple[Set[str], Set[str]]:
        """Give the folders that stand after the change, and those of them in which names come, go or change."""
        made = parents_of(self.staged) - standing.directories
        touched = {parent_of(path) for path in (*self.staged, *self.files, *self.directories, *made, MANIFEST)}
        return (standing.directories - self.directories) | made, touched | made


def carry_out(change: Change, standing: Standing, output: str) -> None:
    """Change the output: new files, then changed ones, then deletions.

    The folders of new files are made first of all: a disk that has no room for them shows before any file is in place.
    Where a file becomes a folder, or a folder a file, the old must go first; new files that wait for that
    come between the other new ones and the changed ones.
    """
    obstacles = _obstacles(change, standing)
    at_once: list[str] = []
    waiting: list[str] = []
    changed: list[str] = []
    for path in change.staged:
        if path in standing.files:
            changed.append(path)
        elif obstacles and not obstacles.isdisjoint([path, *parents_of([path])]):
            waiting.append(path)
        else:
            at_once.append(path)
    made = set(standing.directories)
    fresh = parents_of(at_once) - made
    _make_folders(output, fresh)
    made |= fresh
    _place(output, change.staged, at_once, made)
    _delete(output, change.files & obstacles, change.directories & obstacles)
    _place(output, change.staged, waiting, made)
    _place(output, change.staged, changed, made)
    _delete(output, change.files - obstacles, change.directories - obstacles)


def _obstacles(change: Change, standing: Standing) -> Set[str]:
    """Of what is to go, give what stands where a staged file, or a folder above it, is to be."""
    obstacles = set(change.files & parents_of(change.staged))
    for path in change.directories & change.staged.keys():
        obstacles.update(standing.below(path))
    return obstacles


def _place(output: str, staged: Mapping[str, str], paths: Iterable[str], made: set[str]) -> None:
    for path in paths:
        _make_parents(output, path, made)
        os.replace(staged[path], f"{output}/{path}")


def _delete(output: str, files: Set[str], directories: Set[str]) -> None:
    for path in sorted(files):
        os.unlink(f"{output}/{path}")
    # In this order a folder comes after those in it.
    for path in sorted(directories, reverse=True):
        try:
            os.rmdir(f"{output}/{path}")
        except OSError as error:
            # What others put there stays, and with it the folder.
            if error.errno not in {errno.ENOTEMPTY, errno.EEXIST}:
                raise


def _make_folders(top: str, folders: Set[str]) -> None:
    """Make all of `folders`, or none."""
    made: list[str] = []
    try:
        # In this order a folder comes before those in it.
        for path in sorted(folders):
            os.mkdir(f"{top}/{path}")
            made.append(path)
    except OSError:
        for path in reversed(made):
            # What others put there meanwhile stays; the first error is the one to be told.
            with suppress(OSError):
                os.rmdir(f"{top}/{path}")
        raise


def _make_parents(top: str, path: str, made: set[str]) -> None:
    parent = path.rpartition("/")[0]
    if parent and parent not in made:
        _make_parents(top, parent, made)
        os.mkdir(f"{top}/{parent}")
        made.add(parent)
