import pytest

from ipsegen.render.quotation_mark_table import MARKS
from ipsegen.render.quotation_marks import quotation_marks

ENGLISH = ("“", "”", "‘", "’")


@pytest.mark.parametrize(
    ("language", "marks"),
    [
        ("en", ENGLISH),
        ("en-GB", ENGLISH),
        ("de", ("„", "“", "‚", "‘")),
        ("de-CH", ("„", "“", "‚", "‘")),
        ("fr", ("«", "»", "«", "»")),
        ("fr-BE", ("«", "»", "«", "»")),
        ("fr-CH", ("«", "»", "‹", "›")),
        ("fr-CH-x-notes", ("«", "»", "‹", "›")),
        ("FR-ch", ("«", "»", "‹", "›")),
        ("ar", ("”", "“", "’", "‘")),
        ("fa", ("«", "»", "‹", "›")),
        ("ja", ("「", "」", "『", "』")),
        ("pt-BR", ENGLISH),
        ("pt-PT", ("«", "»", "“", "”")),
        ("zh", ENGLISH),
        ("zh-Hant-HK", ("「", "」", "『", "』")),
        ("zh-TW", ("「", "」", "『", "』")),
        ("zh-CN", ENGLISH),
    ],
)
def test_marks_of_a_language(language: str, marks: tuple[str, str, str, str]) -> None:
    assert quotation_marks(language) == marks


@pytest.mark.parametrize("language", ["und", "", "qaa", "tlh-Latn", "-", "x-private"])
def test_english_marks_where_the_language_is_unknown(language: str) -> None:
    assert quotation_marks(language) == ENGLISH


def test_every_listed_tag_finds_its_own_marks() -> None:
    assert all(quotation_marks(tag.upper()) == marks for tag, marks in MARKS.items())


def test_no_listed_tag_could_be_left_out() -> None:
    for tag, marks in MARKS.items():
        parent = tag.rpartition("-")[0]
        assert tag == "en" or quotation_marks(parent) != marks


def test_every_mark_is_a_mark_without_white_space() -> None:
    assert all(mark and mark == mark.strip() for marks in MARKS.values() for mark in marks)
