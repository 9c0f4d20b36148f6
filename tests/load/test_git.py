"""What git is asked, and that neither a name nor a setting makes it do anything else."""

import os
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ipsegen.load.git import GitError, changed_since, commit_of, files_at
from tests.command import contents, write
from tests.git import commit, git


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A repository whose site lies in a folder of its own, with three files committed."""
    root = tmp_path / "site"
    write(root, {"a.yaml": "a", "b.yaml": "b", "deep/c.yaml": "c"})
    write(tmp_path, {"outside.txt": "o", ".gitignore": "ignored.yaml\n"})
    commit(tmp_path)
    return root


def test_a_commit_goes_by_any_of_its_names(root: Path) -> None:
    commit_hash = git(root, "rev-parse", "HEAD")
    git(root, "tag", "v1")
    assert {commit_of(root, name) for name in ("HEAD", "main", "v1", commit_hash, commit_hash[:10])} == {commit_hash}


def test_what_others_added_to_a_branch_meanwhile_is_not_compared_with(root: Path) -> None:
    start = git(root, "rev-parse", "HEAD")
    git(root, "switch", "--quiet", "--create", "ours")
    write(root, {"ours.yaml": "o"})
    commit(root.parent)
    git(root, "switch", "--quiet", "main")
    write(root, {"theirs.yaml": "t"})
    commit(root.parent)
    git(root, "switch", "--quiet", "ours")
    assert commit_of(root, "main") == start
    assert changed_since(root, start) == {"ours.yaml"}


def test_without_a_common_past_it_is_the_commit_itself(root: Path) -> None:
    git(root, "switch", "--quiet", "--orphan", "new")
    alone = commit(root.parent)
    git(root, "switch", "--quiet", "main")
    assert commit_of(root, "new") == alone


def test_what_is_changed_new_renamed_or_gone_counts_committed_or_not(root: Path) -> None:
    start = commit_of(root, "HEAD")
    assert changed_since(root, start) == frozenset()
    write(root, {"a.yaml": "other", "new name.yaml": "n", "ümlaut.yaml": "u", "ignored.yaml": "i"})
    write(root.parent, {"outside.txt": "other"})
    (root / "b.yaml").rename(root / "deep/b.yaml")
    (root / "deep/c.yaml").unlink()
    changed = {"a.yaml", "new name.yaml", "ümlaut.yaml", "b.yaml", "deep/b.yaml", "deep/c.yaml"}
    assert changed_since(root, start) == changed
    git(root, "add", "--all")
    assert changed_since(root, start) == changed
    commit(root.parent)
    assert changed_since(root, start) == changed


def test_files_are_given_as_they_were(root: Path) -> None:
    (root / "link.yaml").symlink_to("a.yaml")
    write(root, {"line\nbreak.yaml": "x\n\ny\n", "empty.yaml": ""})
    start = commit(root.parent)
    write(root, {"a.yaml": "other"})
    (root / "b.yaml").unlink()
    asked = ["a.yaml", "b.yaml", "line\nbreak.yaml", "empty.yaml", "link.yaml", "nowhere.yaml", "../outside.txt"]
    assert dict(files_at(root, start, asked)) == {
        "a.yaml": b"a", "b.yaml": b"b", "line\nbreak.yaml": b"x\n\ny\n", "empty.yaml": b"",
    }  # fmt: skip


@pytest.mark.parametrize("name", ["", "-", "--help", "--output=x", "-n1", "HEAD\n--all", "HEAD\0"])
def test_a_name_that_could_be_an_option_is_refused(root: Path, name: str) -> None:
    with pytest.raises(GitError, match="cannot be the name of a commit"):
        commit_of(root, name)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25, deadline=None)
@given(name=st.text(max_size=12))
def test_any_other_name_is_a_commit_or_a_message(root: Path, name: str) -> None:
    with suppress(GitError):
        assert len(commit_of(root, name)) == 40


def test_a_commit_that_is_not_there_is_told_with_the_way_to_get_it(root: Path) -> None:
    with pytest.raises(GitError, match=r"no commit 'origin/main'; fetch it first"):
        commit_of(root, "origin/main")


def test_without_a_repository_there_is_a_message(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    with pytest.raises(GitError, match="is in no git repository"):
        commit_of(tmp_path, "HEAD")


def test_without_git_there_is_a_message(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(GitError, match="git is not installed"):
        commit_of(root, "HEAD")


def test_a_hook_of_git_may_ask(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    start = git(root, "rev-parse", "HEAD")
    write(root, {"a.yaml": "other"})
    for name, value in {"GIT_DIR": ".git", "GIT_INDEX_FILE": ".git/index", "GIT_PREFIX": ""}.items():
        monkeypatch.setenv(name, value)
    assert commit_of(root, "HEAD") == start
    assert changed_since(root, start) == {"a.yaml"}


def test_nothing_is_written_and_no_hook_or_filter_runs(root: Path) -> None:
    trap = root.parent / "trap"
    trap.write_text(f"#!/bin/sh\ntouch '{root.parent}/sprung'\n")
    trap.chmod(0o755)
    for setting in ("core.fsmonitor", "diff.external", "diff.trap.textconv", "diff.trap.command"):
        git(root, "config", setting, str(trap))
    write(root.parent, {".gitattributes": "*.yaml diff=trap\n"})
    write(root, {"a.yaml": "other"})
    os.utime(root / "b.yaml", (0, 0))
    before = contents(root.parent)
    start = commit_of(root, "HEAD")
    assert changed_since(root, start) == {"a.yaml"}
    assert dict(files_at(root, start, ["a.yaml"])) == {"a.yaml": b"a"}
    assert contents(root.parent) == before
