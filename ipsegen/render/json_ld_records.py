"""Authors, entities, countries, contexts and lists as linked data.

Owns what is said of them in the words of schema.org. Does not know quotes, nor how it is written.
"""

from typing import Final

from ipsegen.model.subjects import Identifiers
from ipsegen.plan.pages import ArticleData, ContextData, Page, QuestionShown, SubjectData
from ipsegen.plan.urls import Urls
from ipsegen.plan.values import Figure, Link, QuoteList
from ipsegen.render.json_ld_nodes import SPEAKERS, Node, date, item_list, language, linked, named, node
from ipsegen.render.plain_text import plain_text

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
_AUTHORITIES: Final = {
    "wikidata": "https://www.wikidata.org/entity/",
    "viaf": "https://viaf.org/viaf/",
    "isni": "https://isni.org/isni/",
    "orcid": "https://orcid.org/",
}


def someone(page: Page, data: SubjectData, urls: Urls) -> Node:
    """A person, a body, a place, an event or a country."""
    url = urls.absolute(page.url)
    person = data.kind == "author"
    kind = SPEAKERS[data.kind] if data.kind != "entity" else _ENTITIES.get(data.entity_kind, "Organization")
    is_body = data.kind == "entity" and data.entity_kind not in {"place", "treaty", "event", "other"}
    return node(kind, {
        "@id": url,
        "url": url,
        "name": data.name,
        "alternateName": list(data.other_names),
        "description": plain_text(data.description),
        "image": urls.absolute(data.image.url) if data.image else "",
        "jobTitle": data.roles[0].title if person and data.roles else "",
        "birthDate": date(data.born),
        "deathDate": date(data.died),
        "parentOrganization": named("Organization", data.parent, urls) if is_body and data.parent else None,
        "sameAs": [*_elsewhere(data.identifiers), *(link.url for link in data.links)],
    })  # fmt: skip


def _elsewhere(identifiers: Identifiers | None) -> list[str]:
    """The addresses that authority files give to the same thing; that of an ISNI has no blanks."""
    if identifiers is None:
        return []
    numbers = {name: getattr(identifiers, name).replace(" ", "") for name in _AUTHORITIES}
    return [f"{_AUTHORITIES[name]}{number}" for name, number in numbers.items() if number]


def questions(page: Page, data: ContextData, urls: Urls) -> Node:
    """The questions of a digest that have an answer; nothing where there is none."""
    asked = data.digest.questions if data.digest is not None else ()
    answered = [found for question in asked if (found := _question(question))]
    if not answered:
        return {}
    url = urls.absolute(page.url)
    return node("FAQPage", {
        "@id": f"{url}#common-questions",
        "url": url,
        "name": data.title,
        "inLanguage": language(data.language),
        "mainEntity": answered,
    })  # fmt: skip


def _question(question: QuestionShown) -> Node:
    answer = plain_text(question.answer)
    if not answer:
        return {}
    return node("Question", {"name": question.question, "acceptedAnswer": node("Answer", {"text": answer})})


def profile(page: Page, data: SubjectData, urls: Urls) -> Node:
    """The page about a person; what it is about stands in the same graph."""
    url = urls.absolute(page.url)
    return node("ProfilePage", {"@id": f"{url}#page", "url": url, "name": data.name, "mainEntity": {"@id": url}})


def context(page: Page, data: ContextData, urls: Urls) -> Node:
    """A briefing as an article, any other context as a collection of what was said."""
    url = urls.absolute(page.url)
    is_article = data.digest is not None and bool(data.digest.article)
    return node("Article" if is_article else "CollectionPage", {
        "@id": url,
        "url": url,
        "headline" if is_article else "name": data.title,
        "description": plain_text(data.digest.summary or data.digest.lede) if data.digest is not None else "",
        "inLanguage": language(data.language),
        "dateModified": date(data.updated),
        "temporalCoverage": _span(data),
        "image": _image(data.image, urls),
        "about": [linked(topic.link, urls) for topic in data.topics],
        "mainEntity": item_list(data.quotes, urls),
    })  # fmt: skip


def _span(data: ContextData) -> str:
    """When the story began and ended (ISO 8601 interval); `..` where it has not ended."""
    started, ended = date(data.started), date(data.ended)
    return f"{started}/{ended or '..'}" if started else ""


def _image(figure: Figure | None, urls: Urls) -> Node | None:
    if figure is None:
        return None
    return node("ImageObject", {
        "url": urls.absolute(figure.url),
        "width": figure.width,
        "height": figure.height,
        "caption": figure.caption or figure.alt,
        "creditText": figure.credit,
    })  # fmt: skip


def collection(page: Page, quotes: QuoteList | None, about: Link | None, urls: Urls) -> Node:
    """A list of quotes, or of what leads to them."""
    url = urls.absolute(page.url)
    return node("CollectionPage", {
        "@id": url,
        "url": url,
        "name": page.title,
        "about": linked(about, urls) if about is not None else None,
        "mainEntity": item_list(quotes, urls) if quotes is not None and quotes.groups else None,
    })  # fmt: skip


def plain_page(page: Page, data: ArticleData, urls: Urls) -> Node:
    """A plain page such as about or method."""
    url = urls.absolute(page.url)
    return node("WebPage", {
        "@id": url,
        "url": url,
        "name": data.title,
        "description": page.description,
        "inLanguage": language(data.language),
    })  # fmt: skip
