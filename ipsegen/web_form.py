"""`ipsegen init --cms`: the record classes → `admin/`, a form in the browser.

Owns how the files of the form are filled in, and how the forge is told from the address of the repository. Does not
know what the form asks.
"""

import json
from pathlib import Path
from typing import Final, NamedTuple
from urllib.parse import urlsplit

from ipsegen.load.form import CONFIGURATION, FOLDER
from ipsegen.load.scaffold import read_form_files
from ipsegen.load.snapshot import MAX_TEXT_BYTES, File, read_file
from ipsegen.model.layout import SITE_FILE
from ipsegen.model.reads import read_file_record
from ipsegen.model.site import Site
from ipsegen.model.web_form import form_collections
from ipsegen.write.create import standing_below


class _Forge(NamedTuple):
    """Who keeps the repository: its name in the configuration, and what the form asks there."""

    name: str
    address: str


_FORGES: Final = {
    "github.com": _Forge("github", "https://api.github.com"),
    "gitlab.com": _Forge("gitlab", "https://gitlab.com"),
}
_TO_BE_FILLED_IN: Final = "OWNER/NAME"
_WITH_MARKS: Final = ("config.yml", "index.html")


def form_files(root: Path) -> dict[str, bytes]:
    """The files of the form by path, for the archive that stands below `root`, or will.

    A configuration that is there is the editor's own, and is not among them: so a form can be renewed.
    """
    files = read_form_files()
    forge, repository = _forge_of(_address(root))
    marks = {"@ADDRESSES@": forge.address, "@FORGE@": forge.name, "@REPOSITORY@": repository}
    for name in _WITH_MARKS:
        for mark, value in marks.items():
            files[name] = files[name].replace(mark.encode(), value.encode())
    files["collections.json"] = json.dumps(form_collections(), indent=1, ensure_ascii=False).encode() + b"\n"
    made = {f"{FOLDER}/{name}": files[name] for name in sorted(files)}
    return {path: data for path, data in made.items() if path not in standing_below(root, [CONFIGURATION])}


def _address(root: Path) -> str:
    """The address of the repository that `site.yaml` names, if it does."""
    found = read_file(root, SITE_FILE, MAX_TEXT_BYTES)
    site = read_file_record(found.path, found.data).record if isinstance(found, File) else None
    return site.repository if isinstance(site, Site) else ""


def _forge_of(address: str) -> tuple[_Forge, str]:
    """The forge of a repository and its name there; what cannot be told is to be filled in."""
    parts = urlsplit(address)
    name = parts.path.strip("/").removesuffix(".git")
    forge = _FORGES.get(parts.hostname or "")
    return (forge, name) if forge is not None and "/" in name else (_FORGES["github.com"], _TO_BE_FILLED_IN)
