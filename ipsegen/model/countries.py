"""Which country codes there are, and what people type for them.

Owns the list of codes, the former states with their names and years, and the spellings that lead to a code.
Does not know how a country is named on a page (`render/country_names.py`), nor its flag or shape.
"""

import unicodedata
from functools import cache, lru_cache
from typing import Final, NamedTuple


class FormerState(NamedTuple):
    """A state that is no more: its name by language (`en`, `fr`, `ar`), its first and its last year."""

    names: dict[str, str]
    years: tuple[int, int]


# CLDR names none of them. ISO 3166 used CS twice: for Czechoslovakia until 1993 and for Serbia and Montenegro
# from 2003 to 2006. Here it is Czechoslovakia, which has no other code, while `rs` and `me` stand for the two
# that parted. YU lasts until 2003, as in ISO 3166-3: the Federal Republic kept name and code.
FORMER: Final[dict[str, FormerState]] = {
    "cs": FormerState(
        {"en": "Czechoslovakia", "fr": "Tchécoslovaquie", "ar": "تشيكوسلوفاكيا"},
        (1918, 1992),
    ),
    "dd": FormerState(
        {"en": "East Germany", "fr": "Allemagne de l’Est", "ar": "ألمانيا الشرقية"},
        (1949, 1990),
    ),
    "su": FormerState(
        {"en": "Soviet Union", "fr": "Union soviétique", "ar": "الاتحاد السوفيتي"},
        (1922, 1991),
    ),
    "yu": FormerState(
        {"en": "Yugoslavia", "fr": "Yougoslavie", "ar": "يوغوسلافيا"},
        (1918, 2003),
    ),
}

# ISO 3166-1 alpha-2 as officially assigned, 249 codes, and Kosovo's user-assigned one.
_CURRENT: Final = """
    ad ae af ag ai al am ao aq ar as at au aw ax az ba bb bd be bf bg bh bi bj bl bm bn bo bq br bs bt bv bw
    by bz ca cc cd cf cg ch ci ck cl cm cn co cr cu cv cw cx cy cz de dj dk dm do dz ec ee eg eh er es et
    fi fj fk fm fo fr ga gb gd ge gf gg gh gi gl gm gn gp gq gr gs gt gu gw gy hk hm hn hr ht hu
    id ie il im in io iq ir is it je jm jo jp ke kg kh ki km kn kp kr kw ky kz la lb lc li lk lr ls lt lu lv
    ly ma mc md me mf mg mh mk ml mm mn mo mp mq mr ms mt mu mv mw mx my mz na nc ne nf ng ni nl no np nr nu
    nz om pa pe pf pg ph pk pl pm pn pr ps pt pw py qa re ro rs ru rw sa sb sc sd se sg sh si sj sk sl sm sn
    so sr ss st sv sx sy sz tc td tf tg th tj tk tl tm tn to tr tt tv tw tz ua ug um us uy uz
    va vc ve vg vi vn vu wf ws ye yt za zm zw
    xk
"""

COUNTRY_CODES: Final[frozenset[str]] = frozenset(_CURRENT.split()) | FORMER.keys()

# What people type and CLDR's names and aliases do not have. The key is folded as `_folded` does it.
_HABITS: Final[dict[str, tuple[str, ...]]] = {
    "america": ("us",),
    "birmania": ("mm",),
    "birmanie": ("mm",),
    "birma": ("mm",),
    "bosnia": ("ba",),
    "britain": ("gb",),
    "burma": ("mm",),
    "congo": ("cd", "cg"),
    "csk": ("cs",),
    "cssr": ("cs",),
    "czech republic": ("cz",),
    "ddr": ("dd",),
    "democratic republic of congo": ("cd",),
    "democratic republic of the congo": ("cd",),
    "dprk": ("kp",),
    "dr congo": ("cd",),
    "drc": ("cd",),
    "east timor": ("tl",),
    "el": ("gr",),
    "emirates": ("ae",),
    "england": ("gb",),
    "frg": ("de",),
    "gdr": ("dd",),
    "german democratic republic": ("dd",),
    "great britain": ("gb",),
    "holland": ("nl",),
    "hong kong": ("hk",),
    "ivory coast": ("ci",),
    "korea": ("kr", "kp"),
    "ksa": ("sa",),
    "macao": ("mo",),
    "macau": ("mo",),
    "macedonia": ("mk",),
    "northern ireland": ("gb",),
    "palestine": ("ps",),
    "prc": ("cn",),
    "rda": ("dd",),
    "republic of the congo": ("cg",),
    "rok": ("kr",),
    "russian federation": ("ru",),
    "scotland": ("gb",),
    "serbia and montenegro": ("rs", "me"),
    "sun": ("su",),
    "swaziland": ("sz",),
    "trinidad": ("tt",),
    "turkey": ("tr",),
    "uae": ("ae",),
    "united states of america": ("us",),
    "urss": ("su",),
    "ussr": ("su",),
    "vatican": ("va",),
    "virgin islands": ("vg", "vi"),
    "wales": ("gb",),
    "west germany": ("de",),
    "yug": ("yu",),
}

_LANGUAGES: Final = ("en", "fr", "es", "de")
_MOST: Final = 3
_NEAR: Final = 80
# Of shorter words so many others are near that every guess would be noise.
_SHORTEST_GUESS: Final = 4


@lru_cache(maxsize=4096)
def country_code(text: str) -> str | None:
    """Return the lower-case code that `text` is in any case, or None if there is no such code."""
    lower = text.lower()
    return lower if lower in COUNTRY_CODES else None


def suggest_country(text: str) -> tuple[str, ...]:
    """Up to three codes, best first, that a person who typed `text` may have meant.

    `text` is a code (alpha-2, alpha-3 or a withdrawn one), a name in English, French, Spanish or German, a
    habitual name, or nearly one of these. Empty if nothing is near; nothing is raised.
    """
    wanted = _folded(text)
    code = country_code(wanted)
    if code is not None:
        return (code,)
    spellings = _spellings()
    if wanted in spellings:
        return spellings[wanted][:_MOST]
    if len(wanted) < _SHORTEST_GUESS:
        return ()
    # Here and not above, as in `_spellings`: only a mistake needs it.
    from rapidfuzz import fuzz, process

    near = process.extract(wanted, list(spellings), scorer=fuzz.ratio, score_cutoff=_NEAR, limit=10)
    codes = dict.fromkeys(code for spelling, _, _ in near for code in spellings[spelling])
    return tuple(codes)[:_MOST]


def countries_called(name: str) -> tuple[str, ...]:
    """Return the codes that a name or a habitual spelling stands for, without a guess."""
    return _spellings().get(_folded(name), ())


@cache
def _spellings() -> dict[str, tuple[str, ...]]:
    """Return the codes that a folded spelling may stand for, by spelling."""
    # Here and not above: Babel's data cost more to load than a build without a mistake spends on countries.
    from babel.core import Locale, get_global

    found: dict[str, tuple[str, ...]] = dict(_HABITS)
    for alias, successors in get_global("territory_aliases").items():
        codes = tuple(code for code in map(str.lower, successors) if code in COUNTRY_CODES)
        if codes and alias.isalpha():
            found.setdefault(alias.lower(), codes)
    for code in sorted(COUNTRY_CODES - FORMER.keys()):
        for language in _LANGUAGES:
            for spelling in _variants(Locale(language).territories[code.upper()]):
                found[spelling] = tuple(dict.fromkeys((*found.get(spelling, ()), code)))
    for code, state in FORMER.items():
        found.update((_folded(name), (code,)) for name in state.names.values())
    return found


def _variants(name: str) -> set[str]:
    """Return a name with and without its parentheses, folded: `Myanmar (Burma)` and `Myanmar`."""
    return {_folded(name), _folded(name.partition("(")[0])}


def _folded(text: str) -> str:
    """`text` without case, accents, punctuation and a leading article."""
    plain = unicodedata.normalize("NFKD", text.casefold().replace("&", " and "))
    kept = "".join(c if c.isalnum() else "" if c in ".'’" or unicodedata.combining(c) else " " for c in plain)
    return " ".join(kept.split()).removeprefix("the ")
