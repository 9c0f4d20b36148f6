"""A host on this machine that answers as it is told, however rudely."""

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

CERTIFICATE = Path(__file__).parent / "certificates" / "localhost.pem"
"""Made by hand for `localhost`, with its key; nobody trusts it who is not told to."""

Behaviour = Callable[["Call"], object]


class Call(NamedTuple):
    """One connection: the head of the request, and what is needed to answer it."""

    head: str
    line: socket.socket
    ended: threading.Event

    @property
    def method(self) -> str:
        return self.head.partition(" ")[0]

    @property
    def path(self) -> str:
        return self.head.split(" ")[1]

    def say(self, data: bytes) -> None:
        self.line.sendall(data)

    def trickle(self, data: bytes) -> None:
        """Say it byte by byte, without an end."""
        while not self.ended.wait(0.02):
            for byte in data:
                self.say(bytes([byte]))
                if self.ended.wait(0.02):
                    return


def answer(status: str, *headers: str, body: bytes = b"") -> bytes:
    head = "\r\n".join([f"HTTP/1.1 {status}", *headers, f"Content-Length: {len(body)}", "Connection: close"])
    return head.encode() + b"\r\n\r\n" + body


def always(data: bytes) -> Behaviour:
    return lambda call: call.say(data)


class Host:
    """What was asked of it, and where it is."""

    def __init__(self, behaviour: Behaviour, *, tls: ssl.SSLContext | None = None) -> None:
        self.behaviour = behaviour
        self.heads: list[str] = []
        self._tls = tls
        self._ended = threading.Event()
        self._server = socket.create_server(("127.0.0.1", 0))
        self.port = self._server.getsockname()[1]
        self._threads = [threading.Thread(target=self._listen)]
        self._threads[0].start()

    def at(self, path: str = "/", name: str = "127.0.0.1") -> str:
        return f"{'https' if self._tls else 'http'}://{name}:{self.port}{path}"

    @property
    def requests(self) -> list[str]:
        """The first lines of all requests, without the version."""
        return [head.partition(" HTTP/")[0] for head in self.heads]

    def end(self) -> None:
        self._ended.set()
        with suppress(OSError):
            self._server.shutdown(socket.SHUT_RDWR)
        self._server.close()
        for thread in self._threads:
            thread.join()

    def _listen(self) -> None:
        with suppress(OSError):
            while not self._ended.is_set():
                line, _address = self._server.accept()
                thread = threading.Thread(target=self._serve, args=(line,))
                self._threads.append(thread)
                thread.start()

    def _serve(self, line: socket.socket) -> None:
        line.settimeout(5)
        with suppress(OSError), line if self._tls is None else self._tls.wrap_socket(line, server_side=True) as spoken:
            head = b""
            while b"\r\n\r\n" not in head and (piece := spoken.recv(4096)):
                head += piece
            if head:
                self.heads.append(head.decode("latin-1"))
                self.behaviour(Call(self.heads[-1], spoken, self._ended))


@contextmanager
def hosting(behaviour: Behaviour, *, tls: ssl.SSLContext | None = None) -> Iterator[Host]:
    """A host that behaves so until the block ends."""
    host = Host(behaviour, tls=tls)
    try:
        yield host
    finally:
        host.end()


def tls_of_localhost() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATE)
    return context
