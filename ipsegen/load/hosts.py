"""Where an address on the web leads: to which machine, through which proxy, and whether it may be asked at all.

Owns what is public, and that a name is looked up once: whoever asks connects to the very address that was judged, so
that a name which answers otherwise a moment later gains nothing. Sends nothing. Does not know what an answer means.
"""

import ipaddress
import socket
from collections.abc import Callable, Sequence
from typing import Final
from urllib.parse import SplitResult, quote, unquote, urlsplit, urlunsplit
from urllib.request import getproxies, proxy_bypass

import msgspec

IpAddress = ipaddress.IPv4Address | ipaddress.IPv6Address
IsAllowed = Callable[[IpAddress], bool]

SCHEMES: Final = {"http": 80, "https": 443}
_NAT64: Final = ipaddress.ip_network("64:ff9b::/96")
_KEPT: Final = "%/:=&?~#+!$,;'@()*[]|"
"""What an address may hold as it is; everything else that is not ASCII or a letter is escaped (RFC 3987, 3.1)."""


class RefusedHost(Exception):
    """The address leads to a machine that strangers must not reach through us."""


class UnusableAddress(Exception):
    """No request can be made of this address."""


class UnusableProxy(Exception):
    """The proxy that the environment names cannot be used, or does not answer."""


class Proxy(msgspec.Struct, frozen=True):
    """A machine that passes requests on; `user` is `name:password`, or empty."""

    host: str
    port: int
    user: str = ""


class Target(msgspec.Struct, frozen=True):
    """What is asked of whom: `path` is as a request line wants it, the query included."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def authority(self) -> str:
        """Host and, where it is not the usual one, port."""
        name = f"[{self.host}]" if ":" in self.host else self.host
        return name if self.port == SCHEMES[self.scheme] else f"{name}:{self.port}"


def target_of(address: str) -> Target:
    """Who is asked for `address`, and for what; raises UnusableAddress for anything but http and https."""
    parts = _split(address)
    if parts.scheme not in SCHEMES:
        message = f"'{parts.scheme}:' is not visited"
        raise UnusableAddress(message)
    try:
        host = (parts.hostname or "").rstrip(".")
        host = host if host.isascii() else host.encode("idna").decode()
        port = parts.port or SCHEMES[parts.scheme]
    except (ValueError, UnicodeError) as error:
        raise UnusableAddress("it names no host") from error
    if not host:
        raise UnusableAddress("it names no host")
    path = quote(parts.path or "/", safe=_KEPT)
    return Target(parts.scheme, host, port, f"{path}?{quote(parts.query, safe=_KEPT)}" if parts.query else path)


def _split(address: str) -> SplitResult:
    try:
        return urlsplit(address)
    except ValueError as error:
        raise UnusableAddress(str(error)) from error


def without_fragment(address: str) -> str:
    """The address as a server sees it."""
    return urlunsplit(urlsplit(address)._replace(fragment=""))


def is_public(address: IpAddress) -> bool:
    """Whether anyone on the Internet reaches the same machine there; what is wrapped in IPv6 is judged unwrapped."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
        if address in _NAT64:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF)
        if inner is not None:
            return is_public(inner)
    return address.is_global and not address.is_multicast


def addresses_of(target: Target, is_allowed: IsAllowed) -> list[str]:
    """The addresses of the host that may be asked. Raises RefusedHost where all are refused, OSError where none is."""
    found = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
    addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    allowed = [address for address in addresses if is_allowed(ipaddress.ip_address(address.partition("%")[0]))]
    if not allowed:
        raise RefusedHost(addresses[0])
    return allowed


def proxy_for(target: Target) -> Proxy | None:
    """The proxy that the environment names for this host (HTTPS_PROXY, HTTP_PROXY, NO_PROXY); None for no proxy."""
    proxies = getproxies()
    named = proxies.get(target.scheme) or proxies.get("all")
    if not named or proxy_bypass(target.authority):
        return None
    parts = urlsplit(named if "://" in named else f"http://{named}")
    if parts.scheme != "http" or not parts.hostname:
        message = f"the proxy '{parts.scheme}://{parts.hostname or ''}' cannot be used: name one as http://host:port"
        raise UnusableProxy(message)
    user = f"{unquote(parts.username)}:{unquote(parts.password or '')}" if parts.username else ""
    return Proxy(parts.hostname, parts.port or 80, user)


def refuse_by_name(target: Target, is_allowed: IsAllowed) -> None:
    """Behind a proxy, which looks names up itself: raises RefusedHost for what can be told without looking."""
    try:
        literal: Sequence[IpAddress] = [ipaddress.ip_address(target.host)]
    except ValueError:
        literal = []
        if target.host == "localhost" or target.host.endswith((".localhost", ".local", ".internal")):
            literal = [ipaddress.ip_address("127.0.0.1")]
    if not all(map(is_allowed, literal)):
        raise RefusedHost(target.host)
