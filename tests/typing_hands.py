"""Someone at a terminal: types into a command, and waits for what it shows."""

import fcntl
import os
import pty
import re
import selectors
import subprocess
import termios
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path

from tests.command import COMMAND, environment, hear_ctrl_c

PATIENCE = 60.0
"""Seconds after which what was waited for does not come; a busy machine takes long to start a program."""

_ESCAPE = re.compile(r"\x1b(?:\[[0-9;?<>=]*[A-Za-z]|\][^\x07]*\x07|[()][0-9A-B]|[=>])")


class Hands:
    """A command that runs at a terminal, and all that it has shown."""

    def __init__(self, line: int, process: subprocess.Popen[bytes]) -> None:
        self._line, self._process = line, process
        self._shown = ""
        self._read_up_to = 0

    @property
    def shown(self) -> str:
        """Everything so far, without what moves the cursor."""
        return _ESCAPE.sub("", self._shown).replace("\r\n", "\n")

    def type(self, text: str) -> None:
        self.type_bytes(text.encode())

    def type_bytes(self, data: bytes) -> None:
        os.write(self._line, data)

    def answer(self, question: str, text: str = "") -> None:
        """Wait for the question, and give the answer."""
        self.wait_for(question)
        self.type(f"{text}\r")

    def paste(self, text: str) -> None:
        """As a terminal does it: marked as a paste (bracketed paste)."""
        self.type(f"\x1b[200~{text}\x1b[201~")

    def wait_for(self, text: str) -> None:
        """Wait until `text` is shown, behind what was waited for before."""
        while True:
            found = self.shown.find(text, self._read_up_to)
            if found >= 0:
                self._read_up_to = found + len(text)
                return
            assert self._read(), f"'{text}' did not come; shown was:\n{self.shown[self._read_up_to :]}"

    def end(self) -> int:
        """Wait for the end; gives the exit status."""
        while self._read():
            continue
        return self._process.wait(PATIENCE)

    def _read(self) -> bool:
        with selectors.DefaultSelector() as selector:  # select() itself knows no descriptor above 1023
            selector.register(self._line, selectors.EVENT_READ)
            ready = selector.select(PATIENCE)
        data = b""
        if ready:
            with suppress(OSError):  # Linux says so when the other side has closed
                data = os.read(self._line, 65536)
        self._shown += data.decode("utf-8", "replace")
        return bool(data)


def take_terminal() -> None:
    """Make standard input the terminal whose Ctrl-C means this process."""
    hear_ctrl_c()
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


@contextmanager
def at_a_terminal(
    *arguments: str, root: Path, term: str = "xterm", env: Mapping[str, str] | None = None, stdout: Path | None = None
) -> Iterator[Hands]:
    """Run ipsegen at a terminal of its own; what it writes to standard output may go to a file instead."""
    here, there = pty.openpty()
    termios.tcsetwinsize(there, (50, 200))
    # The terminal of a test does not say where its cursor is.
    ours = {"TERM": term, "PROMPT_TOOLKIT_NO_CPR": "1", **(env or {})}
    with nullcontext(there) if stdout is None else stdout.open("wb") as out:
        process = subprocess.Popen(
            [*COMMAND, "-C", str(root), *arguments],
            stdin=there, stdout=out, stderr=there, env=environment(ours),
            start_new_session=True, preexec_fn=take_terminal,
        )  # fmt: skip
    os.close(there)
    try:
        yield Hands(here, process)
    finally:
        process.kill()
        process.wait()
        os.close(here)
