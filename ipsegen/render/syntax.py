"""Whether templates can be read at all.

Owns nothing but that question: what a template is given, and what it makes of it, is asked when a page is set.
"""

from collections.abc import Iterator, Mapping

from jinja2 import Environment, TemplateSyntaxError


def syntax_errors(templates: Mapping[str, str]) -> Iterator[tuple[str, int, str]]:
    """Every template that is not Jinja, as (name, line, message)."""
    environment = Environment(extensions=["jinja2.ext.i18n"], autoescape=True)
    for name, text in sorted(templates.items()):
        try:
            environment.parse(text, name)
        except TemplateSyntaxError as error:
            yield name, error.lineno, error.message or "this is not a template"
