"""What a request to the preview means, and which are not taken."""

from http import HTTPStatus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipsegen.request import (
    NOT_FOR_A_PREVIEW,
    Elsewhere,
    HeaderRules,
    Refusal,
    address_of,
    check_host,
    check_origin,
    content_type,
    file_of,
    in_url,
    segments_of,
)


@pytest.mark.parametrize(
    ("target", "segments"),
    [
        ("/", ("",)),
        ("/quotes/x/", ("quotes", "x", "")),
        ("/quotes/x/?page=2#top", ("quotes", "x", "")),
        ("/a%20b/%C3%A9", ("a b", "é")),
    ],
)
def test_addresses_are_cut_into_decoded_segments(target: str, segments: tuple[str, ...]) -> None:
    assert segments_of(target) == segments


@pytest.mark.parametrize(
    ("target", "status"),
    [
        ("", 400),
        ("quotes", 400),
        ("http://evil.example/", 400),
        ("*", 400),
        ("/%", 400),
        ("/%zz", 400),
        ("/%4", 400),
        ("/%00", 400),
        ("/a%0d%0ab", 400),
        ("/a\\b", 400),
        ("/..%5c..%5c", 400),
        ("/\u00e9", 400),
        ("/a b", 400),
        ("/%ff", 400),
        ("/x?\u00e9", 400),
        ("/..", 404),
        ("/a/../b", 404),
        ("/%2e%2e/x", 404),
        ("/.%2E/x", 404),
        ("/./x", 404),
        ("/..%2fx", 404),
        ("/a%2Fb", 404),
        ("//evil.example/", 404),
        ("/a//b", 404),
        ("/" + "a" * 100_000, 414),
    ],
)
def test_addresses_that_could_mean_something_else_are_refused(target: str, status: int) -> None:
    with pytest.raises(Refusal) as refusal:
        segments_of(target)
    assert refusal.value.status == status


@given(st.text(st.characters(codec="utf-8"), max_size=40))
def test_no_address_leads_out_of_the_folder(text: str) -> None:
    try:
        path = file_of(segments_of(f"/{text}"), ("",))
    except (Refusal, Elsewhere):
        return
    assert all(name not in {"", ".", ".."} and "/" not in name and "\0" not in name for name in path)


@given(
    st.lists(st.text(st.characters(codec="utf-8", exclude_characters="/\\", min_codepoint=32), min_size=1, max_size=9))
)
def test_an_address_of_segments_means_them(names: list[str]) -> None:
    segments = (*(name for name in names if name not in {".", ".."} and "\x7f" not in name), "")
    assert segments_of(address_of(segments)) == segments


@pytest.mark.parametrize(
    ("target", "base", "file"),
    [
        ("/", "/", "index.html"),
        ("/quotes/", "/", "quotes/index.html"),
        ("/feed.xml", "/", "feed.xml"),
        ("/archive/", "/archive/", "index.html"),
        ("/archive/quotes/x/", "/archive/", "quotes/x/index.html"),
    ],
)
def test_an_address_means_a_file_below_the_path_of_the_site(target: str, base: str, file: str) -> None:
    assert "/".join(file_of(segments_of(target), segments_of(base))) == file


@pytest.mark.parametrize(("target", "status"), [("/", 302), ("/archive", 301)])
def test_the_way_to_a_site_below_a_path_is_shown(target: str, status: int) -> None:
    with pytest.raises(Elsewhere) as elsewhere:
        file_of(segments_of(target), ("archive", ""))
    assert (elsewhere.value.status, elsewhere.value.address) == (status, "/archive/")


@pytest.mark.parametrize("target", ["/quotes/", "/archiv/", "/archives/", "/x"])
def test_nothing_stands_beside_a_site_below_a_path(target: str) -> None:
    with pytest.raises(Refusal):
        file_of(segments_of(target), ("archive", ""))


@pytest.mark.parametrize(
    ("given_as", "host", "status"),
    [
        (["127.0.0.1:8000"], "127.0.0.1", None),
        (["localhost:8000"], "127.0.0.1", None),
        (["LocalHost:8000"], "127.0.0.1", None),
        (["[::1]:8000"], "::1", None),
        (["desk.example:8000"], "desk.example", None),
        (["192.168.1.7:8000"], "0.0.0.0", None),
        (["[fe80::1]:8000"], "::", None),
        (["192.168.1.7:8000"], "127.0.0.1", 421),
        (["evil.example:8000"], "0.0.0.0", 421),
        (["evil.example:8000"], "127.0.0.1", 421),
        (["localhost.evil.example:8000"], "127.0.0.1", 421),
        (["127.0.0.1"], "127.0.0.1", 421),
        (["127.0.0.1:8001"], "127.0.0.1", 421),
        ([], "127.0.0.1", 400),
        (["127.0.0.1:8000", "evil.example"], "127.0.0.1", 400),
        (["user@127.0.0.1:8000"], "127.0.0.1", 400),
        (["127.0.0.1:8000/x"], "127.0.0.1", 400),
        ([""], "127.0.0.1", 400),
    ],
)
def test_only_the_names_of_this_server_are_answered(given_as: list[str], host: str, status: int | None) -> None:
    found = None
    try:
        check_host(given_as, host, 8000)
    except Refusal as refusal:
        found = refusal.status
    assert found == status


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "https://127.0.0.1:8000", "http://127.0.0.1:1", ""])
def test_pages_of_other_sites_are_not_answered(origin: str) -> None:
    with pytest.raises(Refusal) as refusal:
        check_origin([origin], "127.0.0.1", 8000)
    assert refusal.value.status == HTTPStatus.FORBIDDEN
    check_origin([], "127.0.0.1", 8000)
    check_origin(["http://127.0.0.1:8000"], "127.0.0.1", 8000)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("index.html", "text/html; charset=utf-8"),
        ("feed.xml", "application/atom+xml; charset=utf-8"),
        ("feed.json", "application/feed+json"),
        ("manifest.json", "application/json"),
        ("sitemap.xml", "application/xml"),
        ("a.SVG", "image/svg+xml"),
        ("a.woff2", "font/woff2"),
        ("a.webp", "image/webp"),
        ("site.1f.css", "text/css; charset=utf-8"),
        ("_headers", "text/plain; charset=utf-8"),
        ("LICENSE", "application/octet-stream"),
        ("a.exe", "application/octet-stream"),
    ],
)
def test_types_of_content(name: str, kind: str) -> None:
    assert content_type(name) == kind


def test_rules_of_headers() -> None:
    rules = HeaderRules(
        "/*\n  X-All: a: b\n  Strict-Transport-Security: max-age=1\n\n"
        "/assets/*\n  Cache-Control: immutable\n  X-Asset: yes\n\n"
        "/:kind/:id/feed.xml\n  X-Feed: yes\n",
        NOT_FOR_A_PREVIEW,
    )
    assert rules.of("/") == [("X-All", "a: b")]
    assert rules.of("/assets/site.css") == [("X-All", "a: b"), ("X-Asset", "yes")]
    assert rules.of("/authors/x/feed.xml") == [("X-All", "a: b"), ("X-Feed", "yes")]
    assert rules.of("/authors/feed.xml") == [("X-All", "a: b")]


def test_rules_of_headers_leave_out_nothing_unless_told() -> None:
    rules = HeaderRules("/*\n  Strict-Transport-Security: max-age=1\n\n/assets/*\n  Cache-Control: immutable\n")
    assert rules.of("/assets/a") == [("Strict-Transport-Security", "max-age=1"), ("Cache-Control", "immutable")]


def test_a_rule_of_headers_takes_back_what_others_set() -> None:
    rules = HeaderRules("/*\n  X-All: a\n  X-Kept: b\n\n/admin/*\n  ! x-all\n  X-All: c\n")
    assert rules.of("/admin/index.html") == [("X-Kept", "b"), ("X-All", "c")]
    assert rules.of("/") == [("X-All", "a"), ("X-Kept", "b")]


def test_hosts_in_addresses() -> None:
    assert [in_url(host) for host in ("localhost", "::1", "[::1]")] == ["localhost", "[::1]", "[::1]"]
