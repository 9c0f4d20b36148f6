"""Which file of content/ is which record."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipsegen.diagnostics import Problem
from ipsegen.model.layout import Slot, slot_of
from ipsegen.model.references import fault_of_id


@pytest.mark.parametrize(
    ("path", "slot"),
    [
        ("content/quotes/x.yaml", Slot("quote", "x")),
        ("content/quotes/2024/10/rutte-troops.yaml", Slot("quote", "rutte-troops")),
        ("content/quotes/Any Folder/x.yaml", Slot("quote", "x")),
        ("content/contexts/gas.yaml", Slot("context", "gas")),
        ("content/contexts/gas.md", Slot("context", "gas")),
        ("content/authors/mark-rutte.yaml", Slot("author", "mark-rutte")),
        ("content/entities/nato.yaml", Slot("entity", "nato")),
        ("content/sources/2024.yaml", Slot("source", "2024")),
        ("content/countries/no.yaml", Slot("country", "no")),
        ("content/countries/xk.yaml", Slot("country", "xk")),
        ("content/countries/su.yaml", Slot("country", "su")),
        ("content/pages/about.md", Slot("page", "about")),
    ],
)
def test_the_folder_says_the_kind_and_the_file_the_id(path: str, slot: Slot) -> None:
    assert slot_of(path) == slot


@pytest.mark.parametrize(
    ("path", "code", "hint"),
    [
        ("content/quotes/x.yml", "unexpected-file", "rename it to x.yaml"),
        ("content/quotes/x.md", "unexpected-file", "rename it to x.yaml"),
        ("content/quotes/x", "unexpected-file", "rename it to x.yaml"),
        ("content/pages/about.yaml", "unexpected-file", "rename it to about.md"),
        ("content/contexts/gas.txt", "unexpected-file", "rename it to gas.yaml"),
        ("content/authors/rutte.JPG", "unexpected-file", "move it to content/media/"),
        ("content/authors/nl/rutte.yaml", "unexpected-file", "move it to content/authors/rutte.yaml"),
        ("content/autors/rutte.yaml", "unexpected-file", "did you mean the folder 'authors'?"),
        ("content/quote/x.yaml", "unexpected-file", "did you mean the folder 'quotes'?"),
        ("content/x.yaml", "unexpected-file", "the folders of content/ are quotes, contexts"),
        ("content/site.yml", "unexpected-file", "rename it to content/site.yaml"),
        ("content/config.yaml", "unexpected-file", "rename it to content/site.yaml"),
        ("content/drafts/x.yaml", "unexpected-file", "the folders of content/ are"),
        ("content/quotes/Rutte.yaml", "bad-id", "try 'rutte'"),
        ("content/quotes/a_b.yaml", "bad-id", "try 'a-b'"),
        ("content/quotes/a--b.yaml", "bad-id", "try 'a-b'"),
        ("content/quotes/con.yaml", "bad-id", "choose another"),
        ("content/authors/unnamed.yaml", "bad-id", "choose another"),
        ("content/pages/index.md", "bad-id", "choose another"),
        ("content/quotes/" + "a" * 81 + ".yaml", "bad-id", "an id has at most 80"),
        ("content/quotes/\N{CYRILLIC SMALL LETTER A}.yaml", "bad-id", "use a-z, 0-9 and single hyphens"),
        ("content/quotes/a\N{ZERO WIDTH SPACE}b.yaml", "bad-id", "try 'ab'"),
        ("content/countries/NO.yaml", "unknown-country", "rename it to no.yaml"),
        ("content/countries/norway.yaml", "unknown-country", "did you mean 'no'?"),
        ("content/countries/eu.yaml", "unknown-country", "write its ISO 3166 code"),
    ],
)
def test_a_file_in_the_wrong_place_is_reported_with_the_cure(path: str, code: str, hint: str) -> None:
    found = slot_of(path)
    assert isinstance(found, Problem)
    assert (found.file, found.line, found.column, found.code) == (path, 1, 1, code)
    assert hint in found.hint


FOLDERS = ["quotes", "authors", "countries", "pages", "x", "no", "a b", "con", "é"]
ENDINGS = [".yaml", ".md", ".yml", "", ".png"]


@given(st.lists(st.sampled_from(FOLDERS), min_size=1, max_size=4), st.sampled_from(ENDINGS))
def test_any_path_is_a_record_with_a_good_id_or_a_problem_with_a_cure(parts: list[str], ending: str) -> None:
    path = "/".join(["content", *parts]) + ending
    found = slot_of(path)
    if isinstance(found, Problem):
        assert found.message
        assert found.hint
    else:
        assert fault_of_id(found.id) is None
        assert path.endswith(f"/{found.id}{ending}")
