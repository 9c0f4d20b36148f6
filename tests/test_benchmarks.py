"""The parts of the benchmark that decide what is compared. Nothing here is timed."""

import re
import sys
from pathlib import Path

import pytest

from benchmarks.corpus import PROLIFIC, make_corpus, quote_file, write_corpus
from benchmarks.edits import Editor
from benchmarks.equality import differences, read_pages
from benchmarks.measure import FailedError, peak_memory, time_of
from benchmarks.peers.records import front_matter
from benchmarks.report import Section, markdown, ratios

QUOTE_PAGE = """<main><h1>{author}, 2020-01-01</h1>
<article class="quote" data-quote="{id}"><blockquote><p>{words}</p></blockquote>
<p><a class="author" href="/authors/a/">{author}</a>, <span class="role">Judge</span>,
<time class="pronounced" datetime="{date}">x</time></p></article>
<a href="/entities/{entity}/">An entity</a></main>"""


def article(key: str, words: str = "Fish &amp; chips", day: str = "2020-01-01", entity: str = "e") -> str:
    return QUOTE_PAGE.format(id=key, words=words, date=day, author="Ann", entity=entity)


def write_site(root: Path, pages: dict[str, str]) -> Path:
    for folder, text in pages.items():
        (root / folder).mkdir(parents=True, exist_ok=True)
        (root / folder / "index.html").write_text(text, encoding="utf-8")
    return root


SITE = {
    "": "<h1>Home</h1>",
    "quotes/one": article("one"),
    "quotes": article("three", day="2020-03-01"),
    "quotes/page/1": article("one"),
    "quotes/page/2": article("two", day="2020-02-01"),
}
FROM_THE_NEWEST = SITE | {
    "quotes/page/2": article("two", day="2020-02-01"),
    "quotes/page/3": article("one"),
}
del FROM_THE_NEWEST["quotes/page/1"]


def compare(tmp_path: Path, theirs: dict[str, str]) -> list[str]:
    ours = read_pages(write_site(tmp_path / "ours", SITE), oldest_first=True)
    return list(differences(ours, read_pages(write_site(tmp_path / "theirs", theirs), oldest_first=False)))


def test_lists_paged_from_either_end_are_equal(tmp_path: Path) -> None:
    assert compare(tmp_path, FROM_THE_NEWEST) == []


def test_spelling_of_the_html_does_not_matter(tmp_path: Path) -> None:
    other = article("one", words="<b>Fish</b> &#38; chips\n").replace('data-quote="one"', 'id="x" data-quote="one"')
    assert compare(tmp_path, FROM_THE_NEWEST | {"quotes/one": other}) == []


@pytest.mark.parametrize(
    ("folder", "text", "expected"),
    [
        ("quotes/one", article("one", words="Fish and chips"), ["page quotes/one differs in its quotes"]),
        ("quotes/one", article("one", entity="f"), ["page quotes/one differs in its links"]),
        ("quotes/one", article("one").replace("Judge", "Clerk"), ["page quotes/one differs in its quotes"]),
        ("quotes/one", article("one").replace("<h1>Ann", "<h1>Bob"), ["page quotes/one differs in its heading"]),
        ("quotes/page/3", article("one", words="Peas"), ["list quotes differs in its quotes"]),
        ("quotes/four", article("four"), ["page quotes/four is missing in ours"]),
        ("authors/a", article("one"), ["list authors/a is missing in ours"]),
    ],
)
def test_the_check_finds_what_differs(tmp_path: Path, folder: str, text: str, expected: list[str]) -> None:
    assert compare(tmp_path, FROM_THE_NEWEST | {folder: text}) == expected


def test_the_check_finds_a_missing_page_and_a_wrong_order(tmp_path: Path) -> None:
    fewer = {folder: text for folder, text in FROM_THE_NEWEST.items() if folder != "quotes/page/3"}
    turned = FROM_THE_NEWEST | {"quotes/page/2": article("one"), "quotes/page/3": article("two", day="2020-02-01")}
    assert compare(tmp_path / "fewer", fewer) == [
        "list quotes differs in its pages",
        "list quotes differs in its quotes",
    ]
    assert compare(tmp_path / "turned", turned) == ["list quotes does not run from the newest to the oldest"]


def test_a_corpus_is_the_same_each_time() -> None:
    one, other = make_corpus(40), make_corpus(40)
    assert list(one.quotes) == list(other.quotes)
    assert one[:3] == other[:3]


def test_one_author_of_a_large_corpus_has_500_quotes() -> None:
    corpus = make_corpus(10_000)
    assert len(corpus.authors) == 200
    assert sum(quote.author == PROLIFIC for quote in corpus.quotes) == 500


def test_the_words_of_a_quote_are_the_same_in_every_format() -> None:
    quote = next(make_corpus(10).quotes)
    assert f"text: |\n  {quote.text}\n" in quote_file(quote)
    assert front_matter(quote).endswith(f"---\n{quote.text}\n")


def test_an_edit_changes_one_file(tmp_path: Path) -> None:
    write_corpus(make_corpus(20), tmp_path)
    before = contents(tmp_path)
    _quote, word = Editor(20).change_word(tmp_path)
    changed = [path for path, text in contents(tmp_path).items() if text != before[path]]
    assert len(changed) == 1
    assert f" {word}." in contents(tmp_path)[changed[0]]


def contents(root: Path) -> dict[str, str]:
    return {str(path): path.read_text(encoding="utf-8") for path in root.rglob("*") if path.is_file()}


def test_an_added_quote_is_new_and_old(tmp_path: Path) -> None:
    write_corpus(make_corpus(20), tmp_path)
    before = contents(tmp_path)
    Editor(20).add_old(tmp_path)
    added = contents(tmp_path).keys() - before.keys()
    assert [re.search(r"quotes/.*", path).group() for path in added] == ["quotes/2015/02/added-00001.yaml"]  # type: ignore[union-attr]


def test_a_command_that_fails_is_not_measured() -> None:
    failing = [sys.executable, "-c", "raise SystemExit('no')"]
    with pytest.raises(FailedError, match="ended with 1\nno"):
        time_of(failing)
    with pytest.raises(FailedError):
        peak_memory(failing)


def test_memory_counts_the_children() -> None:
    child = "import time; held = b'x' * 40_000_000; time.sleep(0.4)"
    parent = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}])"
    assert 40_000_000 / 2**20 < peak_memory([sys.executable, "-c", parent]) < 400


def test_ratios_are_taken_round_by_round() -> None:
    assert ratios([2.0, 9.0, 8.0], [1.0, 3.0, 1.0]) == "3.00 (2.00–8.00)"
    assert ratios([3.0], [2.0]) == "1.50"


def test_a_section_is_markdown() -> None:
    section = Section("Cold", ["", "wall s"], [["ipsegen", "1.00"]], ["A note."])
    assert markdown(section) == "## Cold\n\n|  | wall s |\n| :--- | ---: |\n| ipsegen | 1.00 |\n\nA note.\n"


def test_the_plain_theme_knows_every_page_of_the_default_theme() -> None:
    # A page that it neither sets nor leaves out would be made by ipsegen alone.
    root = Path(__file__).resolve().parents[1]
    plain, default = root / "benchmarks" / "theme" / "templates", root / "templates"
    assert {path.name for path in default.glob("*.html")} <= {path.name for path in plain.glob("*.html")}
