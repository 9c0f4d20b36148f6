"""What someone at a terminal is asked for a new record, and for those that it names and that are not there yet.

Owns the questions, their order, and what an answer stands for. Does not know how a question looks (`terminal.py`), and
writes nothing: what comes of it are wishes.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final, Protocol

import msgspec

from ipsegen.load.nodes import Scalar
from ipsegen.model.catalogue import Known
from ipsegen.model.field_types import Address, EdtfDate
from ipsegen.model.reading import FieldType, Reader
from ipsegen.model.references import SUBJECT_KINDS, Kind, fault_of_id
from ipsegen.model.shapes import Value
from ipsegen.model.subjects import ENTITY_KINDS
from ipsegen.new import BODY, Desk, Draft, NoIdError, Wish

_MAIN_KEYS: Final[dict[Kind, tuple[tuple[str, ...], ...]]] = {
    "quote": (("text",), ("author", "authors"), ("pronounced",), ("source", "sources")),
    "author": (("name",),),
    "entity": (("name",), ("kind",)),
    "context": (("title",), ("summary", "lede", BODY)),
    "source": (("title", "url"),),
    "page": (("title",),),
}
"""The keys without which a record is none; of several in a row one is enough."""

_WHAT_IT_IS: Final[dict[Kind, str]] = {
    "author": "a person", "entity": "a body, a place, a treaty, an event", "context": "a story that quotes belong to",
}  # fmt: skip
_QUOTED: Final = re.compile(
    r"^(?:“(?P<a>[^“”]*)”|\"(?P<b>[^\"]*)\"|«\s*(?P<c>[^«»]*?)\s*»|„(?P<d>[^„“”]*)[“”])$", re.DOTALL
)


class Choice(msgspec.Struct, frozen=True):
    """An answer that is offered: what is written for it, all that it is called, and what it is."""

    word: str
    names: tuple[str, ...]
    meaning: str = ""


def _anything(_answer: str) -> str:
    return ""


class Question(msgspec.Struct, frozen=True):
    """One question. `fault_of` says what is wrong with an answer, or nothing.

    `choices` are offered, and others may be given; `is_list` takes several, parted by commas, `is_long` several lines.
    """

    text: str
    help: str = ""
    default: str = ""
    choices: tuple[Choice, ...] = ()
    is_list: bool = False
    is_long: bool = False
    fault_of: Callable[[str], str] = _anything


class Asker(Protocol):
    """Someone at a terminal."""

    def ask(self, question: Question) -> str:
        """The answer, without white space around it, with which nothing is wrong."""

    def confirm(self, text: str, *, default: bool) -> bool:
        """Whether the answer is yes."""


def lacks_something(wish: Wish) -> bool:
    """Whether a key is missing without which the record is none."""
    if wish.values.get("status") == "removed":
        return False
    return any(not any(key in wish.values for key in keys) for keys in _MAIN_KEYS[wish.kind])


class Interview:
    """Asks for what is missing. `drafts` are those that came of it, each before those that name it."""

    def __init__(self, desk: Desk, asker: Asker) -> None:
        self.drafts: list[Draft] = []
        self._desk, self._asker = desk, asker

    def about(self, wish: Wish) -> Draft:
        """The draft of a record, once everything is asked that is missing."""
        values = dict(wish.values)
        ask_about: dict[Kind, Callable[[dict[str, Value]], None]] = {
            "quote": self._quote, "author": self._author, "entity": self._entity, "context": self._context,
            "source": self._source, "page": self._page,
        }  # fmt: skip
        ask_about[wish.kind](values)
        try:
            draft = self._desk.draft(Wish(wish.kind, wish.id, values))
        except NoIdError:
            question = Question(
                "Which id shall it have?", "a-z, 0-9 and hyphens; it becomes the address", fault_of=_of_id
            )
            draft = self._desk.draft(Wish(wish.kind, self._asker.ask(question), values))
        self.drafts.append(draft)
        return draft

    # The kinds.

    def _quote(self, values: dict[str, Value]) -> None:
        if "text" not in values:
            values["text"] = self._words()
        if not {"author", "authors"} & values.keys():
            values["author"] = self._speaker()
            if not str(values["author"]).startswith(("entity:", "country:")):
                help_text = "as printed under the name; nothing: that of the author's file on that day"
                self._put(values, "role", Question("In which role?", help_text))
        when = "as 2024, 2024-10 or 2024-10-28, as far as the source says; 2024~ is about then; or unknown"
        self._put(values, "pronounced", Question("When was it said?", when, fault_of=_must(EdtfDate())))
        if not {"source", "sources"} & values.keys():
            self._source_of(values)
        self._put_list(values, "contexts", "To which contexts does it belong?", ("context",))
        self._put_list(values, "mentions", "Whom or what is it about?", SUBJECT_KINDS)

    def _author(self, values: dict[str, Value]) -> None:
        self._put(values, "name", Question("What is the name?", "as one would print it", fault_of=_something))
        first, blank, last = str(values["name"]).rpartition(" ")
        if blank and values.get("unnamed") != "true":
            text = "How does an index sort it?"
            self._put(values, "sort_name", Question(text, "the family name first", default=f"{last}, {first}"))
        self._put_list(values, "countries", "For which countries does this person speak?", ("country",))
        self._put_list(values, "entities", "For which bodies does this person speak?", ("entity",))

    def _entity(self, values: dict[str, Value]) -> None:
        self._put(values, "name", Question("What is the name?", "as one would print it", fault_of=_something))
        kinds = tuple(Choice(kind, (kind,)) for kind in ENTITY_KINDS)
        self._put(
            values,
            "kind",
            Question("What is it?", ", ".join(ENTITY_KINDS), choices=kinds, fault_of=_one_of(ENTITY_KINDS)),
        )
        if "country" not in values:
            text = "Which country does it belong to?"
            found = self._references(Question(text, "nothing, if to none"), ("country",), "country")
            values.update({"country": found[0]} if found else {})

    def _context(self, values: dict[str, Value]) -> None:
        self._put(values, "title", Question("What is the title?", fault_of=_something))
        if not {"summary", "lede", BODY} & values.keys():
            question = Question("What has happened?", "a paragraph or two", is_long=True, fault_of=_something)
            self._put(values, "summary", question)

    def _source(self, values: dict[str, Value]) -> None:
        self._put(values, "title", Question("What is the title?", "nothing, if it has none"))
        given = "title" in values
        question = Question(
            "At which address is it?", "https://…", fault_of=_may_be(Address()) if given else _must(Address())
        )
        self._put(values, "url", question)
        self._put(values, "publisher", Question("Who published it?"))

    def _page(self, values: dict[str, Value]) -> None:
        self._put(values, "title", Question("What is the title?", fault_of=_something))
        self._put(values, BODY, Question("What does it say?", "Markdown", is_long=True))

    # Answers of several kinds.

    def _put(self, values: dict[str, Value], key: str, question: Question) -> None:
        """Ask for a value unless it is there; nothing is put for no answer."""
        if key not in values:
            answer = self._asker.ask(question)
            values.update({key: answer} if answer else {})

    def _put_list(self, values: dict[str, Value], key: str, text: str, kinds: Sequence[Kind]) -> None:
        if key not in values:
            question = Question(text, "names or ids, parted by commas; nothing, if none", is_list=True)
            found = self._references(question, kinds, kinds[0] if len(kinds) == 1 else None)
            values.update({key: list(found)} if found else {})

    def _words(self) -> str:
        help_text = "the words alone, as they were said"
        words = self._asker.ask(Question("What was said?", help_text, is_long=True, fault_of=_something))
        quoted = _QUOTED.match(words)
        if quoted is not None and self._asker.confirm(
            "The quotation marks around it are set by the site. Leave them out?", default=True
        ):
            words = next(filter(None, quoted.groups()), "").strip()
        lines = [line.strip() for line in words.splitlines()]
        if len(lines) < 2 or "" in lines:
            return words
        in_paragraphs = self._asker.confirm(f"Is each of the {len(lines)} lines a paragraph of its own?", default=False)
        return ("\n\n" if in_paragraphs else " ").join(lines)

    def _speaker(self) -> str:
        nobody = (
            Choice("unnamed", ("unnamed",), "the source names nobody"),
            Choice("unknown", ("unknown",), "we do not know"),
        )
        question = Question(
            "Who said it?", "a name or an id; unnamed, where the source names nobody; unknown, where we do not know",
            choices=(*self._choices(SUBJECT_KINDS, "author"), *nobody), fault_of=_something,
        )  # fmt: skip
        while True:
            answer = self._asker.ask(question)
            found = answer if answer in {"unnamed", "unknown"} else self._meant(answer, SUBJECT_KINDS, "author")
            if found is not None:
                return found

    def _source_of(self, values: dict[str, Value]) -> None:
        help_text = "an address (https://…), the title of a document, or a source of the archive"
        choices = tuple(self._choices(("source",), "source"))
        answer = self._asker.ask(Question("Where can it be checked?", help_text, choices=choices, fault_of=_of_source))
        known = self._desk.catalogue.find(answer, ("source",))
        if known is not None:
            values["source"] = known.reference.id
            return
        source: dict[str, Value] = {}
        if "://" in answer:
            source["url"] = answer
            self._put(
                source, "title", Question("What is its title?", "of the page or article; nothing, if it has none")
            )
        else:
            source["title"] = answer
            self._put(source, "locator", Question("Where does it stand there?", "the page, or the time, as 12:30"))
        self._put(source, "publisher", Question("Who published it?"))
        values["source"] = source

    # Other records.

    def _references(self, question: Question, kinds: Sequence[Kind], bare: Kind | None) -> list[str]:
        """The records that an answer names, parted by commas; asked again while one of them was a slip."""
        question = msgspec.structs.replace(question, choices=tuple(self._choices(kinds, bare)))
        while True:
            answer = self._asker.ask(question)
            names = [name.strip() for name in answer.split(",") if name.strip()]
            found = [self._meant(name, kinds, bare) for name in names]
            known = [reference for reference in found if reference is not None]
            if len(known) == len(names):
                return list(dict.fromkeys(known))
            question = msgspec.structs.replace(question, default=answer)

    def _choices(self, kinds: Sequence[Kind], bare: Kind | None) -> Iterator[Choice]:
        for known in self._desk.catalogue.of(kinds):
            yield Choice(_spelled(known, bare), known.names, known.name)

    def _meant(self, answer: str, kinds: Sequence[Kind], bare: Kind | None) -> str | None:
        """How the record is written that someone means, made on the way if need be; None for a slip."""
        catalogue = self._desk.catalogue
        known = catalogue.find(answer, kinds)
        for near in catalogue.guess(answer.rpartition(":")[2], kinds) if known is None else ():
            if self._asker.confirm(f"Do you mean {near.name} ({_spelled(near, bare)})?", default=True):
                known = near
                break
        return _spelled(known, bare) if known is not None else self._made(answer, kinds, bare)

    def _made(self, answer: str, kinds: Sequence[Kind], bare: Kind | None) -> str | None:
        kind = self._kind_of_new(answer, [kind for kind in kinds if kind in _WHAT_IT_IS])
        if kind is None:
            return None
        name = answer.partition(":")[2] if answer.startswith(f"{kind}:") else answer
        is_id = fault_of_id(name) is None
        key = "title" if kind == "context" else "name"
        values: dict[str, Value] = {} if is_id else {key: name}
        if is_id:
            guess = name.replace("-", " ").title()
            self._put(values, key, Question(f"What is the {key} of '{name}'?", default=guess, fault_of=_something))
        made = self.about(Wish(kind, name if is_id else "", values))
        return made.id if kind == bare else f"{kind}:{made.id}"

    def _kind_of_new(self, answer: str, kinds: Sequence[Kind]) -> Kind | None:
        """Of which kind a record is that is not there yet; None where it shall not be made."""
        said = next((kind for kind in kinds if answer.startswith(f"{kind}:")), None)
        if said is None and len(kinds) > 1:
            choices = [Choice(kind, (kind,), _WHAT_IT_IS[kind]) for kind in kinds]
            slip = Choice("slip", ("slip",), "a slip: ask me again")
            words = [*kinds, "slip"]
            text = f"'{answer}' is not in the archive yet. What is it?"
            meanings = "; ".join(f"{choice.word}: {choice.meaning}" for choice in (*choices, slip))
            question = Question(text, meanings, kinds[0], (*choices, slip), fault_of=_one_of(words))
            word = self._asker.ask(question)
            return next((kind for kind in kinds if kind == word), None)
        kind = said or next(iter(kinds), None)
        if kind is None or not self._asker.confirm(f"'{answer}' is not in the archive yet. Add it?", default=True):
            return None
        return kind


def _spelled(known: Known, bare: Kind | None) -> str:
    return known.reference.id if known.reference.kind == bare else str(known.reference)


# What is wrong with an answer.


def _something(answer: str) -> str:
    return "" if answer else "this is needed"


def _may_be(kind: FieldType[Any]) -> Callable[[str], str]:
    def fault_of(answer: str) -> str:
        reader = Reader("")
        if answer:
            kind.read(Scalar(answer, 1, 1, "double"), reader)
        return "; ".join(filter(None, (reader.problems[0].message, reader.problems[0].hint))) if reader.problems else ""

    return fault_of


def _must(kind: FieldType[Any]) -> Callable[[str], str]:
    return lambda answer: _something(answer) or _may_be(kind)(answer)


def _one_of(words: Sequence[str]) -> Callable[[str], str]:
    return lambda answer: "" if answer in words else f"it is one of {', '.join(words)}"


def _of_id(answer: str) -> str:
    fault = fault_of_id(answer)
    return "; ".join(fault) if fault is not None else ""


def _of_source(answer: str) -> str:
    looks_like_address = "://" in answer or re.match(r"(www\.|[\w-]+(\.[\w-]+)+/)", answer) is not None
    return _something(answer) or (_may_be(Address())(answer) if looks_like_address else "")
