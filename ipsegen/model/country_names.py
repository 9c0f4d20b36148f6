"""What a country is called in the language of a page.

Owns the few names that differ from CLDR's and the order of fallbacks. Does not know what people type for a
country (`model/countries.py`), nor the names that an archive's own files give it.
"""

from functools import cache
from typing import Final

from babel.core import Locale, UnknownLocaleError

from ipsegen.model.countries import COUNTRY_CODES, FORMER

FALLBACK: Final = "en"

# CLDR's short variants (48.2, `alt="short"`), which Babel leaves out, where the long one is not what readers
# call the place. The interface's own languages only: an archive's country file can name any other.
SHORT: Final[dict[str, dict[str, str]]] = {
    "ar": {"hk": "هونغ كونغ", "mo": "مكاو"},
    "en": {"hk": "Hong Kong", "mm": "Myanmar", "mo": "Macao"},
    "fr": {"hk": "Hong Kong", "mo": "Macao"},
}


@cache
def country_name(code: str, language: str) -> str:
    """Return the name of a country, by its lower-case code, in a BCP 47 language.

    A tag without a name falls back to its shorter prefixes (RFC 4647, section 3.4), then to English. Raises
    KeyError for a code that is not in `COUNTRY_CODES`.
    """
    if code not in COUNTRY_CODES:
        raise KeyError(code)
    subtags = language.split("-")
    tags = ["-".join(subtags[:length]) for length in range(len(subtags), 0, -1)]
    return next(name for tag in (*tags, FALLBACK) if (name := _name(code, tag)))


def _name(code: str, tag: str) -> str | None:
    """Return the name in exactly this language, if there is one."""
    if code in FORMER:
        return FORMER[code].names.get(tag.lower())
    try:
        locale = Locale.parse(tag, sep="-")
    except (UnknownLocaleError, ValueError):
        return None
    return SHORT.get(locale.language, {}).get(code) or locale.territories.get(code.upper())
