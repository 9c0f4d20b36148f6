"""The site that stands in the output folder before a build, and who wrote what in it.

Owns the one walk over the output, and every verdict that rests on it: which files are ours, which are as they
should be, where writing would touch what is not ours. Changes nothing. Symbolic links are never followed.
"""

import os
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Set
from functools import cached_property
from pathlib import Path
from typing import NoReturn

import msgspec

from ipsegen.diagnostics import visible
from ipsegen.write.folder import RefusedOutput
from ipsegen.write.manifest import MANIFEST, Entry, decode_journal, decode_manifest, digest


class Found(msgspec.Struct, frozen=True, gc=False):
    """What the walk tells about a regular file."""

    size: int
    changed: int
    """The time of its last change, in nanoseconds."""


class Standing(msgspec.Struct, frozen=True, dict=True):
    """An output folder that is not empty. All paths are relative to it, with `/`."""

    folder: str
    files: dict[str, Found]
    directories: frozenset[str]
    others: frozenset[str]
    """Links, pipes, sockets, devices, and folders that may not be read."""
    manifest: dict[str, Entry]
    manifest_digest: str
    unsure: frozenset[str]
    """What a build that never ended had set out to write: it is ours, but may hold anything."""

    @cached_property
    def owned(self) -> frozenset[str]:
        """Every path where we have written a file, or may have."""
        return self.unsure.union(self.manifest)

    @cached_property
    def owned_directories(self) -> frozenset[str]:
        """Every folder that we may have made."""
        return frozenset(parents_of(self.owned))

    @cached_property
    def foreign(self) -> tuple[str, ...]:
        """Everything that we did not write."""
        return tuple(sorted((self.files.keys() - self.owned - {MANIFEST}) | self.others))

    @cached_property
    def _everything(self) -> list[str]:
        return sorted({*self.files, *self.directories, *self.others})

    def holds(self, path: str, entry: Entry) -> bool:
        """Whether the file at `path` is `entry` already.

        The manifest is believed as long as the file still has the size, and has not changed since the
        manifest was written, last of all; else the file is read.
        """
        found = self.files.get(path)
        if found is None or found.size != entry.size:
            return False
        if path not in self.unsure:
            if self.manifest.get(path) != entry:
                return False
            if found.changed <= self.files[MANIFEST].changed:
                return True
        return self._digest_of(path) == entry.sha256

    def refuse_collision(self, path: str) -> None:
        """Raise RefusedOutput if writing `path` would touch anything that we did not write."""
        if path in self.others:
            self._refuse(path)
        if path in self.files and path not in self.owned:
            self._refuse(path)
        if path in self.directories:
            for below in self.below(path):
                ours = self.owned if below in self.files else self.owned_directories
                if below in self.others or below not in ours:
                    self._refuse(below)
        for parent in parents_of([path]):
            if parent in self.others or (parent in self.files and parent not in self.owned):
                self._refuse(parent)

    def below(self, directory: str) -> Iterator[str]:
        """Yield `directory` and everything in it."""
        yield directory
        start = directory + "/"
        for index in range(bisect_left(self._everything, start), len(self._everything)):
            if not self._everything[index].startswith(start):
                return
            yield self._everything[index]

    def _refuse(self, path: str) -> NoReturn:
        message = f"'{visible(path)}' in '{visible(self.folder)}' was not written by ipsegen"
        hint = "move it away, or build into another folder with --output"
        raise RefusedOutput(message, hint)

    def _digest_of(self, path: str) -> str:
        try:
            descriptor = os.open(f"{self.folder}/{path}", os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
            with os.fdopen(descriptor, "rb") as handle:
                return digest(handle.read())
        except OSError:
            # Whatever keeps it from being read, a new file in its place mends it.
            return ""


def look(folder: Path, journal: Path) -> Standing | None:
    """Walk over `folder`; None if there is nothing in it, or no folder.

    Raises RefusedOutput if something else than our manifest stands in the manifest's place.
    """
    try:
        files, directories, others = _walk(str(folder))
    except FileNotFoundError:
        return None
    if not files and not directories and not others:
        return None
    data = _read_if_there(folder / MANIFEST) if MANIFEST in files else None
    manifest = {} if data is None else decode_manifest(data)
    if manifest is None or MANIFEST in directories | others:
        message = f"'{MANIFEST}' in '{visible(str(folder))}' is not a manifest that ipsegen wrote"
        hint = "nothing there can be told from other people's files: move the folder away, or delete it"
        raise RefusedOutput(message, hint)
    manifest_digest = "" if data is None else digest(data)
    unsure = _unfinished(journal, manifest_digest)
    return Standing(str(folder), files, frozenset(directories), frozenset(others), manifest, manifest_digest, unsure)


def parents_of(paths: Iterable[str]) -> Set[str]:
    """Give every folder above `paths`, without the outermost."""
    parents: set[str] = set()
    for path in paths:
        parent = path.rpartition("/")[0]
        while parent and parent not in parents:
            parents.add(parent)
            parent = parent.rpartition("/")[0]
    return parents


def _walk(folder: str) -> tuple[dict[str, Found], set[str], set[str]]:
    files: dict[str, Found] = {}
    directories: set[str] = set()
    others: set[str] = set()
    pending = [""]
    while pending:
        start = pending.pop()
        try:
            with os.scandir(f"{folder}/{start}") as entries:
                for entry in entries:
                    path = start + entry.name
                    if entry.is_file(follow_symlinks=False):
                        status = entry.stat(follow_symlinks=False)
                        files[path] = Found(status.st_size, status.st_mtime_ns)
                    elif entry.is_dir(follow_symlinks=False):
                        directories.add(path)
                        pending.append(path + "/")
                    else:
                        others.add(path)
        except PermissionError:
            if not start:
                raise
            directories.discard(start[:-1])
            others.add(start[:-1])
    return files, directories, others


def _unfinished(journal: Path, manifest_digest: str) -> frozenset[str]:
    data = _read_if_there(journal)
    found = None if data is None else decode_journal(data)
    if found is None or found.manifest != manifest_digest:
        return frozenset()
    return frozenset(found.paths)


def _read_if_there(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
