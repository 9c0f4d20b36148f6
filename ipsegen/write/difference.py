"""What a publication changes: a pure function of the site that is to stand, and of what stands.

Owns which files are sent, kept a while longer, and deleted, and how much may go unasked. Does not know where the site
stands, nor how a file gets there.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Final

import msgspec

from ipsegen.write.manifest import Entry

Tell = Callable[[str, int, int], None]
"""Told how far long work is: its name, how much of it is done, and how much there is."""

_AT_MOST: Final = 5
"""Of so many addresses one may vanish without a question."""


class There(msgspec.Struct, frozen=True):
    """What stands where a site is published to. All paths are relative to it, with `/`."""

    published: Mapping[str, Entry]
    """The manifest of the site that was published last; empty where none was, or nobody can tell."""
    standing: Mapping[str, Entry | None]
    """Every file of ours that stands there, its manifest aside; None where it may hold anything."""
    settled: bool
    """Whether the last publication came to its end."""
    foreign: tuple[str, ...] = ()
    """Where else something is; it is left alone."""


class Difference(msgspec.Struct, frozen=True):
    """What becomes of every file, new and old; each tuple is sorted, and no path stands in two."""

    new: tuple[str, ...]
    changed: tuple[str, ...]
    same: tuple[str, ...]
    carried: tuple[str, ...]
    """What the new site does not have, and readers of an old page may still ask for; it goes the next time."""
    gone: tuple[str, ...]
    lost: tuple[str, ...]
    """The addresses that lead nowhere any more; files whose names hold their hash are none."""
    is_settled: bool
    """Whether nothing is to be done at all."""

    @property
    def sent(self) -> tuple[str, ...]:
        """What is sent."""
        return (*self.new, *self.changed)


def difference(site: Mapping[str, Entry], there: There, lasting: tuple[str, ...]) -> Difference:
    """What is to become of `there`, so that `site` stands there.

    `lasting` are the beginnings of the paths of files whose names hold their hash: a page that somebody reads may name
    them after it was replaced. Those of the last site are carried on, until the site changes again.
    """
    standing = there.standing
    new = sorted(site.keys() - standing.keys())
    known = sorted(site.keys() & standing.keys())
    changed = [path for path in known if standing[path] != site[path]]
    stays = there.settled and there.published == site
    before: Mapping[str, Entry | None] = standing if stays else there.published
    old = sorted(standing.keys() - site.keys())
    carried = [path for path in old if path in before and path.startswith(lasting)]
    gone = sorted(set(old) - set(carried))
    return Difference(
        tuple(new),
        tuple(changed),
        tuple(path for path in known if standing[path] == site[path]),
        tuple(carried),
        tuple(gone),
        tuple(sorted(_addresses(there.published, lasting) - site.keys())),
        is_settled=stays and not (new or changed or gone),
    )


def is_too_much(change: Difference, there: There, lasting: tuple[str, ...]) -> bool:
    """Whether more than a fifth of the addresses that stand would vanish: a mistake is likelier than a wish."""
    return len(change.lost) * _AT_MOST > len(_addresses(there.published, lasting))


def _addresses(paths: Iterable[str], lasting: tuple[str, ...]) -> set[str]:
    return {path for path in paths if not path.startswith(lasting)}
