"""What a translation may be, and which faults it can have: the others stand in tests/sites/broken-languages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipsegen.load.catalogues import Catalogue, Sentence
from ipsegen.render.catalogue_faults import catalogue_faults, fault_of_rule
from ipsegen.render.messages import messages_of


def catalogue(sentence: Sentence, rule: str = "n != 1", forms: int = 2) -> Catalogue:
    return Catalogue("templates/languages/fr.po", "fr", forms, rule, (sentence,))


def codes(sentence: Sentence) -> list[str]:
    return [problem.code for problem in catalogue_faults(catalogue(sentence))]


@pytest.mark.parametrize(
    ("message", "text"),
    [
        ("Said by %(name)s", "%(name)s l’a dit"),
        ("%(a)s and %(b)s", "%(b)s et %(a)s et %(a)s"),
        ("100 %% sure", "sûr à 100 %%"),
        ("less", "a < b"),
        ("A & B", "A & B"),
    ],
)
def test_a_translation_may_say_the_same_otherwise(message: str, text: str) -> None:
    assert codes(Sentence(1, "", message, "", (text,))) == []


def test_a_form_may_say_its_number_in_a_word() -> None:
    assert codes(Sentence(1, "", "%(num)s man", "%(num)s men", ("un homme", "%(num)s hommes"))) == []
    assert codes(Sentence(1, "", "%(num)s of %(a)s", "%(num)s of %(a)s", ("un", "%(a)s"))) == ["catalogue-value"]


@pytest.mark.parametrize("text", ["%(name)d", "%s", "50 % x", "%(name)s %", "%()s"])
def test_no_format_but_that_of_values_is_taken(text: str) -> None:
    assert codes(Sentence(1, "", "by %(name)s", "", (text,))) == ["catalogue-value"]


@pytest.mark.parametrize(
    "rule", ["n / 0", "n ? 0 : 5", "-1", "m", "", "0; import os", "n" * 1001, "(" * 30 + "n" + ")" * 30]
)
def test_a_rule_gives_every_number_a_form_that_is_there(rule: str) -> None:
    assert fault_of_rule(2, rule)


@given(st.text(alphabet="%()adns<&;% x") | st.text(), st.integers(0, 2_000_000))
def test_a_catalogue_without_a_fault_cannot_break_a_page(text: str, number: int) -> None:
    sentence = Sentence(1, "", "%(num)s of %(name)s", "%(num)s of %(name)s", (text, text or "x"))
    found = catalogue(sentence, "n > 1")
    if not list(catalogue_faults(found)):
        said = messages_of([found]).ngettext("%(num)s of %(name)s", "%(num)s of %(name)s", number)
        assert isinstance(said % {"num": 1, "name": "x"}, str)
