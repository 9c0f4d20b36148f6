"""What scripts add to the pages: nothing that is needed, and nothing that does not work."""

from datetime import datetime, timedelta
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page

from tests.site.hosts import Hosts

CONTEXT = "contexts/gaza-ceasefire-january-2025/"


def shown(page: Page) -> list[str]:
    """The quotes that can be seen in a context, from the top."""
    found: list[str] = page.locator("#statements article.quote:visible").evaluate_all(
        "quotes => quotes.map(quote => quote.dataset.quote)"
    )
    return found


def days(page: Page) -> list[str]:
    """The dates that can be seen, from the top."""
    return page.locator("#statements .day:visible").all_inner_texts()


def test_a_reader_turns_the_order_of_a_context_round_and_shares_it(hosts: Hosts) -> None:
    with hosts.page("real", CONTEXT) as page:
        before, dates = shown(page), days(page)
        turn = page.locator("#tools button")
        label = turn.inner_text()
        turn.click()
        assert shown(page) == before[::-1]
        assert days(page) == dates[::-1]
        assert turn.inner_text() != label
        page.reload()
        assert shown(page) == before[::-1]
        turn.click()
        assert shown(page) == before
        assert urlsplit(page.url).query == ""


def test_a_reader_sees_only_what_one_country_said(hosts: Hosts) -> None:
    with hosts.page("real", "contexts/north-korea-troops-in-russia/") as page:
        everything = shown(page)
        page.locator("#tools select").select_option("country-ua")
        some = shown(page)
        assert 0 < len(some) < len(everything)
        assert page.locator("#tools [role=status]").inner_text() == (f"Showing {len(some)} of {len(everything)} IPSEs")
        assert all(page.locator(f'#statements [data-quote="{key}"] img.flag').count() for key in some)
        page.reload()
        assert shown(page) == some
        page.locator("#tools select").select_option("")
        assert shown(page) == everything


def test_a_reader_compares_two_authors(hosts: Hosts) -> None:
    with hosts.page("real", CONTEXT) as page:
        page.get_by_role("link", name="Compare two authors").click()
        first, second = page.locator("#compare select").all()
        first.select_option(label="Yara Hawari")
        second.select_option(label="Ali Jarbawi")
        assert urlsplit(page.url).query == "compare=yara-hawari,ali-jarbawi"
        left, right = page.locator(".group:visible").evaluate_all("all => all.map(one => one.getBoundingClientRect())")
        assert left["right"] <= right["left"]
        assert left["top"] == right["top"]
        assert page.locator(".group:visible h2").all_inner_texts() == ["Yara Hawari", "Ali Jarbawi"]
        page.locator("#compare button").click()
        assert page.locator(".group:visible").count() == 3


def test_an_address_names_the_two_who_are_compared(hosts: Hosts) -> None:
    with hosts.page("real", f"{CONTEXT}authors/?compare=ali-jarbawi,yara-hawari") as page:
        assert page.locator(".group:visible h2").all_inner_texts() == ["Ali Jarbawi", "Yara Hawari"]


def test_an_address_that_names_somebody_else_shows_all(hosts: Hosts) -> None:
    with hosts.page("real", f"{CONTEXT}authors/?compare=nobody,%3Cscript%3E") as page:
        assert page.locator(".group:visible").count() == 3


@pytest.mark.parametrize(
    ("later", "says"), [(0, ""), (59, ""), (61, "1 hour ago"), (60 * 30, "30 hours ago"), (60 * 24 * 4, "4 days ago")]
)
def test_a_page_of_the_last_hours_says_when_they_ended(hosts: Hosts, later: int, says: str) -> None:
    with hosts.page("real", "last-24h/", until="commit") as page:
        ended = datetime.fromisoformat(page.locator("time.until").get_attribute("datetime") or "")
        page.clock.set_fixed_time(ended + timedelta(minutes=later))
        page.reload()
        assert page.locator("time.until").inner_text().strip("· ") == says


def test_the_contents_mark_the_part_that_is_read(hosts: Hosts) -> None:
    with hosts.page("real", "contexts/north-korea-troops-in-russia/") as page:
        page.locator("#how-we-got-here").evaluate("part => part.scrollIntoView()")
        page.wait_for_selector('.contents a[href="#how-we-got-here"][aria-current]')
        assert page.locator(".contents [aria-current]").count() == 1


@pytest.mark.parametrize("address", ["", "last-24h/", CONTEXT, f"{CONTEXT}authors/"])
def test_without_scripts_no_control_is_dead(hosts: Hosts, address: str) -> None:
    with hosts.page("real", address, java_script_enabled=False) as page:
        controls = page.locator("button, select, input, textarea")
        assert [control.evaluate("e => e.outerHTML") for control in controls.all() if control.is_visible()] == []
