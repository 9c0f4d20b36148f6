"""Dates, ages, numbers and lists as English, French and Arabic readers say them."""

from datetime import UTC, date, datetime
from typing import Final

import pytest
from babel import localedata

from ipsegen.load.theme import default_theme, read_theme
from ipsegen.model.edtf import parse_date
from ipsegen.render.dates import format_instant, format_month, format_month_day
from ipsegen.render.interface import Interface
from ipsegen.wording import messages_in

THEME: Final = read_theme(default_theme())
RLM: Final = "\N{RIGHT-TO-LEFT MARK}"


def interface(language: str) -> Interface:
    return Interface(language, messages_in(THEME, language))


@pytest.mark.parametrize(
    ("written", "english", "french", "arabic"),
    [
        ("2025-01-01", "1 January 2025", "1er janvier 2025", "1 يناير 2025"),
        ("2025-01-21", "21 January 2025", "21 janvier 2025", "21 يناير 2025"),
        ("2025-02", "February 2025", "février 2025", "فبراير 2025"),
        ("1843", "1843", "1843", "1843"),
        ("2025-01-01~", "about 1 January 2025", "vers le 1er janvier 2025", "نحو 1 يناير 2025"),
        ("2025-02~", "about February 2025", "vers février 2025", "نحو فبراير 2025"),
        ("2025-01-21?", "perhaps 21 January 2025", "peut-être le 21 janvier 2025", "ربما في 21 يناير 2025"),
        ("1843?", "perhaps 1843", "peut-être en 1843", "ربما في 1843"),
        ("../2024-05", "not after May 2024", "au plus tard en mai 2024", "في موعد أقصاه مايو 2024"),
        ("../2024-05-02", "not after 2 May 2024", "au plus tard le 2 mai 2024", "في موعد أقصاه 2 مايو 2024"),
        ("2022/2023", "between 2022 and 2023", "entre 2022 et 2023", "بين 2022 و2023"),
        (
            "2024-05-20/2024-05-22", "between 20 May 2024 and 22 May 2024",
            "entre le 20 mai 2024 et le 22 mai 2024", "بين 20 مايو 2024 و22 مايو 2024",
        ),
        ("unknown", "date unknown", "date inconnue", "تاريخ غير معروف"),
        (
            "2024-05-15T08:30:00+02:00", "15 May 2024, 08:30 UTC+02:00",
            "15 mai 2024, 08:30 UTC+02:00", "15 مايو 2024، 08:30 UTC+02:00",
        ),
    ],
)  # fmt: skip
def test_a_date_is_said_as_precisely_as_it_is_known(written: str, english: str, french: str, arabic: str) -> None:
    assert [interface(language).date(parse_date(written)) for language in ("en", "fr", "ar")] == [
        english,
        french,
        arabic,
    ]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "fr",
            ["il y a moins d’une heure", "il y a 1 heure", "il y a 2 heures", "il y a 3 heures", "il y a 24 heures"],
        ),
        ("fr-CA", ["il y a moins d’une heure", "il y a 1 heure", "il y a 2 heures"]),
        ("ar", ["قبل أقل من ساعة", "قبل ساعة", "قبل ساعتين", "قبل 3 ساعات", "قبل 24 ساعة", "قبل 103 ساعات"]),
        ("de", ["less than an hour ago", "1 hour ago", "2 hours ago"]),
    ],
)
def test_an_age_has_every_form_of_its_language(language: str, said: list[str]) -> None:
    assert [interface(language).age(hours) for hours in (0, 1, 2, 3, 24, 103)][: len(said)] == said


@pytest.mark.parametrize(
    ("language", "number", "counted"),
    [
        ("fr", 0, "0 IPSE"), ("fr", 1, "1 IPSE"), ("fr", 12, "12 IPSE"), ("fr", 1_000_000, "1000000 d’IPSE"),
        ("ar", 0, f"لا يوجد IPSE{RLM}"), ("ar", 1, f"IPSE{RLM} واحد"), ("ar", 2, f"IPSE{RLM} اثنان"),
        ("ar", 3, f"3 IPSE{RLM}"), ("ar", 11, f"11 IPSE{RLM}"), ("ar", 100, f"100 IPSE{RLM}"),
    ],
)  # fmt: skip
def test_quotes_are_counted_in_every_form(language: str, number: int, counted: str) -> None:
    say = interface(language).messages
    assert say.ngettext("%(num)s IPSE", "%(num)s IPSEs", number) % {"num": number} == counted


def test_numbers_have_the_groups_of_their_language_and_digits_that_dates_have_too() -> None:
    assert interface("fr").number(12_345) == "12\N{NARROW NO-BREAK SPACE}345"
    assert interface("ar").number(12_345) == "12,345"
    assert interface("fa").number(12_345).isascii()


@pytest.mark.parametrize(
    ("language", "listed"),
    [
        ("en", "A, B and &lt;C&gt;"),
        ("en-US", "A, B, and &lt;C&gt;"),
        ("fr", "A, B et &lt;C&gt;"),
        ("ar", "A وB و&lt;C&gt;"),
    ],
)
def test_names_are_listed_as_a_sentence_lists_them(language: str, listed: str) -> None:
    assert interface(language).listed(["A", "B", "<C>"]) == listed
    assert interface(language).listed([]) == ""
    assert interface(language).listed(["{0}"]) == "{0}"


def test_the_first_of_a_month_is_an_ordinal_in_french_alone() -> None:
    first = datetime(2025, 7, 1, 12, tzinfo=UTC)
    assert [format_month_day(first, language) for language in ("en", "fr", "fr-CA", "de")] == [
        "1 July", "1er juillet", "1er juillet", "1. Juli",
    ]  # fmt: skip
    assert format_instant(first, "UTC", "fr") == "1er juillet 2025, 12:00 UTC"


@pytest.mark.parametrize("language", sorted(name for name in localedata.locale_identifiers() if "_" not in name))
def test_every_language_of_the_cldr_says_dates_numbers_and_lists(language: str) -> None:
    said = Interface(language, messages_in(THEME, "en"))
    assert "2025" in said.date(parse_date("2025-01-21"))
    assert "2025" in format_month(2025, 1, language)
    assert "21" in format_month_day(datetime(2025, 1, 21, tzinfo=UTC), language)
    assert date(2025, 1, 21).strftime("%Y") in format_instant(datetime(2025, 1, 21, tzinfo=UTC), "UTC", language)
    assert len(set(said.weekdays())) >= 4
    assert sorted(character for character in said.number(9_876_543) if character.isdigit()) == list("3456789")
    assert all(item in said.listed(["Ada", "Charles", "Mary"]) for item in ("Ada", "Charles", "Mary"))
