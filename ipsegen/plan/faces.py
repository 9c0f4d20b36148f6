"""Faces: portrait, flag or monogram.

Owns how a monogram is made of a name and which hue an id has. Does not draw.
"""

import zlib
from typing import Final

HUES: Final = 12
_PARTICLES: Final = frozenset(
    {"al", "bin", "da", "de", "del", "der", "di", "dos", "du", "la", "le", "of", "the", "van", "von"}
)


def monogram(name: str) -> str:
    """At most two letters that stand for a name: of its first and last word; one for scripts without letter case."""
    words = [word for word in name.replace("-", " ").split() if word[0].isalnum()]
    weighty = [word for word in words if word.casefold() not in _PARTICLES] or words
    if not weighty:
        return ""
    first = weighty[0][0].upper()
    if len(weighty) == 1 or first.lower() == first:
        return first
    return first + weighty[-1][0].upper()


def hue(identifier: str) -> int:
    """One of twelve hues, always the same for the same id."""
    return zlib.crc32(identifier.encode()) % HUES
