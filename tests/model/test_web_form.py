"""What the form in the browser asks: a configuration that Sveltia CMS takes, with a field for what editors write."""

import json
import re
from pathlib import Path
from typing import Any, Final

import jsonschema
import pytest

from ipsegen.model.form_fields import widgets_of
from ipsegen.model.quote import Quote
from ipsegen.model.reading import fields_of
from ipsegen.model.records import RECORD_CLASSES
from ipsegen.model.references import FOLDERS
from ipsegen.model.site import Site
from ipsegen.model.web_form import form_collections

SVELTIA: Final = Path(__file__).parents[1] / "node" / "node_modules" / "@sveltia" / "cms"
ASKED: Final[dict[str, Any]] = form_collections()
COLLECTIONS: Final = {collection["name"]: collection for collection in ASKED["collections"]}
BACKEND: Final = {"backend": {"name": "github", "repo": "owner/name"}, "media_folder": "content/media"}


def fields(collection: str) -> dict[str, Any]:
    return {field["name"]: field for field in COLLECTIONS[collection]["fields"]}


def test_sveltia_cms_takes_the_configuration() -> None:
    schema = json.loads((SVELTIA / "schema" / "sveltia-cms.json").read_text(encoding="utf-8"))
    judge = jsonschema.Draft7Validator(schema)
    assert list(judge.iter_errors({**BACKEND, **ASKED})) == []
    assert not judge.is_valid({**BACKEND, **ASKED, "collections": [{**COLLECTIONS["quotes"], "fields": "all"}]})


def test_every_kind_of_file_has_a_form_in_its_folder() -> None:
    assert {COLLECTIONS[folder]["folder"] for folder in FOLDERS.values()} == {
        f"content/{folder}" for folder in FOLDERS.values()
    }
    assert [file["file"] for file in ASKED["singletons"]] == ["content/site.yaml"]
    assert COLLECTIONS["quotes"]["path"].endswith("/{{slug}}")
    assert COLLECTIONS["articles"]["extension"] == "md"


@pytest.mark.parametrize(
    ("collection", "key", "kind"),
    [
        ("quotes", "author", "authors"),
        ("quotes", "contexts", "contexts"),
        ("quotes", "replies_to", "quotes"),
        ("authors", "entities", "entities"),
        ("entities", "parent", "entities"),
        ("contexts", "related", "contexts"),
    ],
)
def test_records_are_picked_by_their_names(collection: str, key: str, kind: str) -> None:
    field = fields(collection)[key]
    assert (field["widget"], field["collection"], field["value_field"]) == ("relation", kind, "{{slug}}")
    assert field["display_fields"][0] in fields(kind)


def test_words_that_are_known_are_chosen() -> None:
    assert fields("quotes")["medium"]["options"][:2] == ["speech", "interview"]
    assert fields("quotes")["status"]["options"][0] == "attributed"
    assert fields("quotes")["fidelity"]["widget"] == "select"
    assert {"label": "Norway", "value": "no"} in fields("entities")["country"]["options"]


def test_a_person_is_required_of_a_quote_and_others_have_a_form_of_their_own() -> None:
    assert fields("quotes")["author"]["required"] is True
    assert "authors" not in fields("quotes")
    assert fields("joint_quotes")["authors"]["required"] is True
    assert fields("joint_quotes")["author"]["widget"] == "hidden"


def test_what_the_form_would_damage_it_does_not_ask() -> None:
    missing = {name for field in fields_of(Quote) for name in field.names} - set(fields("quotes"))
    assert missing == {"authors", "sources", "entities", "countries"}
    assert "go_deeper" not in fields("contexts")
    assert "on_behalf_of" not in {field["name"] for field in fields("joint_quotes")["authors"]["fields"]}


def test_a_picture_is_named_as_an_archive_names_it() -> None:
    image = {field["name"]: field for field in fields("authors")["image"]["fields"]}
    assert image["file"]["widget"] == "string"
    assert image["file"]["required"] is True


def test_a_truth_value_says_what_holds_where_it_is_left_out() -> None:
    assert {field["name"]: field["default"] for field in widgets_of(Site) if field["widget"] == "boolean"} == {
        "search": True
    }
    assert fields("quotes")["draft"]["default"] is False


@pytest.mark.parametrize("record", [*RECORD_CLASSES.values(), Site])
def test_every_pattern_is_one_that_a_browser_reads_as_well(record: Any) -> None:
    for field in widgets_of(record):
        pattern = field.get("pattern")
        if isinstance(pattern, list):
            assert re.compile(pattern[0]).groups >= 0
            assert not re.search(r"\(\?P|\\A|\\Z", pattern[0])
            assert str(pattern[1]).endswith("expected here") or pattern[1]


def test_a_date_is_asked_for_in_the_form_that_a_check_takes() -> None:
    pattern = fields("quotes")["pronounced"]["pattern"][0]
    for date in ("2024", "2024-10", "2024-10-28", "2024~", "2023/2024", "../2024", "unknown", "0476"):
        assert re.search(pattern, date)
    for other in ("28.10.2024", "2024-13", "476", ""):
        assert not re.search(pattern, other)
