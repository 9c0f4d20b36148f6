"""What an editor sees in the browser while files change: `ipsegen serve` as a process, and Chromium."""

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Error, Page, expect

from tests.command import write
from tests.site.sites import PROJECT
from tests.test_serve import Server, serving, wait

QUOTE = "content/quotes/2024/10/rutte-deployment-confirmed.yaml"
ADDRESS = "quotes/rutte-deployment-confirmed/"
expect.set_options(timeout=30_000)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    root = tmp_path_factory.mktemp("preview") / "site"
    shutil.copytree(PROJECT / "content", root / "content")
    with serving(root, "--drafts", "--editor", "vscode") as server:
        yield server


@contextmanager
def looking(browser: Browser, server: Server, path: str = ADDRESS) -> Iterator[Page]:
    """A page of the preview, in which nothing may fail and nothing may break the rules of the site."""
    page = browser.new_page(viewport={"width": 900, "height": 500})
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    try:
        page.goto(f"{server.address}{path}")
        yield page
    finally:
        page.close()
    assert [fault for fault in faults if not re.search("ERR_|status of (404|503)", fault)] == []


def until(page: Page, holds: str) -> None:
    """Wait until an expression holds in a page; Playwright's own way would be refused by the page's policy."""

    def ask() -> bool:
        # In the middle of a reload there is nobody to answer.
        with suppress(Error):
            return bool(page.evaluate(holds))
        return False

    wait(ask)


def change(server: Server, path: str, old: str, new: str) -> None:
    """Save a file as careful editors do: beside its place, then moved there."""
    file = server.root / path
    text = file.read_text()
    assert old in text
    beside = file.with_name(f".{file.name}.new")
    beside.write_text(text.replace(old, new, 1))
    beside.replace(file)


def test_a_saved_word_is_seen_where_the_reader_was(browser: Browser, server: Server) -> None:
    with looking(browser, server, "quotes/") as page:
        page.evaluate("scrollTo(0, 600)")

        change(server, QUOTE, "North Korean troops", "troops of North Korea")
        expect(page.get_by_text("troops of North Korea").first).to_be_attached()
        until(page, "scrollY === 600")
        change(server, QUOTE, "troops of North Korea", "North Korean troops")
        expect(page.get_by_text("troops of North Korea")).to_have_count(0)


def test_what_was_unfolded_stays_unfolded_and_what_had_the_focus_has_it(browser: Browser, server: Server) -> None:
    context = "content/contexts/north-korea-troops-in-russia.yaml"
    with looking(browser, server, "contexts/north-korea-troops-in-russia/") as page:
        folds = page.locator("main details")
        before = folds.evaluate_all("all => all.map(fold => fold.open)")
        page.evaluate("document.getElementById('content').focus()")
        folds.first.evaluate("fold => { fold.open = !fold.open }")
        (server.root / context).write_text((server.root / context).read_text().replace("title: ", "title: Anew, ", 1))
        expect(page.locator("h1")).to_contain_text("Anew, ")
        until(page, "document.activeElement.id === 'content'")
        assert folds.evaluate_all("all => all.map(fold => fold.open)") == [not before[0], *before[1:]]
        change(server, context, "title: Anew, ", "title: ")
        expect(page.locator("h1")).not_to_contain_text("Anew, ")


def test_what_did_not_change_is_not_loaded_again(browser: Browser, server: Server) -> None:
    with looking(browser, server, "authors/") as other, looking(browser, server) as page:
        other.evaluate("globalThis.same = true")
        change(server, QUOTE, "North Korean troops", "many North Korean troops")
        expect(page.get_by_text("many North Korean troops").first).to_be_attached()
        change(server, QUOTE, "many North", "North")
        expect(page.get_by_text("many North Korean troops")).to_have_count(0)
        assert other.evaluate("globalThis.same")


def test_a_fault_is_shown_at_its_place_until_it_is_mended(browser: Browser, server: Server) -> None:
    with looking(browser, server) as page:
        line = next(n for n, text in enumerate((server.root / QUOTE).read_text().split("\n"), 1) if "author:" in text)
        change(server, QUOTE, "author: mark-rutte", "author: <b>mark</b>")
        dialog = page.get_by_role("dialog")
        expect(dialog.locator("h2")).to_have_text("1 error: the page is as it was before")
        expect(dialog).to_contain_text(f"{QUOTE}:{line}:9")
        expect(dialog.locator("mark").first).to_have_text("<")
        expect(dialog.locator("pre").first).to_have_text(f"{line} author: <b>mark</b>")
        link = dialog.locator("a").first
        assert link.get_attribute("href") == f"vscode://file{server.root / QUOTE}:{line}:9"
        assert page.evaluate("document.activeElement.id") == "ipsegen-preview"
        page.keyboard.press("Escape")
        expect(dialog).to_have_count(0)
        page.get_by_role("button", name="1 error").click()
        expect(dialog).to_be_visible()
        change(server, QUOTE, "author: <b>mark</b>", "author: mark-rutte")
        expect(dialog).to_have_count(0)
        expect(page.get_by_role("button", name=re.compile("error"))).to_have_count(0)


def test_the_name_of_the_file_behind_a_page_is_a_link_to_it(browser: Browser, server: Server) -> None:
    for path, file in ((ADDRESS, QUOTE), ("", "content/site.yaml"), ("nowhere/", "content/site.yaml")):
        with looking(browser, server, path) as page:
            source = page.locator("#ipsegen-preview .source")
            expect(source).to_have_text(file)
            assert source.get_attribute("href") == f"vscode://file{server.root / file}:1:1"
            box = source.bounding_box()
            assert box is not None
            assert box["height"] >= 44


def test_drafts_are_marked_wherever_they_stand(browser: Browser, server: Server) -> None:
    text = (server.root / QUOTE).read_text()
    write(server.root, {QUOTE.replace("confirmed", "drafted"): f"{re.sub('(?m)^aliases:.*', '', text)}draft: true\n"})
    with looking(browser, server, "quotes/rutte-deployment-drafted/") as page:
        expect(page.locator("article.ipsegen-draft")).to_have_count(1)
        mark = "element => getComputedStyle(element, '::before').content"
        until(page, f"({mark})(document.querySelector('article.ipsegen-draft')) === '\"Draft\"'")
    with looking(browser, server, "authors/mark-rutte/") as page:
        expect(page.locator(".ipsegen-draft[data-quote=rutte-deployment-drafted]")).to_have_count(1)
        expect(page.locator(".ipsegen-draft[data-quote=rutte-deployment-confirmed]")).to_have_count(0)
        (server.root / QUOTE.replace("confirmed", "drafted")).unlink()
        # The next test must not see a page load again for this.
        expect(page.locator(".ipsegen-draft")).to_have_count(0)


def test_another_style_is_worn_without_loading_the_page_again(browser: Browser, server: Server) -> None:
    sheet = (PROJECT / "templates/assets/site.css").read_text()
    with looking(browser, server, "authors/") as page:
        page.evaluate("globalThis.same = true")
        write(server.root, {"templates/assets/site.css": f"{sheet}\nbody {{ border-top: 7px solid }}\n"})
        until(page, "getComputedStyle(document.body).borderTopWidth === '7px'")
        assert page.evaluate("globalThis.same")
        assert page.locator('link[rel=stylesheet]:not([href^="/.ipsegen/"])').count() == 1
    shutil.rmtree(server.root / "templates")


def test_a_page_waits_for_the_first_sound_build(browser: Browser, tmp_path: Path) -> None:
    root = tmp_path / "site"
    shutil.copytree(PROJECT / "content", root / "content")
    text = (root / QUOTE).read_text()
    (root / QUOTE).write_text(text.replace("author: mark-rutte", "author: mark-rute"))
    with serving(root) as server, looking(browser, server) as page:
        expect(page.get_by_role("dialog")).to_contain_text("no author 'mark-rute'")
        (root / QUOTE).write_text(text)
        expect(page.locator("article.quote").first).to_be_visible()
        expect(page.get_by_role("dialog")).to_have_count(0)
        source = page.get_by_role("button", name=QUOTE)
        expect(source).to_be_visible()


def test_pages_come_back_to_a_preview_that_was_begun_anew(browser: Browser, tmp_path: Path) -> None:
    root = tmp_path / "site"
    shutil.copytree(PROJECT / "content", root / "content")
    with serving(root) as server:
        port = server.port
        page = browser.new_page()
        page.goto(f"{server.address}{ADDRESS}")
        until(page, "document.querySelector('#ipsegen-preview') !== null")
    expect(page.locator("#ipsegen-preview .bar.alone")).to_have_count(1)
    (root / QUOTE).write_text((root / QUOTE).read_text().replace("North Korean troops", "troops of North Korea"))
    with serving(root, "--port", str(port)):
        expect(page.get_by_text("troops of North Korea").first).to_be_attached()
    page.close()
