"""Pages → bytes.

Owns how cards and pages meet their templates: each card is set once, and every list only joins what is set. Does not
know what is on a page.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Final

import msgspec
from jinja2 import Environment, TemplateNotFound, TemplateSyntaxError
from markupsafe import Markup

from ipsegen.plan.pages import Page, Redirect
from ipsegen.plan.urls import index_file
from ipsegen.plan.values import Card, CardKey, Text
from ipsegen.render.environment import TEMPLATES, Frame, make_environment
from ipsegen.render.interface import status_names
from ipsegen.render.json_ld import json_ld
from ipsegen.render.naming import reached
from ipsegen.render.plain_text import plain_text
from ipsegen.render.prose import set_text
from ipsegen.render.runtime import PageContext, encoded, safe

CARD: Final = "parts/card.html"
REDIRECT: Final = "redirect.html"


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
    """The templates of one build, compiled as they are asked for. `card` gives the set card that a list joins."""

    def __init__(self, templates: Mapping[str, str], frame: Frame, card: Callable[[CardKey], Markup]) -> None:
        self.templates = templates
        self.say = frame.interface.messages
        self.statuses = status_names(self.say)
        self.frame = frame
        self.card = card
        self.shows_json_ld = any("json_ld" in text for text in templates.values())
        self.environment: Environment = make_environment(templates, frame)
        self.environment.globals["card"] = card
        self.environment.filters["text"] = self._text
        self.environment.filters["plain"] = plain_text
        self.environment.globals["article"] = self._article

    def load(self, names: Iterable[str]) -> None:
        """Compile templates and what they name, so that processes forked from this one have them. Raises TemplateFault.

        Only time is lost where it is left out: any other template is compiled when the first page asks for it.
        """
        for name in reached(self.templates, names):
            try:
                self.environment.get_template(name)
            except TemplateSyntaxError as error:
                raise _fault(error) from error

    def article(self, card: Card) -> Markup:
        """The `<article>` of a quote."""
        return safe("".join(self._filled(CARD, {"card": card})).strip())  # autoescaped by its template

    def page(self, page: Page) -> Rendered:
        """One page. Raises TemplateFault."""
        path = page.folder if page.folder.endswith(".html") else index_file(page.folder)
        values: dict[str, object] = {"page": page, "data": page.data, "json_ld": self._json_ld(page)}
        return Rendered(path, encoded(self._filled(page.template, values)))

    def redirect(self, redirect: Redirect) -> Rendered:
        """The page at an old address."""
        return Rendered(index_file(redirect.folder), encoded(self._filled(REDIRECT, {"redirect": redirect})))

    def _filled(self, name: str, values: dict[str, object]) -> list[str]:
        """The parts of a template with its values. Raises TemplateFault."""
        try:
            return self._parts(name, values)
        except Exception as error:  # whatever a template's own expressions may raise
            raise _fault(error) from error

    def _parts(self, name: str, values: dict[str, object]) -> list[str]:
        try:
            template = self.environment.get_template(name)
            context = PageContext(self.environment, values, template.name, template.blocks)
            return template.root_render_func(context)  # type: ignore[return-value]  # a list from our compiler
        except Exception:  # noqa: BLE001 (it names lines of Python, and is raised again with those of the template)
            self.environment.handle_exception()

    def _article(self, card: Card) -> Markup:
        """The `<article>` of a card on a page: where it shows the whole text, the one that lists show."""
        return self.article(card) if card.is_excerpt else self.card(CardKey(card.id))

    def _text(self, text: Text) -> Markup:
        return set_text(text, self.card, self.statuses, self.frame.site.language)

    def _json_ld(self, page: Page) -> Markup:
        if not self.shows_json_ld:
            return safe("")
        return safe(json_ld(page, self.frame.site, self.frame.urls, self.say))  # `<` is escaped as \u003c there


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
