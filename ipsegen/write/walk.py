"""What lies in the output folder, by name and kind.

Owns the one walk over it. Does not know whose a file is. Symbolic links are never followed.
"""

import os
from collections.abc import Iterable, Set

import msgspec


class Found(msgspec.Struct, frozen=True, gc=False):
    """What the walk tells about a regular file."""

    size: int
    changed: int
    """The time at which its content was last changed, in nanoseconds."""


class Tree(msgspec.Struct, frozen=True):
    """What a walk found. All paths are relative to the folder that it went over, with `/`."""

    files: dict[str, Found]
    directories: set[str]
    others: set[str]
    """Links, pipes, sockets, devices, and folders that may not be read."""


def walk(folder: str, starts: Iterable[str] = ("",), known: Set[str] = frozenset()) -> Tree:
    """Go over the folders `starts` within `folder`, each "" or ending with `/`, and over those in them.

    Folders in `known` are named, but not entered. Raises OSError if one of `starts` is no folder that may be read.
    """
    tree = Tree({}, set(), set())
    pending = list(starts)
    certain = set(pending)
    while pending:
        start = pending.pop()
        try:
            pending += _list(folder, start, tree, known)
        except PermissionError:
            if start in certain:
                raise
            tree.directories.discard(start[:-1])
            tree.others.add(start[:-1])
    return tree


def _list(folder: str, start: str, tree: Tree, known: Set[str]) -> list[str]:
    """Enter what lies in one folder; give the folders to go on with."""
    inner = []
    with os.scandir(f"{folder}/{start}") as entries:
        for entry in entries:
            path = start + entry.name
            if entry.is_file(follow_symlinks=False):
                status = entry.stat(follow_symlinks=False)
                tree.files[path] = Found(status.st_size, status.st_mtime_ns)
            elif entry.is_dir(follow_symlinks=False):
                tree.directories.add(path)
                if path not in known:
                    inner.append(path + "/")
            else:
                tree.others.add(path)
    return inner
