"""Ids for new records."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipsegen.model.free_ids import FreeIds
from ipsegen.model.made_ids import made_id
from ipsegen.model.references import FOLDERS, RESERVED_IDS, fault_of_id
from ipsegen.model.shapes import Value

NAMES = {"mark-rutte": "Rutte", "erdogan": "Erdoğan", "kim": "김정은"}


def name_in_index(author: str) -> str:
    return NAMES.get(author, "")


def of_quote(*taken: str, **values: Value) -> str:
    return made_id("quote", values, FreeIds(taken), name_in_index)


@pytest.mark.parametrize(
    ("values", "identifier"),
    [
        ({"author": "mark-rutte", "text": "We will defend every inch."}, "rutte-defend-every-inch"),
        ({"author": "erdogan", "text": "Größe, Ærø, Łódź!"}, "erdogan-grosse-aero-lodz"),
        ({"author": "kim", "text": "Words."}, "kim-words"),
        ({"author": "jens-stoltenberg", "text": "Allies don’t blink."}, "stoltenberg-allies-dont-blink"),
        ({"authors": [{"author": "entity:nato"}, "mark-rutte"], "title": "A statement", "text": "y"}, "nato-statement"),
        ({"author": "mark-rutte", "text": "Велика", "pronounced": "2024-10"}, "rutte-2024-10"),
        ({"author": "unknown", "text": "Велика", "pronounced": "2024-10-28"}, "quote-2024-10-28"),
        ({"author": "unknown", "text": "Велика"}, "quote"),
        ({"author": "unknown", "text": "Unknown"}, "unknown-2"),
        ({"author": ":", "title": "0"}, "quote"),
        ({"author": "entity:!", "title": "0"}, "quote"),
        ({"author": "!", "title": "0", "pronounced": "2024"}, "quote-2024"),
    ],
)  # fmt: skip
def test_an_id_is_the_speaker_and_the_first_telling_words(values: dict[str, Value], identifier: str) -> None:
    assert of_quote(**values) == identifier


def test_where_it_is_taken_the_date_stands_behind_it_then_a_number() -> None:
    values: dict[str, Value] = {"author": "mark-rutte", "text": "Words.", "pronounced": "2024-10-28T12:00:00Z"}
    made: list[str] = []
    for _ in range(6):
        made.append(of_quote(*made, **values))
    assert made == ["rutte-words", *(f"rutte-words-{end}" for end in ("2024", "2024-10", "2024-10-28", "2", "3"))]


def test_names_and_titles_are_ids_of_the_others() -> None:
    assert made_id("author", {"name": "Ada Lovelace"}, FreeIds({"ada-lovelace"}), name_in_index) == "ada-lovelace-2"
    assert made_id("context", {"title": "North Korea"}, FreeIds(()), name_in_index) == "north-korea"
    assert made_id("author", {"name": "Владимир"}, FreeIds(()), name_in_index) == ""


@given(
    st.sampled_from(sorted(FOLDERS)),
    st.dictionaries(st.sampled_from(["text", "title", "name", "author", "pronounced"]), st.text()),
    st.sets(st.sampled_from([*RESERVED_IDS, "a", "quote", "a-2", "a-3"])),
)
def test_an_id_that_is_made_can_be_used(kind: str, values: dict[str, Value], taken: set[str]) -> None:
    made = made_id(kind, values, FreeIds(taken), name_in_index)  # type: ignore[arg-type]
    assert made == "" or (fault_of_id(made) is None and made not in taken)
    assert made != "" or not re.search(
        "[a-z0-9]", str(values.get("name" if kind in {"author", "entity"} else "title", ""))
    )
