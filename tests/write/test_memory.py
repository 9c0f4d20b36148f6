"""The memory of the last build saves looking, and never hides anything."""

import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from write_scenes import build, build_keeping, clean, contents, put, settle

from ipsegen.write.folder import RefusedOutput
from ipsegen.write.memory import Memory, decode_memory, encode_memory, settled
from ipsegen.write.output import Written, at_bench, spoiled, spoiled_among

SITE = {
    "index.html": "home",
    "feed.xml": "feed",
    "quotes/a/index.html": "a",
    "quotes/b/index.html": "b",
    "deep/er/index.html": "d",
}
NEW = {**SITE, "index.html": "HOME", "quotes/c/index.html": "c"}
del NEW["quotes/b/index.html"]


@pytest.fixture
def output(tmp_path: Path) -> Path:
    return tmp_path / "site" / "output"


def memory_of(folder: Path) -> Path:
    return folder.with_name(f".{folder.name}.ipsegen") / "memory"


def test_what_is_remembered_is_not_looked_at(output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settle(output, SITE)

    def no(*_: object) -> None:
        pytest.fail("looked")

    monkeypatch.setattr(os, "scandir", no)
    with at_bench(output) as bench:
        assert spoiled(bench) == []
        # The end of the block looks at the temporary folder.
        monkeypatch.undo()


def test_a_change_within_the_tick_of_the_build_is_noticed(output: Path, tmp_path: Path) -> None:
    for text in ("home", "HOME"):
        site = {**SITE, "index.html": text}
        build(output, site)
        status = (output / "index.html").stat()
        (output / "index.html").write_text("HACK")
        os.utime(output / "index.html", ns=(status.st_atime_ns, status.st_mtime_ns))
        assert build(output, site).written == 1
        assert contents(output) == clean(tmp_path / text, site)


@pytest.mark.parametrize("faked", [True, False])
def test_a_change_is_noticed_whatever_its_time(output: Path, *, faked: bool) -> None:
    settle(output, SITE)
    status = (output / "index.html").stat()
    (output / "index.html").write_text("HACK")
    if faked:
        os.utime(output / "index.html", ns=(status.st_atime_ns, status.st_mtime_ns))
    with at_bench(output) as bench:
        assert list(bench.doubtful) == spoiled(bench) == ["index.html"]
    assert build_keeping(output, SITE).written == 1


def edit(folder: Path) -> None:
    (folder / "feed.xml").write_text("FEED")


def delete(folder: Path) -> None:
    (folder / "quotes/a/index.html").unlink()


def delete_folder(folder: Path) -> None:
    shutil.rmtree(folder / "deep")


def swap_folders(folder: Path) -> None:
    (folder / "quotes/a").rename(folder / "aside")
    (folder / "quotes/b").rename(folder / "quotes/a")
    (folder / "aside").rename(folder / "quotes/b")


def link_folder(folder: Path) -> None:
    (folder / "deep").rename(folder.parent / "moved")
    (folder / "deep").symlink_to(folder.parent / "moved")


def link_file(folder: Path) -> None:
    (folder / "feed.xml").rename(folder.parent / "moved")
    (folder / "feed.xml").symlink_to(folder.parent / "moved")


def folder_for_file(folder: Path) -> None:
    (folder / "feed.xml").unlink()
    (folder / "feed.xml").mkdir()


def add_in_the_depth(folder: Path) -> None:
    put(folder, "deep/er/notes.txt")


def add_folders(folder: Path) -> None:
    put(folder, "quotes/mine/too/x")
    put(folder, "own/")


def replace_manifest(folder: Path) -> None:
    text = (folder / "manifest.json").read_text()
    (folder / "manifest.json").write_text(text.replace(": ", ":"))


TAMPERINGS = [
    edit,
    delete,
    delete_folder,
    swap_folders,
    link_folder,
    link_file,
    folder_for_file,
    add_in_the_depth,
    add_folders,
    replace_manifest,
]


@pytest.mark.parametrize("tampering", TAMPERINGS)
@pytest.mark.parametrize("site", [SITE, NEW])
def test_with_and_without_memory_and_ahead_of_time_the_same_is_seen(
    tmp_path: Path, tampering: Callable[[Path], None], site: dict[str, str]
) -> None:
    results = []
    for name in ("with", "without", "ahead"):
        folder = tmp_path / name / "output"
        settle(folder, SITE)
        tampering(folder)
        if name == "without":
            memory_of(folder).unlink()
        outcomes: list[Written | str] = []
        for _ in range(2):
            try:
                outcomes.append(build_keeping(folder, site, ahead=name == "ahead"))
            except (RefusedOutput, OSError) as error:
                outcomes.append(f"{type(error)} {error}".replace(name + "/", ""))
        found = {path: text.replace(f"/{name}/", "/") for path, text in contents(folder).items()}
        results.append((outcomes, found))
    assert results[0] == results[1] == results[2]


def test_foreign_files_come_and_go(output: Path) -> None:
    settle(output, SITE)
    for path in ("CNAME", "quotes/a/notes", "own/x/y"):
        put(output, path)
    (output / "link").symlink_to("CNAME")
    foreign = ("CNAME", "link", "own/x/y", "quotes/a/notes")
    for _ in range(3):
        assert build_keeping(output, SITE) == Written(0, 5, 0, foreign)
        time.sleep(0.15)
    assert build_keeping(output, NEW).foreign == foreign
    smaller = {path: text for path, text in SITE.items() if not path.startswith("quotes")}
    for _ in range(3):
        assert build_keeping(output, smaller).foreign == foreign
        time.sleep(0.15)
    shutil.rmtree(output / "quotes")
    (output / "own/x/y").unlink()
    assert build_keeping(output, smaller).foreign == ("CNAME", "link")
    assert build_keeping(output, SITE).foreign == ("CNAME", "link")


def test_a_closed_folder_that_is_opened_is_entered(output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(output, "lost/x")
    build(output, SITE)
    real = os.scandir

    def guarded(path: str) -> object:
        if str(path).endswith("/lost/"):
            raise PermissionError(13, "no", path)
        return real(path)

    monkeypatch.setattr(os, "scandir", guarded)
    for _ in range(2):
        time.sleep(0.15)
        assert build(output, SITE).foreign == ("lost",)
    monkeypatch.undo()
    assert build(output, SITE).foreign == ("lost/x",)


@pytest.mark.parametrize("with_memory", [True, False])
def test_a_restored_site_is_read_once(output: Path, tmp_path: Path, *, with_memory: bool) -> None:
    settle(output, SITE)
    restored = tmp_path / "restored" / "output"
    later = time.time_ns() + 10**9
    shutil.copytree(output, restored)
    if with_memory:
        memory_of(restored).parent.mkdir()
        shutil.copy2(memory_of(output), memory_of(restored))
    for path in restored.rglob("*.*"):
        os.utime(path, ns=(later, later if path.name != "manifest.json" else 0))
    (restored / "feed.xml").write_text("FEED")
    with at_bench(restored) as bench:
        assert set(bench.doubtful) == set(SITE)
        parts = [spoiled_among(bench, [path]) for path in sorted(bench.doubtful)]
        assert [path for part in parts for path in part] == spoiled(bench) == ["feed.xml"]
    assert build_keeping(restored, SITE) == Written(1, 4, 0, ())
    settle(restored, SITE)
    assert contents(restored) == clean(tmp_path / "clean", SITE)


def deleted(_: bytes) -> bytes | None:
    return None


def truncated(data: bytes) -> bytes:
    return data[: len(data) // 2]


def flipped(data: bytes) -> bytes:
    return data[:-30] + bytes([data[-30] ^ 1]) + data[-29:]


def of_another_version(data: bytes) -> bytes:
    return data.replace(b"memory 1", b"memory 2", 1)


def emptied(_: bytes) -> bytes:
    return b""


@pytest.mark.parametrize("damage", [deleted, truncated, flipped, of_another_version, emptied])
def test_a_damaged_memory_is_no_memory(output: Path, tmp_path: Path, damage: Callable[[bytes], bytes | None]) -> None:
    settle(output, SITE)
    data = damage(memory_of(output).read_bytes())
    memory_of(output).unlink() if data is None else memory_of(output).write_bytes(data)
    (output / "index.html").write_text("HACK")
    put(output, "CNAME")
    with at_bench(output) as bench:
        assert bench.standing is not None
        assert bench.standing.memory is None
        assert spoiled(bench) == ["index.html"]
    assert build_keeping(output, SITE) == Written(1, 4, 0, ("CNAME",))
    (output / "CNAME").unlink()
    assert contents(output) == clean(tmp_path / "clean", SITE)
    settle(output, SITE)


def test_a_memory_that_cannot_be_read_or_written_is_none(output: Path) -> None:
    settle(output, SITE)
    memory_of(output).unlink()
    memory_of(output).mkdir()
    assert build(output, NEW) == Written(2, 3, 1, ())
    assert build(output, NEW) == Written(0, 5, 0, ())


def test_a_memory_belongs_to_one_manifest(output: Path) -> None:
    settle(output, SITE)
    old = memory_of(output).read_bytes()
    build(output, NEW)
    memory_of(output).write_bytes(old)
    with at_bench(output) as bench:
        assert bench.standing is not None
        assert bench.standing.memory is None
    assert build(output, NEW) == Written(0, 5, 0, ())


MEMORY = Memory("abc", [".", "a"], [-(2**63), 2**63 - 1], ["x"], ["ü"])


def test_memories_come_back() -> None:
    assert decode_memory(encode_memory(MEMORY)) == MEMORY


@given(st.data())
def test_nothing_but_a_whole_memory_is_taken_for_one(data: st.DataObject) -> None:
    good = encode_memory(MEMORY)
    start = data.draw(st.integers(0, len(good) - 1))
    change = data.draw(st.binary(max_size=3))
    bad = good[:start] + change + good[start + data.draw(st.integers(0, 3)) :]
    assert decode_memory(bad) == (MEMORY if bad == good else None)


def test_a_memory_whose_lists_differ_in_length_is_none() -> None:
    assert decode_memory(encode_memory(Memory("abc", ["."], [], [], []))) is None


def test_a_clock_of_whole_seconds_is_given_longer() -> None:
    assert 10**9 + 1 - settled(10**9 + 1) < 10**9
    assert 10**12 - settled(10**12) >= 2 * 10**9
