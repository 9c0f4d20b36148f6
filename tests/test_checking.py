"""Where changes meet: what a check shows of a change, and which ids must not vanish in it."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.command import QUOTE, SITE, run, write
from tests.git import commit, git

WRONG = SITE[QUOTE].replace("author: mark-rutte", "author: mark-rute")
AUTHOR = "content/authors/mark-rutte.yaml"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A committed site with one error that stands since long."""
    root = write(tmp_path / "site", {**SITE, "content/quotes/old.yaml": WRONG.replace("Today", "Yesterday")})
    commit(root)
    return root


def problems(root: Path, *arguments: str) -> list[tuple[str, str]]:
    """File and code of each problem that a check shows."""
    result = run("check", "--format", "json", *arguments, root=root)
    assert result.err == ""
    found: list[Any] = json.loads(result.out)["diagnostics"]
    assert result.status == (1 if any(one["severity"] == "error" for one in found) else 0)
    return [(one["file"], one["code"]) for one in found]


def test_only_what_changed_is_shown_judged_against_the_whole_archive(root: Path) -> None:
    assert problems(root, "--changed-since", "HEAD") == []
    new = "content/quotes/new.yaml"
    write(root, {new: WRONG})
    found = problems(root, "--changed-since", "HEAD")
    assert {file for file, _code in found} == {new}
    assert (new, "unknown-author") in found
    commit(root)
    assert problems(root, "--changed-since", "HEAD^") == found
    assert problems(root, "--changed-since", "HEAD") == []
    assert problems(root, "--changed-since", "HEAD^", QUOTE) == []


def test_a_renamed_file_is_a_changed_one(root: Path) -> None:
    git(root, "mv", "content/quotes/old.yaml", "content/quotes/older.yaml")
    assert problems(root, "--changed-since", "HEAD") == [("content/quotes/older.yaml", "unknown-author")]


@pytest.mark.parametrize("option", ["--changed-since", "--against"])
@pytest.mark.parametrize(("ref", "said"), [("--help", "cannot be the name"), ("nowhere", "git knows no commit")])
def test_a_commit_that_cannot_be_is_wrong_usage(root: Path, option: str, ref: str, said: str) -> None:
    result = run("check", f"{option}={ref}", root=root)
    assert (result.status, result.out) == (2, "")
    assert said in result.err


def test_without_git_it_is_wrong_usage_in_words(root: Path) -> None:
    result = run("check", "--against", "HEAD", root=root, env={"PATH": "/nowhere"})
    assert (result.status, result.out) == (2, "")
    assert "git is not installed" in result.err


def gone(root: Path) -> list[str]:
    """The files in which ids stood that are gone."""
    return [file for file, code in problems(root, "--against", "HEAD") if code == "vanished-id"]


def test_an_id_that_vanishes_is_an_error_at_the_file_in_which_it_stood(root: Path) -> None:
    assert gone(root) == []
    (root / QUOTE).unlink()
    assert gone(root) == [QUOTE]
    result = run("check", "--against", "HEAD", root=root)
    assert f"{QUOTE}:1:1: error[vanished-id]: the quote 'rutte-deployment-confirmed' stood in this file" in result.out
    assert "status: removed" in result.out


def test_an_id_that_moved_became_an_alias_or_is_broken_did_not_vanish(root: Path) -> None:
    moved = "content/quotes/2025/rutte-deployment-confirmed.yaml"
    (root / moved).parent.mkdir()
    (root / QUOTE).rename(root / moved)
    assert gone(root) == []
    (root / moved).unlink()
    write(root, {"content/quotes/rutte-confirmed.yaml": f"{SITE[QUOTE]}aliases: [rutte-deployment-confirmed]\n"})
    assert gone(root) == []
    write(root, {AUTHOR: "nam: x\n"})
    assert gone(root) == []


def test_an_old_id_that_is_forgotten_vanished_too(root: Path) -> None:
    write(root, {AUTHOR: f"{SITE[AUTHOR]}aliases: [rutte]\n"})
    commit(root)
    write(root, {AUTHOR: SITE[AUTHOR]})
    assert gone(root) == [AUTHOR]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (QUOTE, f"{SITE[QUOTE]}draft: true\n"),
        ("content/sources/briefing.yaml", "title: Briefing\nlocator: page 1\n"),
        ("content/countries/no.yaml", "name: Norge\n"),
        ("content/quotes/Not_An_Id.yaml", "text: x\n"),
        ("content/media/a.svg", "<svg/>"),
        ("README.md", "words"),
    ],
)
def test_what_had_no_address_cannot_vanish(root: Path, path: str, text: str) -> None:
    write(root, {path: text})
    commit(root)
    (root / path).unlink()
    assert gone(root) == []


def test_github_names_what_changed_first_and_gets_all_in_its_summary(root: Path, tmp_path: Path) -> None:
    write(root, {f"content/authors/a{number:02}.yaml": "name: x\nnam: y\n" for number in range(12)})
    commit(root)
    write(root, {"content/authors/z.yaml": "name: x\nnam: y\n"})
    summary = tmp_path / "summary.md"
    env = {"GITHUB_STEP_SUMMARY": str(summary)}
    lines = run("check", "--format", "github", "--against", "HEAD", root=root, env=env).out.splitlines()
    assert lines[0].startswith("::error file=content/authors/z.yaml,")
    assert len(lines) == 11
    assert "14 errors in 14 of 18 files" in lines[-1]
    assert "4 more than GitHub shows here" in lines[-1]
    rows = [line for line in summary.read_text().splitlines() if line.startswith("| content")]
    assert len(rows) == 14


def test_sarif_goes_to_standard_output_alone(root: Path) -> None:
    result = run("check", "--format", "sarif", root=root)
    assert (result.status, result.err) == (1, "")
    assert json.loads(result.out)["runs"][0]["results"][0]["ruleId"] == "unknown-author"
