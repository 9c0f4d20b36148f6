"""What nodes of linked data are made of.

Owns how a link, a date, a language and a list of quotes are said in the words of schema.org. Does not know any page.
"""

from typing import Final

from ipsegen.model.edtf import Date
from ipsegen.plan.urls import Urls
from ipsegen.plan.values import Link, QuoteList

Node = dict[str, object]

SPEAKERS: Final = {"author": "Person", "entity": "Organization", "country": "Country"}
# An entity may be a body, a place or an event: a link does not say which, and Thing is all of them.
_LINKED: Final = {"authors": "Person", "countries": "Country", "contexts": "CreativeWork"}


def node(kind: str, properties: Node) -> Node:
    """A node of a type with those properties that have a value."""
    return {"@type": kind, **{name: value for name, value in properties.items() if value}}


def linked(link: Link, urls: Urls) -> Node:
    """A record that a page links to; the folder of its address tells what it is."""
    folder = link.url.removeprefix(urls.to("")).partition("/")[0]
    return named(_LINKED.get(folder, "Thing"), link, urls)


def named(kind: str, link: Link, urls: Urls) -> Node:
    """A name that may lead to a page."""
    url = urls.absolute(link.url) if link.url else ""
    return node(kind, {"@id": url, "name": link.label, "url": url})


def date(known: Date | None) -> str | None:
    """A date as far as ISO 8601 can say it."""
    return known.machine if known is not None else None


def language(language: str) -> str:
    """The tag, or nothing where it says that the language is not known."""
    return "" if language == "und" else language


def item_list(quotes: QuoteList, urls: Urls) -> Node:
    """The quotes of one page of a list, in the order in which they stand; `numberOfItems` counts the whole list."""
    keys = dict.fromkeys(key.quote for group in quotes.groups for key in group.cards)
    order = "Descending" if quotes.order == "newest" else "Ascending"
    above = urls.absolute(urls.to("quotes/"))
    return node("ItemList", {
        "numberOfItems": quotes.total,
        "itemListOrder": f"https://schema.org/ItemListOrder{order}",
        "itemListElement": [
            {"@type": "ListItem", "position": position, "url": f"{above}{key}/"}
            for position, key in enumerate(keys, 1)
        ],
    })  # fmt: skip
