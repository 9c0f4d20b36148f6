"""What an editor sees in a new site: the settings and schemas that `init` writes, in VS Code's language server."""

import itertools
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.command import run
from tests.language_server import LanguageServer, language_server

_NUMBERS = itertools.count(1)
SOUND = (
    "text: Some words.\nauthor: abraham-lincoln\npronounced: 1863-11-19\ninserted: 2025-01-20T12:00:00Z\n"
    "source: {title: A paper, locator: page 3}\n"
)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("editor") / "site"
    assert run("init", str(root)).status == 0
    return root


@pytest.fixture(scope="module")
def editor(root: Path) -> Iterator[LanguageServer]:
    keys = json.loads((root / ".vscode/settings.json").read_text())
    settings = {key.removeprefix("yaml."): value for key, value in keys.items() if key.startswith("yaml.")}
    settings["schemaStore"] = {"enable": False}  # no test asks the network
    with language_server(root, settings) as server:
        yield server


def opened(editor: LanguageServer, text: str) -> str:
    """The path of a new quote, open in the editor with `text` in it, and looked at."""
    path = f"content/quotes/2025/some-words-{next(_NUMBERS)}.yaml"
    editor.open(path, text)
    editor.marks(path)
    return path


def messages(marks: list[Any]) -> dict[int, str]:
    """What is marked, by line, from 1."""
    return {mark["range"]["start"]["line"] + 1: mark["message"] for mark in marks}


def test_every_file_of_a_new_site_is_without_a_mark(editor: LanguageServer, root: Path) -> None:
    files = sorted((root / "content").rglob("*.yaml"))
    assert len(files) == 5
    for file in files:
        path = file.relative_to(root).as_posix()
        editor.open(path, file.read_text(encoding="utf-8"))
        assert editor.marks(path) == [], path


def test_a_wrong_value_is_marked_in_words(editor: LanguageServer) -> None:
    wrong = SOUND.replace("abraham-lincoln", "Abraham Lincoln").replace("1863-11-19", "19.11.1863")
    quote = opened(editor, f"{wrong}status: verifed\ncolour: red\n")
    marked = messages(editor.marks(quote))
    assert "an author such as mark-rutte" in marked[2]
    assert "a date such as 2024" in marked[3]
    assert '"verified"' in marked[6]
    assert "colour" in marked[7]
    assert set(marked) == {2, 3, 6, 7}


def test_an_id_that_is_not_there_yet_is_no_mistake(editor: LanguageServer) -> None:
    quote = opened(editor, SOUND.replace("abraham-lincoln", "mary-robinson") + "mentions: [author:mary-robinson]\n")
    assert editor.marks(quote) == []


def test_a_key_that_is_missing_is_marked(editor: LanguageServer) -> None:
    quote = opened(editor, SOUND.replace("pronounced: 1863-11-19\n", ""))
    assert any('"pronounced"' in message for message in messages(editor.marks(quote)).values())


def test_keys_are_offered_with_what_they_are_for(editor: LanguageServer) -> None:
    quote = opened(editor, f"{SOUND}men\n")
    offered = editor.completions(quote, 5, 3)
    assert {"mentions", "contexts", "status", "medium"} <= set(offered)
    assert "text" not in offered
    assert "whom the words are about" in str(offered["mentions"]["documentation"])


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("author: ", {"abraham-lincoln": "Abraham Lincoln", "entity:gettysburg": "Gettysburg"}),
        ("entities: [", {"gettysburg": "Gettysburg"}),
        ("contexts:\n  - ", {"gettysburg-address": "The Gettysburg address"}),
        ("countries:\n  - ", {"no": "Norway"}),
        ("mentions:\n  - ", {"author:abraham-lincoln": "Abraham Lincoln", "country:us": "United States"}),
        ("status: ", {"verified": "", "removed": ""}),
    ],
)
def test_ids_of_this_archive_are_offered_with_their_names(
    editor: LanguageServer, line: str, wanted: dict[str, str]
) -> None:
    closed = line + "]" if line.endswith("[") else line
    quote = opened(editor, f"{closed}\n")
    offered = editor.completions(quote, line.count("\n"), len(line.rsplit("\n", 1)[-1]))
    for identifier, name in wanted.items():
        assert identifier in offered, sorted(offered)
        assert name in str(offered[identifier].get("documentation", ""))


def test_new_ids_are_offered_once_the_schemas_are_written_anew(root: Path, tmp_path: Path) -> None:
    (root / "content/authors/mary-robinson.yaml").write_text("name: Mary Robinson\n")
    folder = tmp_path / "schemas"
    assert run("schema", "--output", str(folder), root=root).status == 0
    with language_server(root, {"schemas": {(folder / "quote.schema.json").as_uri(): "content/quotes/**"}}) as server:
        assert (
            server.completions(opened(server, "author: \n"), 0, 8)["mary-robinson"]["documentation"] == "Mary Robinson"
        )


def test_what_a_key_is_for_is_shown_where_it_stands(editor: LanguageServer) -> None:
    quote = opened(editor, SOUND)
    assert "when it was said, as precisely as it is known" in editor.hover(quote, 2, 3)
    assert "where the words can be checked" in editor.hover(quote, 4, 3)
