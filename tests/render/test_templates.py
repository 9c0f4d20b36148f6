"""Templates are compiled otherwise than Jinja does it, and mean the same."""

from typing import Any, Final

import jinja2
import pytest
from jinja2 import DictLoader, Environment, StrictUndefined
from markupsafe import Markup

from ipsegen.model.edtf import parse_date
from ipsegen.model.site import Site
from ipsegen.plan.pages import ArticleData, Page
from ipsegen.plan.urls import make_urls
from ipsegen.plan.values import Card, Face, Link, Signed
from ipsegen.render import pages as pages_module
from ipsegen.render.environment import Frame, make_environment
from ipsegen.render.interface import Interface
from ipsegen.render.messages import ENGLISH, Messages
from ipsegen.render.pages import Press, TemplateFault
from ipsegen.render.runtime import encoded, finished, safe, shown

SITE = Site(title="IPSE & friends", base_url="https://ipse.example/")


FRENCH: Final = Messages.of({"Date": "La date", "100 %% sure": "sûr à 100 %%", "by %(name)s": "par %(name)s"})


def frame(messages: Messages = ENGLISH) -> Frame:
    return Frame(SITE, make_urls(SITE.base_url, 24), Interface("en", messages), (), {}, {"a.js": "sha256-A="})


def plain_jinja(templates: dict[str, str]) -> Environment:
    """Jinja as it comes, with the settings of the theme."""
    environment = Environment(
        loader=DictLoader(templates), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )  # fmt: skip
    environment.install_gettext_translations(FRENCH, newstyle=True)  # type: ignore[attr-defined]
    return environment


def outcome(environment: Environment, values: dict[str, Any]) -> str:
    """The text of `page`, or the words of its fault."""
    try:
        return environment.get_template("page").render(values)
    except (jinja2.TemplateError, TypeError, ValueError, KeyError, LookupError) as error:
        return f"{type(error).__name__}: {error}"


PARTS = {
    "parts": """
{% macro link(item, rel="next", title=none) %}
<a rel="{{ rel }}"{% if title %} title="{{ title }}"{% endif %}>{{ item }}</a>
{% endmacro %}
{% macro rest(first) %}{{ first }}{{ varargs|join(",") }}{{ kwargs|length }}{% endmacro %}
{% macro box(name) %}<{{ name }}>{{ caller() }}</{{ name }}>{% endmacro %}
{% macro shout(text) %}{{ text|upper }}{% endmacro %}
{% set rule %}<hr title="{{ _("Date") }}">{% endset %}
""",
    "base": "{% import 'parts' as m %}<b>{% block title %}no{% endblock %}</b>\n{% block body %}{% endblock %}"
    "{{ self.title() }}",
    "part": "{{ item }} {{ local|default('-') }} {{ word }}",
}
SNIPPETS = (  # each on one line, as long as it is
    "{{ text }} {{ html }} {{ number }} {{ 1.5 }} {{ none }} {{ true }} {{ pair.a }} {{ pair['a'] }} {{ link.label }}",
    "{{ link.nothing }}",
    "{{ link.nothing is defined }} {{ link.nothing|default('no') }} {{ nothing is defined }}",
    "{{ nothing }}",
    "{{ nothing.more }}",
    "{{ pair.items()|list }} {{ pair.keys()|join }}",
    "{{ text ~ number ~ html }} {{ text ~ 'x' }} {{ (html ~ text)|length }} {{ 'a<' ~ text }}",
    "{% import 'parts' as m %}{{ m.link(text) }}{{ m.link(text, title=html) }}{{ m.link(html, 'a', 'b') }}{{ m.rule }}",
    "{% import 'parts' as m %}{{ m.link() }}",
    "{% import 'parts' as m %}{{ m.link(1, 2, 3, 4) }}",
    "{% import 'parts' as m %}{{ m.link(1, more=2) }}",
    "{% import 'parts' as m %}{{ m.link(*[text], **{'rel': 'up'}) }}{{ m.rest(1, 2, text, a=3) }}",
    "{% import 'parts' as m %}{% call m.box('p') %}{{ text }}{% endcall %}{{ m.shout(text)|lower }}",
    "{% from 'parts' import link as l %}{{ l(text) }}{{ l(text).upper() }}",
    "{% macro own(a, b=2) %}{{ a }}{{ b }}{{ word }}{% endmacro %}{{ own(text) }}{{ own(b=text, a=1) }}",
    "{{ _('Date') }} {{ _('100 %% sure') }} {{ _('by %(name)s', name=text) }} {{ gettext('by %(name)s', name=html) }}",
    "{{ _('by %(name)s') }}",
    "{{ _('50 % sure') }}",
    "{{ ngettext('%(num)s man', '%(num)s men', number) }}{{ ngettext('one', '%(many)s', 2, many=text) }}",
    "{{ pgettext('a', 'b') }}{{ npgettext('a', 'b', '%(num)s c', 3) }}{{ _(word) }}{{ _('Date')|lower }}",
    "{% trans name=text %}by {{ name }}{% endtrans %}{% trans n=number %}one{% pluralize %}{{ n }}{% endtrans %}",
    "{% set _ = shout %}{{ _('Date') }}",
    "{% for _ in [shout] %}{{ _('Date') }}{% endfor %}{{ _('Date') }}",
    "{% for item in numbers %}{% include 'part' %}{{ loop.index }}{{ loop.cycle('a', 'b') }}{% endfor %}",
    "{% for item in numbers %}{% set local = item %}{% include 'part' %}{% endfor %}",
    "{% for item in numbers if item > 1 %}{{ shout(text) }}{% else %}none{% endfor %}",
    "{% extends 'base' %}{% block title %}{{ m.shout(text) }}{% endblock %}{% block body %}{{ text }}{% endblock %}",
    "{% for item in numbers recursive %}{{ item }}{{ loop([]) }}{% else %}-{% endfor %}{% include ['no', 'part'] %}",
    "{% for item in numbers %}{% block one scoped %}{{ item }}{{ _('Date') }}{% endblock %}{% endfor %}",
    "{% include 'part' without context %}",
    "{% include 'no' ignore missing %}{% set item = text %}{% include 'part' %}",
    "{% with word = html %}{{ word }}{% endwith %}{{ word }}",
    "{% import 'parts' as m with context %}{{ m.link(text) }}{% if number is even and text in [text] %}yes{% endif %}",
    "{{ (text if number else html)[0:3] }}{{ numbers[0] }}{{ numbers[9] }}",
    "{{ text|nofilter }}",
    "{{ nothing() }}",
    "{% extends 'base' %}{% block title %}{{ super() }}!{% endblock %}",
    "{% set ns = namespace(a=1) %}{% set ns.a = text %}{{ ns.a }}{{ dict(a=1).a }}{{ range(3)|list }}",
    "{{ word.upper() }}{{ [word][0].lower() }}",
    "{% autoescape false %}{{ text }}{{ text ~ html }}{% endautoescape %}{{ text }}",
    "{% set words %}{{ text }}<b>{% endset %}{{ words }}{{ words|trim }}{% filter upper %}{{ text }}{% endfilter %}",
    "{{ shout(class=text) }}",
    "{{ pair.a }}{{ pair.nothing|default('-') }}{% if pair.a %}{{ link.url }}{% elif link.label %}no{% endif %}",
    "{% set found = [] %}{{ found.append(text) }}{{ found[0] }}{{ found[1] }}",
    "{{ found.append(text) or '' }}{{ found[0] }}{{ found.pop() }}{{ found|length }}",
    "{% for letter in link.label %}{{ letter }}{% endfor %}{{ nothing.__class__ }}",
    "{% if nothing.more %}yes{% endif %}",
    "{% if link.nothing and link.label %}yes{% endif %}{{ link.label if number else link.nothing }}",
    "{% for item in pair.nothing %}{{ item }}{% endfor %}",
    "{% block one %}{{ text }}{% endblock %}{{ self.one() }}{{ self.one()|upper }}{{ self['one']() }}",
    "{{ self.nothing() }}",
    "{% block one %}a{% block two %}{{ link.label }}{% endblock %}{% endblock %}{{ self.two() }}",
    "before{% extends 'base' %}after{{ nothing.more }}",
    "{% if number %}{% extends 'base' %}{% endif %}after{{ text }}{% block body %}{{ link.label }}{% endblock %}",
    "{% if not number %}{% extends 'base' %}{% endif %}after{{ text }}{% block body %}{{ link.label }}{% endblock %}",
    "{% macro own(item) %}[{% include 'part' %}]{% endmacro %}{{ own(text) }}{% block needed required %}{% endblock %}",
    "{% macro own() %}{% for n in numbers %}{{ link.label }}{% if loop.last %}!{% endif %}{% endfor %}{% endmacro %}"
    "{{ own() }}{{ own()|lower }}",
    "{{ [text, html]|join('<') }} {{ text|e }} {{ html|e }} {{ text|replace('<', '&') }} {{ html|string }}",
)


@pytest.mark.parametrize("snippet", SNIPPETS)
def test_a_template_means_what_jinja_says(snippet: str) -> None:
    def shout(word: str = "", **named: str) -> str:
        return f"{word.upper()}{'!'.join(named.values())}"

    values: dict[str, Any] = {
        "text": "a <b> & \"c\" 'd'", "html": Markup("<i>&amp;</i>"), "number": 2, "numbers": (1, 2, 3), "word": "Date",
        "pair": {"a": "<", "items": 1}, "link": Link("<label>", "/x/"), "shout": shout, "found": [],
    }  # fmt: skip
    templates = {**PARTS, "page": snippet}
    ours = make_environment(templates, frame(FRENCH))
    assert outcome(ours, {**values, "found": []}) == outcome(plain_jinja(templates), values)


def test_a_sentence_without_values_is_looked_up_once() -> None:
    asked: list[str] = []

    class Counting(dict[tuple[str, str, str], tuple[str, ...]]):
        def get(self, key: Any, default: Any = None) -> Any:
            asked.append(key[1])
            return default

    template = "{{ _('Once') }}{% if x %}{{ _('Twice')|upper }}{{ pgettext('a', 'Thrice') }}{% endif %}"
    environment = make_environment({"page": template}, frame(Messages(Counting())))
    asked.clear()
    for _ in range(3):
        assert environment.get_template("page").render(x=True) == "OnceTWICEThrice"
    assert sorted(set(asked)) == ["Once", "Thrice", "Twice"]
    assert len(asked) <= 5


def test_a_message_is_text_whatever_its_catalogue_says() -> None:
    messages = Messages.of({"Date": "<b>&", "by %(name)s": "<i>%(name)s"})
    environment = make_environment({"page": "{{ _('Date') }}{{ _('by %(name)s', name=name) }}"}, frame(messages))
    assert environment.get_template("page").render(name=Markup("<u>")) == "&lt;b&gt;&amp;&lt;i&gt;<u>"


def test_the_number_of_a_sentence_is_written_as_its_language_writes_numbers() -> None:
    environment = make_environment({"page": "{{ ngettext('%(num)s man', '%(num)s men', number) }}"}, frame())
    assert environment.get_template("page").render(number=12_345) == "12,345 men"


def test_messages_are_found_for_translators() -> None:
    environment = make_environment({}, frame())
    found = environment.extract_translations("{{ _('Date') }}{{ ngettext('a', 'b', 2) }}")  # type: ignore[attr-defined]
    assert [message for _line, _function, message in found] == ["Date", ("a", "b", None)]


# The press.


def card(**changes: Any) -> Card:
    values: dict[str, Any] = {
        "id": "rutte", "url": "/quotes/rutte/", "title": "", "text": ("Words.",), "is_excerpt": False,
        "starts_midway": False, "keeps_lines": False, "lead_in": "", "language": "en", "insertions": "square",
        "fidelity": "verbatim", "translated_from": "", "status": "attributed", "own_capacity": False,
        "signed": (Signed("author", "Mark Rutte", "/authors/mark-rutte/", "", "", Face("MR", 1)),), "flags": (),
        "pronounced": parse_date("2024-10-28"), "context": None, "post": None, "said_by": None,
    }  # fmt: skip
    return Card(**values | changes)


def press(**templates: str) -> Press:
    files = {f"{name}.html": text for name, text in templates.items()} | {
        "parts/card.html": "\n<q>{{ card.text[0] }}</q>\n"
    }
    return Press(files, frame(), lambda key: Markup(f"<q>{key.quote} as in lists</q>"))


def page(template: str = "page.html") -> Page:
    return Page(
        "a", "/a/", template, "A", ArticleData("A", "en", ()), trail=(Link("authors", "/authors/", note="index"),)
    )


def test_a_page_shows_the_article_that_lists_show() -> None:
    ours = press()
    shown = ours.environment.from_string("{{ article(card) }}")
    assert shown.render(card=card()) == "<q>rutte as in lists</q>"
    assert shown.render(card=card(is_excerpt=True, text=("Wo",))) == "<q>Wo</q>"


def test_a_fault_names_its_template_and_line() -> None:
    ours = press(
        page="{% extends 'base.html' %}\n{% block body %}\n{{ data.wrong }}{% endblock %}",
        base="{% block body %}{% endblock %}",
    )
    with pytest.raises(TemplateFault) as caught:
        ours.page(page())
    assert (caught.value.template, caught.value.line) == ("page.html", 3)
    assert "wrong" in caught.value.message


def test_a_path_that_leads_nowhere_is_a_fault_where_it_stands() -> None:
    text = "{{ data.title }}\n{{ page.title }} {{ data.language }}\n{{\n data.wrong }}\n"
    with pytest.raises(TemplateFault, match="wrong") as caught:
        press(page=text).page(page())
    assert caught.value.line in {3, 4}


@pytest.mark.parametrize("length", [1, 10_000])
def test_finished_parts_are_joined_as_they_are(length: int) -> None:
    card = finished(f"<p>{'é' * length}</p>".encode())
    assert encoded(["<b>–", card, safe("&amp;"), card]) == f"<b>–{card}&amp;{card}".encode()
    assert shown(card) is card


def test_structured_data_are_made_for_a_theme_that_shows_them(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []

    def json_ld(page: Page, *_rest: object) -> str:
        made.append(page.url)
        return "{}"

    monkeypatch.setattr(pages_module, "json_ld", json_ld)
    assert press(page="{{ page.title }}").page(page()).data == b"A"
    assert made == []
    assert (
        press(page="{% if json_ld %}<script>{{ json_ld }}</script>{% endif %}").page(page()).data
        == b"<script>{}</script>"
    )
    assert made == ["/a/"]


def test_loading_compiles_what_templates_name_and_nothing_else() -> None:
    ours = press(page='{%- extends "base.html" %}', base="{% include 'part.html' %}", part="", other="{{ 1 }}")
    ours.load(["page.html", "missing.html"])
    cache = ours.environment.cache
    assert cache is not None
    assert sorted(name for _loader, name in cache) == ["base.html", "page.html", "part.html"]


def test_loading_a_template_that_is_none_is_a_fault() -> None:
    with pytest.raises(TemplateFault, match="endif") as caught:
        press(page="\n{% if x %}").load(["page.html"])
    assert caught.value.template == "page.html"
