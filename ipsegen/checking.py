"""`ipsegen check`: which of all problems are asked for.

Owns what a path, a commit to compare with and a commit to keep faith with mean for a check. Everything is judged in the
company of the whole archive; only what is shown differs. Knows neither streams nor forms.
"""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import msgspec

from ipsegen.diagnostics import Problem
from ipsegen.judgement import Wanted, check
from ipsegen.load.content import CONTENT, Content, Sources
from ipsegen.load.git import changed_since, commit_of, files_at
from ipsegen.progress import Tell, silent
from ipsegen.vanished import vanished_ids


class Scope(msgspec.Struct, frozen=True):
    """What a check is asked for; whatever is empty is not asked.

    `paths` are files and folders relative to the root. Only what is in files that changed after the commit `since` is
    shown. `against` is a commit of which no id may have vanished.
    """

    paths: Sequence[str] = ()
    since: str = ""
    against: str = ""


class Found(msgspec.Struct, frozen=True):
    """The problems that were asked for, the content, and the files that changed, as far as a commit was named."""

    problems: tuple[Problem, ...]
    content: Content | Sources
    is_wanted: Wanted
    changed: frozenset[str] = frozenset()

    def with_problems(self, more: Sequence[Problem]) -> "Found":
        """The same with what else was found."""
        return msgspec.structs.replace(self, problems=tuple(sorted((*self.problems, *more))))


def check_site(root: Path, now: datetime, scope: Scope, tell: Tell = silent) -> Found:
    """Judge the site below `root`. Raises GitError where git must be asked and cannot answer."""
    since = commit_of(root, scope.since) if scope.since else ""
    against = commit_of(root, scope.against) if scope.against else ""
    changed = changed_since(root, since) if since else frozenset()
    lost = changed_since(root, against) if against else frozenset()
    is_wanted = _asked_for(scope.paths, changed if since else None)
    checked = check(root, now, is_wanted if not against else None, tell)
    problems = list(checked.problems)
    if against:
        before = files_at(root, against, [path for path in lost if path.startswith(f"{CONTENT}/")])
        problems.extend(vanished_ids(before, checked.records))
    shown = sorted(problem for problem in problems if is_wanted(problem.file))
    return Found(tuple(shown), checked.content, is_wanted, changed | lost)


def _asked_for(paths: Sequence[str], since: frozenset[str] | None) -> Wanted:
    """Whether problems of a file are asked for; `since` are the files that changed, where a commit was named."""

    def is_wanted(file: str) -> bool:
        return (since is None or file in since) and (not paths or any(_covers(path, file) for path in paths))

    return is_wanted


def _covers(path: str, file: str) -> bool:
    return path in {".", file} or file.startswith(f"{path}/")
