"""PO files are read as gettext reads them, and whatever else is in them is one problem."""

from gettext import c2py
from typing import Final

import pytest
from babel import Locale, localedata
from hypothesis import given
from hypothesis import strategies as st

from ipsegen.diagnostics import Problem
from ipsegen.load.catalogues import MAX_FORMS, Catalogue, plural_forms, read_catalogue

HEAD: Final = 'msgid ""\nmsgstr ""\n"Plural-Forms: nplurals=2; plural=n > 1;\\n"\n\n'


def read(text: str) -> Catalogue:
    found = read_catalogue("templates/languages/fr.po", "fr", text)
    assert isinstance(found, Catalogue)
    return found


def fault(text: str) -> tuple[int, str]:
    found = read_catalogue("templates/languages/fr.po", "fr", text)
    assert isinstance(found, Problem)
    assert found.hint
    return found.line, found.code


def test_a_message_has_its_text_its_context_and_its_line() -> None:
    (one, two) = read(
        'msgid "Read "\n"more"\nmsgstr "Lire\\n"\n\nmsgctxt "signed"\nmsgid "as"\nmsgstr "sous"\n'
    ).sentences
    assert (one.line, one.context, one.message, one.plural, one.texts) == (1, "", "Read more", "", ("Lire\n",))
    assert (two.line, two.context, two.message, two.texts) == (6, "signed", "as", ("sous",))


def test_a_message_with_a_number_has_one_text_for_each_form() -> None:
    found = read(f'{HEAD}msgid "%(num)s man"\nmsgid_plural "%(num)s men"\nmsgstr[0] "a"\nmsgstr[1] "b"\n')
    assert (found.forms, found.rule) == (2, "n > 1")
    assert [(one.plural, one.texts) for one in found.sentences] == [("%(num)s men", ("a", "b"))]


def test_what_is_fuzzy_obsolete_or_not_translated_stands_for_nothing() -> None:
    assert (
        read('#, fuzzy\nmsgid "a"\nmsgstr "b"\n\nmsgid "c"\nmsgstr ""\n\n#~ msgid "d"\n#~ msgstr "e"\n').sentences == ()
    )


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("msgid 'a'\n", 1),
        ('msgid "a"\nmsgstr "b\n', 2),
        ('msgid "a"\nmsgstr "b"\nhello\n', 3),
        ('msgid "a"\nmsgstr "b" "c"\n', 2),
        ('msgid "a"\nmsgid "b"\nmsgstr "c"\n', 1),
        ('"a"\n', 1),
    ],
)
def test_what_is_no_catalogue_is_a_problem_at_its_line(text: str, line: int) -> None:
    assert fault(text) == (line, "catalogue-syntax")


def test_a_catalogue_that_counts_says_how_its_language_counts() -> None:
    plural = 'msgid "%(num)s man"\nmsgid_plural "%(num)s men"\nmsgstr[0] "a"\nmsgstr[1] "b"\n'
    assert fault(f'msgid "x"\nmsgstr "y"\n\n{plural}') == (1, "catalogue-plurals")


def test_no_header_makes_a_million_forms() -> None:
    head = HEAD.replace("nplurals=2", "nplurals=1000000000")
    found = read(f'{head}msgid "man"\nmsgid_plural "men"\nmsgstr[0] "a"\n')
    assert found.forms == len(found.sentences[0].texts) == MAX_FORMS


LINE = st.sampled_from(
    ['msgid "a"', 'msgid_plural "b"', 'msgstr "c"', 'msgstr[0] "d"', 'msgstr[99] "d"', 'msgctxt "e"', '"f"', "", "# g",
     "#, fuzzy", "#~ msgid", '#~ msgstr "', "#: a:b", 'msgid ""', 'msgstr ""', '"Language: ?\\n"',
     '"Content-Type: text/plain; charset=nothing\\n"', '"PO-Revision-Date: never\\n"', '"Plural-Forms: x\\n"',
     '"Plural-Forms: nplurals=0\\n"']
)  # fmt: skip


@given(st.one_of(st.text(), st.lists(LINE, max_size=12).map("\n".join)))
def test_any_text_is_a_catalogue_or_a_problem(text: str) -> None:
    found = read_catalogue("a.po", "a", text)
    assert isinstance(found, Catalogue | Problem)


NUMBERS: Final = (*range(202), 1_000, 10_000, 1_000_000, 2_000_000, 3_000_001)
ORDER: Final = ("zero", "one", "two", "few", "many", "other")


@pytest.mark.parametrize("language", sorted({name.split("_")[0] for name in localedata.locale_identifiers()}))
def test_the_forms_of_a_language_are_those_of_the_cldr(language: str) -> None:
    count, rule = plural_forms(language).removeprefix("nplurals=").split("; plural=")
    categories = Locale.parse(language).plural_form
    names = [name for name in ORDER if name in categories.tags or name == "other"]
    assert int(count) == len(names)
    form = c2py(rule)
    assert [names[form(number)] for number in NUMBERS] == [categories(number) for number in NUMBERS]
