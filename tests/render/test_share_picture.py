"""The picture of a quote: what is on it in any script, and what never is."""

import re
import struct
from typing import Any, Final

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ipsegen.load.fonts import FontName, read_font
from ipsegen.plan.values import Card, Link
from ipsegen.render.interface import Interface
from ipsegen.render.messages import ENGLISH
from ipsegen.render.share_picture import Shown, drawing, share_picture, shown_of
from ipsegen.render.typesetting import Missing, Typesetter
from tests.render.planned import HOSTILE, SITE, card

SETTER: Final = Typesetter(read_font)
WORDS: Final[dict[str, str]] = {
    "en": "We shall not be moved.",
    "vi": "Chúng tôi sẽ không rời đi.",
    "tr": "Barış için çalışıyoruz.",
    "ru": "Мы за мир.",
    "uk": "Ми за мир, її й ґрунт.",
    "el": "Είμαστε υπέρ της ειρήνης.",
    "ar": "نحن مع السلام.",
    "fa": "ما خواهان صلح هستیم و می‌مانیم.",
    "ur": "ہم امن چاہتے ہیں۔",
    "he": "אנחנו בעד שלום.",
    "hi": "हम शांति चाहते हैं।",
    "ko": "우리는 평화를 원합니다.",
    "zh-Hans": "我们希望和平，反对战争。",
}
FONT: Final[dict[str, FontName]] = {
    "ru": "greek-cyrillic", "uk": "greek-cyrillic", "el": "greek-cyrillic", "ar": "arabic", "fa": "arabic",
    "ur": "arabic", "he": "hebrew", "hi": "devanagari", "ko": "korean", "zh-Hans": "chinese-simplified",
}  # fmt: skip


def shown(**changes: Any) -> Shown:
    """What the picture of a quote shows whose card differs in this."""
    return of(card(**changes))


def of(found: Card) -> Shown:
    return shown_of(found, SITE, Interface("en", ENGLISH))


def fonts_in(svg: str) -> set[str]:
    """The fonts whose outlines a drawing holds."""
    return set(re.findall(r'<path id="([a-z-]+?)\d+"', svg))


def letters(svg: str) -> int:
    """How many letters are drawn."""
    return svg.count("<use ")


def test_it_is_a_png_of_1200_by_630() -> None:
    picture = share_picture(shown(), SETTER)
    assert picture.startswith(b"\x89PNG\r\n\x1a\n")
    assert struct.unpack(">II", picture[16:24]) == (1200, 630)


def test_the_same_makes_the_same_bytes_whatever_was_drawn_before() -> None:
    again = Typesetter(read_font)
    share_picture(shown(language="ar", text=(WORDS["ar"],)), again)
    assert share_picture(shown(), again) == share_picture(shown(), SETTER)


@pytest.mark.parametrize("language", WORDS)
def test_words_of_each_script_are_set_in_its_font(language: str) -> None:
    svg = drawing(shown(language=language, text=(WORDS[language],)), SETTER)
    assert FONT.get(language, "latin") in fonts_in(svg)
    without = drawing(shown(language=language, text=("",)), SETTER)
    assert letters(svg) > letters(without)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ja", "平和を望む。"),
        ("zh-Hant", "我們希望和平。"),
        ("en", "We say 和平."),
        ("zh-Hans", "我们 😀"),
        ("am", "ሰላም"),
    ],
)
def test_words_in_letters_that_no_font_has_are_left_out_whole(language: str, text: str) -> None:
    svg = drawing(shown(language=language, text=(text,)), SETTER)
    bare = drawing(shown(language=language, text=()), SETTER)
    assert letters(svg) == letters(bare) > 0


def test_no_letter_is_drawn_as_a_box() -> None:
    with pytest.raises(Missing):
        SETTER.words("\U0001f600", "en")
    assert "latin0" not in drawing(shown(text=("😀",)), SETTER)


def test_a_false_quote_has_its_status_in_words_colour_and_shape() -> None:
    plain, disputed = drawing(shown(), SETTER), drawing(shown(status="disputed"), SETTER)
    assert shown(status="disputed").status == "Disputed"
    assert "#8a1c1c" in disputed
    assert "#8a1c1c" not in plain
    assert disputed.count('stroke-width="18"') == 1
    assert letters(disputed) >= letters(plain) + len("Disputed")


def test_nobody_signs_words_that_they_never_said() -> None:
    found = shown(status="misattributed", said_by=Link("Jan Peter Balkenende", "/x/"))
    assert found.status == "Misattributed to Mark Rutte"
    assert found.signature == "Really said by Jan Peter Balkenende."
    assert found.role == ""
    assert shown(status="misattributed").signature == ""


def test_reported_speech_has_no_marks_and_says_so() -> None:
    found = shown(fidelity="indirect")
    assert found.marks == ("", "")
    assert found.facts == "28 October 2024 · reported speech"


def test_a_long_text_is_cut_and_says_so() -> None:
    once = "All of this was said at length and put on record. "
    long, longer = (shown(text=(once * count,)) for count in (40, 400))
    assert letters(drawing(long, SETTER)) < len(once) * 40
    assert drawing(longer, SETTER) == drawing(long, SETTER)


def test_what_the_editor_put_in_is_lighter() -> None:
    assert "#6b6558" in words_of_drawing(shown(text=("We [the Allies] agree.",)))
    assert "#6b6558" not in words_of_drawing(shown(text=("We the Allies agree.",)))


def words_of_drawing(found: Shown) -> str:
    """The drawing without date and context, which are as light."""
    return drawing(msgspec.structs.replace(found, facts="", context=""), SETTER)


def test_who_reads_from_the_right_finds_all_on_the_other_side() -> None:
    left = drawing(shown(), SETTER)
    right = drawing(msgspec.structs.replace(shown(), interface="ar"), SETTER)
    assert 'cx="65.5"' in left
    assert 'cx="1134.5"' in right


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_drawn_as_letters_or_not_at_all(text: str) -> None:
    check_any(text)


@given(st.text(max_size=80))
@settings(max_examples=40, deadline=None)
def test_any_text_makes_a_drawing_without_a_box(text: str) -> None:
    check_any(text)


def check_any(text: str) -> None:
    """Whatever a text holds, the drawing has outlines alone, none of them that of a missing letter."""
    svg = drawing(shown(text=(text,), title=text, lead_in=text), SETTER)
    assert set(re.findall(r"<([a-z]+)", svg)) <= {"svg", "defs", "path", "use", "g", "rect", "circle"}
    assert not re.search(r'id="[a-z-]+0"', svg)
