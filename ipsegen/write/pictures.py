"""Share pictures that were made before.

Owns where they lie in the cache, each named by the digest of all that it shows, and that one which was cut short or
damaged is as good as not there. Unlike tables they outlive builds that begin anew. Does not know what they show.
"""

import hashlib
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Final

from ipsegen.write.atomic import replace_file
from ipsegen.write.plain import read_plain

_DIGEST_SIZE: Final = 32


class Pictures:
    """Pictures by name, in a folder that is there; any process may get and put."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def get(self, name: str) -> bytes | None:
        """A picture as it was put; None if there is none, or none to be trusted."""
        try:
            data = read_plain(self.folder / name)
        except OSError:
            return None
        checksum, picture = data[:_DIGEST_SIZE], data[_DIGEST_SIZE:]
        return picture if checksum == _digest(picture) else None

    def put(self, name: str, picture: bytes) -> None:
        """Keep a picture. Raises OSError where the machine fails."""
        replace_file(self.folder / name, _digest(picture) + picture)

    def keep_only(self, names: Iterable[str]) -> None:
        """Forget all others."""
        kept = frozenset(names)
        for path in self.folder.iterdir():
            if path.name not in kept:
                with suppress(OSError):
                    path.unlink()


def _digest(data: bytes) -> bytes:
    return hashlib.sha256(data, usedforsecurity=False).digest()
