"""The languages that ipsegen brings are complete, and as careful as their English.

`make messages` mends what is missing here, but for the translations.
"""

import re
from pathlib import Path
from typing import Final

import pytest
from babel.core import Locale

from ipsegen.load.catalogues import Catalogue, Sentence, read_catalogue
from ipsegen.render.catalogue_faults import catalogue_faults
from ipsegen.render.messages import plural_rule
from scripts.messages import LANGUAGES, NEW, head_for, head_of, missing, renewed, template, written

COMPLETE: Final = ("ar", "fr")
ORDER: Final = ("zero", "one", "two", "few", "many", "other")
ISOLATED: Final = re.compile(r"IPSE(?!\u200f)")


def text_of(language: str) -> str:
    return (LANGUAGES / f"{language}.po").read_text(encoding="utf-8")


def catalogue(language: str) -> Catalogue:
    found = read_catalogue(f"{language}.po", language, text_of(language))
    assert isinstance(found, Catalogue)
    return found


def texts(language: str) -> list[tuple[Sentence, str]]:
    return [(sentence, text) for sentence in catalogue(language).sentences for text in sentence.texts]


def test_the_languages_are_those_that_are_promised() -> None:
    assert sorted(path.stem for path in LANGUAGES.glob("*.po")) == list(COMPLETE)


@pytest.mark.parametrize("language", COMPLETE)
def test_a_language_has_every_message_of_templates_and_code_and_no_other(language: str) -> None:
    text = text_of(language)
    found = renewed(text, template())
    assert missing(found) == []
    assert written(found, head_of(text)) == text, "run make messages"


def test_a_new_language_starts_from_every_message() -> None:
    found = template()
    assert written(found, head_for("en")) == (LANGUAGES / NEW).read_text(encoding="utf-8"), "run make messages"
    said = {message.id if isinstance(message.id, str) else message.id[0] for message in found}
    assert said >= {"Read more", "%(num)s IPSE", "as", "Disputed", "The last %(num)s hour", "not after %(date)s"}
    told = {message.id: message.auto_comments for message in found}
    assert told["as"] == ["followed by the name as the source prints it"]
    assert told["Party"] == ["a political party"]


def test_a_message_that_is_new_or_has_lost_a_form_is_named() -> None:
    text = (
        text_of("ar")
        .replace('msgstr "اقرأ المزيد"', 'msgstr ""')
        .replace('msgstr[5] "قبل %(num)s ساعة"', 'msgstr[5] ""')
    )
    fuzzy = text.replace('msgid "Letters"', '#, fuzzy\nmsgid "Letters"')
    assert set(missing(renewed(fuzzy, template()))) == {"Read more", "%(num)s hour ago", "Letters"}


TEMPLATES: Final = sorted(LANGUAGES.parent.rglob("*.html"))
JINJA: Final = re.compile(r"{#.*?#}|{%.*?%}|{{.*?}}", re.DOTALL)
TAG: Final = re.compile(r"<[^>]*>", re.DOTALL)
SPOKEN: Final = re.compile(r'\b(?:aria-label|alt|title|placeholder|content)="([^"]*)"')
ATTRIBUTES: Final = re.compile(r'^ ?lang="" dir=""$', re.MULTILINE)
NAMES: Final = {"Wikidata", "VIAF", "ISNI", "ORCID", "Atom", "JSON", "Feed"}
FOR_MACHINES: Final = {"width=device-width, initial-scale=1", "noindex", "light dark", "0; url=", "summary"}


@pytest.mark.parametrize("path", TEMPLATES, ids=[path.name for path in TEMPLATES])
def test_no_template_says_a_word_that_is_no_message(path: Path) -> None:
    html = ATTRIBUTES.sub(r"<\g<0>>", JINJA.sub("", path.read_text(encoding="utf-8")))
    spoken = [value for value in SPOKEN.findall(html) if value not in FOR_MACHINES]
    words = {word for text in (TAG.sub(" ", html), *spoken) for word in re.findall(r"[^\W\d_]{2,}", text)}
    assert words <= NAMES


@pytest.mark.parametrize("language", COMPLETE)
def test_no_translation_has_a_fault(language: str) -> None:
    assert list(catalogue_faults(catalogue(language))) == []


@pytest.mark.parametrize("language", COMPLETE)
def test_a_language_counts_as_the_cldr_does(language: str) -> None:
    found, categories = catalogue(language), Locale.parse(language).plural_form
    names = [name for name in ORDER if name in categories.tags or name == "other"]
    assert found.forms == len(names)
    form = plural_rule(found.rule)
    for number in (*range(1_005), 10_000, 999_999, 1_000_000, 1_000_001, 1_500_000, 7_000_000):
        assert names[form(number)] == categories(number)


@pytest.mark.parametrize("language", COMPLETE)
def test_a_form_that_several_numbers_have_says_the_number(language: str) -> None:
    found = catalogue(language)
    for sentence in (sentence for sentence in found.sentences if "%(num)s" in sentence.plural):
        for form, text in enumerate(sentence.texts):
            numbers = [number for number in range(2_000_001) if number < 200 or number % 100_000 == 0]
            several = [number for number in numbers if number and plural_rule(found.rule)(number) == form]
            assert "%(num)s" in text or len(several) < 2, sentence.message


@pytest.mark.parametrize("language", COMPLETE)
def test_a_glossary_stands_at_the_head(language: str) -> None:
    head = head_of(text_of(language))
    for word in ("IPSE", "author", "context", "entity", "misattributed", "retracted"):
        assert re.search(rf"^#   {word}\b", head, re.MULTILINE), word


def test_french_sets_its_blanks_and_its_apostrophe() -> None:
    for _sentence, text in texts("fr"):
        assert re.search(r"(?<!\u00a0):", text) is None, text
        assert re.search(r"(?<!\u202f)[;!?]", text) is None, text
        assert "'" not in text
        assert '"' not in text


def test_arabic_has_its_own_punctuation_and_closes_the_latin_word() -> None:
    for sentence, text in texts("ar"):
        assert not set(text) & set(",;?'\"٠١٢٣٤٥٦٧٨٩"), text
        assert ISOLATED.search(text) is None, text
        assert ("IPSE" in text) <= ("IPSE" in sentence.message), text
