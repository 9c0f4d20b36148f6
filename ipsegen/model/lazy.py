"""Mappings that are not all there.

Owns values that are made when they are asked for, and small changes laid over large mappings. Nothing here changes.
"""

from collections.abc import Callable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from functools import lru_cache
from typing import Any, Final, Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")

_KEPT: Final = 4_096


class Lazy(Mapping[K, V], Generic[K, V]):
    """Values made of their keys when they are asked for; the last few are kept."""

    def __init__(self, made_of: Mapping[K, Any], make: Callable[[K], V]) -> None:
        self.made_of = made_of
        self._make = lru_cache(_KEPT)(make)

    def __reduce__(self) -> tuple[type[dict[K, V]], tuple[dict[K, V]]]:
        """For processes that are sent what they need: how values are made cannot be sent, so all of them are."""
        return dict, (dict(self),)

    def __getitem__(self, key: K) -> V:
        if key not in self.made_of:
            raise KeyError(key)
        return self._make(key)

    def __contains__(self, key: object) -> bool:
        return key in self.made_of

    def __iter__(self) -> Iterator[K]:
        return iter(self.made_of)

    def __len__(self) -> int:
        return len(self.made_of)


class Overlay(Mapping[K, V], Generic[K, V]):
    """A mapping with some values in the place of others, or beside them, and without some of its keys."""

    def __init__(self, below: Mapping[K, V], above: Mapping[K, V], gone: AbstractSet[K]) -> None:
        self.below, self.above, self.gone = below, above, gone
        if isinstance(below, Overlay):
            # However often a mapping is changed, what is asked of it goes through one layer.
            kept = {key: value for key, value in below.above.items() if key not in gone}
            self.below, self.above = below.below, {**kept, **above}
            self.gone = (below.gone | gone) - self.above.keys()

    def __getitem__(self, key: K) -> V:
        if key in self.above:
            return self.above[key]
        if key in self.gone:
            raise KeyError(key)
        return self.below[key]

    def __contains__(self, key: object) -> bool:
        return key in self.above or (key not in self.gone and key in self.below)

    def __iter__(self) -> Iterator[K]:
        yield from (key for key in self.below if key not in self.gone)
        yield from (key for key in self.above if key not in self.below)

    def __len__(self) -> int:
        hidden = sum(key in self.below for key in self.gone)
        return len(self.below) - hidden + sum(key not in self.below for key in self.above)
