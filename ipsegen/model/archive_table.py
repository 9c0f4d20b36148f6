"""The indexes of an archive as bytes, and an archive that reads them only where it is asked.

Owns how an archive is kept between builds without its records: those are read again from where they are, each when it
is first needed. What is in it is what was put in; whoever keeps the bytes answers for that.
"""

from collections.abc import Callable, Mapping
from typing import Final, TypeVar

import msgspec

from ipsegen.load.pictures import Picture
from ipsegen.model.archive import Archive, QuoteIds
from ipsegen.model.filing import file_quote
from ipsegen.model.lazy import Lazy, Overlay
from ipsegen.model.quote import Quote
from ipsegen.model.records import Records
from ipsegen.model.references import Kind, Reference
from ipsegen.model.site import Site
from ipsegen.model.subjects import Country

K = TypeVar("K")


class Files(msgspec.Struct, frozen=True, array_like=True):
    """The files of an archive's published records: of quotes by id, in the order of the archive, and of all others."""

    quotes: dict[str, str]
    others: list[str]


class _Table(msgspec.Struct, frozen=True, array_like=True):
    files: Files
    countries: dict[str, Country]
    pictures: dict[str, Picture]
    pronounced: tuple[str, ...]
    inserted: tuple[str, ...]
    corrected: tuple[str, ...]
    said: list[tuple[Reference, msgspec.Raw]]
    flagged: list[tuple[Reference, msgspec.Raw]]
    mentioned: list[tuple[Reference, msgspec.Raw]]
    cited: list[tuple[Reference, msgspec.Raw]]
    in_context: list[tuple[str, msgspec.Raw]]
    replies: list[tuple[str, msgspec.Raw]]
    dated: list[tuple[tuple[int, ...], msgspec.Raw]]
    through: dict[str, dict[str, str]]
    aliases: dict[Kind, dict[str, str]]


_QUOTE_IDS: Final = msgspec.msgpack.Decoder(tuple[str, ...])


def encode_archive(archive: Archive) -> bytes:
    """The indexes of an archive."""
    others = (archive.contexts, archive.authors, archive.entities, archive.countries, archive.sources, archive.pages)
    files = Files(
        _files_of(archive.quotes),
        [record.file for records in others for record in records.values() if record.file],
    )
    return msgspec.msgpack.encode((
        files, archive.countries, archive.pictures, archive.pronounced, archive.inserted, archive.corrected,
        *(list(index.items()) for index in (archive.said, archive.flagged, archive.mentioned, archive.cited)),
        *(list(index.items()) for index in (archive.in_context, archive.replies, archive.dated)),
        {whole: dict(parts) for whole, parts in archive.through.items()}, archive.aliases,
    ))  # fmt: skip


def _files_of(quotes: Mapping[str, Quote]) -> dict[str, str]:
    """The files of quotes by id; those that are not there yet are not read for that."""
    if isinstance(quotes, Overlay):
        below = {key: file for key, file in _files_of(quotes.below).items() if key not in quotes.gone}
        return below | _files_of(quotes.above)
    if isinstance(quotes, Lazy):
        return dict(quotes.made_of)
    return {key: quote.file for key, quote in quotes.items()}


def decode_archive(
    data: bytes, site: Site, others: Callable[[list[str]], Records], quote: Callable[[str], Quote]
) -> Archive:
    """The archive whose indexes `data` are.

    `others` gives the records of some files beside quotes, and `quote` the quote of a file, again and again. Raises
    msgspec.DecodeError where `data` are no such indexes.
    """
    table = msgspec.msgpack.decode(data, type=_Table)
    records = others(table.files.others)
    quotes = Lazy(table.files.quotes, lambda key: quote(table.files.quotes[key]))
    return Archive(
        site=site,
        quotes=quotes,
        contexts=records.contexts,
        authors=records.authors,
        entities=records.entities,
        countries=table.countries,
        sources=records.sources,
        pages=records.pages,
        pictures=table.pictures,
        filings=Lazy(table.files.quotes, lambda key: file_quote(quotes[key], records.authors, records.entities)),
        pronounced=table.pronounced,
        inserted=table.inserted,
        corrected=table.corrected,
        said=_lists(table.said),
        flagged=_lists(table.flagged),
        mentioned=_lists(table.mentioned),
        cited=_lists(table.cited),
        in_context=_lists(table.in_context),
        replies=_lists(table.replies),
        dated=_lists(table.dated),
        through=table.through,
        aliases=table.aliases,
    )


def _lists(pairs: list[tuple[K, msgspec.Raw]]) -> Mapping[K, QuoteIds]:
    raw = dict(pairs)
    return Lazy(raw, lambda key: _QUOTE_IDS.decode(raw[key]))
