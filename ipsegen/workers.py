"""Pages set in several processes.

Owns how pages are dealt out to workers and come back in order, no more of them at a time than keeps every worker
busy. Does not set a page itself: what goes to a worker and what comes back are values.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from typing import Final, TypeVar

from ipsegen.plan.pages import Page
from ipsegen.plan.values import CardKey
from ipsegen.render.environment import Frame
from ipsegen.render.pages import Press, Rendered

A = TypeVar("A")
B = TypeVar("B")

_CHUNK: Final = 200
_WORTH_IT: Final = 1_000
"""Below so many pages, starting processes costs more than it saves."""

_press: Press | None = None


def set_pages(press: Press, pages: Sequence[Page], jobs: int) -> Iterator[Rendered]:
    """Every page in order, the same bytes for any number of `jobs`. Raises TemplateFault."""
    if jobs == 1 or len(pages) < _WORTH_IT:
        yield from (press.page(page) for page in pages)
        return
    chunks = [pages[start : start + _CHUNK] for start in range(0, len(pages), _CHUNK)]
    with ProcessPoolExecutor(jobs, initializer=_start, initargs=press.parts()) as pool:
        for rendered in in_window(pool, _set_chunk, chunks, 2 * jobs):
            yield from rendered


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


def _start(templates: Mapping[str, str], frame: Frame, articles: Mapping[CardKey, str]) -> None:
    """Give this worker its own press; the cards come set."""
    global _press
    _press = Press(templates, frame, articles)


def _set_chunk(pages: Sequence[Page]) -> list[Rendered]:
    if _press is None:
        message = "a worker was asked for pages before it was started"
        raise RuntimeError(message)
    return [_press.page(page) for page in pages]
