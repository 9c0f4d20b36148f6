"""A site is written down as `{path: text}`; the scenes build it, look at it, and break the machine under it."""

import errno
import os
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from ipsegen.write.folder import RefusedOutput
from ipsegen.write.glance import glance_at
from ipsegen.write.manifest import Entry, digest
from ipsegen.write.output import Output, Written, at_bench, finish, lay, spoiled, write_site

Site = Mapping[str, str]
CALLS = (
    "open", "write", "close", "mkdir", "rename", "replace", "chmod", "unlink", "rmdir", "scandir", "link", "symlink",
    "fsync",
)  # fmt: skip


class Killed(BaseException):
    """The process is no more."""


def build(folder: Path, site: Site) -> Written:
    return write_site(folder, (Output(path, text.encode()) for path, text in site.items()))


def contents(folder: Path) -> dict[str, str]:
    """Everything in `folder`: files with their text, links with their target, folders with a slash."""
    found = {}
    for path in folder.rglob("*"):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink():
            found[name] = f"-> {path.readlink()}"
        elif path.is_dir():
            found[name + "/"] = ""
        else:
            found[name] = path.read_bytes().decode()
    return found


def clean(folder: Path, site: Site) -> dict[str, str]:
    """What a clean build of `site` leaves; `folder` is a place for it."""
    build(folder, site)
    return contents(folder)


def leftovers(folder: Path) -> list[str]:
    """What a build left in the working folder beside `folder`, without what it is meant to leave."""
    working = folder.with_name(f".{folder.name}.ipsegen")
    return sorted({path.relative_to(working).as_posix() for path in working.rglob("*")} - {"memory"})


def traces(folder: Path) -> dict[str, tuple[int, int]]:
    """What changes when anybody touches a file or a folder."""
    return {str(path): (path.stat().st_ino, path.stat().st_mtime_ns) for path in [folder, *folder.rglob("*")]}


def put(folder: Path, path: str) -> None:
    """Put a file of somebody else's there, or an empty folder where `path` ends with a slash."""
    (folder / path).parent.mkdir(parents=True, exist_ok=True)
    (folder / path).mkdir() if path.endswith("/") else (folder / path).write_text("mine")


def refused(folder: Path, site: Site, *, naming: str) -> None:
    """The build of `site` is refused for what stands at `naming`, and nothing is touched."""
    before, touched = contents(folder), traces(folder)
    with pytest.raises(RefusedOutput) as refusal:
        build(folder, site)
    assert f"'{naming}'" in refusal.value.message
    assert refusal.value.hint
    assert (contents(folder), traces(folder), leftovers(folder)) == (before, touched, [])


def page(*links: str, text: str = "") -> str:
    """A page with links to the paths of other pages."""
    return "".join(f"link {link}\n" for link in links) + f"{text}\nend\n"


def broken_links(found: Mapping[str, str]) -> list[str]:
    """Go from page to page, starting at index.html, as a reader would; name what is missing or cut short."""
    pending, seen, broken = ["index.html"], set(), []
    while pending:
        path = pending.pop()
        if path not in seen:
            seen.add(path)
            text = found.get(path, "")
            if not text.endswith("end\n"):
                broken.append(path)
            pending += [line.removeprefix("link ") for line in text.splitlines() if line.startswith("link ")]
    return broken


@contextmanager
def killed_at(number: int) -> Iterator[list[str]]:
    """Kill the program in the system call `number`, in the middle of it where it is a write; list the calls."""

    def call(name: str, real: Callable[..., object], count: int, args: tuple[object, ...]) -> None:
        if name == "close":
            _close(real, args)
        if name == "write" and count == number:
            _half(real, args)
        raise Killed

    with _broken(number, call, forever=True) as calls:
        yield calls


@contextmanager
def failing_at(number: int, code: int = errno.ENOSPC, *, forever: bool) -> Iterator[list[str]]:
    """Let the system call `number` fail, and with `forever` all after it that need room on the disk."""

    def call(name: str, real: Callable[..., object], count: int, args: tuple[object, ...]) -> object:
        if count > number and not _needs_room(name, args):
            return real(*args)
        if name == "close":
            _close(real, args)
        if name == "write" and count == number:
            return _half(real, args)
        raise OSError(code, os.strerror(code), str(args[0]))

    with _broken(number, call, forever=forever) as calls:
        yield calls


@contextmanager
def _broken(number: int, call: Callable[..., object], *, forever: bool) -> Iterator[list[str]]:
    calls: list[str] = []

    def replacement(name: str, real: Callable[..., object]) -> Callable[..., object]:
        def broken(*args: object, **options: object) -> object:
            calls.append(name)
            count = len(calls)
            if count == number or (forever and count > number):
                return call(name, lambda *given: real(*given, **options), count, args)
            return real(*args, **options)

        return broken

    with pytest.MonkeyPatch.context() as patch:
        for name in CALLS:
            patch.setattr(os, name, replacement(name, getattr(os, name)))
        yield calls


def _needs_room(name: str, args: tuple[object, ...]) -> bool:
    if name == "open":
        flags = args[1]
        assert isinstance(flags, int)
        return bool(flags & os.O_CREAT)
    return name in {"write", "mkdir", "rename", "replace", "link", "symlink"}


def _close(real: Callable[..., object], args: tuple[object, ...]) -> None:
    # `shutil.rmtree` closes twice where the first close fails.
    with suppress(OSError):
        real(*args)


def _half(real: Callable[..., object], args: tuple[object, ...]) -> object:
    descriptor, data = args
    assert isinstance(data, bytes | memoryview)
    return real(descriptor, data[: len(data) // 2])


def build_keeping(folder: Path, site: Site, *, ahead: bool = False) -> Written:
    """Build `site` as an incremental build does: what the manifest has already, and is not spoiled, is not laid.

    `ahead`: the folder was looked at before the build begins.
    """
    with at_bench(folder, glance=glance_at(folder) if ahead else None) as bench:
        bad = spoiled(bench)
        entries = {path: Entry(digest(text.encode()), len(text.encode())) for path, text in site.items()}
        kept = {path for path, entry in entries.items() if bench.manifest.get(path) == entry} - set(bad)
        laid = [lay(bench, Output(path, text.encode())) for path, text in site.items() if path not in kept]
        return finish(bench, laid, kept)


def settle(folder: Path, site: Site) -> None:
    """Build until the memory vouches for everything."""
    for _ in range(3):
        build(folder, site)
        time.sleep(0.15)
    with at_bench(folder) as bench:
        assert bench.standing is not None
        assert bench.standing.memory is not None
        assert (set(bench.doubtful), bench.standing.listed) == (set(), set())
