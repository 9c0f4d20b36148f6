"""A newcomer's first hour: from an empty folder to a site, at a terminal and in a browser, with slips on the way.

One journey, told in the order in which it happens; what each step brings, the next one stands on.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from playwright.sync_api import Browser, Page, expect

from tests.git import commit, git
from tests.site.web_form import fill_in, form_of, save
from tests.typing_hands import Hands, at_a_terminal

TEXT: Final = "That's one small step for [a] man, one giant leap for mankind."
QUOTE: Final = "content/quotes/1969/07/armstrong-thats-small-step.yaml"
ADDRESS: Final = "quotes/armstrong-thats-small-step/"
AUTHOR: Final = "content/authors/neil-armstrong.yaml"
RENAMED: Final = "content/authors/neil-alden-armstrong.yaml"
NOTHING_WRONG: Final = re.compile(r"^no problems in \d+ files, \d+\.\d s\n", re.MULTILINE)


def test_from_an_empty_folder_to_a_site_and_a_quote_from_the_form(tmp_path: Path, browser: Browser) -> None:
    root = tmp_path / "my-archive"
    begin(tmp_path)
    add_a_quote(root)
    make_two_mistakes_and_mend_them(root)
    look_at_it(root, browser)
    give_the_author_another_id(root)
    build(root)
    add_a_quote_in_the_form(root, browser)


def begin(folder: Path) -> None:
    status, shown = typed(folder, "init", "--cms", "my-archive")
    assert status == 0
    assert "next: cd " in shown
    assert "ipsegen serve" in shown
    root = folder / "my-archive"
    assert_nothing_is_wrong(root)
    commit(root)


def add_a_quote(root: Path) -> None:
    with at_a_terminal("new", "quote", root=root) as hands:
        hands.answer("What was said?", f"{TEXT}\r")
        hands.answer("Who said it?", "Neil Armstrong")
        hands.answer("'Neil Armstrong' is not in the archive yet. What is it?")
        hands.answer("How does an index sort it?")
        hands.answer("For which countries", "us")
        hands.answer("For which bodies")
        hands.answer("In which role?", "Commander of Apollo 11")
        hands.answer("When was it said?", "1969-07-21T02:56:15Z")
        hands.answer("Where can it be checked?", "Apollo 11 Lunar Surface Journal")
        hands.answer("Where does it stand there?", "109:24:23")
        hands.answer("Who published it?", "NASA")
        hands.answer("To which contexts")
        hands.answer("Whom or what is it about?")
        assert hands.end() == 0
        assert f"{AUTHOR}\n{QUOTE}\n" in hands.shown
        assert f"next: ipsegen check {QUOTE}" in hands.shown
    assert "sort_name: Armstrong, Neil\n" in (root / AUTHOR).read_text()
    assert_nothing_is_wrong(root, QUOTE)


def make_two_mistakes_and_mend_them(root: Path) -> None:
    """Both are told at once, each at its place and with the way out; following that is enough."""
    sound = (root / QUOTE).read_text()
    change(root / QUOTE, "author: neil-armstrong", "author: neil-armstrang")
    change(root / QUOTE, "pronounced: 1969-07-21T02:56:15Z", "pronounced: 21/07/1969")
    status, shown = typed(root, "check")
    assert status == 1
    assert f"{QUOTE}:2:9: error[unknown-author]: no author 'neil-armstrang'" in shown
    assert "    2 | author: neil-armstrang\n      |         ^ did you mean 'neil-armstrong'?" in shown
    assert f"{QUOTE}:3:13: error[bad-date]" in shown
    assert "write '1969-07-21'" in shown
    assert re.search(r"^2 errors in 1 of \d+ files, \d+\.\d s$", shown, re.MULTILINE)

    status, shown = typed(root, "explain", "unknown-author")
    assert status == 0
    assert "ipsegen new author" in shown

    change(root / QUOTE, "neil-armstrang", "neil-armstrong")
    change(root / QUOTE, "21/07/1969", "1969-07-21")
    assert_nothing_is_wrong(root)
    (root / QUOTE).write_text(sound)


def look_at_it(root: Path, browser: Browser) -> None:
    """The page follows the file; a mistake stands over it as long as it stands in the file."""
    with preview(root) as (hands, address), tab(browser, f"{address}{ADDRESS}") as page:
        expect(page.get_by_role("article").first).to_contain_text("one giant leap")
        change(root / QUOTE, "role: Commander of Apollo 11", "role: Commander, Apollo 11")
        expect(page.get_by_role("article").first).to_contain_text("Commander, Apollo 11")

        change(root / QUOTE, "author: neil-armstrong", "author: neil-armstrang")
        over = page.get_by_role("dialog")
        expect(over).to_contain_text(f"{QUOTE}:2:9")
        expect(over).to_contain_text("did you mean 'neil-armstrong'?")
        hands.wait_for("error[unknown-author]")
        change(root / QUOTE, "author: neil-armstrang", "author: neil-armstrong")
        expect(over).to_have_count(0)
        expect(page.get_by_role("article").first).to_contain_text("one giant leap")


def give_the_author_another_id(root: Path) -> None:
    status, shown = typed(root, "rename", "author", "neil-armstrong", "neil-alden-armstrong")
    assert status == 0
    assert f"R  {AUTHOR} -> {RENAMED}\n" in shown
    assert f"M  {QUOTE}\n" in shown
    assert "author: neil-alden-armstrong\n" in (root / QUOTE).read_text()
    assert_nothing_is_wrong(root)


def build(root: Path) -> None:
    """The site is there, and who knows the old address of the author is led to the new one."""
    status, shown = typed(root, "build")
    assert status == 0
    assert re.search(r"^\d+ pages in ", shown, re.MULTILINE)
    assert "one giant leap" in (root / "output" / ADDRESS / "index.html").read_text()
    assert "/authors/neil-alden-armstrong/" in (root / "output/authors/neil-armstrong/index.html").read_text()
    commit(root)


def add_a_quote_in_the_form(root: Path, browser: Browser) -> None:
    """For git it is one new file, and for the check a quote like any other."""
    with form_of(root, browser) as form:
        fill_in(form, "In giving freedom to the slave, we assure freedom to the free.", "1862-12-01")
        (path,) = save(form, root)
    assert path.startswith("content/quotes/1862/12/")
    assert git(root, "status", "--porcelain", "--untracked-files=all", "content") == f"?? {path}"
    assert_nothing_is_wrong(root)
    assert typed(root, "build")[0] == 0
    assert "freedom to the free" in (root / "output/quotes" / Path(path).stem / "index.html").read_text()


def typed(root: Path, *words: str) -> tuple[int, str]:
    """The exit status of a command at a terminal, and what it showed there."""
    with at_a_terminal(*words, root=root) as hands:
        return hands.end(), hands.shown


def assert_nothing_is_wrong(root: Path, *paths: str) -> None:
    status, shown = typed(root, "check", "--strict", *paths)
    assert (status, NOTHING_WRONG.sub("", shown)) == (0, "")


def change(file: Path, old: str, new: str) -> None:
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new))


@contextmanager
def preview(root: Path) -> Iterator[tuple[Hands, str]]:
    """The preview at a terminal, and the address that it prints; Ctrl-C ends it."""
    with at_a_terminal("serve", "--port", "0", root=root) as hands:
        hands.wait_for("\nhttp://")
        hands.wait_for("/\n")
        (address,) = re.findall(r"^http://\S+/$", hands.shown, re.MULTILINE)
        yield hands, address
        hands.type("\x03")
        assert hands.end() == 130


@contextmanager
def tab(browser: Browser, address: str) -> Iterator[Page]:
    page = browser.new_page()
    page.set_default_timeout(60_000)
    page.goto(address)
    yield page
    page.close()
