"""A site's files → the output folder.

Owns the order in which a folder is changed, so that a reader never finds half a file nor a link to a page
that is not there yet, also when the build is killed; the next build mends what is left (contract,
"Promises"). Does not know what a page is, nor who may build: the caller holds the lock.

Everything is first written into the working folder beside the output, which is where a full disk shows. From
there files are only given their names. Nothing is flushed: no promise is made against a power cut.
"""
# Building a Path costs more than the system call that it is for, and there are 100,000 of each.
# ruff: noqa: PTH101, PTH102, PTH104, PTH105, PTH106, PTH108, PTH116

import errno
import os
import shutil
import stat
from collections.abc import Iterable, Mapping, Set
from contextlib import suppress
from pathlib import Path
from typing import Final

import msgspec

from ipsegen.diagnostics import visible
from ipsegen.write.atomic import replace_file, write_new
from ipsegen.write.folder import RefusedOutput, make_working_folder, resolve
from ipsegen.write.manifest import MANIFEST, Entry, digest, encode_journal, encode_manifest, is_safe
from ipsegen.write.standing import Standing, look, parents_of

_OTHER_FILE_SYSTEM: Final = frozenset({errno.EXDEV, errno.EBUSY})


class Output(msgspec.Struct, frozen=True):
    """One file of the site: its path relative to the output folder, with `/`, and its bytes."""

    path: str
    data: bytes


class Written(msgspec.Struct, frozen=True):
    """What a build did to the output folder."""

    written: int
    unchanged: int
    removed: int
    foreign: tuple[str, ...]
    """What is in the folder but was not written by ipsegen; it was left alone."""


class _Workshop(msgspec.Struct, frozen=True):
    """The places that a build works in."""

    output: str
    temporary: str
    journal: str


class _Change(msgspec.Struct, frozen=True):
    """How the output is to differ from what stands; all paths are relative to it."""

    staged: Mapping[str, str]
    """Where a finished file waits for its name, by the path that it is to have."""
    files: Set[str]
    """The files to delete."""
    directories: Set[str]
    """The folders that are ours and hold nothing of ours any more."""


class _Ledger(msgspec.Struct):
    """The files of the new site as they come in, and the folders that they need."""

    entries: dict[str, Entry]
    directories: set[str]

    def enter(self, file: Output) -> Entry:
        """Note `file`; raises ValueError if no folder can hold it beside those before it."""
        path = file.path
        if path in self.entries or path in self.directories or path == MANIFEST or not is_safe(path):
            message = f"no site can hold the file {path!r}, or not twice"
            raise ValueError(message)
        parent = path.rpartition("/")[0]
        while parent and parent not in self.directories:
            if parent in self.entries or parent == MANIFEST:
                message = f"no site can hold the file {path!r} below the file {parent!r}"
                raise ValueError(message)
            self.directories.add(parent)
            parent = parent.rpartition("/")[0]
        entry = self.entries[path] = Entry(digest(file.data), len(file.data))
        return entry


def write_site(folder: Path, files: Iterable[Output]) -> Written:
    """Make `folder` hold exactly `files` and their manifest, beside what others put there.

    Takes `files` one by one, and changes nothing in `folder` before the last is there. Raises RefusedOutput
    where something that ipsegen did not write is in the way, OSError where the machine fails, ValueError for
    paths that lead out of the folder or exclude each other.
    """
    output = resolve(folder)
    working = make_working_folder(output)
    shop = _Workshop(str(output), str(working / "temporary"), str(working / "journal"))
    with suppress(FileNotFoundError):
        shutil.rmtree(shop.temporary)
    standing = look(output, Path(shop.journal))
    os.mkdir(shop.temporary)
    try:
        return _create(shop, files) if standing is None else _update(shop, standing, files)
    except OSError as error:
        if error.errno not in _OTHER_FILE_SYSTEM:
            raise
        message = f"'{visible(shop.output)}' is a mount point, or holds one: files cannot be moved there"
        raise RefusedOutput(message, "name a folder inside the mount: --output FOLDER/site") from error
    finally:
        shutil.rmtree(shop.temporary, ignore_errors=True)


def _create(shop: _Workshop, files: Iterable[Output]) -> Written:
    """Make the whole site beside its place, then move it there in one step."""
    with suppress(FileNotFoundError):
        os.unlink(shop.journal)
    site = f"{shop.temporary}/site"
    os.mkdir(site)
    made: set[str] = set()
    ledger = _Ledger({}, set())
    for file in files:
        ledger.enter(file)
        _make_parents(site, file.path, made)
        write_new(f"{site}/{file.path}", file.data)
    write_new(f"{site}/{MANIFEST}", encode_manifest(ledger.entries))
    with suppress(FileNotFoundError):
        os.chmod(site, stat.S_IMODE(os.stat(shop.output).st_mode))
    os.rename(site, shop.output)
    return Written(written=len(ledger.entries), unchanged=0, removed=0, foreign=())


def _update(shop: _Workshop, standing: Standing, files: Iterable[Output]) -> Written:
    """Write what differs from what stands into the working folder; once that is done, change the output."""
    ledger = _Ledger({}, set())
    staged: dict[str, str] = {}
    for file in files:
        if not standing.holds(file.path, ledger.enter(file)):
            standing.refuse_collision(file.path)
            staged[file.path] = f"{shop.temporary}/{len(staged)}"
            write_new(staged[file.path], file.data)
    change = _Change(
        staged,
        (standing.owned & standing.files.keys()) - ledger.entries.keys(),
        (standing.owned_directories & standing.directories) - ledger.directories,
    )
    manifest = encode_manifest(ledger.entries)
    if staged or change.files or change.directories or digest(manifest) != standing.manifest_digest:
        temporary = Path(shop.temporary)
        journal = encode_journal(standing.manifest_digest, standing.unsure.union(staged))
        replace_file(Path(shop.journal), journal, temporary_folder=temporary)
        _carry_out(change, standing, shop.output)
        replace_file(Path(shop.output, MANIFEST), manifest, temporary_folder=temporary)
    with suppress(FileNotFoundError):
        os.unlink(shop.journal)
    return Written(len(staged), len(ledger.entries) - len(staged), len(change.files), standing.foreign)


def _carry_out(change: _Change, standing: Standing, output: str) -> None:
    """Change the output: new files, then changed ones, then deletions.

    Where a file becomes a folder, or a folder a file, the old must go first; new files that wait for that
    come between the other new ones and the changed ones.
    """
    obstacles = _obstacles(change, standing)
    at_once: list[str] = []
    waiting: list[str] = []
    changed: list[str] = []
    for path in change.staged:
        if path in standing.files:
            changed.append(path)
        elif obstacles and not obstacles.isdisjoint([path, *parents_of([path])]):
            waiting.append(path)
        else:
            at_once.append(path)
    made = set(standing.directories)
    _place(output, change.staged, at_once, made)
    _delete(output, change.files & obstacles, change.directories & obstacles)
    _place(output, change.staged, waiting, made)
    _place(output, change.staged, changed, made)
    _delete(output, change.files - obstacles, change.directories - obstacles)


def _obstacles(change: _Change, standing: Standing) -> Set[str]:
    """Of what is to go, give what stands where a staged file, or a folder above it, is to be."""
    obstacles = set(change.files & parents_of(change.staged))
    for path in change.directories & change.staged.keys():
        obstacles.update(standing.below(path))
    return obstacles


def _place(output: str, staged: Mapping[str, str], paths: Iterable[str], made: set[str]) -> None:
    for path in paths:
        _make_parents(output, path, made)
        os.replace(staged[path], f"{output}/{path}")


def _delete(output: str, files: Set[str], directories: Set[str]) -> None:
    for path in sorted(files):
        os.unlink(f"{output}/{path}")
    # In this order a folder comes after those in it.
    for path in sorted(directories, reverse=True):
        try:
            os.rmdir(f"{output}/{path}")
        except OSError as error:
            # What others put there stays, and with it the folder.
            if error.errno not in {errno.ENOTEMPTY, errno.EEXIST}:
                raise


def _make_parents(top: str, path: str, made: set[str]) -> None:
    parent = path.rpartition("/")[0]
    if parent and parent not in made:
        _make_parents(top, parent, made)
        os.mkdir(f"{top}/{parent}")
        made.add(parent)
