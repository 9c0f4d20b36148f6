"""`check --links`: what is found at the addresses of sources, what is remembered, what an archive gives."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

import pytest

from ipsegen import links
from ipsegen.load.content import read_content
from ipsegen.load.visits import Manners, Visit
from ipsegen.model.links import Link, fault_of_visit
from ipsegen.write.visits import Remembered, recall_visits, remember_visits
from tests.command import SITE, Result, run, write
from tests.load.rude_host import Call, Host, answer, hosting
from tests.typing_hands import at_a_terminal

NOW: Final = datetime(2026, 1, 1, tzinfo=UTC)
PAGES: Final = {"/here": "200 OK", "/lost": "404 Not Found", "/gone": "410 Gone", "/shut": "403 Forbidden"}
REDIRECTS: Final = {"/old": "301 Moved /here", "/save/": "302 Found /web/1"}

QUOTE: Final = (
    "text: Words.\nauthor: mark-rutte\npronounced: 2024-10-28\ninserted: 2025-01-21T16:00:00Z\n"
    "sources:\n"
    "  - {{title: One, url: '{0}/here', archived_url: '{0}/gone'}}\n"
    "  - title: Two\n"
    "    url: {0}/lost\n"
    "    archived_url: {0}/here\n"
    "  - shared\n"
    "post: {{platform: X, url: '{0}/shut'}}\n"
)  # fmt: skip
CONTEXT: Final = (
    "title: Story\nsummary: What happened.\n"
    "sources:\n  - id: a\n    title: A\n    url: {0}/here#part\n"
    "press:\n  - text: Words.\n    url: {0}/old\n"
    "go_deeper:\n  - {{title: More, url: '{0}/lost'}}\n"
)  # fmt: skip


def behave(call: Call) -> None:
    for start, said in REDIRECTS.items():
        if call.path.startswith(start):
            status, name, location = said.split()
            call.say(answer(f"{status} {name}", f"Location: {location}"))
            return
    call.say(answer(PAGES.get(call.path, "200 OK")))


@pytest.fixture(autouse=True)
def in_haste(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(links, "MANNERS", Manners(pause=0.0, backoff=0.0))
    monkeypatch.setattr(links, "MANNERS_AT_THE_ARCHIVE", Manners(pause=0.0, backoff=0.0))


@pytest.fixture
def host() -> Iterator[Host]:
    with hosting(behave) as found:
        yield found


@pytest.fixture
def root(tmp_path: Path, host: Host) -> Path:
    files = {
        "content/site.yaml": SITE["content/site.yaml"],
        "content/authors/mark-rutte.yaml": "name: Mark Rutte\nlinks:\n  - {title: Site, url: '{0}/old'}\n",
        "content/contexts/story.yaml": CONTEXT.format(host.at("")),
        "content/quotes/words.yaml": QUOTE.format(host.at("")),
        "content/sources/shared.yaml": f"title: Shared\nurl: {host.at('/gone')}\n",
    }
    files["content/authors/mark-rutte.yaml"] = files["content/authors/mark-rutte.yaml"].replace("{0}", host.at(""))
    return write(tmp_path, files)


def check(root: Path, *arguments: str, links: bool = True) -> Result:
    return run("check", *(["--links", "--allow-private"] if links else []), *arguments, root=root)


FOUND: Final = [
    "content/authors/mark-rutte.yaml:3:24: warning[moved-link]",
    "content/contexts/story.yaml:9:10: warning[moved-link]",
    "content/contexts/story.yaml:11:24: warning[dead-link]",
    "content/quotes/words.yaml:6:68: warning[dead-link]",
    "content/quotes/words.yaml:8:10: warning[dead-link]",
    "content/quotes/words.yaml:11:26: warning[unreachable-link]",
    "content/sources/shared.yaml:2:6: warning[dead-link]",
]


def places(result: Result) -> list[str]:
    """Where which warning is, in the order of the report."""
    return re.findall(r"^\S+: warning\[[a-z-]+\]", result.out, re.MULTILINE)


def test_what_is_wrong_with_an_address_is_told_at_its_place(root: Path, host: Host) -> None:
    result = check(root)
    assert result.status == 0
    assert places(result) == FOUND
    assert f"nothing is at {host.at('/lost')} any more: it answers '404 Not Found'" in result.out
    assert f"the words are kept at {host.at('/here')}" in result.out
    assert f"write {host.at('/here')}" in result.out


def test_each_address_is_visited_once_and_then_remembered(root: Path, host: Host) -> None:
    check(root)
    visited = [request for request in host.requests if request.startswith("HEAD")]
    assert sorted(visited) == ["HEAD /gone", "HEAD /here", "HEAD /here", "HEAD /lost", "HEAD /old", "HEAD /shut"]
    before = check(root).out
    assert len(host.requests) == len(visited) + 3
    assert check(root, "--fresh").out == before
    assert len(host.requests) == 2 * (len(visited) + 3)


def test_the_host_is_told_which_archive_asks(root: Path, host: Host) -> None:
    check(root)
    assert "(link check of https://ipse.example/)\r\n" in host.heads[0]


def test_with_strict_what_is_wrong_is_status_1(root: Path) -> None:
    assert check(root, "--strict").status == 1


def test_only_the_addresses_of_the_paths_are_visited(root: Path, host: Host) -> None:
    assert places(check(root, str(root / "content/sources"))) == FOUND[-1:]
    assert host.requests == ["HEAD /gone", "GET /gone"]


def test_without_links_nothing_is_visited(root: Path, host: Host) -> None:
    assert check(root, links=False).err.startswith("no problems in 5 files, ")
    assert host.requests == []


def test_private_addresses_are_not_visited_unless_that_is_allowed(root: Path, host: Host) -> None:
    assert {place.partition(" ")[2] for place in places(run("check", "--links", root=root))} == {
        "warning[private-link]"
    }
    assert host.requests == []
    assert places(check(root)) == FOUND


def test_without_a_network_one_message_says_so(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ipsegen.load.visits.Visitor.visit", lambda *_: Visit("unreachable", "x", is_offline=True))
    result = check(root)
    assert (result.status, result.out) == (3, "")
    assert result.err.splitlines()[-1].startswith("ipsegen: no host of a source could be reached")
    assert "HTTPS_PROXY" in result.err
    assert recall_visits(root) == {}


@pytest.mark.parametrize("option", ["--fresh", "--allow-private", "--archive=https://web.archive.org/save/"])
def test_what_goes_with_links_alone_is_wrong_usage(root: Path, option: str) -> None:
    result = check(root, option, links=False)
    assert result.status == 2
    assert "go with --links" in result.err


@pytest.mark.parametrize("address", ["web.archive.org/save/", "file:///etc/", "https://x .org/"])
def test_an_archive_is_named_by_its_address(root: Path, address: str) -> None:
    result = check(root, "--archive", address)
    assert result.status == 2
    assert "--archive" in result.err


# What is remembered.


@pytest.mark.parametrize(
    ("state", "days"), [("alive", 7), ("moved", 7), ("dead", 1), ("unreachable", 1 / 24), ("private", 0)]
)
def test_the_worse_it_was_the_sooner_it_is_visited_again(state: str, days: float) -> None:
    visit = Visit(state)  # type: ignore[arg-type]
    age = timedelta(days=days)
    assert not links._holds(Remembered(visit, NOW - age), NOW)
    assert links._holds(Remembered(visit, NOW - age + timedelta(minutes=1)), NOW) == (days > 0)
    assert not links._holds(Remembered(visit, NOW + timedelta(days=1)), NOW)
    assert not links._holds(None, NOW)


def test_what_is_remembered_is_what_was_found(tmp_path: Path) -> None:
    visits = {"https://a.example/": Remembered(Visit("moved", leads_to="https://b.example/"), NOW)}
    remember_visits(tmp_path, visits)
    assert recall_visits(tmp_path) == visits


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b'{"version": 2, "visits": {}}', b"\xff\x00"])
def test_a_damaged_memory_is_as_good_as_none(tmp_path: Path, damage: bytes) -> None:
    remember_visits(tmp_path, {"https://a.example/": Remembered(Visit("alive"), NOW)})
    (tmp_path / ".ipsegen/links/visits.json").write_bytes(damage)
    assert recall_visits(tmp_path) == {}


def test_what_is_written_nowhere_any_more_is_forgotten(root: Path) -> None:
    long_ago = datetime.now(UTC) - links.FORGOTTEN_AFTER
    visits = {"https://old.example/": Remembered(Visit("alive"), long_ago)}
    remember_visits(root, {**visits, "https://new.example/": Remembered(Visit("alive"), datetime.now(UTC))})
    check(root)
    assert "https://old.example/" not in recall_visits(root)
    assert "https://new.example/" in recall_visits(root)


def test_at_a_terminal_it_is_shown_how_far_it_is(root: Path) -> None:
    with at_a_terminal("check", "--links", "--allow-private", root=root) as hands:
        assert hands.end() == 0
    assert "visiting" in hands.shown
    assert "visiting" not in check(root, "--fresh").err


def test_what_was_found_before_an_interruption_is_kept(root: Path) -> None:
    def tell(_stage: str, done: int, _total: int) -> None:
        if done == 2:
            raise KeyboardInterrupt

    order = links.LinkOrder(root, NOW, allow_private=True)
    with pytest.raises(KeyboardInterrupt):
        links.look_at_links(read_content(root), lambda _file: True, order, tell)
    assert len(recall_visits(root)) == 2


# Copies.


def test_an_archive_is_asked_for_copies_of_sources_that_are_there_and_have_none(root: Path, host: Host) -> None:
    result = check(root, "--archive", host.at("/save/"))
    line = result.out.splitlines()[-1]
    assert line == f"content/contexts/story.yaml:6:10: archived_url: {host.at('/web/1')}"
    assert [request for request in host.requests if "/save/" in request] == [f"GET /save/{host.at('/here')}"]


def test_beside_json_the_lines_go_to_standard_error(root: Path, host: Host) -> None:
    result = check(root, "--archive", host.at("/save/"), "--format", "json")
    json.loads(result.out)
    assert "archived_url: " in result.err


def test_where_the_archive_makes_no_copy_it_is_said_why(root: Path, host: Host) -> None:
    result = check(root, "--archive", host.at("/shut?"))
    assert f"no copy of {host.at('/here')}: " in result.err


def test_an_archive_may_want_the_address_in_its_own() -> None:
    address = "https://a.example/x?y=z"
    assert links.request_for_copy("https://web.example/save/", address) == f"https://web.example/save/{address}"
    assert (
        links.request_for_copy("https://web.example/?u={url}&x", address)
        == "https://web.example/?u=https%3A%2F%2Fa.example%2Fx%3Fy%3Dz&x"
    )


# Words.


def hint(visit: Visit, **of_link: str) -> str:
    link = Link("x.yaml", ("sources", 0, of_link.pop("key", "url")), "https://a.example/", is_source=True, **of_link)
    fault = fault_of_visit(link, visit)
    assert fault is not None
    return fault.hint


@pytest.mark.parametrize(
    "leads_to", ["https://b.example/\x1b[2J", "https://x@evil.example/", "https://b/" + "x" * 2000]
)
def test_what_a_server_says_is_suggested_only_if_it_may_be_written(leads_to: str) -> None:
    assert leads_to not in hint(Visit("moved", leads_to=leads_to))
    assert hint(Visit("moved", leads_to="https://b.example/")) == "write https://b.example/"


def test_the_copy_of_what_is_lost_is_named() -> None:
    assert "https://copy.example/" in hint(Visit("dead"), copy="https://copy.example/")
    assert "https://copy.example/" in hint(Visit("unreachable"), copy="https://copy.example/")
    assert "archived_url" in hint(Visit("dead"))
    assert "another copy" in hint(Visit("dead"), key="archived_url")


def test_where_all_is_well_nothing_is_said() -> None:
    assert fault_of_visit(Link("x.yaml", ("url",), "https://a.example/"), Visit("alive")) is None
