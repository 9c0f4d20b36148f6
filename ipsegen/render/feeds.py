"""Feeds as Atom and as JSON.

Owns how the two are written (RFC 4287; JSON Feed 1.1), and that an entry is written once for all feeds that hold it.
Does not know which quotes a feed holds, nor what is said of them.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import lru_cache
from typing import Final

import msgspec

from ipsegen.model.edtf import parse_instant
from ipsegen.model.site import Site
from ipsegen.plan.pages import Feed, FeedEntry
from ipsegen.plan.urls import Urls
from ipsegen.plan.values import Card, CardKey
from ipsegen.render.feed_entries import Item, ShowDate, clean, word
from ipsegen.render.messages import ENGLISH, Messages

ATOM: Final = "http://www.w3.org/2005/Atom"
JSON_FEED: Final = "https://jsonfeed.org/version/1.1"
EMPTY_SINCE: Final = "1970-01-01T00:00:00Z"
_KEPT: Final = 4_096
"""So many entries are kept: some 16 MB. A quote stands in the feeds of its authors, its contexts, its entities …"""


class _Written(msgspec.Struct, frozen=True):
    """An entry in both formats; `changed` is when, to be compared and to be shown."""

    changed: tuple[datetime, str]
    atom: str
    json: msgspec.Raw


class FeedPress:
    """Writes the feeds of one build; `card` gives what they name."""

    def __init__(
        self,
        card: Callable[[CardKey], Card],
        site: Site,
        urls: Urls,
        show_date: ShowDate,
        say: Messages = ENGLISH,
    ) -> None:
        self.card = card
        self.site = site
        self.urls = urls
        self.show_date = show_date
        self.say = say
        self._written = lru_cache(_KEPT)(self._write)

    def atom(self, feed: Feed) -> bytes:
        """An Atom feed (RFC 4287) in UTF-8. What XML 1.0 (2.2, "Characters") forbids is left out."""
        site, urls = self.site, self.urls
        entries = [self._written(entry) for entry in feed.entries]
        head = [
            "<?xml version='1.0' encoding='utf-8'?>\n",
            f'<feed xmlns="{ATOM}" xml:lang="{_in_attribute(site.language)}">\n',
            _element("id", feed.id),
            _element("title", self._title(feed)),
            _element("subtitle", site.description) if not feed.folder and site.description else "",
            _element("updated", _updated(entries)),
            _link("self", urls.absolute(f"{feed.url}feed.xml"), "application/atom+xml"),
            _link("alternate", urls.absolute(feed.url), "text/html"),
            _person(site.title, urls.absolute(urls.to(""))),
            _element("rights", site.licence) if site.licence else "",
        ]
        return "".join([*head, *[entry.atom for entry in entries], "</feed>\n"]).encode()

    def json(self, feed: Feed) -> bytes:
        """A JSON Feed 1.1 in UTF-8; it says what the Atom feed says."""
        site, urls = self.site, self.urls
        whole: dict[str, object] = {
            "version": JSON_FEED,
            "title": self._title(feed),
            "home_page_url": urls.absolute(feed.url),
            "feed_url": urls.absolute(f"{feed.url}feed.json"),
            "language": site.language,
            "authors": [{"name": site.title, "url": urls.absolute(urls.to(""))}],
            "items": [self._written(entry).json for entry in feed.entries],
        }
        if not feed.folder and site.description:
            whole["description"] = site.description
        return msgspec.json.format(msgspec.json.encode(whole), indent=1) + b"\n"

    def _title(self, feed: Feed) -> str:
        return f"{feed.title}{self.say(': ')}{feed.about}" if feed.about else feed.title

    def _write(self, entry: FeedEntry) -> _Written:
        card = self.card(entry.card)
        item = word(entry, card, self.site, self.urls, self.show_date, self.say)
        changed = (parse_instant(entry.updated).utc, entry.updated)
        return _Written(changed, _atom_entry(entry, item, card.language), _json_item(entry, item, card.language))


def _updated(entries: Iterable[_Written]) -> str:
    """When the latest entry changed.

    RFC 4287 (4.1.1) asks for a date of an empty feed too. That of the build would differ with every build,
    and no page says when it was built: so it is the oldest date that every program can read.
    """
    return max([entry.changed for entry in entries], default=(None, EMPTY_SINCE))[1]


def _atom_entry(entry: FeedEntry, item: Item, language: str) -> str:
    parts = (
        "  <entry>\n",
        _element("id", entry.id, 4),
        _element("title", item.title, 4),
        _element("published", entry.published.text, 4),
        _element("updated", entry.updated, 4),
        _link("alternate", item.url, "text/html", 4),
        *[_person(name, url, 4) for name, url in item.people],
        *[f'    <category term="{_in_attribute(clean(context))}" />\n' for context in entry.contexts],
        _element("summary", item.plain, 4, f' type="text" xml:lang="{_in_attribute(language)}"'),
        _element("content", item.html, 4, ' type="html"'),
        "  </entry>\n",
    )
    return "".join(parts)


def _element(tag: str, text: str, indent: int = 2, attributes: str = "") -> str:
    """An element on a line of its own. Its text is as it is, white space included."""
    inside = clean(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return (
        f"{' ' * indent}<{tag}{attributes}>{inside}</{tag}>\n" if inside else f"{' ' * indent}<{tag}{attributes} />\n"
    )


def _link(relation: str, url: str, kind: str, indent: int = 2) -> str:
    return f'{" " * indent}<link rel="{relation}" type="{kind}" href="{_in_attribute(url)}" />\n'


def _person(name: str, url: str, indent: int = 2) -> str:
    blank = " " * indent
    address = _element("uri", url, indent + 2) if url else ""
    return f"{blank}<author>\n{_element('name', name, indent + 2)}{address}{blank}</author>\n"


def _in_attribute(text: str) -> str:
    """A value between double quotation marks; line breaks and tabs would be read as blanks there."""
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
    return text.replace("\r", "&#13;").replace("\n", "&#10;").replace("\t", "&#09;")


def _json_item(entry: FeedEntry, item: Item, language: str) -> msgspec.Raw:
    found: dict[str, object] = {
        "id": entry.id,
        "url": item.url,
        "title": item.title,
        "content_html": item.html,
        "content_text": item.plain,
        "date_published": entry.published.text,
        "date_modified": entry.updated,
        "authors": [{"name": name, "url": url} if url else {"name": name} for name, url in item.people],
        "language": language,
    }
    if entry.contexts:
        found["tags"] = list(entry.contexts)
    return msgspec.Raw(msgspec.json.encode(found))
