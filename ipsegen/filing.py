"""The files of many new records: what each is called, where it lies, what it says.

Owns that no two get the same id. How a single one is made stands in `new.py`.
"""

from collections.abc import Iterable, Mapping

import msgspec

from ipsegen.load.content import Content
from ipsegen.load.snapshot import File
from ipsegen.model.free_ids import FreeIds
from ipsegen.model.layout import Slot, slot_of
from ipsegen.model.references import FOLDERS, Kind
from ipsegen.model.shapes import Value
from ipsegen.new import NoIdError, path_of, proposed_id, text_of


class Filing:
    """An archive to which records are added; nothing is written."""

    def __init__(self, content: Content, old_ids: Iterable[Slot]) -> None:
        self._content = content
        slots = [slot for file in content.files if isinstance(slot := slot_of(file.path), Slot)]
        slots.extend(old_ids)
        self._free = {kind: FreeIds(slot.id for slot in slots if slot.kind == kind) for kind in FOLDERS}

    def made_id(self, kind: Kind, values: Mapping[str, Value]) -> str:
        """An id that is free; nothing where the values hold no letter from a to z and no digit."""
        try:
            return self._free[kind].near(proposed_id(kind, values, self._content))
        except NoIdError:
            return ""

    def take(self, kind: Kind, identifier: str) -> None:
        """From now on a record has this id."""
        self._free[kind].use(identifier)

    def know(self, files: Iterable[File]) -> None:
        """Let records be known whose names make the ids of others."""
        together = sorted((*self._content.files, *files), key=lambda file: file.path)
        self._content = msgspec.structs.replace(self._content, files=tuple(together))

    def file_of(self, kind: Kind, identifier: str, values: Mapping[str, Value]) -> File:
        """The file of a record with this id."""
        return File(path_of(kind, identifier, values), text_of(kind, values).encode())
