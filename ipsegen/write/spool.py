"""Finished pieces that are made once and joined many times, kept in files instead of memory.

Owns how a piece is written, found and read again, in whatever process. Does not know what a piece is. A piece that does
not read as it was written is as good as none: whoever asks makes it again.
"""

import os
import struct
from collections.abc import Iterable
from pathlib import Path
from typing import Final
from zlib import crc32

import msgspec

_HEAD: Final = struct.Struct("<II")
"""In front of each piece: its length in bytes, and the CRC-32 of its name and itself.

With its name, as a file that was deleted and begun anew may hold another piece at the same place.
"""


_HEAD_SIZE: Final = _HEAD.size
_MOST_FIT: Final = 4_096
"""So many bytes are read at once: most pieces fit."""

_pack: Final = _HEAD.pack
_unpack: Final = _HEAD.unpack_from


class Pieces(msgspec.Struct, frozen=True, array_like=True):
    """Pieces that one process wrote: the name of the file, and where in it each of them starts."""

    file: str
    starts: dict[str, int]


class _File:
    """A file that is closed when nobody knows it any more.

    It is read, not mapped into memory: where a mapped file is cut short meanwhile, the system kills who looks at it.
    """

    def __init__(self, path: Path) -> None:
        self.descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)

    def stands_at(self, path: Path) -> bool:
        """Whether this is still the file at that path, and none that was deleted and begun anew."""
        try:
            return os.path.samestat(os.fstat(self.descriptor), path.stat())
        except OSError:
            return False

    def __del__(self) -> None:
        if hasattr(self, "descriptor"):
            os.close(self.descriptor)


class Spool:
    """Pieces by name. `folder` must exist while anything is written or read for the first time."""

    def __init__(self, folder: Path, batches: Iterable[Pieces] = ()) -> None:
        self.folder = folder
        self._files: list[str] = []
        self._open: dict[int, _File] = {}
        self._starts: dict[str, tuple[int, int]] = {}
        for batch in batches:
            self.add(batch)

    def __reduce__(self) -> tuple[type["Spool"], tuple[Path, list[Pieces]]]:
        """For processes that are sent what they need: files that are open cannot be sent."""
        return Spool, (self.folder, self.pieces())

    def copy(self) -> "Spool":
        """Another that knows the same pieces, and may come to know others."""
        other = Spool(self.folder)
        other._files, other._open, other._starts = self._files.copy(), self._open.copy(), self._starts.copy()
        return other

    def write(self, pieces: Iterable[tuple[str, bytes]]) -> Pieces:
        """Append pieces to a file of this process; others find them once they `add` what this returns."""
        name = f"{os.getpid():x}.pieces"
        starts: dict[str, int] = {}
        with (self.folder / name).open("ab") as file:
            position = file.seek(0, os.SEEK_END)
            for piece, data in pieces:
                starts[piece] = position
                position += file.write(_pack(len(data), crc32(data, crc32(piece.encode()))) + data)
        return Pieces(name, starts)

    def add(self, pieces: Pieces) -> None:
        """Know these pieces from now on."""
        if pieces.file not in self._files:
            self._files.append(pieces.file)
        file = self._files.index(pieces.file)
        if file in self._open and not self._open[file].stands_at(self.folder / pieces.file):
            del self._open[file]
        self._starts.update((piece, (file, start)) for piece, start in pieces.starts.items())

    def forget(self, names: Iterable[str]) -> None:
        """Do not know these pieces any more."""
        for name in names:
            self._starts.pop(name, None)

    def pieces(self) -> list[Pieces]:
        """Where every known piece is: what another spool in the same folder may be given."""
        starts: list[dict[str, int]] = [{} for _file in self._files]
        for piece, (file, start) in self._starts.items():
            starts[file][piece] = start
        return [Pieces(file, found) for file, found in zip(self._files, starts, strict=True) if found]

    def get(self, name: str) -> bytes | None:
        """The piece of this name, if it is there and sound."""
        if name not in self._starts:
            return None
        file, start = self._starts[name]
        try:
            if file in self._open:
                data = _read(self._open[file], name, start)
                if data is not None:
                    return data
            # It is new to this process, or was deleted and begun anew.
            self._open[file] = _File(self.folder / self._files[file])
            return _read(self._open[file], name, start)
        except OSError:
            return None


def _read(file: _File, name: str, start: int) -> bytes | None:
    """The piece that starts there, if it is the one of this name."""
    found = os.pread(file.descriptor, _MOST_FIT, start)
    if len(found) < _HEAD_SIZE:
        return None
    length, checksum = _unpack(found)
    data = found[_HEAD_SIZE : _HEAD_SIZE + length]
    if len(data) < length and len(found) == _MOST_FIT:
        # A length that was damaged may ask for more memory than there is.
        rest = min(length - len(data), os.fstat(file.descriptor).st_size)
        data += os.pread(file.descriptor, rest, start + _MOST_FIT)
    return data if len(data) == length and crc32(data, crc32(name.encode())) == checksum else None
