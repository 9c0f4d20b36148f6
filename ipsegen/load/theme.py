"""The theme: the default templates that ipsegen carries, with a site's own files in their place.

Owns where the default theme lies and how single files override it. Does not know what a template says.
"""

from pathlib import Path
from typing import Final

import msgspec

from ipsegen.diagnostics import Problem
from ipsegen.load.snapshot import Tree, read_tree
from ipsegen.load.text import decode, problems_of_text

FOLDER: Final = "templates"
MAX_ASSET_BYTES: Final = 8 * 1024 * 1024
_PACKAGE: Final = Path(__file__).resolve().parents[1]


class Theme(msgspec.Struct, frozen=True):
    """Templates by name (`base.html`, `parts/card.html`), assets by name below `assets/`, and
    what is wrong with them.
    """

    templates: dict[str, str]
    assets: dict[str, bytes]
    problems: tuple[Problem, ...]
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
    templates: dict[str, str] = {}
    assets: dict[str, bytes] = {}
    problems: list[Problem] = []
    for tree in trees:
        problems.extend(tree.problems)
        _add(tree, templates, assets, problems)
    ours = trees[-1].files if is_default or len(trees) > 1 else ()
    names = templates.keys() & {file.path.removeprefix(f"{FOLDER}/") for file in ours}
    return Theme(templates, assets, tuple(problems), frozenset(names))


def _add(tree: Tree, templates: dict[str, str], assets: dict[str, bytes], problems: list[Problem]) -> None:
    for file in tree.files:
        name = file.path.removeprefix(f"{FOLDER}/")
        if name.startswith("assets/"):
            assets[name.removeprefix("assets/")] = file.data
            continue
        text = decode(file.path, file.data)
        if isinstance(text, Problem):
            problems.append(text)
            continue
        problems.extend(problems_of_text(file.path, text))
        templates[name] = text
