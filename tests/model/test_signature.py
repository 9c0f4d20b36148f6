"""Who pronounced a quote, as its file says it."""

import pytest

from ipsegen.model.reading import Reader
from ipsegen.model.signature import Signature, SignatureType
from tests.model.builders import node, places, ref


def sign(value: str) -> tuple[Signature | None, Reader]:
    reader = Reader("content/quotes/x.yaml")
    return SignatureType().read(node(value), reader), reader


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("mark-rutte", Signature(ref("author:mark-rutte"))),
        ("author:mark-rutte", Signature(ref("author:mark-rutte"))),
        ("entity:nato", Signature(ref("entity:nato"))),
        ("country:NO", Signature(ref("country:no"))),
        ("unnamed", Signature("unnamed")),
        ("unknown", Signature("unknown")),
        ("{author: unnamed, role: Pentagon official}", Signature("unnamed", "Pentagon official")),
        ("{author: mark-rutte, as: M. Rutte}", Signature(ref("author:mark-rutte"), printed_as="M. Rutte")),
        (
            "{author: mark-rutte, role: Chair, on_behalf_of: [entity:nato, country:nl]}",
            Signature(ref("author:mark-rutte"), "Chair", "", (ref("entity:nato"), ref("country:nl"))),
        ),
        ("{author: mark-rutte, on_behalf_of: []}", Signature(ref("author:mark-rutte"), on_behalf_of=())),
    ],
)
def test_an_author_is_a_person_a_body_a_state_or_nobody_named(value: str, expected: Signature) -> None:
    found, reader = sign(value)
    assert found == expected
    assert reader.problems == []


@pytest.mark.parametrize(
    ("value", "place", "words"),
    [
        ("Mark Rutte", (1, 6, "bad-id"), "'Mark Rutte' is not an id"),
        ("country:Norway", (1, 6, "unknown-country"), "no country 'Norway'"),
        ("context:x", (1, 6, "bad-reference"), "'context:x'"),
        ("entity:unknown", (1, 6, "bad-id"), "the id 'unknown' is reserved"),
        ("{role: Chair}", (1, 7, "missing-key"), "'author' is missing"),
        ("{author: a, name: b}", (1, 18, "unknown-key"), "there is no key 'name' here"),
        ("{author: a, on_behalf_of: nato}", (1, 32, "wrong-type"), "a list is expected here"),
        ("{author: a, on_behalf_of: [author:b]}", (1, 33, "bad-reference"), "'author:b'"),
        ("[[a]]", (1, 6, "wrong-type"), "this is a list"),
    ],
)
def test_what_is_no_author_is_refused(value: str, place: tuple[int, int, str], words: str) -> None:
    _, reader = sign(value)
    assert places(reader.problems) == [place]
    assert words in reader.problems[0].message
