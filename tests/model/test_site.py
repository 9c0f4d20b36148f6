"""The settings of a site, and its plain pages."""

import pytest

from ipsegen.model.records import read_site
from ipsegen.model.site import Page, Site
from tests.model.builders import document, places, record

SHORTEST = "title: IPSE\nbase_url: https://ipse.example\n"


def site(text: str) -> Site:
    found, problems = read_site(document(SHORTEST + text, "content/site.yaml"))
    assert problems == []
    assert found is not None
    return found


def test_two_lines_make_a_site() -> None:
    found = site("")
    assert (found.title, found.base_url, found.language, found.timezone) == (
        "IPSE", "https://ipse.example/", "en", "UTC",
    )  # fmt: skip
    assert (found.per_page, found.recent_hours, found.feed_entries, found.order) == (50, 24, 50, "newest")
    assert (found.search, found.share_images, found.quote_files, found.alternates) == (True, "auto", (), {})


def test_everything_can_be_said() -> None:
    found = site("""\
timezone: Europe/Oslo
language: nb-no
order: oldest
menu: [about, method]
accent: "#8f2d1a"
alternates: {fr: https://ipse.example/fr/, ZH-hans: https://ipse.example/zh/}
search: false
share_images: false
quote_files: [json, bib]
repository: https://git.example/ipse
""")
    assert (found.timezone, found.language, found.order, found.menu) == (
        "Europe/Oslo", "nb-NO", "oldest", ("about", "method"),
    )  # fmt: skip
    assert found.alternates == {"fr": "https://ipse.example/fr/", "zh-Hans": "https://ipse.example/zh/"}
    assert (found.search, found.share_images, found.quote_files) == (False, "false", ("json", "bib"))


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("https://ipse.example", "https://ipse.example/"),
        ("https://ipse.example/archive", "https://ipse.example/archive/"),
        ("https://ipse.example/archive//", "https://ipse.example/archive/"),
        ("http://localhost:8000/", "http://localhost:8000/"),
    ],
)
def test_a_base_address_ends_in_one_slash(written: str, read: str) -> None:
    found, problems = read_site(document(f"title: IPSE\nbase_url: {written}\n", "content/site.yaml"))
    assert problems == []
    assert found is not None
    assert found.base_url == read


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("title: IPSE\n", (1, 1, "missing-key"), "'base_url' is missing"),
        ("title: IPSE\nbase_url: ipse.example\n", (2, 11, "bad-url"), "'ipse.example' has no scheme"),
        ("title: IPSE\nbase_url: https://ipse.example/?a\n", (2, 11, "bad-url"), "has no '?' and no '#'"),
        ("title: IPSE\nbase_url: https://ipse.example/#a\n", (2, 11, "bad-url"), "has no '?' and no '#'"),
        ("title: IPSE\nbase_url: https://ipse.example/a/../b\n", (2, 11, "bad-url"), "plain path segments"),
        ("title: IPSE\nbase_url: https://ipse.example/%2e%2e/\n", (2, 11, "bad-url"), "plain path segments"),
        (SHORTEST + "timezone: Oslo\n", (3, 11, "unknown-value"), "no time zone 'Oslo'"),
        (SHORTEST + "timezone: ../../etc/passwd\n", (3, 11, "unknown-value"), "no time zone"),
        (SHORTEST + "per_page: 0\n", (3, 11, "wrong-type"), "'0' is not a whole number from 1 to 1000"),
        (SHORTEST + "recent_hours: 9000\n", (3, 15, "wrong-type"), "'9000' is not a whole number"),
        (SHORTEST + "accent: red\n", (3, 9, "bad-value"), "'red' is not a colour"),
        (SHORTEST + "accent: '#fff;} body{'\n", (3, 9, "bad-value"), "is not a colour"),
        (SHORTEST + "share_images: yes\n", (3, 15, "unknown-value"), "'yes' is not known here"),
        (SHORTEST + "alternates: [fr]\n", (3, 13, "wrong-type"), "a mapping of languages to addresses"),
        (SHORTEST + "alternates: {french: https://x.example}\n", (3, 14, "unknown-language"), "'french'"),
        (SHORTEST + "alternates: {fr: //x.example}\n", (3, 18, "bad-url"), "has no scheme"),
        (SHORTEST + "quote_files: [pdf]\n", (3, 15, "unknown-value"), "'pdf' is not known here"),
        (SHORTEST + "theme: dark\n", (3, 1, "unknown-key"), "no key 'theme'"),
    ],
)
def test_each_mistake_stands_at_its_place(text: str, place: tuple[int, int, str], words: str) -> None:
    _, problems = read_site(document(text, "content/site.yaml"))
    assert places(problems) == [place]
    assert words in problems[0].message
    assert problems[0].hint


def test_a_page_is_markdown_below_its_title() -> None:
    found = record(Page, "content/pages/about.md", "---\ntitle: About\naliases: [who]\n---\n# We\n\nkeep words.\n")
    assert (found.id, found.title, found.aliases) == ("about", "About", ("who",))
    assert found.article is not None
    assert found.article.headings == ((2, "section-we", "We"),)
