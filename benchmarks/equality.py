"""Whether two outputs hold the same pages with the same quotes.

Owns what of a page is compared: which quotes it shows, with their words, author, role and date; on a quote's page also
what it links to. Lists are compared as a whole, since a peer may begin its first page with the newest quote where
ipsegen fills pages from the oldest end: the same quotes, from the newest date to the oldest, on as many pages.
"""

import html
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

_ARTICLE = re.compile(r"<article\b([^>]*)>(.*?)</article>", re.DOTALL)
_ID = re.compile(r'\bdata-quote="([^"]*)"')
_WORDS = re.compile(r"<blockquote\b[^>]*>(.*?)</blockquote>", re.DOTALL)
_PARAGRAPH = re.compile(r"<p\b[^>]*>(.*?)</p>", re.DOTALL)
_AUTHOR = re.compile(r'<a class="author" href="([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)
_ROLE = re.compile(r'<span class="role">(.*?)</span>', re.DOTALL)
_TIME = re.compile(r'<time class="pronounced" datetime="([^"]*)"')
_MAIN = re.compile(r"<main\b[^>]*>(.*)</main>", re.DOTALL)
_LINK = re.compile(r'<a\b[^>]*\bhref="([^"]*)"')
_HEADING = re.compile(r"<h1\b[^>]*>(.*?)</h1>", re.DOTALL)
_TOTAL = re.compile(r'\bdata-total="(\d+)"')
_TAG = re.compile(r"<[^>]*>")
_PAGE = re.compile(r"(.+)/page/(\d+)")


class Shown(NamedTuple):
    """A quote as a page shows it; `words` is a fingerprint of its text, author and role."""

    date: str
    id: str
    words: int


class QuotePage(NamedTuple):
    """The page of a quote."""

    heading: str
    quotes: tuple[Shown, ...]
    links: frozenset[str]


class ListPages(NamedTuple):
    """A list over all its pages, from the newest page to the oldest."""

    headings: frozenset[str]
    total: frozenset[int]
    pages: int
    quotes: tuple[Shown, ...]


class Pages(NamedTuple):
    """All pages of an output but the home page, by their folder."""

    quotes: dict[str, QuotePage]
    lists: dict[str, ListPages]


def read_pages(output: Path, *, oldest_first: bool) -> Pages:
    """The pages of an output. With `oldest_first`, `page/1` of a list holds its oldest quotes."""
    quotes: dict[str, QuotePage] = {}
    parts: defaultdict[str, dict[int, str]] = defaultdict(dict)
    for folder, text in _files(output):
        found = _PAGE.fullmatch(folder)
        name, number = (found[1], int(found[2])) if found else (folder, 0)
        if name.startswith("quotes/"):
            quotes[folder] = _quote_page(text)
        elif name:
            parts[name][number] = text
    return Pages(quotes, {name: _list(pages, oldest_first=oldest_first) for name, pages in parts.items()})


def differences(ours: Pages, theirs: Pages) -> Iterator[str]:
    """What differs, a line each; nothing where the outputs are equal."""
    yield from _compare("page", ours.quotes, theirs.quotes)
    yield from _compare("list", ours.lists, theirs.lists)
    for name, found in (*ours.lists.items(), *theirs.lists.items()):
        dates = [shown.date for shown in found.quotes]
        if dates != sorted(dates, reverse=True):
            yield f"list {name} does not run from the newest to the oldest"


def _compare(
    what: str, ours: dict[str, QuotePage] | dict[str, ListPages], theirs: dict[str, QuotePage] | dict[str, ListPages]
) -> Iterator[str]:
    for name in sorted(ours.keys() | theirs.keys()):
        if name not in ours or name not in theirs:
            yield f"{what} {name} is missing in {'ours' if name not in ours else 'theirs'}"
        else:
            yield from _unequal(f"{what} {name}", ours[name], theirs[name])


def _unequal(name: str, ours: QuotePage | ListPages, theirs: QuotePage | ListPages) -> Iterator[str]:
    for field in ours._fields:
        # Two quotes of one date may stand in either order; their times of insertion are not printed.
        one, other = getattr(ours, field), getattr(theirs, field)
        if (sorted(one) if field == "quotes" else one) != (sorted(other) if field == "quotes" else other):
            yield f"{name} differs in its {field}"


def _files(output: Path) -> Iterator[tuple[str, str]]:
    """Each page: its folder, and its HTML. A page that is no `index.html` is named in full, and so compared too."""
    for file in output.rglob("*.html"):
        folder = file.parent if file.name == "index.html" else file
        name = folder.relative_to(output).as_posix()
        yield "" if name == "." else name, file.read_text(encoding="utf-8")


def _list(pages: dict[int, str], *, oldest_first: bool) -> ListPages:
    """The list's own page is the newest; the others follow as their numbers run."""
    numbers = [number for number in (0, *sorted((n for n in pages if n), reverse=oldest_first)) if number in pages]
    texts = [pages[number] for number in numbers]
    return ListPages(
        frozenset(_heading(text) for text in texts),
        frozenset(int(total) for text in texts for total in _TOTAL.findall(text)),
        len(texts),
        tuple(shown for text in texts for shown in _shown(text)),
    )


def _quote_page(text: str) -> QuotePage:
    main = _MAIN.search(text)
    links = frozenset(html.unescape(link) for link in _LINK.findall(main[1] if main else ""))
    return QuotePage(_heading(text), tuple(_shown(text)), links)


def _heading(text: str) -> str:
    found = _HEADING.search(text)
    return _plain(found[1]) if found else ""


def _shown(text: str) -> Iterator[Shown]:
    for attributes, inside in _ARTICLE.findall(text):
        identity, date = _ID.search(attributes), _TIME.search(inside)
        words = tuple(
            _plain(paragraph) for quoted in _WORDS.findall(inside) for paragraph in _PARAGRAPH.findall(quoted)
        )
        authors = tuple((url, _plain(name)) for url, name in _AUTHOR.findall(inside))
        roles = tuple(_plain(role) for role in _ROLE.findall(inside))
        yield Shown(date[1] if date else "", identity[1] if identity else "", hash((words, authors, roles)))


def _plain(inside: str) -> str:
    return html.unescape(_TAG.sub("", inside)).strip()
