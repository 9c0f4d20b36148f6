"""What is cited of a quote.

Owns which facts a citation holds, in which words: who said it, when as far as it is known, in which form, where it is
kept for good, and what bears it out. A false quote is never cited without its status. Does not know any format of
citations; `citation_formats` does.
"""

from collections.abc import Callable, Iterator

import msgspec

from ipsegen.model.edtf import Date
from ipsegen.model.site import Site
from ipsegen.plan.pages import Page, QuoteData
from ipsegen.plan.urls import Urls
from ipsegen.plan.values import Card, Signed, SourceShown
from ipsegen.render.interface import Interface, medium_names
from ipsegen.render.judgement import judgement, names_of, status_label
from ipsegen.render.messages import Messages
from ipsegen.render.words import marks_of


class Name(msgspec.Struct, frozen=True):
    """Who is cited. `family` and `given` are known where the archive sorts a person by them; bodies have neither."""

    whole: str
    family: str = ""
    given: str = ""


class Citation(msgspec.Struct, frozen=True):
    """The facts of a citation, each in words and on one line; what is not known is empty.

    `title` is that of a document, or the first words in the quotation marks of their language, behind the status of a
    false quote. `authors` has nobody for words that their author never said, but who really said them.
    """

    id: str
    url: str
    archive: str
    title: str
    status: str
    """That of a false quote, with whom it was put to."""
    authors: tuple[Name, ...]
    signature: str
    kind: str
    """The form in which it was said, as the model names it, and …"""
    medium: str
    """… as readers do."""
    event: str
    place: str
    date: Date
    date_words: str
    language: str
    translators: tuple[str, ...]
    notes: tuple[str, ...]
    comma: str
    colon: str
    """What stands between the facts of a list and behind a name, in the language of the interface."""


ShowDate = Callable[[Date], str]


def cite(page: Page, data: QuoteData, site: Site, urls: Urls, interface: Interface, show_date: ShowDate) -> Citation:
    """What to cite of the quote on its page; `show_date` says a date as the interface does."""
    card, say = data.card, interface.messages
    translator = data.original.translator if data.original is not None else ""
    return Citation(
        id=card.id,
        url=urls.absolute(page.url),
        archive=one_line(site.title),
        title=one_line(_title(page, card, say)),
        status=one_line(status_label(card, say)),
        authors=tuple(_authors(data)),
        signature=one_line(_signature(card, say)),
        kind=data.medium,
        medium=medium_names(say)[data.medium] if data.medium else "",
        event=one_line(data.event.label if data.event else ""),
        place=one_line(data.place.label if data.place else ""),
        date=card.pronounced,
        date_words="" if card.pronounced.is_unknown else show_date(card.pronounced),
        language="" if card.language == "und" else card.language,
        translators=(one_line(translator),) if translator else (),
        notes=tuple(one_line(note) for note in _notes(data, interface, show_date)),
        comma=say(", "),
        colon=say(": "),
    )


def one_line(text: str) -> str:
    """A text without control characters, its blanks and breaks folded: no format of citations can hold them."""
    if text.isprintable() and "  " not in text:
        return text.strip()
    folded = " ".join(text.split())
    return "".join(character for character in folded if character.isprintable() or character in _JOINERS)


_JOINERS = "\u200c\u200d"
"""Persian and emoji need them to be spelled right, though nothing is printed for them."""


def _title(page: Page, card: Card, say: Messages) -> str:
    if card.title:
        title = card.title
    else:
        opening, closing = marks_of(card.language, card.fidelity)
        title = f"{opening}{page.title}{closing}"
    status = status_label(card, say)
    return f"[{status}] {title}" if status else title


def _authors(data: QuoteData) -> Iterator[Name]:
    card = data.card
    if card.status == "misattributed":
        if card.said_by is not None:
            yield Name(one_line(card.said_by.label))
        return
    for signed, sort_name in zip(card.signed, data.sort_names, strict=True):
        family, comma, given = map(str.strip, sort_name.partition(","))
        if signed.kind == "author" and comma and family and given:
            yield Name(one_line(signed.name), one_line(family), one_line(given))
        elif whole := one_line(signed.name or (signed.role if signed.kind == "unnamed" else "")):
            yield Name(whole)


def _signature(card: Card, say: Messages) -> str:
    """Who said it, with the role of that moment where there is but one author."""
    if len(card.signed) > 1 or card.status == "misattributed":
        return names_of(card, say)
    signed = card.signed[0]
    return say(", ").join(filter(None, [_name(signed, say), signed.role]))


def _name(signed: Signed, say: Messages) -> str:
    if signed.name:
        return signed.name
    return say("Unnamed speaker") if signed.kind == "unnamed" else say("Unknown speaker")


def _notes(data: QuoteData, interface: Interface, show_date: ShowDate) -> Iterator[str]:
    """What else a reader of the citation must know: what is wrong with it, how the words came, what bears them out."""
    card, say = data.card, interface.messages
    if judged := judgement(data, say):
        yield judged
    fidelities = {"edited": say("Edited record."), "indirect": say("Reported speech.")}
    if card.fidelity in fidelities:
        yield fidelities[card.fidelity]
    if data.original is not None:
        yield say("Translated from %(language)s.") % {"language": interface.language_name(data.original.language)}
    if data.via is not None:
        yield say("Passed on by %(name)s.") % {"name": data.via.label}
    for source in data.sources:
        yield say("Source: %(source)s") % {"source": _source(source, say, show_date)}


def _source(source: SourceShown, say: Messages, show_date: ShowDate) -> str:
    accessed = say("accessed %(date)s") % {"date": show_date(source.accessed)} if source.accessed else ""
    archived = say("archived copy: %(address)s") % {"address": source.archived_url} if source.archived_url else ""
    published = show_date(source.published) if source.published else ""
    facts = (source.title, source.publisher, published, source.locator, source.url, archived, accessed)
    return say(", ").join(filter(None, facts))
