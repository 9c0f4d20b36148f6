"""Words are told apart when the index is made as they are in a browser, and found however they are spelt."""

import json
import shutil
import subprocess
import sys
import unicodedata
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ipsegen.render.search_words import LETTERS, words_of

MODULE: Final = Path(__file__).resolve().parents[2] / "templates" / "assets" / "search-words.js"
SCRIPT: Final = """
import { Words } from "./search-words.mjs";
import { readFileSync } from "node:fs";
const { letters, texts } = JSON.parse(readFileSync(0, "utf8"));
const words = new Words(letters);
console.log(JSON.stringify(texts.map((text) => [...words.of(text)])));
"""
Browser = Callable[[list[str]], list[set[str]]]


@pytest.fixture(scope="module")
def in_browser(tmp_path_factory: pytest.TempPathFactory) -> Browser:
    """The words of texts as the script of the site finds them."""
    folder = tmp_path_factory.mktemp("words")
    shutil.copy(MODULE, folder / "search-words.mjs")
    (folder / "run.mjs").write_text(SCRIPT, encoding="utf-8")

    def run(texts: list[str]) -> list[set[str]]:
        data = json.dumps({"letters": msgspec.to_builtins(LETTERS), "texts": texts})
        done = subprocess.run(["node", folder / "run.mjs"], input=data, capture_output=True, text=True, check=True)
        return [set(words) for words in json.loads(done.stdout)]

    return run


def assigned(points: Iterable[int]) -> list[str]:
    """The characters that this Python knows: a browser may know newer ones."""
    return [chr(point) for point in points if unicodedata.category(chr(point)) not in {"Cn", "Cs", "Co"}]


def test_every_character_alone_is_the_same_word_in_python_and_in_a_browser(in_browser: Browser) -> None:
    texts = assigned(range(sys.maxunicode + 1))
    assert len(texts) > 100_000
    assert [
        (text, words) for text, words in zip(texts, in_browser(texts), strict=True) if words_of(text) != words
    ] == []


SCRIPTS: Final = assigned([
    *range(0x20, 0x250), *range(0x300, 0x530), *range(0x5D0, 0x700), *range(0x900, 0x980), *range(0xE00, 0xE80),
    *range(0x1100, 0x1200), *range(0x1E00, 0x2000), *range(0x2010, 0x2040), *range(0x3000, 0x3100),
    *range(0x4E00, 0x4E40), *range(0xAC00, 0xAC60), *range(0xFB00, 0xFE00), *range(0x20000, 0x20010),
])  # fmt: skip
texts = st.lists(st.text(st.sampled_from(SCRIPTS), max_size=60), min_size=50, max_size=100)


@given(texts)
@settings(deadline=None, max_examples=20, suppress_health_check=list(HealthCheck))
def test_any_text_has_the_same_words_in_python_and_in_a_browser(in_browser: Browser, texts: list[str]) -> None:
    assert in_browser(texts) == [words_of(text) for text in texts]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Peace, and peace again.", {"peace", "and", "again"}),
        ("Müller & Łódź", {"muller", "lodz"}),
        ("the ﬁrst ²", {"the", "first", "2"}),
        ("ΣΊΣΥΦΟΣ", {"σισυφοσ"}),
        ("Ёлка", {"елка"}),
        ("السَّلام", {"السلام"}),
        ("أحمد إلى الأمم", {"احمد", "الي", "الامم"}),
        ("الســـلام", {"السلام"}),
        ("١٩٤٨", {"1948"}),
        ("שָׁלוֹם", {"שלום"}),
        ("हिन्दी में", {"हिन्दी", "में"}),
        ("外交部", {"外交", "交部", "部"}),
        ("정부는", {"정부", "부는", "는"}),
        ("か\u3099", {"が"}),
        ("NATO和平", {"nato", "和平", "平"}),
        ("don’t l'homme", {"don", "t", "l", "homme"}),
        ("inter\u00adnational", {"international"}),
        ("…", set()),
        ("", set()),
    ],
)
def test_words_are_folded_and_parted(text: str, words: set[str]) -> None:
    assert words_of(text) == words


@given(st.text(max_size=200))
def test_words_are_the_same_in_capitals_without_marks_and_in_any_form(text: str) -> None:
    assert words_of(unicodedata.normalize("NFD", text)) == words_of(unicodedata.normalize("NFC", text))


@given(st.text(max_size=200))
def test_a_word_holds_letters_marks_and_numbers_alone_and_is_not_too_long(text: str) -> None:
    for word in words_of(text):
        assert 0 < len(word) <= LETTERS.longest
        assert {unicodedata.category(letter)[0] for letter in word} <= {"L", "M", "N"}
