"""New files of an editor's own: made once, never over another.

Owns the folders that a new file needs, each of which must be a real folder. Does not know what is in the file.
"""

import errno
import os
import stat
from collections.abc import Iterable, Mapping
from pathlib import Path

from ipsegen.write.atomic import create_file, flush_names


def create_below(root: Path, path: str, data: bytes) -> None:
    """Make the new file `path` (relative, with `/`) below `root`; raises FileExistsError if anything stands there."""
    make_root(root)
    make_folders(root, path.split("/")[:-1])
    create_file(root / path, data)


def make_folders(root: Path, names: Iterable[str]) -> Path:
    """Make what is missing of folders in each other below `root`, and give the innermost.

    A link among them is not followed: whoever can add one could otherwise choose where we write, or what we delete.
    Raises NotADirectoryError for it.
    """
    folder = root
    for name in names:
        folder /= name
        try:
            folder.mkdir()
        except FileExistsError:
            if not stat.S_ISDIR(folder.lstat().st_mode):
                raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(folder)) from None
        else:
            flush_names(folder.parent)
    return folder


def make_root(root: Path) -> None:
    """Make `root` and what is missing above it."""
    missing = [folder for folder in (root, *root.parents) if not folder.is_dir()]
    for folder in reversed(missing):
        folder.mkdir(exist_ok=True)
        flush_names(folder.parent)


def create_all_below(root: Path, files: Mapping[str, bytes]) -> None:
    """Make all of the new files or none; raises FileExistsError if anything stands at one of them."""
    made: list[Path] = []
    try:
        for path, data in files.items():
            create_below(root, path, data)
            made.append(root / path)
    except BaseException:
        for file in made:
            file.unlink()
        raise


def standing_below(root: Path, paths: Iterable[str]) -> list[str]:
    """Those of `paths` where something stands already, a broken link included."""
    return [path for path in paths if os.path.lexists(root / path)]
