"""Visits to hosts that misbehave in every way: each ends in time, and says what is wrong."""

import gzip
import socket
import struct
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from ipaddress import ip_address
from typing import Final, NoReturn

import pytest

from ipsegen.load.exchange import Limits, Wire
from ipsegen.load.hosts import IpAddress
from ipsegen.load.visits import Manners, Visit, Visitor
from tests.load.rude_host import CERTIFICATE, Behaviour, Call, Host, always, answer, hosting, tls_of_localhost

NOW: Final = datetime(2026, 1, 1, tzinfo=UTC)
LIMITS: Final = Limits(connect=2.0, read=2.0, total=4.0)
HASTY: Final = Limits(connect=0.3, read=0.3, total=0.5)
MANNERS: Final = Manners(pause=0.0, backoff=0.0, patience=2.0)


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


def this_host_alone(address: IpAddress) -> bool:
    """As if 127.0.0.1, where the tests' hosts are, were the only public address."""
    return address == ip_address("127.0.0.1")


def visitor(limits: Limits = LIMITS, manners: Manners = MANNERS, now: datetime = NOW) -> Visitor:
    return Visitor(Wire("ipsegen/test", limits, this_host_alone), manners, now)


def visit(address: str, limits: Limits = LIMITS) -> Visit:
    return visitor(limits).visit(address)


def visit_to(behaviour: Behaviour, limits: Limits = LIMITS) -> Visit:
    with hosting(behaviour) as host:
        return visit(host.at("/page"), limits)


# What a status means.


@pytest.mark.parametrize(
    ("status", "state"),
    [
        ("200 OK", "alive"), ("204 No Content", "alive"), ("206 Partial Content", "alive"),
        ("404 Not Found", "dead"), ("410 Gone", "dead"),
        ("401 Unauthorized", "unreachable"), ("403 Forbidden", "unreachable"), ("451 Unavailable", "unreachable"),
        ("500 Oops", "unreachable"), ("503 Busy", "unreachable"), ("999 Denied", "unreachable"),
        ("304 Not Modified", "unreachable"), ("300 Multiple Choices", "unreachable"),
    ],
)  # fmt: skip
def test_a_status_says_what_became_of_an_address(status: str, state: str) -> None:
    found = visit_to(always(answer(status)))
    assert found.state == state
    assert found.why == "" or status[:3] in found.why


def test_a_page_that_only_says_that_it_is_not_there_counts_as_there() -> None:
    assert visit_to(always(answer("200 OK", body=b"404 not found"))) == Visit("alive")


def test_a_host_is_told_who_asks_and_is_asked_for_a_head_first() -> None:
    with hosting(always(answer("200 OK"))) as host:
        visit(host.at("/a%20b/ü?q=ä b#part"))
    assert host.requests == ["HEAD /a%20b/%C3%BC?q=%C3%A4%20b"]
    assert "User-Agent: ipsegen/test\r\n" in host.heads[0]
    assert f"Host: 127.0.0.1:{host.port}\r\n" in host.heads[0]


@pytest.mark.parametrize("status", ["405 Method Not Allowed", "501 Not Implemented", "403 Forbidden", "404 Not Found"])
def test_a_host_that_dislikes_heads_is_asked_for_the_page(status: str) -> None:
    with hosting(lambda call: call.say(answer(status if call.method == "HEAD" else "200 OK"))) as host:
        assert visit(host.at()) == Visit("alive")
    assert host.requests == ["HEAD /", "GET /"]


# Answers that are none, or have no end.


def hang_up(call: Call) -> None:
    call.line.close()


def reset(call: Call) -> None:
    call.line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    call.line.close()


def answer_without_end(call: Call) -> None:
    call.say(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    call.trickle(b"1\r\nx\r\n")


def send_a_bomb(call: Call) -> None:
    bomb = gzip.compress(bytes(50_000_000))
    call.say(answer("200 OK", "Content-Encoding: gzip", body=bomb))


@pytest.mark.parametrize(
    ("behaviour", "why"),
    [
        (hang_up, "broken off"),
        (reset, "broken off"),
        (always(b"not HTTP at all\r\n\r\n"), "not HTTP"),
        (always(b"HTTP/1.1 abc OK\r\n\r\n"), "not HTTP"),
        (always(b"\x00\xff" * 200_000), "not HTTP"),
        (always(b"HTTP/1.1 200 OK\r\nX: " + b"x" * 100_000 + b"\r\n\r\n"), "not HTTP"),
        (always(b"HTTP/1.1 200 OK\r\n" + b"X: x\r\n" * 1_000 + b"\r\n"), "not HTTP"),
    ],
)
def test_what_is_no_answer_makes_an_address_unreachable(behaviour: Behaviour, why: str) -> None:
    found = visit_to(behaviour)
    assert found.state == "unreachable"
    assert why in found.why


@pytest.mark.parametrize(
    "behaviour",
    [
        lambda call: call.ended.wait(5),
        lambda call: call.trickle(b"HTTP/1.1 200 OK\r\nX: y\r\n"),
        lambda call: call.trickle(b"HTTP/1.1 100 Continue\r\n\r\n"),
    ],
    ids=["silent", "drop by drop", "for ever about to begin"],
)
def test_who_takes_too_long_is_cut_off(behaviour: Behaviour) -> None:
    assert visit_to(behaviour, HASTY) == Visit("unreachable", "it does not answer in time")


@pytest.mark.parametrize(
    "behaviour",
    [
        lambda call: call.say(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\nshort"),
        lambda call: call.say(b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\nlonger"),
        lambda call: call.say(b"HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n"),
        lambda call: call.say(b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 1_000_000),
        answer_without_end,
        send_a_bomb,
    ],
    ids=["too short", "less than nothing", "no number", "no length", "no end", "bomb"],
)
def test_what_follows_the_head_does_not_matter(behaviour: Behaviour) -> None:
    assert visit_to(behaviour) == Visit("alive")


def test_where_nobody_listens_the_connection_is_refused() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    found = visit(f"http://127.0.0.1:{port}/")
    assert (found.state, found.why) == ("unreachable", "its host refuses the connection")


def test_a_name_that_nobody_has_is_not_known() -> None:
    found = visit("http://nobody.invalid/")
    assert (found.state, found.why, found.is_offline) == ("unreachable", "its host is not known", True)


@pytest.mark.parametrize(
    "address", ["ftp://example.org/", "file:///etc/passwd", "javascript:x", "http://", "http://a.example:99999/"]
)
def test_what_is_no_address_of_the_web_is_never_visited(address: str) -> None:
    assert visit(address).state == "unreachable"


# Redirects.


def leading(**ways: str) -> Behaviour:
    """Redirects by path: `a="301 /b"` leads for good from /a to /b; elsewhere is a page."""

    def behave(call: Call) -> None:
        way = ways.get(call.path.strip("/"))
        status, _, location = (way or "200 ").partition(" ")
        call.say(answer(f"{status} There", *([f"Location: {location}"] if way else [])))

    return behave


@pytest.mark.parametrize(
    ("way", "leads_to"),
    [
        ({"a": "301 /b"}, "/b#part"),
        ({"a": "308 b"}, "/b#part"),
        ({"a": "301 /b#there"}, "/b#there"),
        ({"a": "301 /b", "b": "308 /c"}, "/c#part"),
        ({"a": "301 /b", "b": "302 /c"}, "/b#part"),
        ({"a": "302 /b", "b": "301 /c"}, ""),
        ({"a": "303 /b"}, ""),
        ({"a": "307 /b"}, ""),
    ],
)
def test_only_what_moved_for_good_has_a_new_address(way: dict[str, str], leads_to: str) -> None:
    with hosting(leading(**way)) as host:
        expected = Visit("moved", leads_to=host.at(leads_to)) if leads_to else Visit("alive")
        assert visit(host.at("/a#part")) == expected


@pytest.mark.parametrize(
    ("way", "why"),
    [
        ({"a": "302 /a"}, "in a circle"),
        ({"a": "301 /b", "b": "301 /a"}, "in a circle"),
        ({str(number): f"302 /{number + 1}" for number in range(30)} | {"a": "302 /0"}, "more than 10 times"),
        ({"a": "302 ftp://example.org/"}, "'ftp:' is not visited"),
        ({"a": "302 javascript:alert(1)"}, "'javascript:' is not visited"),
        ({"a": "302 http://[broken/"}, "no address"),
        ({"a": "302 https:///nowhere"}, "names no host"),
        ({"a": "302 "}, "302"),
    ],
)
def test_redirects_that_lead_nowhere_have_an_end(way: dict[str, str], why: str) -> None:
    with hosting(leading(**way)) as host:
        found = visit(host.at("/a"))
    assert found.state == "unreachable"
    assert why in found.why
    assert len(host.requests) <= 11


def test_what_leads_to_a_lost_page_is_dead() -> None:
    with hosting(
        lambda call: call.say(answer("301 x", "Location: /b") if call.path == "/a" else answer("404 x"))
    ) as host:
        assert visit(host.at("/a")).state == "dead"


# Addresses that strangers must not reach through us.


@pytest.mark.parametrize(
    "private",
    [
        "http://169.254.169.254/latest/meta-data/", "http://127.0.0.2/", "http://10.0.0.1/", "http://[::1]/",
        "http://[::ffff:127.0.0.2]/", "http://0/", "http://2130706434/", "http://0x7f.0.0.2/",
    ],
)  # fmt: skip
def test_a_private_address_is_not_visited_whoever_leads_there(private: str) -> None:
    assert visit(private).state == "private"
    with hosting(leading(a=f"301 {private}")) as host:
        found = visit(host.at("/a"))
    assert found.state == "private"
    assert "no public address" in found.why


def test_the_address_that_was_judged_is_the_one_that_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that is public when it is judged and private when it is asked gains nothing: it is looked up once."""
    answers = iter(["127.0.0.1", "127.0.0.2"])
    looked_up: list[str] = []

    def look_up(host: str, port: int, *_: object, **__: object) -> list[tuple[object, ...]]:
        if host[0].isdigit():
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (host, port))]
        looked_up.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (next(answers), port))]

    monkeypatch.setattr("socket.getaddrinfo", look_up)
    with hosting(always(answer("200 OK"))) as host:
        assert visit(host.at(name="rebinding.example")) == Visit("alive")
        assert looked_up == ["rebinding.example"]
        assert visit(host.at(name="rebinding.example")).state == "private"
    assert f"Host: rebinding.example:{host.port}" in host.heads[0]


# Patience.


def busy_at_first(times: int, status: str, *headers: str) -> Behaviour:
    left = [times]

    def behave(call: Call) -> None:
        left[0] -= 1
        call.say(answer(status, *headers) if left[0] >= 0 else answer("200 OK"))

    return behave


@pytest.mark.parametrize("status", ["429 Too Many Requests", "503 Service Unavailable"])
@pytest.mark.parametrize("retry", ["Retry-After: 0", "Retry-After: soon", "Retry-After: Thu, 01 Jan 2026 00:00:00 GMT"])
def test_a_busy_host_is_asked_again(status: str, retry: str) -> None:
    with hosting(busy_at_first(2, status, retry)) as host:
        assert visit(host.at()) == Visit("alive")
    assert len(host.requests) == 3


@pytest.mark.parametrize(
    "retry", ["Retry-After: 3600", "Retry-After: 99999999999999999999", "Retry-After: Fri, 02 Jan 2026 00:00:00 GMT"]
)
def test_a_host_that_wants_to_be_left_alone_is_left_alone(retry: str) -> None:
    with hosting(busy_at_first(9, "429 Too Many Requests", retry)) as host:
        assert visit(host.at()) == Visit("unreachable", "it answers '429 Too Many Requests'")
    assert len(host.requests) == 1


def test_a_host_that_stays_busy_is_given_up() -> None:
    with hosting(busy_at_first(9, "503 Busy")) as host:
        assert visit(host.at()).state == "unreachable"
    assert len(host.requests) == 3


# Many addresses.


def visit_all(addresses: list[str], on: Visitor) -> dict[str, Visit]:
    found: dict[str, Visit] = {}
    on.visit_all(addresses, found.__setitem__)
    return found


def test_a_host_is_asked_by_one_at_a_time() -> None:
    is_free = threading.Lock()
    crowded: list[str] = []

    def slowly(call: Call) -> None:
        # Free again before it answers: whoever has the answer may ask the next.
        if not is_free.acquire(blocking=False):
            crowded.append(call.path)
        else:
            call.ended.wait(0.01)
            is_free.release()
        call.say(answer("200 OK"))

    with (
        hosting(slowly) as host,
        hosting(leading(**{str(number): f"302 {host.at(f'/{number}')}" for number in range(9)})) as other,
    ):
        straight = [host.at(f"/{number}") for number in range(9)]
        # By another name, so that it has a lane of its own.
        led = [other.at(f"/{number}", "localhost") for number in range(9)]
        found = visit_all(straight + led, visitor())
    assert found == dict.fromkeys(straight + led, Visit("alive"))
    assert len(host.requests) == 2 * 9
    assert crowded == []


def test_between_two_requests_to_a_host_there_is_a_pause() -> None:
    with hosting(always(answer("200 OK"))) as host:
        calm = visitor(manners=Manners(pause=3600.0))
        found: dict[str, Visit] = {}

        def stop(address: str, seen: Visit) -> None:
            found[address] = seen
            threading.Timer(0.1, calm._ended.set).start()

        calm.visit_all([host.at("/1"), host.at("/2")], stop)
    assert list(found) == [host.at("/1")]
    assert host.requests == ["HEAD /1"]


def test_whoever_interrupts_waits_for_nobody() -> None:
    with hosting(lambda call: call.say(answer("200 OK")) if call.path == "/1" else call.ended.wait(30)) as host:

        def interrupt(_address: str, _visit: Visit) -> None:
            raise KeyboardInterrupt

        patient = visitor(Limits(read=60.0, total=60.0))
        with pytest.raises(KeyboardInterrupt):
            patient.visit_all([host.at("/1"), host.at("/2", "localhost")], interrupt)


def test_without_a_network_it_ends_early() -> None:
    found = visit_all([f"http://nobody-{number}.invalid/" for number in range(50)], visitor())
    assert 5 <= len(found) <= 21
    assert all(seen.is_offline for seen in found.values())


def test_a_host_that_is_not_there_is_looked_for_once(monkeypatch: pytest.MonkeyPatch) -> None:
    looked_up: list[str] = []

    def look_up(host: str, *_: object, **__: object) -> NoReturn:
        looked_up.append(host)
        raise socket.gaierror

    monkeypatch.setattr("socket.getaddrinfo", look_up)
    found = visit_all([f"http://nobody.example/{number}" for number in range(100)], visitor())
    assert looked_up == ["nobody.example"]
    assert found == dict.fromkeys(found, Visit("unreachable", "its host is not known", is_offline=True))
    assert len(found) == 100


def test_a_host_that_is_always_too_slow_is_given_up() -> None:
    with hosting(lambda call: call.ended.wait(5)) as host:
        addresses = [host.at(f"/{number}") for number in range(20)]
        found = visit_all(addresses, visitor(HASTY))
    assert found == dict.fromkeys(addresses, Visit("unreachable", "it does not answer in time"))
    assert host.requests == ["HEAD /0", "HEAD /1", "HEAD /2"]


# TLS.


def test_a_certificate_that_nobody_vouches_for_makes_an_address_unreachable() -> None:
    with hosting(always(answer("200 OK")), tls=tls_of_localhost()) as host:
        found = visit(host.at(name="localhost"))
    assert found.state == "unreachable"
    assert "its certificate is not valid: self-signed certificate" in found.why
    assert host.requests == []


def test_a_certificate_for_another_name_makes_an_address_unreachable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))
    with hosting(always(answer("200 OK")), tls=tls_of_localhost()) as host:
        assert visit(host.at(name="localhost")) == Visit("alive")
        assert "certificate is not valid" in visit(host.at()).why


def test_a_handshake_that_never_ends_is_cut_off() -> None:
    with hosting(lambda call: call.ended.wait(5)) as host:
        found = visit(f"https://127.0.0.1:{host.port}/", HASTY)
    assert found.why == "it does not answer in time"


def test_what_does_not_speak_tls_makes_no_secure_connection() -> None:
    with hosting(always(answer("400 Bad Request"))) as host:
        # A handshake holds no blank line for which this host would wait.
        found = visit(f"https://127.0.0.1:{host.port}/", HASTY)
    assert found.state == "unreachable"


# A proxy.


def tunnel_to(host: Callable[[], Host]) -> Behaviour:
    """A proxy that leads every connection to one host."""

    def pass_on(call: Call) -> None:
        call.say(b"HTTP/1.1 200 Connection established\r\n\r\n")
        with socket.create_connection(("127.0.0.1", host().port)) as there:
            back = threading.Thread(target=copy, args=(there, call.line))
            back.start()
            copy(call.line, there)
            back.join()

    def copy(source: socket.socket, target: socket.socket) -> None:
        try:
            while data := source.recv(4096):
                target.sendall(data)
            target.shutdown(socket.SHUT_WR)
        except OSError:
            return

    return pass_on


def test_a_proxy_of_the_environment_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    with hosting(always(answer("200 OK"))) as proxy:
        monkeypatch.setenv("http_proxy", f"http://me:secret@127.0.0.1:{proxy.port}")
        assert visit("http://news.example/a?b") == Visit("alive")
        monkeypatch.setenv("no_proxy", "news.example")
        assert visit("http://news.example/a?b").state in {"unreachable", "private"}
    assert proxy.requests == ["HEAD http://news.example/a?b"]
    assert "Proxy-Authorization: Basic bWU6c2VjcmV0\r\n" in proxy.heads[0]


def test_a_proxy_leads_through_to_a_host_with_tls(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))
    with (
        hosting(always(answer("200 OK")), tls=tls_of_localhost()) as host,
        hosting(tunnel_to(lambda: host)) as proxy,
    ):
        monkeypatch.setenv("https_proxy", f"127.0.0.1:{proxy.port}")
        # Whether the name behind the proxy is private is for the proxy to know; but not this one.
        assert visit("https://localhost/").state == "alive"
        assert "certificate is not valid" in visit("https://news.example/").why
    assert proxy.requests == ["CONNECT localhost:443", "CONNECT news.example:443"]


@pytest.mark.parametrize("address", ["https://169.254.169.254/", "https://metadata.internal/", "http://10.1.1.1/"])
def test_behind_a_proxy_what_is_private_by_its_name_is_not_visited(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with hosting(always(answer("200 OK"))) as proxy:
        monkeypatch.setenv("all_proxy", f"http://127.0.0.1:{proxy.port}")
        monkeypatch.setattr("tests.load.test_visits.this_host_alone", lambda _address: False)
        assert visit(address).state == "private"
    assert proxy.requests == []


@pytest.mark.parametrize(
    ("status", "why"), [("407 Who are you", "says 407 Who are you"), ("403 Forbidden", "says 403 Forbidden")]
)
def test_what_a_proxy_refuses_is_said(status: str, why: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with hosting(always(answer(status))) as proxy:
        monkeypatch.setenv("https_proxy", f"http://127.0.0.1:{proxy.port}")
        found = visit("https://news.example/")
    assert found.state == "unreachable"
    assert found.why.endswith(why)


@pytest.mark.parametrize("proxy", ["http://127.0.0.1:1", "socks5://127.0.0.1:1"])
def test_a_proxy_that_cannot_be_used_is_as_if_there_were_no_network(
    proxy: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("https_proxy", proxy)
    found = visit("https://news.example/")
    assert found.is_offline
    assert "127.0.0.1" in found.why


# Copies in an archive.


def archive(*headers: str, status: str = "200 OK", then: str = "200 OK") -> Behaviour:
    return lambda call: call.say(answer(status, *headers) if call.path.startswith("/save/") else answer(then))


@pytest.mark.parametrize(
    ("behaviour", "copy"),
    [
        (archive("Location: /web/2026/https://a.example/", status="302 Found"), "/web/2026/https://a.example/"),
        (archive("Content-Location: /web/2026/https://a.example/"), "/web/2026/https://a.example/"),
        (archive('Link: <https://a.example/>; rel="original", </web/1>; rel="first memento"; datetime="x"'), "/web/1"),
    ],
)
def test_an_archive_says_in_one_of_three_ways_where_the_copy_is(behaviour: Behaviour, copy: str) -> None:
    with hosting(behaviour) as host:
        assert visitor().ask_for_copy(host.at("/save/https://a.example/")) == (host.at(copy), "")


@pytest.mark.parametrize(
    ("behaviour", "why"),
    [
        (archive(), "does not say where"),
        (archive(status="523 Blocked"), "523"),
        (archive("Location: /lost", status="302 Found", then="404 x"), "404"),
        (hang_up, "broken off"),
    ],
)
def test_where_there_is_no_copy_it_is_said_why(behaviour: Behaviour, why: str) -> None:
    with hosting(behaviour) as host:
        copy, said = visitor().ask_for_copy(host.at("/save/https://a.example/"))
    assert copy == ""
    assert why in said
