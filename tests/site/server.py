"""A static host for the tests: serves an output folder below its path, with the headers that `_headers` asks for."""

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

Rules = list[tuple[re.Pattern[str], list[tuple[str, str]]]]


def read_headers(text: str) -> Rules:
    """The rules of a `_headers` file: `*` is anything, `:name` one segment, `! Name` takes back what was set."""
    rules: Rules = []
    for line in filter(None, text.splitlines()):
        if line.startswith(" "):
            name, _, value = line.strip().partition(": ")
            rules[-1][1].append((name, value))
        else:
            pattern = re.sub(r":\w+", "[^/]+", re.escape(line).replace(r"\*", ".*"))
            rules.append((re.compile(pattern), []))
    return rules


class Handler(SimpleHTTPRequestHandler):
    """Files of the output, `404.html` for what is not there."""

    def __init__(self, *args: Any, base: str, rules: Rules, **options: Any) -> None:
        self.base = base
        self.rules = rules
        super().__init__(*args, **options)

    def translate_path(self, path: str) -> str:
        inside = path.startswith(self.base)
        return super().translate_path(f"/{path.removeprefix(self.base)}" if inside else "/is-not-there")

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:  # noqa: ARG002
        page = (Path(self.directory) / "404.html").read_bytes()
        self.send_response(HTTPStatus(code), message)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        self.wfile.write(page)

    def end_headers(self) -> None:
        path = self.path.partition("?")[0]
        found = [header for pattern, headers in self.rules if pattern.fullmatch(path) for header in headers]
        for number, (name, value) in enumerate(found):
            if not name.startswith("! ") and (f"! {name}", "") not in found[number:]:
                self.send_header(name, value)
        super().end_headers()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 (the name is not ours)
        """Say nothing."""


@contextmanager
def served(output: Path, base: str) -> Iterator[str]:
    """The address at which `output` stands until the block ends, with `base` at its end."""
    rules = read_headers((output / "_headers").read_text())
    handler = partial(Handler, directory=str(output), base=base, rules=rules)
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}{base}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
