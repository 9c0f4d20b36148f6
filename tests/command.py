"""The command line as others meet it: a status and two streams, in a folder of its own."""

import io
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import IO, NamedTuple
from unittest import mock

import pytest

from ipsegen.cli import main

COMMAND = (sys.executable, "-m", "ipsegen")
NOW = "2025-01-21T18:00:00Z"
QUOTE = "content/quotes/2024/10/rutte-deployment-confirmed.yaml"

SITE = {
    "content/site.yaml": "title: Test\nbase_url: https://ipse.example/\n",
    "content/authors/mark-rutte.yaml": "name: Mark Rutte\nsort_name: Rutte, Mark\n",
    "content/entities/nato.yaml": "name: NATO\nkind: organisation\n",
    QUOTE: (
        "text: Today, I can confirm that North Korean troops have been sent to Russia.\n"
        "author: mark-rutte\n"
        "pronounced: 2024-10-28\n"
        "inserted: 2025-01-21T16:00:00Z\n"
        "source: {title: Doorstep, url: 'https://www.nato.int/'}\n"
        "entities: [nato]\n"
    ),
}
"""A site that is sound, in as few files as can be."""


class Result(NamedTuple):
    """What came of a command."""

    status: int
    out: str
    err: str


def environment(extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """That of the tests, without what changes how the command behaves."""
    ours = {"NO_COLOR", "SOURCE_DATE_EPOCH", "TERM"}
    return {**{key: value for key, value in os.environ.items() if key not in ours}, **(extra or {})}


def hear_ctrl_c() -> None:
    """A job that a shell put into the background ignores Ctrl-C, and so would its children: CI may be such a job."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def run(*arguments: str, root: Path | None = None, env: Mapping[str, str] | None = None, stdin: bytes = b"") -> Result:
    """Run ipsegen in this process, which spares the start of another."""
    out, err = io.TextIOWrapper(io.BytesIO(), encoding="utf-8"), io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    typed = io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8")
    with (
        mock.patch.dict(os.environ, environment(env), clear=True),
        mock.patch.multiple(sys, stdin=typed, stdout=out, stderr=err),
        pytest.raises(SystemExit) as end,
    ):
        main([*_at(root), *arguments])
    assert isinstance(end.value.code, int)
    return Result(end.value.code, _written(out), _written(err))


def run_process(
    *arguments: str, root: Path | None = None, env: Mapping[str, str] | None = None, stdout: int | IO[str] | None = None
) -> Result:
    """Run ipsegen in a process of its own."""
    done = subprocess.run(
        [*COMMAND, *_at(root), *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE if stdout is None else stdout,
        stderr=subprocess.PIPE,
        env=environment(env),
        check=False,
    )
    return Result(done.returncode, (done.stdout or b"").decode(), done.stderr.decode())


def _at(root: Path | None) -> list[str]:
    return [] if root is None else ["-C", str(root)]


def _written(stream: io.TextIOWrapper) -> str:
    stream.seek(0)
    return stream.read()


def write(root: Path, files: Mapping[str, str]) -> Path:
    """Put files into a folder."""
    for path, text in files.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    return root


def contents(folder: Path) -> dict[str, tuple[bytes, int]]:
    """Each file below a folder with its bytes and when they were written."""
    return {
        path.relative_to(folder).as_posix(): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in folder.rglob("*")
        if path.is_file()
    }
