"""A power cut: what may stand on the disk after one, at every moment of a command that writes what editors own.

Owns a model of a disk that keeps only what it must (POSIX, fsync): a file's bytes once the file was flushed, a name
once its folder was. Until then each is there or not, in any combination. The commands are real ones; strace tells what
they did. Does not know how they write.
"""

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path
from typing import Final, NamedTuple

from torture.archives import ONE, put
from torture.builds import workplace
from torture.outcome import Outcome

_CALLS: Final = (
    "openat", "write", "pwrite64", "ftruncate", "fsync", "fdatasync", "link", "linkat", "rename", "renameat",
    "renameat2", "unlink", "unlinkat", "mkdir", "mkdirat", "rmdir",
)  # fmt: skip
_DONE: Final = re.compile(r"^\d+ +(?P<name>\w+)\((?P<arguments>.*)\) += (?P<result>\d+)(?:<(?P<opened>.*)>)?$")
_STRING: Final = re.compile(r'"((?:[^"\\]|\\.)*)"')
_DESCRIPTOR: Final = re.compile(r"^\d+<([^>]*)>")
_MOST_PENDING: Final = 10
"""Of so many names that may be there or not, all combinations are tried; of more, each alone and all but each."""

_QUOTE: Final = (
    "new", "quote", "--set", "text=Words of a letter.", "--set", "author=ada-lovelace",
    "--set", "pronounced=1843-09-01", "--set", "source.url=https://letters.example/2", "--no-input",
)  # fmt: skip
COMMANDS: Final[dict[str, tuple[str, ...]]] = {
    "init": ("init", "@"),
    "new": _QUOTE,
    "import": ("import", "@rows.csv"),
    "rename": ("rename", "author", "ada-lovelace", "ada-king"),
}
"""What is promised to be there once it has ended; `@` is the folder of the site."""

ROWS: Final = (
    "text,author,pronounced,source.title,source.url\n"
    "One more letter.,ada-lovelace,1843-09-02,A letter,https://letters.example/3\n"
    "And another one.,ada-lovelace,1844-10-03,A letter,https://letters.example/4\n"
)


@dataclass
class Inode:
    """A file or a folder; `flushed` tells whether its bytes are on the disk, `old` that it stood there before."""

    flushed: bool = True
    old: bool = False


class Change(NamedTuple):
    """Names that come and go together: what a folder has (None: has no more), by path."""

    folders: frozenset[str]
    names: dict[str, Inode | None]


@dataclass
class Disk:
    """What is on the disk for sure, and the changes of names that may be there or not."""

    names: dict[str, Inode] = field(default_factory=dict)
    pending: list[Change] = field(default_factory=list)

    def now(self) -> dict[str, Inode]:
        """The names as every process sees them."""
        return _changed(self.names, self.pending)

    def change(self, names: dict[str, Inode | None]) -> None:
        """Some names change in one step."""
        self.pending.append(Change(frozenset(os.path.dirname(path) for path in names), names))  # noqa: PTH120

    def flush(self, path: str) -> None:
        """A file's bytes, or the names in a folder, are written to the disk."""
        self.now().get(path, Inode()).flushed = True
        sure = [change for change in self.pending if path in change.folders]
        self.names = _changed(self.names, sure)
        self.pending = [change for change in self.pending if path not in change.folders]

    def after_a_cut(self) -> Iterator[dict[str, Inode]]:
        """Every set of names that a disk may have."""
        count = len(self.pending)
        sizes = range(count + 1) if count <= _MOST_PENDING else (0, 1, count - 1, count)
        for size in sizes:
            for chosen in combinations(self.pending, size):
                yield _reachable(_changed(self.names, chosen))


def _changed(names: dict[str, Inode], changes: Sequence[Change]) -> dict[str, Inode]:
    found: dict[str, Inode | None] = dict(names)
    for change in changes:
        found.update(change.names)
    return {path: inode for path, inode in found.items() if inode is not None}


def _reachable(names: dict[str, Inode]) -> dict[str, Inode]:
    """Without what lies in folders that are not there."""
    above = {path: os.path.dirname(path) for path in names}  # noqa: PTH120
    return {path: inode for path, inode in names.items() if _stands(above[path], names)}


def _stands(folder: str, names: dict[str, Inode]) -> bool:
    return not folder or (folder in names and _stands(os.path.dirname(folder), names))  # noqa: PTH120


def power(outcome: Outcome, _count: int, _seed: int) -> None:
    """Cut the power after each call of each command."""
    with workplace() as work:
        for name, words in COMMANDS.items():
            root = work / name / "site"
            if name == "init":
                root.parent.mkdir()
            else:
                put(root, ONE)
                (root / "rows.csv").write_text(ROWS, encoding="utf-8")
            before, log = _files(root), work / "log"
            traced_command(root, log, words)
            after = _files(root)
            for end, faults in cuts(str(work / name), log, before, after):
                outcome.count(f"{name}: {end}", *faults)


def traced_command(root: Path, log: Path, words: Sequence[str]) -> None:
    """Run a command to its end, its calls in `log`."""
    where = ["-C", str(root)] if root.exists() else []
    command = [sys.executable, "-m", "ipsegen", *where, *(word.replace("@", f"{root}/") for word in words)]
    strace = ["strace", "-f", "-y", "-s", "0", "-e", f"trace={','.join(_CALLS)}", "-e", "signal=none", "-o", str(log)]
    done = subprocess.run([*strace, *command], stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    if done.returncode:
        raise AssertionError(done.stderr)


def cuts(top: str, log: Path, before: dict[str, bytes], after: dict[str, bytes]) -> Iterator[tuple[str, list[str]]]:
    """What may stand after a power cut at each moment, as a few words, and what is wrong with it."""
    disk = Disk({path: Inode(old=True) for path in [*before, *_folders_of(before)]})
    for happens in _acts(top, log):
        happens(disk)
        for names in disk.after_a_cut():
            yield "cut before its end", list(_harm(names, before, after))
    for names in disk.after_a_cut():
        missing = [f"{path} is not there" for path in after if path not in names]
        stale = [
            f"{path} is as it was"
            for path in after
            if path in names and names[path].old and before[path] != after[path]
        ]
        left = [f"{path} is there again" for path in before if path not in after and path in names]
        yield "cut after its end", [*_harm(names, before, after), *missing, *stale, *left]


def _harm(names: dict[str, Inode], before: dict[str, bytes], after: dict[str, bytes]) -> Iterator[str]:
    """A file that may be empty or cut short; one that was not to be touched, or was to move, and is nowhere."""
    yield from (f"{path} may be cut short" for path, inode in names.items() if path in after and not inode.flushed)
    yield from (f"{path} is lost" for path in before if path in after and path not in names)
    gone = [path for path in before if path not in after and path not in names]
    came = [path for path in after if path not in before and path in names]
    if len(gone) > len(came):
        yield f"{gone} are gone, and only {came} are there"


def _files(root: Path) -> dict[str, bytes]:
    found = (path for path in root.rglob("*") if path.is_file() and ".ipsegen" not in path.parts)
    return {f"{root.name}/{path.relative_to(root).as_posix()}": path.read_bytes() for path in found}


def _folders_of(files: dict[str, bytes]) -> set[str]:
    return {parent.as_posix() for path in files for parent in Path(path).parents} - {"."}


def _acts(top: str, log: Path) -> Iterator[Callable[[Disk], None]]:
    """What strace saw below `top`, each call as what it does to a disk."""
    for line in log.read_text().splitlines():
        if "<unfinished" in line:
            message = f"two threads at once: {line}"
            raise AssertionError(message)
        match = _DONE.match(line)
        if match is None:
            continue
        opened = _DESCRIPTOR.match(match["arguments"])
        places = [match["opened"] or "", opened[1] if opened else "", *_STRING.findall(match["arguments"])]
        inside = [place.removeprefix(top).lstrip("/") for place in places if f"{place}/".startswith(f"{top}/")]
        if inside and not any(part == ".ipsegen" for part in inside[0].split("/")):
            yield act(match["name"], match["arguments"], inside)


def act(name: str, arguments: str, places: list[str]) -> Callable[[Disk], None]:
    """A call with its arguments and the paths it names, as what it does to a disk."""
    first = places[0]
    if name == "openat":
        return lambda disk: disk.change({first: Inode()}) if "O_CREAT" in arguments else None
    if name in {"write", "pwrite64", "ftruncate"}:
        return lambda disk: setattr(disk.now()[first], "flushed", False)
    if name in {"fsync", "fdatasync"}:
        return lambda disk: disk.flush(first)
    if name in {"mkdir", "mkdirat"}:
        return lambda disk: disk.change({first: Inode()})
    if name.startswith("link"):
        return lambda disk: disk.change({places[1]: disk.now()[first]})
    if name.startswith("rename"):
        return lambda disk: disk.change({places[1]: disk.now()[first], first: None})
    return lambda disk: disk.change({first: None})
