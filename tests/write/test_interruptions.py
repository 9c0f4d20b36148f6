"""A build that is killed, or runs out of disk, at any of its system calls; and the build after it."""

import errno
import itertools
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from write_scenes import Killed, Site, broken_links, build, clean, contents, failing_at, killed_at, leftovers, page

OLD = {
    "index.html": page("a/index.html", "b/index.html", "deep/er/index.html"),
    "a/index.html": page("b/index.html"),
    "b/index.html": page("index.html"),
    "deep/er/index.html": page("a/index.html", text="old"),
    "same.html": page("index.html"),
}
NEW = {
    "index.html": page("a/index.html", "c/index.html", "new/ly/index.html", "same.html"),
    "a/index.html": page("c/index.html"),
    "c/index.html": page("new/ly/index.html"),
    "new/ly/index.html": page("index.html"),
    "same.html": page("index.html"),
}
THIRD = {"index.html": page("c/x.html"), "c/x.html": page(text="third"), "b": page("index.html")}
FOREIGN = {"CNAME": "example.org\nend\n", "deep/notes.txt": "mine\nend\n"}

Scene = tuple[Site | None, Site]
Breaker = Callable[[int], AbstractContextManager[list[str]]]
SCENES: list[Scene] = [(None, NEW), (OLD, NEW), (OLD, THIRD), (THIRD, OLD), (NEW, NEW)]


def interrupt(folder: Path, scene: Scene, breaker: Breaker, fault: type[BaseException]) -> Iterator[str]:
    """Build the scene's second site over its first again and again, broken one system call later each time.

    Yields the name of that call, and ends once a build gets through before it.
    """
    old, new = scene
    for number in itertools.count(1):
        shutil.rmtree(folder.parent, ignore_errors=True)
        folder.parent.mkdir()
        if old is not None:
            build(folder, old)
            for path, text in FOREIGN.items():
                (folder / path).parent.mkdir(exist_ok=True)
                (folder / path).write_text(text)
        with breaker(number) as calls, suppress(fault):
            build(folder, new)
        if len(calls) < number:
            assert number > 10
            return
        yield calls[number - 1]


def expected(folder: Path, scene: Scene, site: Site) -> dict[str, str]:
    """What stands once `site` is built where `scene` was interrupted."""
    foreign = {} if scene[0] is None else {**FOREIGN, "deep/": ""}
    return {**clean(folder, site), **foreign}


def check_whole(folder: Path, scene: Scene) -> None:
    """A reader finds whole pages, no temporary file, and no broken link; what is not ours stands."""
    old, new = scene
    if old is None:
        assert not folder.exists() or set(new) <= set(contents(folder))
        return
    found = contents(folder)
    pages = {path: text for path, text in found.items() if not path.endswith(("/", "manifest.json"))}
    for path, text in pages.items():
        assert text in {old.get(path), new.get(path), FOREIGN.get(path)}, path
    assert set(FOREIGN) <= set(pages)
    assert set(old) & set(new) <= set(pages)
    if not swaps_kind(old, new):
        assert broken_links(pages) == []


def swaps_kind(old: Site, new: Site) -> bool:
    """Whether a file becomes a folder or a folder a file, which no order of steps hides from every reader."""
    return any(f"{path}/".startswith(f"{other}/") for path in {*old, *new} for other in {*old, *new} - {path})


@pytest.mark.parametrize("scene", SCENES)
@pytest.mark.parametrize("following", [OLD, NEW, THIRD])
def test_killed_at_any_call(tmp_path: Path, scene: Scene, following: Site) -> None:
    folder = tmp_path / "work" / "output"
    wanted = expected(tmp_path / "clean", scene, following)
    for call in interrupt(folder, scene, killed_at, Killed):
        check_whole(folder, scene)
        foreign = build(folder, following).foreign
        if scene[0] is not None:
            assert foreign == tuple(sorted(FOREIGN)), call
        assert contents(folder) == wanted, call
        assert leftovers(folder) == [], call


def stop_clock(folder: Path) -> None:
    """Let all files have been changed at one moment, as where clocks are coarse."""
    for path in folder.rglob("*"):
        os.utime(path, ns=(0, 0))


def test_killed_between_two_contents_of_one_size(tmp_path: Path) -> None:
    folder = tmp_path / "work" / "output"
    old = {"index.html": "old", "a.html": "old", "b.html": "old"}
    scene = (old, {**old, "a.html": "new"})
    wanted = expected(tmp_path / "clean", scene, old)
    for call in interrupt(folder, scene, killed_at, Killed):
        stop_clock(folder)
        build(folder, old)
        assert contents(folder) == wanted, call


def test_killed_twice_at_any_call(tmp_path: Path) -> None:
    """The files of the first dead build are still known as ours after the second."""
    folder = tmp_path / "work" / "output"
    aside = tmp_path / "aside"
    wanted = expected(tmp_path / "clean", (OLD, NEW), {})
    previous = ""
    for call in interrupt(folder, (OLD, NEW), killed_at, Killed):
        previous, before = call, previous
        if before != "replace":
            continue
        shutil.rmtree(aside, ignore_errors=True)
        shutil.copytree(folder.parent, aside)
        for number in range(1, 90, 2):
            shutil.rmtree(folder.parent)
            shutil.copytree(aside, folder.parent)
            with killed_at(number), suppress(Killed):
                build(folder, THIRD)
            build(folder, {})
            assert contents(folder) == wanted
            assert leftovers(folder) == []


def test_a_folder_deleted_after_a_dead_build_is_built_anew(tmp_path: Path) -> None:
    folder = tmp_path / "work" / "output"
    wanted = clean(tmp_path / "clean", NEW)
    for call in interrupt(folder, (OLD, NEW), killed_at, Killed):
        shutil.rmtree(folder)
        assert build(folder, NEW).foreign == ()
        assert contents(folder) == wanted, call
        assert leftovers(folder) == [], call


def test_a_journal_says_nothing_once_its_build_is_over(tmp_path: Path) -> None:
    """Else a file that others put where a dead build had one would be taken for ours."""
    folder = tmp_path / "output"
    journal = folder.with_name(".output.ipsegen") / "journal"
    build(folder, OLD)
    for number in itertools.count(1):
        with killed_at(number), suppress(Killed):
            build(folder, {**OLD, "z.html": "z"})
        if (folder / "z.html").exists():
            break
    journal_of_the_dead = journal.read_bytes()
    build(folder, NEW)
    assert not (folder / "z.html").exists()
    journal.write_bytes(journal_of_the_dead)
    (folder / "z.html").write_text("mine")
    assert build(folder, NEW).foreign == ("z.html",)
    assert leftovers(folder) == []


@pytest.mark.parametrize("scene", SCENES)
@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO])
@pytest.mark.parametrize("forever", [True, False])
def test_out_of_disk_at_any_call(tmp_path: Path, scene: Scene, code: int, *, forever: bool) -> None:
    folder = tmp_path / "work" / "output"
    wanted = expected(tmp_path / "clean", scene, scene[1])

    def failing(number: int) -> AbstractContextManager[list[str]]:
        return failing_at(number, code, forever=forever)

    for call in interrupt(folder, scene, failing, OSError):
        check_whole(folder, scene)
        build(folder, scene[1])
        assert contents(folder) == wanted, call
        assert leftovers(folder) == [], call


def test_a_full_disk_shows_before_anything_in_the_output_is_changed(tmp_path: Path) -> None:
    folder = tmp_path / "work" / "output"
    standing = {**clean(tmp_path / "clean", OLD), **FOREIGN}
    for number in itertools.count(1):
        shutil.rmtree(folder.parent, ignore_errors=True)
        build(folder, OLD)
        for path, text in FOREIGN.items():
            (folder / path).write_text(text)
        with failing_at(number, forever=True) as calls, pytest.raises(OSError, match="No space left") as error:
            build(folder, NEW)
        assert error.value.errno == errno.ENOSPC
        assert {**standing, "deep/": ""} == contents(folder)
        assert leftovers(folder) == []
        if "replace" in calls:
            assert calls.count("write") > len(NEW) - 1
            return


@pytest.mark.parametrize("number", [1, 2, 3])
def test_too_little_room_for_new_folders_shows_before_any_file_is_in_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    folder, standing = tmp_path / "output", clean(tmp_path / "clean", OLD)
    build(folder, OLD)
    made: list[object] = []
    real = os.mkdir

    def mkdir(path: str | Path, *mode: int) -> None:
        made.extend([path] if str(path).startswith(f"{folder}/") else [])
        if len(made) == number:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        real(path, *mode)

    monkeypatch.setattr(os, "mkdir", mkdir)
    with pytest.raises(OSError, match="No space left"):
        build(folder, NEW)
    assert contents(folder) == standing


sites = st.dictionaries(
    st.lists(st.sampled_from(["a", "b", "c", "é"]), min_size=1, max_size=3).map("/".join),
    st.sampled_from(["", "1", "2", "three", "four\n" * 9]),
    max_size=6,
).map(lambda files: {path: text for path, text in files.items() if not any(p.startswith(f"{path}/") for p in files)})
steps = st.lists(st.tuples(sites, st.none() | st.integers(1, 90)), min_size=1, max_size=8)


@settings(deadline=None, max_examples=200)
@given(steps=steps, last=sites)
def test_any_builds_killed_or_not_leave_what_a_clean_build_leaves(
    steps: list[tuple[Site, int | None]], last: Site, tmp_path_factory: pytest.TempPathFactory
) -> None:
    top = tmp_path_factory.mktemp("sites")
    folder = top / "output"
    for number, (site, kill) in enumerate([*steps, (last, None)]):
        if kill is None:
            build(folder, site)
            assert contents(folder) == clean(top / str(number), site)
            assert leftovers(folder) == []
        else:
            with killed_at(kill), suppress(Killed):
                build(folder, site)
            stop_clock(folder)
    shutil.rmtree(top)


BUILDER = """
import sys
from pathlib import Path
from ipsegen.write.output import Output, write_site

print("ready", flush=True)
for turn in range(100_000):
    pages = (Output(f"{turn % 3}/{i}/index.html", b"%d " % turn * 5000) for i in range(40))
    write_site(Path(sys.argv[1]), [Output("index.html", b"%d " % turn * 5000), *pages])
"""


def test_killed_for_real(tmp_path: Path) -> None:
    folder = tmp_path / "output"
    for number in range(8):
        with subprocess.Popen([sys.executable, "-c", BUILDER, folder], stdout=subprocess.PIPE) as builder:
            assert builder.stdout is not None
            builder.stdout.readline()
            time.sleep(0.02 + number * 0.013)
            builder.send_signal(signal.SIGKILL)
        for path in folder.rglob("index.html"):
            words = path.read_text().split()
            assert len(words) == 5000
            assert len(set(words)) == 1
    build(folder, NEW)
    assert contents(folder) == clean(tmp_path / "clean", NEW)
    assert leftovers(folder) == []
