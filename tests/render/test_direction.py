import pytest
from babel import Locale, localedata

from ipsegen.render.direction import direction

RIGHT_TO_LEFT = """
    ar fa he iw yi ur ps ug sd ks dv nqo syr ckb rhg prs pnb AR ar-EG he-IL uz-Arab UZ-arab uz-AF az-IR pa-PK
    ff-Adlm az-Arab und-Hebr und-Syrc und-Thaa und-Nkoo und-Rohg fa-x-latn
"""
LEFT_TO_RIGHT = "en fr zh-TW ar-Latn sd-Deva uz az pa ff ku tr mn-Mong en-u-nu-arab und qaa -"


@pytest.mark.parametrize("language", RIGHT_TO_LEFT.split())
def test_right_to_left(language: str) -> None:
    assert direction(language) == "rtl"


@pytest.mark.parametrize("language", [*LEFT_TO_RIGHT.split(), ""])
def test_left_to_right(language: str) -> None:
    assert direction(language) == "ltr"


def test_babel_agrees_for_every_locale_it_has() -> None:
    for identifier in localedata.locale_identifiers():
        # Babel also knows `ttb`, which HTML's `dir` does not.
        right_to_left = Locale.parse(identifier).text_direction == "rtl"
        assert (direction(identifier.replace("_", "-")) == "rtl") is right_to_left, identifier
