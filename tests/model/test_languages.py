"""Which language tags there are, and how they are written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipsegen.model.languages import ISO_639_1, canonical_language


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("en", "en"),
        ("EN", "en"),
        ("no", "no"),
        ("pt-br", "pt-BR"),
        ("ZH-HANS", "zh-Hans"),
        ("zh-hant-hk", "zh-Hant-HK"),
        ("zh-yue-HK", "zh-yue-HK"),
        ("es-419", "es-419"),
        ("sr-latn-rs", "sr-Latn-RS"),
        ("de-CH-1901", "de-CH-1901"),
        ("sl-rozaj-biske", "sl-rozaj-biske"),
        ("en-GB-U-CA-Gregory", "en-GB-u-ca-gregory"),
        ("und", "und"),
        ("ckb", "ckb"),
        ("SWE-se", "swe-SE"),
    ],
)
def test_a_tag_gets_the_case_that_bcp_47_recommends(text: str, tag: str) -> None:
    assert canonical_language(text) == tag
    assert canonical_language(tag) == tag


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "e", "english", "xx", "qq", "uk-", "-en", "en--GB", "en_GB", "en GB", "en-", "1n", "12",
        "en\n", "en\x00", "én", "ｅｎ", "ру", "\u200ben", "en-GB\u202e", "x-klingon", "i-default", "en-é", "en;q=0.5",
        "en-abcdefghij", "en-GB<script>", "../en", "en" * 500,
    ],
)  # fmt: skip
def test_what_is_no_tag_is_none(text: str) -> None:
    assert canonical_language(text) is None


def test_every_language_of_two_letters_is_a_tag() -> None:
    assert all(canonical_language(code.upper()) == code for code in ISO_639_1)


@given(st.from_regex(r"\A[a-zA-Z]{2,3}(-[a-zA-Z]{4})?(-[a-zA-Z]{2})?\Z"))
def test_case_makes_no_difference(text: str) -> None:
    assert canonical_language(text.upper()) == canonical_language(text.lower())


@given(st.text())
def test_a_tag_is_plain_ascii_or_none(text: str) -> None:
    tag = canonical_language(text)
    assert tag is None or (tag.isascii() and tag.lower() == text.lower())
