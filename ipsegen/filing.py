"""The files of many new records: what each is called, where it lies, what it says.

Owns that no two get the same id. How a single one is made stands in `new.py`.
"""

from collections.abc import Iterable, Mapping

import msgspec

from ipsegen.load.content import CONTENT, Content
from ipsegen.load.snapshot import File
from ipsegen.model.catalogue import known_by
from ipsegen.model.free_ids import FreeIds
from ipsegen.model.layout import Slot, slot_of
from ipsegen.model.made_ids import made_id
from ipsegen.model.reads import read_file_record
from ipsegen.model.references import FOLDERS, Kind
from ipsegen.model.shapes import Value
from ipsegen.new import path_of, text_of


class Filing:
    """An archive to which records are added; nothing is written."""

    def __init__(self, content: Content, old_ids: Iterable[Slot]) -> None:
        self._content = content
        slots = [slot for file in content.files if isinstance(slot := slot_of(file.path), Slot)]
        slots.extend(old_ids)
        self._names: dict[str, str] = {}
        self._free = {kind: FreeIds(slot.id for slot in slots if slot.kind == kind) for kind in FOLDERS}

    def made_id(self, kind: Kind, values: Mapping[str, Value]) -> str:
        """An id that is free; nothing where the values hold no letter from a to z and no digit."""
        return made_id(kind, values, self._free[kind], self._name_in_index)

    def take(self, kind: Kind, identifier: str) -> None:
        """From now on a record has this id."""
        self._free[kind].use(identifier)

    def know(self, files: Iterable[File]) -> None:
        """Let records be known whose names make the ids of others."""
        together = sorted((*self._content.files, *files), key=lambda file: file.path)
        self._content = msgspec.structs.replace(self._content, files=tuple(together))
        self._names.clear()

    def file_of(self, kind: Kind, identifier: str, values: Mapping[str, Value]) -> File:
        """The file of a record with this id."""
        return File(path_of(kind, identifier, values), text_of(kind, values).encode())

    def _name_in_index(self, author: str) -> str:
        if author not in self._names:
            path = f"{CONTENT}/{FOLDERS['author']}/{author}.yaml"
            data = self._content.get(path)
            known = known_by(read_file_record(path, data).record) if data is not None else None
            self._names[author] = known.name_in_index if known is not None else ""
        return self._names[author]
