"""The files that stand beside a quote's page: its share picture, its citations, its data.

Owns which there are and what they are called. The address of a picture stays while the picture may change: whoever
shows a quote that turns out to be false shows it with its status from then on. Does not know what is in a file.
"""

from collections.abc import Iterable
from typing import Final, Literal

import msgspec

from ipsegen.model.archive import Archive
from ipsegen.plan.edition import Edition
from ipsegen.plan.urls import folder_of
from ipsegen.plan.values import Figure

Form = Literal["json", "bib", "ris", "csl"]

PICTURE: Final = "share.png"
WIDTH: Final = 1200
HEIGHT: Final = 630
FEW: Final = 2_000
"""From so many quotes on, a site has share pictures only if it asks for them (content-model.md, `share_images`)."""


class QuoteFile(msgspec.Struct, frozen=True):
    """A file that `quote_files` of `site.yaml` asks for: its form there, its name, and its media type."""

    form: Form
    name: str
    media_type: str


QUOTE_FILES: Final = (
    QuoteFile("json", "quote.json", "application/ld+json"),
    QuoteFile("bib", "cite.bib", "application/x-bibtex; charset=utf-8"),
    QuoteFile("ris", "cite.ris", "application/x-research-info-systems; charset=utf-8"),
    QuoteFile("csl", "cite.csl.json", "application/vnd.citationstyles.csl+json"),
)


def quote_files(forms: Iterable[str]) -> tuple[QuoteFile, ...]:
    """The files for what `quote_files` of `site.yaml` asks for."""
    wanted = frozenset(forms)
    return tuple(file for file in QUOTE_FILES if file.form in wanted)


def has_pictures(archive: Archive) -> bool:
    """Whether each quote of an archive gets a share picture, if the theme shows it."""
    wish = archive.site.share_images
    return wish == "true" or (wish == "auto" and len(archive.inserted) < FEW)


def shows_pictures(edition: Edition) -> bool:
    """Whether pages name share pictures."""
    return edition.shows("share_picture") and has_pictures(edition.archive)


def share_picture(quote: str, edition: Edition) -> Figure | None:
    """The picture of a quote, if it has one; its alternative text is what the page says of itself."""
    if not edition.derived(shows_pictures):
        return None
    url = edition.urls.to(f"{folder_of('quote', quote)}/{PICTURE}")
    return Figure(url, WIDTH, HEIGHT, alt="", caption="", credit="", licence="", source="")


def names_beside(edition: Edition) -> tuple[str, ...]:
    """The names of the files that stand beside each quote's page."""
    return _names(edition.archive.site.quote_files, picture=edition.derived(shows_pictures))


def _names(forms: Iterable[str], *, picture: bool) -> tuple[str, ...]:
    return (*((PICTURE,) if picture else ()), *(file.name for file in quote_files(forms)))
