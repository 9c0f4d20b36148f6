"""Which addresses a reader may be offered."""

import re
from unittest import mock
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipsegen.model import addresses
from ipsegen.model.addresses import fault_of_address


@pytest.mark.parametrize(
    "text",
    [
        "https://nato.example",
        "http://nato.example/",
        "HTTPS://NATO.example/",
        "https://nato.example:8443/a/b.html?c=d&e=%20#f",
        "https://xn--bcher-kva.example/",
        "https://bücher.example/straße",
        "https://kp.example/로동신문",
        "https://127.0.0.1/",
        "https://[2001:db8::1]/",
        "https://nato.example/a@b",
        "https://nato.example/?mail=a@b",
        "https://web.archive.example/web/2024/https://nato.example/",
        "https://nato.example/a,b;c!d$e'f(g)*h+i",
    ],
)
def test_an_address_of_the_web_may_be_linked(text: str) -> None:
    assert fault_of_address(text) is None


@pytest.mark.parametrize(
    ("text", "words", "hint"),
    [
        ("javascript:alert(1)", "'javascript:' are not allowed", "https://"),
        ("JaVaScRiPt:alert(1)", "'javascript:' are not allowed", "https://"),
        ("javascript://nato.example/%0aalert(1)", "'javascript:' are not allowed", "https://"),
        ("java\tscript:alert(1)", "holds no blank", "address bar"),
        ("java\nscript:alert(1)", "holds no blank", "address bar"),
        ("\x01javascript:alert(1)", "holds no blank", "address bar"),
        (" javascript:alert(1)", "holds no blank", "address bar"),
        ("https://nato.example/\u2028", "holds no blank", "address bar"),
        ("https://nato.example/\u00a0", "holds no blank", "address bar"),
        ("data:text/html,x", "'data:' are not allowed", "https://"),
        ("vbscript:x", "'vbscript:' are not allowed", "https://"),
        ("file:///etc/passwd", "'file:' are not allowed", "https://"),
        ("ftp://nato.example/", "'ftp:' are not allowed", "https://"),
        ("mailto:a@nato.example", "'mailto:' are not allowed", "https://"),
        ("blob:https://nato.example/x", "'blob:' are not allowed", "https://"),
        ("//nato.example/", "has no scheme", "write https://nato.example/"),
        ("/authors/x/", "is not a whole address", "with https:// and the host"),
        ("../x", "is not a whole address", "with https:// and the host"),
        ("#top", "is not a whole address", "with https:// and the host"),
        ("nato.example", "has no scheme", "write https://nato.example"),
        ("www.nato.example:8443/a", "has no scheme", "write https://www.nato.example:8443/a"),
        ("", "is not a whole address", "with https:// and the host"),
        ("https://", "names no host", "address bar"),
        ("https:nato.example", "names no host", "address bar"),
        ("https:///nato.example", "names no host", "address bar"),
        ("https://:443/", "names no host", "address bar"),
        ("https://nato.example:0/", "names no host", "address bar"),
        ("https://nato.example:99999/", "is not an address", "address bar"),
        ("https://nato.example:port/", "is not an address", "address bar"),
        ("https://[2001:db8::1/", "is not an address", "address bar"),
        ("https://nato.example@evil.example/", "user name", "write https://evil.example/"),
        ("https://nato.example:x@evil.example/", "user name", "write https://evil.example/"),
        ("https://@evil.example/", "user name", "write https://evil.example/"),
        ("https://nato.example\\@evil.example/", "holds no blank", "address bar"),
        ("https://evil.example/<script>", "holds no blank", "address bar"),
        ('https://evil.example/"onclick="x', "holds no blank", "address bar"),
        ("https://evil.example/{{7*7}}", "holds no blank", "address bar"),
        ("https://evil.example/a|b", "holds no blank", "address bar"),
    ],
)  # fmt: skip
def test_all_others_are_refused_with_a_way_out(text: str, words: str, hint: str) -> None:
    fault = fault_of_address(text)
    assert fault is not None
    assert words in fault[0]
    assert hint in fault[1]


_LIKE_AN_ADDRESS = r"\Ahttps?://[a-z0-9.@:\[\]-]{0,12}[a-z/?#.:@%\[\]{}|^~ é-]{0,12}\Z"


@given(st.from_regex(_LIKE_AN_ADDRESS))
def test_what_looks_like_nearly_all_addresses_is_found_without_fault_by_every_rule(text: str) -> None:
    with mock.patch.object(addresses, "_PLAIN", re.compile(r"(?!)")):
        by_every_rule = fault_of_address(text)
    assert fault_of_address(text) == by_every_rule


@given(st.text() | st.from_regex(r"\A[a-zA-Z+.-]{0,12}:?/{0,3}[^/]*"))
def test_nothing_but_http_to_a_plain_host_passes(text: str) -> None:
    if fault_of_address(text) is None:
        parts = urlsplit(text)
        assert parts.scheme in {"http", "https"}
        assert parts.hostname
        assert "@" not in parts.netloc
        assert not any(character.isspace() or ord(character) < 0x21 for character in text)
