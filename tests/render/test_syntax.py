"""Templates that cannot be read are told; those of ipsegen itself always can be."""

from pathlib import Path

from ipsegen.judgement import template_problems
from ipsegen.load.theme import default_theme, read_theme
from ipsegen.render.syntax import syntax_errors
from tests.command import SITE, write


def test_the_templates_of_the_default_theme_can_be_read() -> None:
    theme = read_theme(default_theme())
    assert "quote.html" in theme.own
    assert list(syntax_errors(theme.templates)) == []


def test_a_template_that_is_none_is_told_with_its_line() -> None:
    templates = {"good.html": "{{ data }}", "bad.html": "one\n{% if %}\n", "open.html": "{% if data %}"}
    assert [(name, line) for name, line, message in syntax_errors(templates) if message] == [
        ("bad.html", 2), ("open.html", 1),
    ]  # fmt: skip


def test_only_templates_of_the_site_itself_are_judged(tmp_path: Path) -> None:
    root = write(tmp_path, SITE)
    assert read_theme(root).own == frozenset()
    write(root, {"templates/quote.html": "{% if data %}", "templates/assets/own.css": "a {}"})
    theme = read_theme(root)
    assert theme.own == {"quote.html"}
    assert [(problem.file, problem.code) for problem in template_problems(theme)] == [
        ("templates/quote.html", "template-error")
    ]
