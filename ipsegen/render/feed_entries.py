"""A quote as an entry of a feed, in words.

Owns its title, its authors, its words in HTML and in plain text: the same for every format. Does not know how a feed is
written, nor which quotes it holds.
"""

from collections.abc import Callable
from html import escape
from typing import Final

import msgspec

from ipsegen.model.edtf import Date
from ipsegen.model.quote import FLAGGED_STATUSES
from ipsegen.model.site import Site
from ipsegen.plan.pages import FeedEntry
from ipsegen.plan.urls import Urls
from ipsegen.plan.values import Card, Signed
from ipsegen.render.direction import direction
from ipsegen.render.interface import status_names
from ipsegen.render.messages import Messages
from ipsegen.render.words import marks_of

ShowDate = Callable[[Date], str]

_TITLE_WORDS: Final = 60
_TITLE_NAMES: Final = 3
_ISOLATED: Final = "\N{FIRST STRONG ISOLATE}%s\N{POP DIRECTIONAL ISOLATE}"
_NOT_XML: Final = bytes(set(range(0x20)) - set(b"\t\n\r"))
_NO_CHARACTERS: Final = ("\ufffe".encode(), "\uffff".encode())


class Item(msgspec.Struct, frozen=True):
    """An entry in words; `people` are (name, absolute address or nothing)."""

    url: str
    title: str
    html: str
    plain: str
    people: tuple[tuple[str, str], ...]


def word(entry: FeedEntry, card: Card, site: Site, urls: Urls, show_date: ShowDate, say: Messages) -> Item:
    """The words of an entry.

    `show_date` puts a date into words and `say` a message into the language of the site. Where the words in a title run
    in another direction than the site, they stand in isolates (UAX #9).
    """
    return Item(
        url=urls.absolute(entry.url),
        title=_title(entry, card, site, say),
        html=_html(card, urls, show_date, say),
        plain=clean(_warning(card, say) + plain_words(card)),
        people=tuple([_credited(signed, card, urls, say) for signed in card.signed]),
    )


def plain_words(card: Card) -> str:
    """The words of a quote as text, with its quotation marks; blank lines part the paragraphs."""
    return "\n\n".join(_paragraphs(card))


def clean(text: str) -> str:
    """The text without what no XML may hold (XML 1.0, 2.2), escaped or not. It is refused when it is loaded, too."""
    if text.isprintable():
        return text
    data = text.encode(errors="ignore").translate(None, _NOT_XML)
    for character in _NO_CHARACTERS:
        data = data.replace(character, b"")
    return data.decode()


def _title(entry: FeedEntry, card: Card, site: Site, say: Messages) -> str:
    """The status where it must not be missed, then who, then the title of a statement or the first words."""
    named = bool(entry.title_names) and not entry.anonymous
    names = [*entry.title_names, *([] if named else [_nobody(entry.anonymous, say)])]
    if len(names) > _TITLE_NAMES:
        left = len(names) - _TITLE_NAMES + 1
        names = [*names[: _TITLE_NAMES - 1], say.ngettext("%(num)s other", "%(num)s others", left) % {"num": left}]
    opening, closing = marks_of(card.language, card.fidelity)
    words = card.title or f"{opening}{_first_words(card)}{closing}"
    if direction(card.language) != direction(site.language):
        words = _ISOLATED % words
    return clean(f"{_warning(card, say)}{say(', ').join(names)}{say(': ')}{words}")


def _warning(card: Card, say: Messages) -> str:
    """The status in front of whatever might be read without the rest, or nothing."""
    return f"{status_names(say)[card.status]}{say(': ')}" if card.status in FLAGGED_STATUSES else ""


def _first_words(card: Card) -> str:
    text = " ".join(" ".join(card.text).split(None, _TITLE_WORDS))  # so many words are more than enough
    if len(text) <= _TITLE_WORDS:
        return text
    return text[: _TITLE_WORDS + 1].rsplit(" ", 1)[0][:_TITLE_WORDS].rstrip(" ,;:–—-") + "…"


def _nobody(kind: str, say: Messages) -> str:
    return say("Unnamed speaker") if kind == "unnamed" else say("Unknown speaker")


def _name(signed: Signed, say: Messages) -> str:
    return signed.name or _nobody(signed.kind, say)


def _credited(signed: Signed, card: Card, urls: Urls, say: Messages) -> tuple[str, str]:
    """An author as programs list it, even without the title: so the name itself says what is false."""
    name = _name(signed, say)
    if card.status == "misattributed":
        name = f"{name} ({status_names(say)[card.status].lower()})"
    return clean(name), urls.absolute(signed.url) if signed.url else ""


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


def _html(card: Card, urls: Urls, show_date: ShowDate, say: Messages) -> str:
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
    return clean("\n".join(parts))


def _status_html(card: Card, urls: Urls, say: Messages) -> str:
    status = escape(status_names(say)[card.status])
    if card.said_by is None:
        return f"<p><strong>{status}</strong></p>"
    name = _anchor(card.said_by.label, card.said_by.url, urls)
    said_by = escape(say("really said by %(name)s")) % {"name": name}
    return f"<p><strong>{status}</strong>{say(': ')}{said_by}</p>"


def _author_html(signed: Signed, urls: Urls, say: Messages) -> str:
    name = _anchor(_name(signed, say), signed.url, urls)
    return f"{name}, {escape(signed.role)}" if signed.role else name


def _anchor(name: str, url: str, urls: Urls) -> str:
    inside = f"<bdi>{escape(name)}</bdi>"
    return f'<a href="{escape(urls.absolute(url))}">{inside}</a>' if url else inside
