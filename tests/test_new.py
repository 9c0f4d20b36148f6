"""`ipsegen new`: from values to a file, and what keeps a file from being made."""

import json
from pathlib import Path
from typing import NoReturn

import pytest

from ipsegen.model.given import GivenError, values_from_json, values_from_pairs
from ipsegen.model.records import RECORD_CLASSES
from tests.command import NOW, QUOTE, SITE, Result, contents, run, write

CLOCK = {"SOURCE_DATE_EPOCH": "1737482400"}  # 2025-01-21T18:00:00Z
WORDS = "The Alliance will defend every inch of its territory."
SOURCE = "source={title: Speech, url: 'https://www.nato.int/speech'}"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write(tmp_path, SITE)


def new(root: Path, *arguments: str, stdin: bytes = b"") -> Result:
    return run("new", *arguments, root=root, env=CLOCK, stdin=stdin)


def settings(**values: str) -> list[str]:
    return [word for key, value in values.items() for word in ("--set", f"{key}={value}")]


def new_quote(
    root: Path, *more: str, text: str = WORDS, pronounced: str = "2024-11-02", author: str = "mark-rutte"
) -> Result:
    return new(root, "quote", *settings(text=text, pronounced=pronounced, author=author), "--set", SOURCE, *more)


def test_a_quote_is_filed_named_and_dated(root: Path) -> None:
    result = new_quote(root)
    path = "content/quotes/2024/11/rutte-alliance-defend-every.yaml"
    assert result == (0, f"{path}\n", "")
    assert (root / path).read_text() == (
        f"text: {WORDS}\n"
        "author: mark-rutte\n"
        "pronounced: 2024-11-02\n"
        f"inserted: {NOW}\n"
        "source: {title: Speech, url: https://www.nato.int/speech}\n"
    )
    assert run("check", "--strict", "--now", NOW, root=root).status == 0


@pytest.mark.parametrize(
    ("pronounced", "folder"),
    [
        ("2024", "2024/"), ("2024-10", "2024/10/"), ("2024-10~", "2024/10/"), ("2024-10-28T14:30:00Z", "2024/10/"),
        ("2024-10-03/2024-10-29", "2024/10/"), ("2024-10/2024-11", "2024/"), ("2023/2024", ""), ("../2024", ""),
        ("unknown", ""),
    ],
)  # fmt: skip
def test_a_quote_lies_in_the_month_or_year_that_is_sure(root: Path, pronounced: str, folder: str) -> None:
    assert new_quote(root, pronounced=pronounced).out == f"content/quotes/{folder}rutte-alliance-defend-every.yaml\n"


@pytest.mark.parametrize(
    ("author", "text", "identifier"),
    [
        ("mark-rutte", "We will, and we can.", "rutte"),
        ("entity:nato", "Allies don’t blink.", "nato-allies-dont-blink"),
        ("unknown", "Nobody knows these words.", "nobody-knows-words"),
        ("country:no", "Велика країна.", "no"),
        ("unknown", "Велика країна.", "quote-2024-11-02"),
        ("mark-rutte", "x" * 100, "rutte"),
    ],
)
def test_an_id_is_made_of_the_name_and_the_first_telling_words(
    root: Path, author: str, text: str, identifier: str
) -> None:
    assert Path(new_quote(root, author=author, text=text).out.strip()).stem.startswith(identifier)


def test_made_ids_are_counted_on(root: Path) -> None:
    names = ["John Smith", "John  Smith", "Unknown"]
    paths = [new(root, "author", *settings(name=name)).out.strip() for name in names]
    assert [Path(path).stem for path in paths] == ["john-smith", "john-smith-2", "unknown-2"]


def test_every_kind_is_made_where_it_belongs(root: Path) -> None:
    made = [
        new(root, "entity", *settings(name="European Union", kind="organisation", flag="eu")),
        new(root, "context", *settings(title="Troops in Russia", summary="What happened.")),
        new(root, "source", "speech", *settings(title="Speech", url="https://www.nato.int/")),
        new(root, "page", *settings(title="Our method", body="## Sources\n\nWe ask.")),
        new(root, "context", "briefing", *settings(title="A briefing", lede="In short.", body="The article.")),
    ]
    assert [result.out.strip() for result in made] == [
        "content/entities/european-union.yaml",
        "content/contexts/troops-in-russia.yaml",
        "content/sources/speech.yaml",
        "content/pages/our-method.md",
        "content/contexts/briefing.md",
    ]
    assert (root / "content/pages/our-method.md").read_text() == "---\ntitle: Our method\n---\n## Sources\n\nWe ask.\n"
    assert run("check", root=root).status == 0


def test_values_come_from_json_then_from_the_command_line(root: Path) -> None:
    given = {
        "text": WORDS, "author": "nobody", "pronounced": "2024-11-02", "source": {"title": "Old"}, "entities": ["nato"],
        "draft": True, "position": 3, "title": None,
    }  # fmt: skip
    write(root, {"quote.json": json.dumps(given)})
    arguments = ["quote", "x", "--from-json", str(root / "quote.json")]
    result = new(root, *arguments, "--set", "author=mark-rutte", "--set", "source.url=https://www.nato.int/")
    assert result.status == 0
    text = (root / "content/quotes/2024/11/x.yaml").read_text()
    assert "source: {title: Old, url: https://www.nato.int/}\n" in text
    assert "author: mark-rutte\n" in text
    assert "entities: [nato]\n" in text
    assert "position: 3\n" in text
    assert "draft: true\n" in text


def test_json_may_come_from_standard_input(root: Path) -> None:
    assert (
        new(root, "author", "--from-json", "-", stdin=b'{"name": "Ada Lovelace"}').out
        == "content/authors/ada-lovelace.yaml\n"
    )


def test_an_error_is_shown_at_its_place_and_nothing_is_written(root: Path) -> None:
    before = contents(root)
    result = new_quote(root, "--set", "rol=Secretary General", "--set", "contexts=troops", author="mark-rute")
    assert (result.status, result.out) == (1, "")
    assert contents(root) == before
    path = "content/quotes/2024/11/rute-alliance-defend-every.yaml"
    assert f"{path}:2:9: error[unknown-author]: no author 'mark-rute'\n    2 | author: mark-rute\n" in result.err
    assert "error[unknown-key]: there is no key 'rol' here" in result.err
    assert "did you mean 'role'" in result.err
    assert "error[unknown-context]" in result.err
    assert result.err.endswith("nothing was written\n")


def test_every_missing_key_is_named(root: Path) -> None:
    result = new(root, "quote", "x")
    assert result.status == 1
    for key in ("author", "pronounced", "source"):
        assert f"error[missing-key]: '{key}'" in result.err
    result = new(root, "entity", "x")
    assert "'name' is missing" in result.err
    assert "'kind' is missing" in result.err


def test_a_body_is_a_text(root: Path) -> None:
    result = new(root, "page", "--from-json", "-", stdin=b'{"title": "Method", "body": ["a", "b"]}')
    assert result.status == 1
    assert "error[unknown-key]: there is no key 'body' here" in result.err


def test_a_warning_is_shown_and_the_file_written(root: Path) -> None:
    result = new_quote(root, text="Words (that never end.")
    assert result.status == 0
    assert "warning[unbalanced-brackets]" in result.err
    assert (root / result.out.strip()).is_file()


def test_faults_elsewhere_do_not_stand_in_the_way(root: Path) -> None:
    write(root, {"content/authors/broken.yaml": "nam: x\n"})
    result = new_quote(root)
    assert (result.status, result.err) == (0, "")


@pytest.mark.parametrize("pronounced", ["2024-10-28", "2023"])
def test_an_id_that_is_taken_is_never_written_over(root: Path, pronounced: str) -> None:
    before = contents(root)
    identifier = Path(QUOTE).stem
    result = new(
        root, "quote", identifier, *settings(text=WORDS, pronounced=pronounced, author="unknown"), "--set", SOURCE
    )
    assert (result.status, result.out) == (1, "")
    assert f":1:1: error[duplicate-id]: the id '{identifier}' is already at {QUOTE}" in result.err
    assert contents(root) == before


def test_whatever_stands_at_the_path_is_an_error(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (root / "content/authors/ada.yaml").mkdir()
    result = new(root, "author", "ada", *settings(name="Ada"))
    assert result.status == 1
    assert "error[unexpected-file]" in result.err

    def came_meanwhile(*_: object) -> NoReturn:
        raise FileExistsError

    monkeypatch.setattr("ipsegen.new.create_all_below", came_meanwhile)
    result = new(root, "author", "eve", *settings(name="Eve"))
    assert (result.status, result.out) == (1, "")
    assert "error[duplicate-id]: the id 'eve' is already at content/authors/eve.yaml" in result.err


def test_folders_that_are_links_are_not_followed(root: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (root / "content/quotes/2030").symlink_to(elsewhere)
    result = new_quote(root, "--set", "inserted=2030-05-05T00:00:00Z", pronounced="2030-05-04")
    assert result.status == 3
    assert list(elsewhere.iterdir()) == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["author", "Mark Rutte"], "try 'mark-rutte'"),
        (["author", "../x"], "is not an id"),
        (["author", "con"], "reserved"),
        (["author"], "give one: ipsegen new author ID"),
        (["author", "--set", "name=Владимир"], "give one"),
        (["author", "x", "--set", "name"], "KEY=VALUE"),
        (["author", "x", "--set", "name=a", "--set", "name=b"], "set twice"),
        (["author", "x", "--set", "countries=[nl"], "--set countries"),
        (["author", "x", "--set", "name=\udcff"], "U+DCFF"),
        (["author", "x", "--from-json", "nowhere.json"], "nowhere.json"),
    ],
)
def test_what_cannot_be_understood_is_wrong_usage(root: Path, arguments: list[str], said: str) -> None:
    result = new(root, *arguments)
    assert (result.status, result.out) == (2, "")
    assert said in result.err


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"{", "line 1, column 2"),
        (b"[]", "one object"),
        (b'"x"', "one object"),
        (b'{"a": NaN}', "NaN"),
        (b'{"a": 1, "a": 2}', "'a' twice"),
        (b'{"a": "\\ud800"}', "U+D800"),
        (b'{"a": "\xff"}', "UTF-8"),
        (b'{"a": ' + b"[" * 100 + b"]" * 100 + b"}", "levels"),
        (b'{"a": ' + b"[" * 60_000, "levels"),
        (b" " * 300_000, "256 KiB"),
    ],
)
def test_json_that_cannot_be_used(data: bytes, said: str) -> None:
    with pytest.raises(GivenError, match=said.replace("+", r"\+")):
        values_from_json(data)


def test_numbers_stay_as_they_are_written() -> None:
    assert values_from_json(b'{"a": 1.50, "b": 1e3, "c": [null, false], "d": {"e": null}}') == {
        "a": "1.50", "b": "1e3", "c": ["false"], "d": {},
    }  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "pairs", "values"),
    [
        ("quote", ["text=[not a list]"], {"text": "[not a list]"}),
        ("quote", ["title={x}: y=z"], {"title": "{x}: y=z"}),
        ("quote", ["entities=[nato, eu]"], {"entities": ["nato", "eu"]}),
        ("quote", ["entities=nato"], {"entities": ["nato"]}),
        ("quote", ["entities=[]"], {"entities": []}),
        ("quote", ["source=speech"], {"source": "speech"}),
        ("quote", ["source={title: 'a, b', url: x}"], {"source": {"title": "a, b", "url": "x"}}),
        ("quote", ["source.url=x", "source.title=[y]"], {"source": {"url": "x", "title": "[y]"}}),
        (
            "quote",
            ["author.role=x", "author.on_behalf_of=entity:nato"],
            {"author": {"role": "x", "on_behalf_of": ["entity:nato"]}},
        ),
        ("quote", ["corrections.date=2024", "corrections.note=x"], {"corrections": [{"date": "2024", "note": "x"}]}),
        ("author", ["identifiers.wikidata=Q1"], {"identifiers": {"wikidata": "Q1"}}),
        ("author", ["what.ever=x"], {"what.ever": "x"}),
    ],
)
def test_pairs(kind: str, pairs: list[str], values: object) -> None:
    assert values_from_pairs(RECORD_CLASSES[kind], pairs) == values  # type: ignore[index]
