"""The fonts that come with the program, for words in pictures.

Owns where they lie, beside this module. No font of the machine is ever asked for: it would make other pictures
elsewhere. Written by scripts/vendor_share_fonts.py; NOTICE.md tells where they are from. Does not know their looks.
"""

import hashlib
from functools import cache
from pathlib import Path
from typing import Final, Literal

FontName = Literal[
    "latin", "latin-strong", "greek-cyrillic", "arabic", "hebrew", "devanagari", "korean", "chinese-simplified"
]

_FOLDER: Final = Path(__file__).resolve().parent / "fonts"


@cache
def read_font(name: FontName) -> bytes:
    """The bytes of a font (TrueType)."""
    return (_FOLDER / f"{name}.ttf").read_bytes()


@cache
def fonts_digest() -> bytes:
    """32 bytes that differ wherever a font might look otherwise."""
    found = hashlib.sha256(usedforsecurity=False)
    for path in sorted(_FOLDER.glob("*.ttf")):
        found.update(path.name.encode() + hashlib.sha256(path.read_bytes(), usedforsecurity=False).digest())
    return found.digest()
