"""A large archive, indexed without all of it in memory.

Owns how quotes are placed by as many processes as there are, each a few at a time, and read again where they are
needed. What comes of it is what `build_archive` makes of all records. Does not judge.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import chain
from operator import itemgetter
from typing import Final

import msgspec

from ipsegen.diagnostics import Problem, fails
from ipsegen.intake import CHUNK, QUOTES, Intake
from ipsegen.load.content import Sources, is_media
from ipsegen.model.archive import Archive, Order
from ipsegen.model.drawer import Drawer
from ipsegen.model.examine import Gathered, gather, judge
from ipsegen.model.filing import file_quote
from ipsegen.model.indexing import assemble
from ipsegen.model.lazy import Lazy
from ipsegen.model.placing import Placed, lines_of, place
from ipsegen.model.quote import Quote
from ipsegen.model.reads import Read
from ipsegen.model.records import Records
from ipsegen.model.site import Site
from ipsegen.pools import crew

LARGE: Final = 50_000
"""So many quotes take more memory, copied into each process, than reading them again takes time."""

_ENCODER: Final = msgspec.msgpack.Encoder()


class _Chunk(msgspec.Struct, frozen=True, array_like=True):
    """What became of some files: where their quotes stand, in what order, and what is wrong with them by themselves."""

    placed: list[tuple[Order, msgspec.Raw]]
    problems: list[Problem]


_CHUNK: Final = msgspec.msgpack.Decoder(_Chunk)
_PLACED: Final = msgspec.msgpack.Decoder(Placed)


class _Placing(msgspec.Struct, frozen=True):
    """What quotes are placed with: the content, and all records that are no quotes."""

    intake: Intake
    records: Records
    drafts: bool


def index_large(
    intake: Intake, beside: Gathered, site: Site, jobs: int, *, drafts: bool, strict: bool
) -> Archive | None:
    """The archive of content whose records beside quotes are known; None where a quote cannot be published."""
    paths = [path for path in intake.paths() if path.startswith(QUOTES)]
    chunks = (paths[start : start + CHUNK] for start in range(0, len(paths), CHUNK))
    found: list[tuple[Order, msgspec.Raw]] = []
    problems: list[Problem] = []
    with crew(_Placing(intake, beside.records, drafts), jobs) as hands:
        for chunk in map(_CHUNK.decode, hands.each(_place_chunk, chunks)):
            found.extend(chunk.placed)
            problems.extend(chunk.problems)
    if fails(problems, strict=strict):
        return None
    found.sort(key=itemgetter(0))

    def quotes(files: Mapping[str, str]) -> Mapping[str, Quote]:
        return Lazy(files, lambda key: intake.quote(files[key]))

    return assemble(beside.records, _each_once(found), quotes, site, beside.pictures, drafts=drafts)


def _each_once(found: list[tuple[Order, msgspec.Raw]]) -> Iterator[Placed]:
    """Quotes as they are kept; `found` is used up: no more of it stays in memory than is needed.

    Of those that claim one id only the first counts.
    """
    drawer, seen = Drawer(), set[str]()
    found.reverse()
    while found:
        one = _PLACED.decode(found.pop()[1])
        if one.id not in seen:
            seen.add(one.id)
            yield msgspec.structs.replace(one, filing=drawer.filing(one.filing))


def _place_chunk(placing: _Placing, paths: Sequence[str]) -> bytes:
    authors, entities = placing.records.authors, placing.records.entities
    lines = lines_of(entities)
    reads = [placing.intake.read(path) for path in paths]
    quotes = [read.record for read in reads if isinstance(read.record, Quote)]
    placed = [
        place(quote, file_quote(quote, authors, entities), lines)
        for quote in quotes
        if placing.drafts or not quote.draft
    ]
    return _ENCODER.encode(
        ([(one.order, one) for one in placed], list(chain.from_iterable(read.problems for read in reads)))
    )


def judge_large(intake: Intake, case: tuple[datetime, Sources]) -> tuple[Problem, ...]:
    """Everything that is wrong with content at a moment, for a process that ends with it."""
    now, sources = case
    pictures, problems = intake.pictures()
    drawer = Drawer()
    reads = [_shared(intake.read(path), drawer) for path in intake.paths() if not is_media(path)]
    return judge(gather(reads, pictures, (*intake.problems, *problems)), now, sources.get)


def _shared(read: Read, drawer: Drawer) -> Read:
    record = read.record
    return msgspec.structs.replace(read, record=drawer.quote(record)) if isinstance(record, Quote) else read
