"""Scripts: what a browser asks for is one file, whatever it was written in.

Owns how a script and those that it imports become one, and the hash by which a page vouches for it. A browser that is
told which scripts may run (CSP Level 3, hashes of external scripts) runs those whose hash their page names, and blocks
what they import: nothing vouches for that. Does not know which scripts there are.
"""

import base64
import hashlib
import re
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from posixpath import dirname, join, normpath
from typing import Final

_NAME: Final = rb"""(?P<quote>["'])(?P<name>\.{1,2}/[^"'\n]+)(?P=quote)"""
_ANY_IMPORT: Final = re.compile(rb"\b(?:from|import)\b\s*\(?\s*" + _NAME)
_IMPORT: Final = re.compile(
    rb"^import\s*(?:(?P<what>\{[^{}]*\}|\*\s*as\s+[\w$]+)\s*from\s*)?" + _NAME + rb"[ \t]*;?[ \t]*(?://[^\n]*)?\r?$",
    re.MULTILINE,
)
_EXPORT: Final = re.compile(
    rb"^export\s+(?=(?:async\s+)?(?:function|class|const)\b[\s*]*(?P<name>[\w$]+))", re.MULTILINE
)
_ASKED: Final = re.compile(rb"[{,]\s*([\w$]+)")
_OTHERWISE: Final = re.compile(rb"^(?:export\b|import\b(?!\s*[(.]))", re.MULTILINE)
"""A line that only a module of its own can hold."""


def is_script(name: str) -> bool:
    """Whether the file of this name holds a script."""
    return PurePosixPath(name).suffix in {".js", ".mjs"}


def integrity_of(data: bytes) -> str:
    """The hash of a script as its page and the policy write it (W3C, "Subresource Integrity")."""
    return f"sha256-{base64.b64encode(hashlib.sha256(data).digest()).decode()}"


def join_scripts(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Files by name, each script with what it imports in it, each of that once.

    That is so for `import { a, b as c } from "./x.js"`, `import * as x from "./x.js"` and `import "./x.js"`, each on
    lines of its own, of scripts that export functions, classes and constants where they declare them. Any other import
    is left as it is, as is one that closes a circle.
    """
    return {name: _joined(name, files) if is_script(name) else data for name, data in files.items()}


def parts_alone(files: Mapping[str, bytes]) -> frozenset[str]:
    """The scripts that are parts of others, and that no import loads for itself."""
    scripts = [name for name in files if is_script(name)]
    parts = {each for name in scripts for each in _order(name, files)}
    return frozenset(parts - {_imported(found, name) for name in scripts for found in imports_left(name, files)})


def imports_left(name: str, files: Mapping[str, bytes]) -> Iterator[re.Match[bytes]]:
    """The imports of a script that are left as they are, each with the `name` by which it names another."""
    joined = [found.span() for found in _IMPORT.finditer(files[name]) if _before(found, files, (name,)) is not None]
    for found in _ANY_IMPORT.finditer(files[name]):
        is_joined = any(start <= found.start() < end for start, end in joined)
        if not is_joined and _imported(found, name) in files:
            yield found


def _joined(name: str, files: Mapping[str, bytes]) -> bytes:
    """A script below all that it imports, each of which is a function that is called at once."""
    places = {each: b"joined%d" % number for number, each in enumerate(_order(name, files))}
    called = b"const %b = (() => {\n%b\n})();\n"
    above = [called % (place, _body(each, files, places)) for each, place in places.items()]
    return b"".join((*above, _bound(name, files, places)))


def _order(name: str, files: Mapping[str, bytes]) -> list[str]:
    """The scripts that a script is joined with, in the order in which they must stand, each once."""
    order = (each for found in _IMPORT.finditer(files[name]) for each in _before(found, files, (name,)) or ())
    return list(dict.fromkeys(order))


def _before(found: re.Match[bytes], files: Mapping[str, bytes], above: tuple[str, ...]) -> list[str] | None:
    """The scripts that must stand before an import, what it names last; None where that can be no part of another."""
    name = _imported(found, above[-1])
    text = files.get(name)
    if text is None or name in above or _OTHERWISE.search(_EXPORT.sub(b"", _IMPORT.sub(b"", text))):
        return None
    if not set(_ASKED.findall(found["what"] or b"")) <= {export["name"] for export in _EXPORT.finditer(text)}:
        return None
    order = list[str]()
    for further in _IMPORT.finditer(text):
        needed = _before(further, files, (*above, name))
        if needed is None:
            return None
        order.extend(needed)
    return [*order, name]


def _body(name: str, files: Mapping[str, bytes], places: Mapping[str, bytes]) -> bytes:
    """A script as the inside of a function that gives what it exports."""
    exported = b", ".join(found["name"] for found in _EXPORT.finditer(files[name]))
    return b"%b\nreturn { %b };" % (_EXPORT.sub(b"", _bound(name, files, places)).rstrip(), exported)


def _bound(name: str, files: Mapping[str, bytes], places: Mapping[str, bytes]) -> bytes:
    """A script whose imports are taken from what stands above it, before anything else is done."""
    names: list[bytes] = []

    def taken(found: re.Match[bytes]) -> bytes:
        if _before(found, files, (name,)) is None:
            return found[0]
        names.append(_names(found, places[_imported(found, name)]))
        return b""

    rest = _IMPORT.sub(taken, files[name])
    return b"".join((*names, rest))


def _names(found: re.Match[bytes], place: bytes) -> bytes:
    """The names of an import as constants."""
    if found["what"] is None:
        return b""
    names = re.sub(rb"^\*\s*as\s+", b"", re.sub(rb"(?<=[\w$])\s+as\s+", b": ", found["what"]))
    return b"const %b = %b;\n" % (names, place)


def _imported(found: re.Match[bytes], name: str) -> str:
    """The name of the file that an import in the script `name` means."""
    return normpath(join(dirname(name), found["name"].decode("utf-8", "replace")))
