"""A site published into a folder: whole releases, which one is served, and what a kill leaves of one."""

import errno
import itertools
import os
import shutil
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from write_scenes import Killed, Site, broken_links, build, contents, failing_at, killed_at, page, put

from ipsegen.render.text_files import LASTING
from ipsegen.write.difference import Difference, There, difference
from ipsegen.write.finished import look_at_finished
from ipsegen.write.folder import RefusedOutput
from ipsegen.write.lock import OutputHeld
from ipsegen.write.manifest import MANIFEST
from ipsegen.write.releases import Place, place_at

OLD = {
    "index.html": page("a/index.html", "b/index.html", "assets/1.css"),
    "a/index.html": page("b/index.html", "assets/1.css"),
    "b/index.html": page("index.html"),
    "same.html": page("index.html"),
    "assets/1.css": page(),
    "assets/same.css": page(),
}
NEW = {
    "index.html": page("a/index.html", "c/d/index.html", "assets/2.css", "same.html"),
    "a/index.html": page("c/d/index.html", "assets/2.css"),
    "c/d/index.html": page("index.html"),
    "same.html": page("index.html"),
    "assets/2.css": page(),
    "assets/same.css": page(),
}
THIRD = {"index.html": page("c/d/index.html"), "c/d/index.html": page("index.html", text="third")}
CARRIED = {"assets/1.css": OLD["assets/1.css"]}

Harm = Callable[[Path], None]
Before = tuple[Site, ...]
Breaker = Callable[[int], AbstractContextManager[list[str]]]


def place(top: Path) -> Place:
    return place_at(top / "www" / "site", top, top / "output")


def publish(top: Path, site: Site) -> Difference:
    """Build a site below `top` and publish it there, as the command does."""
    build(top / "output", site)
    return send(top)


def send(top: Path) -> Difference:
    finished, target = look_at_finished(top / "output"), place(top)
    with target.held():
        change = difference(finished.entries, target.look(finished, quiet), LASTING)
        target.send(finished, change, quiet)
    return change


def quiet(_stage: str, done: int, total: int) -> None:
    assert 0 < done <= total


def look(top: Path) -> There:
    return place(top).look(look_at_finished(top / "output"), quiet)


def served(top: Path) -> dict[str, str]:
    """The files that readers find, without the manifest."""
    found = contents((top / "www" / "site").resolve())
    return {path: text for path, text in found.items() if not path.endswith("/") and path != MANIFEST}


def house(top: Path) -> Path:
    return top / "www" / ".site.releases"


def everything(top: Path) -> dict[str, int]:
    """What changes when anything is made, deleted or written, links themselves included."""
    return {str(path): path.lstat().st_mtime_ns for path in [top, *top.rglob("*")]}


def releases(top: Path) -> list[str]:
    return sorted(path.name for path in house(top).iterdir())


def test_a_site_is_served_through_a_link_to_its_release(tmp_path: Path) -> None:
    publish(tmp_path, OLD)
    assert (tmp_path / "www/site").readlink() == Path(".site.releases/1/site")
    assert served(tmp_path) == OLD
    assert (tmp_path / "www/site" / MANIFEST).read_bytes() == (tmp_path / "output" / MANIFEST).read_bytes()


def test_the_next_release_carries_the_assets_of_the_last_and_they_go_with_the_one_after(tmp_path: Path) -> None:
    publish(tmp_path, OLD)
    publish(tmp_path, NEW)
    assert served(tmp_path) == {**NEW, **CARRIED}
    publish(tmp_path, THIRD)
    assert served(tmp_path) == {**THIRD, "assets/2.css": NEW["assets/2.css"], "assets/same.css": NEW["assets/same.css"]}


def test_the_last_two_releases_stay(tmp_path: Path) -> None:
    for site in (OLD, NEW, THIRD, OLD):
        publish(tmp_path, site)
    assert releases(tmp_path) == ["3", "4", "lock"]


def test_a_file_that_did_not_change_is_the_same_file(tmp_path: Path) -> None:
    publish(tmp_path, OLD)
    publish(tmp_path, NEW)
    one, two = house(tmp_path) / "1/site", house(tmp_path) / "2/site"
    same = {path for path in OLD if (two / path).exists() and (one / path).samefile(two / path)}
    assert same == {"same.html", "assets/same.css", "assets/1.css"}
    assert not (two / "same.html").samefile(tmp_path / "output/same.html")


@pytest.mark.parametrize("code", [errno.EPERM, errno.EOPNOTSUPP, errno.EMLINK, errno.EXDEV])
def test_where_a_file_can_have_no_second_name_it_is_copied(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    def link(*_names: str, **_options: bool) -> None:
        raise OSError(code, os.strerror(code))

    publish(tmp_path, OLD)
    monkeypatch.setattr(os, "link", link)
    publish(tmp_path, NEW)
    assert served(tmp_path) == {**NEW, **CARRIED}
    assert (tmp_path / "www/site/same.html").stat().st_nlink == 1


def test_the_same_site_again_makes_no_release(tmp_path: Path) -> None:
    publish(tmp_path, OLD)
    publish(tmp_path, NEW)
    assert publish(tmp_path, NEW).is_settled
    assert releases(tmp_path) == ["1", "2", "lock"]
    assert served(tmp_path) == {**NEW, **CARRIED}


def test_after_a_step_back_by_hand_the_next_release_goes_on_from_there(tmp_path: Path) -> None:
    publish(tmp_path, OLD)
    publish(tmp_path, NEW)
    link = tmp_path / "www/site"
    link.unlink()
    link.symlink_to(house(tmp_path) / "1/site")
    assert served(tmp_path) == OLD
    publish(tmp_path, THIRD)
    assert link.readlink() == Path(".site.releases/3/site")
    assert releases(tmp_path) == ["1", "3", "lock"]


def spoiled(site: Path) -> None:
    (site / "same.html").write_text(OLD["same.html"].swapcase())


def missing(site: Path) -> None:
    (site / "same.html").unlink()


def without_manifest(site: Path) -> None:
    (site / MANIFEST).unlink()


def without_record(site: Path) -> None:
    (site.parent / "release.json").unlink()


def with_a_strange_record(site: Path) -> None:
    (site.parent / "release.json").write_text(
        '{"version":1,"before":0,"files":{"../x":{"sha256":"","size":0}},"carried":{}}'
    )


def without_release(site: Path) -> None:
    shutil.rmtree(site.parent)


def with_a_link_for_a_folder(site: Path) -> None:
    (site / "a").rename(site.parent / "elsewhere")
    (site / "a").symlink_to("../elsewhere")


@pytest.mark.parametrize(
    "harm",
    [
        spoiled,
        missing,
        without_manifest,
        without_record,
        with_a_strange_record,
        without_release,
        with_a_link_for_a_folder,
    ],
)
@pytest.mark.parametrize("following", [OLD, NEW])
def test_what_was_spoiled_where_it_is_served_is_mended_by_the_next_release(
    tmp_path: Path, harm: Harm, following: Site
) -> None:
    publish(tmp_path, OLD)
    harm((tmp_path / "www/site").resolve())
    publish(tmp_path, following)
    found = served(tmp_path)
    assert {path: found[path] for path in following} == following
    assert not (tmp_path / "www/site").resolve().is_relative_to(house(tmp_path) / "1")
    assert publish(tmp_path, following).is_settled


def test_what_others_put_into_a_release_is_named_and_never_deleted(tmp_path: Path) -> None:
    publish(tmp_path, OLD)
    mine = ["mine.txt", "a/mine.txt", "new/", ".well-known/acme/1"]
    for path in mine:
        put((tmp_path / "www/site").resolve(), path)
    first = (tmp_path / "www/site").resolve()
    assert look(tmp_path).foreign == tuple(
        f"{first}/{path}" for path in (".well-known/acme/1", "a/mine.txt", "mine.txt")
    )
    for site in (NEW, THIRD, OLD, NEW):
        publish(tmp_path, site)
    left = contents(first)
    assert {path: text for path, text in left.items() if not path.endswith("/")} == dict.fromkeys(
        (".well-known/acme/1", "a/mine.txt", "mine.txt"), "mine"
    )
    assert (first / "new").is_dir()


def test_what_others_put_beside_releases_stays(tmp_path: Path) -> None:
    publish(tmp_path, OLD)
    for path in ("notes.txt", "77/site/index.html", "old/x"):
        put(house(tmp_path), path)
    (house(tmp_path) / "5").symlink_to(tmp_path / "output")
    for site in (NEW, THIRD, OLD):
        publish(tmp_path, site)
    assert {"notes.txt", "77", "old", "5"} <= set(releases(tmp_path))
    assert (house(tmp_path) / "77/site/index.html").read_text() == "mine"
    assert contents(tmp_path / "output").keys() >= OLD.keys()


def test_a_link_inside_an_old_release_leads_no_deletion_elsewhere(tmp_path: Path) -> None:
    publish(tmp_path, OLD)
    site = (tmp_path / "www/site").resolve()
    shutil.rmtree(site / "a")
    put(tmp_path, "precious/index.html")
    (site / "a").symlink_to(tmp_path / "precious")
    for following in (NEW, THIRD, NEW):
        publish(tmp_path, following)
    assert (tmp_path / "precious/index.html").read_text() == "mine"


def test_a_reader_finds_whole_pages_and_their_assets_while_releases_change(tmp_path: Path) -> None:
    """A page may be of one release, and what it names be asked for when the next one is served."""
    publish(tmp_path, OLD)
    link, over, broken, reads = tmp_path / "www/site", threading.Event(), [], 0

    def read() -> None:
        nonlocal reads
        while not over.is_set():
            for path in ("index.html", "a/index.html", "same.html"):
                text = (link / path).read_text()
                assets = [line.removeprefix("link ") for line in text.splitlines() if line.startswith("link assets/")]
                broken.extend([] if text.endswith("end\n") else [path])
                broken.extend(asset for asset in assets if not (link / asset).is_file())
                reads += 1 + len(assets)

    with ThreadPoolExecutor(1) as crew:
        reader = crew.submit(read)
        for site in [NEW, OLD] * 10:
            publish(tmp_path, site)
        over.set()
        reader.result()
    assert broken == []
    assert reads > len(OLD)


# Places that are not free.


def a_folder(link: Path) -> None:
    link.mkdir(parents=True)


def a_full_folder(link: Path) -> None:
    put(link, "index.html")


def a_file(link: Path) -> None:
    put(link.parent, link.name)


def a_link_elsewhere(link: Path) -> None:
    a_folder(link.with_name("elsewhere"))
    link.symlink_to("elsewhere")


def a_link_to_nothing(link: Path) -> None:
    link.parent.mkdir()
    link.symlink_to("nothing")


def a_link_in_a_circle(link: Path) -> None:
    link.parent.mkdir()
    link.symlink_to(link.name)


def a_link_to_no_release(link: Path) -> None:
    link.parent.mkdir()
    link.symlink_to(".site.releases/0/site")


@pytest.mark.parametrize(
    "stands",
    [a_folder, a_full_folder, a_file, a_link_elsewhere, a_link_to_nothing, a_link_in_a_circle, a_link_to_no_release],
)
def test_a_place_where_something_stands_is_refused_and_left_as_it_is(tmp_path: Path, stands: Harm) -> None:
    build(tmp_path / "output", OLD)
    stands(tmp_path / "www/site")
    before = everything(tmp_path)
    with pytest.raises(RefusedOutput) as refusal:
        send(tmp_path)
    assert str(tmp_path / "www/site") in refusal.value.message
    assert "file:///srv/www/site" in refusal.value.hint
    assert everything(tmp_path) == before


@pytest.mark.parametrize(
    "name",
    ["", ".", "content", "content/x", "templates/x", "output", "output/x", "link/x", "www/.site.releases",
     "www/.site.releases/x", "www/.site.releases/1/site/x", "www/site/x", ".ipsegen", "repository/.git/x"],
)  # fmt: skip
def test_a_place_where_a_site_would_do_harm_is_refused(tmp_path: Path, name: str) -> None:
    publish(tmp_path, OLD)
    for folder in ("content", "templates", ".ipsegen", "repository/.git"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "link").symlink_to("output")
    before = everything(tmp_path)
    with pytest.raises(RefusedOutput) as refusal:
        place_at(Path(os.path.normpath(tmp_path / name)), tmp_path, tmp_path / "output").served()
    assert refusal.value.hint
    assert everything(tmp_path) == before


@pytest.mark.parametrize("folder", ["/", "/tmp", str(Path.home()), str(Path.home().parent)])
def test_a_folder_of_the_machine_is_refused(tmp_path: Path, folder: str) -> None:
    with pytest.raises(RefusedOutput):
        place_at(Path(folder), tmp_path, tmp_path / "output")


def test_a_link_in_place_of_the_releases_is_refused(tmp_path: Path) -> None:
    build(tmp_path / "output", OLD)
    put(tmp_path, "precious/1/site/index.html")
    (tmp_path / "www").mkdir()
    house(tmp_path).symlink_to(tmp_path / "precious")
    with pytest.raises(RefusedOutput, match="is not a folder"):
        send(tmp_path)
    assert contents(tmp_path / "precious")["1/site/index.html"] == "mine"


def test_a_second_publication_is_told_that_one_is_under_way(tmp_path: Path) -> None:
    publish(tmp_path, OLD)
    with place(tmp_path).held(), pytest.raises(OutputHeld, match="another publication holds") as held:
        send(tmp_path)
    assert "www/site" in held.value.message
    assert "publish again" in held.value.hint
    assert publish(tmp_path, OLD).is_settled


# Killed, out of disk, and without power.


def test_all_of_a_release_is_on_the_disk_before_it_is_served(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    publish(tmp_path, OLD)
    build(tmp_path / "output", NEW)
    flushed: list[str] = []
    fsync, rename = os.fsync, os.rename

    def flush(descriptor: int) -> None:
        flushed.append(str(Path(f"/proc/self/fd/{descriptor}").readlink()))
        fsync(descriptor)

    def serve(old: Path, new: Path) -> None:
        if new == tmp_path / "www/site":
            release = house(tmp_path) / "2"
            fresh = [path for path in release.rglob("*") if path.is_dir() or path.stat().st_nlink == 1]
            assert len(fresh) > len(NEW)
            names = {str(path).replace("/2/", "/unfinished/") for path in fresh}
            assert names | {str(house(tmp_path) / "unfinished")} <= set(flushed)
            assert flushed[-1] == str(house(tmp_path))
        rename(old, new)

    monkeypatch.setattr(os, "fsync", flush)
    monkeypatch.setattr(os, "rename", serve)
    send(tmp_path)
    assert served(tmp_path) == {**NEW, **CARRIED}
    assert str(tmp_path / "www") in flushed[flushed.index(str(house(tmp_path))) :]


def scene(top: Path, published: Before) -> None:
    """Let sites have been published below `top`, one after another."""
    top.mkdir()
    for site in published:
        publish(top, site)


def check_served(top: Path, old: Site | None, new: Site) -> None:
    """Readers find the old site whole or the new one, and no mixture."""
    if not (top / "www/site").is_symlink():
        assert old is None
        return
    found = served(top)
    own = {path: text for path, text in found.items() if not path.startswith("assets/")}
    sites = [
        {path: text for path, text in (site or {}).items() if not path.startswith("assets/")} for site in (old, new)
    ]
    assert own in sites
    assert broken_links(found) == []


def broken_at_every_call(top: Path, before: Before, new: Site, breaker: Breaker, following: Site) -> None:
    """Publish `new` after the sites `before`, broken one system call later each time, and then `following`."""
    scene(top / "before", before)
    build(top / "before/output", new)
    for number in itertools.count(1):
        work = top / str(number)
        shutil.copytree(top / "before", work, symlinks=True)
        with breaker(number) as calls, suppress(Killed, OSError):
            send(work)
        check_served(work, before[-1] if before else None, new)
        if len(calls) < number:
            break
        publish(work, following)
        found = served(work)
        assert {path: found[path] for path in following} == following
        assert broken_links(found) == []
        left = [name for name in releases(work) if name != "lock"]
        assert len(left) <= 2
        assert all(name.isdigit() for name in left)
        shutil.rmtree(work)
    assert number > 20


@pytest.mark.parametrize("before", [(), (THIRD, OLD)])
@pytest.mark.parametrize("following", [NEW, OLD])
def test_killed_at_any_call(tmp_path: Path, before: Before, following: Site) -> None:
    broken_at_every_call(tmp_path, before, NEW, killed_at, following)


@pytest.mark.parametrize("forever", [True, False])
def test_out_of_disk_at_any_call(tmp_path: Path, *, forever: bool) -> None:
    def failing(number: int) -> AbstractContextManager[list[str]]:
        return failing_at(number, errno.ENOSPC, forever=forever)

    broken_at_every_call(tmp_path, (THIRD, OLD), NEW, failing, NEW)


names = st.sampled_from(["index.html", "a/index.html", "b", "b/c", "assets/1.css", "assets/2.css", "é/index.html"])
sites: st.SearchStrategy[Mapping[str, str]] = st.dictionaries(names, st.sampled_from(["", "1", "2"]), max_size=5).map(
    lambda files: {
        path: text for path, text in files.items() if not any(other.startswith(f"{path}/") for other in files)
    }
)


@settings(max_examples=30)
@given(steps=st.lists(st.tuples(sites, st.none() | st.integers(1, 60)), min_size=1, max_size=6), last=sites)
def test_any_publications_killed_or_not_leave_the_last_site_and_carried_assets(
    steps: list[tuple[Site, int | None]], last: Site, tmp_path_factory: pytest.TempPathFactory
) -> None:
    top = tmp_path_factory.mktemp("publications")
    for site, kill in [*steps, (last, None)]:
        build(top / "output", site)
        with suppress(Killed):
            if kill is None:
                send(top)
            else:
                with killed_at(kill):
                    send(top)
    found = served(top)
    assert {path: found[path] for path in last} == last
    assert all(path.startswith("assets/") for path in found.keys() - last.keys())
    assert len(releases(top)) <= 3
    shutil.rmtree(top)
