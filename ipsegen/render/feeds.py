"""Feeds as Atom and as JSON.

Owns how a quote is written in a feed (RFC 4287; JSON Feed 1.1): its title, its authors, its words in HTML and
in plain text. Does not know which quotes a feed holds, nor what their ids are.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from html import escape
from typing import Final
from xml.etree import ElementTree as ET

import msgspec

from ipsegen.model.edtf import Date, parse_instant
from ipsegen.model.quote import FLAGGED_STATUSES
from ipsegen.model.site import Site
from ipsegen.plan.pages import Feed, FeedEntry
from ipsegen.plan.urls import Urls
from ipsegen.plan.values import Card, CardKey, Signed
from ipsegen.render.direction import direction
from ipsegen.render.interface import ENGLISH, Gettext, status_names
from ipsegen.render.words import marks_of

ShowDate = Callable[[Date], str]

ATOM: Final = "http://www.w3.org/2005/Atom"
JSON_FEED: Final = "https://jsonfeed.org/version/1.1"
EMPTY_SINCE: Final = "1970-01-01T00:00:00Z"
_TITLE_WORDS: Final = 60
_TITLE_NAMES: Final = 3
_NOT_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ISOLATED: Final = "\N{FIRST STRONG ISOLATE}%s\N{POP DIRECTIONAL ISOLATE}"


class _Item(msgspec.Struct, frozen=True):
    """An entry in words, the same for both formats; `people` are (name, absolute address or nothing)."""

    entry: FeedEntry
    url: str
    title: str
    html: str
    plain: str
    language: str
    people: tuple[tuple[str, str], ...]


def render_atom(
    feed: Feed,
    cards: Mapping[CardKey, Card],
    site: Site,
    urls: Urls,
    show_date: ShowDate,
    say: Gettext = ENGLISH.gettext,
) -> bytes:
    """An Atom feed (RFC 4287) in UTF-8.

    `show_date` puts a date into words and `say` a message into the language of the site. Where the words in a
    title run in another direction than the site, they stand in isolates (UAX #9). What XML 1.0 (2.2,
    "Characters") forbids is left out. A card that `cards` lacks is a KeyError.
    """
    root = ET.Element("feed", {"xmlns": ATOM, "xml:lang": site.language})
    _add(root, "id", feed.id)
    _add(root, "title", feed.title)
    if not feed.folder and site.description:
        _add(root, "subtitle", site.description)
    _add(root, "updated", _updated(feed))
    _link(root, "self", f"{feed.url}feed.xml", "application/atom+xml", urls)
    _link(root, "alternate", feed.url, "text/html", urls)
    _person(root, site.title, urls.absolute(urls.to("")))
    if site.licence:
        _add(root, "rights", site.licence)
    for item in _items(feed, cards, site, urls, show_date, say):
        _entry(root, item, urls)
    ET.indent(root)
    document: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return document + b"\n"


def render_json_feed(
    feed: Feed,
    cards: Mapping[CardKey, Card],
    site: Site,
    urls: Urls,
    show_date: ShowDate,
    say: Gettext = ENGLISH.gettext,
) -> bytes:
    """A JSON Feed 1.1 in UTF-8; it says what `render_atom` says, and takes the same arguments."""
    whole: dict[str, object] = {
        "version": JSON_FEED,
        "title": feed.title,
        "home_page_url": urls.absolute(feed.url),
        "feed_url": urls.absolute(f"{feed.url}feed.json"),
        "language": site.language,
        "authors": [{"name": site.title, "url": urls.absolute(urls.to(""))}],
        "items": [_json_item(item) for item in _items(feed, cards, site, urls, show_date, say)],
    }
    if not feed.folder and site.description:
        whole["description"] = site.description
    return json.dumps(whole, ensure_ascii=False, indent=1).encode() + b"\n"


def plain_words(card: Card) -> str:
    """The words of a quote as text, with its quotation marks; blank lines part the paragraphs."""
    return "\n\n".join(_paragraphs(card))


def _updated(feed: Feed) -> str:
    """When the latest entry changed.

    RFC 4287 (4.1.1) asks for a date of an empty feed too. That of the build would differ with every build,
    and no page says when it was built: so it is the oldest date that every program can read.
    """
    moments = (entry.updated for entry in feed.entries)
    return max(moments, key=lambda text: (parse_instant(text).utc, text), default=EMPTY_SINCE)


def _items(
    feed: Feed, cards: Mapping[CardKey, Card], site: Site, urls: Urls, show_date: ShowDate, say: Gettext
) -> Iterator[_Item]:
    for entry in feed.entries:
        card = cards[entry.card]
        yield _Item(
            entry=entry,
            url=urls.absolute(entry.url),
            title=_title(entry, card, site, say),
            html=_html(card, urls, show_date, say),
            plain=_clean(_warning(card, say) + plain_words(card)),
            language=card.language,
            people=tuple(_credited(signed, card, urls, say) for signed in card.signed),
        )


def _title(entry: FeedEntry, card: Card, site: Site, say: Gettext) -> str:
    """The status where it must not be missed, then who, then the title of a statement or the first words."""
    named = bool(entry.title_names) and not entry.anonymous
    names = [*entry.title_names, *([] if named else [_nobody(entry.anonymous, say)])]
    if len(names) > _TITLE_NAMES:
        others = say("%(num)s others") % {"num": len(names) - _TITLE_NAMES + 1}
        names = [*names[: _TITLE_NAMES - 1], others]
    opening, closing = marks_of(card.language, card.fidelity)
    words = card.title or f"{opening}{_first_words(card)}{closing}"
    if direction(card.language) != direction(site.language):
        words = _ISOLATED % words
    return _clean(f"{_warning(card, say)}{', '.join(names)}: {words}")


def _warning(card: Card, say: Gettext) -> str:
    """The status in front of whatever might be read without the rest, or nothing."""
    return f"{status_names(say)[card.status]}: " if card.status in FLAGGED_STATUSES else ""


def _first_words(card: Card) -> str:
    text = " ".join(" ".join(card.text).split())
    if len(text) <= _TITLE_WORDS:
        return text
    return text[: _TITLE_WORDS + 1].rsplit(" ", 1)[0][:_TITLE_WORDS].rstrip(" ,;:–—-") + "…"


def _nobody(kind: str, say: Gettext) -> str:
    return say("Unnamed speaker") if kind == "unnamed" else say("Unknown speaker")


def _name(signed: Signed, say: Gettext) -> str:
    return signed.name or _nobody(signed.kind, say)


def _credited(signed: Signed, card: Card, urls: Urls, say: Gettext) -> tuple[str, str]:
    """An author as programs list it, even without the title: so the name itself says what is false."""
    name = _name(signed, say)
    if card.status == "misattributed":
        name = f"{name} ({status_names(say)[card.status].lower()})"
    return _clean(name), urls.absolute(signed.url) if signed.url else ""


def _paragraphs(card: Card) -> list[str]:
    """Each paragraph opened by a quotation mark, the last one closed, as on the page of the quote."""
    opening, closing = marks_of(card.language, card.fidelity)
    gap = "[…] " if card.starts_midway else ""
    lead = f"{card.lead_in} " if card.lead_in else ""
    last = len(card.text) - 1
    return [
        f"{lead if i == 0 else ''}{opening}{gap if i == 0 else ''}{text}{closing if i == last else ''}"
        for i, text in enumerate(card.text)
    ]


def _html(card: Card, urls: Urls, show_date: ShowDate, say: Gettext) -> str:
    """The words in a blockquote, with their language and direction; then who, in which role, and when."""
    parts = [_status_html(card, urls, say)] if card.status in FLAGGED_STATUSES else []
    if card.title:
        parts.append(f"<p><strong>{escape(card.title)}</strong></p>")
    breaks = "<br>\n" if card.keeps_lines else "\n"
    paragraphs = "\n".join(f"<p>{escape(text, quote=False).replace(chr(10), breaks)}</p>" for text in _paragraphs(card))
    attributes = f'lang="{escape(card.language)}" dir="{direction(card.language)}"'
    parts.append(f"<blockquote {attributes}>\n{paragraphs}\n</blockquote>")
    signatures = "<br>\n".join(f"— {_author_html(signed, urls, say)}" for signed in card.signed)
    parts.append(f"<p>{signatures}</p>")
    machine = card.pronounced.machine
    moment = f' datetime="{escape(machine)}"' if machine else ""
    parts.append(f"<p><time{moment}>{escape(show_date(card.pronounced))}</time></p>")
    return _clean("\n".join(parts))


def _status_html(card: Card, urls: Urls, say: Gettext) -> str:
    status = escape(status_names(say)[card.status])
    if card.said_by is None:
        return f"<p><strong>{status}</strong></p>"
    name = _anchor(card.said_by.label, card.said_by.url, urls)
    said_by = escape(say("really said by %(name)s")) % {"name": name}
    return f"<p><strong>{status}</strong>: {said_by}</p>"


def _author_html(signed: Signed, urls: Urls, say: Gettext) -> str:
    name = _anchor(_name(signed, say), signed.url, urls)
    return f"{name}, {escape(signed.role)}" if signed.role else name


def _anchor(name: str, url: str, urls: Urls) -> str:
    inside = f"<bdi>{escape(name)}</bdi>"
    return f'<a href="{escape(urls.absolute(url))}">{inside}</a>' if url else inside


def _clean(text: str) -> str:
    """The text without what no XML may hold, escaped or not. It is refused when it is loaded, too."""
    return _NOT_XML.sub("", text)


def _entry(root: ET.Element, item: _Item, urls: Urls) -> None:
    element = ET.SubElement(root, "entry")
    _add(element, "id", item.entry.id)
    _add(element, "title", item.title)
    _add(element, "published", item.entry.published.text)
    _add(element, "updated", item.entry.updated)
    _link(element, "alternate", item.entry.url, "text/html", urls)
    for name, url in item.people:
        _person(element, name, url)
    for context in item.entry.contexts:
        ET.SubElement(element, "category", {"term": _clean(context)})
    _add(element, "summary", item.plain, {"type": "text", "xml:lang": item.language})
    _add(element, "content", item.html, {"type": "html"})


def _add(parent: ET.Element, tag: str, text: str, attributes: Mapping[str, str] | None = None) -> None:
    ET.SubElement(parent, tag, dict(attributes or {})).text = _clean(text)


def _link(parent: ET.Element, relation: str, url: str, kind: str, urls: Urls) -> None:
    ET.SubElement(parent, "link", {"rel": relation, "type": kind, "href": urls.absolute(url)})


def _person(parent: ET.Element, name: str, url: str) -> None:
    person = ET.SubElement(parent, "author")
    _add(person, "name", name)
    if url:
        _add(person, "uri", url)


def _json_item(item: _Item) -> dict[str, object]:
    found: dict[str, object] = {
        "id": item.entry.id,
        "url": item.url,
        "title": item.title,
        "content_html": item.html,
        "content_text": item.plain,
        "date_published": item.entry.published.text,
        "date_modified": item.entry.updated,
        "authors": [{"name": name, "url": url} if url else {"name": name} for name, url in item.people],
        "language": item.language,
    }
    if item.entry.contexts:
        found["tags"] = list(item.entry.contexts)
    return found
