"""A file before and after → a patch as git writes it and applies it.

Owns the notation. Does not know why the file changes.
"""

import difflib
import re
from collections.abc import Iterator
from typing import Final

_LINE: Final = re.compile("[^\n]*\n|[^\n]+")


def render_patch(path: str, before: bytes, becomes: str, after: bytes) -> str:
    """The patch of one file, which may move; where bytes change they are UTF-8."""
    head = f"diff --git a/{path} b/{becomes}\n"
    if path != becomes:
        head += f"rename from {path}\nrename to {becomes}\n"
    if before == after:
        return head
    old, new = (_LINE.findall(data.decode()) for data in (before, after))
    return head + "".join(_with_its_end(difflib.unified_diff(old, new, f"a/{path}", f"b/{becomes}")))


def _with_its_end(lines: Iterator[str]) -> Iterator[str]:
    for line in lines:
        yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"
