"""The server of `ipsegen serve`: one folder, to this machine alone unless told otherwise.

Owns sockets, and how an answer is sent: a file of the folder, what is the preview's own, a stream of events, a refusal.
Nothing outside of the folder is ever opened but the preview's own script. Does not know what a request means
(`request.py`), what is added to a page (`preview.py`), nor when the folder changes.
"""

import errno
import os
import shutil
import socket
import socketserver
import stat
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qs

import msgspec

from ipsegen import preview, request
from ipsegen.live import FullError, Live
from ipsegen.model.archive import Archive
from ipsegen.plan.scripts import integrity_of
from ipsegen.request import Elsewhere, HeaderRules, Refusal

_OPEN: Final = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
_PATIENCE: Final = 30.0
"""So many seconds a connection may be silent."""

_BEAT: Final = 5.0
"""So often an event stream without events shows that it lives, and finds out whether anybody still listens."""

_LINGER: Final = 64
"""So many pieces of a request that was refused are still read: whoever is cut off while sending sees no answer."""

_LAST_PORT: Final = 65535
_OWN: Final = Path(__file__).with_name("served")
"""Where the preview's own files lie."""


class CannotListenError(Exception):
    """There is no way to listen at the host and port."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class Shown(msgspec.Struct, frozen=True):
    """What is served: the path of the site as segments, the rules of its `_headers`, the archive that it shows."""

    base: tuple[str, ...]
    rules: HeaderRules
    archive: Archive | None


class Server(socketserver.ThreadingTCPServer):
    """Answers with the files of one folder; before the first sound build, with an apology."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, host: str, port: int, folder: Path, opener: preview.Opener) -> None:
        self.host = host.strip("[]")
        self.folder = folder
        self.opener = opener
        self.live = Live(preview.STARTING)
        self.own = {name: (_OWN / name).read_bytes() for name in preview.FILES}
        self.shown: Shown | None = None
        self.address_family = socket.AF_INET6 if ":" in self.host else socket.AF_INET
        super().__init__((self.host, port), _Handler)
        self.port: int = self.server_address[1]
        self.name = f"{request.in_url(self.host)}:{self.port}"

    def show(self, base: tuple[str, ...], archive: Archive | None) -> None:
        """From now on show what lies in the folder, below the path `base`."""
        rules = HeaderRules((self.folder / "_headers").read_text(encoding="utf-8"), request.NOT_FOR_A_PREVIEW)
        self.shown = Shown(base, rules, archive)

    def find(self, segments: tuple[str, ...]) -> tuple[tuple[str, ...], int]:
        """The file in the folder that an address means, by its path, opened.

        Raises Elsewhere where the answer stands at another address, Refusal where there is none.
        """
        if self.shown is None:
            raise Refusal(HTTPStatus.SERVICE_UNAVAILABLE, "there is no site yet")
        path = request.file_of(segments, self.shown.base)
        descriptor = _open_below(self.folder, path)
        if descriptor is None:
            raise Elsewhere(HTTPStatus.MOVED_PERMANENTLY, (*segments, ""))
        return path, descriptor

    def state_at(self, address: str) -> preview.State:
        """The state of the page at an address: that of the one that says so, where nothing stands there."""
        if self.shown is None:
            return preview.state_of(preview.NOT_BUILT, preview.source_of(preview.NOT_BUILT, (), None))
        with suppress(Elsewhere, Refusal):
            return self._state(request.segments_of(address))
        with suppress(Elsewhere, Refusal):
            return self._state((*self.shown.base[:-1], "404.html"))
        return preview.State()

    def _state(self, segments: tuple[str, ...]) -> preview.State:
        path, descriptor = self.find(segments)
        with os.fdopen(descriptor, "rb") as file:
            data = file.read()
        return preview.state_of(data, self.source_of(data, path))

    def source_of(self, data: bytes, path: Sequence[str]) -> preview.Source:
        """The source of the page `data` at `path` in the folder."""
        return preview.source_of(data, path, self.shown.archive if self.shown is not None else None)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Nothing, where a reader went away in the middle: that is no fault of the site."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)


@contextmanager
def listening(host: str, port: int, folder: Path, opener: preview.Opener) -> Iterator[Server]:
    """A server that has its port, and does not answer yet. Raises CannotListenError."""
    try:
        server = Server(host, port, folder, opener)
    except OSError as error:
        raise _cannot_listen(host, port, error) from error
    with server:
        yield server


def _cannot_listen(host: str, port: int, error: OSError) -> CannotListenError:
    if error.errno == errno.EADDRINUSE:
        other = port + 1 if port < _LAST_PORT else _LAST_PORT - 1
        return CannotListenError(f"port {port} is taken", f"choose another: ipsegen serve --port {other}")
    if error.errno == errno.EACCES:
        hint = "choose one above 1023: ipsegen serve --port 8000"
        return CannotListenError(f"port {port} may not be used", hint)
    hint = "leave out --host, or name an address of this machine"
    return CannotListenError(f"there is no listening at '{host}': {error.strerror}", hint)


@contextmanager
def answering(server: Server) -> Iterator[None]:
    """Answer requests while the block runs."""
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.live.end()
        server.shutdown()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    """One connection."""

    server: Server
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
        try:
            segments = request.segments_of(self.path)
            if segments[0] == preview.RESERVED:
                self._send_own(segments[1:])
            else:
                self._send_file(segments)
        except Elsewhere as elsewhere:
            query = self.path.partition("#")[0].partition("?")
            self._say(elsewhere.status, "", [("Location", elsewhere.address + "".join(query[1:]))])
        except Refusal as refusal:
            if refusal.status == HTTPStatus.NOT_FOUND:
                self._send_not_found()
            elif refusal.status == HTTPStatus.SERVICE_UNAVAILABLE:
                self._send_page(refusal.status, preview.NOT_BUILT, (), preview.POLICY_HEADERS)
            else:
                self.send_error(refusal.status, refusal.reason)

    do_HEAD = do_GET  # noqa: N815 - the name that http.server looks for

    def _send_not_found(self) -> None:
        base = self.server.shown.base[:-1] if self.server.shown is not None else ()
        try:
            self._send_file((*base, "404.html"), HTTPStatus.NOT_FOUND)
        except (Elsewhere, Refusal):
            self._say(HTTPStatus.NOT_FOUND, "Nothing stands at this address.")

    def _send_file(self, segments: tuple[str, ...], status: HTTPStatus = HTTPStatus.OK) -> None:
        path, descriptor = self.server.find(segments)
        shown = self.server.shown
        with os.fdopen(descriptor, "rb") as file:
            headers = shown.rules.of(request.address_of(segments)) if shown is not None else []
            if path[-1].endswith(".html"):
                self._send_page(status, file.read(), path, headers)
                return
            length = os.fstat(descriptor).st_size
            self._send_head(status, length, [("Content-Type", request.content_type(path[-1])), *headers])
            if self.command == "GET":
                shutil.copyfileobj(file, self.wfile)

    def _send_page(
        self, status: HTTPStatus, data: bytes, path: Sequence[str], headers: Sequence[tuple[str, str]]
    ) -> None:
        """Answer with a page and what the preview adds to it."""
        script = integrity_of(self.server.own[preview.SCRIPT])
        page = preview.dressed(data, self.server.source_of(data, path), self.server.opener, script)
        self._send(status, page, "page.html", preview.permitting(headers, script))

    def _send_own(self, segments: tuple[str, ...]) -> None:
        """Answer with what is no part of the site."""
        name = "/".join(segments)
        if name == preview.EVENTS:
            self._send_events()
        elif name in self.server.own:
            self._send(HTTPStatus.OK, self.server.own[name], name, preview.POLICY_HEADERS)
        else:
            raise Refusal(HTTPStatus.NOT_FOUND, "nothing stands at this address")

    def _send_events(self) -> None:
        """Tell the page that is named in the query what happens, until it goes away (HTML, "Server-sent events")."""
        address = parse_qs(self.path.partition("?")[2]).get("page", ["/"])[0]
        live, number = self.server.live, 0
        self.close_connection = True
        try:
            with live.listening():
                self._send_head(HTTPStatus.OK, None, [("Content-Type", "text/event-stream"), ("Connection", "close")])
                while self.command == "GET" and not live.ended:
                    told = live.after(number, _BEAT)
                    if told is not None:
                        number = told.number
                        self.wfile.write(preview.message(told.news, self.server.state_at(address)))
                    else:
                        self.wfile.write(b": \n\n")
        except FullError as error:
            raise Refusal(HTTPStatus.TOO_MANY_REQUESTS, "too many pages are open") from error

    def _send(self, status: HTTPStatus, data: bytes, name: str, headers: Sequence[tuple[str, str]] = ()) -> None:
        """Answer with `data`, which are of the type that a file of that name is."""
        self._send_head(status, len(data), [("Content-Type", request.content_type(name)), *headers])
        if self.command != "HEAD":
            self.wfile.write(data)

    def _say(self, status: HTTPStatus, text: str, headers: Sequence[tuple[str, str]] = ()) -> None:
        """Answer in plain words."""
        self._send(status, f"{text}\n".encode() if text else b"", "answer.txt", headers)

    def _send_head(self, status: HTTPStatus, length: int | None, headers: Sequence[tuple[str, str]]) -> None:
        self.send_response(status)
        measured = [("Content-Length", str(length))] if length is not None else []
        for name, value in [*headers, *measured, ("Cache-Control", "no-store")]:
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
