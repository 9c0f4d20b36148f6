"""`ipsegen serve`: the site in a browser while it is written.

Owns the preview's folder, and the rounds of waiting and building. Only what the last sound build left is shown; what is
wrong is told to whoever looks. Does not know how anything is sent (`server.py`), how problems look, or the time.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Final, Protocol
from urllib.parse import urlsplit

import msgspec

from ipsegen import preview, request
from ipsegen.build import Order, Report, build
from ipsegen.diagnostics import Problem
from ipsegen.kept import Kept
from ipsegen.load.content import CONTENT
from ipsegen.load.documents import load_document, source_lines
from ipsegen.load.form import FOLDER as FORM
from ipsegen.load.snapshot import MAX_TEXT_BYTES, read_file
from ipsegen.load.theme import FOLDER as TEMPLATES
from ipsegen.load.watch import Changes, watch
from ipsegen.model.layout import SITE_FILE
from ipsegen.model.records import read_site
from ipsegen.server import Server, answering, listening
from ipsegen.write.folder import RefusedOutput, refuse_dangerous
from ipsegen.write.lock import OutputHeld, hold

CACHE: Final = ".ipsegen"
SITE: Final = f"{CACHE}/site"

_REST: Final = 2
"""After so many seconds without a change, all that was taken for granted is looked at."""


class ServeOrder(msgspec.Struct, frozen=True):
    """What is to be served, and where. `editor` is the address that opens a file, as `preview.Opener` takes it."""

    root: Path
    host: str = "127.0.0.1"
    port: int = 8000
    drafts: bool = False
    poll: bool = False
    editor: str = ""


class Onlooker(Protocol):
    """Who is told what happens."""

    def built(self, report: Report) -> None:
        """A build came to its end, with problems or without."""

    def failed(self, error: OSError) -> str:
        """The machine failed in a build; the next change is another chance. Gives the words for it."""

    def ready(self, address: str) -> None:
        """The site can be looked at."""


def serve_site(order: ServeOrder, clock: Callable[[], datetime], onlooker: Onlooker) -> None:
    """Build and show the site until KeyboardInterrupt, which is passed on."""
    folder = _folder(order.root)
    watched = watch(order.root, (CONTENT, TEMPLATES, FORM), poll=order.poll)
    opener = preview.Opener(order.editor, str(order.root.resolve()))
    with _held(folder), listening(order.host, order.port, folder, opener) as server, watched as changes:
        rounds = Rounds(order, server, onlooker)
        rounds.build(clock())
        with answering(server):
            onlooker.ready(f"http://{server.name}{request.address_of(_base_path(order.root))}")
            while True:
                rounds.wait(changes)
                rounds.build(clock())


class Rounds:
    """The builds of one preview, one after the other."""

    def __init__(self, order: ServeOrder, server: Server, onlooker: Onlooker) -> None:
        self.order = order
        self.server = server
        self.onlooker = onlooker
        self.kept = Kept()
        self.problems: tuple[Problem, ...] = ()

    def wait(self, changes: Changes) -> None:
        """Wait for changes, in short pieces, between which a signal is heard on every system."""
        quiet = 0
        while (changed := changes.settled(1.0)) is None:
            quiet += 1
            if quiet == _REST and self.kept.done is not None and not self.kept.done.saved:
                self.look_at_everything(self.kept.done.last.now)
        if changed.files is None:
            self.kept.doubt()
        else:
            self.kept.touch(changed.files)

    def look_at_everything(self, now: datetime) -> None:
        """Build without taking anything for granted: no change is missed for long, and another process can go on."""
        self.kept.doubt()
        self.build(now, again=True)

    def build(self, now: datetime, *, again: bool = False) -> None:
        """Build the site as it is at the moment `now`; what is shown changes only if it is sound.

        If it is built `again`, nothing is said where nothing is new.
        """
        try:
            base = _base_path(self.order.root)
            address = f"http://{self.server.name}/{'/'.join(base)}"
            # One process: the workers of a build would be forked while requests are answered in threads.
            asked = Order(self.order.root, self.server.folder, now, base_url=address, drafts=self.order.drafts, jobs=1)
            report = build(asked, lambda _stage, _done, _total: None, self.kept)
            if report.written is not None:
                self.server.show(base, self.kept.done.edition.archive if self.kept.done is not None else None)
        except OSError as error:
            self.server.live.tell(preview.failure_of(self.onlooker.failed(error)))
            return
        anything = report.written is not None and report.written.written + report.written.removed
        if again and report.problems == self.problems and not anything:
            return
        self.problems = report.problems
        self._tell(report)
        self.onlooker.built(report)

    def _tell(self, report: Report) -> None:
        """Tell the pages that are open."""

        @lru_cache(maxsize=1)  # problems come file by file
        def lines(file: str) -> list[str]:
            found = read_file(self.order.root, file, MAX_TEXT_BYTES)
            return [] if isinstance(found, Problem) else source_lines(found.data)

        built = report.written is not None
        self.server.live.tell(preview.news_of(report.problems, built=built, lines=lines, opener=self.server.opener))


def _folder(root: Path) -> Path:
    folder = root / SITE
    for path in (root / CACHE, folder):
        if path.is_symlink():
            message = f"'{path}' is a symbolic link"
            raise RefusedOutput(message, "remove it: ipsegen keeps its own files there")
    refuse_dangerous(folder, root)
    return folder


@contextmanager
def _held(folder: Path) -> Iterator[None]:
    try:
        with hold(folder):
            yield
    except OutputHeld as held:
        raise OutputHeld(held.message, "look at that one, or end it first") from held


def _base_path(root: Path) -> tuple[str, ...]:
    """The path of `base_url` as segments, the last one empty: links in the preview are those of the site."""
    found = read_file(root, SITE_FILE, MAX_TEXT_BYTES)
    document = None if isinstance(found, Problem) else load_document(SITE_FILE, found.data).document
    site = read_site(document)[0] if document is not None else None
    path = urlsplit(site.base_url).path if site is not None else ""
    return (*(segment for segment in path.split("/") if segment), "")
