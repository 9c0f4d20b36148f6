"""One request and its answer, within bounds that no server can stretch.

Owns the connection: to the address that was judged or through the proxy, with TLS, and cut when its time is up, however
slowly the other side goes on. Only the head of an answer is read, of which http.client takes 100 lines of 64 KiB at
most; what follows stays where it is, and nothing is unpacked. Does not know what a status means, follows nothing and
asks nothing twice.
"""

import base64
import errno
import http.client
import socket
import ssl
import threading
from collections.abc import Mapping
from contextlib import suppress
from email.message import Message
from typing import Final, Literal

import msgspec

from ipsegen.load.hosts import (
    IsAllowed,
    Proxy,
    RefusedHost,
    Target,
    UnusableProxy,
    addresses_of,
    is_public,
    proxy_for,
    refuse_by_name,
)

Trouble = Literal["no-network", "no-host", "refused", "slow", "broken", "certificate"]
"""Why there was no answer: our own network, no such name, a private address, time, all else, TLS."""

_NO_NETWORK: Final = frozenset({errno.ENETUNREACH, errno.ENETDOWN, errno.EHOSTUNREACH, errno.EADDRNOTAVAIL})


class Limits(msgspec.Struct, frozen=True):
    """Bounds in seconds: for connecting, for each piece of an answer, and for all of it together."""

    connect: float = 10.0
    read: float = 10.0
    total: float = 25.0


class Answer(msgspec.Struct, frozen=True):
    """What a server said: its status, and of its headers those that matter here, empty where they are not there."""

    status: int
    location: str = ""
    retry_after: str = ""
    content_location: str = ""
    link: str = ""


class Silence(msgspec.Struct, frozen=True):
    """That there was no answer, and why, in words."""

    trouble: Trouble
    why: str


class Wire:
    """Makes requests, from several threads at once; `cut` ends all that are under way."""

    def __init__(self, agent: str, limits: Limits, is_allowed: IsAllowed = is_public) -> None:
        self._headers = {"User-Agent": agent, "Accept": "*/*", "Accept-Encoding": "identity", "Connection": "close"}
        self._limits = limits
        self._is_allowed = is_allowed
        self._tls = ssl.create_default_context()
        self._open: set[_Connection] = set()
        self._is_cut = False

    def ask(self, method: str, target: Target) -> Answer | Silence:
        """What the server says to `method`."""
        try:
            connection = self._connection(target)
        except (RefusedHost, UnusableProxy, OSError, UnicodeError) as error:
            return _silence(error, late=False)
        timer = threading.Timer(self._limits.total, connection.cut)
        timer.daemon = True
        timer.start()
        self._open.add(connection)
        if self._is_cut:
            connection.cut()
        try:
            return self._exchange(connection, method, target)
        except (UnusableProxy, OSError, http.client.HTTPException, ValueError) as error:
            return _silence(error, late=connection.is_cut)
        finally:
            timer.cancel()
            connection.close()
            self._open.discard(connection)

    def cut(self) -> None:
        """End every request that is under way, and those that begin after it."""
        self._is_cut = True
        for connection in list(self._open):
            connection.cut()

    def _connection(self, target: Target) -> "_Connection":
        tls = self._tls if target.scheme == "https" else None
        proxy = proxy_for(target)
        if proxy is not None:
            refuse_by_name(target, self._is_allowed)
            return _Connection(target, [proxy.host], tls, self._limits, proxy)
        return _Connection(target, addresses_of(target, self._is_allowed), tls, self._limits)

    def _exchange(self, connection: "_Connection", method: str, target: Target) -> Answer:
        proxy, headers = connection.proxy, {**self._headers, "Host": target.authority}
        path = target.path
        if proxy is not None and target.scheme == "http":
            path = f"http://{target.authority}{path}"
            headers |= _authorisation(proxy)
        connection.request(method, path, headers=headers)
        response = connection.getresponse()
        if connection.is_cut:
            # To http.client a head that breaks off after its first line is a whole one.
            raise TimeoutError
        return _answer(response.status, response.headers)


def _answer(status: int, headers: Message) -> Answer:
    def header(name: str) -> str:
        # A header is Latin-1 to the library; what servers put there is UTF-8 where it is not ASCII.
        return str(headers.get(name, "")).encode("latin-1", "replace").decode("utf-8", "replace").strip()

    return Answer(status, header("Location"), header("Retry-After"), header("Content-Location"), header("Link"))


def _authorisation(proxy: Proxy) -> Mapping[str, str]:
    if not proxy.user:
        return {}
    return {"Proxy-Authorization": f"Basic {base64.b64encode(proxy.user.encode()).decode()}"}


class _Connection(http.client.HTTPConnection):
    """A connection to addresses that were judged; http.client itself would look the name up again."""

    def __init__(
        self,
        target: Target,
        addresses: list[str],
        tls: ssl.SSLContext | None,
        limits: Limits,
        proxy: Proxy | None = None,
    ) -> None:
        super().__init__(
            proxy.host if proxy is not None else target.host, proxy.port if proxy is not None else target.port
        )
        self.proxy = proxy
        self.is_cut = False
        self._target, self._addresses, self._tls, self._limits = target, addresses, tls, limits
        if proxy is not None and tls is not None:
            self.set_tunnel(target.host, target.port, _authorisation(proxy))

    def connect(self) -> None:
        """Open the connection, through the proxy if there is one, and begin TLS."""
        if self.proxy is not None:
            self.timeout = self._limits.connect
            self._reach_through(self.proxy)
        else:
            self.sock = self._reach()
        self.sock.settimeout(self._limits.read)
        if self._tls is not None:
            # The handshake comes after the assignment, so that it can be cut too.
            self.sock = self._tls.wrap_socket(
                self.sock, server_hostname=self._target.host, do_handshake_on_connect=False
            )
            self.sock.do_handshake()
        if self.is_cut:
            raise TimeoutError

    def cut(self) -> None:
        """End it from another thread: whoever waits for the other side is woken."""
        self.is_cut = True
        if self.sock is not None:
            with suppress(OSError):
                # That of the class above: the one of TLS sockets takes the TLS away from whoever reads.
                socket.socket.shutdown(self.sock, socket.SHUT_RDWR)

    def _reach_through(self, proxy: Proxy) -> None:
        try:
            super().connect()
        except OSError as error:
            refusal = str(error).removeprefix("Tunnel connection failed: ")
            why = f"says {refusal}" if refusal != str(error) else "does not answer"
            message = f"the proxy {proxy.host}:{proxy.port} {why}"
            raise (ConnectionError if refusal != str(error) else UnusableProxy)(message) from error

    def _reach(self) -> socket.socket:
        failures: list[OSError] = []
        for address in self._addresses:
            if self.is_cut:
                raise TimeoutError
            try:
                return socket.create_connection((address, self.port), self._limits.connect)
            except OSError as error:
                failures.append(error)
        # A machine without IPv6 has no way to the IPv6 addresses of a host, which says nothing about the host.
        raise min(failures, key=lambda error: error.errno in _NO_NETWORK)


_WORDS: Final[tuple[tuple[type[Exception], Trouble, str], ...]] = (
    (TimeoutError, "slow", "it does not answer in time"),
    (socket.gaierror, "no-host", "its host is not known"),
    (ssl.SSLError, "certificate", "no secure connection can be made"),
    (ConnectionRefusedError, "broken", "its host refuses the connection"),
    (OSError, "broken", "the connection is broken off"),
    (UnicodeError, "broken", "its host cannot be a name"),
)
"""What is said of an error, the narrower before the wider."""


def _silence(error: Exception, *, late: bool) -> Silence:
    if late:
        error = TimeoutError()
    if isinstance(error, RefusedHost):
        return Silence("refused", f"it leads to {error}, which is no public address")
    if isinstance(error, UnusableProxy):
        return Silence("no-network", str(error))
    if isinstance(error, ssl.SSLCertVerificationError):
        return Silence("certificate", f"its certificate is not valid: {error.verify_message}")
    if isinstance(error, http.client.RemoteDisconnected):
        return Silence("broken", "the connection is broken off")
    if isinstance(error, OSError) and error.errno in _NO_NETWORK:
        return Silence("no-network", "there is no way to its host")
    if type(error) is ConnectionError:
        return Silence("broken", str(error))
    known = ((trouble, why) for kind, trouble, why in _WORDS if isinstance(error, kind))
    return Silence(*next(known, ("broken", "its answer is not HTTP")))
