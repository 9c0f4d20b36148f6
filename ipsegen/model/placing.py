"""Where one quote stands in an archive.

Owns in which lists a quote stands, and in which order. It follows from the quote, the authors and the entities: any
process may find it out, and hand it to the one that makes the lists. Does not know other quotes. Rules: contract.md,
"Two sides" and "Counts"; content-model.md, dates.
"""

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime

import msgspec

from ipsegen.model.archive import Order, ancestors, order_of
from ipsegen.model.filing import Filing
from ipsegen.model.quote import Quote
from ipsegen.model.references import Reference
from ipsegen.model.subjects import Entity

Lines = Mapping[str, tuple[str, ...]]
"""The parents of each entity that has any, nearest first."""


class Placed(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Where a quote stands.

    `order` is its place by pronouncement, `inserted` that by insertion. `voices`: everyone it is listed under as said
    or flagged, wholes of entities among them, and `through` the part by which it reached a whole. `cited`: what it
    names beside those on whose pages it stands, its contexts, and the quotes that it `answers`. `countries`: the codes
    of all that it refers to.
    """

    id: str
    file: str
    order: Order
    inserted: datetime
    filing: Filing
    is_listed: bool
    is_corrected: bool
    voices: tuple[Reference, ...]
    through: dict[str, str]
    cited: tuple[Reference, ...]
    answers: tuple[str, ...]
    countries: tuple[str, ...]
    aliases: tuple[str, ...]

    def lists(self) -> Iterator[tuple[str, Hashable]]:
        """The lists of the archive in which the quote stands, as index and key."""
        filing = self.filing
        yield from (("cited", named) for named in self.cited)
        if not self.is_listed:
            return
        spoken = "said" if filing.counts_as_said else "flagged"
        yield from ((spoken, voice) for voice in self.voices)
        yield from (("mentioned", named) for named in filing.mentions)
        yield from (("in_context", context) for context in dict.fromkeys([filed.context for filed in filing.contexts]))
        yield from (("replies", answered) for answered in self.answers)
        yield "dated", filing.pronounced.common


def lines_of(entities: Mapping[str, Entity]) -> Lines:
    """The parents of entities."""
    return {key: tuple(ancestors(key, entities)) for key, entity in entities.items() if entity.parent}


def place(quote: Quote, filing: Filing, lines: Lines) -> Placed:
    """Where a quote stands that is filed so."""
    speakers = filing.speakers if quote.is_listed else ()
    through = _through(speakers, lines) if lines else {}
    wholes = [Reference("entity", parent) for parent in through]
    return Placed(
        id=quote.id,
        file=quote.file,
        order=order_of(quote),
        inserted=quote.inserted.utc,
        filing=filing,
        is_listed=quote.is_listed,
        is_corrected=bool(quote.corrections),
        voices=(*speakers, *wholes),
        through=through,
        cited=tuple(_cited_by(quote, filing)),
        answers=tuple(dict.fromkeys(quote.replies_to)),
        countries=tuple(_countries_named(quote, filing)),
        aliases=quote.aliases,
    )


def _through(speakers: Sequence[Reference], lines: Lines) -> dict[str, str]:
    """The wholes for which a quote was said only by a part of them, each with that part."""
    found: dict[str, str] = {}
    for speaker in speakers:
        for parent in lines.get(speaker.id, ()) if speaker.kind == "entity" else ():
            if Reference("entity", parent) not in speakers:
                found.setdefault(parent, speaker.id)
    return found


def _cited_by(quote: Quote, filing: Filing) -> Iterable[Reference]:
    found = [named for named in (quote.via, quote.said_by, quote.event, quote.place) if isinstance(named, Reference)]
    found += [Reference("source", source) for source in quote.sources if isinstance(source, str)]
    found += _in_prose(quote)
    if not filing.on_behalf:
        found += [Reference("entity", entity) for entity in filing.entities]
        found += [Reference("country", country) for country in filing.countries]
    return dict.fromkeys(found) if found else ()


def _in_prose(quote: Quote) -> list[Reference]:
    return [hole.reference for prose in (quote.note, quote.status_note) if prose is not None for hole in prose.holes]


def _countries_named(quote: Quote, filing: Filing) -> list[str]:
    """The countries that a quote refers to; of one that was removed only those that its prose names."""
    named = [each for each in (quote.via, quote.said_by) if isinstance(each, Reference)]
    named += _in_prose(quote)
    codes: list[str] = []
    if quote.is_listed:
        named += filing.mentions
        named += filing.authors
        codes += filing.countries
    return codes + [each.id for each in named if each.kind == "country"]
