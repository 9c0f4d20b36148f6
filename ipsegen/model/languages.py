"""Language tags (BCP 47).

Owns whether a tag is well formed and names a language. Does not know names, scripts or directions of
languages.
"""

import functools
import re
from typing import Final

_TAG: Final = re.compile(
    r"(?P<language>[a-z]{2,3})"
    r"(?:-(?P<extended>[a-z]{3}))?"
    r"(?:-(?P<script>[a-z]{4}))?"
    r"(?:-(?P<region>[a-z]{2}|[0-9]{3}))?"
    r"(?P<rest>(?:-[a-z0-9]{1,8})*)",
    re.IGNORECASE,
)
_ISO_639_1: Final = """
    aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv
    dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig
    ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh
    mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru
    rw sa sc sd se sg sh si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty
    ug uk ur uz ve vi vo wa wo xh yi yo za zh zu
"""

ISO_639_1: Final = frozenset(_ISO_639_1.split())


@functools.cache
def canonical_language(text: str) -> str | None:
    """The tag with recommended letter case (RFC 5646, 2.1.1), or None if it is malformed or no language's.

    Languages of two letters must be in ISO 639-1; those of three letters are taken as they come.
    """
    match = _TAG.fullmatch(text)
    if match is None:
        return None
    language = match["language"].lower()
    if len(language) == 2 and language not in ISO_639_1:
        return None
    parts = [language]
    if match["extended"]:
        parts.append(match["extended"].lower())
    if match["script"]:
        parts.append(match["script"].title())
    if match["region"]:
        parts.append(match["region"].upper())
    return "-".join(parts) + match["rest"].lower()
