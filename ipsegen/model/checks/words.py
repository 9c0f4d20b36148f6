"""Words that must stand in a quote's text as they are, and signs that come in pairs.

Owns excerpts, fragments and brackets. Does not know how texts are parted into paragraphs (`quote`), nor when
a fragment stands in a text (`fragments`).
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator
from functools import lru_cache, partial
from operator import attrgetter
from typing import Final

from ipsegen.model.checks.evidence import Evidence
from ipsegen.model.checks.namings import namings_in_prose
from ipsegen.model.faults import Fault
from ipsegen.model.fragments import find_fragment
from ipsegen.model.quote import Quote

_LIKE: Final = 60.0
_MOST_LETTERS: Final = 20_000
"""Longer texts are not searched for words that are only alike."""
_SHOWN: Final = 40
_EXCERPT: Final = attrgetter("excerpt")

_OTHER_QUOTATION_MARKS: Final = frozenset({
    "agq", "ar", "bas", "be", "bg", "bs", "bua", "cs", "da", "de", "dsb", "et", "ff", "fi", "fr", "he", "hr",
    "hsb", "hu", "is", "ka", "ksh", "ky", "lag", "lb", "lld", "lt", "luy", "mk", "ms", "nds", "nmg", "os",
    "pl", "prg", "rn", "ro", "ru", "sah", "se", "sgs", "shi", "sk", "sl", "sn", "sr", "sv", "syr", "szl",
    "tyv", "uk", "ur", "yi", "zgh",
})  # fmt: skip
"""Languages in which “ closes or ” opens (CLDR), Danish by habit."""
_TURNED_GUILLEMETS: Final = frozenset({"da", "de", "hu", "kk", "sl", "szl", "ug"})
"""Languages that set »…« as well, or instead."""
_LABEL: Final = re.compile(r"(?:^|\W)(?:\w|\d\d)$")
"""What stands before the bracket of `a) this, b) that`."""
_SMILEY: Final = re.compile(r"[:;=]['’]?-?[()]*$")


def excerpt_not_in_text(evidence: Evidence) -> Iterator[Fault]:
    """An excerpt is a part of the text letter for letter, white space aside."""
    for quote in evidence.records.quotes.values():
        if not quote.excerpt and not any(map(_EXCERPT, quote.contexts)):
            continue
        excerpts = [(("excerpt",), quote.excerpt)] if quote.excerpt else []
        filed = [(("contexts", i, "excerpt"), filed.excerpt) for i, filed in enumerate(quote.contexts) if filed.excerpt]
        text = _line(quote)
        for path, excerpt in (*excerpts, *filed):
            if text and excerpt not in text:
                message = "these words do not stand in the text, letter for letter"
                hint = _where_they_part(excerpt, text, partial(_find, text))
                yield Fault(quote.file, "excerpt-not-in-text", message, hint, path)


def fragment_not_in_text(evidence: Evidence) -> Iterator[Fault]:
    """A fragment in prose stands in the quote, white space and the shape of quotation marks aside."""
    for naming in namings_in_prose(evidence.records):
        quote = evidence.records.quotes.get(naming.reference.id) if naming.reference.kind == "quote" else None
        hole = naming.hole
        if quote is None or hole is None or hole.form not in {"fragment", "card"}:
            continue
        text = _line(quote)
        if quote.status == "removed":
            message = f"the quote '{quote.id}' was removed, and its words with it"
            yield naming.fault("fragment-not-in-text", message, f"link to it instead: [[quote:{quote.id}|…]]")
        elif text and find_fragment(text, hole.label) is None:
            message = f"'{_short(hole.label)}' does not stand in the quote '{quote.id}'"
            hint = _where_they_part(hole.label, text, partial(find_fragment, text))
            yield naming.fault("fragment-not-in-text", message, hint)


def unbalanced_brackets(evidence: Evidence) -> Iterator[Fault]:
    """Brackets and quotation marks come in pairs (warning)."""
    site = evidence.records.site
    for quote in evidence.records.quotes.values():
        text = "\n\n".join(quote.text)
        for opening, closing in _pairs(quote.language or (site.language if site is not None else "")):
            lonely = _lonely(text, opening, closing)
            if lonely:
                message = f"{lonely} has no partner in the text"
                hint = "add it or take it out; if the source prints it so, leave it"
                yield Fault(quote.file, "unbalanced-brackets", message, hint, ("text",), severity="warning")


def _line(quote: Quote) -> str:
    """The text as a value on one line has it."""
    return " ".join(" ".join(quote.text).split())


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"


def _find(text: str, words: str) -> str | None:
    return words if words in text else None


def _where_they_part(words: str, text: str, find: Callable[[str], str | None]) -> str:
    """A hint that shows where words begin to differ from the text, or what in the text is most like them.

    `find` tells the words of the text that a beginning of `words` repeats.
    """
    alike = bisect_left(range(1, len(words) + 1), True, key=lambda length: find(words[:length]) is None)
    same = find(words[:alike]) if alike >= min(len(words), _SHOWN) // 3 else None
    if same is not None and " " in same.strip():
        here, there = _next(words, alike), _next(text, text.index(same) + len(same))
        return f"behind '…{same[-20:]}' the text has '{there}', and this has '{here}'"
    if len(text) <= _MOST_LETTERS and len(words) <= _MOST_LETTERS // 10:
        # Here and not above: only a mistake needs it.
        from rapidfuzz import fuzz

        match = fuzz.partial_ratio_alignment(words, text, score_cutoff=_LIKE)
        if match is not None:
            return f"the words most like them are '{_short(text[match.dest_start : match.dest_end].strip())}'"
    return "copy the words from the text"


def _next(text: str, start: int) -> str:
    """The next letters of a text."""
    return text[start : start + 20] + ("…" if len(text) > start + 20 else "") or "nothing"


@lru_cache(maxsize=256)
def _pairs(tag: str) -> tuple[tuple[str, str], ...]:
    """The signs that come in pairs in a language, which is given by its tag."""
    language = tag.partition("-")[0].lower()
    quotation_marks = () if language in _OTHER_QUOTATION_MARKS else (("“", "”"),)
    guillemets = () if language in _TURNED_GUILLEMETS else (("«", "»"),)
    return ("(", ")"), ("[", "]"), *quotation_marks, *guillemets


def _lonely(text: str, opening: str, closing: str) -> str:
    """The first sign without a partner, with what stands around it; nothing where all have one."""
    if opening not in text and closing not in text:
        return ""
    waiting: list[int] = []
    for match in re.finditer(rf"(\A|\n\n)?[{re.escape(opening + closing)}]", text):
        position = match.end() - 1
        if text[position] == opening:
            # A quotation that goes on is opened again at the start of each paragraph, and closed once.
            if not (waiting and match[1] is not None and opening in "“«"):
                waiting.append(position)
        elif waiting:
            waiting.pop()
        elif not (closing == ")" and _is_no_bracket(text, position)):
            return _around(text, position)
    lonely = [position for position in waiting if not _SMILEY.search(text[max(0, position - 4) : position])]
    return _around(text, lonely[-1]) if lonely else ""


def _is_no_bracket(text: str, position: int) -> bool:
    """Whether a `)` that closes nothing belongs to a label or a smiley."""
    before = text[max(0, position - 4) : position]
    return _LABEL.search(before) is not None or _SMILEY.search(before) is not None


def _around(text: str, position: int) -> str:
    before, after = text[max(0, position - 12) : position], text[position + 1 : position + 13]
    return f"'{text[position]}' in '{' '.join(f'…{before}{text[position]}{after}…'.split())}'"
