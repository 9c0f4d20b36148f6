"""Builds that can be watched, broken and killed: each a process forked from this one.

Owns the processes. A forked build is the real command without the second that Python takes to start and to compile the
templates: a kill strikes the build, not its beginning. Does not know why a build is broken off.
"""

import ctypes
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final, NoReturn

from ipsegen.cli import main
from tests.incremental import compiled_once
from torture.archives import NOW, Content, put
from torture.sites import files_of

_END_WITH_PARENT: Final = 1
"""PR_SET_PDEATHSIG of prctl(2): a build that waits to begin must not outlive a trial that is broken off."""

_PATIENCE: Final = 10.0
"""So many seconds may pass until the last process of a killed build is gone."""


@dataclass(frozen=True)
class End:
    """How a build ended: its exit status (negative: the signal that ended it), and what it said."""

    status: int
    said: str

    @property
    def shown(self) -> str:
        """In a few words."""
        return f"exit {self.status}" if self.status >= 0 else f"killed by {signal.Signals(-self.status).name}"

    def faults_of_message(self) -> list[str]:
        """What is wrong with what an editor reads."""
        faults = ["a traceback"] if "Traceback (most recent" in self.said else []
        if self.status == 3 and not 1 <= len(self.said.strip().splitlines()) <= 3:
            faults.append(f"no short message: {self.said!r}")
        return faults


class Build:
    """A build of `root` in a process of its own, which leads a session; it begins when it is told to.

    With `creating` it is killed just before it makes, or opens to write, so many files; 0: never.
    """

    def __init__(self, root: Path, *options: str, creating: int = 0) -> None:
        # In memory: a full disk is no reason why nothing should be heard.
        self._said = os.memfd_create("said")
        arguments = ["--color=never", "-C", str(root), "build", "--now", NOW, *options]
        sys.stdout.flush()
        sys.stderr.flush()
        self.pid = os.fork()
        if self.pid == 0:
            if creating:
                sys.addaudithook(_killer(creating))
            _build(arguments, self._said)
        os.waitpid(self.pid, os.WUNTRACED)

    def go(self) -> None:
        """Let it begin."""
        os.kill(self.pid, signal.SIGCONT)

    def kill(self) -> None:
        """Kill its first process, as a machine would that runs out of memory; not those that it started."""
        os.kill(self.pid, signal.SIGKILL)

    def end(self) -> End:
        """Wait until it is over."""
        _, status = os.waitpid(self.pid, 0)
        with os.fdopen(self._said, "rb") as said:
            said.seek(0)
            return End(os.waitstatus_to_exitcode(status), said.read().decode(errors="replace"))

    def survivors(self) -> int:
        """How many of its processes are left, once they have had time to go."""
        until = time.monotonic() + _PATIENCE
        while (left := sum(session == self.pid for session in _sessions())) and time.monotonic() < until:
            time.sleep(0.01)
        return left


def build(root: Path, *options: str) -> End:
    """Build to the end."""
    started = Build(root, *options)
    started.go()
    return started.end()


def clean(folder: Path, content: Content, *options: str) -> dict[str, bytes]:
    """What a build of `content` in a fresh folder leaves; this process then knows the compiled templates."""
    put(folder, content)
    with suppress(SystemExit):
        main(["-q", "-C", str(folder), "build", "--now", NOW, "--jobs", "1", *options])
    return files_of(folder / "output")


@contextmanager
def workplace(folder: Path | None = None) -> Iterator[Path]:
    """A folder for builds; templates are compiled but once while it stands."""
    with TemporaryDirectory(prefix="ipsegen-torture-", dir=folder) as work, compiled_once():
        yield Path(work)


def _build(arguments: list[str], said: int) -> NoReturn:
    """What the forked process does; whatever happens, it never returns into the trial."""
    status = 70
    try:
        os.setsid()
        ctypes.CDLL(None).prctl(_END_WITH_PARENT, signal.SIGKILL)
        os.dup2(said, 1)
        os.dup2(said, 2)
        os.kill(os.getpid(), signal.SIGSTOP)
        main(arguments)
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else status
    finally:
        os._exit(status)


def _killer(creating: int) -> Callable[[str, tuple[Any, ...]], None]:
    left = creating

    def hear(event: str, arguments: tuple[Any, ...]) -> None:
        nonlocal left
        if event == "open" and arguments[2] & os.O_CREAT:
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)

    return hear


def _sessions() -> Iterator[int]:
    """The session of each process that is not yet dead."""
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with suppress(OSError):
                state, *rest = (entry / "stat").read_text().rpartition(")")[2].split()
                if state not in "ZX":
                    yield int(rest[2])
