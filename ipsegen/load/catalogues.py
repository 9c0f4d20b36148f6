"""Message catalogues: the text of a PO file → its messages, each with its line.

Owns how a file of translations is written (GNU gettext, "The Format of PO Files"), as Babel reads it. Does not know
which messages the interface has, nor whether a translation fits its message.
"""

import re
from functools import lru_cache
from typing import Final

import msgspec
from babel.core import Locale, UnknownLocaleError
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import PoFileError, PoFileParser
from babel.plural import to_gettext

from ipsegen.diagnostics import Problem

MAX_FORMS: Final = 6
"""So many plural forms does the CLDR know: zero, one, two, few, many, other."""

_LINE: Final = re.compile(r'((msgctxt|msgid|msgid_plural|msgstr(\[\d{1,2}\])?)\s+)?"(?:[^"\\]|\\.)*"')
_HINT: Final = 'write msgid "…" and below it msgstr "…", as the files of the theme do'


class Sentence(msgspec.Struct, frozen=True):
    """A message with what stands for it in another language: one text, or one for each plural form.

    `plural` is empty where there is only one; `line` is that of the message in its file.
    """

    line: int
    context: str
    message: str
    plural: str
    texts: tuple[str, ...]


class Catalogue(msgspec.Struct, frozen=True):
    """What one file says. `forms` and `rule` are its header Plural-Forms: how many, and which for `n` (in C)."""

    file: str
    language: str
    forms: int
    rule: str
    sentences: tuple[Sentence, ...]


class _Bounded(Catalog):
    """A catalogue that believes no header which asks for a million forms."""

    @property
    def num_plurals(self) -> int:
        return min(super().num_plurals, MAX_FORMS)


@lru_cache(maxsize=16)  # asked for by those who judge it and by those who use it
def read_catalogue(file: str, language: str, text: str) -> Catalogue | Problem:
    """The messages of a file that are translated and not marked as fuzzy; or the first fault of its syntax."""
    lines = text.split("\n")
    for number, line in enumerate(map(str.strip, lines), 1):
        # Babel takes a line without quotation marks too, and drops its first and last letter.
        if line and not line.startswith("#") and _LINE.fullmatch(line) is None:
            return _fault(file, number, "this line is none of a message catalogue")
    if "\nmsgid_plural" in text and "Plural-Forms:" not in text:
        hint = f'write msgid "", msgstr "" and below it "Plural-Forms: {plural_forms(language)};\\n"'
        return Problem(file, 1, 1, "catalogue-plurals", "the head of this file does not say 'Plural-Forms'", hint)
    catalog = _Bounded()
    try:
        PoFileParser(catalog, ignore_obsolete=True, abort_invalid=True).parse(lines)
    except PoFileError as error:
        return _fault(file, error.lineno + 1, str(error))
    except (ValueError, LookupError, AttributeError, TypeError, AssertionError) as error:
        # A header that is none, or keywords in another order than Babel expects them.
        return _fault(file, 1, f"this is no message catalogue: {error}")
    sentences = tuple(_sentence(message) for message in catalog if message.id and any(_texts(message)))
    return Catalogue(file, language, catalog.num_plurals, catalog.plural_expr, sentences)


def _fault(file: str, line: int, message: str) -> Problem:
    return Problem(file, line, 1, "catalogue-syntax", message, _HINT)


def _sentence(message: Message) -> Sentence:
    singular, plural = message.id if isinstance(message.id, tuple) else (message.id, "")
    return Sentence(message.lineno or 1, message.context or "", str(singular), str(plural), _texts(message))


def _texts(message: Message) -> tuple[str, ...]:
    if message.fuzzy:
        return ()
    return tuple(message.string) if isinstance(message.string, tuple | list) else (str(message.string or ""),)


def plural_forms(language: str) -> str:
    """The header Plural-Forms that the CLDR gives to a language; English's where it does not know the language."""
    try:
        rule = Locale.parse(language, sep="-").plural_form
    except (UnknownLocaleError, ValueError):
        rule = Locale("en").plural_form
    # `e` is the exponent of a compact number, 1.2c6 for 1.2 million: no number here is written so.
    return re.sub(r"\be\b", "0", to_gettext(rule)).removesuffix(";")
