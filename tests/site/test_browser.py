"""The pages as a browser shows them, with the headers that a host sends."""

from typing import Final
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page

from tests.site.hosts import AXE, WCAG, Hosts, complaints

REAL: Final = (
    "",
    "last-24h/",
    "last-24h/authors/",
    "contexts/north-korea-troops-in-russia/",
    "contexts/north-korea-pledges-support-to-russia/",
    "contexts/gaza-ceasefire-january-2025/countries/",
    "quotes/joint-statement-dprk-troops/",
    "authors/mahmoud-abbas/",
    "entities/nato/",
    "countries/",
    "method/",
    "search/",
)
SMALL: Final = (
    "",
    "last-48h/",
    "last-48h/authors/",
    "quotes/",
    "quotes/page/1/",
    "quotes/billet/",
    "quotes/commune/",
    "quotes/corrigee/",
    "quotes/en-arabe/",
    "quotes/hostile/",
    "quotes/mal-attribuee/",
    "quotes/supprimee/",
    "contexts/",
    "contexts/grand-debat/",
    "contexts/grand-debat/page/1/",
    "contexts/grand-debat/authors/",
    "contexts/petit-debat/",
    "contexts/vide/",
    "authors/",
    "authors/claire-dubois/",
    "entities/gouvernement/",
    "countries/tn/",
    "countries/tn/mentions/",
    "dates/",
    "dates/2024/",
    "dates/2024/05/",
    "dates/2024/05/15/",
    "on-this-day/",
    "corrections/",
    "a-propos/",
    "search/",
    "404.html",
)
"""At least one page of every kind."""

PAGES: Final = [*(("real", address) for address in REAL), *(("small", address) for address in SMALL)]


def focused(page: Page) -> str:
    """Where the element that has the focus leads."""
    return str(page.evaluate("document.activeElement.getAttribute('href') || ''"))


def tab_to(page: Page, part: str) -> None:
    """Press Tab until a link has the focus that leads to `part`, and follow it."""
    for _step in range(120):
        page.keyboard.press("Tab")
        if part in focused(page):
            with page.expect_navigation():
                page.keyboard.press("Enter")
            return
    pytest.fail(f"no link to {part} can be reached by Tab from {page.url}")


def small_targets(page: Page) -> list[str]:
    """What a thumb may miss: less than 44 pixels high, and no link within a sentence."""
    found: list[str] = page.evaluate(
        """() => [...document.querySelectorAll("a[href], button, summary, select, input")].filter(each => {
            const block = each.closest("p, li, dd, h2, h3, caption, figcaption");
            const alone = !block || block.textContent.trim() === each.textContent.trim();
            return each.checkVisibility() && each.tabIndex >= 0 && !each.matches(".skip") && !each.closest("svg")
                && (alone || getComputedStyle(each).display !== "inline") && each.getBoundingClientRect().height < 44;
        }).map(each => each.outerHTML)"""
    )
    return found


@pytest.mark.parametrize(("site", "address"), PAGES)
def test_a_page_can_be_used_by_everyone(hosts: Hosts, site: str, address: str) -> None:
    """One visit, as loading takes the time: by what axe can tell of WCAG 2.2 AA, and on the smallest phone.

    That is as wide as a desk at 400 %. In the dark only the colours are others.
    """
    with hosts.page(site, address) as page:
        policy = page.evaluate("fetch(location.href).then(reply => reply.headers.get('content-security-policy'))")
        assert "default-src 'none'" in policy
        assert page.evaluate("document.fonts.ready.then(() => document.styleSheets.length)") == 1
        assert page.locator("h1").count() == 1
        page.evaluate(AXE.read_text(encoding="utf-8"))
        assert complaints(page, WCAG) == []
        page.emulate_media(color_scheme="dark")
        assert complaints(page, ["color-contrast"]) == []
        page.set_viewport_size({"width": 320, "height": 720})
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        assert small_targets(page) == []


def test_a_phone_shows_a_page_at_its_own_width(hosts: Hosts) -> None:
    with hosts.page("real", viewport={"width": 320, "height": 720}, is_mobile=True, has_touch=True) as page:
        assert page.evaluate("innerWidth") == 320


def test_the_checker_of_accessibility_finds_faults(hosts: Hosts) -> None:
    with hosts.page("small") as page:
        page.evaluate(AXE.read_text(encoding="utf-8"))
        page.evaluate("document.querySelector('h1').remove(), document.documentElement.removeAttribute('lang')")
        found = page.evaluate("axe.run()")
        assert {violation["id"] for violation in found["violations"]} >= {"html-has-lang", "page-has-heading-one"}


def test_a_reader_goes_from_home_to_a_context_a_quote_and_its_author(hosts: Hosts) -> None:
    with hosts.page("real") as page:
        page.locator(".moving a").first.click()
        assert "/contexts/" in page.url
        quote = page.locator("#statements article.quote").first
        words, author = quote.locator("blockquote").inner_text(), quote.locator(".author").first.inner_text()
        quote.locator("a.more").click()
        assert "/quotes/" in page.url
        assert page.locator("article.quote blockquote").inner_text() == words
        page.locator("article.quote .author").first.click()
        assert page.locator("h1").inner_text() == author


def test_the_same_way_can_be_gone_by_keyboard(hosts: Hosts) -> None:
    with hosts.page("real") as page:
        page.keyboard.press("Tab")
        assert page.locator(":focus").get_attribute("class") == "skip"
        assert page.locator(":focus").bounding_box() is not None
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "content"
        tab_to(page, "/contexts/")
        tab_to(page, "/quotes/")
        tab_to(page, "/authors/")
        assert "/authors/" in urlsplit(page.url).path


def test_what_has_the_focus_can_be_seen(hosts: Hosts) -> None:
    with hosts.page("real") as page:
        page.keyboard.press("Tab")
        for _step in range(12):
            page.keyboard.press("Tab")
            assert page.evaluate("parseFloat(getComputedStyle(document.activeElement).outlineWidth)") >= 2


def test_the_page_is_dark_where_the_reader_wants_it(hosts: Hosts) -> None:
    brightness = {}
    for scheme in ("light", "dark"):
        with hosts.page("real", color_scheme=scheme) as page:
            color = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
            brightness[scheme] = sum(int(part) for part in color.strip("rgba()").split(",")[:3])
    assert brightness["light"] > 600
    assert brightness["dark"] < 150


@pytest.mark.parametrize("site", ["small", "arabic"])
@pytest.mark.parametrize(("key", "side"), [("en-arabe", "right"), ("en-hebreu", "right"), ("en-anglais", "left")])
def test_words_begin_where_they_are_read_from_and_stand_beside_their_author(
    hosts: Hosts, site: str, key: str, side: str
) -> None:
    start = {"small": "left", "arabic": "right"}[site]
    with hosts.page(site, f"quotes/{key}/") as page:
        for width in (1280, 360):
            page.set_viewport_size({"width": width, "height": 800})
            place = page.locator("article.quote blockquote").evaluate(
                """block => {
                    const letter = (from, to) => {
                        const range = document.createRange();
                        range.setStart(from, to), range.setEnd(from, to + 1);
                        return range.getBoundingClientRect().left;
                    };
                    const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT), texts = [];
                    while (walker.nextNode()) if (walker.currentNode.data.trim()) texts.push(walker.currentNode);
                    const last = texts.at(-1);
                    return {
                        first: letter(texts[0], 0), last: letter(last, last.data.trimEnd().length - 1),
                        block: block.getBoundingClientRect().toJSON(),
                        around: block.parentElement.getBoundingClientRect().toJSON(),
                    };
                }"""
            )
            assert (place["first"] < place["last"]) == (side == "left")
            assert place["block"][start] == pytest.approx(place["around"][start], abs=1)


def test_scripts_are_not_needed(hosts: Hosts) -> None:
    with hosts.page("real", java_script_enabled=False) as page:
        assert page.locator("article.quote").count() == 8


def test_an_old_address_brings_the_reader_to_the_new_one(hosts: Hosts) -> None:
    # The old page may be gone before it is loaded.
    with hosts.page("small", "authors/claire-dupont/", until="commit") as page:
        page.wait_for_url("**/authors/claire-dubois/")
        assert page.locator("h1").inner_text() == "Claire Dubois"


def test_a_mistyped_address_shows_the_page_that_helps(hosts: Hosts) -> None:
    with hosts.page("small") as page:
        reply = page.request.get(f"{hosts.addresses['small']}no/such/page/")
        assert reply.status == 404
        assert reply.body() == (hosts.outputs["small"] / "404.html").read_bytes()


CLIPBOARD: Final = ["clipboard-read", "clipboard-write"]


def copied(page: Page, button: str, says: str = "Copied") -> str:
    """What is on the clipboard after a button was pressed, which must say so."""
    page.get_by_role("button", name=button).click()
    said = page.locator(".cite [role=status]")
    said.filter(has_text=says).wait_for()
    return str(page.evaluate("navigator.clipboard.readText()"))


def test_a_citation_is_copied_as_it_stands(hosts: Hosts) -> None:
    with hosts.page("real", "quotes/joint-statement-dprk-troops/", permissions=CLIPBOARD) as page:
        page.locator(".cite summary", has_text="BibTeX").click()
        shown = page.locator(".cite details[open] pre").text_content()
        assert copied(page, "Copy the BibTeX entry") == shown
        assert copied(page, "Copy the link") == "https://ipse.example/quotes/joint-statement-dprk-troops/"


def test_a_quotation_is_copied_with_who_said_it_and_with_its_status(hosts: Hosts) -> None:
    with hosts.page("small", "quotes/mal-attribuee/", permissions=CLIPBOARD) as page:
        lines = copied(page, "Copier les paroles", "Copié").split("\n")
        words = page.locator("main article blockquote p").all_text_contents()
        assert lines[0].startswith("[Mal attribué à ")
        assert lines[1:-2] == "\n\n".join(words).split("\n")
        assert lines[-2].startswith("— ")
        assert lines[-1] == "https://paroles.example/archive/quotes/mal-attribuee/"


def test_what_cannot_be_copied_is_said(hosts: Hosts) -> None:
    with hosts.page("real", "quotes/joint-statement-dprk-troops/", permissions=CLIPBOARD) as page:
        page.evaluate("navigator.clipboard.writeText = () => Promise.reject(new Error('no')), true")
        page.get_by_role("button", name="Copy the link").click()
        page.locator(".cite [role=status]").filter(has_text="Not copied").wait_for()


def test_a_quote_is_shared_only_where_the_browser_can(hosts: Hosts) -> None:
    with hosts.page("real", "quotes/joint-statement-dprk-troops/") as page:
        can = page.evaluate("'share' in navigator")
        assert page.get_by_role("button", name="Share").count() == int(can)
        page.add_init_script("navigator.share = (data) => { window.shared = data; return Promise.resolve(); }")
        page.reload()
        page.get_by_role("button", name="Share").click()
        assert page.evaluate("window.shared.url") == "https://ipse.example/quotes/joint-statement-dprk-troops/"


def test_without_scripts_citations_can_be_read_and_no_control_is_dead(hosts: Hosts) -> None:
    with hosts.page("real", "quotes/joint-statement-dprk-troops/", java_script_enabled=False) as page:
        page.locator(".cite summary", has_text="RIS").click()
        assert "TY  - " in page.locator(".cite details[open] pre").inner_text()
        assert page.locator("button").count() == 0
