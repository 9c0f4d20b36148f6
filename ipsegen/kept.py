"""What one process keeps from build to build into the same folder.

Owns when that is used instead of looking again: nothing else builds into the folder meanwhile, and of the files that
the site is made of only those that were touched can have changed. Does not know how it is known what was touched. A
build that is handed nothing takes the same from the cache.
"""

from collections.abc import Set as AbstractSet
from pathlib import Path

import msgspec

from ipsegen.intake import Intake
from ipsegen.load.theme import FOLDER, Theme
from ipsegen.looks import Looks, read_looks
from ipsegen.model.archive import Archive
from ipsegen.model.site import Site
from ipsegen.past import Last, Past, appearance_of
from ipsegen.plan.assets import Asset
from ipsegen.plan.edition import Edition
from ipsegen.workshop import Workshop
from ipsegen.write.cache import Cache
from ipsegen.write.spool import Spool
from ipsegen.write.standing import Standing


class Done(msgspec.Struct, frozen=True):
    """A build that came to its end, as it was in memory then."""

    last: Last
    edition: Edition
    intake: Intake
    workshop: Workshop
    cards: Spool
    assets: dict[str, Asset]
    listed: dict[str, str]
    standing: Standing
    cache: Cache
    saved: bool
    """Whether the cache and what lies beside the output say as much, so that another process can go on from there."""


class InMind(Past):
    """The last build, where this process made it."""

    def __init__(self, done: Done) -> None:
        super().__init__(done.last, done.intake, done.cache)
        self.done = done

    def archive(self, _site: Site) -> Archive:
        """The archive that was published."""
        return self.done.edition.archive

    def edition(self, _site: Site, _base_url: str) -> Edition:
        """The edition that was published, with all that was found out about it."""
        return self.done.edition

    def cards(self, _folder: Path) -> Spool:
        """The set cards."""
        return self.done.cards.copy()

    def listed(self) -> dict[str, str]:
        """What the sitemap said."""
        return self.done.listed


class Kept:
    """The last build of this process that came to its end, and what was touched since. Empty before the first."""

    def __init__(self) -> None:
        self.done: Done | None = None
        self._touched: set[str] | None = None
        self._looks: Looks | None = None
        self._appearance: tuple[Theme, Site, str, bool, bytes] | None = None

    @property
    def touched(self) -> AbstractSet[str] | None:
        """The files that can have changed since, by their paths from the root; None where any can."""
        return self._touched

    def touch(self, files: AbstractSet[str]) -> None:
        """These files can have changed."""
        if self._touched is not None:
            self._touched |= files

    def doubt(self) -> None:
        """Anything can have changed, in the output folder too."""
        self._touched = None

    def forget(self) -> None:
        """There was no build."""
        self.done = self._touched = None

    def keep(self, done: Done) -> None:
        """A build came to its end."""
        # What it went on from would keep what that went on from, and so on.
        self.done = msgspec.structs.replace(done, intake=Intake(done.intake.known, done.intake.spool()))
        self._touched = set()

    def looks(self, root: Path) -> Looks:
        """The theme as it is now, read again where it can have changed."""
        touched = self._touched
        if self._looks is None or touched is None or any(path.startswith(f"{FOLDER}/") for path in touched):
            self._looks = read_looks(root, self._looks)
        return self._looks

    def appearance(self, theme: Theme, site: Site, base_url: str, *, drafts: bool) -> bytes:
        """As `appearance_of` says, which takes its time where a theme has large fonts."""
        known, asked = self._appearance, (site, base_url, drafts)
        if known is None or known[0] is not theme or known[1:4] != asked:
            self._appearance = known = (theme, *asked, appearance_of(theme, site, base_url, drafts=drafts))
        return known[4]
