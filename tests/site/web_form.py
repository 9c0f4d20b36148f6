"""The form in the browser, driven as an editor would on a checkout.

Chromium without a window shows no dialog to choose a folder. The folder that the form is given is one of the browser's
own (the origin private file system), which has the same interface: the checkout is copied into it, and what the form
wrote is copied back.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect
from playwright.sync_api import TimeoutError as TooLate

from tests.command import write
from tests.site.hosts import other
from tests.site.server import served

BEGINS: Final = """
document.startViewTransition = undefined;
window.showDirectoryPicker = async () =>
  (await navigator.storage.getDirectory()).getDirectoryHandle("checkout", {create: true});
"""
"""The folder is the browser's own. Pages change at once: where one is faded into the next, a busy machine takes seconds
for it, and meanwhile the fields of both are there.
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


@contextmanager
def form_of(root: Path, browser: Browser) -> Iterator[Page]:
    """The form of the built site in `root` after someone chose the checkout. Nothing is asked of anybody else."""
    elsewhere: list[str] = []
    with served(root / "output", "/") as address:
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        host = urlsplit(address).netloc
        page.on("response", lambda answer: elsewhere.append(answer.url) if other(answer.url, host) else None)
        page.add_init_script(BEGINS)
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
    form.get_by_role("combobox", name="Author").click()
    form.get_by_role("option", name="Abraham Lincoln").click()
    values = {
        "Text": text,
        "Pronounced": pronounced,
        "Title": "Annual message: 1862",
        "Url": "https://archive.example/annual-message",
    }
    for name, value in values.items():
        form.get_by_role("textbox", name=name, exact=True).first.fill(value)
    for name, value in values.items():
        expect(form.get_by_role("textbox", name=name, exact=True).first).to_have_value(value)


def save(form: Page, root: Path) -> set[str]:
    """Press the button, and put what the form wrote into the checkout; the paths of what is new or changed."""
    form.get_by_role("button", name="Save", exact=True).click()
    try:
        form.get_by_role("treeitem", name="Authors", exact=True).wait_for()
    except TooLate:
        pytest.fail(f"the form did not save: {form.get_by_role('alert').all_inner_texts()}")
    before, after = files_of(root), form.evaluate(COPY_OUT)
    assert before.keys() <= after.keys()
    changed = {path: text for path, text in after.items() if before.get(path) != text}
    write(root, changed)
    return set(changed)
