"""The cache of a build: tables that are whole, or as good as not there.

Owns where they lie below `.ipsegen/`, and that nobody ever reads a table that was cut short, damaged, or written by
another version. Does not know what a table says. A cache belongs to one output folder, and whoever holds that holds it.
"""

import atexit
import errno
import hashlib
import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from tempfile import mkdtemp
from typing import Final

import msgspec

from ipsegen.write.atomic import replace_file
from ipsegen.write.create import make_folders
from ipsegen.write.plain import read_plain

_HEAD: Final = "head"
_DIGEST_SIZE: Final = 32


class _Head(msgspec.Struct, frozen=True, array_like=True):
    """Who wrote the tables, and what each of them digests to."""

    version: bytes
    tables: dict[str, bytes]


class Cache:
    """The tables that the last build left for the next, by name, and folders for what is too much for a table."""

    def __init__(self, root: Path, output: Path, version: bytes) -> None:
        try:
            self.folder = make_folders(root, (".ipsegen", "builds", _name_of(output, root)))
            _look_over(self.folder)
        except OSError:
            # Where nothing can be kept below the root, a build does without the last one and without the next.
            self.folder = Path(mkdtemp(prefix="ipsegen-"))
            atexit.register(shutil.rmtree, self.folder, ignore_errors=True)
        self._version = version
        self.is_forgotten = False
        self._known = self._read_head()

    def table(self, name: str) -> bytes | None:
        """A table of the last build, as it was written; None if there is none, or none to be trusted."""
        digest = self._known.get(name)
        data = _read(self._place(name)) if digest is not None else None
        return data if data is not None and _digest(data) == digest else None

    def keep(self, tables: Mapping[str, bytes | None]) -> None:
        """Make these the tables of the cache, and forget all others; None stands for a table that is as it was."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self._place(_HEAD).unlink(missing_ok=True)
        known: dict[str, bytes] = {}
        for name, data in tables.items():
            if data is None:
                known[name] = self._known[name]
                continue
            known[name] = _digest(data)
            replace_file(self._place(name), data)
        head = msgspec.msgpack.encode(_Head(self._version, known))
        replace_file(self._place(_HEAD), _digest(head) + head)
        self._known = known

    def forget(self) -> None:
        """Until tables are kept again, there are none."""
        self._known = {}
        self.is_forgotten = True

    def borrow(self, other: "Cache", table: str, room: str) -> None:
        """Begin with a copy of what another cache has of a table and the folder that it speaks of; else without."""
        data = other.table(table)
        if data is None:
            return
        shutil.copytree(other.room(room), self.room(room, empty=True), dirs_exist_ok=True)
        self.keep({table: data})

    def room(self, name: str, *, empty: bool = False) -> Path:
        """A folder of this cache, made if need be; where it is emptied, no table is left that may speak of it."""
        folder = self.folder / name
        if empty:
            self._place(_HEAD).unlink(missing_ok=True)
            shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    def _place(self, table: str) -> Path:
        return self.folder / f"{table}.table"

    def _read_head(self) -> dict[str, bytes]:
        data = _read(self._place(_HEAD)) or b""
        checksum, content = data[:_DIGEST_SIZE], data[_DIGEST_SIZE:]
        if checksum != _digest(content):
            return {}
        try:
            head = msgspec.msgpack.decode(content, type=_Head)
        except msgspec.DecodeError:
            return {}
        return head.tables if head.version == self._version else {}


def _look_over(folder: Path) -> None:
    """Raise PermissionError for a folder in which nothing can be kept, and NotADirectoryError for whatever is neither
    file nor folder: no build makes a link here.

    Through one that came with a change of somebody else's, the program would read, write and delete elsewhere.
    """
    if not os.access(folder, os.W_OK | os.X_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(folder))
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                _look_over(Path(entry))
            elif not entry.is_file(follow_symlinks=False):
                raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), entry.path)


def _name_of(output: Path, root: Path) -> str:
    """A name for the cache of an output folder, the same wherever the root lies."""
    place = output.resolve()
    shown = place.relative_to(root.resolve()) if place.is_relative_to(root.resolve()) else place
    return hashlib.sha256(str(shown).encode("utf-8", "surrogateescape")).hexdigest()[:16]


def _read(path: Path) -> bytes | None:
    """A file of the cache; None if it cannot be read, whatever the reason: a cache is never missed."""
    try:
        return read_plain(path)
    except OSError:
        return None


def _digest(data: bytes) -> bytes:
    return hashlib.sha256(data, usedforsecurity=False).digest()
