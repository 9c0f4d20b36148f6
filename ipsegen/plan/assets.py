"""Assets: files whose names change with their content.

Owns the names of assets (`/assets/<name>.<hash>.<ext>`, contract.md) and what a style sheet refers to. Does not know
what is in a template.
"""

import hashlib
import re
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Final

import msgspec

from ipsegen.load.pictures import Picture
from ipsegen.model.references import make_id

_URL: Final = re.compile(rb"""url\((?P<quote>["']?)(?P<name>[^"')]+)(?P=quote)\)""")
_DIGITS: Final = 10


class Asset(msgspec.Struct, frozen=True):
    """An asset of the theme: its name below `templates/assets/`, its output path and its bytes."""

    name: str
    path: str
    data: bytes


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
    """Assets by name. What a style sheet refers to is named before the sheet itself, so that its hash covers it."""
    assets: dict[str, Asset] = {}
    for name in sorted(files, key=lambda name: (name.endswith(".css"), name)):
        data = files[name]
        if name.endswith(".css"):
            data = _URL.sub(lambda match: _resolved(match, assets), data)
        assets[name] = Asset(name, hashed_path(name, hashlib.sha256(data).hexdigest()), data)
    return assets


def accent_sheet(color: str) -> bytes:
    """A style sheet that gives the theme another accent (`#rrggbb`), lighter where the paper is dark."""
    light = f":root {{ --accent: {color}; --wash: {color}12; }}"
    dark = f":root {{ --accent: color-mix(in srgb, {color} 55%, white); --wash: {color}33; }}"
    return f"{light}\n@media (prefers-color-scheme: dark) {{ {dark} }}\n".encode()


def _resolved(match: re.Match[bytes], assets: Mapping[str, Asset]) -> bytes:
    """`url(fonts/x.woff2)` with the hashed name: all assets lie in one folder, so the bare name leads there."""
    asset = assets.get(match["name"].decode())
    return match[0] if asset is None else b"url(" + PurePosixPath(asset.path).name.encode() + b")"
