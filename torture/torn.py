"""Torn reads: a reader goes from page to page while the site is changed again and again.

A file that is missing is a fault only where the page that led to it is, before and after, the very same file: else the
page had been replaced by one that may not link there. Each file that is read must be that of one of the two sites.
"""

import os
import random
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from ipsegen.write.output import Output, write_site
from torture.archives import ONE, OTHER
from torture.builds import clean, workplace
from torture.outcome import Outcome
from torture.sites import Files, links_of

Identity = tuple[int, int]


class Read(NamedTuple):
    """What a reader got: the bytes, and which file they came from."""

    data: bytes
    identity: Identity


def torn(outcome: Outcome, count: int, seed: int) -> None:
    """Read `count` files."""
    with workplace() as work:
        sites = clean(work / "one", ONE), clean(work / "other", OTHER)
        output = work / "output"
        write_site(output, _outputs(sites[0]))
        reader = Reader(output, sites)
        chance = random.Random(seed)
        with changing(output, sites):
            while reader.reads < count:
                reader.walk(chance)
                outcome.tries, outcome.faults = reader.reads, reader.faults
        outcome.ends["pages that were replaced while they were read"] = reader.replaced
        outcome.ends["builds meanwhile"] = int((work / "builds").read_text())


class Reader:
    """Somebody who reads a site from file to file."""

    def __init__(self, output: Path, sites: tuple[Files, Files]) -> None:
        self._output = str(output)
        self._sites = sites
        self._links: dict[bytes, list[str]] = {}
        self.reads = 0
        self.replaced = 0
        self.faults: list[str] = []

    def walk(self, chance: random.Random) -> None:
        """From home follow every link of each page, and go on with one of them."""
        path = "index.html"
        for _ in range(chance.randrange(1, 6)):
            page = self._read(path)
            if page is None:
                if path == "index.html":
                    self.faults.append("index.html is missing")
                return
            links = self._links_of(page.data)
            for link in links:
                self._follow(path, page, link)
            path = chance.choice([link for link in links if link.endswith(".html")] or ["index.html"])

    def _follow(self, path: str, page: Read, link: str) -> None:
        """A link that leads nowhere is a fault where the page is still the same file."""
        while self._read(link) is None:
            again = self._read(path)
            if again is None or link not in self._links_of(again.data):
                self.replaced += 1
                return
            if again.identity == page.identity:
                self.faults.append(f"{path} links to {link}, which is missing")
                return
            page = again

    def _read(self, path: str) -> Read | None:
        self.reads += 1
        try:
            with open(f"{self._output}/{path}", "rb") as file:  # noqa: PTH123 - a million times
                status = os.fstat(file.fileno())
                data = file.read()
        except (FileNotFoundError, NotADirectoryError):
            return None
        if all(data != site.get(path) for site in self._sites):
            self.faults.append(f"{path} is not whole")
        return Read(data, (status.st_ino, status.st_mtime_ns))

    def _links_of(self, data: bytes) -> list[str]:
        if data not in self._links:
            self._links[data] = sorted(links_of(data))
        return self._links[data]


@contextmanager
def changing(output: Path, sites: tuple[Files, Files]) -> Iterator[None]:
    """Another process builds the two sites by turns; the number of its builds is in the file `builds` at last."""
    pid = os.fork()
    if pid == 0:
        try:
            _change(output, sites)
        finally:
            os._exit(0)
    try:
        yield
    finally:
        os.kill(pid, signal.SIGTERM)
        os.waitpid(pid, 0)


def _change(output: Path, sites: tuple[Files, Files]) -> None:
    told: list[int] = []
    # No exception: some of what a build does goes on where an error would stop it.
    signal.signal(signal.SIGTERM, lambda number, _frame: told.append(number))
    number = 0
    while not told:
        number += 1
        write_site(output, _outputs(sites[number % 2]))
    output.with_name("builds").write_text(str(number))


def _outputs(site: Files) -> Iterator[Output]:
    return (Output(path, data) for path, data in site.items() if path != "manifest.json")
