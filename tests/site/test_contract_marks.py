"""The marks that others find their way by (contract.md, "Marks in the HTML"), on every page of every site."""

import json
from typing import Any

import pytest

from tests.site.sites import FLAGGED, Site, quotes_in, text_of, with_class, words_of

MARKS = {
    "en": ("“", "”"),
    "fr": ("«\u202f", "\u202f»"),
    "ar": ("”", "“"),
    "he": ("”", "”"),
    "fa": ("«", "»"),
    "ko": ("“", "”"),
    "zh-Hant": ("「", "」"),
    "de": ("„", "“"),
}
RIGHT_TO_LEFT = {"ar", "he", "fa"}

PARTS_OF_A_DIGEST = {
    "whats-happened", "at-a-glance", "why-it-matters", "behind-the-headline", "what-the-papers-say", "how-we-got-here",
    "go-deeper", "common-questions", "timeline", "more-on-these-topics",
}  # fmt: skip


def articles(site: Site) -> list[tuple[str, Any, dict[str, Any]]]:
    """Every quote wherever it stands: the page, its article, and the record it comes from."""
    found = [
        (address, article, site.quotes[article.get("data-quote")])
        for address, page in site.pages.items()
        for article in page.xpath("//article")
    ]
    assert found
    return found


def language_of(site: Site, record: dict[str, Any]) -> str:
    return str(record.get("language", site.settings["language"]))


def authors_of(record: dict[str, Any]) -> list[Any]:
    many = record.get("authors") or record["author"]
    return many if isinstance(many, list) else [many]


def test_every_article_is_a_quote_with_one_blockquote(site: Site) -> None:
    for address, article, _record in articles(site):
        assert "quote" in article.get("class").split(), address
        assert len(article.xpath(".//blockquote")) == 1, address


def test_the_words_are_those_of_the_record_letter_for_letter(site: Site) -> None:
    for address, article, record in articles(site):
        words = words_of(article)
        if article.get("data-excerpt") is None:
            assert words == record["text"], address
        else:
            assert len(words) == 1, address
            assert words[0], address
            assert words[0] in "\n\n".join(record["text"]), address


def test_nothing_but_marks_and_lead_in_is_added_to_the_words(site: Site) -> None:
    for address, article, _record in articles(site):
        (block,) = article.xpath(".//blockquote")
        assert text_of(block, "qm", "lead-in").split() == " ".join(words_of(article)).split(), address


def test_an_excerpt_stands_only_where_the_record_gives_one(site: Site) -> None:
    for address, article, record in articles(site):
        if article.get("data-excerpt") is not None and not address.startswith("contexts/"):
            assert words_of(article) == [record["excerpt"]], address


def test_each_quote_has_a_page_that_shows_all_of_it(site: Site) -> None:
    for key in site.listed:
        (article,) = site.pages[f"quotes/{key}/"].xpath("//article")
        assert article.get("data-quote") == key
        assert article.get("data-excerpt") is None


def test_each_author_stands_there_once_with_the_role_where_one_is_known(site: Site) -> None:
    for address, article, record in articles(site):
        authors, roles = authors_of(record), [text_of(role) for role in with_class(article, "role")]
        assert len(with_class(article, "author")) == len(authors), address
        assert all(roles), address
        assert len(roles) <= len(authors), address
        if "role" in record:
            assert roles == [record["role"]], address


def test_an_author_s_name_leads_to_the_author(site: Site) -> None:
    for address, article, record in articles(site):
        authors, links = authors_of(record), with_class(article, "author")
        for author, link in zip(authors, links, strict=True):
            reference = author if isinstance(author, str) else author["author"]
            kind, _, key = reference.rpartition(":")
            folder = {"": "authors", "author": "authors", "entity": "entities", "country": "countries"}[kind]
            expected = None if key in {"unnamed", "unknown"} else f"{site.base}{folder}/{key}/"
            assert link.get("href") == expected, address


@pytest.mark.parametrize(
    ("key", "machine"),
    [
        ("parole-01", "2024-03-01"),
        ("billet", "2024-05-15T08:30:00+02:00"),
        ("le-mois", "2022-10"),
        ("l-annee", "2022"),
        ("vers", "2022-10-03"),
        ("entre-deux", "2024-05"),
        ("entre-deux-ans", None),
        ("pas-apres", None),
        ("sans-date", None),
    ],
)
def test_a_date_says_no_more_than_is_known(small: Site, key: str, machine: str | None) -> None:
    (time,) = small.pages[f"quotes/{key}/"].xpath("//article//time[@class='pronounced']")
    assert time.get("datetime") == machine
    assert text_of(time)


def test_the_date_is_the_same_wherever_a_quote_stands(site: Site) -> None:
    dates: dict[str, set[tuple[str | None, str]]] = {}
    for address, article, record in articles(site):
        (time,) = article.xpath(".//time[contains(@class, 'pronounced')]")
        dates.setdefault(article.get("data-quote"), set()).add((time.get("datetime"), text_of(time)))
        if record["pronounced"] == "unknown" or record["pronounced"].startswith(".."):
            assert time.get("datetime") is None, address
        elif "/" not in record["pronounced"]:
            assert time.get("datetime") == record["pronounced"].rstrip("~?%"), address
    assert all(len(found) == 1 for found in dates.values())


def test_what_does_not_count_as_said_is_marked_wherever_it_stands(site: Site) -> None:
    for address, article, record in articles(site):
        marked = [mark.get("class").split()[1] for mark in with_class(article, "status")]
        assert marked == [status for status in FLAGGED if record.get("status") == status], address


def test_every_status_of_the_small_archive_is_seen(small: Site) -> None:
    seen = {record.get("status") for _address, _article, record in articles(small)}
    assert seen == {None, "verified", *FLAGGED}


def test_no_page_shows_a_draft_or_what_was_removed(small: Site) -> None:
    shown = {key for page in small.pages.values() for key in quotes_in(page)}
    assert shown == set(small.listed)
    assert "quotes/a-venir/" not in small.pages
    assert "contexts/brouillon/" not in small.pages
    removed = small.pages["quotes/supprimee/"]
    assert "À sa demande." in text_of(removed)
    assert removed.xpath("//meta[@name='robots']/@content") == ["noindex"]


def test_every_quote_says_its_language_and_direction(site: Site) -> None:
    for address, article, record in articles(site):
        (block,) = article.xpath(".//blockquote")
        language = language_of(site, record)
        assert block.get("lang") == language, address
        assert block.get("dir") == ("rtl" if language in RIGHT_TO_LEFT else "ltr"), address


def test_each_language_has_its_own_quotation_marks(site: Site) -> None:
    for address, article, record in articles(site):
        opening, closing = MARKS[language_of(site, record)]
        paragraphs = len(words_of(article))
        if record.get("fidelity") == "indirect":
            assert with_class(article, "qm") == [], address
        else:
            assert [text_of(mark) for mark in with_class(article, "open")] == [opening] * paragraphs, address
            assert [text_of(mark) for mark in with_class(article, "close")] == [closing], address


def test_all_languages_of_the_small_archive_are_seen(small: Site) -> None:
    assert {language_of(small, record) for record in small.listed.values()} == set(MARKS)


def test_the_editor_s_words_are_set_apart(small: Site) -> None:
    page = small.pages["quotes/longue/"]
    assert [text_of(found) for found in with_class(page, "lead-in")] == ["Le temps le dira : "]
    assert [text_of(found) for found in with_class(page, "insertion")] == ["[ajouté]", "(ainsi)"]
    assert [text_of(found) for found in with_class(page, "omission")] == ["[...]"]


def test_lines_are_kept_where_the_record_says_so(small: Site) -> None:
    (article,) = small.pages["quotes/billet/"].xpath("//article")
    assert words_of(article) == ["Premier vers\nsecond vers", "troisième vers"]
    assert len(article.xpath(".//blockquote//br")) == 1


def test_text_that_looks_like_code_is_text(small: Site) -> None:
    (article,) = small.pages["quotes/hostile/"].xpath("//article")
    assert words_of(article) == small.quotes["hostile"]["text"]
    assert [text_of(role) for role in with_class(article, "role")] == ["<i>rôle</i>"]


def test_only_the_named_parts_of_a_digest_have_their_ids_and_all_can_be_had(small: Site) -> None:
    ids = {str(found) for found in small.pages["contexts/grand-debat/"].xpath("//main//section/@id")}
    assert ids >= PARTS_OF_A_DIGEST
    empty = {str(found) for found in small.pages["contexts/vide/"].xpath("//main//section/@id")}
    assert empty & PARTS_OF_A_DIGEST == {"whats-happened"}


def test_data_for_machines_can_be_read_on_every_page(site: Site) -> None:
    for address, page in site.pages.items():
        for script in page.xpath("//script[not(@src)]"):
            assert script.get("type") == "application/ld+json", address
            assert json.loads(script.text)["@context"] == "https://schema.org", address
    described = [page for page in site.pages.values() if page.xpath("//script[not(@src)]")]
    assert len(described) > len(site.listed)


def test_data_for_machines_give_the_words_of_a_quote(site: Site) -> None:
    for key, record in site.listed.items():
        (script,) = site.pages[f"quotes/{key}/"].xpath("//script[not(@src)]")
        things = json.loads(script.text)["@graph"]
        (quotation,) = [thing for thing in things if thing["@type"] == "Quotation"]
        assert quotation["text"].split() == " ".join(record["text"]).split()
