"""Which record someone means by a name."""

import pytest

from ipsegen.model.catalogue import Catalogue
from ipsegen.model.reads import read_file_record
from ipsegen.model.records import Record
from ipsegen.model.references import SUBJECT_KINDS, Kind
from ipsegen.model.site import Site

FILES = {
    "content/authors/mark-rutte.yaml": "name: Mark Rutte\nsort_name: Rutte, Mark\n",
    "content/authors/kim-jong-un.yaml": "name: Kim Jong Un\nother_names: [김정은, Kim Chŏng-ŭn]\n",
    "content/authors/john-smith.yaml": "name: John Smith\n",
    "content/authors/john-smith-2.yaml": "name: John Smith\n",
    "content/entities/nato.yaml": "name: NATO\nkind: organisation\nother_names: [the Alliance]\n",
    "content/countries/gb.yaml": "name: Britain\n",
    "content/contexts/story.yaml": "title: The story\nsummary: Much.\n",
    "content/sources/speech.yaml": "title: A speech\nlocator: x\n",
}


def record(path: str, text: str) -> Record:
    found = read_file_record(path, text.encode()).record
    assert found is not None
    assert not isinstance(found, Site)
    return found


CATALOGUE = Catalogue(record(path, text) for path, text in FILES.items())


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("mark-rutte", "author:mark-rutte"),
        ("Mark Rutte", "author:mark-rutte"),
        ("RUTTE MARK", "author:mark-rutte"),
        ("author:mark-rutte", "author:mark-rutte"),
        ("김정은", "author:kim-jong-un"),
        ("kim chong-un", "author:kim-jong-un"),
        ("the alliance", "entity:nato"),
        ("Norway", "country:no"),
        ("no", "country:no"),
        ("Britain", "country:gb"),
        ("United Kingdom", "country:gb"),
        ("John Smith", None),
        ("john-smith", "author:john-smith"),
        ("entity:mark-rutte", None),
        ("Rutte", None),
        ("", None),
        ("A speech", None),
    ],
)
def test_a_name_finds_the_only_one_who_bears_it(text: str, found: str | None) -> None:
    known = CATALOGUE.find(text, SUBJECT_KINDS)
    assert (str(known.reference) if known is not None else None) == found


@pytest.mark.parametrize(
    ("text", "kinds", "guesses"),
    [
        ("rutte", SUBJECT_KINDS, "author:mark-rutte"),
        ("marc rute", SUBJECT_KINDS, "author:mark-rutte"),
        ("jong", SUBJECT_KINDS, "author:kim-jong-un"),
        ("Holland", SUBJECT_KINDS, "country:nl"),
        ("Norwya", ("country",), "country:no"),
        ("stori", ("context",), "context:story"),
        ("the stori", ("context",), "context:story"),
        ("John", SUBJECT_KINDS, "author:john-smith author:john-smith-2"),
        ("un", SUBJECT_KINDS, ""),
        ("xyzzy", SUBJECT_KINDS, ""),
    ],
)
def test_who_is_nearly_named_is_guessed(text: str, kinds: tuple[Kind, ...], guesses: str) -> None:
    assert [str(known.reference) for known in CATALOGUE.guess(text, kinds)] == guesses.split()


def test_those_of_the_first_kind_come_first_each_kind_by_name() -> None:
    names = [known.name for known in CATALOGUE.of(("entity", "author"))]
    assert names == ["NATO", "John Smith", "John Smith", "Kim Jong Un", "Mark Rutte"]


def test_what_is_added_is_known() -> None:
    catalogue = Catalogue([])
    catalogue.add(record("content/authors/ada.yaml", "name: Ada Lovelace\n"))
    known = catalogue.find("ada lovelace", ("author",))
    assert known is not None
    assert known.name_in_index == "Lovelace"
