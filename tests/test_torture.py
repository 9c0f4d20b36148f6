"""The trials of `torture/`, a few tries of each; and that they find what is wrong.

`make torture` makes as many tries as docs/reliability.md tells of.
"""

import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from tests.command import environment
from torture.archives import ONE, OTHER, put
from torture.crash import mixed
from torture.outcome import Outcome, some
from torture.power import Disk, Inode, act
from torture.sites import broken, differing, links_of
from torture.torn import Read, Reader

PROJECT = Path(__file__).resolve().parents[1]
FEW = {
    "crash": 2,
    "errors": 3,
    "disks": 1,
    "kills": 4,
    "power": 900,
    "torn": 30_000,
    "reproducible": 3,
    "edits": 1,
    "corpus": 5,
    "watch": 2,
}
HOME = {"index.html": b'<a href="/a/">a</a>', "a/index.html": b"old"}


@pytest.mark.parametrize("name", FEW)
def test_a_few_tries_find_no_fault(name: str) -> None:
    command = [sys.executable, "-m", "torture", name, "--count", str(FEW[name])]
    done = subprocess.run(command, cwd=PROJECT, env=environment(), capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout + done.stderr
    tries = re.search(r": ([\d,]+) tries, 0 faults", done.stdout)
    assert tries is not None, done.stdout
    assert int(tries[1].replace(",", "")) >= FEW[name] or "not tried" in done.stdout


def test_unknown_trials_are_refused() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "torture", "fire"], cwd=PROJECT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "no trial fire" in done.stderr


def test_links_are_read_from_any_attribute_within_the_site() -> None:
    page = b'<a href="/">x</a><img src=/a.png><a href="/b/#c"><a href="https://x.example/y"><a href="#z">'
    assert set(links_of(page)) == {"index.html", "a.png", "b/index.html"}


@pytest.mark.parametrize(
    ("found", "fault"),
    [
        ({"index.html": HOME["index.html"]}, "a/index.html, which is missing"),
        ({**HOME, "a/index.html": b"ol"}, "a/index.html is not whole"),
        ({}, "index.html, which is missing"),
    ],
)
def test_what_a_reader_must_not_find_is_a_fault(found: dict[str, bytes], fault: str) -> None:
    assert any(fault in one for one in broken(found, HOME))
    assert any("a/index.html is missing" in one or "not whole" in one for one in mixed(found, HOME, HOME))
    assert differing(found, HOME)
    assert broken(HOME, HOME) == mixed(HOME, HOME, HOME) == differing(HOME, HOME) == []


def test_a_missing_file_is_a_fault_only_where_its_page_still_stands(tmp_path: Path) -> None:
    class Replaced(Reader):
        """A site whose home page is replaced once somebody looks for what it links to."""

        def _read(self, path: str) -> Read | None:
            if path != "index.html":
                (tmp_path / "index.html").write_bytes(b"no link")
            return super()._read(path)

    (tmp_path / "index.html").write_bytes(HOME["index.html"])
    sites = HOME, {"index.html": b"no link"}
    for make, faults, replaced in ((Reader, 1, 0), (Replaced, 0, 1)):
        reader = make(tmp_path, sites)
        reader.walk(Random(1))
        assert (len(reader.faults), reader.replaced) == (faults, replaced)


def states(acts: list[Callable[[Disk], None]]) -> list[dict[str, bool]]:
    """Every set of names that a disk may have after some acts, each with whether its bytes are whole."""
    disk = Disk({"": Inode(), "a": Inode(), "a/old": Inode()})
    for happens in acts:
        happens(disk)
    found = [{name: inode.flushed for name, inode in each.items()} for each in disk.after_a_cut()]
    return [each for number, each in enumerate(found) if each not in found[:number]]


def test_a_power_cut_leaves_what_was_flushed_and_any_of_the_rest() -> None:
    make = [act("openat", "O_CREAT", ["a/.tmp"]), act("write", "", ["a/.tmp"])]
    name = act("rename", "", ["a/.tmp", "a/new"])
    before = {"": True, "a": True, "a/old": True}
    assert states(make) == [before, {**before, "a/.tmp": False}]
    assert states([*make, name]) == [before, {**before, "a/.tmp": False}, {**before, "a/new": False}]
    whole = [*make, act("fsync", "", ["a/.tmp"]), name]
    assert {**before, "a/new": True} in states(whole)
    assert states([*whole, act("fsync", "", ["a"])]) == [{**before, "a/new": True}]
    assert states([act("unlink", "", ["a/old"])]) == [before, {"": True, "a": True}]


def test_a_file_in_a_folder_that_was_not_flushed_is_not_there_for_sure() -> None:
    acts = [
        act("mkdir", "", ["b"]),
        act("openat", "O_CREAT", ["b/c"]),
        act("fsync", "", ["b/c"]),
        act("fsync", "", ["b"]),
    ]
    assert [("b/c" in each) for each in states(acts)] == [False, True]
    assert [("b/c" in each) for each in states([*acts, act("fsync", "", [""])])] == [True]


def test_the_two_contents_share_some_pages_and_not_others(tmp_path: Path) -> None:
    put(tmp_path, ONE)
    put(tmp_path, OTHER)
    files = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()}
    assert files == OTHER.keys()
    assert OTHER.keys() & ONE.keys()
    assert OTHER.keys() - ONE.keys()
    assert ONE.keys() - OTHER.keys()


def test_some_are_spread_over_all() -> None:
    assert some(range(10), 5) == [0, 2, 4, 6, 8]
    assert list(some(range(3), 0)) == list(some(range(3), 9)) == [0, 1, 2]


def test_an_outcome_tells_how_tries_ended_and_its_first_faults() -> None:
    outcome = Outcome("a trial")
    outcome.count("exit 0")
    for number in range(12):
        outcome.count("exit 3", f"fault {number}")
    shown = outcome.shown(1.6).splitlines()
    assert shown[0] == "a trial: 13 tries, 12 faults, 2 s"
    assert shown[1].split() == ["1", "exit", "0"]
    assert "  FAULT exit 3: fault 0" in shown
    assert shown[-1] == "  … and 2 more"


@pytest.mark.parametrize("name", ["strace", "faketime", "disorderfs"])
def test_what_the_trials_run_is_installed_with_the_other_tools(name: str) -> None:
    script = (PROJECT / "scripts" / "install-system-packages").read_text()
    assert re.search(rf"^has {name} \|\|", script, re.MULTILINE)
    assert shutil.which(name)
