"""Several files changed as one step: what stands in the way, and what is done already."""

from pathlib import Path

import pytest

from ipsegen.write.revise import Revised, reasons_against, revise

MOVED = Revised("content/a.yaml", b"old", "content/b.yaml", b"new")
CHANGED = Revised("content/c.yaml", b"old", "content/c.yaml", b"new")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "content").mkdir()
    for name in ("a", "c"):
        (tmp_path / f"content/{name}.yaml").write_bytes(b"old")
    return tmp_path


def test_files_are_moved_and_changed(root: Path) -> None:
    assert reasons_against(root, [MOVED, CHANGED]) == []
    revise(root, [MOVED, CHANGED])
    found = {path.name: path.read_bytes() for path in (root / "content").iterdir()}
    assert found == {"b.yaml": b"new", "c.yaml": b"new"}


@pytest.mark.parametrize(
    ("name", "data", "code"), [("a", b"other", "changed-file"), ("c", None, "changed-file"), ("b", b"x", "file-exists")]
)
def test_what_is_not_as_it_was_stands_in_the_way(root: Path, name: str, data: bytes | None, code: str) -> None:
    path = root / f"content/{name}.yaml"
    path.unlink(missing_ok=True)
    if data is not None:
        path.write_bytes(data)
    found = reasons_against(root, [MOVED, CHANGED])
    assert [(problem.file, problem.code) for problem in found] == [(f"content/{name}.yaml", code)]


def test_a_file_that_has_moved_already_does_not(root: Path) -> None:
    (root / "content/b.yaml").write_bytes(b"new")
    assert reasons_against(root, [MOVED, CHANGED]) == []
    revise(root, [MOVED, CHANGED])
    assert not (root / "content/a.yaml").exists()


def test_a_link_in_the_way_is_not_followed(root: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere") / "b.yaml"
    elsewhere.write_bytes(b"new")
    (root / "content/b.yaml").symlink_to(elsewhere)
    assert [problem.code for problem in reasons_against(root, [MOVED])] == ["file-exists"]
