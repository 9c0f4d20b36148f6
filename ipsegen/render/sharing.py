"""What a page says to those who show a link to it, and to search engines that choose among languages.

Owns the set of sites in other languages, and the locale of Open Graph. Does not know a page.
"""

from functools import cache

from babel.core import get_global

from ipsegen.model.site import Site
from ipsegen.plan.urls import Urls


def alternates_of(site: Site, urls: Urls) -> tuple[tuple[str, str], ...]:
    """The home page in each language as `hreflang` has it, this one included; nothing where there is but one language.

    Search engines believe a set only if each page of it names the same set, itself too. So `x-default`, for readers of
    any other language, is what each of the sites arrives at alone: English, else the first by its tag.
    """
    if not site.alternates:
        return ()
    found = {**site.alternates, site.language: urls.absolute(urls.to(""))}
    ordered = sorted(found.items())
    default = next((address for tag, address in ordered if tag.split("-")[0] == "en"), ordered[0][1])
    return (*ordered, ("x-default", default))


@cache
def open_graph_locale(language: str) -> str:
    """A language tag as Open Graph has it, language and territory: `fr_FR`; the territory that CLDR deems likely."""
    base, *rest = language.split("-")
    territory = next((part for part in rest if len(part) == 2), "")
    likely = get_global("likely_subtags").get(base.lower(), "")
    territory = territory or likely.rpartition("_")[2]
    return f"{base.lower()}_{territory.upper()}" if len(territory) == 2 else ""
