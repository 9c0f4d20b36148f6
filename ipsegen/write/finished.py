"""A finished site in its output folder, as it is sent to where it is served.

Owns that nothing is taken out of the folder but what its manifest names, byte for byte. Changes nothing, and does not
know who asks; the caller holds the lock.
"""

from pathlib import Path
from typing import Final, NoReturn

import msgspec

from ipsegen.diagnostics import visible
from ipsegen.write.difference import Tell
from ipsegen.write.folder import RefusedOutput, resolve
from ipsegen.write.manifest import MANIFEST, Entry, decode_manifest, digest
from ipsegen.write.plain import read_plain
from ipsegen.write.walk import walk

_BUILD: Final = "build the site first: ipsegen build; or name its folder with --output"
_AGAIN: Final = "build it again: ipsegen build"


class Finished(msgspec.Struct, frozen=True):
    """A site whose files are all there. All paths are relative to its folder, with `/`."""

    folder: str
    entries: dict[str, Entry]
    manifest: bytes
    foreign: tuple[str, ...]
    """What is in the folder and not of the site."""

    def read(self, path: str) -> bytes:
        """All of a file. Raises RefusedOutput where it is not what the manifest says, OSError where it is gone."""
        data, entry = read_plain(f"{self.folder}/{path}"), self.entries[path]
        if len(data) != entry.size or digest(data) != entry.sha256:
            _refuse(self.folder, f"holds '{visible(path)}' otherwise than its {MANIFEST} says", _AGAIN)
        return data

    def check(self, tell: Tell) -> None:
        """Read every file. Raises as `read` does."""
        for count, path in enumerate(self.entries, 1):
            self.read(path)
            tell("checking", count, len(self.entries))


def refuse_missing(folder: Path) -> None:
    """Raise RefusedOutput where there is no folder: not even a lock is to be made beside it."""
    if not resolve(folder).is_dir():
        _refuse(str(folder), "is not there", _BUILD)


def look_at_finished(folder: Path) -> Finished:
    """See what is in `folder`. Raises RefusedOutput where it is no site of ours, or not all of it is there."""
    output = str(resolve(folder))
    tree = walk(output)
    if MANIFEST not in tree.files:
        _refuse(output, f"holds no {MANIFEST}: ipsegen did not make it", _BUILD)
    data = read_plain(f"{output}/{MANIFEST}")
    entries = decode_manifest(data)
    if entries is None:
        _refuse(output, f"holds a {MANIFEST} that ipsegen did not write", _BUILD)
    # A link, or what lies behind one, is no regular file here.
    missing = sorted(entries.keys() - tree.files.keys())
    if missing:
        _refuse(output, f"does not hold '{visible(missing[0])}', which its {MANIFEST} names", _AGAIN)
    foreign = (tree.files.keys() - entries.keys() - {MANIFEST}) | tree.others
    return Finished(output, entries, data, tuple(sorted(foreign)))


def _refuse(folder: str, fact: str, hint: str) -> NoReturn:
    raise RefusedOutput(f"nothing was published: the folder '{visible(folder)}' {fact}", hint)
