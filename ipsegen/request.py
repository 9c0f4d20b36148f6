"""What a request to the preview asks for, and what an answer says about itself.

Owns which requests are taken at all (RFC 9110, RFC 9112), how an address becomes a path, types of content, and the
rules of `_headers`. Pure: opens no file and no connection.
"""

import ipaddress
import re
from collections.abc import Container, Iterable, Mapping, Sequence
from http import HTTPStatus
from typing import Final
from urllib.parse import quote, unquote_to_bytes

MAX_TARGET: Final = 8 * 1024
"""So long may an address be; the longest that a site has is a few hundred bytes."""

_PRINTABLE: Final = re.compile(r"[\x21-\x7e]+")
_BROKEN_ESCAPE: Final = re.compile(r"%(?![0-9A-Fa-f]{2})")
_HOST: Final = re.compile(r"(?P<name>\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+)(?::(?P<port>[0-9]{1,5}))?")
_LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "[::1]"})
_EVERYWHERE: Final = frozenset({"0.0.0.0", "[::]"})  # noqa: S104 - compared with, not listened on
NOT_FOR_A_PREVIEW: Final = frozenset({"cache-control", "strict-transport-security", "content-type"})
"""Nothing is to be kept, there is no TLS, and types are known by the name of the file."""

_TEXT: Final = "; charset=utf-8"
_TYPES: Final[Mapping[str, str]] = {
    ".avif": "image/avif",
    ".bib": f"text/x-bibtex{_TEXT}",
    ".css": f"text/css{_TEXT}",
    ".csv": f"text/csv{_TEXT}",
    ".gif": "image/gif",
    ".html": f"text/html{_TEXT}",
    ".ico": "image/vnd.microsoft.icon",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".js": f"text/javascript{_TEXT}",
    ".json": "application/json",
    ".jsonl": "application/jsonl",
    ".mjs": f"text/javascript{_TEXT}",
    ".png": "image/png",
    ".ris": "application/x-research-info-systems",
    ".svg": "image/svg+xml",
    ".txt": f"text/plain{_TEXT}",
    ".wasm": "application/wasm",
    ".webmanifest": "application/manifest+json",
    ".webp": "image/webp",
    ".woff": "font/woff",
    ".woff2": "font/woff2",
    ".xml": "application/xml",
}
_FEEDS: Final = {
    "feed.json": "application/feed+json",
    "feed.xml": f"application/atom+xml{_TEXT}",
}
_NOTHING: Final = "nothing stands at this address"
_PLAIN_FILES: Final = frozenset({"_headers", "_redirects"})


class Refusal(Exception):
    """A request that is not answered with a file."""

    def __init__(self, status: HTTPStatus, reason: str) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason


class Elsewhere(Exception):
    """A request whose answer stands at another address of the site."""

    def __init__(self, status: HTTPStatus, segments: Iterable[str]) -> None:
        super().__init__(status.phrase)
        self.status = status
        self.address = address_of(segments)


def in_url(host: str) -> str:
    """A host as it stands in an address: IPv6 in brackets."""
    return f"[{host}]" if ":" in host and not host.startswith("[") else host


def check_host(given: Sequence[str], host: str, port: int) -> None:
    """Raise Refusal unless the Host header names this server: a page elsewhere could reach it by a name of its own."""
    match = _HOST.fullmatch(given[0].strip()) if len(given) == 1 else None
    if match is None:
        raise Refusal(HTTPStatus.BAD_REQUEST, "one Host header is needed")
    if int(match["port"] or 80) != port or not _is_ours(match["name"].lower(), in_url(host).lower()):
        raise Refusal(HTTPStatus.MISDIRECTED_REQUEST, "this server goes by another name")


def _is_ours(name: str, host: str) -> bool:
    return name in _LOOPBACK or name == host or (host in _EVERYWHERE and _is_address(name))


def _is_address(name: str) -> bool:
    """Whether it is an IP address: no one else's name can lead here by way of it."""
    try:
        ipaddress.ip_address(name.strip("[]"))
    except ValueError:
        return False
    return True


def check_origin(given: Sequence[str], host: str, port: int) -> None:
    """Raise Refusal if a page of another site sends the request."""
    for origin in given:
        scheme, _, rest = origin.partition("://")
        try:
            if scheme != "http":
                raise Refusal(HTTPStatus.FORBIDDEN, "")
            check_host([rest], host, port)
        except Refusal as refusal:
            raise Refusal(HTTPStatus.FORBIDDEN, "a page of another site asks for this") from refusal


def segments_of(target: str) -> tuple[str, ...]:
    """The path of a request target, decoded, segment by segment; the last one is empty where it ends in `/`.

    Raises Refusal for what is no path, and for paths that could mean another file than they seem to.
    """
    if len(target) > MAX_TARGET:
        raise Refusal(HTTPStatus.REQUEST_URI_TOO_LONG, "this address is too long")
    path = target.partition("#")[0].partition("?")[0]
    if not path.startswith("/") or _PRINTABLE.fullmatch(target) is None or _BROKEN_ESCAPE.search(path):
        raise Refusal(HTTPStatus.BAD_REQUEST, "this is not an address")
    segments = tuple(_decoded(segment) for segment in path[1:].split("/"))
    if any(segment in {".", ".."} for segment in segments) or "" in segments[:-1]:
        raise Refusal(HTTPStatus.NOT_FOUND, _NOTHING)
    return segments


def _decoded(segment: str) -> str:
    try:
        text = unquote_to_bytes(segment).decode()
    except UnicodeDecodeError as error:
        raise Refusal(HTTPStatus.BAD_REQUEST, "this is not an address") from error
    if any(character < " " or character in "\x7f\\" for character in text):
        raise Refusal(HTTPStatus.BAD_REQUEST, "this is not an address")
    if "/" in text:
        raise Refusal(HTTPStatus.NOT_FOUND, _NOTHING)
    return text


def address_of(segments: Iterable[str]) -> str:
    """The path of a request target that means these segments."""
    return "/" + "/".join(quote(segment, safe="") for segment in segments)


def file_of(segments: tuple[str, ...], base: tuple[str, ...]) -> tuple[str, ...]:
    """The file that an address means, below a site whose own path is `base`; both as `segments_of` gives them.

    Raises Elsewhere where the site stands deeper than at `/`, and Refusal for what lies outside of it.
    """
    if segments == ("",) != base:
        raise Elsewhere(HTTPStatus.FOUND, base)
    if (*segments, "") == base:
        raise Elsewhere(HTTPStatus.MOVED_PERMANENTLY, base)
    above = len(base) - 1
    if segments[:above] != base[:above] or len(segments) == above:
        raise Refusal(HTTPStatus.NOT_FOUND, _NOTHING)
    return (*segments[above:-1], segments[-1] or "index.html")


def content_type(name: str) -> str:
    """The type of a file by its name."""
    if name in _FEEDS:
        return _FEEDS[name]
    if name in _PLAIN_FILES:
        return f"text/plain{_TEXT}"
    return _TYPES.get(name[name.rfind(".") :].lower() if "." in name else "", "application/octet-stream")


class HeaderRules:
    """The rules of a `_headers` file, without the headers `left_out`: `! Name` takes back what was set."""

    def __init__(self, text: str, left_out: Container[str] = ()) -> None:
        self._rules: list[tuple[re.Pattern[str], list[tuple[str, str]]]] = []
        for line in text.splitlines():
            name, colon, value = line.strip().partition(":")
            if line.startswith("/"):
                self._rules.append((_pattern(line.strip()), []))
            elif name.startswith("! ") and self._rules:
                self._rules[-1][1].append((name, ""))
            elif colon and self._rules and name.lower() not in left_out:
                self._rules[-1][1].append((name, value.strip()))

    def of(self, path: str) -> list[tuple[str, str]]:
        """The headers of the file at `path`, as it stands in an address."""
        found: list[tuple[str, str]] = []
        for name, value in (one for pattern, rule in self._rules if pattern.fullmatch(path) for one in rule):
            if name.startswith("! "):
                found = [header for header in found if header[0].lower() != name[2:].lower()]
            else:
                found.append((name, value))
        return found


def _pattern(rule: str) -> re.Pattern[str]:
    """A rule's path: `*` is anything, `:name` one segment."""
    parts = re.split(r"(\*|(?<=/):[A-Za-z]\w*)", rule)
    return re.compile(
        "".join(".*" if part == "*" else "[^/]+" if part[:1] == ":" else re.escape(part) for part in parts)
    )
