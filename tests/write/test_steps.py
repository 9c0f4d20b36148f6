"""A site built in steps, by several processes: the same as in one, and cleared up after however it ends."""

import itertools
import multiprocessing
import os
import pickle
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from write_scenes import (
    Killed,
    Site,
    broken_links,
    build,
    build_keeping,
    clean,
    contents,
    killed_at,
    leftovers,
    page,
    put,
    traces,
)

from ipsegen.write.folder import RefusedOutput
from ipsegen.write.output import Bench, Laid, Output, Written, at_bench, begin, clear, finish, lay, spoiled

pytestmark = pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")

OLD = {
    "index.html": page("a/index.html", "deep/er/index.html"),
    "a/index.html": page("index.html"),
    "deep/er/index.html": page("a/index.html"),
    "same.html": page("index.html"),
}
NEW = {
    "index.html": page("a/index.html", "c/index.html"),
    "a/index.html": page("c/index.html"),
    "c/index.html": page("same.html"),
    "same.html": page("index.html"),
}
MANY = {f"{number % 7}/{number % 3}/{number}/index.html": str(number) for number in range(400)}


@pytest.fixture
def output(tmp_path: Path) -> Path:
    return tmp_path / "site" / "output"


def lay_part(bench: Bench, files: list[Output]) -> list[Laid]:
    return [lay(bench, file) for file in files]


def build_in_two(folder: Path, site: Site, kept: tuple[str, ...] = ()) -> Written:
    """Lay every other file in another process."""
    files = [Output(path, text.encode()) for path, text in site.items()]
    context = multiprocessing.get_context("fork")
    with at_bench(folder) as bench, context.Pool(2) as pool:
        parts = pool.starmap(lay_part, [(bench, files[::2]), (bench, files[1::2])], chunksize=1)
        return finish(bench, itertools.chain(*parts), kept)


def test_several_processes_build_what_one_builds(output: Path, tmp_path: Path) -> None:
    assert build_in_two(output, MANY) == Written(400, 0, 0, ())
    assert contents(output) == clean(tmp_path / "one", MANY)
    other = {**MANY, "0/new.html": "new", "1/1/1/index.html": "other"}
    del other["6/0/6/index.html"]
    assert build_in_two(output, other) == Written(2, 398, 1, ())
    assert contents(output) == clean(tmp_path / "other", other)
    assert leftovers(output) == []


def test_what_is_kept_is_neither_written_nor_deleted(output: Path, tmp_path: Path) -> None:
    build(output, OLD)
    before = traces(output)
    with at_bench(output) as bench:
        laid = [lay(bench, Output("index.html", b"changed")), lay(bench, Output("b.html", b"new"))]
        assert finish(bench, laid, ["a/index.html", "same.html"]) == Written(2, 2, 1, ())
    site = {
        "index.html": "changed",
        "b.html": "new",
        "a/index.html": OLD["a/index.html"],
        "same.html": OLD["same.html"],
    }
    assert contents(output) == clean(tmp_path / "clean", site)
    for path in (output / "a/index.html", output / "same.html"):
        assert traces(output)[str(path)] == before[str(path)]
    assert leftovers(output) == []


def test_all_kept_touches_nothing(output: Path) -> None:
    build(output, OLD)
    put(output, "CNAME")
    before = traces(output)
    assert build_keeping(output, OLD) == Written(0, 4, 0, ("CNAME",))
    assert traces(output) == before


@pytest.mark.parametrize("kept", [["nowhere.html"], ["index.html"], ["same.html"], ["manifest.json"]])
def test_only_what_stands_and_is_not_laid_can_be_kept(output: Path, kept: list[str]) -> None:
    build(output, OLD)
    (output / "same.html").unlink()
    before = traces(output)
    with at_bench(output) as bench, pytest.raises(ValueError, match=r"kept|not twice"):
        finish(bench, [lay(bench, Output("index.html", b"x"))], kept)
    assert traces(output) == before


def test_nothing_can_be_kept_where_nothing_stands(output: Path) -> None:
    with at_bench(output) as bench, pytest.raises(ValueError, match="kept"):
        finish(bench, [], ["index.html"])
    assert not output.exists()


@pytest.mark.parametrize("standing", [True, False])
@pytest.mark.parametrize("paths", [("x", "x"), ("x", "x/y"), ("x/y", "x"), ("x/y/z", "x/y")])
def test_paths_that_exclude_each_other(output: Path, paths: tuple[str, str], *, standing: bool) -> None:
    if standing:
        build(output, OLD)
    before = contents(output)
    with at_bench(output) as bench, pytest.raises(ValueError, match="no site can hold"):
        finish(bench, [lay(bench, Output(path, b"1")) for path in paths])
    assert contents(output) == before
    assert leftovers(output) == []


def test_what_is_kept_excludes_what_is_laid_below_it(output: Path) -> None:
    build(output, OLD)
    with at_bench(output) as bench, pytest.raises((ValueError, RefusedOutput)):
        finish(bench, [lay(bench, Output("same.html/x", b"1"))], list(OLD))
    assert (output / "same.html").is_file()


def test_spoiled_files_are_named(output: Path) -> None:
    build(output, OLD)
    later = (output / "manifest.json").stat().st_mtime_ns + 10**9
    with at_bench(output) as bench:
        assert spoiled(bench) == []
    (output / "index.html").unlink()
    (output / "a/index.html").write_text("of another size")
    (output / "same.html").write_text(OLD["same.html"].upper())
    os.utime(output / "deep/er/index.html", ns=(later, later))
    with at_bench(output) as bench:
        assert spoiled(bench) == ["a/index.html", "index.html", "same.html"]
    assert build_keeping(output, OLD) == Written(3, 1, 0, ())


def test_nothing_is_spoiled_where_nothing_stands(output: Path) -> None:
    with at_bench(output) as bench:
        assert spoiled(bench) == list(bench.doubtful) == []


@pytest.mark.parametrize("standing", [True, False])
def test_a_bench_is_a_value(output: Path, tmp_path: Path, *, standing: bool) -> None:
    if standing:
        build(output, OLD)
    with at_bench(output) as bench:
        elsewhere = pickle.loads(pickle.dumps(bench))
        laid = [pickle.loads(pickle.dumps(lay(elsewhere, Output(path, text.encode())))) for path, text in NEW.items()]
        finish(bench, laid)
    assert contents(output) == clean(tmp_path / "clean", NEW)


@pytest.mark.parametrize("standing", [True, False])
def test_a_fault_between_the_steps_leaves_the_site_alone(output: Path, *, standing: bool) -> None:
    if standing:
        build(output, OLD)
    before = contents(output)
    with suppress(ZeroDivisionError), at_bench(output) as bench:
        lay(bench, Output("x/index.html", b"x"))
        raise ZeroDivisionError
    assert contents(output) == before
    assert leftovers(output) == []
    # A process that has not heard of it lays on, and leaves nothing.
    with pytest.raises(FileNotFoundError):
        lay(bench, Output("y/index.html", b"y"))
    assert leftovers(output) == []


def test_a_child_does_not_clear_up_after_its_parent(output: Path) -> None:
    bench = begin(output)
    lay(bench, Output("index.html", b"1"))
    child = os.fork()
    if child == 0:
        clear(bench)
        os._exit(0)
    os.waitpid(child, 0)
    assert (
        finish(bench, [lay(bench, Output("b.html", b"2")), Laid("index.html", "0" * 64, 1, staged=True)]).written == 2
    )
    clear(bench)
    assert leftovers(output) == []


@pytest.mark.parametrize("builder", [build, build_keeping])
@pytest.mark.parametrize("scene", [(OLD, NEW), (NEW, OLD), (None, NEW)])
def test_killed_at_any_call_of_an_incremental_build(
    tmp_path: Path, scene: tuple[Site | None, Site], builder: Callable[[Path, Site], Written]
) -> None:
    folder = tmp_path / "work" / "output"
    for number in itertools.count(1):
        shutil.rmtree(folder.parent, ignore_errors=True)
        folder.parent.mkdir()
        if scene[0] is not None:
            build(folder, scene[0])
            put(folder, "CNAME")
        with killed_at(number) as calls, suppress(Killed):
            build_keeping(folder, scene[1])
        if scene[0] is not None:
            assert broken_links({path: text for path, text in contents(folder).items() if path != "CNAME"}) == []
        foreign = builder(folder, OLD).foreign
        found = contents(folder)
        assert foreign == (() if scene[0] is None else ("CNAME",))
        found.pop("CNAME", None)
        assert found == clean(tmp_path / f"clean{number}", OLD), calls[-1]
        assert leftovers(folder) == []
        if len(calls) < number:
            assert number > 10
            return


sites = st.dictionaries(
    st.lists(st.sampled_from(["a", "b", "c"]), min_size=1, max_size=3).map("/".join),
    st.sampled_from(["", "1", "2", "three"]),
    max_size=6,
).map(lambda files: {path: text for path, text in files.items() if not any(p.startswith(f"{path}/") for p in files)})
steps = st.lists(st.tuples(sites, st.none() | st.integers(1, 70), st.booleans()), min_size=1, max_size=7)


@settings(deadline=None, max_examples=150)
@given(steps=steps, last=sites)
def test_any_incremental_builds_leave_what_a_clean_build_leaves(
    steps: list[tuple[Site, int | None, bool]], last: Site, tmp_path_factory: pytest.TempPathFactory
) -> None:
    top = tmp_path_factory.mktemp("sites")
    folder = top / "output"
    for number, (site, kill, hacked) in enumerate([*steps, (last, None, False)]):
        files = [path for path in folder.rglob("*") if path.is_file() and path.name != "manifest.json"]
        if hacked and files:
            files[0].write_bytes(b"x" * files[0].stat().st_size)
        if kill is None:
            written = build_keeping(folder, site)
            assert contents(folder) == clean(top / str(number), site)
            assert (written.written + written.unchanged, written.foreign) == (len(site), ())
            assert leftovers(folder) == []
        else:
            with killed_at(kill), suppress(Killed):
                build_keeping(folder, site)
    shutil.rmtree(top)


BUILDER = """
import itertools, multiprocessing, sys
from pathlib import Path
from ipsegen.write.output import Output, at_bench, finish, lay

def part(bench, turn, first):
    pages = (Output(f"{turn % 3}/{i}/index.html", b"%d " % turn * 5000) for i in range(first, 40, 2))
    return [lay(bench, page) for page in pages]

if __name__ == "__main__":
    print("ready", flush=True)
    context = multiprocessing.get_context("fork")
    for turn in range(100_000):
        with at_bench(Path(sys.argv[1])) as bench, context.Pool(2) as pool:
            parts = pool.starmap(part, [(bench, turn, 0), (bench, turn, 1)], chunksize=1)
            finish(bench, itertools.chain(*parts))
"""


def test_killed_for_real_with_its_workers(tmp_path: Path) -> None:
    folder = tmp_path / "output"
    for number in range(6):
        command = [sys.executable, "-c", BUILDER, str(folder)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, start_new_session=True) as builder:
            assert builder.stdout is not None
            builder.stdout.readline()
            time.sleep(0.1 + number * 0.037)
            os.killpg(builder.pid, signal.SIGKILL)
        for path in folder.rglob("index.html"):
            words = path.read_text().split()
            assert (len(words), len(set(words))) == (5000, 1)
    build(folder, NEW)
    assert contents(folder) == clean(tmp_path / "clean", NEW)
    assert leftovers(folder) == []
