"""The documentation says what the code does."""

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest

from ipsegen.model.field_tables import KINDS, field_table
from ipsegen.model.reading import fields_of
from ipsegen.model.records import RECORD_CLASSES
from ipsegen.model.site import Site

ROOT = Path(__file__).parents[1]
CLASSES = {**{str(kind): record for kind, record in RECORD_CLASSES.items()}, "site": Site}


def script(name: str) -> ModuleType:
    """A script of `scripts/`, which is no package."""
    spec = importlib.util.spec_from_file_location(name, ROOT / "scripts" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(("path", "text"), script("write_docs").documents().items())
def test_generated_pages_are_up_to_date(path: str, text: str) -> None:
    assert (ROOT / path).read_text(encoding="utf-8") == text, f"run 'make docs' to write {path} again"


@pytest.mark.parametrize("kind", KINDS)
def test_every_key_has_a_row_and_required_ones_are_bold(kind: str) -> None:
    table = field_table(kind).split("\n### ")[0]
    rows = [line for line in table.splitlines()[2:] if line]
    fields = fields_of(CLASSES[kind])
    assert len(rows) == len(fields)
    for row, field in zip(rows, fields, strict=True):
        assert all(f"`{name}`" in row for name in field.names)
        assert len(re.findall(r"(?<!\\)\|", row)) == 4
        assert row.startswith("| **") == (field.key.required or (kind, field.attribute) == ("quote", "text"))


@pytest.mark.parametrize("kind", KINDS)
def test_every_mapping_has_a_table_of_its_own(kind: str) -> None:
    tables = field_table(kind)
    linked = set(re.findall(r"\[([a-z_.]+)\]\(#[a-z_]+\)", tables))
    assert linked == set(re.findall("^### (.+)$", tables, re.MULTILINE))
    assert kind not in {"quote", "author"} or len(linked) > 4


def test_defaults_are_told_where_they_say_something() -> None:
    assert "default: `50`" in field_table("site")
    assert "default: `official`" in field_table("quote")
    assert "default: `true`" in field_table("site")
    assert "default: ``" not in "".join(map(field_table, KINDS))
