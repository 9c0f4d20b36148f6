"""The default theme, a million quotes, the preview, and the start of the program.

Owns these smaller scenarios. The preview is measured as an editor sees it: from the saved file to the page that holds
the new word.
"""

import http.client
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.edits import Editor
from benchmarks.measure import Run, time_of
from benchmarks.peers.ipsegen import COMMAND, TOOL
from benchmarks.report import Section, ratios, seconds
from benchmarks.scenarios.cold import STOP
from benchmarks.settings import Settings

DEFAULT = TOOL._replace(key="default", name="ipsegen, default theme", site=None)
MILLION = 1_000_000
STARTS = 11
PATIENCE = 600.0
"""So many seconds a page is waited for."""


def default_theme(settings: Settings) -> Section:
    """Our default theme, without search, against Hugo with the plain one."""
    size, hugo = min(settings.size, STOP), settings.tool("hugo")
    ours: list[Run] = []
    theirs: list[Run] = []
    for number in range(settings.runs):
        settings.say(f"default theme, {size:,} quotes, round {number + 1} of {settings.runs}")
        ours.append(settings.stage.cold(DEFAULT, size))
        theirs += [settings.stage.cold(hugo, size)] if hugo else []
    files, count = settings.stage.extent(DEFAULT, size)
    settings.stage.forget(DEFAULT, size)
    walls, others = [run.wall for run in ours], [run.wall for run in theirs]
    rows = [
        [
            "ipsegen, default theme",
            seconds(walls),
            ratios(walls, others) if others else "",
            f"{files:,}",
            f"{count / 1e6:,.1f}",
        ]
    ]
    if hugo and others:
        files, count = settings.stage.extent(hugo, size)
        rows.append(["Hugo, plain theme", seconds(others), "1.00", f"{files:,}", f"{count / 1e6:,.1f}"])
    columns = ["", "wall s", "wall ÷ Hugo", "files", "MB"]
    return Section(f"Default theme without search, {size:,} quotes, cold", columns, rows)


def million(settings: Settings) -> Section:
    """One cold build of a million quotes, and of a tenth, each with its memory."""
    rows: list[list[str]] = []
    before: tuple[float, float] | None = None
    for size in (MILLION // 10, MILLION):
        settings.say(f"one cold build, {size:,} quotes")
        wall = settings.stage.cold(TOOL, size).wall
        memory = settings.stage.cold_memory(TOOL, size)
        files, count = settings.stage.extent(TOOL, size)
        grown = [f"{wall / before[0]:.2f}", f"{memory / before[1]:.2f}"] if before else ["", ""]
        rows.append(
            [f"{size:,}", f"{wall:.1f}", grown[0], f"{memory:,.0f}", grown[1], f"{files:,}", f"{count / 1e6:,.0f}"]
        )
        before = wall, memory
        settings.stage.forget(TOOL, size)
    columns = ["quotes", "wall s", "÷ size before", "memory MiB", "÷ size before", "files", "MB"]
    return Section("A million quotes, cold, plain theme, one build each", columns, rows)


def serve(settings: Settings) -> Section:
    """From a saved edit to the page that shows it, against our cold build."""
    size = min(settings.size, STOP)
    cold = [settings.stage.cold(TOOL, size).wall for _ in range(settings.runs)]
    editor, root = Editor(size), settings.stage.root(TOOL, size)
    waits: list[float] = []
    with _served(root) as port:
        for number in range(settings.runs):
            settings.say(f"serve, {size:,} quotes, edit {number + 1} of {settings.runs}")
            quote, word = editor.change_word(root)
            started = time.perf_counter()
            _await_page(port, f"/quotes/{quote.id}/", word)
            waits.append(time.perf_counter() - started)
    settings.stage.forget(TOOL, size)
    rows = [["one edit: from the saved file to the page", seconds(waits), ratios(waits, cold)]]
    return Section(f"`serve`, {size:,} quotes, plain theme", ["", "wall s", "÷ own cold build"], rows)


def version(_settings: Settings) -> Section:
    """How fast the program starts, against Python alone."""
    program = Path(sys.executable).with_name("ipsegen")
    start = [str(program), "--version"] if program.exists() else [*COMMAND, "--version"]
    ours: list[float] = []
    bare: list[float] = []
    for _ in range(STARTS):
        ours.append(time_of(start).wall)
        bare.append(time_of([sys.executable, "-c", "pass"]).wall)
    rows = [["`ipsegen --version`", seconds(ours), ratios(ours, bare)], ["`python -c pass`", seconds(bare), "1.00"]]
    return Section(f"Start of the program, {STARTS} times", ["", "wall s", "÷ Python"], rows)


@contextmanager
def _served(root: Path) -> Iterator[int]:
    """A preview on a free port, ready."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = int(free.getsockname()[1])
    command = [*COMMAND, "-q", "-C", str(root), "serve", "--port", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _await_page(port, "/", "<h1>")
        yield port
    finally:
        process.terminate()
        process.wait()


def _await_page(port: int, address: str, word: str) -> None:
    """Ask for a page until it holds a word. Raises TimeoutError."""
    end = time.perf_counter() + PATIENCE
    while time.perf_counter() < end:
        if word in _page(port, address):
            return
        time.sleep(0.02)
    raise TimeoutError(f"{address} does not show '{word}' after {PATIENCE:.0f} seconds")


def _page(port: int, address: str) -> str:
    """A page as it is served now; empty where nothing answers yet."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request("GET", address)
        return connection.getresponse().read().decode()
    except OSError:
        return ""
    finally:
        connection.close()
