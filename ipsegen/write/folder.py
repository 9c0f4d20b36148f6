"""Which folder may hold a site, and the working folder beside it.

Owns the refusal of folders where a build would do harm, and the working folder's name. Does not know
what is in a site.
"""

import os
import stat
from pathlib import Path

from ipsegen.diagnostics import visible


class RefusedOutput(Exception):
    """The output folder cannot be used as it stands; nothing in it was changed."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


def resolve(folder: Path) -> Path:
    """Follow every symbolic link on the way to `folder`; one that runs in a circle stays as it is."""
    return Path(os.path.realpath(folder))


def refuse_dangerous(folder: Path, root: Path) -> None:
    """Raise RefusedOutput if a site in `folder` would mix with something that is not a site.

    `root` is the folder that holds `content/` and `templates/`.
    """
    reason = danger_of(folder, root)
    if reason:
        message = f"the output folder '{visible(str(folder))}' {reason}"
        raise RefusedOutput(message, "name a folder that holds nothing but the site: --output output")


def danger_of(folder: Path, root: Path) -> str:
    """What speaks against a site in `folder`, behind its name; empty where nothing does."""
    output = resolve(folder)
    return _what_stands_in_the_way(output) or _what_it_would_cover(output, resolve(root))


def working_folder(output: Path) -> Path:
    """The folder beside `output`, whose links are resolved, that holds the lock and unfinished files."""
    return output.with_name(f".{output.name}.ipsegen")


def make_working_folder(folder: Path) -> Path:
    """Make the working folder of `folder`, unless it is there."""
    working = working_folder(resolve(folder))
    working.parent.mkdir(parents=True, exist_ok=True)
    try:
        working.mkdir()
    except FileExistsError:
        # Whoever can add a link to a repository could otherwise choose which folder is tidied up.
        if not stat.S_ISDIR(working.lstat().st_mode):
            message = f"'{visible(str(working))}' is not a folder"
            raise RefusedOutput(message, "remove it: ipsegen keeps unfinished files there") from None
    return working


def _what_stands_in_the_way(output: Path) -> str:
    standing = next(path for path in (output, *output.parents) if os.path.lexists(path))
    if standing == output and not output.is_dir():
        return "is not a folder"
    if not standing.is_dir():
        return "lies below a file"
    return ""


def _what_it_would_cover(output: Path, root: Path) -> str:
    if output == Path(output.anchor):
        return "is the root of the file system"
    home = _home()
    if home and lies_in(home, output):
        return "is the home folder or above it"
    if lies_in(root, output):
        return "is the root of the site or above it"
    for name in ("content", "templates"):
        source = resolve(root / name)
        if lies_in(source, output) or lies_in(output, source):
            return f"holds {name}/ or lies in it"
    if _is_same(output, resolve(root / ".ipsegen")):
        return "is the cache"
    if ".git" in output.parts or _is_repository(output):
        return "is a git repository"
    return ""


def _home() -> Path | None:
    try:
        return resolve(Path.home())
    except RuntimeError:
        return None


def _is_repository(output: Path) -> bool:
    # `.git` is a file in a linked worktree; a bare repository has none.
    bare = all((output / name).exists() for name in ("HEAD", "objects", "refs"))
    return bare or os.path.lexists(output / ".git")


def lies_in(inner: Path, outer: Path) -> bool:
    """Whether `inner` is `outer` or within it, also under another name."""
    return any(_is_same(path, outer) for path in (inner, *inner.parents))


def _is_same(one: Path, other: Path) -> bool:
    """Whether both are one folder, also under two names where case does not count."""
    try:
        return one == other or one.samefile(other)
    except OSError:
        return False
