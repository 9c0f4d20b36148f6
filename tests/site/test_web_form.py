"""The form in the browser, used as an editor would on a checkout: what it writes passes a check.

Chromium without a window shows no dialog to choose a folder. The folder that the form is given is one of the browser's
own (the origin private file system), which has the same interface: the checkout is copied into it, and what the form
wrote is copied back.
"""

import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import pytest
import yaml
from playwright.sync_api import Browser, Page

from tests.command import run, write
from tests.site.hosts import other
from tests.site.server import served
from tests.site.sites import NOW, build

CHOOSES: Final = """
window.showDirectoryPicker = async () =>
  (await navigator.storage.getDirectory()).getDirectoryHandle("checkout", {create: true});
"""
COPY_IN: Final = """async (files) => {
  for (const [path, text] of Object.entries(files)) {
    const names = path.split("/");
    let folder = await window.showDirectoryPicker();
    for (const name of names.slice(0, -1)) folder = await folder.getDirectoryHandle(name, {create: true});
    const file = await (await folder.getFileHandle(names.at(-1), {create: true})).createWritable();
    await file.write(text);
    await file.close();
  }
}"""
COPY_OUT: Final = """async () => {
  const found = {};
  const walk = async (folder, path) => {
    for await (const [name, one] of folder.entries()) {
      if (one.kind === "directory") await walk(one, `${path}${name}/`);
      else found[path + name] = await (await one.getFile()).text();
    }
  };
  await walk(await window.showDirectoryPicker(), "");
  return found;
}"""
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
    """The form after someone chose the checkout. Nothing was asked of anybody else."""
    elsewhere: list[str] = []
    with served(root / "output", "/") as address:
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        host = urlsplit(address).netloc
        page.on("response", lambda answer: elsewhere.append(answer.url) if other(answer.url, host) else None)
        page.add_init_script(CHOOSES)
        page.goto(f"{address}robots.txt")
        page.evaluate(COPY_IN, files_of(root))
        page.goto(f"{address}admin/")
        page.get_by_role("button", name="Work with Local Repository").click()
        page.get_by_role("treeitem", name="Authors", exact=True).wait_for()
        yield page
        assert elsewhere == []
        page.close()


def files_of(root: Path) -> dict[str, str]:
    kept = [path for path in (root / "content").rglob("*") if path.is_file()] + [root / ".git/HEAD"]
    return {path.relative_to(root).as_posix(): path.read_text(encoding="utf-8") for path in kept}


def fill_in(form: Page, text: str, pronounced: str) -> None:
    """A new quote by an author who is there already."""
    form.get_by_role("treeitem", name="Quotes", exact=True).click()
    form.get_by_role("button", name="New", exact=False).first.click()
    form.get_by_role("textbox", name="Text", exact=True).fill(text)
    form.get_by_role("combobox", name="Author").click()
    form.get_by_role("option", name="Abraham Lincoln").click()
    form.get_by_role("textbox", name="Pronounced", exact=True).fill(pronounced)
    form.get_by_role("textbox", name="Title", exact=True).first.fill("Annual message: 1862")
    form.get_by_role("textbox", name="Url", exact=True).first.fill("https://archive.example/annual-message")


def save(form: Page, root: Path) -> set[str]:
    """Press the button, and put what the form wrote into the checkout; the paths of what is new or changed."""
    form.get_by_role("button", name="Save", exact=True).click()
    form.get_by_role("treeitem", name="Authors", exact=True).wait_for()
    before, after = files_of(root), form.evaluate(COPY_OUT)
    assert before.keys() <= after.keys()
    changed = {path: text for path, text in after.items() if before.get(path) != text}
    write(root, changed)
    return set(changed)


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
    checked = run("check", "--strict", root=root)
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
