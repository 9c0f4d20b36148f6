"""`ipsegen init`: a folder → a small site that builds, with what its hosts need.

Owns what a new site starts with, and that nothing which is there is touched. Reads no clock.
"""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Final

from ipsegen import __version__
from ipsegen.load.content import CONTENT
from ipsegen.load.scaffold import read_host, read_scaffold
from ipsegen.load.snapshot import File
from ipsegen.render.text_files import policy
from ipsegen.schemas import FOLDER, ids_of, schema_files
from ipsegen.web_form import form_files
from ipsegen.write.create import create_below, standing_below

USUAL_HOSTS: Final = ("github", "gitlab")
"""The hosts whose files a new site has unless others are named."""


class FilesInTheWayError(Exception):
    """Some of the files are there already; nothing was written."""

    def __init__(self, paths: list[str]) -> None:
        super().__init__(f"{', '.join(paths)} {'is' if len(paths) == 1 else 'are'} there already")
        self.paths = paths


def make_site(root: Path, now: datetime, hosts: Sequence[str] = (), *, with_form: bool = False) -> tuple[str, ...]:
    """Write the files of a new site below `root`, those of `hosts` and of the form in the browser; gives their paths.

    Without `hosts` those of the `USUAL_HOSTS` come along. Where there is a site already, only what is asked for is
    written. Raises FilesInTheWayError if any of it is there.
    """
    adds = bool((hosts or with_form) and standing_below(root, [CONTENT]))
    files = _of_hosts(hosts) if adds else {**_site(now), **_of_hosts(hosts or USUAL_HOSTS)}
    data = {path: text.encode() for path, text in files.items()} | (form_files(root) if with_form else {})
    in_the_way = standing_below(root, data)
    if in_the_way:
        raise FilesInTheWayError(in_the_way)
    for path, content in data.items():
        create_below(root, path, content)
    return tuple(data)


def _site(now: datetime) -> dict[str, str]:
    files = {path: text.replace("@NOW@", f"{now:%Y-%m-%dT%H:%M:%SZ}") for path, text in read_scaffold().items()}
    known = ids_of(File(path, text.encode()) for path, text in files.items() if path.startswith(f"{CONTENT}/"))
    return {**files, **{f"{FOLDER}/{name}": text for name, text in schema_files(known).items()}}


def _of_hosts(hosts: Sequence[str]) -> dict[str, str]:
    files = {path: text for host in hosts for path, text in read_host(host).items()}
    loose = policy(["self"])  # until the workflow has built a site and names its scripts
    return {path: text.replace("@VERSION@", __version__).replace("@POLICY@", loose) for path, text in files.items()}
