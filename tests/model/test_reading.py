"""From the keys of a file to a record."""

from typing import Annotated

import msgspec
import pytest

from ipsegen.load.nodes import Mapping
from ipsegen.model.compound_types import Keys, ListOf
from ipsegen.model.field_types import Line, Truth
from ipsegen.model.reading import Key, Reader, fields_of, read_keys
from tests.model.builders import document, places


class Seat(msgspec.Struct, frozen=True):
    """A seat at the table."""

    who: Annotated[str, Key(Line(), "who sits there", required=True, names=("who", "whom"))]
    name: Annotated[str, Key(Line(), "what it is called", required=True)]
    since: Annotated[str, Key(Line(), "the first day", names=("from",))] = ""
    empty: Annotated[bool, Key(Truth(), "whether nobody is there")] = False
    notes: Annotated[tuple[str, ...], Key(ListOf(Line()), "remarks")] = ()
    id: str = ""


class Table(msgspec.Struct, frozen=True):
    """A table."""

    seats: Annotated[tuple[Seat, ...], Key(ListOf(Keys(Seat)), "the seats")] = ()


def sit(text: str, **given: object) -> tuple[Seat | None, Reader]:
    reader = Reader("content/quotes/x.yaml")
    return read_keys(Seat, document(text).root, reader, given), reader


def test_every_key_finds_its_attribute() -> None:
    seat, reader = sit("whom: Rutte\nname: First\nfrom: 2024\nempty: true\nnotes: [a, b]\n", id="one")
    assert seat == Seat("Rutte", "First", "2024", True, ("a", "b"), "one")
    assert reader.problems == []


def test_keys_stand_in_the_order_of_the_class_and_attributes_without_key_are_none() -> None:
    assert [field.names for field in fields_of(Seat)] == [("who", "whom"), ("name",), ("from",), ("empty",), ("notes",)]


@pytest.mark.parametrize(
    ("text", "place", "words", "hint"),
    [
        ("who: a\nnam: b\nname: c\n", (2, 1, "unknown-key"), "no key 'nam'", "did you mean 'name'?"),
        ("who: a\nname: c\nid: d\n", (3, 1, "unknown-key"), "no key 'id'", "the keys known here are empty, from"),
        ("who: a\nname: c\nsince: d\n", (3, 1, "unknown-key"), "no key 'since'", "from"),
        ("\nwho: a\n", (2, 1, "missing-key"), "'name' is missing", "add it: what it is called"),
        ("name: a\n", (1, 1, "missing-key"), "'who' or 'whom' is missing", "add it: who sits there"),
        ("who: a\nwhom: b\nname: c\n", (2, 1, "duplicate-key"), "'whom' says the same as 'who'", "keep one"),
        ("who: a\nname:\n", (2, 6, "empty-value"), "'name' has no value", "give a text, or take the line out"),
        ("who: a\nname: ''\n", (2, 7, "empty-value"), "this is empty", "fill it"),
        ("who: a\nname: [[x]]\n", (2, 7, "wrong-type"), "this is a list", "starts with [[ goes in quotation marks"),
        ("who: a\nname: [x]\n", (2, 7, "wrong-type"), "this is a list", "starts with '[' goes in quotation"),
        ("who: a\nname:\n  Foo: bar\n", (3, 3, "wrong-type"), "this is a mapping", '"Foo: bar"'),
        ("who: a\nname: b\nempty: maybe\n", (3, 8, "wrong-type"), "neither true nor false", "true or false"),
    ],
)  # fmt: skip
def test_each_mistake_is_reported_at_its_place_with_a_way_out(
    text: str, place: tuple[int, int, str], words: str, hint: str
) -> None:
    _seat, reader = sit(text)
    assert places(reader.problems) == [place]
    assert words in reader.problems[0].message
    assert hint in reader.problems[0].hint


def test_all_mistakes_of_a_file_come_out_of_one_reading() -> None:
    seat, reader = sit("whoo: a\nempty: maybe\nnotes: b\n")
    assert seat is None
    assert [code for *_, code in places(reader.problems)] == [
        "unknown-key", "wrong-type", "wrong-type", "missing-key", "missing-key",
    ]  # fmt: skip


def test_an_optional_key_that_cannot_be_read_keeps_its_default() -> None:
    seat, reader = sit("who: a\nname: b\nempty: maybe\n")
    assert seat == Seat("a", "b")
    assert reader.problems[0].is_error


def test_a_required_key_that_cannot_be_read_is_not_also_missing() -> None:
    seat, reader = sit("who: a\nname: {b: c}\n")
    assert seat is None
    assert [problem.code for problem in reader.problems] == ["wrong-type"]


def test_a_comma_inside_braces_is_guessed() -> None:
    reader = Reader("x.yaml")
    table = read_keys(Table, document("seats:\n  - {who: a, name: b, or more}\n").root, reader)
    assert table == Table((Seat("a", "b"),))
    assert places(reader.problems) == [(2, 23, "unknown-key")]
    assert "put a value that contains one in quotation marks" in reader.problems[0].hint


def test_a_key_missing_from_an_empty_mapping_is_reported_where_that_starts() -> None:
    reader = Reader("x.yaml")
    assert read_keys(Seat, Mapping((), 7, 3, flow=True), reader) is None
    assert places(reader.problems) == [(7, 3, "missing-key"), (7, 3, "missing-key")]


def test_a_fault_of_a_mapping_stands_at_its_first_key_or_its_brace() -> None:
    for text, place in (("a:\n  b: c\n", (2, 3, "x")), ("a: {b: c}\n", (1, 4, "x"))):
        reader = Reader("x.yaml")
        value = document(text).root.get("a")
        assert value is not None
        reader.fault(value, "x", "message")
        assert places(reader.problems) == [place]
