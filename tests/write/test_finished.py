"""A site that is to be sent: all of it is there as its manifest says, or it is refused."""

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from write_scenes import build, page, put

from ipsegen.write.finished import Finished, look_at_finished, refuse_missing
from ipsegen.write.folder import RefusedOutput
from ipsegen.write.manifest import MANIFEST

SITE = {"index.html": page("a/index.html"), "a/index.html": page("index.html"), "assets/1.css": "body {}"}


def finished(folder: Path) -> Finished:
    """All that is done before anything is sent."""
    refuse_missing(folder)
    site = look_at_finished(folder)
    site.check(lambda _stage, _done, _total: None)
    return site


def test_a_finished_site_is_its_manifest(tmp_path: Path) -> None:
    build(tmp_path / "output", SITE)
    put(tmp_path / "output", "mine.txt")
    (tmp_path / "output" / "link").symlink_to("a")
    site = finished(tmp_path / "output")
    assert {path: site.read(path).decode() for path in site.entries} == SITE
    assert site.manifest == (tmp_path / "output" / MANIFEST).read_bytes()
    assert site.foreign == ("link", "mine.txt")


def test_a_link_to_the_output_is_the_output(tmp_path: Path) -> None:
    build(tmp_path / "output", SITE)
    (tmp_path / "link").symlink_to("output")
    assert finished(tmp_path / "link").entries.keys() == SITE.keys()


def cut(folder: Path) -> None:
    (folder / "a/index.html").write_text("cut")


def changed(folder: Path) -> None:
    file = folder / "a/index.html"
    file.write_text(file.read_text().swapcase())


def deleted(folder: Path) -> None:
    (folder / "a/index.html").unlink()


def linked(folder: Path) -> None:
    (folder / "a/index.html").rename(folder.parent / "elsewhere")
    (folder / "a/index.html").symlink_to(folder.parent / "elsewhere")


def linked_folder(folder: Path) -> None:
    (folder / "a").rename(folder.parent / "elsewhere")
    (folder / "a").symlink_to(folder.parent / "elsewhere")


def piped(folder: Path) -> None:
    deleted(folder)
    os.mkfifo(folder / "a/index.html")


@pytest.mark.parametrize("harm", [cut, changed, deleted, linked, linked_folder, piped])
def test_a_file_that_is_not_as_the_manifest_says_is_refused_by_name(
    tmp_path: Path, harm: Callable[[Path], None]
) -> None:
    build(tmp_path / "output", SITE)
    harm(tmp_path / "output")
    with pytest.raises(RefusedOutput, match=re.escape(f"'{tmp_path / 'output'}'")) as refusal:
        finished(tmp_path / "output")
    assert "'a/index.html'" in refusal.value.message
    assert "ipsegen build" in refusal.value.hint


@pytest.mark.parametrize("manifest", [None, "", "{}", '{"name": "an app"}', '{"version": 1, "files": {"../x": {}}}'])
def test_a_folder_that_ipsegen_did_not_make_is_refused(tmp_path: Path, manifest: str | None) -> None:
    (tmp_path / "output").mkdir()
    (tmp_path / "output/index.html").write_text("mine")
    if manifest is not None:
        (tmp_path / "output" / MANIFEST).write_text(manifest)
    with pytest.raises(RefusedOutput, match="ipsegen did not") as refusal:
        finished(tmp_path / "output")
    assert "ipsegen build" in refusal.value.hint


def test_a_manifest_that_leads_elsewhere_is_refused(tmp_path: Path) -> None:
    build(tmp_path / "output", SITE)
    (tmp_path / "output" / MANIFEST).rename(tmp_path / "elsewhere")
    (tmp_path / "output" / MANIFEST).symlink_to(tmp_path / "elsewhere")
    with pytest.raises(RefusedOutput, match="holds no manifest"):
        finished(tmp_path / "output")


@pytest.mark.parametrize("name", ["missing", "file"])
def test_where_no_folder_is_the_way_to_one_is_named(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").write_text("mine")
    with pytest.raises(RefusedOutput, match="is not there") as refusal:
        finished(tmp_path / name)
    assert "ipsegen build" in refusal.value.hint
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file"]
