"""A check reads again only what has changed, and says what one says that reads everything."""

import shutil
from pathlib import Path

import pytest

from ipsegen import rereading
from ipsegen.diagnostics import Problem
from ipsegen.judgement import check
from ipsegen.load.snapshot import read_file
from ipsegen.rereading import WORTH_IT, take_in_again
from ipsegen.write.lock import hold
from tests.command import QUOTE, SITE, contents, run, write
from tests.test_broken_sites import BROKEN, NOW, SITES
from tests.typing_hands import at_a_terminal

AUTHOR = "content/authors/mark-rutte.yaml"


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A site of which, however small and however new it is, what was read is kept."""
    monkeypatch.setattr(rereading, "WORTH_IT", 1)
    monkeypatch.setattr("ipsegen.intake.settled", lambda moment: moment)
    return write(tmp_path / "site", SITE)


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files of the content that were opened."""
    paths: list[str] = []

    def noting(root: Path, path: str, limit: int) -> object:
        paths.append(path)
        return read_file(root, path, limit)

    monkeypatch.setattr("ipsegen.intake.read_file", noting)
    return paths


def problems(root: Path, path: str = "") -> list[Problem]:
    found = check(root, NOW, (lambda file: file == path) if path else None).problems
    return [problem for problem in found if path in ("", problem.file)]


@pytest.mark.parametrize("name", BROKEN)
def test_each_file_of_a_broken_site_has_the_faults_that_it_has_among_all(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tmp_path / "site"
    shutil.copytree(SITES / name, root)
    everything = problems(root)
    monkeypatch.setattr(rereading, "WORTH_IT", 1)
    assert problems(root) == everything
    for file in {problem.file for problem in everything}:
        assert problems(root, file) == [problem for problem in everything if problem.file == file]


def test_only_what_has_changed_is_opened(root: Path, opened: list[str]) -> None:
    assert problems(root) == []
    assert sorted(opened) == sorted(SITE)
    opened.clear()
    assert problems(root) == []
    assert opened == []
    (root / QUOTE).write_text(SITE[QUOTE].replace("mark-rutte", "mark-rute"))
    assert [problem.code for problem in problems(root)] == ["unknown-author"]
    assert opened == [QUOTE]
    (root / AUTHOR).unlink()
    write(root, {"content/authors/mark-rute.yaml": SITE[AUTHOR]})
    assert problems(root, QUOTE) == []


def test_what_a_build_has_read_is_not_read_again(root: Path, opened: list[str]) -> None:
    assert run("build", root=root).status == 0
    opened.clear()
    assert problems(root) == []
    assert opened == []


def test_what_is_damaged_is_read_anew(root: Path) -> None:
    (root / QUOTE).write_text(SITE[QUOTE].replace("mark-rutte", "mark-rute"))
    before = problems(root)
    for kept in (root / ".ipsegen").rglob("*"):
        if kept.is_file():
            kept.write_bytes(kept.read_bytes()[:-9])
            assert problems(root) == before


def test_a_cache_that_has_grown_is_begun_anew(root: Path, monkeypatch: pytest.MonkeyPatch, opened: list[str]) -> None:
    monkeypatch.setattr(rereading, "_MOST_PIECES", 0)
    for _ in range(2):
        assert problems(root) == []
    assert sorted(opened) == sorted([*SITE, *SITE])


def test_a_check_beside_another_does_without(root: Path) -> None:
    with hold(root / ".ipsegen/check"):
        assert take_in_again(root) is None
        assert problems(root) == []


def test_where_nothing_can_be_kept_a_check_does_without(root: Path) -> None:
    (root / ".ipsegen").write_text("in the way")
    assert problems(root) == []


def test_of_a_small_site_nothing_is_kept(tmp_path: Path) -> None:
    root = write(tmp_path, SITE)
    assert run("check", root=root).status == 0
    assert set(contents(root)) == set(SITE)


def test_long_work_shows_at_a_terminal_how_far_it_is_and_short_work_does_not(tmp_path: Path) -> None:
    few, many = write(tmp_path / "few", SITE), write(tmp_path / "many", SITE)
    rest = SITE[QUOTE].partition("\n")[2]
    write(many, {f"content/quotes/{number}.yaml": f"text: Number {number}.\n{rest}" for number in range(WORTH_IT)})
    for root in (few, many):
        with at_a_terminal("check", QUOTE, ".", root=root) as hands:
            assert hands.end() == 0
            assert ("judging" in hands.shown) == (root == many)
            assert "no problems in" in hands.shown


@pytest.mark.parametrize("linked", [".ipsegen", ".ipsegen/check", ".ipsegen/.check.ipsegen", ".ipsegen/builds"])
def test_through_a_link_in_place_of_what_is_kept_nothing_is_written(linked: str, root: Path, tmp_path: Path) -> None:
    """It may have come with somebody else's change, which is what a check is for."""
    others = tmp_path / "others"
    write(others, {"theirs.txt": "theirs"})
    (root / linked).parent.mkdir(exist_ok=True)
    (root / linked).symlink_to(others)
    before = [*sorted(others.rglob("*")), *sorted(tmp_path.iterdir())]
    (root / AUTHOR).unlink()
    assert "unknown-author" in {problem.code for problem in problems(root)}
    assert [*sorted(others.rglob("*")), *sorted(tmp_path.iterdir())] == before
