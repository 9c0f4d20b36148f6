"""What a page says in the words of schema.org, and that no text gets out of the script element."""

import json
from typing import Any

import html5lib
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipsegen.model.edtf import parse_date
from ipsegen.model.quote import Correction, Original
from ipsegen.model.subjects import Identifiers
from ipsegen.plan.pages import (
    ArticleData,
    GroupsData,
    HomeData,
    ListData,
    NotFoundData,
    Page,
    PageData,
    QuestionShown,
    RemovedData,
    RoleShown,
    WindowAuthorsData,
)
from ipsegen.plan.values import (
    CardKey,
    CardPiece,
    Dated,
    Figure,
    FragmentPiece,
    Link,
    LinkPiece,
    Neighbour,
    NotePiece,
    QuoteList,
    Signed,
    SourceShown,
    Topic,
)
from ipsegen.render.json_ld import json_ld, quote_document
from ipsegen.render.messages import Messages
from ipsegen.render.plain_text import plain_text
from tests.render.planned import (
    CONTEXT,
    FACE,
    HERE,
    HOSTILE,
    NATO,
    RUTTE,
    SITE,
    URLS,
    WINDOW,
    card,
    context,
    page,
    quote,
    subject,
)


def index(folder: str) -> Link:
    return Link(folder, URLS.to(f"{folder}/"), note="index")


def graph(shown: Page) -> list[dict[str, Any]]:
    whole = json.loads(json_ld(shown, SITE, URLS))
    assert list(whole) == ["@context", "@graph"]
    assert whole["@context"] == "https://schema.org"
    found: list[dict[str, Any]] = whole["@graph"]
    return found


def node(data: PageData, path: str = "quotes/rutte/", kind: str = "") -> dict[str, Any]:
    """What a page without breadcrumbs is about: its first node, or the one of a kind."""
    return next(found for found in graph(page(data, path)) if kind in {"", found["@type"]})


def crumbs(shown: Page) -> list[tuple[str, str]]:
    way = next(found for found in graph(shown) if found["@type"] == "BreadcrumbList")["itemListElement"]
    assert [step["position"] for step in way] == list(range(1, len(way) + 1))
    return [(step["name"], step["item"].removeprefix(HERE)) for step in way]


def test_a_quotation() -> None:
    assert node(quote()) == {
        "@type": "Quotation",
        "@id": f"{HERE}quotes/rutte/",
        "url": f"{HERE}quotes/rutte/",
        "identifier": "rutte",
        "text": "Today, I can confirm.\n\nIt is so.",
        "inLanguage": "en",
        "creator": {
            "@type": "Person",
            "@id": f"{HERE}authors/mark-rutte/",
            "name": "Mark Rutte",
            "url": f"{HERE}authors/mark-rutte/",
            "jobTitle": "NATO Secretary General",
        },
        "sourceOrganization": [
            {"@type": "Organization", "@id": f"{HERE}entities/nato/", "name": "NATO", "url": f"{HERE}entities/nato/"}
        ],
        "dateCreated": "2024-10-28",
        "datePublished": "2025-01-21T16:00:00Z",
        "dateModified": "2025-02-01T00:00:00Z",
        "isPartOf": [
            {
                "@type": "CreativeWork",
                "@id": f"{HERE}contexts/troops/",
                "name": "Troops in Russia",
                "url": f"{HERE}contexts/troops/",
            }
        ],
    }  # fmt: skip


def test_many_authors_are_a_list_and_each_is_what_it_is() -> None:
    nato = Signed("entity", "NATO", "/archive/entities/nato/", "an alliance", "", FACE)
    norway = Signed("country", "Norway", "/archive/countries/no/", "", "", FACE)
    found = node(quote(card(signed=(RUTTE, nato, norway))))["creator"]
    assert [creator["@type"] for creator in found] == ["Person", "Organization", "Country"]
    assert "jobTitle" not in found[1]


@pytest.mark.parametrize("kind", ["unnamed", "unknown"])
def test_nobody_is_no_creator(kind: Any) -> None:
    assert "creator" not in node(quote(card(signed=(Signed(kind, "", "", "a defector", "", FACE),))))


def test_a_date_that_is_not_known_is_left_out() -> None:
    assert "dateCreated" not in node(quote(card(pronounced=parse_date("unknown"))))
    assert node(quote(card(pronounced=parse_date("2024-10~"))))["dateCreated"] == "2024-10"


def test_a_language_that_is_not_known_is_left_out() -> None:
    assert "inLanguage" not in node(quote(card(language="und")))


def test_a_misattributed_quote_has_no_creator_and_says_why() -> None:
    shown = card(status="misattributed", said_by=Link("Jan Peter Balkenende", "/archive/authors/balkenende/"))
    found = node(quote(shown, status_note=("<p>From a <em>parody</em>.</p>",)))
    assert "creator" not in found
    assert "sourceOrganization" not in found
    assert found["creativeWorkStatus"] == "misattributed"
    assert found["description"] == ("Misattributed: Mark Rutte. Really said by Jan Peter Balkenende. From a parody.")


@pytest.mark.parametrize("status", ["disputed", "retracted"])
def test_a_doubtful_quote_keeps_its_creator_and_its_status(status: str) -> None:
    found = node(quote(card(status=status)))
    assert found["creator"]["name"] == "Mark Rutte"
    assert found["creativeWorkStatus"] == status
    assert found["description"] == f"{status.capitalize()}: Mark Rutte."


def test_a_doubtful_quote_of_nobody_has_a_status_all_the_same() -> None:
    nobody = Signed("unknown", "", "", "", "", FACE)
    assert node(quote(card(status="disputed", signed=(nobody,))))["description"] == "Disputed."


def test_a_scholar_does_not_speak_for_the_university() -> None:
    assert "sourceOrganization" not in node(quote(card(own_capacity=True)))


def test_reported_speech_is_called_so() -> None:
    assert node(quote(card(fidelity="indirect")))["genre"] == "reported speech"


def test_what_bears_a_quote_out() -> None:
    source = SourceShown(
        title="Statement", url="https://nato.example/s", highlight="https://nato.example/s#:~:text=x",
        publisher="NATO", published=parse_date("2024-10-28"), accessed=None,
        archived_url="https://archive.example/s", kind="primary", locator="", language="fr",
    )  # fmt: skip
    bare = SourceShown("Book", "", "", "", None, None, "", "", "p. 3", "")
    first, second = node(quote(sources=(source, bare)))["isBasedOn"]
    assert first == {
        "@type": "CreativeWork",
        "name": "Statement",
        "url": "https://nato.example/s",
        "publisher": {"@type": "Organization", "name": "NATO"},
        "datePublished": "2024-10-28",
        "inLanguage": "fr",
        "archivedAt": "https://archive.example/s",
    }
    assert second == {"@type": "CreativeWork", "name": "Book"}


def test_whom_a_quote_is_about_and_where_it_was_said() -> None:
    mentions = (
        Link("Vladimir Putin", "/archive/authors/vladimir-putin/"),
        Link("Russia", "/archive/countries/ru/"),
        Link("Kursk", "/archive/entities/kursk-oblast/"),
    )
    found = node(quote(mentions=mentions, place=Link("Brussels", ""), event=NATO, tags=("war",)))
    assert [mention["@type"] for mention in found["mentions"]] == ["Person", "Country", "Thing"]
    assert found["mentions"][0]["url"] == f"{HERE}authors/vladimir-putin/"
    assert found["locationCreated"] == {"@type": "Place", "name": "Brussels"}
    assert found["recordedAt"]["@type"] == "Event"
    assert found["keywords"] == ["war"]


def test_corrections_and_other_languages() -> None:
    found = node(
        quote(
            corrections=(Correction(parse_date("2025-02-01"), "A word was missing."),),
            original=Original("nl", ("Vandaag.", "Zo is het.")),
            translations=(Original("fr", ("Aujourd’hui.",)),),
        )
    )
    assert found["correction"] == [
        {"@type": "CorrectionComment", "text": "A word was missing.", "datePublished": "2025-02-01"}
    ]
    assert found["translationOfWork"] == {
        "@type": "Quotation",
        "text": "Vandaag.\n\nZo is het.",
        "inLanguage": "nl",
    }
    assert [work["inLanguage"] for work in found["workTranslation"]] == ["fr"]


def test_a_person() -> None:
    found = node(
        subject(
            other_names=("М. Рютте",),
            description=("<p>Secretary General of ", LinkPiece("NATO", "/archive/entities/nato/"), ".</p>"),
            born=parse_date("1967-02-14"),
            roles=(
                RoleShown("Secretary General", parse_date("2024-10-01"), None, NATO, None),
                RoleShown("Prime Minister", parse_date("2010"), parse_date("2024"), None, None),
            ),
            identifiers=Identifiers("Q57792", "113230702", "0000 0001 2103 2683", "0000-0002-1825-0097"),
            links=(Link("His site", "https://rutte.example/"),),
            image=Figure("/archive/assets/r.0123.jpg", 10, 10, "", "", "", "", ""),
        ),
        "authors/mark-rutte/",
    )
    assert found == {
        "@type": "Person",
        "@id": f"{HERE}authors/mark-rutte/",
        "url": f"{HERE}authors/mark-rutte/",
        "name": "Mark Rutte",
        "alternateName": ["М. Рютте"],
        "description": "Secretary General of NATO.",
        "image": f"{HERE}assets/r.0123.jpg",
        "jobTitle": "Secretary General",
        "birthDate": "1967-02-14",
        "sameAs": [
            "https://www.wikidata.org/entity/Q57792",
            "https://viaf.org/viaf/113230702",
            "https://isni.org/isni/0000000121032683",
            "https://orcid.org/0000-0002-1825-0097",
            "https://rutte.example/",
        ],
    }


@pytest.mark.parametrize(
    ("kind", "entity_kind", "name"),
    [
        ("country", "", "Country"),
        ("entity", "organisation", "Organization"),
        ("entity", "armed-force", "Organization"),
        ("entity", "party", "PoliticalParty"),
        ("entity", "place", "Place"),
        ("entity", "event", "Event"),
        ("entity", "treaty", "CreativeWork"),
        ("entity", "other", "Thing"),
    ],
)
def test_the_type_of_an_entity(kind: str, entity_kind: str, name: str) -> None:
    found = node(subject(kind=kind, entity_kind=entity_kind, parent=NATO))
    assert found["@type"] == name
    assert ("parentOrganization" in found) is name.endswith(("Organization", "Party"))


def test_the_questions_of_a_digest_that_have_an_answer() -> None:
    answered = QuestionShown(
        "Why?", ("<p>Because <strong>so</strong>&amp;so.</p><p>And ", CardPiece(CardKey("x")), "on.</p>")
    )
    found = node(context(answered, QuestionShown("And now?", ())), "contexts/troops/", "FAQPage")
    assert found["name"] == "Troops in Russia"
    assert found["mainEntity"] == [
        {
            "@type": "Question",
            "name": "Why?",
            "acceptedAnswer": {"@type": "Answer", "text": "Because so&so. And on."},
        }
    ]


def test_a_context_without_answers_is_no_list_of_questions() -> None:
    shown = page(context(QuestionShown("And now?", ())), "contexts/troops/")
    assert [found["@type"] for found in graph(shown)] == ["CollectionPage"]


def test_a_dossier_is_a_collection_and_lists_its_quotes() -> None:
    dated = Dated(parse_date("2024-10-28"), (CardKey("b"), CardKey("a", "part")))
    found = node(
        context(
            quotes=QuoteList(70, (dated,)), started=parse_date("2024-10"), updated=parse_date("2025-01-02"),
            topics=(Topic(NATO, "entity", FACE, ()),),
            image=Figure("/archive/assets/x.png", 8, 6, "", "A map", "", "", ""),
        ),
        "contexts/troops/",
    )  # fmt: skip
    assert found == {
        "@type": "CollectionPage",
        "@id": f"{HERE}contexts/troops/",
        "url": f"{HERE}contexts/troops/",
        "name": "Troops in Russia",
        "inLanguage": "en",
        "dateModified": "2025-01-02",
        "temporalCoverage": "2024-10/..",
        "image": {
            "@type": "ImageObject", "url": f"{HERE}assets/x.png", "width": 8, "height": 6, "caption": "A map",
        },
        "about": [{"@type": "Thing", "@id": f"{HERE}entities/nato/", "name": "NATO", "url": f"{HERE}entities/nato/"}],
        "mainEntity": {
            "@type": "ItemList",
            "numberOfItems": 70,
            "itemListOrder": "https://schema.org/ItemListOrderDescending",
            "itemListElement": [
                {"@type": "ListItem", "position": 1, "url": f"{HERE}quotes/b/"},
                {"@type": "ListItem", "position": 2, "url": f"{HERE}quotes/a/"},
            ],
        },
    }  # fmt: skip


def test_a_briefing_is_an_article() -> None:
    digest = context().digest
    assert digest is not None
    found = node(context(digest=msgspec.structs.replace(digest, article=("<p>x</p>",))), "contexts/troops/")
    assert found["@type"] == "Article"
    assert found["headline"] == "Troops in Russia"


def test_what_a_quote_answers_is_cited() -> None:
    other = Neighbour("/archive/quotes/other/", ("A",), "", "x", "en", parse_date("2024"), "")
    assert node(quote(replies_to=(other,)))["citation"] == [
        {"@type": "Quotation", "@id": f"{HERE}quotes/other/"}
    ]  # fmt: skip


def test_a_quote_as_a_document_of_its_own() -> None:
    document = json.loads(quote_document(page(quote()), quote(), URLS))
    assert document == {"@context": "https://schema.org", **node(quote())}


def test_home() -> None:
    data = HomeData(WINDOW, 0, (), (), (), 0, (), (), (), (), (0, 0, 0, 0, 0))
    assert node(data, "") == {
        "@type": "WebSite",
        "@id": HERE,
        "url": HERE,
        "name": "IPSE",
        "alternateName": "What was said",
        "description": "An archive.",
        "inLanguage": "en",
    }


def test_a_plain_page() -> None:
    assert node(ArticleData("About", "en", ("<p>x</p>",)), "about/") == {
        "@type": "WebPage",
        "@id": f"{HERE}about/",
        "url": f"{HERE}about/",
        "name": "About",
        "inLanguage": "en",
    }


def test_a_page_with_nothing_to_say_has_no_block() -> None:
    assert json_ld(page(NotFoundData(()), "404.html"), SITE, URLS) == ""
    assert json_ld(page(RemovedData((), ())), SITE, URLS) == ""


def test_breadcrumbs_name_the_lists_of_the_site() -> None:
    shown = page(quote(), "quotes/rutte/", index("quotes"), title="Today, I can confirm.")
    assert crumbs(shown) == [("All IPSEs", "quotes/"), ("Today, I can confirm.", "quotes/rutte/")]


@pytest.mark.parametrize(
    ("data", "path", "trail", "names"),
    [
        (subject(), "authors/x/", [index("authors")], ["Authors", "Title"]),
        (
            GroupsData("entities", CONTEXT, (), ()),
            "contexts/troops/entities/",
            [index("contexts"), CONTEXT],
            ["Contexts", "Troops in Russia", "Entities"],
        ),
        (
            ListData("mentions", QuoteList(0, ()), NATO),
            "entities/nato/mentions/",
            [index("entities"), NATO],
            ["Entities", "NATO", "Mentions"],
        ),
        (
            subject(quotes=QuoteList(9, (), number=2)),
            "authors/x/page/2/",
            [index("authors"), Link("Mark Rutte", "/archive/authors/x/")],
            ["Authors", "Mark Rutte", "Page 2"],
        ),
        (
            WindowAuthorsData(WINDOW, (), 0),
            "last-24h/authors/",
            [index("last-24h")],
            ["The last 24 hours", "Authors"],
        ),
        (RemovedData((), ()), "quotes/x/", [index("quotes")], ["All IPSEs", "Removed"]),
        (
            ListData("x", QuoteList(0, ())),
            "dates/2024/10/",
            [index("dates"), Link("2024", "/archive/dates/2024/")],
            ["Dates", "2024", "Title"],
        ),
    ],
)  # fmt: skip
def test_breadcrumbs(data: PageData, path: str, trail: list[Link], names: list[str]) -> None:
    found = crumbs(page(data, path, *trail))
    assert [name for name, _ in found] == names
    assert found[-1][1] == path


def test_a_later_page_of_a_subject_is_a_list_and_says_where_it_is() -> None:
    shown = page(subject(quotes=QuoteList(9, (), number=2)), "authors/x/page/2/", index("authors"))
    assert [found["@type"] for found in graph(shown)] == ["CollectionPage", "BreadcrumbList"]


def test_messages_come_in_the_language_of_the_site() -> None:
    french = {"Authors": "Auteurs", "Disputed": "Contesté"}
    shown = page(quote(card(status="disputed")), "quotes/x/", index("authors"))
    whole = json.loads(json_ld(shown, SITE, URLS, Messages.of(french)))
    assert whole["@graph"][0]["description"] == "Contesté: Mark Rutte."
    assert whole["@graph"][1]["itemListElement"][0]["name"] == "Auteurs"


def test_prose_as_plain_text() -> None:
    text = (
        '<p title="a > b">One ',
        LinkPiece("<Two>", ""),
        ", ",
        FragmentPiece("trois", "q", "/archive/quotes/q/", "fr", "attributed"),
        NotePiece(1),
        ".</p><ul><li>a</li><li>b</li></ul>",
    )
    assert plain_text(text) == "One <Two>, « trois ». a b"


def in_a_page(text: str) -> str:
    """The block as a browser takes it out of a page."""
    page_with = f'<!doctype html><title>x</title><script type="application/ld+json">{text}</script><p>y</p>'
    tree = html5lib.parse(page_with, namespaceHTMLElements=False)
    assert len(tree.findall(".//script")) == 1
    assert tree.findtext(".//p") == "y"
    return tree.findtext(".//script") or ""


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_in_its_string(text: str) -> None:
    written = json_ld(page(quote(card(text=(text,), title=text)), "quotes/x/", Link(text, "/")), SITE, URLS)
    assert not set("<>&\u2028\u2029") & set(written)
    found = json.loads(in_a_page(written))["@graph"]
    assert found[0]["text"] == found[0]["name"] == found[1]["itemListElement"][0]["name"] == text


@given(st.text(), st.text())
def test_any_text_comes_out_as_it_went_in(words: str, name: str) -> None:
    signed = msgspec.structs.replace(RUTTE, name=name)
    shown = page(quote(card(text=(words,), signed=(signed,))), "quotes/x/", index("quotes"), title=words)
    written = json_ld(shown, SITE, URLS)
    found = json.loads(written)["@graph"]
    assert found[0].get("text", "") == words
    assert found[0]["creator"].get("name", "") == name
    assert found[1]["itemListElement"][-1].get("name", "") == words
    assert "<" not in written
    assert json_ld(shown, SITE, URLS) == written


@given(st.text())
def test_any_label_comes_out_of_prose_as_it_went_in(label: str) -> None:
    assert plain_text(("<p>", LinkPiece(label, ""), "</p>")) == " ".join(label.split())
