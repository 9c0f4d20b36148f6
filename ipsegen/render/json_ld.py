"""Pages as linked data, for search engines and archives.

Owns which nodes a page has, its breadcrumbs, and how all is written so that no text can end the script element that
holds it. Does not know HTML pages: it reads the same values as their templates.
"""

from collections.abc import Iterator
from typing import Final

import msgspec

from ipsegen.model.site import Site
from ipsegen.plan.pages import (
    ArticleData,
    ContextData,
    DatesData,
    DayData,
    GroupsData,
    HomeData,
    IndexData,
    ListData,
    MonthData,
    NotFoundData,
    OnThisDayData,
    Page,
    QuoteData,
    RemovedData,
    SubjectData,
    WindowAuthorsData,
    YearData,
)
from ipsegen.plan.urls import Urls
from ipsegen.plan.values import Link
from ipsegen.render.interface import own_names, status_names
from ipsegen.render.json_ld_nodes import Node, node
from ipsegen.render.json_ld_quote import quotation
from ipsegen.render.json_ld_records import collection, context, plain_page, profile, questions, someone
from ipsegen.render.messages import ENGLISH, Messages

# `<` could open an element; the two separators end a line in old JavaScript. JSON may hold them escaped.
_ESCAPES: Final = tuple((character, f"\\u{ord(character):04x}") for character in "<>&\u2028\u2029")
_CONTEXT: Final = "https://schema.org"


def json_ld(page: Page, site: Site, urls: Urls, say: Messages = ENGLISH) -> str:
    r"""The text of `<script type="application/ld+json">`, or '' for a page with nothing to say.

    One JSON object with `@context` and `@graph` (JSON-LD 1.1, 4.9): what the page is about, and its
    breadcrumbs. `<`, `>` and `&` stand as `\u003c` … (HTML, "Restrictions for contents of script elements"),
    so it is written into the element as it is, not escaped again.
    """
    graph = [found for found in (*_subjects(page, site, urls, say), _breadcrumbs(page, urls, say)) if found]
    if not graph:
        return ""
    text = msgspec.json.encode({"@context": _CONTEXT, "@graph": graph}).decode()
    for character, escape in _ESCAPES:
        text = text.replace(character, escape)
    return text


def quote_document(page: Page, data: QuoteData, urls: Urls, say: Messages = ENGLISH) -> str:
    """A quote as a document of its own: the node of its page, in lines."""
    document = {"@context": _CONTEXT, **quotation(page, data, urls, say)}
    return msgspec.json.format(msgspec.json.encode(document), indent=1).decode() + "\n"


def _subjects(page: Page, site: Site, urls: Urls, say: Messages) -> Iterator[Node]:
    data = page.data
    if isinstance(data, QuoteData):
        yield quotation(page, data, urls, say)
    elif isinstance(data, SubjectData) and not data.quotes.number:
        yield someone(page, data, urls)
        if data.kind == "author":
            yield profile(page, data, urls)
    elif isinstance(data, ContextData) and not data.quotes.number:
        yield context(page, data, urls)
        yield questions(page, data, urls)
    elif isinstance(data, HomeData):
        yield _website(page, site, urls)
    elif isinstance(data, ArticleData):
        yield plain_page(page, data, urls)
    elif not isinstance(data, RemovedData | NotFoundData):
        yield _collection(page, urls, say)


def _collection(page: Page, urls: Urls, say: Messages) -> Node:
    """A page that lists quotes, or what leads to them."""
    data = page.data
    about = data.subject if isinstance(data, ListData) else data.context if isinstance(data, GroupsData) else None
    lists = SubjectData | ContextData | ListData | DatesData | YearData | MonthData | DayData | OnThisDayData
    quotes = data.quotes if isinstance(data, lists) else None
    name = own_names(say).get(data.kind, page.title) if isinstance(data, IndexData) else page.title
    return collection(msgspec.structs.replace(page, title=name), quotes, about, urls)


def _website(page: Page, site: Site, urls: Urls) -> Node:
    url = urls.absolute(page.url)
    return node("WebSite", {
        "@id": url,
        "url": url,
        "name": site.title,
        "alternateName": site.tagline,
        "description": site.description,
        "inLanguage": site.language,
    })  # fmt: skip


def _breadcrumbs(page: Page, urls: Urls, say: Messages) -> Node:
    """The way from the lists of the site to the page, the page included."""
    if not page.trail:
        return {}
    way = [(_label(link, say), link.url) for link in page.trail]
    way.append((_own_label(page, say), page.url))
    items = [
        node("ListItem", {"position": position, "name": name, "item": urls.absolute(url)})
        for position, (name, url) in enumerate(way, 1)
    ]
    return node("BreadcrumbList", {"itemListElement": items})


def _label(link: Link, say: Messages) -> str:
    """The name of a link; the site's own lists are named by a key."""
    if link.note != "index":
        return link.label
    hours = link.label.removeprefix("last-").removesuffix("h")
    if hours.isdigit():
        return say.ngettext("The last %(num)s hour", "The last %(num)s hours", int(hours)) % {"num": hours}
    return own_names(say).get(link.label, link.label)


def _own_label(page: Page, say: Messages) -> str:
    """The name of a page below the others of its trail, whose title may be theirs, or a key."""
    data = page.data
    if isinstance(data, GroupsData):
        return own_names(say).get(data.by, data.by)
    if isinstance(data, WindowAuthorsData):
        return own_names(say)["authors"]
    if isinstance(data, RemovedData):
        return status_names(say)["removed"]
    if isinstance(data, ListData) and data.subject is not None:
        return say("Mentions")
    if isinstance(data, ContextData | SubjectData) and data.quotes.number:
        return say("Page %(num)s") % {"num": data.quotes.number}
    return page.title
