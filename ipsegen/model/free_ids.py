"""Ids that are still to be had.

Owns how an id that is taken gets a number behind it. Does not know what ids are made of.
"""

from collections.abc import Iterable

from ipsegen.model.references import MAX_ID_LENGTH, fault_of_id


class FreeIds:
    """Ids that no record of a kind has. However many are asked for near the same one, each is found at once."""

    def __init__(self, used: Iterable[str]) -> None:
        self._used = set(used)
        self._last: dict[str, int] = {}
        """The number up to which a proposed id is known to be used."""

    def __contains__(self, identifier: str) -> bool:
        return identifier not in self._used and fault_of_id(identifier) is None

    def near(self, proposed: str) -> str:
        """The proposed id, or the first with a number behind it that is free and may be used."""
        number = self._last.get(proposed, 1)
        while (candidate := _numbered(proposed, number)) not in self:
            number += 1
        self._last[proposed] = number
        return candidate

    def use(self, identifier: str) -> None:
        """From now on a record has it."""
        self._used.add(identifier)


def _numbered(proposed: str, number: int) -> str:
    ending = f"-{number}" if number > 1 else ""
    return proposed[: MAX_ID_LENGTH - len(ending)] + ending
