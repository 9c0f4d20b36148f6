"""What git knows of a site: which files changed since a commit, and what stood in them then.

Owns how git is asked: without a shell, without its own hooks and filters of output, never with a word of ours where it
would take an option, and without touching the index or the work tree. Does not know what files mean.
"""

import os
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

_ASK: Final = ("git", "-c", "core.fsmonitor=false", "-c", "core.quotePath=false")
_OF_A_HOOK: Final = frozenset({"GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_OBJECT_DIRECTORY"})
"""What git sets where it runs a hook: it names the repository from another folder than ours."""
_FILE_MODES: Final = (b"100644", b"100755")


class GitError(ValueError):
    """Git cannot answer, for a reason that the message tells together with the way out."""


def commit_of(root: Path, name: str) -> str:
    """The commit at which the work tree of `root` parted from `name` (a branch, a tag, `HEAD^` …), as its hash.

    What others added to a branch since then is no change of ours. Where git knows no common past, it is `name` itself.
    """
    if not name or name.startswith("-") or not name.isprintable():
        message = f"'{name}' cannot be the name of a commit; write a branch, a tag or a hash"
        raise GitError(message)
    try:
        inside = _git(root, ["rev-parse", "--is-inside-work-tree"])
        found = _git(root, ["rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}"])
    except FileNotFoundError as error:
        message = "git is not installed, and only git knows what changed"
        raise GitError(message) from error
    if inside.returncode:
        message = f"{root.resolve()} is in no git repository: {_said(inside)}"
        raise GitError(message)
    if found.returncode:
        message = f"git knows no commit '{name}'; fetch it first (git fetch), with its history where a clone is shallow"
        raise GitError(message)
    commit = found.stdout.decode().strip()
    parted = _git(root, ["merge-base", commit, "HEAD"])
    return commit if parted.returncode else parted.stdout.decode().strip()


def changed_since(root: Path, commit: str) -> frozenset[str]:
    """The files below `root` that differ from `commit`, by path from there: changed, new, renamed or gone.

    What is not committed yet counts too, as it lies in the work tree; what git ignores does not.
    """
    committed = _answer(
        root, ["diff-tree", "-r", "-z", "--name-only", "--no-renames", "--relative", commit, "HEAD", "--", "."]
    )
    # `git diff` would write the index anew whatever it is told; `git status` does without (GIT_OPTIONAL_LOCKS).
    options = ["--porcelain=v1", "-z", "--no-renames", "--untracked-files=all", "--ignore-submodules=all"]
    lying = _answer(root, ["status", *options, "--", "."])
    prefix = _answer(root, ["rev-parse", "--show-prefix"]).rstrip(b"\n")
    paths = [*committed.split(b"\0"), *(entry[len("XY ") :].removeprefix(prefix) for entry in lying.split(b"\0"))]
    return frozenset(os.fsdecode(path) for path in paths if path)


def files_at(root: Path, commit: str, paths: Iterable[str]) -> Iterator[tuple[str, bytes]]:
    """Those of `paths` that were regular files in `commit`, each with its bytes."""
    wanted = frozenset(paths)
    listed = [entry for entry in _entries(root, commit) if entry[0] in wanted]
    asked = b"".join(object_name + b"\n" for _path, object_name in listed)
    answer = _answer(root, ["cat-file", "--batch"], asked) if listed else b""
    start = 0
    for path, _object_name in listed:
        end = answer.index(b"\n", start)
        size = int(answer[start:end].rpartition(b" ")[2])
        yield path, answer[end + 1 : end + 1 + size]
        start = end + 1 + size + 1


def _entries(root: Path, commit: str) -> Iterator[tuple[str, bytes]]:
    """The regular files of a commit, by path from `root`, each with the name of its blob."""
    for line in _answer(root, ["ls-tree", "-r", "-z", commit, "--", "."]).split(b"\0"):
        about, _tab, path = line.partition(b"\t")
        if about.startswith(_FILE_MODES):
            yield os.fsdecode(path), about.split(b" ")[2]


def _answer(root: Path, arguments: Sequence[str], asked: bytes = b"") -> bytes:
    done = _git(root, arguments, asked)
    if done.returncode:
        raise GitError(_said(done))
    return done.stdout


def _git(root: Path, arguments: Sequence[str], asked: bytes = b"") -> "subprocess.CompletedProcess[bytes]":
    ours = {name: value for name, value in os.environ.items() if name not in _OF_A_HOOK}
    quietly = {**ours, "LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0"}
    return subprocess.run(  # noqa: S603 - a fixed program, and words of which none can be an option
        [*_ASK, *arguments], cwd=root, input=asked, capture_output=True, env=quietly, check=False
    )


def _said(done: "subprocess.CompletedProcess[bytes]") -> str:
    lines = done.stderr.decode("utf-8", "replace").strip().splitlines()
    return lines[0].removeprefix("fatal: ") if lines else f"git ended with status {done.returncode}"
