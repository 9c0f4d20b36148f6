"""The manifest of a site and the journal of a build: their form, and the paths they may name.

Owns both formats (contract, "Manifest"). Does not know the file system. What was not written by this module
is taken for nothing: a manifest says which files may be deleted.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final

import msgspec

from ipsegen.write.plain import read_plain

MANIFEST: Final = "manifest.json"
_UNSAFE: Final = re.compile(r"(?:^|/)\.{0,2}(?:/|\Z)|[\\\x00]")


class Entry(msgspec.Struct, frozen=True, gc=False):
    """What a file of the site holds."""

    sha256: str
    size: int


class _Manifest(msgspec.Struct, frozen=True):
    version: int
    files: dict[str, Entry]


class Journal(msgspec.Struct, frozen=True):
    """The paths that a build set out to write, and the digest of the manifest that stood when it did.

    Once another manifest stands the build is over, and the journal says nothing any more.
    """

    version: int
    manifest: str
    paths: tuple[str, ...]


def digest(data: bytes) -> str:
    """Give the SHA-256 of `data` in hexadecimal."""
    return hashlib.sha256(data, usedforsecurity=False).hexdigest()


def manifest_digest(folder: Path) -> str:
    """The digest of the manifest that stands in `folder`. Raises OSError if it cannot be read."""
    return digest(read_plain(folder / MANIFEST))


def is_safe(path: str) -> bool:
    """Whether `path` leads to a place inside the folder it is relative to, and is spelt in only one way."""
    if _UNSAFE.search(path):
        return False
    return path.isascii() or _is_encodable(path)


def encode_manifest(entries: Mapping[str, Entry]) -> bytes:
    """Write a manifest: sorted by path, one file a line."""
    paths = sorted(entries)
    lines = [
        f'\n{name}: {{"sha256": "{entry.sha256}", "size": {entry.size}}}'
        for name, entry in zip(_names(paths), map(entries.__getitem__, paths), strict=True)
    ]
    return ('{"version": 1, "files": {' + ",".join(lines) + "\n}}\n").encode()


def decode_manifest(data: bytes) -> dict[str, Entry] | None:
    """Read a manifest; None if it is not one that `encode_manifest` can have written."""
    try:
        manifest = msgspec.json.decode(data, type=_Manifest)
    except (msgspec.DecodeError, RecursionError):
        return None
    if manifest.version != 1 or MANIFEST in manifest.files or not are_safe(manifest.files):
        return None
    return manifest.files


def encode_journal(manifest_digest: str, paths: Iterable[str]) -> bytes:
    """Write a journal; `manifest_digest` is empty where no manifest stands."""
    return msgspec.json.encode(Journal(1, manifest_digest, tuple(sorted(paths))))


def decode_journal(data: bytes) -> Journal | None:
    """Read a journal; None if it is not one that `encode_journal` can have written."""
    try:
        journal = msgspec.json.decode(data, type=Journal)
    except (msgspec.DecodeError, RecursionError):
        return None
    if journal.version != 1 or MANIFEST in journal.paths or not are_safe(journal.paths):
        return None
    return journal


def _names(paths: Sequence[str]) -> Iterable[str]:
    """Give `paths` as JSON; all at once where none has anything to escape."""
    text = "".join(paths)
    if text.isprintable() and '"' not in text and "\\" not in text:
        return (f'"{path}"' for path in paths)
    return (msgspec.json.encode(path).decode() for path in paths)


def are_safe(paths: Iterable[str]) -> bool:
    """Whether all of `paths` are safe; 100,000 are looked at as one text, which takes a tenth of the time."""
    text = "/".join(["", *paths, ""])
    if any(unsafe in text for unsafe in ("//", "/./", "/../", "\\", "\x00")):
        return False
    return text.isascii() or _is_encodable(text)


def _is_encodable(path: str) -> bool:
    try:
        path.encode()
    except UnicodeEncodeError:
        return False
    return True
