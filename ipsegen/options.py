"""Kinds of values that options take.

Owns how an instant, the address of a site and a place to publish to are read from the command line. Reads no clock.
"""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

import click

if TYPE_CHECKING:
    from ipsegen.destination import Destination

EDITORS: Final[Mapping[str, str]] = {"vscode": "vscode://file{file}:{line}:{column}"}
"""Addresses of editors that need not be spelt out."""


class Instant(click.ParamType[datetime]):
    """An RFC 3339 instant with its offset."""

    name = "RFC3339"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """The instant as an aware datetime."""
        from ipsegen.model.edtf import DateError, parse_instant

        if isinstance(value, datetime):
            return value
        try:
            return parse_instant(str(value)).utc
        except DateError as error:
            self.fail(f"{error.message}; {error.hint}" if error.hint else error.message, param, ctx)


class EditorAddress(click.ParamType[str]):
    """An address that an editor answers to, with `{file}`, and where it wants them `{line}` and `{column}`."""

    name = "ADDRESS"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The address; a usage error where it cannot open a file."""
        text = EDITORS.get(str(value), str(value))
        if text and ("{file}" not in text or re.match(r"(?!javascript:|data:)[a-z][a-z0-9+.-]*:", text) is None):
            hint = "try vscode, or vscode://file{file}:{line}:{column}"
            self.fail(f"'{value}' opens no file; {hint}", param, ctx)
        return text


class BaseUrl(click.ParamType[str]):
    """The address of a site, with a `/` at its end."""

    name = "URL"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The address; a usage error where no site can stand."""
        from ipsegen.model.addresses import fault_of_address
        from ipsegen.model.site import fault_of_base

        text = str(value)
        if not text:
            return ""
        fault = fault_of_address(text) or fault_of_base(text)
        if fault is not None:
            self.fail(f"{fault[0]}; {fault[1]}", param, ctx)
        return text.rstrip("/") + "/"


class ArchiveUrl(click.ParamType[str]):
    """Where a web archive is asked for a copy: an address that the source's follows, or with `{url}` in its place."""

    name = "URL"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The address; a usage error where none can be visited."""
        from ipsegen.model.addresses import fault_of_address

        text = str(value)
        fault = fault_of_address(text.replace("{url}", "x")) if text else None
        if fault is not None:
            self.fail(f"{fault[0]}; {fault[1]}", param, ctx)
        return text


class PlaceToPublish(click.ParamType["Destination"]):
    """Where a site is published to: a folder of this machine or a place in a bucket."""

    name = "DEST"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> "Destination":
        """The place; a usage error where none can be meant."""
        from ipsegen.destination import DestinationError, read_destination

        try:
            return read_destination(str(value))
        except DestinationError as error:
            self.fail(f"{error}; {error.hint}", param, ctx)
