"""What the last build left in the output folder, as the file system describes it.

Owns the memory file: its form, when a description in it may be trusted, and the comparison with what stands. Does
not know whose a file is. The file saves work and nothing else: without it a build looks at everything.

A file that is written to, replaced, moved or given other rights gets a new time of change from the kernel, which
nobody can set; a folder gets one when a name in it comes or goes. Where that time and the number of the inode are
as remembered, nothing has happened. Only a second change within one tick of the clock would not show: what changed
so shortly before it was looked at is not remembered, and is looked at again (as git does with its index).
"""
# Building a Path costs more than the system call that it is for, and there are 100,000 of each.
# ruff: noqa: PTH116

import hashlib
import os
from collections.abc import Iterable
from typing import Final

import msgspec

TOP: Final = "."
"""The name of the output folder itself."""

UNKNOWN: Final = 0
"""The stamp of what must be looked at again."""

_NEVER: Final = 1 << 64
_MAGIC: Final = b"ipsegen memory 1\n"
_DIGEST_SIZE: Final = 32
_TICK: Final = 100_000_000
"""In nanoseconds; far more than any kernel's clock takes for a step."""
_COARSE_TICK: Final = 2_000_000_000
"""Of file systems that keep whole seconds, or every other one."""


_FEW: Final = 1_000
"""So many names that differ are never too many to look at one by one."""

Differing = dict[str, os.stat_result | None]
"""What is not as remembered, as it is now; None where nothing stands."""


class Memory(msgspec.Struct, frozen=True, array_like=True):
    """The output folder after a build. It may be used only with the manifest whose digest is `manifest`."""

    manifest: str
    names: list[str]
    """Every file of the manifest and every folder, TOP among them."""
    stamps: list[int]
    """The hash of the time of its last change and its inode: one number of 2⁶⁴ takes half the room of the two. That
    Python's hash of two numbers is the same in every process is all that is asked of it.
    """
    foreign: list[str]
    """Regular files that are not ours."""
    others: list[str]
    """As in `Tree`."""


def encode_memory(memory: Memory) -> bytes:
    """Write a memory file."""
    data = msgspec.msgpack.encode(memory)
    return _MAGIC + _digest(data) + data


def decode_memory(data: bytes) -> Memory | None:
    """Read a memory file; None if it is not one that this version wrote, to the last bit."""
    start = len(_MAGIC) + _DIGEST_SIZE
    content = memoryview(data)[start:]
    if not data.startswith(_MAGIC) or data[len(_MAGIC) : start] != _digest(content):
        return None
    try:
        memory = msgspec.msgpack.decode(content, type=Memory)
    except (msgspec.DecodeError, RecursionError):
        return None
    return memory if len(memory.names) == len(memory.stamps) else None


def differing(folder: str, memory: Memory) -> Differing | None:
    """Name what is not as remembered, or of which nothing is; None where that is most of what there is.

    Raises OSError if `folder` cannot be opened.
    """
    found: Differing = {}
    stat = os.stat
    top = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        # Sorted, a folder comes just before what is in it, which the kernel answers faster than two passes.
        for number, (name, stamp) in enumerate(zip(memory.names, memory.stamps, strict=True)):
            try:
                status = stat(name, dir_fd=top, follow_symlinks=False)
            except OSError:
                found[name] = None
            else:
                if hash((status.st_ctime_ns, status.st_ino)) == stamp:
                    continue
                found[name] = status
            if len(found) > max(_FEW, number / 2):
                return None
    finally:
        os.close(top)
    return found


def stamp_all(folder: str, names: Iterable[str], latest: int, written: int = _NEVER) -> dict[str, int]:
    """Give the stamps of `names` as they stand now; UNKNOWN for those that are missing.

    Also for those that were changed after `latest`, or whose content was written after `written`: others may have
    changed them, too.
    """
    stamps: dict[str, int] = {}
    stat = os.stat
    top = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        for name in names:
            try:
                status = stat(name, dir_fd=top, follow_symlinks=False)
            except OSError:
                stamps[name] = UNKNOWN
                continue
            changed = status.st_ctime_ns
            trusted = changed <= latest and status.st_mtime_ns <= written
            stamps[name] = hash((changed, status.st_ino)) if trusted else UNKNOWN
    finally:
        os.close(top)
    return stamps


def settled(moment: int) -> int:
    """Give the latest time that a change after `moment` cannot bear, both by the clock of one file system."""
    # A clock that shows parts of a millisecond is one that keeps them.
    return moment - (_TICK if moment % 1_000_000 else _COARSE_TICK)


def moment_in(folder: str) -> int:
    """Tell the time by the clock of the file system that `folder`, which is ours, lies on."""
    os.utime(folder)
    return os.stat(folder).st_mtime_ns


def _digest(data: bytes | memoryview) -> bytes:
    return hashlib.sha256(data, usedforsecurity=False).digest()
