"""The answers that someone gave in the form “A quote” on GitHub → the values of a quote.

Owns the questions of that form and which key each answer is for; a heading that is none of them stays part of the
answer above it. Does not judge the values: that is for `ipsegen new`.
"""

import re
from collections.abc import Mapping
from typing import Final

from ipsegen.model.given import GivenError
from ipsegen.model.known_ids import KnownIds
from ipsegen.model.references import Kind, make_id
from ipsegen.model.shapes import Value

QUESTIONS: Final = {
    "The words": "text",
    "Who pronounced them": "author",
    "As what": "role",
    "When": "pronounced",
    "Title of the source": "source_title",
    "Address of the source": "source_url",
    "Page or time in the source": "source_locator",
    "Contexts": "contexts",
    "Language": "language",
}
"""What the form asks, in its order, and what each answer is called here."""

_NO_ANSWER: Final = "_No response_"
_REQUIRED: Final = frozenset({"text", "author", "pronounced", "source_title"})


def values_from_issue(body: bytes, known: KnownIds) -> dict[str, Value]:
    """The values of a quote; `known` are the ids and names of the archive, by which authors and contexts are found.

    `body` is the text of the issue. Raises GivenError where it is not what the form makes, or a question that needs an
    answer has none.
    """
    try:
        answers = _answers(body.decode())
    except UnicodeDecodeError as error:
        message = "the answers are not UTF-8; save them with the encoding UTF-8"
        raise GivenError(message) from error
    missing = [question for question, name in QUESTIONS.items() if name in _REQUIRED and not answers.get(name)]
    if missing:
        message = f"these questions of the form have no answer: {', '.join(missing)}"
        raise GivenError(message)
    source = {key: answers[f"source_{key}"] for key in ("title", "url", "locator") if answers.get(f"source_{key}")}
    values: dict[str, Value] = {"text": answers["text"], "author": _id_of("author", answers["author"], known)}
    values |= {key: answers[key] for key in ("role", "pronounced", "language") if answers.get(key)}
    values["source"] = dict(source)
    contexts = [_id_of("context", name.strip(), known) for name in answers.get("contexts", "").split(",")]
    if any(contexts):
        values["contexts"] = [context for context in contexts if context]
    return values


def _answers(body: str) -> dict[str, str]:
    """Each answer by the name of its question; the questions are looked for one after the other, each once."""
    text = "\n" + re.sub(r"\r\n?", "\n", body)
    answers: dict[str, str] = {}
    start, name = 0, ""
    for question, next_name in QUESTIONS.items():
        heading = f"\n### {question}\n"
        found = text.find(heading, start)
        if found < 0:
            continue
        if name:
            answers[name] = text[start:found]
        start, name = found + len(heading) - 1, next_name
    if name:
        answers[name] = text[start:]
    return {name: "" if answer.strip() == _NO_ANSWER else answer.strip() for name, answer in answers.items()}


def _id_of(kind: Kind, said: str, known: KnownIds) -> str:
    """The id of the record that goes by what was said; if there is none, the id that it would have."""
    names: Mapping[str, str] = known.get(kind, {})
    if not said or said in names or ":" in said:
        return said
    same = [identifier for identifier, name in names.items() if name.casefold() == said.casefold()]
    return same[0] if len(same) == 1 else make_id(said) or said
