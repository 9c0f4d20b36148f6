"""The files of a new site and of the hosts that can build it, as ipsegen carries them.

Owns where they lie in the package and what they are called in a site. Does not know what is in them.
"""

from pathlib import Path
from typing import Final

_PACKAGE: Final = Path(__file__).resolve().parents[1]
_WITH_A_DOT: Final = ("github/", "vscode/", "gitignore", "gitlab-ci.yml")
"""What starts with a dot in a site. In the package it has none: tools that make packages leave dot files out."""

HOSTS: Final = ("github", "gitlab", "netlify", "cloudflare", "s3")
"""Where files for building, checking and publishing are known for."""


def read_scaffold() -> dict[str, str]:
    """The text of each file of a new site by its path there, sorted."""
    return _read(_PACKAGE / "scaffold")


def read_host(name: str) -> dict[str, str]:
    """The text of each file that one of the `HOSTS` needs in a site, by its path there, sorted."""
    return _read(_PACKAGE / "hosts" / name)


def read_form_files() -> dict[str, bytes]:
    """Each file of the form in the browser by its path in it."""
    folder = _PACKAGE / "form"
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def _read(folder: Path) -> dict[str, str]:
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return {_name(path.relative_to(folder).as_posix()): path.read_text(encoding="utf-8") for path in paths}


def _name(path: str) -> str:
    return f".{path}" if path.startswith(_WITH_A_DOT) else path
