"""`ipsegen serve`: the site in a browser while it is written.

Owns the preview's folder, the rounds of waiting and building, and the server. It shows only what the last sound build
left, to this machine alone unless told otherwise. Does not know what a request means (`request.py`), how problems look,
or the time.
"""

import errno
import os
import shutil
import socket
import socketserver
import stat
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any, Final, Protocol
from urllib.parse import urlsplit

import msgspec

from ipsegen import request
from ipsegen.build import Order, Report, build
from ipsegen.diagnostics import Problem
from ipsegen.load.content import CONTENT
from ipsegen.load.documents import load_document
from ipsegen.load.form import FOLDER as FORM
from ipsegen.load.snapshot import MAX_TEXT_BYTES, read_file
from ipsegen.load.theme import FOLDER as TEMPLATES
from ipsegen.load.watch import Changes, watch
from ipsegen.model.layout import SITE_FILE
from ipsegen.model.records import read_site
from ipsegen.request import Elsewhere, HeaderRules, Refusal
from ipsegen.write.folder import RefusedOutput, refuse_dangerous
from ipsegen.write.lock import OutputHeld, hold

CACHE: Final = ".ipsegen"
SITE: Final = f"{CACHE}/site"

_OPEN: Final = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
_PATIENCE: Final = 30.0
"""So many seconds a connection may be silent."""

_LINGER: Final = 64
"""So many pieces of a request that was refused are still read: whoever is cut off while sending sees no answer."""

_LAST_PORT: Final = 65535
_NOT_BUILT: Final = (
    "There is no site yet: the content has errors. They are listed where ipsegen runs; mend them, and reload."
)


class ServeOrder(msgspec.Struct, frozen=True):
    """What is to be served, and where."""

    root: Path
    host: str = "127.0.0.1"
    port: int = 8000
    drafts: bool = False
    poll: bool = False


class Onlooker(Protocol):
    """Who is told what happens."""

    def built(self, report: Report) -> None:
        """A build came to its end, with problems or without."""

    def failed(self, error: OSError) -> None:
        """The machine failed in a build; the next change is another chance."""

    def ready(self, address: str) -> None:
        """The site can be looked at."""


class CannotListenError(Exception):
    """There is no way to listen at the host and port."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


def serve_site(order: ServeOrder, clock: Callable[[], datetime], onlooker: Onlooker) -> None:
    """Build and show the site until KeyboardInterrupt, which is passed on."""
    folder = _folder(order.root)
    watched = watch(order.root, (CONTENT, TEMPLATES, FORM), poll=order.poll)
    with _held(folder), _server(order, folder) as server, watched as changes:
        _round(order, server, clock, onlooker)
        with _running(server):
            onlooker.ready(f"http://{server.name}{request.address_of(_base_path(order.root))}")
            while True:
                _await(changes)
                _round(order, server, clock, onlooker)


def _await(changes: Changes) -> None:
    """Wait in short pieces, between which a signal is heard on every system."""
    while not changes.settled(1.0):
        pass


def _round(order: ServeOrder, server: "_Server", clock: Callable[[], datetime], onlooker: Onlooker) -> None:
    """Build the site as it is now; what is shown changes only if it is sound."""
    try:
        base = _base_path(order.root)
        address = f"http://{server.name}/{'/'.join(base)}"
        # One process: the workers of a build would be forked while requests are answered in threads.
        asked = Order(order.root, server.folder, clock(), base_url=address, drafts=order.drafts, jobs=1)
        report = build(asked, lambda _stage, _done, _total: None)
        if report.written is not None:
            server.show(base)
    except OSError as error:
        onlooker.failed(error)
    else:
        onlooker.built(report)


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


class _Server(socketserver.ThreadingTCPServer):
    """Answers with the files of one folder; before the first sound build, with an apology."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, host: str, port: int, folder: Path) -> None:
        self.host = host.strip("[]")
        self.folder = folder
        self.shown: tuple[tuple[str, ...], HeaderRules] | None = None
        self.address_family = socket.AF_INET6 if ":" in self.host else socket.AF_INET
        super().__init__((self.host, port), _Handler)
        self.port: int = self.server_address[1]
        self.name = f"{request.in_url(self.host)}:{self.port}"

    def show(self, base: tuple[str, ...]) -> None:
        """From now on show what lies in the folder, below the path `base`."""
        self.shown = base, HeaderRules((self.folder / "_headers").read_text(encoding="utf-8"))

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Nothing, where a reader went away in the middle: that is no fault of the site."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)


@contextmanager
def _server(order: ServeOrder, folder: Path) -> Iterator[_Server]:
    try:
        server = _Server(order.host, order.port, folder)
    except OSError as error:
        raise _cannot_listen(order, error) from error
    with server:
        yield server


def _cannot_listen(order: ServeOrder, error: OSError) -> CannotListenError:
    if error.errno == errno.EADDRINUSE:
        other = order.port + 1 if order.port < _LAST_PORT else _LAST_PORT - 1
        return CannotListenError(f"port {order.port} is taken", f"choose another: ipsegen serve --port {other}")
    if error.errno == errno.EACCES:
        hint = "choose one above 1023: ipsegen serve --port 8000"
        return CannotListenError(f"port {order.port} may not be used", hint)
    hint = "leave out --host, or name an address of this machine"
    return CannotListenError(f"there is no listening at '{order.host}': {error.strerror}", hint)


@contextmanager
def _running(server: _Server) -> Iterator[None]:
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    """One connection."""

    server: _Server
    protocol_version = "HTTP/1.1"
    timeout = _PATIENCE
    refused = False

    def parse_request(self) -> bool:
        """Read the head of a request; where it is not taken, answer at once and say so."""
        if not super().parse_request():
            return False
        try:
            if self.command not in {"GET", "HEAD"}:
                raise Refusal(HTTPStatus.METHOD_NOT_ALLOWED, "only GET and HEAD are answered")
            request.check_host(self.headers.get_all("Host", []), self.server.host, self.server.port)
            request.check_origin(self.headers.get_all("Origin", []), self.server.host, self.server.port)
        except Refusal as refusal:
            self.send_error(refusal.status, refusal.reason)
            return False
        return True

    def do_GET(self) -> None:
        """Answer with a file, with the way to it, or with why there is none."""
        shown = self.server.shown
        if shown is None:
            self._say(HTTPStatus.SERVICE_UNAVAILABLE, _NOT_BUILT)
            return
        base, rules = shown
        try:
            segments = request.segments_of(self.path)
            self._send_file(request.file_of(segments, base), segments, rules)
        except Elsewhere as elsewhere:
            query = self.path.partition("#")[0].partition("?")
            self._say(elsewhere.status, "", [("Location", elsewhere.address + "".join(query[1:]))])
        except Refusal as refusal:
            if refusal.status != HTTPStatus.NOT_FOUND:
                self.send_error(refusal.status, refusal.reason)
                return
            self._send_not_found(base, rules)

    do_HEAD = do_GET  # noqa: N815 - the name that http.server looks for

    def _send_not_found(self, base: tuple[str, ...], rules: HeaderRules) -> None:
        try:
            self._send_file(("404.html",), (*base[:-1], "404.html"), rules, HTTPStatus.NOT_FOUND)
        except (Elsewhere, Refusal):
            self._say(HTTPStatus.NOT_FOUND, "Nothing stands at this address.")

    def _send_file(
        self,
        path: tuple[str, ...],
        segments: tuple[str, ...],
        rules: HeaderRules,
        status: HTTPStatus = HTTPStatus.OK,
    ) -> None:
        descriptor = _open_below(self.server.folder, path)
        if descriptor is None:
            raise Elsewhere(HTTPStatus.MOVED_PERMANENTLY, (*segments, ""))
        with os.fdopen(descriptor, "rb") as file:
            headers = [("Content-Type", request.content_type(path[-1])), *rules.of(request.address_of(segments))]
            self._send_head(status, os.fstat(descriptor).st_size, headers)
            if self.command == "GET":
                shutil.copyfileobj(file, self.wfile)

    def _say(self, status: HTTPStatus, text: str, headers: Sequence[tuple[str, str]] = ()) -> None:
        """Answer in plain words."""
        data = f"{text}\n".encode() if text else b""
        self._send_head(status, len(data), [("Content-Type", "text/plain; charset=utf-8"), *headers])
        if self.command != "HEAD":
            self.wfile.write(data)

    def _send_head(self, status: HTTPStatus, length: int, headers: Sequence[tuple[str, str]]) -> None:
        self.send_response(status)
        for name, value in [*headers, ("Content-Length", str(length)), ("Cache-Control", "no-store")]:
            self.send_header(name, value)
        self.end_headers()

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Refuse the request and end the connection: what else comes on it is not looked at."""
        self.refused = self.close_connection = True
        status = HTTPStatus(code)
        closing = [("Connection", "close")]
        if status == HTTPStatus.METHOD_NOT_ALLOWED:
            closing.append(("Allow", "GET, HEAD"))
        self._say(status, f"{status.value} {message or explain or status.phrase}", closing)

    def version_string(self) -> str:
        """What the Server header says."""
        return "ipsegen"

    def log_message(self, _format: str, *_arguments: object) -> None:
        """Nothing: what editors wait for is what a build says."""

    def finish(self) -> None:
        """End the connection; if the request was refused, only once its sender has had time to read why."""
        super().finish()
        if self.refused:
            with suppress(OSError):
                self.connection.shutdown(socket.SHUT_WR)
                self.connection.settimeout(1.0)
                for _ in range(_LINGER):
                    if not self.connection.recv(1 << 16):
                        break


def _open_below(folder: Path, path: tuple[str, ...]) -> int | None:
    """Open the regular file at `path` below `folder` without following a link; None where a folder stands there.

    Raises Refusal if nothing is there that may be shown.
    """
    try:
        descriptor = os.open(folder, _OPEN)
        for name in path:
            above = descriptor
            try:
                descriptor = os.open(name, _OPEN, dir_fd=above)
            finally:
                os.close(above)
    except (OSError, ValueError) as error:
        raise Refusal(HTTPStatus.NOT_FOUND, "nothing stands at this address") from error
    mode = os.fstat(descriptor).st_mode
    if stat.S_ISREG(mode):
        return descriptor
    os.close(descriptor)
    if stat.S_ISDIR(mode):
        return None
    raise Refusal(HTTPStatus.NOT_FOUND, "nothing stands at this address")
