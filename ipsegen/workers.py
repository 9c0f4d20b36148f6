"""Pages set in several processes.

Owns how pages are dealt out to workers and come back in order. Does not set a page itself: what goes to a worker and
what comes back are values, so that any `concurrent.futures.Executor` could do the work.
"""

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import Final

from ipsegen.plan.pages import Page
from ipsegen.plan.values import CardKey
from ipsegen.render.environment import Frame
from ipsegen.render.pages import Press, Rendered

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
        for rendered in pool.map(_set_chunk, chunks):
            yield from rendered


def _start(templates: Mapping[str, str], frame: Frame, articles: Mapping[CardKey, str]) -> None:
    """Give this worker its own press; the cards come set."""
    global _press
    _press = Press(templates, frame, articles)


def _set_chunk(pages: Sequence[Page]) -> list[Rendered]:
    if _press is None:
        message = "a worker was asked for pages before it was started"
        raise RuntimeError(message)
    return [_press.page(page) for page in pages]
