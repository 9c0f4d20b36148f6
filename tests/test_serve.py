"""`ipsegen serve` as a process: what it shows, what it refuses, and when it builds anew."""

import http.client
import os
import re
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import IO, NamedTuple
from urllib.parse import urlsplit

import pytest

from tests.command import COMMAND, NOW, QUOTE, SITE, contents, environment, hear_ctrl_c, run_process, write

DEADLINE = 60.0
BROKEN = {QUOTE: SITE[QUOTE].replace("author: mark-rutte", "author: mark-rute")}


class Answer(NamedTuple):
    status: int
    headers: dict[str, str]
    body: bytes


class Server:
    """A running `ipsegen serve`."""

    def __init__(self, root: Path, process: subprocess.Popen[bytes], out: Path, err: Path) -> None:
        self.root = root
        self.process = process
        self.out = out
        self.err = err
        wait(lambda: out.read_text().endswith("\n") or process.poll() is not None)
        self.address = out.read_text().strip()

    @property
    def port(self) -> int:
        return urlsplit(self.address).port or 0

    def get(self, path: str = "/", *, method: str = "GET", **headers: str) -> Answer:
        """What is answered at `path`, which is sent as it is."""
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=DEADLINE)) as connection:
            connection.putrequest(method, path, skip_host="Host" in headers)
            for name, value in headers.items():
                connection.putheader(name, value)
            connection.endheaders()
            response = connection.getresponse()
            named = {name.lower(): value for name, value in response.getheaders()}
            return Answer(response.status, named, response.read())

    def said(self) -> str:
        return self.err.read_text()

    def shows(self, text: str, path: str = "/") -> bool:
        return text.encode() in self.get(path).body


def wait(happens: Callable[[], bool]) -> None:
    """Wait until something happens; fail if it does not."""
    end = time.monotonic() + DEADLINE
    while not happens():
        assert time.monotonic() < end, "this did not happen in time"
        time.sleep(0.02)


@contextmanager
def serving(root: Path, *arguments: str) -> Iterator[Server]:
    out, err = root.parent / f"{root.name}.out", root.parent / f"{root.name}.err"
    command = [*COMMAND, "-C", str(root), "serve", "--port", "0", "--now", NOW, *arguments]
    with out.open("w") as to_out, err.open("w") as to_err, started(command, to_out, to_err) as process:
        yield Server(root, process, out, err)


@contextmanager
def started(command: list[str], out: IO[str], err: IO[str]) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(command, stdout=out, stderr=err, env=environment(), preexec_fn=hear_ctrl_c)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write(tmp_path / "site", SITE)


@pytest.fixture(scope="module")
def standing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One that nobody changes."""
    with serving(write(tmp_path_factory.mktemp("standing") / "site", SITE)) as server:
        yield server


def test_the_site_is_shown_at_the_address_that_is_printed(standing: Server) -> None:
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+/", standing.address)
    home = standing.get()
    assert home.status == 200
    assert home.headers["content-type"] == "text/html; charset=utf-8"
    assert home.headers["cache-control"] == "no-store"
    assert "script-src 'sha256-" in home.headers["content-security-policy"]
    assert "strict-transport-security" not in home.headers
    assert f'href="{standing.address}"' in home.body.decode()


def test_every_link_of_the_home_page_leads_somewhere(standing: Server) -> None:
    links = set(re.findall(r'(?:href|src)="(/[^"#]*)', standing.get().body.decode()))
    assert links
    assert {link: standing.get(link).status for link in links} == dict.fromkeys(links, 200)


def test_output_is_never_written(standing: Server) -> None:
    root = Path(standing.err.parent, "site")
    assert not (root / "output").exists()
    assert (root / ".ipsegen/site/index.html").is_file()
    assert not (root / ".output.ipsegen").exists()


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        ("/quotes", 301, ""),
        ("/quotes/", 200, ""),
        ("/nowhere", 404, "Nothing stands at this address"),
        ("/nowhere/", 404, "Nothing stands at this address"),
        ("/index.html/", 404, ""),
        ("/..%2f..%2fcontent/site.yaml", 404, ""),
        ("/../../content/site.yaml", 404, ""),
        ("/%2e%2e/%2e%2e/content/site.yaml", 404, ""),
        ("/%00", 400, ""),
        ("/..%5c..%5ccontent", 400, ""),
        ("/%zz", 400, ""),
        ("//evil.example/..", 404, ""),
        ("/" + "a" * 20_000, 414, ""),
        ("/a" * 3_000, 404, ""),
        ("/" + "a" * 300, 404, ""),
    ],
)
def test_addresses(standing: Server, path: str, status: int, said: str) -> None:
    answer = standing.get(path)
    assert answer.status == status
    assert said in answer.body.decode()
    assert b"base_url" not in answer.body
    assert standing.get().status == 200


def test_the_way_to_a_folder_keeps_the_query(standing: Server) -> None:
    assert standing.get("/quotes?q=a%20b").headers["location"] == "/quotes/?q=a%20b"


def test_an_address_of_100_kb_is_too_long_and_the_server_lives(standing: Server) -> None:
    assert standing.get("/" + "a" * 100_000).status == 414
    assert standing.get("/", **{"X-Long": "a" * 100_000}).status == 431
    assert standing.get().status == 200


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Host": "evil.example"}, 421),
        ({"Host": "127.0.0.1"}, 421),
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "null"}, 403),
    ],
)
def test_requests_from_elsewhere_are_refused(standing: Server, headers: dict[str, str], status: int) -> None:
    assert standing.get("/", **headers).status == status
    assert standing.get("/", Host=f"localhost:{standing.port}").status == 200


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PROPFIND", "get"])
def test_only_get_and_head_are_answered(standing: Server, method: str) -> None:
    answer = standing.get("/", method=method)
    assert (answer.status, answer.headers["allow"]) == (405, "GET, HEAD")


def test_head_is_get_without_the_content(standing: Server) -> None:
    head, full = standing.get("/", method="HEAD"), standing.get()
    assert (head.status, head.body) == (200, b"")
    assert head.headers["content-length"] == str(len(full.body))


@pytest.mark.parametrize(
    "sent", [b"\r\n\r\n", b"GET\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n", b"\x16\x03\x01\x02\x00", b"GET / HTTP/1.1\r\n\r\n"]
)
def test_what_is_no_request_does_no_harm(standing: Server, sent: bytes) -> None:
    with socket.create_connection(("127.0.0.1", standing.port), timeout=DEADLINE) as connection:
        connection.sendall(sent)
        connection.shutdown(socket.SHUT_WR)
        with suppress(ConnectionError):
            assert not connection.recv(1 << 16).startswith(b"HTTP/1.1 200")
    assert standing.get().status == 200
    assert "Traceback" not in standing.said()


def test_types_of_feeds(standing: Server) -> None:
    assert standing.get("/feed.xml").headers["content-type"] == "application/atom+xml; charset=utf-8"
    assert standing.get("/feed.json").headers["content-type"] == "application/feed+json"


def test_links_in_the_folder_are_not_followed(root: Path) -> None:
    with serving(root) as server:
        folder = root / ".ipsegen/site"
        (folder / "leak.txt").symlink_to(root / "content/site.yaml")
        (folder / "leak").symlink_to(root / "content")
        os.mkfifo(folder / "pipe")
        assert [server.get(path).status for path in ("/leak.txt", "/leak/site.yaml", "/leak/", "/pipe")] == [404] * 4


def test_a_site_below_a_path_is_shown_below_it(root: Path) -> None:
    write(root, {"content/site.yaml": "title: Test\nbase_url: https://ipse.example/archive/\n"})
    with serving(root) as server:
        assert server.address.endswith("/archive/")
        assert server.get("/").headers["location"] == "/archive/"
        assert server.get("/archive").headers["location"] == "/archive/"
        assert server.get("/archive/quotes/").status == 200
        assert server.get("/archive/quotes").headers["location"] == "/archive/quotes/"
        assert server.get("/quotes/").status == 404
        assert "script-src" in server.get("/archive/").headers["content-security-policy"]


@pytest.mark.parametrize("how", [[], ["--poll"]])
def test_changes_are_built_and_errors_leave_what_is_shown(root: Path, how: list[str]) -> None:
    with serving(root, *how) as server:
        write(root, {"content/site.yaml": "title: Renamed archive\nbase_url: https://ipse.example/\n"})
        wait(lambda: server.said().count("written anew") == 2)
        assert server.shows("Renamed archive")
        shown = contents(root / ".ipsegen/site")

        write(root, BROKEN)
        wait(lambda: "error[unknown-author]: no author 'mark-rute'" in server.said())
        assert f"{QUOTE}:2:9: " in server.said()
        wait(lambda: "stays as it was" in server.said())
        assert contents(root / ".ipsegen/site") == shown
        assert server.shows("Renamed archive")

        # Editors save a file beside its place, then give it the name.
        beside = root / QUOTE.replace("rutte", ".rutte")
        beside.write_text(SITE[QUOTE].replace("North Korean troops", "troops of North Korea"))
        beside.rename(root / QUOTE)
        wait(lambda: server.shows("troops of North Korea"))


def test_templates_that_come_later_are_seen(root: Path) -> None:
    with serving(root) as server:
        write(root, {"templates/404.html": "A template of our own"})
        wait(lambda: server.shows("A template of our own", "/nowhere"))
        shutil.rmtree(root / "templates")
        wait(lambda: not server.shows("A template of our own", "/nowhere"))
        write(root, {"templates/404.html": "And once more"})
        wait(lambda: server.shows("And once more", "/nowhere"))


def test_a_content_folder_that_is_put_in_place_anew_is_seen(root: Path) -> None:
    with serving(root) as server:
        (root / "content").rename(root / "old")
        wait(lambda: "No such file or directory" in server.said())
        shutil.copytree(root / "old", root / "content")
        write(root, {"content/site.yaml": "title: Another archive\nbase_url: https://ipse.example/\n"})
        wait(lambda: server.shows("Another archive"))
        write(root, {"content/site.yaml": "title: A third archive\nbase_url: https://ipse.example/\n"})
        wait(lambda: server.shows("A third archive"))


def test_a_thousand_changes_are_few_builds(root: Path) -> None:
    with serving(root) as server:
        before = server.said().count("written anew")
        for number in range(1000):
            write(root, {f"content/authors/author-{number}.yaml": f"name: Author {number}\n"})
        wait(lambda: server.shows("Author 999", "/authors/"))
        assert server.said().count("written anew") - before < 30


def test_dot_files_and_backups_are_no_changes(root: Path) -> None:
    with serving(root) as server:
        write(root, {"content/.swap": "x", "content/authors/x.yaml~": "x", "content/authors/.x.yaml.swp": "x"})
        write(root, {"content/site.yaml": "title: Renamed archive\nbase_url: https://ipse.example/\n"})
        wait(lambda: server.shows("Renamed archive"))
        wait(lambda: server.said().count("written anew") == 2)


def test_without_a_sound_build_there_is_an_apology(root: Path) -> None:
    write(root, BROKEN)
    with serving(root) as server:
        answer = server.get()
        assert answer.status == 503
        assert "errors" in answer.body.decode()
        assert "error[unknown-author]" in server.said()
        write(root, SITE)
        wait(lambda: server.get().status == 200)


def test_drafts_are_shown_where_they_are_asked_for(root: Path) -> None:
    write(root, {QUOTE: SITE[QUOTE] + "draft: true\n"})
    with serving(root, "--drafts") as server:
        assert server.get(f"/quotes/{Path(QUOTE).stem}/").status == 200
    with serving(root) as server:
        assert server.get(f"/quotes/{Path(QUOTE).stem}/").status == 404


def test_ctrl_c_ends_it_with_130_while_a_reader_is_connected(root: Path) -> None:
    with serving(root) as server, socket.create_connection(("127.0.0.1", server.port)):
        server.process.send_signal(signal.SIGINT)
        assert server.process.wait(DEADLINE) == 130
        assert "Traceback" not in server.said()


def test_a_port_that_is_taken_is_status_3_with_a_way_out(standing: Server, root: Path) -> None:
    result = run_process("serve", "--port", str(standing.port), root=root)
    assert result == (
        3,
        "",
        f"ipsegen: port {standing.port} is taken; choose another: ipsegen serve --port {standing.port + 1}\n",
    )


def test_an_address_of_another_machine_is_status_3(root: Path) -> None:
    result = run_process("serve", "--host", "192.0.2.1", "--port", "0", root=root)
    assert (result.status, result.out) == (3, "")
    assert "--host" in result.err
    assert "Traceback" not in result.err


def test_a_second_one_in_the_same_folder_is_status_75(standing: Server) -> None:
    result = run_process("serve", "--port", "0", root=standing.err.parent / "site")
    assert (result.status, result.out) == (75, "")
    assert f"process {standing.process.pid}" in result.err


def test_a_cache_that_is_a_link_is_refused(root: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (root / ".ipsegen").symlink_to(tmp_path / "elsewhere")
    assert run_process("serve", "--port", "0", root=root).status == 2
    assert list((tmp_path / "elsewhere").iterdir()) == []
