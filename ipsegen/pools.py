"""Work in several processes.

Owns how work is dealt out, no more of it at a time than keeps every worker busy, and comes back in order. Does not know
what the work is. Workers inherit what they share where processes fork, and are sent it where they do not.
"""

import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from signal import SIGKILL, raise_signal
from threading import Thread
from typing import Any, Generic, TypeVar

A = TypeVar("A")
B = TypeVar("B")
S = TypeVar("S")

_shared: Any = None
"""What the crew to which this process belongs shares."""


def settled(result: B) -> Future[B]:
    """What is known already, as what was asked for."""
    future: Future[B] = Future()
    future.set_result(result)
    return future


class Crew(Generic[S]):
    """Processes that share a state, or this one alone, which then does all work at once."""

    def __init__(self, state: S, executor: Executor | None, jobs: int) -> None:
        self._state = state
        self._executor = executor
        self._jobs = jobs

    def ask(self, work: Callable[[S, A], B], item: A) -> Future[B]:
        """Have `work(state, item)` done beside other work."""
        if self._executor is not None:
            return self._executor.submit(_run, work, item)
        return settled(work(self._state, item))

    def each(self, work: Callable[[S, A], B], items: Iterable[A]) -> Iterator[B]:
        """`work(state, item)` for each of `items`, in order."""
        if self._executor is None:
            return (work(self._state, item) for item in items)
        return in_window(lambda item: self.ask(work, item), items, 2 * self._jobs)


@contextmanager
def crew(state: S, jobs: int) -> Iterator[Crew[S]]:
    """A crew of as many processes as there are `jobs`; with one job, no other process is started."""
    if jobs == 1:
        yield Crew(state, None, 1)
        return
    with _executor(jobs, state) as executor:
        try:
            yield Crew(state, executor, jobs)
        except BaseException:
            executor.shutdown(wait=True, cancel_futures=True)
            raise


def aside(work: Callable[[S, A], B], state: S, item: A, jobs: int) -> Future[B]:
    """`work(state, item)`, done by a process of its own that ends with it; at once where there is but one job."""
    if jobs == 1:
        return settled(work(state, item))
    executor = _executor(1, state)
    future = executor.submit(_run, work, item)
    executor.shutdown(wait=False)
    return future


def in_window(ask: Callable[[A], Future[B]], items: Iterable[A], window: int) -> Iterator[B]:
    """What comes of asking for each of `items`, in order; at most `window` of them are under way or wait here."""
    waiting: deque[Future[B]] = deque()
    try:
        for item in items:
            if len(waiting) == window:
                yield waiting.popleft().result()
            waiting.append(ask(item))
        while waiting:
            yield waiting.popleft().result()
    finally:
        for future in waiting:
            future.cancel()


def _executor(jobs: int, state: object) -> Executor:
    # Here and not above: with one job nothing needs them.
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    context = multiprocessing.get_context("fork" if sys.platform == "linux" else None)
    return ProcessPoolExecutor(jobs, context, initializer=_start, initargs=(state,))


def _start(state: object) -> None:
    global _shared
    _shared = state
    Thread(target=_end_with_the_parent, daemon=True).start()


def _end_with_the_parent() -> None:
    """A process that waits for work does not notice that nobody is left to give it any."""
    from multiprocessing import parent_process

    parent = parent_process()
    if parent is not None:
        parent.join()
        raise_signal(SIGKILL)


def _run(work: Callable[[Any, A], B], item: A) -> B:
    return work(_shared, item)
