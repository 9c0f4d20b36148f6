"""Pages as linked data, for search engines and archives.

Owns what a page says in the words of schema.org, and how it is written so that no text can end the script
element that holds it. Does not know HTML pages: it reads the same values as their templates.
"""

from typing import Final

import msgspec

from ipsegen.model.edtf import Date
from ipsegen.model.quote import FLAGGED_STATUSES, Correction, Original
from ipsegen.model.site import Site
from ipsegen.model.subjects import Identifiers
from ipsegen.plan.pages import (
    ContextData,
    GroupsData,
    HomeData,
    ListData,
    Page,
    QuestionShown,
    QuoteData,
    RemovedData,
    SubjectData,
    WindowAuthorsData,
)
from ipsegen.plan.urls import Urls
from ipsegen.plan.values import Link, Signed, SourceShown
from ipsegen.render.interface import own_names, status_names
from ipsegen.render.messages import ENGLISH, Messages
from ipsegen.render.plain_text import plain_text

Node = dict[str, object]

# `<` could open an element; the two separators end a line in old JavaScript. JSON may hold them escaped.
_ESCAPES: Final = tuple((character, f"\\u{ord(character):04x}") for character in "<>&\u2028\u2029")
_SPEAKERS: Final = {"author": "Person", "entity": "Organization", "country": "Country"}
_ENTITIES: Final = {
    "government": "GovernmentOrganization",
    "party": "PoliticalParty",
    "company": "Corporation",
    "media": "NewsMediaOrganization",
    "place": "Place",
    "treaty": "CreativeWork",
    "event": "Event",
    "other": "Thing",
}
# An entity may be a body, a place or an event: a link does not say which, and Thing is all of them.
_LINKED: Final = {"authors": "Person", "countries": "Country", "contexts": "CreativeWork"}
_AUTHORITIES: Final = {
    "wikidata": "https://www.wikidata.org/entity/",
    "viaf": "https://viaf.org/viaf/",
    "isni": "https://isni.org/isni/",
    "orcid": "https://orcid.org/",
}


def json_ld(page: Page, site: Site, urls: Urls, say: Messages = ENGLISH) -> str:
    r"""The text of `<script type="application/ld+json">`, or '' for a page with nothing to say.

    One JSON object with `@context` and `@graph` (JSON-LD 1.1, 4.9): what the page is about, and its
    breadcrumbs. `<`, `>` and `&` stand as `\u003c` … (HTML, "Restrictions for contents of script elements"),
    so it is written into the element as it is, not escaped again.
    """
    graph = [node for node in (_subject(page, site, urls, say), _breadcrumbs(page, urls, say)) if node]
    if not graph:
        return ""
    whole = {"@context": "https://schema.org", "@graph": graph}
    text = msgspec.json.encode(whole).decode()
    for character, escape in _ESCAPES:
        text = text.replace(character, escape)
    return text


def _subject(page: Page, site: Site, urls: Urls, say: Messages) -> Node:
    data = page.data
    if isinstance(data, QuoteData):
        return _quotation(page, data, urls, say)
    if isinstance(data, SubjectData) and not data.quotes.number:
        return _someone(page, data, urls)
    if isinstance(data, ContextData):
        return _questions(page, data, urls)
    if isinstance(data, HomeData):
        return _website(page, site, urls)
    return {}


def _node(kind: str, properties: Node) -> Node:
    """A node of a type with those properties that have a value."""
    return {"@type": kind, **{name: value for name, value in properties.items() if value}}


def _website(page: Page, site: Site, urls: Urls) -> Node:
    url = urls.absolute(page.url)
    return _node("WebSite", {
        "@id": url,
        "url": url,
        "name": site.title,
        "alternateName": site.tagline,
        "description": site.description,
        "inLanguage": site.language,
    })  # fmt: skip


def _quotation(page: Page, data: QuoteData, urls: Urls, say: Messages) -> Node:
    """A quote. One that its author never said has no creator, and says so."""
    card, url = data.card, urls.absolute(page.url)
    said = card.status != "misattributed"
    speaks_for = data.entities if said and not card.own_capacity else ()
    creators = [_speaker(signed, urls) for signed in card.signed if signed.url] if said else []
    return _node("Quotation", {
        "@id": url,
        "url": url,
        "identifier": card.id,
        "name": card.title,
        "text": "\n\n".join(card.text),
        "inLanguage": _language(card.language),
        "genre": say("reported speech") if card.fidelity == "indirect" else "",
        "creativeWorkStatus": card.status if card.status in FLAGGED_STATUSES else "",
        "description": _judgement(data, say),
        "creator": creators[0] if len(creators) == 1 else creators,
        "sourceOrganization": [_named("Organization", link, urls) for link in speaks_for],
        "dateCreated": card.pronounced.machine,
        "datePublished": data.inserted.text,
        "dateModified": page.modified,
        "locationCreated": _named("Place", data.place, urls) if data.place else None,
        "recordedAt": _named("Event", data.event, urls) if data.event else None,
        "isBasedOn": [_source(source) for source in data.sources],
        "isPartOf": [_linked(link, urls) for link in data.contexts],
        "mentions": [_linked(link, urls) for link in data.mentions],
        "keywords": list(data.tags),
        "correction": [_correction(correction) for correction in data.corrections],
        "translationOfWork": _in_words(data.original) if data.original else None,
        "workTranslation": [_in_words(translation) for translation in data.translations],
    })  # fmt: skip


def _judgement(data: QuoteData, say: Messages) -> str:
    """What is wrong with a disputed, misattributed or retracted quote, in words."""
    card = data.card
    if card.status not in FLAGGED_STATUSES:
        return ""
    names = say(", ").join(signed.name for signed in card.signed if signed.name)
    status = status_names(say)[card.status]
    sentences = [f"{status}{say(': ')}{names}." if names else f"{status}."]
    if card.said_by is not None:
        sentences.append(say("Really said by %(name)s.") % {"name": card.said_by.label})
    return " ".join([*sentences, plain_text(data.status_note)]).strip()


def _speaker(signed: Signed, urls: Urls) -> Node:
    """Who pronounced a quote, with the role of that moment."""
    url = urls.absolute(signed.url)
    role = signed.role if signed.kind == "author" else ""
    return _node(_SPEAKERS[signed.kind], {"@id": url, "name": signed.name, "url": url, "jobTitle": role})


def _linked(link: Link, urls: Urls) -> Node:
    """A record that a page links to; the folder of its address tells what it is."""
    folder = link.url.removeprefix(urls.to("")).partition("/")[0]
    return _named(_LINKED.get(folder, "Thing"), link, urls)


def _named(kind: str, link: Link, urls: Urls) -> Node:
    url = urls.absolute(link.url) if link.url else ""
    return _node(kind, {"@id": url, "name": link.label, "url": url})


def _source(source: SourceShown) -> Node:
    return _node("CreativeWork", {
        "name": source.title,
        "url": source.url,
        "publisher": _node("Organization", {"name": source.publisher}) if source.publisher else None,
        "datePublished": _date(source.published),
        "inLanguage": _language(source.language),
        "archivedAt": source.archived_url,
    })  # fmt: skip


def _correction(correction: Correction) -> Node:
    return _node("CorrectionComment", {"text": correction.note, "datePublished": _date(correction.date)})


def _in_words(original: Original) -> Node:
    """The same words in another language."""
    words = {"text": "\n\n".join(original.text), "inLanguage": _language(original.language)}
    return _node("Quotation", {**words})


def _date(date: Date | None) -> str | None:
    return date.machine if date is not None else None


def _language(language: str) -> str:
    """The tag, or nothing where it says that the language is not known."""
    return "" if language == "und" else language


def _someone(page: Page, data: SubjectData, urls: Urls) -> Node:
    """A person, a body, a place, an event or a country."""
    url = urls.absolute(page.url)
    person = data.kind == "author"
    kind = _SPEAKERS[data.kind] if data.kind != "entity" else _ENTITIES.get(data.entity_kind, "Organization")
    is_body = data.kind == "entity" and data.entity_kind not in {"place", "treaty", "event", "other"}
    return _node(kind, {
        "@id": url,
        "url": url,
        "name": data.name,
        "alternateName": list(data.other_names),
        "description": plain_text(data.description),
        "image": urls.absolute(data.image.url) if data.image else "",
        "jobTitle": data.roles[0].title if person and data.roles else "",
        "birthDate": _date(data.born),
        "deathDate": _date(data.died),
        "parentOrganization": _named("Organization", data.parent, urls) if is_body and data.parent else None,
        "sameAs": [*_elsewhere(data.identifiers), *(link.url for link in data.links)],
    })  # fmt: skip


def _elsewhere(identifiers: Identifiers | None) -> list[str]:
    """The addresses that authority files give to the same thing; that of an ISNI has no blanks."""
    if identifiers is None:
        return []
    numbers = {name: getattr(identifiers, name).replace(" ", "") for name in _AUTHORITIES}
    return [f"{_AUTHORITIES[name]}{number}" for name, number in numbers.items() if number]


def _questions(page: Page, data: ContextData, urls: Urls) -> Node:
    """The questions of a digest that have an answer; nothing where there is none."""
    asked = data.digest.questions if data.digest is not None else ()
    answered = [node for question in asked if (node := _question(question))]
    if not answered:
        return {}
    url = urls.absolute(page.url)
    return _node("FAQPage", {
        "@id": url,
        "url": url,
        "name": data.title,
        "inLanguage": _language(data.language),
        "mainEntity": answered,
    })  # fmt: skip


def _question(question: QuestionShown) -> Node:
    answer = plain_text(question.answer)
    if not answer:
        return {}
    return _node("Question", {"name": question.question, "acceptedAnswer": _node("Answer", {"text": answer})})


def _breadcrumbs(page: Page, urls: Urls, say: Messages) -> Node:
    """The way from the lists of the site to the page, the page included."""
    if not page.trail:
        return {}
    way = [(_label(link, say), link.url) for link in page.trail]
    way.append((_own_label(page, say), page.url))
    items = [
        _node("ListItem", {"position": position, "name": name, "item": urls.absolute(url)})
        for position, (name, url) in enumerate(way, 1)
    ]
    return _node("BreadcrumbList", {"itemListElement": items})


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
