"""Which quotation marks a language uses, outside and inside.

Owns the lookup. Does not know where marks are set, nor the white space that typography wants beside them.
"""

from collections.abc import Iterator
from functools import cache
from typing import Final

from babel.core import get_global

from ipsegen.render.quotation_mark_table import MARKS

_BY_TAG: Final = {tag.lower(): marks for tag, marks in MARKS.items()}


@cache
def quotation_marks(language: str) -> tuple[str, str, str, str]:
    """Return the open, close, inner open and inner close marks of a BCP 47 language tag, in any case.

    The longest prefix that is listed wins (RFC 4647, section 3.4): `fr-CH-1694`, `fr-CH`, `fr`. A region that
    implies a script counts as that script before the bare language does (`zh-TW` quotes as `zh-Hant`).
    English's marks for `und` and for whatever is unknown; nothing is raised.
    """
    return next((_BY_TAG[tag] for tag in _lookup_chain(language) if tag in _BY_TAG), _BY_TAG["en"])


def _lookup_chain(language: str) -> Iterator[str]:
    """Yield the lower-case tags to try, best first."""
    subtags = language.lower().split("-")
    for length in range(len(subtags), 1, -1):
        yield "-".join(subtags[:length])
    if len(subtags) > 1:
        likely = get_global("likely_subtags").get(f"{subtags[0]}_{subtags[1].upper()}", "")
        yield "-".join(likely.lower().split("_")[:2])
    yield subtags[0]
