"""Mappings that are not all there.

Owns values that are made when they are asked for, and small changes laid over large mappings. Nothing here changes.
"""

from collections.abc import Callable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from functools import lru_cache
from typing import Final, Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")

_KEPT: Final = 4_096


class Lazy(Mapping[K, V], Generic[K, V]):
    """Values made of their keys when they are asked for; the last few are kept."""

    def __init__(self, keys: Mapping[K, object], make: Callable[[K], V]) -> None:
        self._keys = keys
        self._make = lru_cache(_KEPT)(make)

    def __getitem__(self, key: K) -> V:
        if key not in self._keys:
            raise KeyError(key)
        return self._make(key)

    def __contains__(self, key: object) -> bool:
        return key in self._keys

    def __iter__(self) -> Iterator[K]:
        return iter(self._keys)

    def __len__(self) -> int:
        return len(self._keys)


class Overlay(Mapping[K, V], Generic[K, V]):
    """A mapping with some values in the place of others, or beside them, and without some of its keys."""

    def __init__(self, below: Mapping[K, V], above: Mapping[K, V], gone: AbstractSet[K]) -> None:
        self._below = below
        self._above = above
        self._gone = gone

    def __getitem__(self, key: K) -> V:
        if key in self._above:
            return self._above[key]
        if key in self._gone:
            raise KeyError(key)
        return self._below[key]

    def __contains__(self, key: object) -> bool:
        return key in self._above or (key not in self._gone and key in self._below)

    def __iter__(self) -> Iterator[K]:
        yield from (key for key in self._below if key not in self._gone)
        yield from (key for key in self._above if key not in self._below)

    def __len__(self) -> int:
        return sum(1 for _key in self)
