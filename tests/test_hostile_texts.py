"""Small shares of the trials in torture/ that are about what people write: the whole of them takes minutes."""

from collections.abc import Callable
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser

from torture import headers, injection, parsers
from torture.calls_in_browser import calls_on_pages
from torture.fuzz import TARGETS, fuzz
from torture.outcome import Outcome
from torture.payloads import OURS, naughty
from torture.skeleton import addresses, skeleton, tree_of

SAMPLE = (
    '"><script>alert(1)</script>',
    "' onfocus='alert(1)' autofocus='",
    "]]>{{ 7*7 }}</script><svg onload=alert(1)>",
)


@pytest.mark.parametrize("trial", [parsers.yaml, parsers.markdown])
def test_the_suites_of_yaml_and_commonmark_differ_in_known_groups_only(
    trial: Callable[[Outcome, int, int], None],
) -> None:
    outcome = Outcome("suite")
    trial(outcome, 0, 0)
    assert outcome.faults == []
    assert outcome.tries > 400


def test_no_text_in_any_key_changes_what_a_page_is_made_of_nor_runs(browser: Browser) -> None:
    outcome = Outcome("injection")
    injection.try_texts(SAMPLE, browser, outcome)
    assert outcome.faults == []
    assert outcome.ends["shown as text"] > 300
    assert outcome.ends["pages opened in a browser"] > 50


def test_the_lists_of_others_are_at_hand() -> None:
    assert len(naughty()) > 400
    assert len(set(OURS)) == len(OURS)


@pytest.mark.parametrize("hostile", ["<p>a<b>b</b>", "<p title=x>a", "<p>a<!-- --><svg/onload=alert(1)>"])
def test_a_skeleton_shows_what_was_put_in(hostile: str) -> None:
    assert skeleton(page_of(hostile)) != skeleton(page_of("<p>a"))


def page_of(body: str) -> Element:
    return tree_of(f"<!doctype html><title>x</title>{body}".encode())


def test_an_address_that_runs_is_not_safe() -> None:
    found = list(addresses(page_of("<a href='javascript:alert(1)'>a</a><img src='//evil.example/x'>")))
    assert found == ["javascript:alert(1)", "//evil.example/x"]
    assert [address for address in found if injection.SAFE.fullmatch(address)] == []


def test_calls_in_the_browser_are_counted(tmp_path: Path, browser: Browser) -> None:
    (tmp_path / "_headers").write_text("/*\n  Content-Security-Policy: default-src 'none'\n")
    (tmp_path / "404.html").write_text("<p>nothing here")
    (tmp_path / "index.html").write_text(
        "<script>alert(1)</script><p onclick='print()'>a<a href='javascript:confirm(1)'>b</a>"
    )
    found = list(calls_on_pages(browser, tmp_path, "/", [""]))
    assert found == [": alert", ": has onclick", ": javascript:", ": print"]


def test_others_find_nothing_in_the_policy() -> None:
    sent, page = headers.headers_and_page()
    assert "script-src 'sha256-" in sent["Content-Security-Policy"]
    assert headers.judged(sent, page, None)["policy"] == []
    loose = {"Content-Security-Policy": "script-src 'unsafe-inline' *"}
    assert {finding["severity"] for finding in headers.judged(loose, "", None)["policy"]} >= {"HIGH"}


@pytest.mark.parametrize("name", TARGETS)
@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace")))
@settings(max_examples=50, deadline=None)
def test_any_bytes_are_read_or_refused(name: str, data: bytes) -> None:
    TARGETS[name](data)


def test_mutants_of_good_files_are_read_or_refused() -> None:
    outcome = Outcome("fuzz")
    fuzz(outcome, 40, 1)
    assert outcome.faults == []
    assert outcome.tries == 40 * len(TARGETS)
