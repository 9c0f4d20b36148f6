"""Pages → bytes.

Owns how cards and pages meet their templates: each card is set once, and every list only joins what is set. Does not
know what is on a page.
"""

from collections.abc import Mapping

import msgspec
from jinja2 import Environment, TemplateNotFound, TemplateSyntaxError
from markupsafe import Markup

from ipsegen.plan.pages import Page, Redirect
from ipsegen.plan.urls import index_file
from ipsegen.plan.values import Card, CardKey, Text
from ipsegen.render.environment import TEMPLATES, Frame, make_environment
from ipsegen.render.interface import status_names
from ipsegen.render.json_ld import json_ld
from ipsegen.render.plain_text import plain_text
from ipsegen.render.prose import set_text


class TemplateFault(Exception):
    """A template that cannot be used: where, and why."""

    def __init__(self, template: str, line: int, message: str) -> None:
        super().__init__(template, line, message)  # all three, so that a worker can hand it back
        self.template = template
        self.line = line
        self.message = message


class Rendered(msgspec.Struct, frozen=True):
    """A file of the output: its path and its bytes."""

    path: str
    data: bytes


class Press:
    """Templates and the cards that are set already; one for each build and worker."""

    def __init__(self, templates: Mapping[str, str], frame: Frame, articles: Mapping[CardKey, str]) -> None:
        self.templates = templates
        self.say = frame.interface.messages.gettext
        self.statuses = status_names(self.say)
        self.frame = frame
        self.articles: dict[CardKey, Markup] = {key: Markup(html) for key, html in articles.items()}  # noqa: S704
        self.environment: Environment = make_environment(templates, frame)
        self.environment.globals["card"] = self._set
        self.environment.filters["text"] = self._text
        self.environment.filters["plain"] = plain_text
        self.environment.globals["article"] = self.article

    def set_cards(self, cards: Mapping[CardKey, Card]) -> None:
        """Set every card, once. Raises TemplateFault."""
        for key, card in cards.items():
            self.articles[key] = self.article(card)

    def parts(self) -> tuple[Mapping[str, str], Frame, Mapping[CardKey, str]]:
        """What another press needs to set the same pages, as plain values."""
        return self.templates, self.frame, {key: str(html) for key, html in self.articles.items()}

    def article(self, card: Card) -> Markup:
        """The `<article>` of a quote."""
        try:
            html = self.environment.get_template("parts/card.html").render(card=card)
        except Exception as error:  # whatever a template's own expressions may raise
            raise _fault(error) from error
        return Markup(html.strip())  # noqa: S704 (autoescaped by its template)

    def page(self, page: Page) -> Rendered:
        """One page. Raises TemplateFault."""
        path = page.folder if page.folder.endswith(".html") else index_file(page.folder)
        try:
            template = self.environment.get_template(page.template)
            html = template.render(page=page, data=page.data, json_ld=self._json_ld(page))
        except Exception as error:  # whatever a template's own expressions may raise
            raise _fault(error) from error
        return Rendered(path, html.encode())

    def redirect(self, redirect: Redirect) -> Rendered:
        """The page at an old address."""
        try:
            html = self.environment.get_template("redirect.html").render(redirect=redirect)
        except Exception as error:  # whatever a template's own expressions may raise
            raise _fault(error) from error
        return Rendered(index_file(redirect.folder), html.encode())

    def _set(self, key: CardKey) -> Markup:
        return self.articles[key]

    def _text(self, text: Text) -> Markup:
        return set_text(text, self._set, self.statuses)

    def _json_ld(self, page: Page) -> Markup:
        return Markup(json_ld(page, self.frame.site, self.frame.urls, self.say))  # noqa: S704 (`<` is escaped as \u003c there)


def _fault(error: Exception) -> TemplateFault:
    """The place in a template behind an error. Raises `error` again where no template stands behind it."""
    if isinstance(error, TemplateSyntaxError):
        return TemplateFault(error.name or "?", error.lineno, error.message or "this is not a template")
    place = _innermost(error)
    if place is None:
        if isinstance(error, TemplateNotFound):
            return TemplateFault(str(error.name), 1, "this template is missing")
        raise error
    name, line = place
    return TemplateFault(name, line, str(error) or type(error).__name__)


def _innermost(error: Exception) -> tuple[str, int] | None:
    """The last line of a template on the way to an error, if the error was raised in a template itself."""
    found: tuple[str, int] | None = None
    trace = error.__traceback__
    while trace is not None:
        filename = trace.tb_frame.f_code.co_filename
        if filename.startswith(f"{TEMPLATES}/"):
            found = filename.removeprefix(f"{TEMPLATES}/"), trace.tb_lineno
        trace = trace.tb_next
    return found
