"""What `content/` holds: the files of records as bytes, pictures as what they are.

Owns where content and its pictures lie, and that no picture's bytes are kept: however many there are, one at a time is
in memory. Does not know which file is which record.
"""

from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from typing import Final

import msgspec

from ipsegen.diagnostics import Problem
from ipsegen.load.pictures import Picture, inspect_picture
from ipsegen.load.snapshot import MAX_MEDIA_BYTES, MAX_TEXT_BYTES, File, read_file, walk_tree

CONTENT: Final = "content"
MEDIA_FOLDER: Final = "content/media"


class Content(msgspec.Struct, frozen=True, dict=True):
    """The files of records sorted by path, pictures by their path from `content/media/`, and what is wrong with either.

    `count` is the number of files that were read.
    """

    files: tuple[File, ...]
    pictures: dict[str, Picture]
    problems: tuple[Problem, ...]
    count: int

    def get(self, path: str) -> bytes | None:
        """The bytes of the record's file at `path`, if it was read."""
        return self._by_path.get(path)

    @cached_property
    def _by_path(self) -> dict[str, bytes]:
        return {file.path: file.data for file in self.files}


class Sources(msgspec.Struct, frozen=True):
    """The files of a site's content, `count` of them, each to be read when its lines are shown."""

    root: Path
    count: int

    def get(self, path: str) -> bytes | None:
        """The bytes of the file at `path`, if it can be read and is a record's."""
        if not path.startswith(f"{CONTENT}/") or is_media(path):
            return None
        found = read_file(self.root, path, MAX_TEXT_BYTES)
        return found.data if isinstance(found, File) else None


def is_media(path: str) -> bool:
    """Whether a path lies below the folder of pictures."""
    return path.startswith(f"{MEDIA_FOLDER}/")


def media_path(path: str) -> str:
    """The path of a picture from the folder of pictures, as records name it."""
    return path.removeprefix(f"{MEDIA_FOLDER}/")


def read_content(root: Path) -> Content:
    """Everything below `root/content`. Raises OSError where the machine fails."""
    return sort_out(walk_tree(root, CONTENT, media=f"{MEDIA_FOLDER}/"))


def sort_out(found: Iterable[File | Problem]) -> Content:
    """Part files into those of records and pictures; each picture is inspected as it comes, and its bytes let go."""
    files: list[File] = []
    pictures: dict[str, Picture] = {}
    problems: list[Problem] = []
    count = 0
    for item in found:
        if isinstance(item, Problem):
            problems.append(item)
            continue
        count += 1
        if not is_media(item.path):
            files.append(item)
            continue
        picture = inspect_picture(item)
        if isinstance(picture, Picture):
            pictures[media_path(item.path)] = picture
        else:
            problems.extend(picture)
    return Content(tuple(sorted(files, key=lambda file: file.path)), pictures, tuple(problems), count)


def read_picture(root: Path, picture: Picture) -> bytes | Problem:
    """The bytes of a picture that was inspected before, or that it is another now."""
    found = read_file(root, picture.path, MAX_MEDIA_BYTES)
    if isinstance(found, Problem):
        return found
    again = inspect_picture(found)
    if again == picture:
        return found.data
    return Problem(picture.path, 1, 1, "changed-file", "this file changed while it was read", "run the command again")
