"""The site that stands in the output folder before a build, and who wrote what in it.

Owns every verdict on what is there: which files are ours, which are as they should be, where writing would touch
what is not ours. Changes nothing. What the memory of the last build vouches for is not looked at more closely.
"""

import os
import stat
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Set
from functools import cached_property
from typing import Final, NoReturn

import msgspec

from ipsegen.diagnostics import visible
from ipsegen.write.folder import RefusedOutput
from ipsegen.write.glance import Glance
from ipsegen.write.manifest import MANIFEST, Entry, decode_journal, decode_manifest, digest
from ipsegen.write.memory import TOP, Differing, Memory, decode_memory, differing, settled
from ipsegen.write.plain import read_if_plain
from ipsegen.write.walk import Found, Tree, walk

_READ: Final = os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK


class Standing(msgspec.Struct, frozen=True, dict=True):
    """An output folder that is not empty. All paths are relative to it, with `/`."""

    folder: str
    loose: Set[str]
    """The regular files that are not in the manifest, itself among them."""
    entered: Set[str]
    """The folders, without those that the memory knows."""
    others: Set[str]
    """Links, pipes, sockets, devices, and folders that may not be read."""
    manifest: dict[str, Entry]
    manifest_digest: str
    unsure: Set[str]
    """What a build that never ended had set out to write: it is ours, but may hold anything."""
    gone: Set[str]
    """Of the manifest, what is missing, or no regular file."""
    broken: Set[str]
    """Of the manifest, what is gone or of another size."""
    doubtful: Set[str]
    """Of the manifest, what may have been changed: only reading can tell."""
    memory: Memory | None
    """What the last build left, where it can be used."""
    listed: Set[str]
    """The folders of the memory that were not as remembered, and have been listed again."""

    @cached_property
    def files(self) -> Set[str]:
        """Every regular file."""
        return (self.manifest.keys() - self.gone) | self.loose

    @cached_property
    def directories(self) -> Set[str]:
        """Every folder."""
        return self.entered | _folders(self.memory, self.manifest) if self.memory else self.entered

    @cached_property
    def owned(self) -> Set[str]:
        """Every path where we have written a file, or may have."""
        return self.manifest.keys() | self.unsure

    @cached_property
    def owned_directories(self) -> Set[str]:
        """Every folder that we may have made."""
        return parents_of(self.owned)

    @property
    def foreign_files(self) -> Set[str]:
        """The regular files that we did not write."""
        return self.loose - self.unsure - {MANIFEST}

    @property
    def foreign(self) -> tuple[str, ...]:
        """Everything that we did not write."""
        return tuple(sorted(self.foreign_files | self.others))

    @cached_property
    def _everything(self) -> list[str]:
        return sorted({*self.files, *self.directories, *self.others})

    def holds(self, path: str, entry: Entry) -> bool:
        """Whether the file at `path` is `entry` already."""
        if path in self.unsure:
            return path in self.files and self._reads_as(path, entry)
        if path in self.broken or self.manifest.get(path) != entry:
            return False
        return path not in self.doubtful or self._reads_as(path, entry)

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

    def _reads_as(self, path: str, entry: Entry) -> bool:
        try:
            data = _read(f"{self.folder}/{path}", entry.size + 1)
        except OSError:
            # Whatever keeps it from being read, a new file in its place mends it.
            return False
        return len(data) == entry.size and digest(data) == entry.sha256


def look(folder: str, journal: str, memory: str, glance: Glance | None = None) -> Standing | None:
    """See what stands in `folder`; None if there is nothing in it, or no folder.

    `journal` and `memory` are the files of the last builds, `glance` what was seen of it shortly before. Raises
    RefusedOutput if something else than our manifest stands in the manifest's place, OSError if the folder may not be
    read.
    """
    remembered = _remembered(folder, memory)
    if remembered is not None:
        recalled = _recalled(folder, journal, *remembered, glance)
        if recalled is not None:
            return recalled
    return _explored(folder, journal)


def left_alone(
    before: Standing | None, folder: str, entries: dict[str, Entry], manifest: str, gone: Set[str]
) -> Standing:
    """What stands in `folder` once a build has ended, as long as nobody else touches it.

    `before` is what stood when it began, `entries` and `manifest` are its manifest and the digest of that, and `gone`
    are the files and folders that it deleted.
    """
    nothing: Set[str] = frozenset()
    loose, directories, others = nothing, nothing, nothing
    if before is not None:
        loose, directories, others = before.loose, before.directories, before.others
    if before is None or before.manifest.keys() != entries.keys():
        # A folder that holds what others put there is not deleted.
        directories = (directories - gone) | parents_of([*entries, *loose, *others])
    return Standing(
        folder,
        (loose - entries.keys() - gone) | {MANIFEST},
        directories,
        others,
        entries,
        manifest,
        *(nothing, nothing, nothing, nothing),
        None,
        nothing,
    )


def parents_of(paths: Iterable[str]) -> Set[str]:
    """Give every folder above `paths`, without the outermost."""
    parents: set[str] = set()
    for path in paths:
        parent = path.rpartition("/")[0]
        while parent and parent not in parents:
            parents.add(parent)
            parent = parent.rpartition("/")[0]
    return parents


def parent_of(path: str) -> str:
    """Give the folder that `path` lies in, by the name that it has in a memory."""
    return path.rpartition("/")[0] or TOP


def _explored(folder: str, journal: str) -> Standing | None:
    """Go over the whole folder.

    The manifest was written last of all: a file of the right size that is older than that is believed.
    """
    try:
        tree = walk(folder)
    except FileNotFoundError:
        return None
    if not tree.files and not tree.directories and not tree.others:
        return None
    data = read_if_plain(f"{folder}/{MANIFEST}") if MANIFEST in tree.files else None
    manifest = {} if data is None else decode_manifest(data)
    if manifest is None or MANIFEST in tree.directories | tree.others:
        message = f"'{MANIFEST}' in '{visible(folder)}' is not a manifest that ipsegen wrote"
        hint = "nothing there can be told from other people's files: move the folder away, or delete it"
        raise RefusedOutput(message, hint)
    manifest_digest = "" if data is None else digest(data)
    unsure = _unfinished(journal, manifest_digest)
    names = tree.files.keys() - manifest.keys(), tree.directories, tree.others
    verdicts = _judge(manifest, tree.files, unsure)
    return Standing(folder, *names, manifest, manifest_digest, unsure, *verdicts, None, frozenset())


def _judge(
    manifest: Mapping[str, Entry], files: Mapping[str, Found], unsure: Set[str]
) -> tuple[Set[str], Set[str], Set[str]]:
    """Of the manifest, give what is gone, what is broken, and what is doubtful."""
    believed = settled(files[MANIFEST].changed) if MANIFEST in files else 0
    gone, broken, doubtful = set(), set(), set()
    for path, entry in manifest.items():
        found = files.get(path)
        if found is None:
            gone.add(path)
        elif found.size != entry.size:
            broken.add(path)
        elif found.changed > believed or path in unsure:
            doubtful.add(path)
    return gone, broken | gone, doubtful


def _remembered(folder: str, memory: str) -> tuple[Memory, dict[str, Entry]] | None:
    """Read the memory and the manifest that it belongs to; None if there is no such pair."""
    try:
        data = read_if_plain(memory)
        recalled = None if data is None else decode_memory(data)
        if recalled is None or not stat.S_ISREG(os.lstat(f"{folder}/{MANIFEST}").st_mode):
            return None
        data = read_if_plain(f"{folder}/{MANIFEST}")
    except OSError:
        return None
    if data is None or digest(data) != recalled.manifest:
        return None
    manifest = decode_manifest(data)
    return None if manifest is None else (recalled, manifest)


def _recalled(
    folder: str, journal: str, memory: Memory, manifest: dict[str, Entry], glance: Glance | None
) -> Standing | None:
    """Look only at what is not as remembered; None if that is so much that the whole is as soon gone over."""
    is_seen = glance is not None and glance.manifest == memory.manifest
    differs = glance.differing if glance is not None and is_seen else differing(folder, memory)
    if differs is None:
        return None
    stale = {name for name in differs if name not in manifest}
    # A folder that could not be entered may have been opened since, which does not show in the one around it.
    stale.update(parent_of(path) for path in memory.others if _is_folder(f"{folder}/{path}"))
    if len(stale) * 2 > len(memory.names) - len(manifest) + 2:
        return None
    tree = _listed(folder, stale, _folders(memory, manifest) if stale else frozenset())
    if tree is None:
        return None
    unsure = _unfinished(journal, memory.manifest)
    return Standing(
        folder,
        _elsewhere(memory.foreign, stale) | (tree.files.keys() - manifest.keys()) | {MANIFEST},
        tree.directories,
        _elsewhere(memory.others, stale) | tree.others,
        manifest,
        memory.manifest,
        unsure,
        *_sort_out(manifest, differs, unsure),
        memory,
        stale,
    )


def _folders(memory: Memory, manifest: Mapping[str, Entry]) -> Set[str]:
    folders = set(memory.names)
    folders.difference_update(manifest, [TOP])
    return folders


def _listed(folder: str, stale: Set[str], directories: Set[str]) -> Tree | None:
    """List the folders `stale` again; None if one of them is no folder any more, or closed."""
    try:
        # A link in the place of a folder would lead the listing elsewhere.
        if not all(_is_folder(f"{folder}/{name}") for name in stale):
            return None
        starts = ["" if name == TOP else f"{name}/" for name in stale]
        return walk(folder, starts, directories)
    except (PermissionError, FileNotFoundError, NotADirectoryError):
        return None


def _sort_out(
    manifest: Mapping[str, Entry], differs: Differing, unsure: Set[str]
) -> tuple[Set[str], Set[str], Set[str]]:
    """As `_judge`, of the files that are not as remembered."""
    gone, broken, doubtful = set(), set(), {path for path in unsure if path in manifest}
    for path, status in differs.items():
        if path not in manifest:
            continue
        if status is None or not stat.S_ISREG(status.st_mode):
            gone.add(path)
        elif status.st_size != manifest[path].size:
            broken.add(path)
        else:
            doubtful.add(path)
    return gone, broken | gone, doubtful - broken - gone


def _elsewhere(paths: Iterable[str], stale: Set[str]) -> set[str]:
    return {path for path in paths if parent_of(path) not in stale}


def _is_folder(path: str) -> bool:
    try:
        return stat.S_ISDIR(os.lstat(path).st_mode)
    except OSError:
        return False


def _unfinished(journal: str, manifest_digest: str) -> frozenset[str]:
    data = read_if_plain(journal)
    found = None if data is None else decode_journal(data)
    if found is None or found.manifest != manifest_digest:
        return frozenset()
    return frozenset(found.paths)


def _read(path: str, most: int) -> bytes:
    """Read a file, at most `most` bytes of it."""
    descriptor = os.open(path, _READ)
    try:
        data = os.read(descriptor, most)
        while len(data) < most and (more := os.read(descriptor, most - len(data))):
            data += more
        return data
    finally:
        os.close(descriptor)
