"""One build at a time for each output folder, and one publication for each place that a site is published to.

Owns the lock and what is said about its holder. Does not know what a build does. The lock is the kernel's, on
an open file: it ends with its holder, however that dies, and a file left behind holds nothing.
"""

import errno
import fcntl
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import msgspec

from ipsegen.diagnostics import visible
from ipsegen.write.folder import make_working_folder

_LOCK_FLAGS: Final = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK
_BUILD_ELSEWHERE: Final = "wait until it ends, or build into another folder with --output"
_held: set[int] = set()


class OutputHeld(Exception):
    """Another process is at work in the same folder."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class Holder(msgspec.Struct, frozen=True):
    """Who holds a lock, as written in it."""

    pid: int
    host: str
    started: str


@contextmanager
def hold(folder: Path, hint: str = _BUILD_ELSEWHERE) -> Iterator[None]:
    """Keep every other build away from `folder`, which need not exist, until the block ends.

    Raises OutputHeld at once if another process is at work there, with `hint`.
    """
    held = f"another build holds '{visible(str(folder))}'"
    with hold_lock(make_working_folder(folder) / "lock", held, hint):
        yield


@contextmanager
def hold_lock(lock: Path, held: str, hint: str) -> Iterator[None]:
    """Hold the file `lock`, which need not exist, until the block ends.

    Raises OutputHeld at once if another process holds it: with `held`, who it is, and `hint`.
    """
    descriptor = os.open(lock, _LOCK_FLAGS, 0o666)
    _held.add(descriptor)
    try:
        _take(descriptor, held, hint)
        _sign(descriptor)
        yield
    finally:
        # In a forked child it is closed already, and its number may be another file's.
        if descriptor in _held:
            _held.remove(descriptor)
            os.close(descriptor)


def _take(descriptor: int, held: str, hint: str) -> None:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno not in {errno.EWOULDBLOCK, errno.EAGAIN}:
            raise
        raise OutputHeld(f"{held}: {_describe(_read(descriptor))}", hint) from None


def _sign(descriptor: int) -> None:
    # The file system's own time serves, so that no module but the command line reads the clock.
    os.utime(descriptor)
    started = datetime.fromtimestamp(int(os.fstat(descriptor).st_mtime), UTC)
    holder = Holder(os.getpid(), socket.gethostname(), f"{started:%Y-%m-%dT%H:%M:%SZ}")
    os.ftruncate(descriptor, 0)
    os.pwrite(descriptor, msgspec.json.encode(holder), 0)


def _read(descriptor: int) -> Holder | None:
    try:
        return msgspec.json.decode(os.pread(descriptor, 4096, 0), type=Holder)
    except msgspec.DecodeError:
        return None


def _describe(holder: Holder | None) -> str:
    if holder is None:
        return "it has only just started"
    return visible(f"process {holder.pid} on {holder.host}, since {holder.started}")


def _let_go_in_child() -> None:
    """A forked worker must not keep the lock when the build that started it was killed."""
    for descriptor in tuple(_held):
        with suppress(OSError):
            os.close(descriptor)
    _held.clear()


os.register_at_fork(after_in_child=_let_go_in_child)
