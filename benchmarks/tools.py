"""What a generator is to the benchmark.

Owns the shape that ipsegen and its peers share. Does not know any of them.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from benchmarks.corpus import Corpus


class Tool(NamedTuple):
    """A generator of static sites.

    `files` writes the corpus in its format, as (path, text); `module` is the Python file that defines it; `site` holds
    what is copied beside, if anything: templates and settings. `command` builds a root into an output; `leftovers` are
    the paths below a root that a build leaves there and a cold build must not find.
    """

    key: str
    name: str
    module: str
    site: Path | None
    files: Callable[[Corpus], Iterator[tuple[str, str]]]
    command: Callable[[Path, Path], list[str]]
    version: Callable[[], str]
    leftovers: tuple[str, ...] = ()
