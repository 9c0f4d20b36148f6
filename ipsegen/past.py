"""What the last build left for the next: what it published, and how.

Owns when that may be built upon: the same program, the same theme and settings, and the very site that stands. Does not
know what a change makes stale.
"""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Final

import msgspec

from ipsegen.diagnostics import Problem
from ipsegen.intake import TABLE as CONTENT_TABLE
from ipsegen.intake import DamagedCacheError, Intake, Known
from ipsegen.load.theme import Theme
from ipsegen.model.archive import Archive
from ipsegen.model.archive_table import decode_archive, encode_archive
from ipsegen.model.records import Records, collect
from ipsegen.model.site import Site
from ipsegen.plan.edition import Edition
from ipsegen.write.cache import Cache
from ipsegen.write.spool import Pieces, Spool

CHANGED_LOOKS: Final = "a template, a language, an asset, a setting or an option changed"
"""Why everything is made anew where the site looked otherwise."""

_LAST: Final = "last"
_ARCHIVE: Final = "archive"
_LISTED: Final = "listed"
_CARDS: Final = "cards"


class Last(msgspec.Struct, frozen=True, array_like=True):
    """The last build: how its site looked, which manifest it left, when it was, and what it reported."""

    appearance: bytes
    manifest: str
    now: datetime
    latest: datetime | None
    """When the last of its quotes was inserted."""
    problems: tuple[Problem, ...]

    def says_the_same_at(self, now: datetime) -> bool:
        """Whether the same content has the same problems at another moment: nothing is then still to come."""
        return self.latest is None or self.latest <= min(self.now, now)


class Past:
    """The last build and its archive, as the cache knows them. Raises DamagedCacheError where that cannot be read."""

    def __init__(self, last: Last, content: Intake, cache: Cache) -> None:
        self.last = last
        self._content = content
        self._cache = cache
        self._archive: Archive | None = None

    def archive(self, site: Site) -> Archive:
        """The archive that was published; `site` are the settings, which are the same."""
        if self._archive is None:
            try:
                self._archive = decode_archive(self._table(_ARCHIVE), site, self._records, self._content.quote)
            except msgspec.DecodeError as error:
                raise DamagedCacheError(_ARCHIVE) from error
        return self._archive

    def edition(self, site: Site, base_url: str) -> Edition:
        """The edition that was published; settings and address are the same."""
        return Edition(self.archive(site), self.last.now, base_url)

    def cards(self, folder: Path) -> Spool:
        """The set cards, which lie in `folder`."""
        return Spool(folder, msgspec.msgpack.decode(self._table(_CARDS), type=list[Pieces]))

    def listed(self) -> dict[str, str]:
        """What the sitemap said: when each page changed last, by address."""
        return msgspec.msgpack.decode(self._table(_LISTED), type=dict[str, str])

    def _records(self, files: list[str]) -> Records:
        found = (self._content.read(file).record for file in files)
        return collect(None, (record for record in found if record is not None and not isinstance(record, Site)), ())

    def _table(self, name: str) -> bytes:
        data = self._cache.table(name)
        if data is None:
            raise DamagedCacheError(name)
        return data


class NoPast(msgspec.Struct, frozen=True):
    """There is no build to go on from, and why."""

    reason: str


def recall(cache: Cache, intake: Intake, appearance: bytes) -> Past | NoPast:
    """The last build, if its site looked as this one will."""
    data = cache.table(_LAST)
    if data is None or intake.before is None:
        return NoPast("there is no cache of an earlier build by this version")
    last = msgspec.msgpack.decode(data, type=Last)
    if last.appearance != appearance:
        return NoPast(CHANGED_LOOKS)
    return Past(last, intake.before, cache)


def remember(
    cache: Cache,
    last: Last,
    known: Known | None,
    archive: Archive | None,
    cards: Sequence[Pieces],
    listed: Mapping[str, str] | None,
) -> None:
    """Leave all that for the next build; None where it is as the cache says already."""
    encode = msgspec.msgpack.encode
    cache.keep({
        CONTENT_TABLE: encode(known) if known is not None else None,
        _ARCHIVE: encode_archive(archive) if archive is not None else None,
        _CARDS: encode(cards),
        _LISTED: encode(listed) if listed is not None else None,
        _LAST: encode(last),
    })  # fmt: skip


def appearance_of(theme: Theme, site: Site, base_url: str, *, drafts: bool) -> bytes:
    """A digest of all that pages show beside records: where it is the same, the same records make the same pages."""
    shown = (theme.templates, theme.assets, theme.languages, site, base_url, drafts)
    return hashlib.sha256(msgspec.msgpack.encode(shown, order="sorted"), usedforsecurity=False).digest()
