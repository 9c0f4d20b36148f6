"""A quote as linked data.

Owns what is said of it in the words of schema.org; a false quote has its status, and a misattributed one no creator.
ClaimReview is not used: the archive keeps what was said, and rates no claim. Does not know how it is written.
"""

from ipsegen.model.quote import FLAGGED_STATUSES, Correction, Original
from ipsegen.plan.pages import Page, QuoteData
from ipsegen.plan.urls import Urls
from ipsegen.plan.values import Signed, SourceShown
from ipsegen.render.json_ld_nodes import SPEAKERS, Node, date, language, linked, named, node
from ipsegen.render.judgement import judgement
from ipsegen.render.messages import Messages


def quotation(page: Page, data: QuoteData, urls: Urls, say: Messages) -> Node:
    """A quote. One that its author never said has no creator, and says so."""
    card, url = data.card, urls.absolute(page.url)
    said = card.status != "misattributed"
    speaks_for = data.entities if said and not card.own_capacity else ()
    creators = [_speaker(signed, urls) for signed in card.signed if signed.url] if said else []
    return node("Quotation", {
        "@id": url,
        "url": url,
        "identifier": card.id,
        "name": card.title,
        "text": "\n\n".join(card.text),
        "inLanguage": language(card.language),
        "genre": say("reported speech") if card.fidelity == "indirect" else "",
        "creativeWorkStatus": card.status if card.status in FLAGGED_STATUSES else "",
        "description": judgement(data, say),
        "creator": creators[0] if len(creators) == 1 else creators,
        "sourceOrganization": [named("Organization", link, urls) for link in speaks_for],
        "dateCreated": card.pronounced.machine,
        "datePublished": data.inserted.text,
        "dateModified": page.modified,
        "locationCreated": named("Place", data.place, urls) if data.place else None,
        "recordedAt": named("Event", data.event, urls) if data.event else None,
        "isBasedOn": [_source(source) for source in data.sources],
        "citation": [node("Quotation", {"@id": urls.absolute(reply.url)}) for reply in data.replies_to],
        "isPartOf": [linked(link, urls) for link in data.contexts],
        "mentions": [linked(link, urls) for link in data.mentions],
        "keywords": list(data.tags),
        "correction": [_correction(correction) for correction in data.corrections],
        "translationOfWork": _in_words(data.original) if data.original else None,
        "workTranslation": [_in_words(translation) for translation in data.translations],
    })  # fmt: skip


def _speaker(signed: Signed, urls: Urls) -> Node:
    """Who pronounced a quote, with the role of that moment."""
    url = urls.absolute(signed.url)
    role = signed.role if signed.kind == "author" else ""
    return node(SPEAKERS[signed.kind], {"@id": url, "name": signed.name, "url": url, "jobTitle": role})


def _source(source: SourceShown) -> Node:
    return node("CreativeWork", {
        "name": source.title,
        "url": source.url,
        "publisher": node("Organization", {"name": source.publisher}) if source.publisher else None,
        "datePublished": date(source.published),
        "inLanguage": language(source.language),
        "archivedAt": source.archived_url,
    })  # fmt: skip


def _correction(correction: Correction) -> Node:
    return node("CorrectionComment", {"text": correction.note, "datePublished": date(correction.date)})


def _in_words(original: Original) -> Node:
    """The same words in another language."""
    words = {"text": "\n\n".join(original.text), "inLanguage": language(original.language)}
    return node("Quotation", {**words})
