"""Single files that appear whole or not at all.

Owns the temporary file and the step that gives it its name. Does not know which files belong to whom.

What an editor writes is flushed to the disk, and is there after a power cut. What can be made again is not: a killed
program leaves whole files all the same, and one `fsync` costs more than writing a hundred pages.
"""

import errno
import os
import secrets
from contextlib import suppress
from pathlib import Path
from typing import Final

_NEW_FILE: Final = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC | os.O_NOFOLLOW
_CANNOT_FLUSH: Final = frozenset({errno.EINVAL, errno.EOPNOTSUPP})
NO_HARD_LINKS: Final = frozenset({errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK})
"""The errors of a file system that cannot give a file a second name, or no further one."""


def replace_file(path: Path, data: bytes, *, temporary_folder: Path | None = None, flush: bool = False) -> None:
    """Make `path` hold `data`, whatever stood there before, in one step; with `flush` on the disk, too.

    `temporary_folder` must lie on the file system of `path`; by default it is the folder of `path`. A
    symbolic link at `path` is replaced, not followed.
    """
    temporary = _write_temporary(temporary_folder or path.parent, data, flush=flush)
    try:
        temporary.replace(path)
    except BaseException:
        _discard(temporary)
        raise
    if flush:
        flush_names(path.parent)


def create_file(path: Path, data: bytes) -> None:
    """Make the new file `path` hold `data`, on the disk; raises FileExistsError if anything stands there."""
    temporary = _write_temporary(path.parent, data, flush=True)
    try:
        _name_once(temporary, path)
    finally:
        _discard(temporary)
    flush_names(path.parent)


def write_new(path: str, data: bytes, *, flush: bool = False) -> None:
    """Write a file that must not exist yet, for a reader who does not look before it is finished."""
    descriptor = os.open(path, _NEW_FILE, 0o666)
    try:
        written = os.write(descriptor, data)
        while written < len(data):
            written += os.write(descriptor, memoryview(data)[written:])
        if flush:
            os.fsync(descriptor)
    finally:
        os.close(descriptor)


def flush_file(path: str) -> None:
    """Have what was written to a file written to the disk."""
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def flush_names(folder: Path) -> None:
    """Have the names in a folder written to the disk, where it may be read and its file system can do that."""
    try:
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    except PermissionError:
        return
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in _CANNOT_FLUSH:
            raise
    finally:
        os.close(descriptor)


def _write_temporary(folder: Path, data: bytes, *, flush: bool = False) -> Path:
    # The leading dot hides it from `load/`, should a kill leave it in `content/`.
    temporary = folder / f".ipsegen-{os.getpid()}-{secrets.token_hex(4)}.tmp"
    try:
        write_new(str(temporary), data, flush=flush)
    except BaseException:
        _discard(temporary)
        raise
    return temporary


def _name_once(temporary: Path, path: Path) -> None:
    try:
        path.hardlink_to(temporary)
    except OSError as error:
        if error.errno not in NO_HARD_LINKS:
            raise
        # Without hard links the name is taken first by an empty file, which only its owner then replaces.
        write_new(str(path), b"")
        temporary.replace(path)


def _discard(temporary: Path) -> None:
    # What made this necessary is the error to be told; a second one from tidying up would hide it.
    with suppress(OSError):
        temporary.unlink()
