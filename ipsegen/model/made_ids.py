"""Ids for new records, out of what they say.

Owns which words make an id, and that it is free: no record has it, and none had it. Does not know files.
"""

import re
from collections.abc import Callable, Mapping
from itertools import islice
from typing import Final

from ipsegen.model.edtf import DateError, parse_date
from ipsegen.model.free_ids import FreeIds
from ipsegen.model.references import MAX_ID_LENGTH, Kind, make_id
from ipsegen.model.shapes import Value

NameInIndex = Callable[[str], str]
"""The id of an author → what the author goes by in an index; nothing if that is not known."""

_TELLING_WORDS: Final = 3
_LONGEST_MADE_ID: Final = 60
_SMALL_WORDS: Final = frozenset(
    (
        "a about after all also an and any are as at be because been but by can could did do does for from had has "
        "have he her here him his how i if in into is it its just more my no not now of on one only or other our out "
        "over she so some such than that the their them then there these they this those to too up us very was we were "
        "what when where which who will with would you your"
    ).split()
)


def made_id(kind: Kind, values: Mapping[str, Value], free: FreeIds, name_in_index: NameInIndex) -> str:
    """An id that is free; nothing where the values hold no letter from a to z and no digit."""
    if kind == "quote":
        proposed = _of_quote(values, name_in_index)
        numbers = _numbers(values)
        dates = ["-".join(numbers[:length]) for length in range(1, len(numbers) + 1)]
    else:
        proposed = _cut(make_id(line_of(values.get("name" if kind in {"author", "entity"} else "title"))))
        dates = []
    return _unique(proposed, dates, free) if proposed else ""


def _of_quote(values: Mapping[str, Value], name_in_index: NameInIndex) -> str:
    """The speaker and the first telling words of the title or the text; where there are none, the date."""
    telling = _telling_words(line_of(values.get("title"))) or _telling_words(line_of(values.get("text")))
    speaker = _speaker(values, name_in_index)
    words = [speaker, *(telling or _numbers(values))] if speaker or telling else ["quote", *_numbers(values)]
    return _cut(make_id(" ".join(words)))


def line_of(value: Value | None) -> str:
    """A value as text; nothing for what is none."""
    return value if isinstance(value, str) else ""


def date_parts(values: Mapping[str, Value]) -> tuple[int, ...]:
    """Year, month and day in which the words of a quote surely fell, as far as they are known."""
    try:
        return parse_date(line_of(values.get("pronounced")).strip()).common[:3]
    except DateError:
        return ()


def _numbers(values: Mapping[str, Value]) -> list[str]:
    return [f"{part:02}" if place else f"{part:04}" for place, part in enumerate(date_parts(values))]


def _cut(identifier: str) -> str:
    """At most so many characters, cut between two words."""
    if len(identifier) <= _LONGEST_MADE_ID:
        return identifier
    return identifier[: _LONGEST_MADE_ID + 1].rpartition("-")[0] or identifier[:_LONGEST_MADE_ID]


def _telling_words(text: str) -> list[str]:
    """The first few, as parts of an id; words behind them are not looked at."""
    words = (found[0] for found in re.finditer(r"[^\W_]+(?:['’][^\W_]+)*", text))
    plain = (make_id(re.sub("['’]", "", word)) for word in words if word.casefold() not in _SMALL_WORDS)
    return list(islice((word for word in plain if len(word) > 1), _TELLING_WORDS))


def _speaker(values: Mapping[str, Value], name_in_index: NameInIndex) -> str:
    """What the first author goes by, as part of an id; empty where nobody is named, or in no letters from a to z."""
    first = values.get("author", values.get("authors"))
    if isinstance(first, list):
        first = first[0] if first else ""
    if isinstance(first, dict):
        first = first.get("author", "")
    kind, colon, identifier = line_of(first).rpartition(":")
    if identifier in {"unnamed", "unknown"}:
        return ""
    if colon and kind != "author":
        return make_id(identifier)
    return make_id(name_in_index(identifier)) or make_id(identifier.rpartition("-")[2])


def _unique(proposed: str, dates: list[str], free: FreeIds) -> str:
    """The proposed id, or the first that is free with a date behind it, or with a number."""
    dated = [] if any(date in proposed for date in dates) else [f"-{date}" for date in dates]
    candidates = (proposed[: MAX_ID_LENGTH - len(ending)] + ending for ending in ("", *dated))
    return next((candidate for candidate in candidates if candidate in free), "") or free.near(proposed)
