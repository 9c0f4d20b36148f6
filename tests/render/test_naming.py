"""Which templates a page may be set with, as their texts say."""

from ipsegen.load.theme import default_theme
from ipsegen.render.naming import reached, texts_reached

BASE = "<main>{% block content %}{% endblock %}</main>"


def found(**templates: str) -> set[str]:
    named = {name.replace("_", "/"): text for name, text in templates.items()}
    return set(texts_reached(named, ["page"]))


def test_a_page_is_set_with_what_it_names_and_what_that_names() -> None:
    page = '{% extends "base" %}{%- from "parts/macros" import face, flag -%}'
    base = f"{BASE}{{% include 'parts/foot' %}}"
    assert found(page=page, base=base, parts_macros="m", parts_foot="f", other="o") == {page, base, "m", "f"}


def test_what_no_page_names_is_not_counted() -> None:
    assert found(page="{# include 'other' #} {{ 'other' }}", other="o") == {"{# include 'other' #} {{ 'other' }}"}


def test_ways_to_name_one_template() -> None:
    for statement in (
        '{% include "other" ignore missing with context %}', "{%+ include 'other' without context -%}",
        "{% import 'other' as m %}", '{% from "other" import a as b, c with context %}', '{% extends\n  "other" %}',
    ):  # fmt: skip
        assert found(page=statement, other="o", third="t") == {statement, "o"}, statement


def test_a_template_that_chooses_while_a_page_is_set_may_choose_any() -> None:
    for statement in ('{% include "other" if data else "third" %}', "{% include names %}", '{% include ["other"] %}'):
        assert found(page=statement, other="o", third="t") == {statement, "o", "t"}, statement


def test_a_template_that_is_missing_or_names_itself_ends_the_search() -> None:
    assert list(reached({"page": '{% include "page" %}{% include "gone" %}'}, ["page", "page", "gone"])) == ["page"]


def test_every_part_of_the_default_theme_is_reached() -> None:
    folder = default_theme() / "templates"
    texts = {str(path.relative_to(folder)): path.read_text("utf-8") for path in folder.rglob("*.html")}
    starts = [name for name in texts if "/" not in name]
    assert set(texts) - set(reached(texts, [*starts, "parts/card.html"])) == set()
