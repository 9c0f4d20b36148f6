"""Messages in the language of the interface, out of catalogues.

Owns which text stands for a message, in which plural form, and what stands there where a catalogue is silent. Does not
know how catalogues are written, nor any message.
"""

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from gettext import c2py  # what gettext itself reads Plural-Forms with
from typing import Final, Self

import msgspec

from ipsegen.load.catalogues import Catalogue

_SINGLE: Final = ""
"""The plural of a message that has none."""


class Messages(msgspec.Struct, frozen=True, eq=False):
    """Texts by (context, message, plural); a message that has none is asked of `otherwise`, or stands for itself.

    Called with a message, it gives its text. Compared by identity, so that what depends on it can be kept.
    """

    texts: Mapping[tuple[str, str, str], tuple[str, ...]] = {}
    rule: str = "n != 1"
    otherwise: "Messages | None" = None

    def __call__(self, message: str) -> str:
        """The text of a message."""
        return self.pgettext("", message)

    def gettext(self, message: str) -> str:
        """The text of a message."""
        return self.pgettext("", message)

    def pgettext(self, context: str, message: str) -> str:
        """The text of a message where one English word needs several."""
        texts = self.texts.get((context, message, _SINGLE))
        if texts is not None:
            return texts[0]
        return message if self.otherwise is None else self.otherwise.pgettext(context, message)

    def ngettext(self, singular: str, plural: str, number: int) -> str:
        """The text of a message for a number."""
        return self.npgettext("", singular, plural, number)

    def npgettext(self, context: str, singular: str, plural: str, number: int) -> str:
        """The text of a message for a number where one English word needs several."""
        texts = self.texts.get((context, singular, plural))
        if texts is not None:
            return texts[plural_rule(self.rule)(number)]
        if self.otherwise is not None:
            return self.otherwise.npgettext(context, singular, plural, number)
        return singular if number == 1 else plural

    @classmethod
    def of(cls, texts: Mapping[str, str]) -> Self:
        """A catalogue of single messages without context."""
        return cls({("", message, _SINGLE): (text,) for message, text in texts.items()})


ENGLISH: Final = Messages()
"""The messages themselves."""


@cache
def plural_rule(rule: str) -> Callable[[int], int]:
    """The number of the plural form for `n`, by an expression of C (gettext, "Plural forms"). Raises ValueError."""
    return c2py(rule)


def messages_of(catalogues: Iterable[Catalogue]) -> Messages:
    """What catalogues say together, the first of them before the others; English where none says anything."""
    messages = ENGLISH
    for catalogue in reversed(tuple(catalogues)):
        texts = {(one.context, one.message, one.plural): one.texts for one in catalogue.sentences}
        messages = Messages(texts, catalogue.rule, messages)
    return messages
