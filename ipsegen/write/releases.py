"""A site published into a folder: whole releases, and a link that leads to the one that is served.

Owns where releases stand, how a new one is made, served and flushed, and which old ones are cleared away. Deletes only
what it made. Does not know what a site is made of.

`/srv/www/site` is a symbolic link to `.site.releases/8/site`. A release is made under another name and flushed to the
disk, its link is renamed over the old one, and then all releases but these two are cleared away. A file that the last
release has already is a second name of the same file.
"""
# Building a Path costs more than the system call that it is for, and there are 100,000 of each.
# ruff: noqa: PTH102, PTH106, PTH108

import errno
import os
import re
import shutil
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

import msgspec

from ipsegen.diagnostics import visible
from ipsegen.write.atomic import NO_HARD_LINKS, flush_file, flush_names, write_new
from ipsegen.write.create import make_folders, make_root
from ipsegen.write.difference import Difference, Tell, There
from ipsegen.write.finished import Finished
from ipsegen.write.folder import RefusedOutput, danger_of, lies_in, resolve
from ipsegen.write.lock import hold_lock
from ipsegen.write.manifest import MANIFEST, Entry, are_safe, digest, encode_manifest
from ipsegen.write.plain import read_if_plain, read_plain
from ipsegen.write.standing import parents_of
from ipsegen.write.walk import Tree, walk

_AT_ONCE: Final = 16
"""So many files are flushed at a time: the disk has something to put in order, and a site takes a sixth of the time."""

_RECORD: Final = "release.json"
_NUMBER: Final = re.compile(r"[1-9][0-9]{0,17}")
_HOUSE: Final = re.compile(r"\..+\.releases")
_HINT: Final = "name a place where nothing stands, such as file:///srv/www/site: publish puts a link there"
_CANNOT_LINK: Final = frozenset({*NO_HARD_LINKS, errno.EXDEV})


class Release(msgspec.Struct, frozen=True):
    """What was made for a release, as written beside its files."""

    version: int
    before: int
    """The release that it took the place of; 0 where there was none."""
    files: dict[str, Entry]
    carried: dict[str, Entry]
    """Files of the site before, for readers of its pages."""

    @property
    def everything(self) -> dict[str, Entry]:
        """All files but the manifest."""
        return {**self.files, **self.carried}


_NOTHING: Final = Release(1, 0, {}, {})


class Place(msgspec.Struct, frozen=True):
    """Where a site is published to. No part of the way to `link` is a link itself."""

    link: Path

    @property
    def house(self) -> Path:
        """The folder of releases."""
        return self.link.with_name(f".{self.link.name}.releases")

    def release(self, number: int) -> Path:
        """The folder of a release."""
        return self.house / str(number)

    def site(self, number: int) -> Path:
        """The folder with the files of a release."""
        return self.release(number) / "site"

    @property
    def unfinished(self) -> Path:
        """The folder of a release that is being made."""
        return self.house / "unfinished"

    @property
    def next_link(self) -> Path:
        """The link that is to be served, before it is."""
        return self.house / "link"

    @contextmanager
    def held(self) -> Iterator[None]:
        """Keep every other publication away until the block ends. Raises OutputHeld at once if one is under way."""
        make_root(self.house.parent)
        try:
            make_folders(self.house.parent, [self.house.name])
        except NotADirectoryError:
            message = f"'{visible(str(self.house))}' is not a folder"
            raise RefusedOutput(message, "remove it: releases are kept there") from None
        held = f"another publication holds '{visible(str(self.link))}'"
        with hold_lock(self.house / "lock", held, "wait until it ends, and publish again"):
            yield

    def served(self) -> int:
        """The number of the release that is served; 0 where there is none yet.

        Raises RefusedOutput where something stands in the place of the link that publish did not put there.
        """
        try:
            target = self.link.readlink()
        except FileNotFoundError:
            return 0
        except OSError as error:
            if error.errno != errno.EINVAL:
                raise
            raise RefusedOutput(f"'{visible(str(self.link))}' was not published by ipsegen", _HINT) from None
        leads_to = Path(os.path.normpath(self.link.parent / target))
        number = leads_to.parent.name
        if _NUMBER.fullmatch(number) is None or leads_to != self.site(int(number)):
            message = f"'{visible(str(self.link))}' leads to '{visible(str(target))}', which ipsegen did not publish"
            raise RefusedOutput(message, _HINT)
        return int(number)

    def look(self, site: Finished, tell: Tell) -> There:
        """See what is served. Raises RefusedOutput as `served` does, OSError where it cannot be read."""
        number = self.served()
        release, folder = self._read(number), self.site(number)
        found, everything = _walk(folder), release.everything
        standing: dict[str, Entry | None] = {}
        for count, (path, entry) in enumerate(everything.items(), 1):
            if path in found.files and _reads_as(f"{folder}/{path}", entry):
                standing[path] = entry
            elif path in found.files and path in site.entries:
                standing[path] = None
            tell("comparing", count, len(everything))
        manifest = encode_manifest(release.files)
        settled = MANIFEST in found.files and read_if_plain(folder / MANIFEST) == manifest
        foreign = (found.files.keys() - everything.keys() - {MANIFEST}) | found.others
        return There(release.files, standing, settled, tuple(sorted(f"{folder}/{path}" for path in foreign)))

    def send(self, site: Finished, change: Difference, tell: Tell) -> None:
        """Make a release of `site` and serve it, unless it is served already; then clear away what no reader needs.

        Raises OSError where the machine fails; what is served stays then.
        """
        self._sweep()
        if not change.is_settled:
            try:
                self._serve(self._make(site, change, tell))
            except BaseException:
                # What made this necessary is the error to be told.
                with suppress(OSError):
                    self._sweep()
                raise
        served = self.served()
        keep = {served, self._read(served).before}
        for number in sorted(self._numbers() - keep):
            self._clear(self.release(number), self._read(number))

    def _serve(self, number: int) -> None:
        """Let the link lead to a release, in one step."""
        self.next_link.symlink_to(self.site(number).relative_to(self.link.parent))
        self.next_link.rename(self.link)
        flush_names(self.link.parent)

    def _numbers(self) -> set[int]:
        """Every release that is there, served or not."""
        return {int(path.name) for path in self.house.iterdir() if _NUMBER.fullmatch(path.name)}

    def _read(self, number: int) -> Release:
        """What was made for a release; nothing where nobody can tell."""
        folder = self.release(number)
        is_there = number > 0 and folder.is_dir() and not folder.is_symlink()
        data = read_if_plain(folder / _RECORD) if is_there else None
        return _NOTHING if data is None else _decode(data)

    def _make(self, site: Finished, change: Difference, tell: Tell) -> int:
        """Make the new release under another name, flush all of it, and give it its number."""
        served = self.served()
        number = max([served, *self._numbers()]) + 1
        before, release = self.site(served), self.unfinished
        old = self._read(served).everything
        carried = {path: old[path] for path in change.carried}
        folders = sorted(parents_of([*site.entries, *carried]))
        for folder in (f"{release}", f"{release}/site", *(f"{release}/site/{folder}" for folder in folders)):
            os.mkdir(folder)
        fresh = [*change.sent, *_linked(f"{before}", f"{release}/site", (*change.same, *change.carried))]
        for count, path in enumerate(fresh, 1):
            data = site.read(path) if path in site.entries else read_plain(f"{before}/{path}")
            write_new(f"{release}/site/{path}", data)
            tell("copying", count, len(fresh))
        write_new(f"{release}/site/{MANIFEST}", site.manifest)
        record = Release(1, served, dict(site.entries), carried)
        write_new(f"{release}/{_RECORD}", msgspec.json.encode(record))
        _flush(str(release), [*(f"site/{path}" for path in fresh), f"site/{MANIFEST}", _RECORD], folders)
        release.rename(self.release(number))
        flush_names(self.house)
        return number

    def _clear(self, folder: Path, release: Release) -> None:
        """Delete what was made for a release; what others put there stays, and with it the folders that hold it."""
        if release is _NOTHING:
            return
        site = folder / "site"
        # What lies behind a link is not found, and so is never deleted.
        found = _walk(site)
        for path in found.files.keys() & {*release.everything, MANIFEST}:
            os.unlink(f"{site}/{path}")
        # In this order a folder comes after those in it.
        for path in sorted(found.directories & parents_of(release.everything), reverse=True):
            _remove_if_empty(f"{site}/{path}")
        _remove_if_empty(str(site))
        if [path.name for path in folder.iterdir()] == [_RECORD]:
            # Under this name the next publication knows it for ours, should this one be killed.
            folder.rename(self.unfinished)
            self._sweep()
        else:
            (folder / _RECORD).unlink()

    def _sweep(self) -> None:
        """Throw away what a publication did not finish; no reader ever saw it."""
        with suppress(FileNotFoundError):
            shutil.rmtree(self.unfinished)
        self.next_link.unlink(missing_ok=True)


def place_at(folder: Path, root: Path, output: Path) -> Place:
    """The place for a site that is to be served from `folder`. Raises RefusedOutput where it would do harm.

    `root` is the folder that holds `content/` and `templates/`, `output` the finished site.
    """
    link = resolve(folder.parent) / folder.name
    reason = danger_of(link, root)
    if not reason and lies_in(link, resolve(output)):
        reason = "is the output folder or lies in it"
    if not reason and any(_HOUSE.fullmatch(name) for name in link.parts):
        reason = "lies among releases"
    if reason:
        raise RefusedOutput(f"a site cannot be published to '{visible(str(folder))}', which {reason}", _HINT)
    place = Place(link)
    place.served()
    return place


def _decode(data: bytes) -> Release:
    try:
        release = msgspec.json.decode(data, type=Release)
    except (msgspec.DecodeError, RecursionError):
        return _NOTHING
    safe = release.version == 1 and are_safe(release.files) and are_safe(release.carried)
    return release if safe and MANIFEST not in release.everything else _NOTHING


def _reads_as(path: str, entry: Entry) -> bool:
    data = read_if_plain(path)
    return data is not None and Entry(digest(data), len(data)) == entry


def _linked(before: str, after: str, paths: Iterable[str]) -> Iterator[str]:
    """Give files of one release a second name in another; name those that must be copied."""
    for path in paths:
        try:
            os.link(f"{before}/{path}", f"{after}/{path}", follow_symlinks=False)
        except OSError as error:
            if error.errno not in _CANNOT_LINK:
                raise
            yield path


def _flush(release: str, files: Iterable[str], folders: Iterable[str]) -> None:
    """Have a release written to the disk: its files, then the names in its folders."""
    with ThreadPoolExecutor(_AT_ONCE) as crew:
        for _ in crew.map(flush_file, [f"{release}/{path}" for path in files]):
            pass
        for _ in crew.map(flush_names, [Path(release, "site", path) for path in ("", *folders)]):
            pass
    flush_names(Path(release))


def _walk(site: Path) -> Tree:
    """What is in the site of a release; nothing where a link stands in its place, or there is none."""
    return walk(str(site)) if site.is_dir() and not site.is_symlink() else Tree({}, set(), set())


def _remove_if_empty(folder: str) -> None:
    try:
        os.rmdir(folder)
    except (FileNotFoundError, NotADirectoryError):
        return
    except OSError as error:
        if error.errno not in {errno.ENOTEMPTY, errno.EEXIST}:
            raise
