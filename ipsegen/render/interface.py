"""The language of the interface.

Owns how dates, ages and numbers are said, and the names of what the model calls by a word. Does not know templates.
Sentences come from message catalogues (gettext); English is the language of the messages themselves.
"""

from collections.abc import Iterable, Mapping
from functools import cache, lru_cache

import msgspec
from babel.dates import get_day_names
from babel.lists import format_list
from babel.numbers import format_decimal
from markupsafe import Markup

from ipsegen.model.edtf import Date
from ipsegen.render.dates import describe, format_moment, locale_of
from ipsegen.render.messages import Messages


class Interface(msgspec.Struct, frozen=True):
    """A language with its message catalogue."""

    language: str
    messages: Messages

    def date(self, date: Date) -> str:
        """A date as precisely as it is known, in words."""
        how, earliest, latest = describe(date)
        moments = [moment for moment in (earliest, latest) if moment is not None]
        of_days = all(moment.day is not None for moment in moments)
        said = [format_moment(moment, self.language) for moment in moments]
        sentences = _sentences_of_days(self.messages) if of_days else _sentences_of_dates(self.messages)
        first, last = (said[0], said[-1]) if said else ("", "")
        return sentences[how] % {"date": first if how != "not-after" else last, "first": first, "last": last}

    def listed(self, items: Iterable[str]) -> Markup:
        """Items as a sentence lists them: `Ada, Charles and Mary`. What is no HTML yet is escaped."""
        found = tuple(items)
        return Markup(_list_pattern(len(found), self.language)).format(*found)  # noqa: S704 (punctuation of the CLDR)

    def age(self, hours: int) -> str:
        """How long before the end of the window something came."""
        if hours < 1:
            return self.messages.gettext("less than an hour ago")
        return self.messages.ngettext("%(num)s hour ago", "%(num)s hours ago", hours) % {"num": self.number(hours)}

    def number(self, number: int) -> str:
        """A number with the groups of the language, in the digits 0 to 9 (docs/decisions/0023-languages.md)."""
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


@cache
def _list_pattern(length: int, language: str) -> str:
    """What stands between the items of a list, as a format: `{0}, {1} and {2}`."""
    return format_list([f"{{{number}}}" for number in range(length)], locale=locale_of(language))


@lru_cache(maxsize=8)  # asked for with every date
def _sentences_of_days(messages: Messages) -> Mapping[str, str]:
    """How sure a date is that is known to the day, as formats."""
    return {
        **_sentences_of_dates(messages),
        "not-after": messages.pgettext("a day", "not after %(date)s"),
        "between": messages.pgettext("two days", "between %(first)s and %(last)s"),
        "about": messages.pgettext("a day", "about %(date)s"),
        "perhaps": messages.pgettext("a day", "perhaps %(date)s"),
        "perhaps-about": messages.pgettext("a day", "perhaps about %(date)s"),
    }


@lru_cache(maxsize=8)
def _sentences_of_dates(messages: Messages) -> Mapping[str, str]:
    """How sure a date is that is known to the month or the year, as formats."""
    return {
        "unknown": messages.gettext("date unknown"),
        "not-after": messages.gettext("not after %(date)s"),
        "between": messages.gettext("between %(first)s and %(last)s"),
        "exact": "%(date)s",
        "about": messages.gettext("about %(date)s"),
        "perhaps": messages.gettext("perhaps %(date)s"),
        "perhaps-about": messages.gettext("perhaps about %(date)s"),
    }


@lru_cache(maxsize=8)  # asked for with every page
def own_names(say: Messages) -> Mapping[str, str]:
    """The lists of the site by their folder, as breadcrumbs and headings have them."""
    return {
        # Translators: an IPSE is a statement kept as it was pronounced; the word stays as it is
        "quotes": say("All IPSEs"),
        "contexts": say("Contexts"),
        "authors": say("Authors"),
        "entities": say("Entities"),
        "countries": say("Countries"),
        "dates": say("Dates"),
    }


@lru_cache(maxsize=8)
def status_names(say: Messages) -> Mapping[str, str]:
    """What a reader calls the status of a quote."""
    return {
        "disputed": say("Disputed"),
        "misattributed": say("Misattributed"),
        "retracted": say("Retracted"),
        "verified": say("Verified"),
        # Translators: said to be this author's, and not yet verified
        "attributed": say("Attributed"),
        "removed": say("Removed"),
    }


def medium_names(say: Messages) -> dict[str, str]:
    """What a reader calls the form in which words were said."""
    return {
        "speech": say("Speech"),
        "interview": say("Interview"),
        "press-conference": say("Press conference"),
        # Translators: read out or issued, not said in a speech or an interview
        "statement": say("Statement"),
        # Translators: a message on a social network
        "post": say("Post"),
        "article": say("Article"),
        "letter": say("Letter"),
        "broadcast": say("Broadcast"),
        "testimony": say("Testimony"),
        "book": say("Book"),
        # Translators: another form in which words were said
        "other": say("Other"),
    }


def entity_kind_names(say: Messages) -> dict[str, str]:
    """What a reader calls the kinds of entities, authors and countries."""
    return {
        "author": say("Person"),
        "country": say("Country"),
        "organisation": say("Organisation"),
        "government": say("Government body"),
        "armed-force": say("Armed force"),
        # Translators: a political party
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
