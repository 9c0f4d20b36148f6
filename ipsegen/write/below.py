"""Files of a site that is being built, with the folders above them, perhaps by several processes at once.

Owns which paths no site can hold. Does not know what stands there already, nor what a site is made of.
"""

# ruff: noqa: PTH102 (paths are many, and stay text)
import os
from contextlib import suppress

from ipsegen.write.atomic import write_new


def write_below(site: str, path: str, data: bytes) -> None:
    """Write a file of a site that is being built, perhaps by several processes at once."""
    parent = path.rpartition("/")[0]
    try:
        # Most pages have a folder to themselves: to make it costs less than to ask.
        if parent:
            _make_folder(site, parent)
        write_new(f"{site}/{path}", data)
    except (FileExistsError, NotADirectoryError, IsADirectoryError):
        raise impossible(path) from None


def _make_folder(site: str, path: str) -> None:
    try:
        os.mkdir(f"{site}/{path}")
    except FileExistsError:
        return
    except FileNotFoundError:
        parent = path.rpartition("/")[0]
        # The site itself is not made again, once the build is over for the others.
        if not parent:
            raise
        _make_folder(site, parent)
        with suppress(FileExistsError):
            os.mkdir(f"{site}/{path}")


def impossible(path: str) -> ValueError:
    """A path that no site can hold, or not beside its other files."""
    return ValueError(f"no site can hold the file {path!r}, or not twice, or not beside the others")
