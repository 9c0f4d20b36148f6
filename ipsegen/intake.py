"""Content → what every file says, read again only where it has changed.

Owns when a file is taken to be as it was: its size, times and inode are the same and its last change lies well before
the build that saw it; else its bytes decide. Does not judge what files say, and does not know what is made of them.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from itertools import chain, islice
from operator import attrgetter
from pathlib import Path
from typing import Final

import msgspec

from ipsegen.diagnostics import Problem
from ipsegen.load.content import CONTENT, is_media, media_path
from ipsegen.load.pictures import Picture, inspect_picture
from ipsegen.load.snapshot import (
    MAX_MEDIA_BYTES,
    MAX_TEXT_BYTES,
    File,
    Seen,
    list_tree,
    names_that_collide,
    read_file,
    see_files,
)
from ipsegen.model.layout import SITE_FILE
from ipsegen.model.quote import Quote
from ipsegen.model.reads import Read, read_file_record
from ipsegen.model.records import Record
from ipsegen.model.references import FOLDERS
from ipsegen.model.site import Site
from ipsegen.pools import crew
from ipsegen.progress import Tell, silent
from ipsegen.write.cache import Cache
from ipsegen.write.memory import moment_in, settled
from ipsegen.write.spool import Pieces, Spool

CHUNK: Final = 250
WORTH_IT: Final = 1_000
"""Below so many files to read, starting processes costs more than it saves."""


class PictureRead(msgspec.Struct, frozen=True, array_like=True):
    """What one picture is, or what is wrong with it."""

    picture: Picture | None
    problems: tuple[Problem, ...] = ()


class Known(msgspec.Struct, frozen=True, array_like=True):
    """What a build knows of the content that it read: a table of the cache.

    `settled` is the time after which a change would not have been noticed, in nanoseconds; `digests` are those of the
    files' bytes, by path; `pieces` say where the spool holds what each of them says.
    """

    settled: int
    seen: list[Seen]
    digests: dict[str, bytes]
    pieces: list[Pieces]


class Intake:
    """The content of a site as it is now."""

    def __init__(
        self,
        known: Known,
        spool: Spool,
        before: "Intake | None" = None,
        changed: frozenset[str] = frozenset(),
        problems: tuple[Problem, ...] = (),
    ) -> None:
        self.known = known
        self.before = before
        """The content as the last build read it, if that is known."""
        self.changed = changed
        """The files that are new, gone, or say something else than when the last build read them."""
        self.problems = problems
        """What was wrong before any file was read as a record."""
        self._spool = spool

    @property
    def count(self) -> int:
        """How many files there are."""
        return len(self.known.seen)

    @property
    def quote_count(self) -> int:
        """How many files of quotes there are."""
        return sum(path.startswith(QUOTES) for path in self.paths())

    def site(self) -> Site | None:
        """The settings of the site, if they can be read."""
        known = any(seen.path == SITE_FILE for seen in self.known.seen)
        record = self.read(SITE_FILE).record if known else None
        return record if isinstance(record, Site) else None

    def paths(self) -> Iterator[str]:
        """Every file, in the order of their paths."""
        return (seen.path for seen in self.known.seen)

    def reads(self, *, quotes: bool = True) -> list[Read]:
        """What every file says that is no picture, or no quote either."""
        found = (path for path in self.paths() if not is_media(path))
        return [self.read(path) for path in found if quotes or not path.startswith(QUOTES)]

    def records_beside_quotes(self) -> Iterator[Record]:
        """Every record that is neither a quote nor the settings of the site."""
        for read in self.reads(quotes=False):
            if read.record is not None and not isinstance(read.record, Site):
                yield read.record

    def quotes_changed(self) -> dict[str, Quote | None] | None:
        """What became of each quote whose file changed, None where it is gone; None where more than quotes changed.

        Drafts, removed files that leave another of the same id, and files with a fault are more than that.
        """
        if self.before is None or not all(path.startswith(QUOTES) for path in self.changed):
            return None
        quotes: dict[str, Quote | None] = {}
        for content in (self.before, self):
            for path in self.changed & content.known.digests.keys():
                read = content.read(path)
                quote = read.record
                if not isinstance(quote, Quote) or quote.draft or read.problems:
                    return None
                if content is self and quotes.get(quote.id) is not None:
                    return None
                quotes[quote.id] = quote if content is self else None
        return quotes

    def read(self, path: str) -> Read:
        """What one file says."""
        return _READ.decode(self._piece(path))

    def quote(self, path: str) -> Quote:
        """The quote that one file is known to say."""
        record = self.read(path).record
        if not isinstance(record, Quote):
            raise DamagedCacheError(path)
        return record

    def holding(self, words: Sequence[str], paths: Iterable[str]) -> Iterator[str]:
        """The files among `paths` in which one of some words stands, wherever it be."""
        sought = [word.encode() for word in words]
        for path in paths if sought else ():
            piece = self._piece(path)
            if any(word in piece for word in sought):
                yield path

    def pictures(self) -> tuple[dict[str, Picture], list[Problem]]:
        """The pictures by their path from `content/media/`, and what is wrong with others."""
        found = {seen.path: _PICTURE.decode(self._piece(seen.path)) for seen in self.known.seen if is_media(seen.path)}
        pictures = {media_path(path): read.picture for path, read in found.items() if read.picture is not None}
        return pictures, [problem for read in found.values() for problem in read.problems]

    def spool(self) -> Spool:
        """What knows the pieces of every file, for whoever is to know more."""
        return self._spool.copy()

    def _piece(self, path: str) -> bytes:
        piece = self._spool.get(path)
        if piece is None:
            raise DamagedCacheError(path)
        return piece


class DamagedCacheError(Exception):
    """What the cache said is there cannot be read: the build must begin anew without it."""


_ENCODER: Final = msgspec.msgpack.Encoder()
_READ: Final = msgspec.msgpack.Decoder(Read)
_PICTURE: Final = msgspec.msgpack.Decoder(PictureRead)
QUOTES: Final = f"{CONTENT}/{FOLDERS['quote']}/"
TABLE: Final = "content"
"""The name of the table in which a cache keeps what is `Known`."""
ROOM: Final = "content"
"""The name of the folder in which a cache keeps what the files say."""


def take_in(
    root: Path, cache: Cache, jobs: int, before: Intake | None = None, touched: AbstractSet[str] | None = None,
    tell: Tell = silent,
) -> Intake:  # fmt: skip
    """Read what has changed below `root/content`. Raises OSError where the machine fails.

    `before` is the content as the last build read it, if this process still knows it; else the cache may. `touched` are
    the only files that can have changed since, if that is known.
    """
    if before is None:
        before = _recalled(cache)
    past = before.known if before is not None else None
    folder = cache.room(ROOM, empty=past is None)
    now = settled(moment_in(str(folder)))
    seen: list[Seen] = []
    problems: list[Problem] = []
    if past is not None and before is not None:
        files = _touched(root, before, touched, seen)
        now = past.settled if files is not None else now
        if files is None:
            files = _doubtful(list(_list(root, seen, problems)), past)
        seen.sort(key=attrgetter("path"))
        if not files and not problems and seen == past.seen:
            return Intake(past, before.spool(), before)
        spool, digests = before.spool(), dict(past.digests)
    else:
        files = ((one.path, b"") for one in _list(root, seen, problems))
        spool, digests = Spool(folder), {}
    changed: set[str] = set()
    for taken in _take(root, files, spool, jobs, tell):
        spool.add(taken.pieces)
        changed.update(taken.pieces.starts)
        digests.update(taken.digests)
    seen.sort(key=attrgetter("path"))
    gone = digests.keys() - {one.path for one in seen}
    digests = {path: digest for path, digest in digests.items() if path not in gone}
    if past is None or digests.keys() != past.digests.keys():
        problems.extend(names_that_collide(one.path for one in seen))
    known = Known(now, seen, digests, spool.pieces())
    return Intake(known, spool, before, frozenset(changed | gone), tuple(problems))


def _recalled(cache: Cache) -> Intake | None:
    """The content as the cache says that the last build read it."""
    data = cache.table(TABLE)
    if data is None:
        return None
    known = msgspec.msgpack.decode(data, type=Known)
    return Intake(known, Spool(cache.room(ROOM), known.pieces))


def _touched(
    root: Path, before: Intake, touched: AbstractSet[str] | None, seen: list[Seen]
) -> Iterable[tuple[str, bytes]] | None:
    """The files `touched` whose bytes must be looked at, as `_doubtful` gives them; None where all must be listed.

    Every file that is there now is also put into the list `seen`.
    """
    if touched is None or before.problems:
        return None
    found = see_files(root, (path for path in touched if path.startswith(f"{CONTENT}/")))
    if found is None:
        return None
    seen.extend(one for one in before.known.seen if one.path not in found)
    there = [one for one in found.values() if one is not None]
    seen.extend(there)
    return [(one.path, before.known.digests.get(one.path, b"")) for one in there]


def _list(root: Path, seen: list[Seen], problems: list[Problem]) -> Iterator[Seen]:
    """Every file as it is found; they and the problems that were met are also put into the lists."""
    for found in list_tree(root, CONTENT):
        if isinstance(found, Problem):
            problems.append(found)
        else:
            seen.append(found)
            yield found


def _doubtful(seen: Iterable[Seen], past: Known) -> list[tuple[str, bytes]]:
    """The files whose bytes must be looked at, each with the digest that they had."""
    before = {one.path: one for one in past.seen}
    return [
        (one.path, past.digests.get(one.path, b""))
        for one in seen
        if before.get(one.path) != one or not one.is_older(past.settled)
    ]


class _Taken(msgspec.Struct, frozen=True, array_like=True):
    """What a chunk of files brought: the digests of all, and pieces of those that are not as they were."""

    digests: dict[str, bytes]
    pieces: Pieces


def _take(root: Path, files: Iterable[tuple[str, bytes]], spool: Spool, jobs: int, tell: Tell) -> Iterator[_Taken]:
    """Look at files, while others are still being listed."""
    waiting = iter(files)
    first = list(islice(waiting, WORTH_IT))
    all_files = chain(first, waiting)
    chunks = iter(lambda: list(islice(all_files, CHUNK)), [])
    with crew((root, spool), jobs if len(first) == WORTH_IT else 1) as hands:
        done = 0
        for taken in hands.each(_take_chunk, chunks):
            done += len(taken.digests)
            tell("reading", done, 0)
            yield taken


def _take_chunk(place: tuple[Path, Spool], files: Sequence[tuple[str, bytes]]) -> _Taken:
    root, spool = place
    digests: dict[str, bytes] = {}
    pieces: list[tuple[str, bytes]] = []
    for path, before in files:
        found = read_file(root, path, MAX_MEDIA_BYTES if is_media(path) else MAX_TEXT_BYTES)
        digests[path] = _digest(found.data) if isinstance(found, File) else b""
        if not before or digests[path] != before:
            pieces.append((path, _piece_of(path, found)))
    return _Taken(digests, spool.write(pieces))


def _piece_of(path: str, found: File | Problem) -> bytes:
    """What a file says, as the spool keeps it."""
    if is_media(path):
        picture = inspect_picture(found) if isinstance(found, File) else (found,)
        read = PictureRead(picture) if isinstance(picture, Picture) else PictureRead(None, tuple(picture))
        return _ENCODER.encode(read)
    if isinstance(found, Problem):
        return _ENCODER.encode(Read(path, None, None, (found,)))
    return _ENCODER.encode(read_file_record(path, found.data))


def _digest(data: bytes) -> bytes:
    return hashlib.blake2b(data, digest_size=16).digest()
