"""Records by what people call them."""

from typing import Final

import pytest

from ipsegen.model.names import Names, NoNameError, folded, with_references
from ipsegen.model.quote import Quote
from ipsegen.model.references import Reference
from ipsegen.model.shapes import Value
from tests.model.builders import records

FILES: Final = {
    "authors/mark-rutte.yaml": "name: Mark Rutte\nsort_name: Rutte, Mark\nother_names:\n  - M. Rutte\n",
    "authors/eve.yaml": "name: Eve\n",
    "authors/eve-2.yaml": "name: EVE\n",
    "authors/amina.yaml": "name: أَمِينَة\n",
    "entities/nato.yaml": "name: NATO\nkind: organisation\nother_names:\n  - {name: l’Alliance, language: fr}\n",
    "contexts/troops.yaml": "title: Troops in Russia\n",
    "sources/paper.yaml": "title: The Paper\nlocator: 3\n",
}


def resolved(**values: Value) -> dict[str, Value]:
    return with_references(Quote, values, Names(records(FILES)))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Élodie O’Brien", "elodie  o'brien"), ("J.R.R. Tolkien", "J. R. R. Tolkien"), ("STRASSE", "Straße"),
        ("Ｍａｒｋ", "mark"), ("Jean-Luc", "Jean Luc"),
    ],
)  # fmt: skip
def test_spellings_of_one_name(one: str, other: str) -> None:
    assert folded(one) == folded(other) != ""


@pytest.mark.parametrize(("one", "other"), [("की", "का"), ("Ada", "Adam"), ("Ё", "А")])
def test_names_that_differ(one: str, other: str) -> None:
    assert folded(one) != folded(other)


@pytest.mark.parametrize(
    "name", ["mark-rutte", "author:mark-rutte", "Mark Rutte", "mark rutte", "Rutte, Mark", "M Rutte", " Mark  RUTTE "]
)
def test_an_author_by_any_name(name: str) -> None:
    assert resolved(author=name)["author"] in {"mark-rutte", "author:mark-rutte"}


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"author": "L'Alliance"}, {"author": "entity:nato"}),
        ({"author": "Unknown"}, {"author": "unknown"}),
        ({"authors": ["NATO", {"author": "Rutte, Mark"}]}, {"authors": ["entity:nato", {"author": "mark-rutte"}]}),
        ({"entities": ["Nato"]}, {"entities": ["nato"]}),
        ({"mentions": ["Mark Rutte", "Nato"]}, {"mentions": ["author:mark-rutte", "entity:nato"]}),
        ({"countries": ["Norway", "NO", "Côte d'Ivoire"]}, {"countries": ["no", "NO", "ci"]}),
        ({"contexts": ["troops in russia", {"context": "troops"}]}, {"contexts": ["troops", {"context": "troops"}]}),
        ({"source": "The paper"}, {"source": "paper"}),
        ({"source": {"title": "Mark Rutte"}}, {"source": {"title": "Mark Rutte"}}),
        ({"role": "NATO", "event": "NATO", "tags": ["NATO"]}, {"role": "NATO", "event": "NATO", "tags": ["NATO"]}),
        ({"rol": "NATO"}, {"rol": "NATO"}),
        ({"author": "entity:nobody"}, {"author": "entity:nobody"}),
    ],
)
def test_names_become_references_where_a_reference_is_expected(
    values: dict[str, Value], expected: dict[str, Value]
) -> None:
    assert resolved(**values) == expected


@pytest.mark.parametrize(
    ("values", "found"),
    [
        ({"author": "Eve"}, ["author:eve", "author:eve-2"]),
        ({"author": "Nobody"}, []),
        ({"author": "Norway"}, []),
        ({"countries": ["Atlantis"]}, []),
        ({"countries": ["Congo"]}, ["country:cd", "country:cg"]),
        ({"contexts": ["…"]}, []),
    ],
)
def test_names_that_lead_to_nobody_or_to_several(values: dict[str, Value], found: list[str]) -> None:
    with pytest.raises(NoNameError) as unclear:
        resolved(**values)
    assert sorted(map(str, unclear.value.found)) == found


def test_who_is_added_is_found() -> None:
    names = Names(records(FILES))
    names.add(Reference("author", "ada"), ["Ada Lovelace"])
    assert names.find(["author"], "Lovelace, Ada") == (Reference("author", "ada"),)
    assert names.knows("author", "ada")
