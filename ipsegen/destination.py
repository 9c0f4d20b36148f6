"""Where a site is published to, as it is written on the command line.

Owns how such a place is spelt: `file:///path` (RFC 8089) and `s3://bucket/prefix`. Pure: does not know what is there.
"""

import re
from pathlib import Path
from typing import Final, NoReturn
from urllib.parse import quote

import msgspec

from ipsegen.diagnostics import visible
from ipsegen.request import Refusal, segments_of

_BUCKET: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{1,61}[A-Za-z0-9]")
_PREFIX: Final = re.compile(r"(?!\.{1,2}(?:/|\Z))(?:[^/\\\x00-\x1f\x7f]+/(?!\.{1,2}(?:/|\Z)))*")
_ESCAPE: Final = re.compile(r"%[0-9A-Fa-f]{2}")
_FORMS: Final = "write file:///srv/www/site or s3://bucket/prefix"


class DestinationError(Exception):
    """No place can be meant."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.hint = hint


class ToFolder(msgspec.Struct, frozen=True):
    """A folder of this machine, by its absolute path."""

    folder: Path

    @property
    def address(self) -> str:
        """As messages name it."""
        return visible(str(self.folder))


class ToBucket(msgspec.Struct, frozen=True):
    """A place in a bucket: the beginning of its keys, empty or with `/` at its end."""

    bucket: str
    prefix: str

    @property
    def address(self) -> str:
        """As messages name it."""
        return visible(f"s3://{self.bucket}/{self.prefix}")


Destination = ToFolder | ToBucket


def read_destination(text: str) -> Destination:
    """The place that `text` names. Raises DestinationError where it names none."""
    scheme, separator, rest = text.partition("://")
    if not separator or scheme.lower() not in {"file", "s3"}:
        hint = f"write file://{text}" if text.startswith("/") else _FORMS
        _fail(text, "is no place to publish to", hint)
    if "?" in rest or "#" in rest:
        _fail(text, "holds a '?' or '#'", "name a place without them")
    return _folder(text, rest) if scheme.lower() == "file" else _bucket(text, rest)


def _folder(text: str, rest: str) -> ToFolder:
    host, _, path = rest.partition("/")
    if host not in {"", "localhost"}:
        hint = f"a folder of this machine is written with three slashes and from the root on: file:///{rest}"
        _fail(text, f"names a machine, '{host}'", hint)
    try:
        # Whoever types a path leaves blanks and letters as they are; escapes that stand there mean what they say.
        segments = segments_of(quote(f"/{path}", safe="/%!$&'()*+,;=:@~"))
    except Refusal:
        _fail(text, "names no folder", "write its path from the root on, without '..', such as file:///srv/www/site")
    return ToFolder(Path("/", *segments))


def _bucket(text: str, rest: str) -> ToBucket:
    bucket, _, path = rest.partition("/")
    if _BUCKET.fullmatch(bucket) is None:
        _fail(text, "names no bucket" if not bucket else f"names a bucket that cannot be, '{bucket}'", _FORMS)
    prefix = f"{path.removesuffix('/')}/" if path else ""
    if _ESCAPE.search(prefix):
        _fail(text, "holds an escape", "write the prefix as its keys have it")
    if _PREFIX.fullmatch(prefix) is None:
        _fail(text, "names no prefix", "write names with one '/' between them, without '..', such as s3://bucket/site")
    return ToBucket(bucket, prefix)


def _fail(text: str, fact: str, hint: str) -> NoReturn:
    raise DestinationError(f"'{visible(text)}' {visible(fact)}", hint)
