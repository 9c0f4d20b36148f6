"""Two builds for one output folder: the second is told who is at work, whatever a dead one left behind."""

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from ipsegen.write.lock import OutputHeld, hold

HOLDER = """
import os, sys, time
from pathlib import Path
from ipsegen.write.lock import hold

with hold(Path(sys.argv[1])):
    child = 0
    if "fork" in sys.argv:
        reader, writer = os.pipe()
        child = os.fork()
        if not child:
            os.write(writer, b"alive")
            time.sleep(600)
        os.read(reader, 5)
    print(os.getpid(), child, flush=True)
    time.sleep(600)
"""


@contextmanager
def holder(folder: Path, *options: str) -> Iterator[tuple[int, int]]:
    """Let another process hold `folder`; gives its id and that of its child, and kills the two."""
    command = [sys.executable, "-c", HOLDER, str(folder), *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        pid, child = map(int, process.stdout.readline().split())
        try:
            yield pid, child
        finally:
            process.kill()
            if child:
                os.kill(child, signal.SIGKILL)


def lock_of(folder: Path) -> Path:
    return folder.with_name(f".{folder.name}.ipsegen") / "lock"


def test_the_lock_names_its_holder(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "output"
    with hold(folder):
        found = json.loads(lock_of(folder).read_text())
        assert found["pid"] == os.getpid()
        assert found["host"] == socket.gethostname()
        assert found["started"].endswith("Z")
        assert not folder.exists()
    assert lock_of(folder).exists()
    with hold(folder):
        pass


def test_a_second_build_is_told_who_holds_the_output(tmp_path: Path) -> None:
    with holder(tmp_path / "output") as (pid, _):
        with pytest.raises(OutputHeld) as held, hold(tmp_path / "output"):
            pytest.fail("both hold it")
        assert f"process {pid} on {socket.gethostname()}, since 20" in held.value.message
        assert held.value.hint
        with hold(tmp_path / "other"):
            pass
    with hold(tmp_path / "output"):
        pass


def test_a_link_to_the_output_is_the_output(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "output")
    with hold(tmp_path / "link"), pytest.raises(OutputHeld), hold(tmp_path / "output"):
        pytest.fail("both hold it")


def test_a_killed_build_holds_nothing_though_its_workers_live(tmp_path: Path) -> None:
    with holder(tmp_path / "output", "fork") as (pid, child):
        with pytest.raises(OutputHeld), hold(tmp_path / "output"):
            pytest.fail("both hold it")
        os.kill(pid, signal.SIGKILL)
        os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)
        os.kill(child, 0)
        with hold(tmp_path / "output"):
            pass


@pytest.mark.parametrize("text", ["", "{", '{"pid": 1, "host": "gone", "started": "2020-01-01T00:00:00Z"}' * 9])
def test_a_stale_lock_is_no_obstacle(tmp_path: Path, text: str) -> None:
    folder = tmp_path / "output"
    lock_of(folder).parent.mkdir()
    lock_of(folder).write_text(text)
    with hold(folder):
        assert json.loads(lock_of(folder).read_text())["pid"] == os.getpid()


def test_a_holder_that_has_not_signed_yet(tmp_path: Path) -> None:
    with hold(tmp_path / "output"):
        lock_of(tmp_path / "output").write_text("")
        with pytest.raises(OutputHeld, match="only just started"), hold(tmp_path / "output"):
            pytest.fail("both hold it")


def test_a_file_system_without_locks_is_an_error_of_the_machine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_locks(_descriptor: int, _how: int) -> None:
        raise OSError(37, "No locks available")

    monkeypatch.setattr("fcntl.flock", no_locks)
    with pytest.raises(OSError, match="No locks"), hold(tmp_path / "output"):
        pytest.fail("not held")


def test_a_fault_in_the_build_lets_go(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), hold(tmp_path / "output"):
        raise ZeroDivisionError
    with hold(tmp_path / "output"):
        pass
