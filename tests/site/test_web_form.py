"""The form in the browser: what it writes passes a check."""

import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
import yaml
from playwright.sync_api import Browser, Page

from tests.command import run
from tests.site.sites import NOW, build
from tests.site.web_form import COPY_OUT, fill_in, form_of, save

WORDS: Final = "In giving freedom to the slave, we assure freedom to the free: yes # no.\n\nWe shall nobly save it."
FALLEN: Final = "content/quotes/1863/11/lincoln-government-of-the-people.yaml"


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A checkout of a site with the form."""
    root = tmp_path_factory.mktemp("written") / "site"
    assert run("init", "--cms", root=root, env={"SOURCE_DATE_EPOCH": "1737482400"}).status == 0
    subprocess.run(["git", "init", "--quiet", str(root)], check=True)
    build(root, root / "output", "--strict")
    return root


@pytest.fixture(scope="module")
def form(root: Path, browser: Browser) -> Iterator[Page]:
    """The form, open on the checkout."""
    with form_of(root, browser) as page:
        yield page


def values(root: Path, path: str) -> dict[str, Any]:
    """A file as strings, which is how the archive reads it."""
    found: dict[str, Any] = yaml.load((root / path).read_text(encoding="utf-8"), yaml.BaseLoader)
    return found


def test_a_quote_is_filled_in_and_passes_the_check(form: Page, root: Path) -> None:
    fill_in(form, WORDS, "1862-12-01")
    (path,) = save(form, root)
    assert path.startswith("content/quotes/1862/12/abraham-lincoln-in-giving-freedom")
    found = values(root, path)
    inserted = found.pop("inserted")
    assert found == {
        "text": WORDS,
        "author": "abraham-lincoln",
        "pronounced": "1862-12-01",
        "source": {"title": "Annual message: 1862", "url": "https://archive.example/annual-message"},
        "draft": "false",
    }
    checked = run("check", "--strict", path, root=root)
    assert (checked.status, checked.out) == (0, "")
    build(root, root / "again", now=inserted)
    page = (root / "again/quotes" / Path(path).stem / "index.html").read_text(encoding="utf-8")
    assert "We shall nobly save it." in page


def test_a_date_that_is_none_is_told_before_anything_is_written(form: Page, root: Path) -> None:
    form.get_by_role("treeitem", name="Quotes", exact=True).click()
    form.get_by_role("row").filter(has_text="government of the people").get_by_role("gridcell").last.click()
    date = form.get_by_role("textbox", name="Pronounced", exact=True)
    date.fill("19.11.1863")
    form.get_by_role("button", name="Save", exact=True).click()
    form.get_by_role("alert").filter(has_text="One field has an error").wait_for()
    assert form.evaluate(COPY_OUT)[FALLEN] == (root / FALLEN).read_text(encoding="utf-8")
    date.fill("1863-11")
    before = values(root, FALLEN)
    assert save(form, root) == {FALLEN}
    assert values(root, FALLEN) == {**before, "text": before["text"].strip(), "pronounced": "1863-11", "draft": "false"}
    assert run("check", "--now", NOW, root=root).status == 0


@pytest.mark.parametrize("pronounced", ["unknown", "1863~"])
def test_a_quote_whose_day_is_not_known_has_its_folder_too(pronounced: str, form: Page, root: Path) -> None:
    fill_in(form, f"Of these words nobody has told the day: {pronounced.strip('~')}", pronounced)
    (path,) = save(form, root)
    assert path.rpartition("/")[0] == "content/quotes/undated/undated"
    assert values(root, path)["pronounced"] == pronounced
    assert run("check", root=root).status == 0
