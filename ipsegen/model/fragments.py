"""Words taken out of a quote.

Owns when a fragment stands in a text: letter for letter, white space and the shape of quotation marks aside
(content-model.md, "In Markdown"). Does not know who takes the words, or what for.
"""

import re
from typing import Final

_SHAPES: Final = str.maketrans(dict.fromkeys('“”„‟«»″〝〞‘’‚‛‹›′"', "'"))


def find_fragment(text: str, fragment: str) -> str | None:
    """The words of `text` that `fragment` repeats, as they stand in `text`; None if they do not stand there."""
    words = fragment.translate(_SHAPES).split()
    if not words:
        return None
    pattern = r"\s+".join(re.escape(word) for word in words)
    match = re.search(pattern, text.translate(_SHAPES))
    return text[match.start() : match.end()] if match is not None else None
