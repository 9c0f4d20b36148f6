"""The search as readers use it: in three scripts, by keyboard, with facets, and what they see where it cannot work."""

import shutil
from pathlib import Path
from typing import Final
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.site.hosts import AXE, Hosts, complaints
from tests.site.sites import FLAGGED, build, files_of
from tests.site.small_archive import SERIES, write_small_archive

RESULTS: Final = "[data-part=list] article.quote"


def told(page: Page) -> str:
    """What a screen reader is told, once the search is done."""
    expect(page.locator("[data-part=told]")).not_to_be_empty()
    expect(page.locator("[data-part=list]")).not_to_have_attribute("aria-busy", "true")
    return page.locator("[data-part=told]").inner_text()


def found(page: Page) -> list[str]:
    """The quotes that are shown, in order."""
    told(page)
    return [str(each.get_attribute("data-quote")) for each in page.locator(RESULTS).all()]


def all_found(page: Page) -> list[str]:
    """Every quote that fits, in order."""
    keys = found(page)
    while page.locator("[data-part=more]").is_visible():
        page.locator("[data-part=more]").click()
        expect(page.locator(RESULTS)).not_to_have_count(len(keys))
        keys = found(page)
    return keys


def facet(page: Page, name: str) -> Locator:
    """The values of a facet."""
    return page.locator(f"[data-facet={name}]")


def counts(page: Page, name: str) -> dict[str, int]:
    """The count of each value of a facet that is shown."""
    told(page)
    items = facet(page, name).locator("label").all()
    return {each.locator("bdi").inner_text(): int(each.locator(".count").inner_text()) for each in items}


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("평화", "en-coreen"), ("和平", "en-chinois"), ("السلام", "en-arabe"), ("השלום", "en-hebreu"),
        ("صلح", "en-persan"), ("CLAIRE DUBOIS", "parole-01"), ("amina haddad", "en-arabe"), ("أمينة", "en-arabe"),
        ("tunisie", "en-arabe"), ("union europeenne", "commune"), ("sommet", "corrigee"),
        ("petit débat", "en-anglais"), ("paix est possible", "traduite"), ("plainl", "en-anglais"),
    ],
)  # fmt: skip
def test_quotes_are_found_in_every_script_and_by_every_spelling_of_a_name(hosts: Hosts, words: str, key: str) -> None:
    with hosts.page("small", "search/") as page:
        page.keyboard.press("/")
        page.keyboard.type(words)
        page.keyboard.press("Enter")
        assert key in all_found(page)
        assert page.locator(f"article[data-quote={key}] mark").count() > 0


def test_a_country_is_found_by_its_code_in_capitals(hosts: Hosts) -> None:
    with hosts.page("small", "search/?q=TN") as page:
        assert "en-arabe" in all_found(page)
        assert page.locator("article[data-quote=en-arabe] .about").inner_text() == "Tunisie"
        page.goto(f"{hosts.addresses['small']}search/?q=tn+")
        assert found(page) == []


@pytest.mark.parametrize("words", ["nirgendwo", "parole nirgendwo", "supprimee", "publié"])
def test_what_is_in_no_quote_that_is_listed_is_not_found(hosts: Hosts, words: str) -> None:
    with hosts.page("small", f"search/?q={words}") as page:
        assert found(page) == []
        assert page.locator("[data-part=start] a").first.is_visible()


def test_the_match_is_marked_in_the_words_and_nothing_else_of_them_is_changed(hosts: Hosts) -> None:
    with hosts.page("small", "search/?q=parole") as page:
        told(page)
        first = page.locator(RESULTS).first
        assert first.locator("mark").all_inner_texts() == ["parole"]
        assert first.locator("blockquote").inner_text().strip("«» \u202f\u00a0") == "Voici la parole 13."
        assert first.locator(".author").inner_text() == "Claire Dubois"
        assert first.locator(".role").inner_text() == "Ministre"
        assert first.locator("time.pronounced").get_attribute("datetime") == "2024-03-13"
        first.locator("a.more").click()
        page.wait_for_url("**/quotes/parole-13/")


def test_the_newest_comes_first_among_equals_and_more_follow(hosts: Hosts) -> None:
    with hosts.page("small", "search/?q=voici") as page:
        assert told(page).endswith(str(len(SERIES)))
        assert found(page) == list(SERIES)[:2:-1]
        page.locator("[data-part=more]").focus()
        page.keyboard.press("Enter")
        expect(page.locator(RESULTS)).to_have_count(len(SERIES))
        assert all_found(page) == list(SERIES)[::-1]
        expect(page.locator("article[data-quote=parole-03] .more")).to_be_focused()
        page.reload()
        assert found(page) == list(SERIES)[::-1]


def test_who_speaks_comes_before_what_is_spoken_of(hosts: Hosts) -> None:
    with hosts.page("small", "search/?q=tunisie") as page:
        keys = all_found(page)
        assert max(keys.index(key) for key in ("en-arabe", "commune")) < min(keys.index(key) for key in SERIES)


@pytest.mark.parametrize("status", FLAGGED)
def test_a_result_that_does_not_count_as_said_says_so(hosts: Hosts, status: str) -> None:
    with hosts.page("small", f"search/?status={status}") as page:
        for key in all_found(page):
            assert page.locator(f"article[data-quote={key}] .status.{status}").count() == 1


def test_facets_count_what_the_words_and_the_other_facets_leave(hosts: Hosts) -> None:
    with hosts.page("small", "search/?q=claire+dubois") as page:
        everything = len(all_found(page))
        assert counts(page, "author")["Claire Dubois"] == everything
        by_status = counts(page, "status")
        assert sum(by_status.values()) == everything
        facet(page, "context").get_by_label("Le grand débat").check()
        page.wait_for_url("**context=grand-debat**")
        inside = len(all_found(page))
        assert inside < everything
        assert sum(counts(page, "status").values()) == inside
        # A choice leaves the counts of its own facet as they were: one may add another to it.
        assert counts(page, "context")["Le grand débat"] == inside
        assert len(counts(page, "context")) > 1
        facet(page, "status").locator("label", has_text="Contesté").locator("input").check()
        page.wait_for_url("**status=disputed**")
        assert all_found(page) == ["contestee"]


def test_the_whole_state_is_in_the_address_and_back_leads_back(hosts: Hosts) -> None:
    with hosts.page("small", "search/") as page:
        page.locator("#q").fill("parole")
        page.keyboard.press("Enter")
        page.wait_for_url("**?q=parole")
        before = found(page)
        facet(page, "year").get_by_label("2024").check()
        page.wait_for_url("**year=2024")
        assert parse_qs(urlsplit(page.url).query) == {"q": ["parole"], "year": ["2024"]}
        page.locator("#q").fill("brioche")
        page.keyboard.press("Enter")
        page.wait_for_url("**q=brioche**")
        expect(page.locator(RESULTS)).to_have_count(1)
        page.go_back()
        page.go_back()
        expect(page.locator("#q")).to_have_value("parole")
        expect(page.locator(RESULTS)).to_have_count(len(before))
        assert found(page) == before
        assert not facet(page, "year").get_by_label("2024").is_checked()
        page.go_back()
        expect(page.locator(RESULTS)).to_have_count(0)
        assert page.locator("[data-part=start]").is_visible()


def test_what_is_found_while_one_types_is_one_step_back(hosts: Hosts) -> None:
    with hosts.page("small", "search/") as page:
        page.locator("#q").focus()
        for letters in ("bri", "oche"):
            page.keyboard.type(letters)
            page.wait_for_url(f"**?q=*{letters}")
        assert found(page) == ["mal-attribuee"]
        page.keyboard.press("Enter")
        page.go_back()
        expect(page.locator("#q")).to_have_value("")
        expect(page.locator(RESULTS)).to_have_count(0)


def test_the_search_is_used_by_keyboard_alone(hosts: Hosts) -> None:
    with hosts.page("small", "contexts/") as page:
        page.keyboard.press("/")
        page.keyboard.type("parole")
        page.keyboard.press("Enter")
        page.wait_for_url("**/search/?q=parole")
        keys = found(page)
        page.keyboard.press("/")
        for key in keys[:2]:
            page.keyboard.press("ArrowDown")
            expect(page.locator(f"article[data-quote={key}] .more")).to_be_focused()
        page.keyboard.press("ArrowUp")
        page.keyboard.press("ArrowUp")
        expect(page.locator("#q")).to_be_focused()
        page.keyboard.press("Tab")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.localName") == "summary"
        page.keyboard.press("Tab")
        page.keyboard.press("Space")
        page.wait_for_url("**author=claire-dubois**")
        told(page)
        assert page.evaluate("document.activeElement.value") == "claire-dubois"
        page.locator("#q").focus()
        page.keyboard.press("Escape")
        expect(page.locator(RESULTS)).to_have_count(0)
        assert page.locator("#q").input_value() == ""
        assert urlsplit(page.url).query == ""


def test_a_slash_is_a_slash_where_one_writes(hosts: Hosts) -> None:
    with hosts.page("small", "search/") as page:
        page.locator("#q").focus()
        page.keyboard.type("a/b")
        assert page.locator("#q").input_value() == "a/b"


@pytest.mark.parametrize("site", ["small", "real"])
@pytest.mark.parametrize("width", [360, 1280])
def test_results_can_be_used_by_everyone(hosts: Hosts, site: str, width: int) -> None:
    words = {"small": "claire", "real": "troops"}[site]
    with hosts.page(site, f"search/?q={words}", viewport={"width": width, "height": 900}) as page:
        assert len(found(page)) == 10
        page.locator("summary").evaluate("element => { element.parentElement.open = true; }")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.evaluate(AXE.read_text(encoding="utf-8"))
        assert complaints(page, ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]) == []
        page.emulate_media(color_scheme="dark")
        assert complaints(page, ["color-contrast"]) == []


def test_hostile_words_are_text(hosts: Hosts) -> None:
    with hosts.page("small", "search/?q=<img src=x onerror=alert(1)> script") as page:
        assert page.locator("#q").input_value() == "<img src=x onerror=alert(1)> script"
        told(page)
        page.goto(f"{hosts.addresses['small']}search/?q=script")
        assert "hostile" in found(page)
        assert page.locator("[data-part=list] script, [data-part=list] b").count() == 0


def test_without_scripts_no_control_is_dead_and_the_lists_are_there(hosts: Hosts) -> None:
    with hosts.page("small", "search/?q=parole", java_script_enabled=False) as page:
        assert not page.locator("form:visible, input:visible, button:visible").all()
        for folder in ("authors", "entities", "countries", "contexts", "dates", "quotes"):
            assert page.locator(f"main a[href$='/{folder}/']").is_visible()


def test_a_search_that_cannot_be_loaded_says_so_and_can_be_tried_again(hosts: Hosts) -> None:
    context = hosts.browser.new_context()
    page = context.new_page()
    page.route("**/search/index/*", lambda route: route.abort())
    page.goto(f"{hosts.addresses['small']}search/?q=parole")
    expect(page.locator("[data-part=trouble]")).to_be_visible()
    assert page.locator("[data-part=start] a").first.is_visible()
    page.unroute("**/search/index/*")
    page.get_by_role("button", name="Réessayer").click()
    expect(page.locator(RESULTS)).to_have_count(10)
    assert not page.locator("[data-part=trouble]").is_visible()
    context.close()


def test_an_index_that_was_replaced_while_the_page_stood_open_is_asked_for_again(hosts: Hosts) -> None:
    context = hosts.browser.new_context()
    page = context.new_page()
    gone: list[str] = []
    page.goto(f"{hosts.addresses['small']}search/")
    page.route("**/search/index/words.*", lambda route: route.fulfill(status=404) if not gone else route.continue_())
    page.on("response", lambda response: gone.append(response.url) if response.status == 404 else None)
    page.locator("#q").fill("parole")
    page.keyboard.press("Enter")
    expect(page.locator(RESULTS)).to_have_count(10)
    assert gone
    context.close()


# Without a search.


def test_a_site_without_a_search_has_nothing_of_it(tmp_path: Path) -> None:
    write_small_archive(tmp_path)
    build(tmp_path, tmp_path / "output", "--no-search")
    ordered = files_of(tmp_path / "output")
    settings = tmp_path / "content" / "site.yaml"
    settings.write_text(f"{settings.read_text()}search: false\n")
    build(tmp_path, tmp_path / "output")
    assert files_of(tmp_path / "output") == ordered
    assert not [path for path in ordered if path.startswith("search/")]
    assert not [path for path, data in ordered.items() if path.endswith(".html") and b'role="search"' in data]


def test_a_theme_without_the_page_of_a_quote_or_of_the_search_has_none(tmp_path: Path) -> None:
    write_small_archive(tmp_path)
    for name in ("quote.html", "search.html"):
        (tmp_path / "templates").mkdir()
        (tmp_path / "templates" / name).write_text("")
        build(tmp_path, tmp_path / "output")
        assert not [path for path in files_of(tmp_path / "output") if path.startswith("search/")]
        shutil.rmtree(tmp_path / "templates")
