"""Sources as they are printed.

Owns the address that leads to the very words at a source (Text Fragments, WICG). Does not visit it.
"""

import re
from functools import cache
from urllib.parse import quote as percent_encode

from ipsegen.model.quote import Quote
from ipsegen.model.source import SourceDetails
from ipsegen.plan.edition import Edition
from ipsegen.plan.values import SourceShown

_WORDS_AT_EACH_END = 5


def show_source(source: SourceDetails, words: str = "") -> SourceShown:
    """A source ready to be printed; with `words`, its address also leads to them."""
    return SourceShown(
        title=source.title,
        url=source.url,
        highlight=f"{source.url}{text_fragment(words)}" if source.url and words and "#" not in source.url else "",
        publisher=source.publisher,
        published=source.published,
        accessed=source.accessed,
        archived_url=source.archived_url,
        kind=source.kind,
        locator=source.locator,
        language=source.language,
    )


def sources_of(quote: Quote, edition: Edition) -> tuple[SourceShown, ...]:
    """The sources of a quote, shared ones included; the text follows the first, so only it leads to the words."""
    shared = edition.archive.sources
    found = [shared.get(source) if isinstance(source, str) else source for source in quote.sources]
    known = [source for source in found if source is not None]
    words = quote.text[0] if quote.text and "[" not in quote.text[0] else ""
    return tuple(show_source(source, words if index == 0 else "") for index, source in enumerate(known))


def text_fragment(words: str) -> str:
    """The fragment that makes a browser mark `words`: its first and last words (Text Fragments, 3.3)."""
    start = words.split(None, 2 * _WORDS_AT_EACH_END)
    if len(start) <= 2 * _WORDS_AT_EACH_END:
        return f"#:~:text={_encode(' '.join(start))}"
    start, end = start[:_WORDS_AT_EACH_END], words.rsplit(None, _WORDS_AT_EACH_END)[-_WORDS_AT_EACH_END:]
    return f"#:~:text={_encode(' '.join(start))},{_encode(' '.join(end))}"


def _encode(text: str) -> str:
    """Percent-encoded, with `-`, which the syntax of fragments uses itself."""
    return _RESERVED.sub(lambda found: _percent_encoded(found[0]), text)


_RESERVED = re.compile("[^A-Za-z0-9_.~]")


@cache
def _percent_encoded(character: str) -> str:
    return "%2D" if character == "-" else percent_encode(character, safe="")
