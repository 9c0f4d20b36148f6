"""The language of the interface.

Owns how dates, ages and numbers are said, and the names of what the model calls by a word. Does not know templates.
Sentences come from message catalogues (gettext); English is the language of the messages themselves.
"""

from collections.abc import Callable, Mapping
from functools import lru_cache
from gettext import NullTranslations
from typing import Final

import msgspec
from babel.dates import get_day_names
from babel.numbers import format_decimal

from ipsegen.model.edtf import Date
from ipsegen.render.dates import describe, format_moment, locale_of

Gettext = Callable[[str], str]


class Interface(msgspec.Struct, frozen=True):
    """A language with its message catalogue."""

    language: str
    messages: NullTranslations

    def date(self, date: Date) -> str:
        """A date as precisely as it is known, in words."""
        say = self.messages.gettext
        how, earliest, latest = describe(date)
        first = format_moment(earliest, self.language) if earliest is not None else ""
        last = format_moment(latest, self.language) if latest is not None else ""
        sentences: Mapping[str, str] = {
            "unknown": say("date unknown"),
            "not-after": say("not after %(date)s") % {"date": last},
            "between": say("between %(first)s and %(last)s") % {"first": first, "last": last},
            "exact": first,
            "about": say("about %(date)s") % {"date": first},
            "perhaps": say("perhaps %(date)s") % {"date": first},
            "perhaps-about": say("perhaps about %(date)s") % {"date": first},
        }
        return sentences[how]

    def age(self, hours: int) -> str:
        """How long before the end of the window something came."""
        if hours < 1:
            return self.messages.gettext("less than an hour ago")
        return self.messages.ngettext("%(num)s hour ago", "%(num)s hours ago", hours) % {"num": self.number(hours)}

    def number(self, number: int) -> str:
        """A number with the digits and groups of the language."""
        return format_decimal(number, locale=locale_of(self.language))

    def weekdays(self) -> tuple[str, ...]:
        """Short names of the days of the week, Monday first."""
        names = get_day_names("abbreviated", context="stand-alone", locale=locale_of(self.language))
        return tuple(names[day] for day in range(7))

    def language_name(self, language: str) -> str:
        """What a language is called in this one; its tag where the CLDR does not say."""
        if language == "und":
            return self.messages.gettext("an unknown language")
        shown = locale_of("en-GB" if language == "en" else language)
        if language == "en":
            return str(shown.get_language_name(locale_of(self.language)))
        return shown.get_display_name(locale_of(self.language)) or language


@lru_cache(maxsize=8)  # asked for with every page
def own_names(say: Gettext) -> Mapping[str, str]:
    """The lists of the site by their folder, as breadcrumbs and headings have them."""
    return {
        "quotes": say("All IPSEs"),
        "contexts": say("Contexts"),
        "authors": say("Authors"),
        "entities": say("Entities"),
        "countries": say("Countries"),
        "dates": say("Dates"),
    }


@lru_cache(maxsize=8)
def status_names(say: Gettext) -> Mapping[str, str]:
    """What a reader calls the status of a quote."""
    return {
        "disputed": say("Disputed"),
        "misattributed": say("Misattributed"),
        "retracted": say("Retracted"),
        "verified": say("Verified"),
        "attributed": say("Attributed"),
        "removed": say("Removed"),
    }


def medium_names(say: Gettext) -> dict[str, str]:
    """What a reader calls the form in which words were said."""
    return {
        "speech": say("Speech"),
        "interview": say("Interview"),
        "press-conference": say("Press conference"),
        "statement": say("Statement"),
        "post": say("Post"),
        "article": say("Article"),
        "letter": say("Letter"),
        "broadcast": say("Broadcast"),
        "testimony": say("Testimony"),
        "book": say("Book"),
        "other": say("Other"),
    }


def entity_kind_names(say: Gettext) -> dict[str, str]:
    """What a reader calls the kinds of entities, authors and countries."""
    return {
        "author": say("Person"),
        "country": say("Country"),
        "organisation": say("Organisation"),
        "government": say("Government body"),
        "armed-force": say("Armed force"),
        "party": say("Party"),
        "company": say("Company"),
        "media": say("Media"),
        "place": say("Place"),
        "treaty": say("Treaty"),
        "event": say("Event"),
        "group": say("Group"),
        "other": say("Entity"),
        "entity": say("Entity"),
    }


ENGLISH: Final = NullTranslations()
