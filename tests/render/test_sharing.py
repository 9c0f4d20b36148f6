"""What a page says to search engines that choose among languages, and to those who show links."""

from typing import Any

import msgspec
import pytest

from ipsegen.render.sharing import alternates_of, open_graph_locale
from tests.render.planned import HERE, SITE, URLS


def alternates(language: str, **others: str) -> list[tuple[str, str]]:
    """The set on the home page of a site in this language with these others."""
    changes: dict[str, Any] = {"language": language, "alternates": others}
    return list(alternates_of(msgspec.structs.replace(SITE, **changes), URLS))


def test_a_site_in_one_language_has_no_alternates() -> None:
    assert alternates("en") == []


def test_a_page_names_itself_all_others_and_one_for_anybody_else() -> None:
    assert alternates("en", fr="https://fr.example/", ar="https://ar.example/") == [
        ("ar", "https://ar.example/"),
        ("en", HERE),
        ("fr", "https://fr.example/"),
        ("x-default", HERE),
    ]


def test_every_site_of_a_set_arrives_at_the_same_set() -> None:
    assert alternates("fr", en="https://en.example/") == [
        ("en", "https://en.example/"),
        ("fr", HERE),
        ("x-default", "https://en.example/"),
    ]
    assert alternates("fr", de="https://de.example/")[-1] == ("x-default", "https://de.example/")


@pytest.mark.parametrize(
    ("language", "locale"),
    [
        ("en", "en_US"), ("en-GB", "en_GB"), ("fr", "fr_FR"), ("ar", "ar_EG"), ("zh-Hant-TW", "zh_TW"),
        ("zh-Hans", "zh_CN"), ("es-419", "es_ES"), ("qaa", ""),
    ],
)  # fmt: skip
def test_the_locale_of_open_graph(language: str, locale: str) -> None:
    assert open_graph_locale(language) == locale
