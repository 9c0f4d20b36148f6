"""Sentences of templates in the language of the interface.

Owns `_`, `ngettext` and their kin as templates call them: what `jinja2.ext.i18n` calls new style, but asking for no
context, and with messages that are text, not HTML. Does not know any sentence.
"""

from functools import lru_cache
from typing import Any

from markupsafe import Markup

from ipsegen.render.compiler import ThemeEnvironment
from ipsegen.render.interface import Interface
from ipsegen.render.runtime import safe, shown

_KEPT = 4_096
"""So many sentences with a number are kept: most pages count the same small numbers."""


def install_messages(environment: ThemeEnvironment, interface: Interface) -> None:
    """Let the templates of `environment` speak the language of the interface. What is put into a sentence is escaped.

    A catalogue is text that translators wrote: it is escaped too. The number of a plural is written as the language
    writes numbers.
    """
    messages = interface.messages

    def gettext(message: str, /, **values: Any) -> Markup:
        return _filled(messages.gettext(message), values)

    def pgettext(context: str, message: str, /, **values: Any) -> Markup:
        return _filled(messages.pgettext(context, message), values)

    def ngettext(singular: str, plural: str, num: int, /, **values: Any) -> Markup:
        return npgettext("", singular, plural, num, **values)

    def npgettext(context: str, singular: str, plural: str, num: int, /, **values: Any) -> Markup:
        return counted(context, singular, plural, num) if not values else fill(context, singular, plural, num, values)

    def fill(context: str, singular: str, plural: str, num: int, values: dict[str, Any]) -> Markup:
        values.setdefault("num", interface.number(num))
        return _filled(messages.npgettext(context, singular, plural, num), values)

    @lru_cache(_KEPT)
    def counted(context: str, singular: str, plural: str, num: int) -> Markup:
        return fill(context, singular, plural, num, {})

    environment.newstyle_gettext = True  # type: ignore[attr-defined]
    environment.globals.update(_=gettext, gettext=gettext, ngettext=ngettext, pgettext=pgettext, npgettext=npgettext)


def _filled(message: str, values: dict[str, Any]) -> Markup:
    """A message with its values, always as a format: so a `%` is written the same way in every message."""
    return safe(
        shown(message) % {name: value if type(value) is int else shown(value) for name, value in values.items()}
    )
