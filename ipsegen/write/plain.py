"""Files that a build left for the next one, read again.

Owns that nothing but a plain file is opened: a link, a pipe or a device may stand in its place, put there by whoever
wrote a change that we are to look at. Does not know what is in them.
"""

import errno
import os
import stat
from pathlib import Path
from typing import Final

_READ: Final = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC


def read_plain(path: Path | str) -> bytes:
    """All of a file; raises OSError where there is none, and where something else stands in its place."""
    descriptor = os.open(path, _READ)
    with os.fdopen(descriptor, "rb") as file:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise OSError(errno.EINVAL, "this is not a regular file", str(path))
        return file.read()


def read_if_plain(path: Path | str) -> bytes | None:
    """All of a file; None where there is none, or what no build leaves. Raises OSError where the machine fails."""
    try:
        return read_plain(path)
    except OSError as error:
        if error.errno in {errno.ENOENT, errno.ELOOP, errno.EMLINK, errno.ENXIO, errno.EINVAL}:
            return None
        raise
