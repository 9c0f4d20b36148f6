"""An Arabic site reads from right to left throughout, and words of other languages in it as they are read."""

import re
from typing import Final

import pytest
from lxml.html import HtmlElement
from playwright.sync_api import expect

from ipsegen.render.direction import direction
from tests.site.conftest import Find
from tests.site.hosts import AXE, Hosts, complaints
from tests.site.sites import Site, text_of, with_class
from tests.site.test_browser import SMALL

ARABIC: Final = re.compile("[\u0600-\u06ff]")
LATIN: Final = re.compile("[A-Za-z]{2,}")
TEXT: Final = "*[normalize-space(text())]"
SEARCHED: Final = "search/?q=parole"
COMPARED: Final = "contexts/grand-debat/authors/?compare=claire-dubois,amina-haddad"
SHOWN: Final = {SEARCHED: "[data-part=list] .more", COMPARED: ".compared"}
"""What a script shows on a page, and axe has to wait for."""


@pytest.fixture(scope="session")
def arabic(find: Find) -> Site:
    """The twin of the small archive."""
    return find("arabic")


def language_of(element: HtmlElement) -> str:
    """The language that an element is in, as a browser sees it."""
    return str(element.xpath("ancestor-or-self::*[@lang][1]/@lang")[0])


def direction_of(element: HtmlElement) -> str:
    """The direction that an element inherits."""
    return str(element.xpath("ancestor-or-self::*[@dir][1]/@dir")[0])


@pytest.mark.parametrize("name", ["arabic", "small"])
def test_whatever_says_its_language_says_its_direction(find: Find, name: str) -> None:
    for address, page in find(name).all_pages.items():
        for element in page.xpath("//*[@lang][not(self::bdi)]"):
            assert element.get("dir") == direction(element.get("lang")), (address, element.tag)


@pytest.mark.parametrize("name", ["arabic", "small"])
def test_every_quote_and_every_fragment_says_its_language(find: Find, name: str) -> None:
    for address, page in find(name).pages.items():
        for element in page.xpath("//article[contains(@class, 'quote')]//blockquote | //q | //del | //ins"):
            assert element.get("lang"), address
            assert element.get("dir"), address
        for element in with_class(page, "said"):
            assert element.get("lang"), address


@pytest.mark.parametrize(
    ("name", "description"),
    [("small", "Claire Dubois\u00a0: Voici la parole 1."), ("arabic", "Claire Dubois: Voici la parole 1.")],
)
def test_a_description_is_punctuated_in_the_language_of_the_site(find: Find, name: str, description: str) -> None:
    assert find(name).pages["quotes/parole-01/"].xpath("//meta[@name='description']/@content") == [description]


def test_names_and_sources_stand_apart_from_the_sentence_around_them(arabic: Site) -> None:
    for address, page in arabic.pages.items():
        for name in ("author", "role", "neighbour"):
            for element in with_class(page, name):
                inside = element if name != "neighbour" else with_class(element, "who")[0]
                assert inside.xpath(".//bdi") or ARABIC.search(text_of(inside)), (address, text_of(inside))


def test_what_the_interface_says_is_arabic_wherever_it_stands(arabic: Site) -> None:
    page = arabic.pages["contexts/grand-debat/"]
    for element in page.xpath(f"//main//{TEXT}"):
        own = "".join(element.xpath("text()"))
        if ARABIC.search(own) and element.tag not in {"bdi", "a"}:
            assert language_of(element) == "ar", own
            assert direction_of(element) == "rtl", own


def test_no_english_is_left_in_the_interface(arabic: Site) -> None:
    for address, page in arabic.pages.items():
        for label in page.xpath("//*[@aria-label]/@aria-label"):
            assert ARABIC.search(label), (address, label)
        for heading in page.xpath("//h2[not(.//bdi) and not(ancestor-or-self::*[@lang='fr' or @lang='en'])]"):
            words = LATIN.findall(text_of(heading))
            assert set(words) <= {"IPSE", "UTC"}, (address, words)


@pytest.mark.parametrize("address", [*SMALL, SEARCHED, COMPARED])
def test_an_arabic_page_fits_and_can_be_used_by_everyone(hosts: Hosts, address: str) -> None:
    with hosts.page("arabic", address) as page:
        if address in SHOWN:
            expect(page.locator(SHOWN[address]).first).to_be_visible()
        page.evaluate(AXE.read_text(encoding="utf-8"))
        assert complaints(page, ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]) == []
        for width in (360, 768, 1440):
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate("document.documentElement.scrollWidth") <= width


def middle(hosts: Hosts, site: str, address: str, *selectors: str) -> list[float]:
    """How far the middle of elements is from the left, as parts of the width of the page."""
    script = "e => {const box = e.getBoundingClientRect(); return (box.left + box.right) / 2 / innerWidth}"
    with hosts.page(site, address, viewport={"width": 1440, "height": 900}) as page:
        return [page.locator(selector).first.evaluate(script) for selector in selectors]


@pytest.mark.parametrize(
    ("address", "first", "second"),
    [
        ("", ".wordmark", ".masthead nav"),
        ("", ".two > section", ".two > aside"),
        ("", ".spine .face", ".spine .by .facts"),
        ("contexts/grand-debat/", ".rail.contents", ".rail.voices"),
        ("authors/claire-dubois/", ".two > div", ".two > aside"),
        ("authors/claire-dubois/", ".subject > .face", ".subject h1 bdi"),
        ("dates/2024/05/", ".month th:first-child", ".month th:last-child"),
        ("dates/2024/05/", ".pager [rel=prev]", ".pager [rel=next]"),
        ("dates/2024/05/15/", ".trail li:first-child", ".trail li:last-child"),
        ("quotes/page/2/", ".pager [rel=next]", ".pager [rel=prev]"),
    ],
)
def test_what_comes_first_stands_at_the_right(hosts: Hosts, address: str, first: str, second: str) -> None:
    there, here = middle(hosts, "arabic", address, first, second), middle(hosts, "small", address, first, second)
    assert there[0] > there[1]
    assert here[0] < here[1]


def test_a_bar_grows_from_the_right(hosts: Hosts) -> None:
    with hosts.page("arabic") as page:
        assert page.locator("meter").first.evaluate("e => getComputedStyle(e).direction") == "rtl"


def test_letters_that_join_are_not_spaced(hosts: Hosts) -> None:
    for site, address in (("arabic", ""), ("small", "quotes/en-arabe/")):
        with hosts.page(site, address) as page:
            element = page.locator(".wordmark" if site == "arabic" else "blockquote").first
            assert element.evaluate("e => getComputedStyle(e).letterSpacing") in {"normal", "0px"}


def test_a_number_behind_the_latin_word_stays_on_its_own_side(hosts: Hosts) -> None:
    """`4 IPSE · 4 …` must not be drawn as one run from left to right: the second number stands left of the word."""
    script = """element => {
        const text = [...element.childNodes].find(node => node.textContent.includes('·'));
        const place = offset => {
            const range = document.createRange();
            range.setStart(text, offset), range.setEnd(text, offset + 1);
            return range.getBoundingClientRect().left;
        };
        const word = text.textContent.indexOf('IPSE');
        return [place(word), place(text.textContent.indexOf('·')), place(text.textContent.lastIndexOf('4'))];
    }"""
    with hosts.page("arabic") as page:
        word, dot, number = page.locator(".moving p", has_text="4 IPSE").nth(0).evaluate(script)
        assert word > dot > number


def test_the_search_speaks_arabic(hosts: Hosts) -> None:
    with hosts.page("arabic", "search/?q=commune") as page:
        expect(page.locator("[data-part=told]")).to_have_text("عدد IPSE\u200f في النتائج: 1")
        expect(page.locator("[data-facet=language] bdi")).to_have_text("الفرنسية")
        expect(page.locator("[data-facet=status] bdi")).to_have_text("منسوب")
        assert "تونس" in page.locator("[data-facet=country] bdi").all_inner_texts()
        assert "، " in page.locator(".results .signed").inner_text()
        assert ARABIC.search(page.locator("[data-und]").get_attribute("data-und") or "")


def test_ages_are_told_anew_in_the_digits_of_the_site(hosts: Hosts) -> None:
    with hosts.page("arabic") as page:
        ages = page.locator("[data-hours], time.until").all_inner_texts()
        assert any(re.search("[0-9]", age) for age in ages)
        assert not any(set(age) & set("٠١٢٣٤٥٦٧٨٩") for age in ages)


def test_a_citation_is_punctuated_and_read_as_the_site_is(arabic: Site, hosts: Hosts) -> None:
    address = "quotes/mal-attribuee/"
    cited = text_of(with_class(arabic.pages[address], "cite")[0].xpath("pre")[0])
    assert "أقوال، https://" in cited
    assert ", " not in cited
    with hosts.page("arabic", address) as page:
        pre = page.locator(".cite > pre")
        assert pre.evaluate("e => getComputedStyle(e).direction") == "rtl"
        said, address_of_quote = pre.locator("bdi").all_inner_texts()[:2]
        assert said.endswith("« Qu’ils mangent de la brioche. »")
        assert address_of_quote == arabic.pages[address].xpath("string(//link[@rel='canonical']/@href)")
