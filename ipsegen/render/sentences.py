"""Sentences of templates in the language of the interface.

Owns `_`, `ngettext` and their kin as templates call them: what `jinja2.ext.i18n` calls new style, but asking for no
context. Does not know any sentence.
"""

from gettext import NullTranslations
from typing import Any

from markupsafe import Markup

from ipsegen.render.compiler import ThemeEnvironment
from ipsegen.render.runtime import safe, shown


def install_messages(environment: ThemeEnvironment, messages: NullTranslations) -> None:
    """Let the templates of `environment` speak as `messages` say. A message is HTML; what is put into it is escaped."""

    def gettext(message: str, /, **values: Any) -> Markup:
        return _filled(messages.gettext(message), values)

    def ngettext(singular: str, plural: str, num: int, /, **values: Any) -> Markup:
        values.setdefault("num", num)
        return _filled(messages.ngettext(singular, plural, num), values)

    def pgettext(context: str, message: str, /, **values: Any) -> Markup:
        values.setdefault("context", context)
        return _filled(messages.pgettext(context, message), values)

    def npgettext(context: str, singular: str, plural: str, num: int, /, **values: Any) -> Markup:
        values.setdefault("context", context)
        values.setdefault("num", num)
        return _filled(messages.npgettext(context, singular, plural, num), values)

    environment.newstyle_gettext = True  # type: ignore[attr-defined]
    environment.globals.update(_=gettext, gettext=gettext, ngettext=ngettext, pgettext=pgettext, npgettext=npgettext)


def _filled(message: str, values: dict[str, Any]) -> Markup:
    """A message with its values, always as a format: so a `%` is written the same way in every message."""
    return safe(message % {name: value if type(value) is int else shown(value) for name, value in values.items()})
