"""The memory of visits to addresses on the web: what became of each, and when.

Owns its file below `.ipsegen/`. A memory that is damaged, or of another version, is as good as none. Does not know how
long a visit holds good.
"""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Final

import msgspec

from ipsegen.load.visits import Visit
from ipsegen.write.atomic import replace_file
from ipsegen.write.create import make_folders
from ipsegen.write.plain import read_plain

_VERSION: Final = 1


class Remembered(msgspec.Struct, frozen=True):
    """A visit, and the moment at which it was made (aware)."""

    visit: Visit
    at: datetime


class _Memory(msgspec.Struct, frozen=True):
    version: int
    visits: dict[str, Remembered]


def recall_visits(root: Path) -> dict[str, Remembered]:
    """What is remembered, by address; nothing where it cannot be read."""
    try:
        memory = msgspec.json.decode(read_plain(_place(root)), type=_Memory)
    except (OSError, msgspec.DecodeError):
        return {}
    return memory.visits if memory.version == _VERSION else {}


def remember_visits(root: Path, visits: Mapping[str, Remembered]) -> None:
    """Make this the memory."""
    place = _place(root)
    make_folders(root, place.parent.relative_to(root).parts)
    sorted_by_address = dict(sorted(visits.items()))
    replace_file(place, msgspec.json.format(msgspec.json.encode(_Memory(_VERSION, sorted_by_address)), indent=1))


def _place(root: Path) -> Path:
    return root / ".ipsegen" / "links" / "visits.json"
