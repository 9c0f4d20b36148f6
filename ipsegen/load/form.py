"""The form in the browser, where a site has one: the files of `admin/`, which are published as they are.

Owns when there is a form, and how large its files may be. Does not know what is in them.
"""

import os
from pathlib import Path
from typing import Final

from ipsegen.load.snapshot import Tree, read_tree

FOLDER: Final = "admin"
CONFIGURATION: Final = f"{FOLDER}/config.yml"
"""Where this stands there is a form: a folder of that name that holds something else is nobody's business here."""

_MAX_BYTES: Final = 8 * 1024 * 1024
_NO_FORM: Final = Tree((), ())


def read_form(root: Path) -> Tree:
    """The files of the form and what is wrong with them; nothing where there is none."""
    return read_tree(root, FOLDER, text_limit=_MAX_BYTES) if os.path.lexists(root / CONFIGURATION) else _NO_FORM
