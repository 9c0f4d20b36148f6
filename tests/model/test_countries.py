import subprocess
import sys

import pytest
from babel.core import Locale, get_global

from ipsegen.model.countries import COUNTRY_CODES, FORMER, country_code, suggest_country

# In CLDR, but not officially assigned by ISO 3166-1: exceptional reservations, groupings, pseudo-territories.
NOT_ASSIGNED = {"ac", "cp", "cq", "dg", "ea", "eu", "ez", "ic", "qo", "ta", "un", "xa", "xb", "zz"}


def test_the_codes_are_those_of_iso_3166_kosovo_and_four_former_states() -> None:
    assert len(COUNTRY_CODES) == 249 + 1 + 4
    assert FORMER.keys() == {"cs", "dd", "su", "yu"}
    in_cldr = {str(code).lower() for code in Locale("en").territories if len(str(code)) == 2}
    assert in_cldr - NOT_ASSIGNED == COUNTRY_CODES - FORMER.keys()


@pytest.mark.parametrize(("text", "code"), [("NO", "no"), ("no", "no"), ("No", "no"), ("XK", "xk"), ("Su", "su")])
def test_a_code_is_known_in_any_case(text: str, code: str) -> None:
    assert country_code(text) == code


@pytest.mark.parametrize("text", ["", "uk", "eu", "un", "nor", "Norway", "n", " no", "zz"])
def test_what_is_no_code_is_none(text: str) -> None:
    assert country_code(text) is None


def test_former_states_have_names_and_years() -> None:
    for state in FORMER.values():
        assert state.names.keys() == {"en", "fr", "ar"}
        first, last = state.years
        assert 1900 < first < last < 2010


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Norway", ("no",)),
        ("norvège", ("no",)),
        ("Deutschland", ("de",)),
        ("ESPANA", ("es",)),
        ("The Netherlands", ("nl",)),
        ("Bosnia and Herzegovina", ("ba",)),
        ("Cote d'Ivoire", ("ci",)),
        ("Burma", ("mm",)),
        ("Hong Kong", ("hk",)),
        ("China", ("cn",)),
        ("no", ("no",)),
        ("uk", ("gb",)),
        ("EL", ("gr",)),
        ("U.S.", ("us",)),
        ("NOR", ("no",)),
        ("xkk", ("xk",)),
        ("USSR", ("su",)),
        ("SUN", ("su",)),
        ("DDR", ("dd",)),
        ("YUG", ("yu",)),
        ("SCG", ("rs", "me")),
        ("East Germany", ("dd",)),
        ("Tchécoslovaquie", ("cs",)),
        ("Congo", ("cd", "cg")),
        ("Korea", ("kr", "kp")),
    ],
)
def test_what_people_type_leads_to_a_code(text: str, codes: tuple[str, ...]) -> None:
    assert suggest_country(text) == codes


@pytest.mark.parametrize(
    ("text", "code"), [("Norwy", "no"), ("Austrlia", "au"), ("Palestein", "ps"), ("Untied States", "us")]
)
def test_a_slip_of_the_pen_leads_to_the_nearest_name(text: str, code: str) -> None:
    assert suggest_country(text)[0] == code


@pytest.mark.parametrize("text", ["", " ", "?", "x", "EU", "UN", "Atlantis", "Middle-earth"])
def test_nothing_is_suggested_where_nothing_is_near(text: str) -> None:
    assert suggest_country(text) == ()


def test_every_name_and_alpha_3_code_leads_to_its_country() -> None:
    for language in ("en", "fr", "es", "de"):
        for code in COUNTRY_CODES - FORMER.keys():
            assert code in suggest_country(Locale(language).territories[code.upper()]), (language, code)
    for alias, successors in get_global("territory_aliases").items():
        code = successors[0].lower()
        if len(alias) == 3 and alias.isalpha() and len(successors) == 1 and code in COUNTRY_CODES and alias != "DDR":
            assert suggest_country(alias) == (code,)


def test_there_are_never_more_than_three() -> None:
    assert all(
        len(suggest_country(text)) <= 3 for text in ("Saint", "island", "guinee", "Pacific Islands", "PC", "FSM")
    )


def test_babel_is_loaded_only_for_a_suggestion() -> None:
    program = (
        "import sys; from ipsegen.model.countries import country_code, suggest_country; country_code('no');"
        "assert 'babel' not in sys.modules; suggest_country('Norway'); assert 'babel' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", program], check=True)
