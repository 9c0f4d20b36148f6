"""`ipsegen serve` as a process: what it adds to pages, whom it tells of changes, what it survives."""

import json
import re
import shutil
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import IO, Any, Final
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ipsegen.live import MOST_LISTENERS
from tests.command import NOW, QUOTE, SITE, run, write
from tests.incremental import Tree, Workplace, assert_same, files_of, small_archive, tree_of
from tests.test_incremental import EDITS
from tests.test_serve import BROKEN, DEADLINE, Server, serving, wait

ADDRESS: Final = f"/quotes/{Path(QUOTE).stem}/"
SCRIPT: Final = re.compile(rb'<script type="module" src="/\.ipsegen/preview\.js"[^>]*></script>\n')


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write(tmp_path / "site", SITE)


@pytest.fixture(scope="module")
def standing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One that nobody changes."""
    with serving(write(tmp_path_factory.mktemp("standing") / "site", SITE)) as server:
        yield server


class Stream:
    """What one open page is told."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file = file

    def next(self) -> Any:
        """The next news; nothing once the stream has ended."""
        for line in self.file:
            if line.startswith(b"data: "):
                return json.loads(line.removeprefix(b"data: "))
        return None


@contextmanager
def listening(server: Server, page: str = ADDRESS) -> Iterator[Stream]:
    with socket.create_connection(("127.0.0.1", server.port), timeout=DEADLINE) as connection:
        request = f"GET /.ipsegen/events?page={quote(page, safe='')} HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\n\r\n"
        connection.sendall(request.encode())
        with connection.makefile("rb") as file:
            assert file.readline() == b"HTTP/1.1 200 OK\r\n"
            yield Stream(file)


def threads(server: Server) -> int:
    status = Path(f"/proc/{server.process.pid}/status").read_text()
    return int(re.search(r"Threads:\s*(\d+)", status)[1])  # type: ignore[index]  # the kernel always says


# What is added


@pytest.mark.parametrize("path", ["/", ADDRESS, "/quotes/", "/nowhere"])
def test_a_page_is_the_one_in_the_folder_with_a_script(standing: Server, path: str) -> None:
    answer = standing.get(path)
    assert len(SCRIPT.findall(answer.body)) == 1
    name = "404.html" if path == "/nowhere" else f"{path[1:]}index.html"
    assert SCRIPT.sub(b"", answer.body) == (standing.root / ".ipsegen/site" / name).read_bytes()
    hashes = re.findall(rb'<script type="module"[^>]* integrity="([^"]+)"', answer.body)
    assert len(hashes) > 1
    assert all(f" '{each.decode()}'" in answer.headers["content-security-policy"] for each in hashes)
    assert standing.get(path, method="HEAD").headers["content-length"] == str(len(answer.body))


def test_nothing_of_it_lies_in_the_folder_nor_in_other_files(standing: Server) -> None:
    folder = standing.root / ".ipsegen/site"
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert files
    assert [path for path in files if b".ipsegen/preview" in path.read_bytes()] == []
    assert standing.get("/feed.xml").body == (folder / "feed.xml").read_bytes()


@pytest.mark.parametrize(
    ("name", "kind"), [("preview.js", "text/javascript"), ("preview.css", "text/css"), ("drafts.css", "text/css")]
)
def test_the_script_and_its_sheet_are_the_previews_own(standing: Server, name: str, kind: str) -> None:
    answer = standing.get(f"/.ipsegen/{name}")
    assert answer.headers["content-type"] == f"{kind}; charset=utf-8"
    assert answer.headers["cache-control"] == "no-store"
    assert not re.search(rb"innerHTML|outerHTML|insertAdjacentHTML|document\.write|https?://", answer.body)


def test_the_sheet_that_stands_in_pages_styles_nothing_of_theirs(standing: Server) -> None:
    rules = re.findall(r"(?m)^([^/{}\n]+)\{", standing.get("/.ipsegen/drafts.css").body.decode())
    assert rules
    assert [rule for rule in rules if ".ipsegen-draft" not in rule] == []


@pytest.mark.parametrize(
    "path",
    [
        "/.ipsegen/", "/.ipsegen", "/.ipsegen/site/index.html", "/.ipsegen/..%2fserver.py", "/.ipsegen/../serve.py",
        "/.ipsegen/preview.js/", "/.ipsegen/%2e%2e/server.py", "/.ipsegen/__init__.py", "/.ipsegen/builds",
    ],
)  # fmt: skip
def test_nothing_else_is(standing: Server, path: str) -> None:
    answer = standing.get(path)
    assert answer.status == 404
    assert b"import" not in SCRIPT.sub(b"", answer.body)


def test_an_editor_that_opens_no_file_is_wrong_usage(root: Path) -> None:
    for editor in ("emacs", "javascript:alert('{file}')", "vscode://file", "//{file}"):
        result = run("serve", "--editor", editor, root=root)
        assert (result.status, result.out) == (2, "")
        assert "vscode://file{file}" in result.err


# Who is told


def test_a_page_is_told_what_became_of_it(root: Path) -> None:
    with serving(root) as server, listening(server) as stream, listening(server, "/authors/") as other:
        first, elsewhere = stream.next(), other.next()
        assert first["news"] == {"built": True, "problems": [], "more": 0, "failure": ""}
        assert f'data-whole="{first["page"]["whole"]}"' in server.get(ADDRESS).body.decode()

        write(root, BROKEN)
        told = stream.next()
        (problem,) = told["news"]["problems"]
        assert not told["news"]["built"]
        assert (problem["file"], problem["line"], problem["column"]) == (QUOTE, 2, 9)
        assert (problem["before"], problem["rest"]) == ("author: ", "mark-rute")
        assert problem["hint"].startswith("did you mean 'mark-rutte'?")
        assert told["page"] == first["page"]

        write(root, {QUOTE: SITE[QUOTE].replace("North Korean troops", "troops of North Korea")})
        told = stream.next()
        assert told["news"]["built"]
        assert told["page"]["words"] != first["page"]["words"]
        assert [other.next()["page"], other.next()["page"]] == [elsewhere["page"]] * 2


def test_a_page_that_is_not_there_is_told_when_it_comes(root: Path) -> None:
    with serving(root) as server, listening(server, "/about/") as stream:
        missing = stream.next()["page"]
        write(root, {"content/pages/about.md": "---\ntitle: About\n---\nWords.\n"})
        assert stream.next()["page"]["words"] != missing["words"]
        assert server.get("/about/").status == 200


def test_a_template_with_a_fault_is_shown_at_its_line(root: Path) -> None:
    with serving(root) as server, listening(server) as stream:
        stream.next()
        write(root, {"templates/404.html": "<p>\n{{ nothing.there }}\n"})
        (problem,) = stream.next()["news"]["problems"]
        assert (problem["file"], problem["line"]) == ("templates/404.html", 2)
        assert problem["before"] + problem["rest"] == "{{ nothing.there }}"


def test_streams_are_few_leave_no_thread_behind_and_end_with_the_server(root: Path) -> None:
    with serving(root) as server:
        before = threads(server)
        with ExitStack() as stack:
            streams = [stack.enter_context(listening(server)) for _ in range(MOST_LISTENERS)]
            assert all(stream.next()["news"]["built"] for stream in streams)
            assert server.get("/.ipsegen/events").status == 429
            assert server.get().status == 200
        wait(lambda: threads(server) <= before)
        with listening(server) as stream:
            assert stream.next()["news"]["built"]
            server.process.send_signal(signal.SIGINT)
            assert stream.next() is None
            assert server.process.wait(5) == 130
        assert "Traceback" not in server.said()


@pytest.mark.parametrize(
    "headers", [{"Origin": "http://evil.example"}, {"Host": "evil.example"}, {"Origin": "http://127.0.0.1:1"}]
)
def test_pages_of_others_are_told_nothing(standing: Server, headers: dict[str, str]) -> None:
    sent = {"Host": f"127.0.0.1:{standing.port}", **headers}
    request = "".join(
        ["GET /.ipsegen/events?page=/ HTTP/1.1\r\n", *(f"{name}: {sent[name]}\r\n" for name in sent), "\r\n"]
    )
    with socket.create_connection(("127.0.0.1", standing.port), timeout=DEADLINE) as connection:
        connection.sendall(request.encode())
        with connection.makefile("rb") as file:  # a stream that is told something never ends
            assert file.readline().split()[1] in {b"403", b"421"}


@pytest.mark.parametrize("page", ["%zz", "/../../content/site.yaml", "\x00", "//", "a" * 3_000, "/index.html/"])
def test_an_address_that_is_none_is_told_of_what_is_shown_there(standing: Server, page: str) -> None:
    with listening(standing, "/nowhere/") as one, listening(standing, page) as other:
        assert one.next() == other.next()


# What it survives

LINES: Final = st.binary(max_size=60) | st.sampled_from((
    b"GET / HTTP/1.1", b"HEAD /quotes/ HTTP/1.0", b"GET /.ipsegen/events HTTP/1.1", b"GET http://a/ HTTP/1.1", b"GET",
    b"GET /%2e%2e/%2e%2e/etc/passwd HTTP/1.1", b"POST / HTTP/1.1", b"GET / HTTP/1.1 x", b"Host: 127.0.0.1", b"Host:",
    b"Content-Length: 99999999999999999999", b"Transfer-Encoding: chunked", b"Expect: 100-continue", b" folded",
    b"Host: evil.example", b"Range: bytes=0-", b"\x00", b"Connection: Upgrade", b":", b"Origin: null",
))  # fmt: skip


@given(lines=st.lists(LINES, max_size=8), ending=st.sampled_from((b"\r\n", b"\n", b"\r")), cut=st.integers(0, 200))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_whatever_is_sent_the_server_lives(standing: Server, lines: list[bytes], ending: bytes, cut: int) -> None:
    sent = (ending.join(lines) + ending * 2)[: cut if cut < 150 else None]
    answer = b""
    with suppress(ConnectionError), socket.create_connection(("127.0.0.1", standing.port), DEADLINE) as connection:
        connection.sendall(sent)
        connection.shutdown(socket.SHUT_WR)
        answer = connection.recv(1 << 16)
    assert not answer.startswith(b"HTTP/1.1 5")
    assert b"root:" not in answer
    assert standing.get(ADDRESS).status == 200
    assert "Traceback" not in standing.said()


def test_one_who_says_nothing_keeps_nobody_waiting(standing: Server) -> None:
    with ExitStack() as stack:
        for _ in range(50):
            idle = stack.enter_context(socket.create_connection(("127.0.0.1", standing.port)))
            idle.sendall(b"GET / HTTP/1.1\r\nHost: ")
        assert standing.get().status == 200


# Bursts


def in_place(file: Path, data: bytes) -> None:
    file.write_bytes(data)


def beside(file: Path, data: bytes) -> None:
    """As VS Code's extensions, git and sed -i do."""
    fresh = file.with_name(f".{file.name}.fresh")
    fresh.write_bytes(data)
    fresh.replace(file)


def with_backup(file: Path, data: bytes) -> None:
    """As vim does."""
    backup = file.with_name(f"{file.name}~")
    if file.exists():
        file.rename(backup)
    file.write_bytes(data)
    file.chmod(0o644)
    backup.unlink(missing_ok=True)


def after_deletion(file: Path, data: bytes) -> None:
    """As a checkout does."""
    file.unlink(missing_ok=True)
    file.write_bytes(data)


WAYS: Final[tuple[Callable[[Path, bytes], None], ...]] = (in_place, beside, with_backup, after_deletion)


def save(place: Workplace, way: Callable[[Path, bytes], None]) -> None:
    """Write what differs from what was written, in one way of saving."""
    wanted = files_of(place.archive)
    for path in place.saved.keys() - wanted.keys():
        (place.root / path).unlink()
    for path, data in wanted.items():
        if place.saved.get(path) != data:
            (place.root / path).parent.mkdir(parents=True, exist_ok=True)
            way(place.root / path, data)
    place.saved = wanted


def is_like(folder: Path, tree: Tree) -> bool:
    """Whether a folder holds just that; not if a build is at work in it."""
    with suppress(FileNotFoundError):
        return tree_of(folder) == tree
    return False


def await_site(server: Server, folder: Path, tree: Tree) -> None:
    """Wait until a folder holds just that; where it does not come to it, say what differs and what the server said."""
    try:
        wait(partial(is_like, folder, tree))
    except AssertionError:
        print(server.said())  # noqa: T201 (shown beside the failure)
        assert_same(tree, tree_of(folder), {})
        raise


# A base address is of the served site; the rest of the site is what these change.
BURSTS: Final = st.lists(
    st.lists(st.tuples(st.sampled_from(sorted(EDITS.keys() - {"the base address changed"})), st.sampled_from(WAYS)),
             min_size=1, max_size=4),
    min_size=2, max_size=4,
)  # fmt: skip


@given(bursts=BURSTS)
@settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck))
def test_after_any_burst_the_folder_is_what_a_clean_build_makes(
    bursts: list[list[tuple[str, Callable[[Path, bytes], None]]]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    place = Workplace(tmp_path_factory.mktemp("bursts"), small_archive())
    with serving(place.root, *(("--poll",) if len(bursts) == 4 else ())) as server:
        place.base_url = server.address
        place.now = datetime.fromisoformat(NOW)
        for burst in bursts:
            for edit, way in burst:
                with suppress(KeyError):  # what an edit is about may be gone
                    EDITS[edit](place.archive)
                save(place, way)
            clean = place.clean().tree
            assert clean is not None
            await_site(server, place.root / ".ipsegen/site", clean)
        assert "Traceback" not in server.said()


def test_a_checkout_of_the_whole_content_is_built(root: Path) -> None:
    with serving(root) as server:
        other = {path: text.replace("Rutte, Mark", "Rutte, M.") for path, text in SITE.items()}
        for number in range(300):
            other[f"content/authors/author-{number}.yaml"] = f"name: Author {number}\n"
        write(root / "other", other)
        (root / "content").rename(root / "before")
        (root / "other/content").rename(root / "content")
        wait(lambda: server.shows("Author 299", "/authors/"))
        assert server.shows("Rutte, M.", "/authors/")
        shutil.rmtree(root / "content")
        (root / "before").rename(root / "content")
        wait(lambda: not server.shows("Author 299", "/authors/"))
        assert server.shows("Rutte, Mark", "/authors/")
