"""The files of a new site, as ipsegen carries them.

Owns where they lie in the package and what they are called in a site. Does not know what is in them.
"""

from pathlib import Path
from typing import Final

_FOLDER: Final = Path(__file__).resolve().parents[1] / "scaffold"
_WITH_A_DOT: Final = ("github/", "vscode/", "gitignore", "gitlab-ci.yml")
"""What starts with a dot in a site. In the package it has none: tools that make packages leave dot files out."""


def read_scaffold() -> dict[str, str]:
    """The text of each file by its path in a site, sorted."""
    paths = sorted(path for path in _FOLDER.rglob("*") if path.is_file())
    return {_name(path.relative_to(_FOLDER).as_posix()): path.read_text(encoding="utf-8") for path in paths}


def _name(path: str) -> str:
    return f".{path}" if path.startswith(_WITH_A_DOT) else path
