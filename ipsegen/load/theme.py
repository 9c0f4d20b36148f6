"""The theme: the default templates that ipsegen carries, with a site's own files in their place.

Owns where the default theme lies and how single files override it. Does not know what a template or a catalogue says.
"""

from pathlib import Path
from typing import Final

import msgspec

from ipsegen.diagnostics import Problem
from ipsegen.load.snapshot import MAX_TEXT_BYTES, File, read_tree
from ipsegen.load.text import decode, problems_of_text

FOLDER: Final = "templates"
LANGUAGES: Final = "languages/"
MAX_ASSET_BYTES: Final = 8 * 1024 * 1024
_PACKAGE: Final = Path(__file__).resolve().parents[1]


class LanguageFile(msgspec.Struct, frozen=True):
    """The messages of the interface in a language: `templates/languages/fr.po`."""

    path: str
    language: str
    text: str
    is_own: bool
    """Whether it is the site's, not the default theme's."""


class Theme(msgspec.Struct, frozen=True):
    """Templates by name (`base.html`, `parts/card.html`), assets by name below `assets/`, languages, and
    what is wrong with them.

    A language has one file of the default theme or of the site, or one of each, the site's last.
    """

    templates: dict[str, str]
    assets: dict[str, bytes]
    problems: tuple[Problem, ...]
    languages: tuple[LanguageFile, ...] = ()
    own: frozenset[str] = frozenset()
    """The templates that are the site's and not the default theme's."""


def default_theme() -> Path:
    """The folder that holds `templates/` by default: inside an installed package, or beside it in a checkout."""
    carried = _PACKAGE / "theme"
    return carried if (carried / FOLDER).is_dir() else _PACKAGE.parent


def read_theme(root: Path) -> Theme:
    """The default theme, overridden file by file by `root/templates/`. Raises OSError where the machine fails."""
    trees = [read_tree(default_theme(), FOLDER, text_limit=MAX_ASSET_BYTES)]
    own = root / FOLDER
    is_default = root.resolve() == default_theme().resolve()
    if (own.is_symlink() or own.is_dir()) and not is_default:
        trees.append(read_tree(root, FOLDER, text_limit=MAX_ASSET_BYTES))
    found = _Found()
    for number, tree in enumerate(trees):
        found.problems.extend(tree.problems)
        for file in tree.files:
            found.add(file, is_own=is_default or number > 0)
    ours = trees[-1].files if is_default or len(trees) > 1 else ()
    names = found.templates.keys() & {file.path.removeprefix(f"{FOLDER}/") for file in ours}
    return Theme(found.templates, found.assets, tuple(found.problems), tuple(found.languages), frozenset(names))


class _Found:
    """What the folders hold, the later over the earlier."""

    def __init__(self) -> None:
        self.templates: dict[str, str] = {}
        self.assets: dict[str, bytes] = {}
        self.languages: list[LanguageFile] = []
        self.problems: list[Problem] = []

    def add(self, file: File, *, is_own: bool) -> None:
        name = file.path.removeprefix(f"{FOLDER}/")
        if name.startswith("assets/"):
            self.assets[name.removeprefix("assets/")] = file.data
            return
        if name.startswith(LANGUAGES):
            if name.endswith(".po") and (text := self._text(file, MAX_TEXT_BYTES)) is not None:
                language = name.removeprefix(LANGUAGES).removesuffix(".po")
                self.languages.append(LanguageFile(file.path, language, text, is_own))
            return
        text = self._text(file, MAX_ASSET_BYTES)
        if text is not None:
            self.templates[name] = text

    def _text(self, file: File, limit: int) -> str | None:
        """The text of a file, if it is one of at most `limit` bytes."""
        text = decode(file.path, file.data) if len(file.data) <= limit else _too_large(file.path, limit)
        if isinstance(text, Problem):
            self.problems.append(text)
            return None
        self.problems.extend(problems_of_text(file.path, text))
        return text


def _too_large(path: str, limit: int) -> Problem:
    message = f"this file is larger than {limit // 1024} KiB"
    return Problem(path, 1, 1, "file-too-large", message, "keep the messages of the interface alone")
