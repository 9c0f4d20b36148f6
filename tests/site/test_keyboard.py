"""A person's path by the Tab key: what each stop is called, in which order, and that it can be seen."""

from typing import Final

from playwright.sync_api import CDPSession, Page

from tests.site.hosts import Hosts

MASTHEAD: Final = [
    "link Skip to the content", "link IPSE", "searchbox Search", "link Contexts", "link Authors", "link Entities",
    "link Countries", "link Dates",
]  # fmt: skip
HOME: Final = [
    *MASTHEAD,
    "link 35 IPSEs", "link 9 contexts", "link 21 authors", "link 33 entities", "link 22 countries",
    "link See all 8 authors", "link Mahmoud Abbas 1 IPSE", "link Craig Kennedy 1 IPSE",
    "link Recep Tayyip Erdogan 1 IPSE", "link Emmanuel Macron 1 IPSE", "link Yara Hawari 1 IPSE",
    "link Joe Biden 1 IPSE", "link Ali Jarbawi 1 IPSE", "link Ibrahim Madhoun 1 IPSE", "link View all 8 IPSEs",
    "link Mahmoud Abbas", "link Read more : Mahmoud Abbas, President of the Palestinian Authority, January 2025",
]  # fmt: skip
CONTEXT: Final = [
    *MASTHEAD,
    "link Contexts", "link What’s happened", "link IPSEs", "link Voices", "link More on these topics",
    "link Hamas", "link Gaza Strip", "link West Bank",
    "DisclosureTriangle Who spoke when, as a table", "button Oldest first", "combobox Whose IPSEs are shown",
    "link Ali Jarbawi", "link Read more : Ali Jarbawi, between 19 January 2025 and 21 January 2025",
    "link Yara Hawari", "link Read more : Yara Hawari, Co-director of Al-Shabaka, January 2025",
]  # fmt: skip
QUOTE: Final = [
    *MASTHEAD,
    "link All IPSEs", "link The ceasefire in Gaza", "link Yara Hawari", "link The ceasefire in Gaza", "link Al-Shabaka",
    "link Palestinian Territories", "link Gaza Strip", "link West Bank", "link Palestinian Territories", "link Israel",
    "link Gaza war", "link https://ipse.example/quotes/hawari-west-bank-precarious/",
    "button Copy the quotation", "button Copy the link", "button Copy the citation",
    "DisclosureTriangle BibTeX", "DisclosureTriangle RIS", "DisclosureTriangle CSL-JSON",
]  # fmt: skip
SEARCH: Final = [
    *(stop for stop in MASTHEAD if not stop.startswith("searchbox")),
    "searchbox Words or names", "button Search", "DisclosureTriangle Narrow the search",
    "checkbox Yara Hawari 1", "checkbox The ceasefire in Gaza 1", "checkbox 2025 1", "checkbox English 1",
    "checkbox Attributed 1", "link Yara Hawari", "link Read more : Yara Hawari, January 2025",
]  # fmt: skip

SEEN: Final = """() => {
    const focused = document.activeElement, style = getComputedStyle(focused);
    // One of the lines of a link that runs over several.
    const hit = [...focused.getClientRects()].some(box => {
        const there = document.elementFromPoint((box.left + box.right) / 2, (box.top + box.bottom) / 2);
        return there !== null && (focused.contains(there) || there.contains(focused));
    });
    return hit && parseFloat(style.outlineWidth) >= 2 && style.outlineStyle !== "none";
}"""


def stop(session: CDPSession) -> str:
    """What has the focus, by the role and the name that a screen reader is given."""
    focused = session.send("Runtime.evaluate", {"expression": "document.activeElement"})["result"]["objectId"]
    tree = session.send("Accessibility.getPartialAXTree", {"objectId": focused, "fetchRelatives": False})
    node = tree["nodes"][0]
    return f"{node['role']['value']} {' '.join(node['name']['value'].split())}"


def walk(page: Page, expected: list[str]) -> None:
    """Press Tab as often as there are names, which must come in this order, each where it can be seen."""
    session = page.context.new_cdp_session(page)
    found = []
    for _step in expected:
        page.keyboard.press("Tab")
        found.append(stop(session))
        assert page.evaluate(SEEN), found[-1]
    assert found == expected
    session.detach()


def follow(page: Page) -> None:
    """Enter, on the link that has the focus."""
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_a_person_walks_from_home_through_a_context_and_a_quote_to_the_search(hosts: Hosts) -> None:
    with hosts.page("real", reduced_motion="reduce") as page:
        walk(page, HOME)
        page.get_by_role("link", name="The ceasefire in Gaza").focus()
        follow(page)
        walk(page, CONTEXT)
        follow(page)
        walk(page, QUOTE)
        page.keyboard.press("/")
        assert stop(page.context.new_cdp_session(page)) == "searchbox Search"
        page.keyboard.type("hawari")
        follow(page)
        page.locator("[data-part=list] article").wait_for()
        walk(page, SEARCH)
        follow(page)
        assert page.url.endswith("/quotes/hawari-west-bank-precarious/")
