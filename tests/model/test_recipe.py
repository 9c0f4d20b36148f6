"""Which column fills which key, by a mapping file or by its name."""

import pytest

from ipsegen.load.json_text import Value
from ipsegen.model.given import GivenError
from ipsegen.model.recipe import Origin, Recipe, completed, missing_columns, read_recipe, values_of
from tests.model.builders import places

MAPPING = """keys:
  text: quote
  author: {column: by, split: ";", empty: unknown}
  source.title: {value: A package}
  tags: {column: tags, split: ","}
ignore: [text]
sheet: Two
"""


def recipe_of(text: str) -> Recipe:
    recipe, problems = read_recipe("columns.yaml", text.encode())
    assert recipe is not None
    assert problems == []
    return recipe


def values(text: str, cells: dict[str, Value]) -> dict[str, Value]:
    return values_of(recipe_of(text), cells)


def test_a_mapping_file() -> None:
    recipe = recipe_of(MAPPING)
    assert recipe.sheet == "Two"
    assert recipe.keys["text"] == Origin("quote")
    assert recipe.keys["source.title"] == Origin(value="A package")


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"quote": "Yes.", "by": "Ada"}, {"text": "Yes.", "author": "Ada"}),
        ({"by": "Ada; Eve ;", "text": "no"}, {"authors": ["Ada", "Eve"]}),
        ({"by": ["Ada", "Eve"]}, {"authors": ["Ada", "Eve"]}),
        ({}, {"author": "unknown"}),
        ({"tags": "a, b,,", "by": "Ada"}, {"author": "Ada", "tags": ["a", "b"]}),
    ],
)
def test_values_of_a_row(cells: dict[str, Value], expected: dict[str, Value]) -> None:
    assert values(MAPPING, cells) == {"source": {"title": "A package"}, **expected}


def test_one_value_becomes_the_list_that_its_key_wants() -> None:
    assert values("keys: {mentions: who, corrections.date: day}\n", {"who": "entity:nato", "day": "2024"}) == {
        "mentions": ["entity:nato"], "corrections": [{"date": "2024"}],
    }  # fmt: skip


def test_two_columns_cannot_fill_one_key() -> None:
    with pytest.raises(GivenError, match="set twice"):
        values("keys: {source: a, source.url: b}\n", {"a": "paper", "b": "https://paper.example/"})


def test_columns_that_are_called_as_keys_need_no_mapping() -> None:
    recipe, unused = completed(
        recipe_of(MAPPING), ["quote", "text", "role", "source.url", "source.web", "id", "tags", "x"]
    )
    assert set(recipe.keys) == {"text", "author", "source.title", "tags", "role", "source.url", "id"}
    assert unused == ["source.web", "x"]


def test_a_column_that_is_not_there_is_told_with_the_nearest() -> None:
    assert missing_columns(recipe_of(MAPPING), ["qoute", "by", "tags"]) == ["'quote' did you mean 'qoute'?"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("keys:\n  txt: a\n", [(2, 3, "unknown-key")]),
        ("keys:\n  source.titel: a\n", [(2, 3, "unknown-key")]),
        ("keys:\n  text: {empty: a}\n", [(2, 9, "missing-key")]),
        ("keys:\n  text: {column: a, value: b}\n", [(2, 9, "missing-key")]),
        ("keys:\n  text: {colum: a}\n", [(2, 9, "missing-key"), (2, 10, "unknown-key")]),
        ("keys: a\n", [(1, 7, "wrong-type")]),
        ("key: {text: a}\n", [(1, 1, "unknown-key")]),
        ("keys: [\n", [(1, 7, "yaml-syntax")]),
    ],
)
def test_faults_of_a_mapping_file_have_their_place(text: str, expected: list[tuple[int, int, str]]) -> None:
    _recipe, problems = read_recipe("columns.yaml", text.encode())
    assert sorted(places(problems)) == expected
