import pytest

from ipsegen.model.countries import COUNTRY_CODES, FORMER
from ipsegen.model.country_names import country_name


@pytest.mark.parametrize(
    ("code", "language", "name"),
    [
        ("no", "en", "Norway"),
        ("no", "fr", "Norvège"),
        ("no", "ar", "النرويج"),
        ("tr", "en", "Türkiye"),
        ("mm", "en-GB", "Myanmar"),
        ("hk", "en", "Hong Kong"),
        ("hk", "fr-CA", "Hong Kong"),
        ("hk", "ar", "هونغ كونغ"),
        ("xk", "fr", "Kosovo"),
        ("tw", "zh-Hant-TW", "台灣"),
        ("no", "fr-CA-x-notes", "Norvège"),
        ("no", "FR", "Norvège"),
    ],
)
def test_name_in_a_language(code: str, language: str, name: str) -> None:
    assert country_name(code, language) == name


@pytest.mark.parametrize(
    ("code", "language", "name"),
    [
        ("su", "en", "Soviet Union"),
        ("su", "fr-CH", "Union soviétique"),
        ("yu", "ar", "يوغوسلافيا"),
        ("cs", "AR", "تشيكوسلوفاكيا"),
        ("dd", "de", "East Germany"),
    ],
)
def test_former_states_have_their_own_names(code: str, language: str, name: str) -> None:
    assert country_name(code, language) == name


@pytest.mark.parametrize("language", ["und", "", "qaa", "i-klingon", "-", "not a tag"])
def test_english_where_the_language_is_unknown(language: str) -> None:
    assert country_name("no", language) == "Norway"


def test_every_country_has_a_name_in_the_languages_of_the_interface() -> None:
    for language in ("en", "fr", "ar"):
        names = {country_name(code, language) for code in COUNTRY_CODES}
        assert len(names) == len(COUNTRY_CODES)
        assert not any("SAR" in name or "R.A.S." in name for name in names)


def test_a_language_with_few_names_falls_back_to_english() -> None:
    assert all(country_name(code, "la") for code in COUNTRY_CODES - FORMER.keys())


@pytest.mark.parametrize("code", ["NO", "eu", "zz", ""])
def test_an_unknown_code_is_an_error(code: str) -> None:
    with pytest.raises(KeyError):
        country_name(code, "en")
