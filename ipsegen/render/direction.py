"""Whether a language is written from left to right or from right to left.

Owns the list of right-to-left scripts. Does not know any text: a tag is all that is looked at.
"""

from functools import cache
from typing import Final, Literal

from babel.core import get_global

# The scripts that ISO 15924 lists as written from right to left, dead ones too: an archive may quote an
# inscription. They decide, not `Locale.text_direction`, which knows only the locales that Babel has data for
# (not `az-Arab`, not `rhg`).
_SCRIPTS: Final = """
    Adlm Arab Aran Armi Avst Chrs Cprt Elym Gara Hatr Hebr Hung Khar Lydi Mand Mani Mend Merc Mero Narb Nbat
    Nkoo Orkh Ougr Palm Phli Phlp Phlv Phnx Prti Rohg Samr Sarb Sidt Sogd Sogo Syrc Syre Syrj Syrn Thaa Yezi
"""
RIGHT_TO_LEFT: Final[frozenset[str]] = frozenset(_SCRIPTS.split())


@cache
def direction(language: str) -> Literal["ltr", "rtl"]:
    """Return the direction of a BCP 47 language tag, in any case.

    A script in the tag decides (`uz-Arab`); without one, the script that CLDR's likely subtags give to
    language and region (`uz-AF`), then to the language. `ltr` for `und`, for what is written from top to
    bottom and for whatever is unknown; nothing is raised.
    """
    return "rtl" if script(language) in RIGHT_TO_LEFT else "ltr"


def script(language: str) -> str | None:
    """Return the ISO 15924 code of the script a tag is written in, None if it cannot be told."""
    first, *rest = language.split("-")
    region = ""
    for subtag in rest:
        if len(subtag) == 1:
            break
        if len(subtag) == 4 and subtag.isalpha():
            return subtag.title()
        if len(subtag) == 2:
            region = subtag.upper()
    base = first.lower()
    # CLDR gives likely subtags to preferred codes alone: `prs` is listed as `fa`, `pnb` as `lah`.
    preferred = get_global("language_aliases").get(base, base).partition("_")[0]
    likely = get_global("likely_subtags")
    for key in (f"{base}_{region}", f"{preferred}_{region}", base, preferred):
        if key in likely:
            return str(likely[key].split("_")[1])
    return None
