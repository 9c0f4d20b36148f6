"""Changes below `content/` and `templates/`, as the system tells of them.

Owns what counts as a change, when a burst of them is over, and whether it is known which files it touched: where
folders come or go, or too much happens at once for all of it to be told, it is not. Does not know what is done with it.
"""

import os
import threading
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

import msgspec
from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver, ObservedWatch
from watchdog.observers.polling import PollingObserverVFS

from ipsegen.load.snapshot import is_ignored

POLLING_INTERVAL: Final = 1.0
_QUIET: Final = 0.1
"""A burst is over when nothing happens for so many seconds."""

_SHORTLY: Final = 0.03
"""One file that was saved, closed or put in its place is no burst: nothing more may come."""

_FEW: Final = 3
_MOST_FILES: Final = 200
"""Of so many files it is not said which they are: all are looked at, and the folders are watched anew. Long before the
system loses events there are more."""

_MOST_PIECES: Final = 20
"""After so many pieces of a burst that does not end, it counts as over for now."""

# Reading a file is an event too, and a build reads them all.
_CHANGING: Final = frozenset({"attrib", "closed", "created", "deleted", "modified", "moved"})


class CannotWatchError(Exception):
    """The system does not tell of changes here."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class Changed(msgspec.Struct, frozen=True):
    """That something changed: the files that were touched, by their paths from the root; None if it may be any."""

    files: AbstractSet[str] | None


class Changes(FileSystemEventHandler):
    """Collects what happens until someone asks for it."""

    def __init__(self, root: Path, folders: Sequence[str], observer: BaseObserver) -> None:
        self._root = root.resolve()
        self._folders = tuple(folders)
        self._observer = observer
        self._watches: dict[str, tuple[ObservedWatch, tuple[int, int]]] = {}
        self._changed = threading.Event()
        self._lock = threading.Lock()
        self._files: dict[str, bool] = {}
        self._all = False

    def settled(self, timeout: float) -> Changed | None:
        """Wait for a change and for the end of the burst it stands in; None if there is none within `timeout`."""
        if not self._changed.wait(timeout):
            return None
        for _ in range(_MOST_PIECES):
            self._changed.clear()
            if not self._changed.wait(self._pause()):
                break
        with self._lock:
            self._changed.clear()
            everything, files = self._all or len(self._files) > _MOST_FILES, frozenset(self._files)
            many, self._all, self._files = len(files) > _MOST_FILES, False, {}
        self.follow(anew=many)
        return Changed(None if everything else files)

    def _pause(self) -> float:
        """How long nothing must happen until what happened so far is over."""
        with self._lock:
            whole = not self._all and len(self._files) <= _FEW and all(self._files.values())
        return _SHORTLY if whole else _QUIET

    def follow(self, *, anew: bool = False) -> None:
        """Watch each folder that is there now: one that was made anew is another one."""
        for folder in self._folders:
            path = self._root / folder
            now = _identity(path)
            watch, before = self._watches.get(folder, (None, None))
            if now == before and not anew:
                continue
            if watch is not None:
                del self._watches[folder]
                with suppress(KeyError, OSError):
                    self._observer.unschedule(watch)
            if now is not None:
                self._watches[folder] = self._observer.schedule(self, path, recursive=True), now

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Note it, if it may change the site. Called in the observer's thread."""
        # A folder is modified by whatever happens in it; that is told by itself, with its name.
        if event.event_type not in _CHANGING or (event.is_directory and event.event_type in {"attrib", "modified"}):
            return
        moved = event.event_type == "moved"
        paths = [(event.src_path, event.event_type == "closed"), *([(event.dest_path, True)] if moved else [])]
        with self._lock:
            for path, whole in paths:
                name = self._name(os.fsdecode(path))
                if name:
                    self._all |= event.is_directory
                    self._files[name] = whole
                    self._changed.set()

    def _name(self, path: str) -> str:
        """The path of what may be part of the site, from the root; empty for all else."""
        parts = Path(path).relative_to(self._root).parts if Path(path).is_relative_to(self._root) else ()
        matters = parts[:1] in {(folder,) for folder in self._folders}
        return "/".join(parts) if matters and not any(is_ignored(part) for part in parts[1:]) else ""


@contextmanager
def watch(root: Path, folders: Sequence[str], *, poll: bool = False) -> Iterator[Changes]:
    """Collect changes below `folders` of `root` while the block runs. A folder may be missing, and come later.

    Links are not followed: those who can add one could otherwise have us watch the whole disk.
    """
    observer: BaseObserver = (
        PollingObserverVFS(os.lstat, os.scandir, polling_interval=POLLING_INTERVAL) if poll else Observer()
    )
    changes = Changes(root, folders, observer)
    try:
        observer.schedule(changes, root.resolve())
        changes.follow()
        observer.start()
    except OSError as error:
        message = f"the system cannot watch so many folders: {error.strerror or error}"
        raise CannotWatchError(message, "let ipsegen look for changes itself: ipsegen serve --poll") from error
    try:
        yield changes
    finally:
        observer.stop()
        observer.join()


def _identity(path: Path) -> tuple[int, int] | None:
    """What tells a folder from another of the same name; nothing where there is no folder."""
    try:
        found = path.lstat()
    except OSError:
        return None
    return (found.st_dev, found.st_ino) if path.is_dir() and not path.is_symlink() else None
