"""A site published into a bucket.

Owns which objects are ours, which are surely as they should be, and the order in which they are sent: a page that a
reader can reach never leads to an object that is not there, also when it ends half way; the next publication goes on
from there. Deletes only what a manifest or a ledger of ours names. Does not know with which headers a file is served.

The ledger is an object beside the site: what else is ours than the manifest says. While a publication is under way that
is everything; afterwards it is what readers of old pages may still ask for. Each object carries a mark, by which it is
known where both are lost. Two publications at once into one place are not kept apart.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext
from typing import Final

import msgspec

from ipsegen.diagnostics import visible
from ipsegen.write.difference import Difference, Tell, There
from ipsegen.write.finished import Finished
from ipsegen.write.folder import RefusedOutput
from ipsegen.write.manifest import MANIFEST, Entry, decode_journal, decode_manifest, digest, encode_journal
from ipsegen.write.objects import Listed, Objects, each, kept

LEDGER: Final = ".ipsegen-ledger.json"
_HEADERS: Final = "_headers"
_ENTRANCE: Final = "index.html"

Headers = Callable[[str], Mapping[str, str]]
"""A path → the headers of its file, by names in small letters."""

HeadersOf = Callable[[bytes], Headers]
"""The text of `_headers` → what says of a path the headers of its file."""


class Seen(msgspec.Struct, frozen=True):
    """What is in the place of the site, and what of it is known to be ours."""

    listed: Mapping[str, Listed]
    published: Mapping[str, Entry] | None
    """What the manifest says; None where there is none, or it is damaged."""
    ledger: frozenset[str] | None
    """What the ledger names; None where there is none, or it is damaged."""
    settled: bool
    """Whether the last publication came to its end, and sent all files with the headers that they are to have."""

    @property
    def ours(self) -> frozenset[str]:
        """What the manifest and the ledger name."""
        return frozenset(self.published or ()) | (self.ledger or frozenset())

    @property
    def damaged(self) -> frozenset[str]:
        """The manifest and the ledger, where they are there and say nothing."""
        silent = {MANIFEST: self.published, LEDGER: self.ledger}
        return frozenset(path for path, said in silent.items() if said is None and path in self.listed)


class Bucket(msgspec.Struct, frozen=True):
    """A place in a bucket, and what says with which headers its files are served."""

    objects: Objects
    headers_of: HeadersOf

    def look(self, site: Finished, tell: Tell) -> There:
        """See what stands there. Raises RefusedOutput where others' objects are in the way, NotPublished on failure."""
        headers = self._headers(site)
        seen = _see(self.objects, headers)
        in_the_way = (site.entries.keys() & seen.listed.keys()) - seen.ours
        same = self._same(site, seen, in_the_way, tell)
        standing = {
            path: site.entries[path] if path in same else None
            for path in seen.listed.keys() & (seen.ours | site.entries.keys())
        }
        foreign = seen.listed.keys() - standing.keys() - {MANIFEST, LEDGER}
        names = tuple(sorted(f"{self.objects.address}{path}" for path in foreign))
        return There(seen.published or {}, standing, seen.settled, names)

    def held(self) -> AbstractContextManager[None]:
        """Nothing: S3 tells no one who died from one who is at work."""
        return nullcontext()

    def send(self, site: Finished, change: Difference, tell: Tell) -> None:
        """Make the site stand there. Raises NotPublished where that fails; every link leads somewhere all the same."""
        if change.is_settled:
            return
        headers = self._headers(site)

        def put(path: str) -> None:
            self.objects.put(path, site.read(path), headers(path))

        def note(ledger: bytes) -> None:
            self.objects.put(LEDGER, ledger, headers(LEDGER))

        note(encode_journal("", (*site.entries, *change.carried, *change.gone)))
        done = 0
        for stage in stages(change):
            for _ in each(put, stage):
                done += 1
                tell("sending", done, len(change.sent))
        self.objects.put(MANIFEST, site.manifest, headers(MANIFEST))
        for stage in reversed(_split(change.gone)):
            for _ in each(self.objects.delete, stage):
                pass
        note(encode_journal(_sent_as(site.manifest, site.entries, headers), change.carried))

    def _same(self, site: Finished, seen: Seen, in_the_way: set[str], tell: Tell) -> set[str]:
        """The paths where the site stands already. Raises RefusedOutput where something in the way is not ours."""
        same, doubtful = _compare(site, seen, tell)
        # Nobody knows with which headers a publication sent that did not end.
        asked = sorted(doubtful | in_the_way | seen.damaged | (set() if seen.settled else same))
        known = dict(zip(asked, each(self.objects.ask, asked), strict=True))
        self._refuse_foreign(seen, in_the_way, {path for path, one in known.items() if one.is_ours})
        same |= {path for path in doubtful if known[path].sha256 == site.entries[path].sha256}
        headers = self._headers(site)
        return {path for path in same if path not in known or known[path].headers == kept(headers(path))}

    def _refuse_foreign(self, seen: Seen, in_the_way: set[str], marked: set[str]) -> None:
        foreign = in_the_way - marked
        # What was damaged bears the mark of whoever did it; in a place that is ours it is made anew.
        if not (seen.ours or marked):
            foreign |= seen.damaged
        if foreign:
            message = f"'{visible(min(foreign))}' in {visible(self.objects.address)} was not written by ipsegen"
            raise RefusedOutput(message, "move it away, or publish to another place in the bucket")

    def _headers(self, site: Finished) -> Headers:
        return self.headers_of(site.read(_HEADERS) if _HEADERS in site.entries else b"")


def stages(change: Difference) -> Iterator[list[str]]:
    """What is sent, in the order of sending; within a stage in any order.

    No page that a reader can reach leads to what is new before it is there: the pages that do are changed ones, or new
    themselves. Where the whole site is new, a reader reaches nothing before its entrance.
    """
    for paths in (change.new, change.changed):
        yield from _split(path for path in paths if path != _ENTRANCE)
    yield [path for path in change.sent if path == _ENTRANCE]


def _split(paths: Iterable[str]) -> tuple[list[str], list[str]]:
    """Files that lead nowhere or that no reader opens, and pages."""
    leaves: list[str] = []
    pages: list[str] = []
    for path in paths:
        (pages if path.endswith(".html") else leaves).append(path)
    return leaves, pages


def _see(objects: Objects, headers: Headers) -> Seen:
    listed = objects.list()
    data = objects.get(MANIFEST) if MANIFEST in listed else b""
    published = decode_manifest(data)
    journal = decode_journal(objects.get(LEDGER)) if LEDGER in listed else None
    return Seen(
        listed,
        published,
        None if journal is None else frozenset(journal.paths),
        settled=journal is not None and journal.manifest == _sent_as(data, published or (), headers),
    )


def _sent_as(manifest: bytes, paths: Iterable[str], headers: Headers) -> str:
    """What the ledger says of a publication that came to its end: a digest of its manifest, and of all headers."""
    described = [f"{path} {sorted(kept(headers(path)).items())}\n" for path in sorted(paths)]
    return digest("".join([digest(manifest), *described]).encode())


def _compare(site: Finished, seen: Seen, tell: Tell) -> tuple[set[str], set[str]]:
    """The paths of the site where the same bytes stand, and those where only the bucket can tell.

    The ETag of an object that the bucket encrypts with a key of somebody's own says nothing about its bytes.
    """
    same: set[str] = set()
    doubtful: set[str] = set()
    for count, (path, entry) in enumerate(site.entries.items(), 1):
        found = seen.listed.get(path)
        if found is not None and found.size == entry.size:
            is_same = found.etag == hashlib.md5(site.read(path), usedforsecurity=False).hexdigest()
            (same if is_same else doubtful).add(path)
        tell("comparing", count, len(site.entries))
    return same, doubtful
