"""Addresses and output paths.

Owns where every page stands (contract.md, "URLs"). Does not know which pages there are.
An address (`url`) is root-relative and starts with the path of `base_url`; an output path has neither.
"""

from urllib.parse import urlsplit

import msgspec

from ipsegen.model.references import FOLDERS, Kind, Reference


class Urls(msgspec.Struct, frozen=True):
    """The addresses of one site. `origin` is scheme and host; `base` the path, without a `/` at its end."""

    origin: str
    base: str
    recent_hours: int

    def to(self, path: str) -> str:
        """The address of a directory or file of the site: `quotes/x/` → `/archive/quotes/x/`."""
        return f"{self.base}/{path}"

    def absolute(self, url: str) -> str:
        """The same with scheme and host."""
        return f"{self.origin}{url}"

    def record(self, kind: Kind, identifier: str) -> str:
        """The address of a record's page."""
        return self.to(f"{folder_of(kind, identifier)}/")

    def of(self, reference: Reference) -> str:
        """The address of the page of the record that `reference` names."""
        return self.record(reference.kind, reference.id)

    @property
    def window(self) -> str:
        """The folder of the list of recent quotes: `last-24h`."""
        return f"last-{self.recent_hours}h"


def folder_of(kind: Kind, identifier: str) -> str:
    """The folder of a record's page in the output; pages stand at the root."""
    return identifier if kind == "page" else f"{FOLDERS[kind]}/{identifier}"


def make_urls(base_url: str, recent_hours: int) -> Urls:
    """The addresses of a site that stands at `base_url`."""
    parts = urlsplit(base_url)
    return Urls(f"{parts.scheme}://{parts.netloc}", parts.path.rstrip("/"), recent_hours)


def index_file(folder: str) -> str:
    """The output path of a directory's page."""
    return f"{folder}/index.html" if folder else "index.html"
