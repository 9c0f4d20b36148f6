"""Sources as they are printed.

Owns the address that leads to the very words at a source (Text Fragments, WICG). Does not visit it.
"""

import re
from functools import cache
from itertools import islice
from urllib.parse import quote as percent_encode

from ipsegen.model.quote import Quote
from ipsegen.model.source import SourceDetails
from ipsegen.plan.edition import Edition
from ipsegen.plan.values import SourceShown

_WORDS_AT_EACH_END = 5
_LAST_LETTERS = 200
# Chinese has no blanks: there a clause stands for a word, as a mark may not begin or end inside one.
_WORD = re.compile(r"[^\s。，、；：！？]+[。，、；：！？]*")


def show_source(source: SourceDetails, words: str = "") -> SourceShown:
    """A source ready to be printed; with `words`, its address also leads to them."""
    return SourceShown(
        title=source.title,
        url=source.url,
        highlight=_leading_to(words, source.url) if source.url and words else "",
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
    words = _words_at(known[0], quote, edition) if known and edition.shows("highlight") else ""
    return tuple([show_source(source, "" if index else words) for index, source in enumerate(known)])


def _words_at(source: SourceDetails, quote: Quote, edition: Edition) -> str:
    """The first paragraph as the source has it: in its own language, and only if no editor put words into it."""
    original = quote.original
    text, language = quote.text, quote.language or edition.archive.site.language
    if original is not None and source.language and _same(source.language, original.language):
        text = original.text
    elif source.language and not _same(source.language, language):
        text = ()
    return text[0] if text and "[" not in text[0] else ""


def _same(one: str, other: str) -> bool:
    return one.partition("-")[0] == other.partition("-")[0]


def _leading_to(words: str, url: str) -> str:
    """The address with what marks `words`, behind the fragment that it may have; nothing where it marks others."""
    if ":~:" in url:
        return ""
    return f"{url}{'' if '#' in url else '#'}:~:text={text_directive(words)}"


def text_directive(words: str) -> str:
    """What makes a browser mark `words`: all of them, or their start and their end (Text Fragments, 3.3)."""
    found = list(islice(_WORD.finditer(words), 2 * _WORDS_AT_EACH_END + 1))
    if len(found) <= 2 * _WORDS_AT_EACH_END:
        return _encode(words)
    start = words[: found[_WORDS_AT_EACH_END - 1].end()]
    return f"{_encode(start)},{_encode(_end_of(words))}"


def _end_of(words: str) -> str:
    """The last words of a text, which may be long: nearly always they stand in its last letters."""
    for tail in (words[-_LAST_LETTERS:], words):
        found = list(_WORD.finditer(tail))
        # The first of them may have been cut.
        if len(found) > _WORDS_AT_EACH_END:
            return tail[found[-_WORDS_AT_EACH_END].start() :]
    return words


def _encode(text: str) -> str:
    """Percent-encoded, blanks folded; with `-`, `,` and `&`, which the syntax of fragments uses itself."""
    return _RESERVED.sub(lambda found: _percent_encoded(found[0]), " ".join(text.split()))


_RESERVED = re.compile("[^A-Za-z0-9_.~]")


@cache
def _percent_encoded(character: str) -> str:
    return "%2D" if character == "-" else percent_encode(character, safe="")
