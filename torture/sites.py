"""What a reader finds in an output folder, and how it differs from what should be there.

Owns how pages are followed and sites compared. Reads the folder as a stranger would: not with the program's own code.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final
from urllib.parse import unquote

Files = Mapping[str, bytes]
_LINK: Final = re.compile(rb'\b(?:href|src)="?(/[^"#?\s>]*)')


def files_of(folder: Path) -> dict[str, bytes]:
    """Every file below a folder."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def links_of(page: bytes) -> Iterator[str]:
    """The files of the site that a page links to."""
    for found in set(_LINK.findall(page)):
        address = unquote(found.decode())[1:]
        yield f"{address}index.html" if address == "" or address.endswith("/") else address


def broken(found: Files, *sites: Files) -> list[str]:
    """What a reader who starts at `/` would find missing, or not whole: as it stands in none of `sites`."""
    faults, seen, pending = [], set[str](), ["index.html"]
    while pending:
        path = pending.pop()
        if path in seen:
            continue
        seen.add(path)
        data = found.get(path)
        if data is None:
            faults.append(f"a link leads to {path}, which is missing")
            continue
        if all(data != site.get(path) for site in sites):
            faults.append(f"{path} is not whole")
        if path.endswith(".html"):
            pending += links_of(data)
    return faults


def torn(found: Files, *sites: Files) -> list[str]:
    """The files, reachable or not, that stand in none of `sites` as they stand here."""
    return [f"{path} is not whole" for path, data in found.items() if all(data != site.get(path) for site in sites)]


def differing(found: Files, expected: Files) -> list[str]:
    """How a site differs from the one that is expected."""
    faults = [f"{path} is missing" for path in expected.keys() - found.keys()]
    faults += [f"{path} should not be there" for path in found.keys() - expected.keys()]
    faults += [f"{path} differs" for path in expected.keys() & found.keys() if expected[path] != found[path]]
    return sorted(faults)
