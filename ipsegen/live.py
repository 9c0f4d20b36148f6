"""What open pages are told, and when.

Owns the last news and who waits for the next. Does not know what the news say, nor how they travel.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Condition

import msgspec

MOST_LISTENERS = 100


class Told(msgspec.Struct, frozen=True):
    """News with their number, which grows."""

    number: int
    news: bytes


class FullError(Exception):
    """So many listen that one more is not heard."""


class Live:
    """The news of one preview. For any number of threads."""

    def __init__(self, news: bytes) -> None:
        self._changed = Condition()
        self._told = Told(1, news)
        self._listeners = 0
        self.ended = False

    def tell(self, news: bytes) -> None:
        """From now on these are the news."""
        with self._changed:
            self._told = Told(self._told.number + 1, news)
            self._changed.notify_all()

    def end(self) -> None:
        """There will be no more: nobody waits any longer."""
        with self._changed:
            self.ended = True
            self._changed.notify_all()

    def after(self, number: int, patience: float) -> Told | None:
        """The last news, once their number is higher; None if there are none for so many seconds, or no more at all."""
        with self._changed:
            self._changed.wait_for(lambda: self.ended or self._told.number > number, patience)
            return self._told if self._told.number > number and not self.ended else None

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Be one of those who listen. Raises FullError."""
        with self._changed:
            if self._listeners == MOST_LISTENERS:
                raise FullError
            self._listeners += 1
        try:
            yield
        finally:
            with self._changed:
                self._listeners -= 1
