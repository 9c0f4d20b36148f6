"""In whose company a few files must be judged, so that what is wrong in them is what a check of everything would say.

Owns which other files a file's problems depend on. Everything that is no quote always belongs to the company; of the
quotes only those that the rules compare. Does not know the checks: where it could not be sure, it gives up.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import chain
from typing import Final

from ipsegen.load.content import CONTENT
from ipsegen.model.named import named_by
from ipsegen.model.quote import Quote
from ipsegen.model.reads import Read
from ipsegen.model.references import FOLDERS, Reference

QUOTES: Final = f"{CONTENT}/{FOLDERS['quote']}/"

Holding = Callable[[Sequence[str], Iterable[str]], Iterable[str]]
"""The files among some that hold one of some words; there may be others with them that do not."""


def company_of(
    wanted: Collection[str], paths: Iterable[str], read: Callable[[str], Read], holding: Holding
) -> set[str] | None:
    """The files among `paths` in whose company those of `wanted` must be judged, these included; None if all of them.

    The company of a quote: who claims its id; the quotes that it names, and so on, as replies may go round; every quote
    that holds its id, an old id of it or one of its authors: it may claim the same address, or say nearly the same.
    """
    company: set[str] = set()
    quotes: defaultdict[str, list[str]] = defaultdict(list)
    for path in paths:
        if path.startswith(QUOTES):
            quotes[_id_of(path)].append(path)
        else:
            company.add(path)
    asked = [read(path) for path in wanted]
    named = {key for one in asked for key in _quotes_named_by(one)}
    if not quotes.keys() >= named:
        return None  # what was meant is looked for among all
    words = sorted({word for one in asked for word in _words_of(one)})
    own = {_id_of(path) for path in wanted if path.startswith(QUOTES)}
    alike = {_id_of(path) for path in holding(words, chain.from_iterable(quotes.values()))}
    for key in own | alike | _with_what_they_name(named, quotes, read):
        company.update(quotes[key])  # of those that claim one id only the first counts as a record
    return company


def _id_of(path: str) -> str:
    """The id of the quote at a path, if its name is as it must be."""
    return path.rpartition("/")[2].removesuffix(".yaml")


def _words_of(read: Read) -> Iterator[str]:
    """What another quote holds that claims the same address as a quote, or says nearly the same."""
    quote = read.record
    if isinstance(quote, Quote):
        yield quote.id
        yield from quote.aliases
        for signature in quote.signatures:
            yield signature.author.id if isinstance(signature.author, Reference) else signature.author


def _quotes_named_by(read: Read) -> Iterator[str]:
    if read.record is not None:
        yield from (reference.id for reference in named_by(read.record) if reference.kind == "quote")


def _with_what_they_name(
    keys: Collection[str], quotes: defaultdict[str, list[str]], read: Callable[[str], Read]
) -> set[str]:
    """Quotes with those that they name, and so on, as far as they are there."""
    found = set(keys)
    waiting = list(keys)
    while waiting:
        for path in quotes[waiting.pop()]:
            more = {key for key in _quotes_named_by(read(path)) if key in quotes} - found
            found |= more
            waiting.extend(more)
    return found
