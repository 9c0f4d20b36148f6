"""Work in several processes.

Owns how work is dealt out, no more of it at a time than keeps every worker busy, and comes back in order. Does not know
what the work is. Workers inherit what they need where processes fork, and are sent it where they do not.
"""

import multiprocessing
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from typing import Any, TypeVar

A = TypeVar("A")
B = TypeVar("B")
S = TypeVar("S")

_state: Any = None
"""What the work of this process shares."""


def in_processes(work: Callable[[S, A], B], state: S, items: Iterable[A], jobs: int) -> Iterator[B]:
    """`work(state, item)` for each of `items`, in order; in this process where `jobs` is 1."""
    if jobs == 1:
        yield from (work(state, item) for item in items)
        return
    context = multiprocessing.get_context("fork" if sys.platform == "linux" else None)
    with ProcessPoolExecutor(jobs, context, initializer=_start, initargs=(work, state)) as pool:
        yield from in_window(pool, _run, items, 2 * jobs)


def in_window(pool: Executor, work: Callable[[A], B], items: Iterable[A], window: int) -> Iterator[B]:
    """The result of `work` for each of `items`, in order; at most `window` of them are under way or wait here."""
    waiting: deque[Future[B]] = deque()
    try:
        for item in items:
            if len(waiting) == window:
                yield waiting.popleft().result()
            waiting.append(pool.submit(work, item))
        while waiting:
            yield waiting.popleft().result()
    finally:
        for future in waiting:
            future.cancel()


def _start(work: Callable[[S, A], B], state: S) -> None:
    global _state
    _state = work, state


def _run(item: A) -> Any:
    work, state = _state
    return work(state, item)
