"""The files of a site as they are at one moment, each opened once and safely.

Owns walking `content/` and `templates/`, and what may lie there: regular files with readable names, below the
limits of size. Links, pipes, sockets and devices are never opened. Does not know what is in a file.
"""

import errno
import os
import stat
import unicodedata
from collections.abc import Iterable, Iterator
from operator import attrgetter
from pathlib import Path
from typing import Final

import msgspec

from ipsegen.diagnostics import Problem

MAX_TEXT_BYTES: Final = 256 * 1024
MAX_MEDIA_BYTES: Final = 32 * 1024 * 1024
MAX_LEVELS: Final = 32
_IGNORED_ENDINGS: Final = ("~", ".bak", ".orig", ".rej", ".swp", ".swo", ".tmp")
_IGNORED_NAMES: Final = frozenset({"Thumbs.db", "desktop.ini", "__MACOSX"})
_OPEN_FLAGS: Final = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC


class File(msgspec.Struct, frozen=True, gc=False):
    """A regular file: its path relative to the root, with `/`, and its bytes."""

    path: str
    data: bytes


class Seen(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """A regular file as its folder describes it: times are in nanoseconds."""

    path: str
    size: int
    modified: int
    changed: int
    inode: int

    def is_older(self, moment: int) -> bool:
        """Whether it was changed last before a moment, by both of its times."""
        return self.changed <= moment and self.modified <= moment


class Tree(msgspec.Struct, frozen=True):
    """All files of one folder, sorted by path, and what stood there that is no file to be read."""

    files: tuple[File, ...]
    problems: tuple[Problem, ...]


def read_tree(root: Path, folder: str, *, text_limit: int = MAX_TEXT_BYTES, media: str = "") -> Tree:
    """Read everything below `root/folder`, as `walk_tree` does, and keep it."""
    files: list[File] = []
    problems: list[Problem] = []
    for found in walk_tree(root, folder, text_limit=text_limit, media=media):
        if isinstance(found, Problem):
            problems.append(found)
        else:
            files.append(found)
    return Tree(tuple(sorted(files, key=lambda file: file.path)), tuple(problems))


def walk_tree(
    root: Path, folder: str, *, text_limit: int = MAX_TEXT_BYTES, media: str = ""
) -> Iterator[File | Problem]:
    """Read one file after the other: below `media` up to the size of pictures, else up to `text_limit`.

    Raises OSError where the machine fails; what is wrong with a single file is a problem.
    """
    paths: list[str] = []
    for entry in list_tree(root, folder):
        if isinstance(entry, Problem):
            yield entry
            continue
        limit = MAX_MEDIA_BYTES if media and entry.path.startswith(media) else text_limit
        found = read_file(root, entry.path, limit)
        if isinstance(found, File):
            paths.append(entry.path)
        yield found
    yield from names_that_collide(paths)


def list_tree(root: Path, folder: str) -> Iterator[Seen | Problem]:
    """Every regular file below `root/folder`, and what is wrong with all else; nothing is opened but folders.

    Raises OSError where the machine fails, or where there is no such folder.
    """
    if (root / folder).is_symlink():
        hint = "put the folder itself in its place"
        yield _whole(folder, "not-a-regular-file", "this is a symbolic link, which is never followed", hint)
        return
    problems: list[Problem] = []
    yield from _walk(root, folder, problems)
    yield from problems


def see_files(root: Path, paths: Iterable[str]) -> dict[str, Seen | None] | None:
    """The regular files at `paths`, None where nothing stands; no answer where something else does.

    Files that are nobody's content are left out. Raises OSError where the machine fails.
    """
    found: dict[str, Seen | None] = {}
    for path in paths:
        names = path.split("/")
        if any(is_ignored(name) for name in names):
            continue
        try:
            status = os.lstat(f"{root}/{path}")
        except (FileNotFoundError, NotADirectoryError):
            found[path] = None
            continue
        if not stat.S_ISREG(status.st_mode) or not all(map(_is_readable_name, names)):
            return None
        found[path] = _described(path, status)
    return found


def read_file(root: Path, path: str, limit: int) -> File | Problem:
    """Read the regular file of at most `limit` bytes at `root/path`, if it holds still meanwhile."""
    try:
        descriptor = os.open(f"{root}/{path}", _OPEN_FLAGS)
    except OSError as error:
        fault = _fault_of(path, error, "file", "a+r")
        if fault is None:
            raise
        return fault
    try:
        return _read_open(descriptor, path, limit)
    finally:
        os.close(descriptor)


def _read_open(descriptor: int, path: str, limit: int) -> File | Problem:
    before = os.fstat(descriptor)
    if not stat.S_ISREG(before.st_mode):
        return _not_regular(path, "this is not a regular file")
    if before.st_size > limit:
        message = f"this file is larger than {limit // 1024} KiB"
        return _whole(path, "file-too-large", message, "split it, or make the picture smaller")
    data = os.read(descriptor, before.st_size + 1)
    while len(data) < before.st_size and (more := os.read(descriptor, before.st_size + 1 - len(data))):
        data += more
    after = os.fstat(descriptor)
    if len(data) != before.st_size or after.st_mtime_ns != before.st_mtime_ns:
        return _whole(path, "changed-file", "this file changed while it was read", "run the command again")
    return File(path, data)


def _fault_of(path: str, error: OSError, what: str, permission: str) -> Problem | None:
    """Say what an error in opening has to do with this one file or folder; nothing if it is the machine's."""
    if error.errno in {errno.ELOOP, errno.EMLINK, errno.ENXIO, errno.EOPNOTSUPP}:
        return _not_regular(path, "this is not a regular file")
    if error.errno in {errno.EACCES, errno.EPERM}:
        hint = f"give read permission: chmod {permission} {path}"
        return _whole(path, "unreadable-file", f"this {what} may not be read", hint)
    if error.errno in {errno.ENOENT, errno.ENOTDIR}:
        return _whole(path, "changed-file", f"this {what} vanished while it was read", "run the command again")
    if error.errno == errno.ENAMETOOLONG:
        return _whole(path, "bad-file-name", "this path is too long", "use shorter names, or fewer folders")
    return None


def _walk(root: Path, top: str, problems: list[Problem]) -> Iterator[Seen]:
    """Yield the regular files below `top`; all else is a problem."""
    waiting = [top]
    while waiting:
        folder = waiting.pop()
        try:
            entries = sorted(os.scandir(f"{root}/{folder}"), key=attrgetter("name"))
        except OSError as error:
            fault = _fault_of(folder, error, "folder", "a+rx")
            if fault is None or (folder == top and isinstance(error, FileNotFoundError | NotADirectoryError)):
                raise
            problems.append(fault)
            continue
        folders: list[str] = []
        for entry in entries:
            if is_ignored(entry.name):
                continue
            path = f"{folder}/{entry.name}"
            if entry.is_file(follow_symlinks=False) and _is_readable_name(entry.name):
                seen = _seen(path, entry, problems)
                if seen is not None:
                    yield seen
            elif _is_folder(path, entry, problems):
                folders.append(path)
        waiting.extend(reversed(folders))


def _is_folder(path: str, entry: os.DirEntry[str], problems: list[Problem]) -> bool:
    """Whether what is no file is a folder to be entered; else it is a problem."""
    if not _is_readable_name(entry.name):
        shown = path.encode("utf-8", "backslashreplace").decode()
        problems.append(_whole(shown, "bad-file-name", "this name has characters that no path may hold", "rename it"))
    elif entry.is_symlink():
        problems.append(_not_regular(path, "this is a symbolic link"))
    elif not entry.is_dir(follow_symlinks=False):
        problems.append(_not_regular(path, "this is a pipe, a socket or a device"))
    elif path.endswith((".yaml", ".md")):
        message = "this is a folder with the name of a file"
        problems.append(_whole(path, "unexpected-file", message, "rename the folder"))
    elif path.count("/") > MAX_LEVELS:
        message = f"this folder lies more than {MAX_LEVELS} folders deep"
        problems.append(_whole(path, "too-deep", message, "move what it holds further up"))
    else:
        return True
    return False


def _seen(path: str, entry: os.DirEntry[str], problems: list[Problem]) -> Seen | None:
    try:
        status = entry.stat(follow_symlinks=False)
    except OSError as error:
        fault = _fault_of(path, error, "file", "a+r")
        if fault is None:
            raise
        problems.append(fault)
        return None
    return _described(path, status)


def _described(path: str, status: os.stat_result) -> Seen:
    return Seen(path, status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino)


def is_ignored(name: str) -> bool:
    """Whether a file or folder of this name is nobody's content: a dot file, or an editor's backup."""
    return name.startswith((".", "#")) or name.endswith(_IGNORED_ENDINGS) or name in _IGNORED_NAMES


def _is_readable_name(name: str) -> bool:
    return name.isprintable() and "\\" not in name


def names_that_collide(paths: Iterable[str]) -> Iterator[Problem]:
    """Paths that some file systems take for one: alike but for case or Unicode form."""
    first: dict[str, str] = {}
    for path in paths:
        if path.isascii():
            form = path.lower()
        else:
            form = unicodedata.normalize("NFC", unicodedata.normalize("NFC", path).casefold())
        other = first.setdefault(form, path)
        if other != path:
            for one, twin in ((path, other), (other, path)):
                message = f"some file systems cannot tell this name from '{twin}'"
                yield _whole(one, "name-collision", message, "rename one of the two")


def _not_regular(path: str, message: str) -> Problem:
    return _whole(path, "not-a-regular-file", message, "put a copy of the file in its place")


def _whole(path: str, code: str, message: str, hint: str) -> Problem:
    return Problem(path, 1, 1, code, message, hint)
