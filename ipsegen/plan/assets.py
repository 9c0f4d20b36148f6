"""Assets: files whose names change with their content.

Owns the names of assets (`/assets/<name>.<hash>.<ext>`, contract.md) and what a style sheet refers to. Does not know
what is in a template, nor how scripts are joined.
"""

import hashlib
import re
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Final

import msgspec

from ipsegen.load.pictures import Picture
from ipsegen.model.references import make_id
from ipsegen.plan.scripts import integrity_of, is_script, join_scripts

_REFERENCES: Final = {
    ".css": re.compile(rb"""(?P<before>url\()(?P<quote>["']?)(?P<name>[^"')]+)(?P=quote)(?P<after>\))"""),
    ".js": re.compile(
        rb"""(?P<before>\b(?:from|import)\b\s*\(?\s*(?P<quote>["'])\./)(?P<name>[^"']+)(?P<after>(?P=quote))"""
    ),
}
"""How a style sheet or a script names another asset, by the ending of its own name."""
_DIGITS: Final = 10


class Asset(msgspec.Struct, frozen=True):
    """An asset of the theme: its name below `templates/assets/`, its output path and its bytes."""

    name: str
    path: str
    data: bytes

    @property
    def integrity(self) -> str:
        """The hash by which a page vouches for a script; empty for what is none."""
        return integrity_of(self.data) if is_script(self.name) else ""


def hashed_path(name: str, digest: str) -> str:
    """The output path of an asset of the theme: its folders become part of its name."""
    pure = PurePosixPath(name)
    return _path("-".join([*pure.parent.parts, pure.stem]), pure.suffix, name, digest, "asset")


def picture_file(picture: Picture) -> str:
    """The output path of a picture."""
    pure = PurePosixPath(picture.path)
    return _path(pure.stem, pure.suffix, picture.path, picture.sha256, "picture")


def _path(stem: str, suffix: str, source: str, digest: str, otherwise: str) -> str:
    """A path that every address and file system takes as it is: ids, and a hash.

    The hash covers where the file lay too: two copies of one file may come by names that make the same id.
    """
    ending = make_id(suffix)
    covered = hashlib.sha256(f"{source}\0{digest}".encode()).hexdigest()[:_DIGITS]
    return f"assets/{make_id(stem) or otherwise}.{covered}{'.' if ending else ''}{ending}"


def make_assets(files: Mapping[str, bytes]) -> dict[str, Asset]:
    """Assets by name, scripts joined with what they import.

    What a style sheet refers to, or a script that could not be joined, is named before it: its own hash covers that.

    Scripts that import one another in a circle can have no such names: the reference that closes it is left as it is.
    """
    assets: dict[str, Asset] = {}
    joined = join_scripts(files)
    for name in sorted(files):
        _make(name, joined, assets, ())
    return assets


def _make(name: str, files: Mapping[str, bytes], assets: dict[str, Asset], above: tuple[str, ...]) -> Asset | None:
    """An asset, after those that it refers to; None where there is none of this name, or it is only being made."""
    if name in assets or name in above or name not in files:
        return assets.get(name)
    data, pattern = files[name], _REFERENCES.get(PurePosixPath(name).suffix)
    if pattern is not None:
        inside = (*above, name)
        data = pattern.sub(lambda found: _resolved(found, _make(found["name"].decode(), files, assets, inside)), data)
    assets[name] = Asset(name, hashed_path(name, hashlib.sha256(data).hexdigest()), data)
    return assets[name]


def accent_sheet(color: str) -> bytes:
    """A style sheet that gives the theme another accent (`#rrggbb`), lighter where the paper is dark."""
    light = f":root {{ --accent: {color}; --wash: {color}12; }}"
    dark = f":root {{ --accent: color-mix(in srgb, {color} 55%, white); --wash: {color}33; }}"
    return f"{light}\n@media (prefers-color-scheme: dark) {{ {dark} }}\n".encode()


def _resolved(found: re.Match[bytes], asset: Asset | None) -> bytes:
    """`url(fonts/x.woff2)` with the hashed name: all assets lie in one folder, so the bare name leads there."""
    return found[0] if asset is None else found["before"] + PurePosixPath(asset.path).name.encode() + found["after"]
