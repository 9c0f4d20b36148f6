"""`ipsegen init`: a folder → a small site that builds.

Owns what a new site starts with, and that nothing which is there is touched. Reads no clock.
"""

from datetime import datetime
from pathlib import Path

from ipsegen import __version__
from ipsegen.load.scaffold import read_scaffold
from ipsegen.load.snapshot import File
from ipsegen.schemas import FOLDER, ids_of, schema_files
from ipsegen.write.create import create_below, standing_below


class FilesInTheWayError(Exception):
    """Some of the files are there already; nothing was written."""

    def __init__(self, paths: list[str]) -> None:
        super().__init__(f"{', '.join(paths)} {'is' if len(paths) == 1 else 'are'} there already")
        self.paths = paths


def make_site(root: Path, now: datetime) -> tuple[str, ...]:
    """Write the files of a new site below `root`; gives their paths."""
    files = _files(now)
    in_the_way = standing_below(root, files)
    if in_the_way:
        raise FilesInTheWayError(in_the_way)
    for path, text in files.items():
        create_below(root, path, text.encode())
    return tuple(files)


def _files(now: datetime) -> dict[str, str]:
    values = {"@NOW@": f"{now:%Y-%m-%dT%H:%M:%SZ}", "@VERSION@": __version__}
    files = read_scaffold()
    for mark, value in values.items():
        files = {path: text.replace(mark, value) for path, text in files.items()}
    known = ids_of(File(path, text.encode()) for path, text in files.items() if path.startswith("content/"))
    return {**files, **{f"{FOLDER}/{name}": text for name, text in schema_files(known).items()}}
