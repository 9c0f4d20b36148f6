"""With which headers the files of a site are kept where no host reads `_headers`.

Owns what holds where `_headers` says nothing. Pure.
"""

from collections.abc import Callable, Mapping
from typing import Final

from ipsegen.request import HeaderRules, address_of, content_type

_FRESH: Final = "public, max-age=0, must-revalidate"
"""Whoever keeps a page asks each time whether there is another. Without it some keep pages for a day."""


def headers_of(text: bytes) -> Callable[[str], Mapping[str, str]]:
    """What says of each path of a site, as its `_headers` has it, with which headers its file is served.

    Names of headers are in small letters. The first rule is that of the whole site, and tells where it stands.
    """
    rules = text.decode(errors="replace")
    base = rules.partition("*")[0].rstrip("/")
    known = HeaderRules(rules)

    def headers(path: str) -> Mapping[str, str]:
        name = path.rpartition("/")[2]
        said = {name.lower(): value for name, value in known.of(base + address_of(path.split("/")))}
        return {"content-type": content_type(name), "cache-control": _FRESH, **said}

    return headers
