"""Messages: who is asked for a text, and in which form."""

import pickle
from typing import Final

from ipsegen.load.catalogues import Catalogue, read_catalogue
from ipsegen.render.messages import ENGLISH, Messages, messages_of

HEAD: Final = 'msgid ""\nmsgstr ""\n"Plural-Forms: nplurals=3; plural={};\\n"\n\n'
MEN: Final = 'msgid "%(num)s man"\nmsgid_plural "%(num)s men"\nmsgstr[0] "{0}0"\nmsgstr[1] "{0}1"\nmsgstr[2] "{0}2"\n'


def catalogue(text: str) -> Catalogue:
    found = read_catalogue("a.po", "fr", text)
    assert isinstance(found, Catalogue)
    return found


def test_english_needs_no_catalogue() -> None:
    assert ENGLISH("Date") == ENGLISH.gettext("Date") == ENGLISH.pgettext("a", "Date") == "Date"
    assert [ENGLISH.ngettext("man", "men", number) for number in (0, 1, 2)] == ["men", "man", "men"]


def test_what_a_catalogue_does_not_say_the_next_one_says_and_then_english() -> None:
    first, second = catalogue('msgid "a"\nmsgstr "1"\n'), catalogue('msgid "a"\nmsgstr "2"\n\nmsgid "b"\nmsgstr "3"\n')
    messages = messages_of([first, second])
    assert [messages(message) for message in "abc"] == ["1", "3", "c"]


def test_the_context_tells_two_messages_apart() -> None:
    messages = messages_of([catalogue('msgctxt "x"\nmsgid "as"\nmsgstr "1"\n\nmsgid "as"\nmsgstr "2"\n')])
    assert (messages.pgettext("x", "as"), messages("as"), messages.pgettext("y", "as")) == ("1", "2", "as")


def test_each_catalogue_counts_by_its_own_rule() -> None:
    own = catalogue(HEAD.format("n % 3") + MEN.format("own"))
    theirs = catalogue(
        HEAD.format("n > 5 ? 2 : 0") + MEN.format("their").replace("man", "woman").replace("men", "women")
    )
    messages = messages_of([own, theirs])
    assert [messages.ngettext("%(num)s man", "%(num)s men", n) for n in (3, 4, 5)] == ["own0", "own1", "own2"]
    women = [messages.ngettext("%(num)s woman", "%(num)s women", n) for n in (3, 6)]
    assert women == ["their0", "their2"]


def test_messages_can_be_sent_to_another_process() -> None:
    messages = messages_of([catalogue(HEAD.format("n % 3") + MEN.format("a"))])
    messages.ngettext("%(num)s man", "%(num)s men", 1)
    sent: Messages = pickle.loads(pickle.dumps(messages))
    assert sent.ngettext("%(num)s man", "%(num)s men", 2) == "a2"
