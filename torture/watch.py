"""Watch: bursts of edits against `ipsegen serve`, which must come to show what a clean build of the last state leaves.

Owns the bursts: files saved in place, saved by rename, deleted, renamed, made and deleted at once; now and then more
events than the kernel keeps. Knows of the server only what it prints, answers, and puts into `.ipsegen/site`.
"""

import http.client
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from torture.archives import CONTENTS, NOW, Content, put
from torture.builds import clean, workplace
from torture.outcome import Outcome
from torture.sites import differing, files_of

_PATIENCE: Final = 300.0
"""In seconds, until a burst must have come to show."""

_MARKED: Final = "content/quotes/engine.yaml"
_ONE_IN: Final = 20
"""So rarely there are more events than the kernel keeps."""


def watch(outcome: Outcome, count: int, seed: int) -> None:
    """Make `count` bursts."""
    chance = random.Random(seed)
    with workplace() as work:
        root = work / "site"
        put(root, CONTENTS[0])
        with serving(root) as (server, address):
            for number in range(count):
                base = chance.choice(CONTENTS)
                goal = {**base, _MARKED: base[_MARKED].replace("weaves", f"weaves burst {number} of flowers")}
                overflow = number % _ONE_IN == 1
                burst(root, goal, chance, server if overflow else None)
                expected = clean(work / "clean", goal, "--base-url", address)
                shown = _happens(lambda mark=f"burst {number} of": mark in _page(address))  # type: ignore[misc]
                same = _happens(lambda site=expected: _served(root) == site)  # type: ignore[misc]
                faults = [] if shown else ["the page does not show it"]
                faults += [] if same else differing(_served(root), expected)
                faults += [] if server.poll() is None else ["the server has ended"]
                outcome.count("an overflow" if overflow else "a burst", *(f"burst {number}: {each}" for each in faults))


def burst(root: Path, goal: Content, chance: random.Random, server: "subprocess.Popen[str] | None") -> None:
    """Edit this and that, so that the content is `goal` at last; of more than a `server` hears, where one is given."""
    if server is not None:
        server.send_signal(signal.SIGSTOP)
        passing = root / "content" / "quotes" / "passing.yaml"
        for _ in range(int(Path("/proc/sys/fs/inotify/max_queued_events").read_text()) // 3 + 1):
            passing.touch()
            passing.unlink()
    for _ in range(chance.randrange(2, 30)):
        _disturb(root, chance)
    for path in sorted((root / "content").rglob("*")):
        if path.is_file() and path.relative_to(root).as_posix() not in goal:
            path.unlink()
    for name in sorted(goal, key=lambda name: (name == _MARKED, chance.random())):
        _save(root / name, goal[name], chance)
    if server is not None:
        server.send_signal(signal.SIGCONT)


def _disturb(root: Path, chance: random.Random) -> None:
    files = sorted(path for path in (root / "content").rglob("*.yaml") if path.name != "site.yaml")
    file = chance.choice(files) if files else root / "content" / "quotes" / "first.yaml"
    how = chance.randrange(4)
    if how == 0:
        _save(file, f"text: [half a file {chance.random()}", chance)
    elif how == 1 and file.exists():
        file.unlink()
    elif how == 2 and file.exists():
        file.rename(file.with_name(f"renamed-{chance.randrange(9)}.yaml"))
    else:
        folder = root / "content" / "quotes" / f"folder-{chance.randrange(3)}"
        folder.mkdir(parents=True, exist_ok=True)
        _save(folder / "passing.yaml", "title: Passing\n", chance)
    if chance.random() < 0.1:
        time.sleep(chance.random() / 4)


def _save(file: Path, text: str, chance: random.Random) -> None:
    """As editors do: in place, or beside and renamed."""
    file.parent.mkdir(parents=True, exist_ok=True)
    place = file.with_name(f".{file.name}.tmp") if chance.random() < 0.5 else file
    place.write_text(text, encoding="utf-8")
    if place != file:
        place.replace(file)


@contextmanager
def serving(root: Path) -> Iterator[tuple["subprocess.Popen[str]", str]]:
    """A server, and the address that it prints."""
    command = [sys.executable, "-m", "ipsegen", "-C", str(root), "serve", "--port", "0", "--now", NOW]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=os.environ)
    with process:
        try:
            assert process.stdout is not None
            yield process, process.stdout.readline().strip()
        finally:
            process.kill()


def _happens(what: Callable[[], bool]) -> bool:
    until = time.monotonic() + _PATIENCE
    while not what():
        if time.monotonic() > until:
            return False
        time.sleep(0.05)
    return True


def _page(address: str) -> str:
    connection = http.client.HTTPConnection("127.0.0.1", urlsplit(address).port or 80, timeout=_PATIENCE)
    try:
        connection.request("GET", "/quotes/engine/")
        return connection.getresponse().read().decode()
    finally:
        connection.close()


def _served(root: Path) -> dict[str, bytes]:
    # A build may be replacing files meanwhile.
    with suppress(FileNotFoundError):
        return files_of(root / ".ipsegen" / "site")
    return {}
