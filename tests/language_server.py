"""The language server of VS Code's YAML extension, asked as an editor asks it (LSP over standard input and output)."""

import json
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, Final

PROJECT: Final = Path(__file__).resolve().parents[1]
SERVER: Final = PROJECT / "tests/node/node_modules/yaml-language-server/bin/yaml-language-server"


class LanguageServer:
    """A running server and the files that are open in it."""

    def __init__(self, process: "subprocess.Popen[bytes]", root: Path, settings: Mapping[str, Any]) -> None:
        assert process.stdin is not None
        assert process.stdout is not None
        self._in: IO[bytes] = process.stdin
        self._out: IO[bytes] = process.stdout
        self._root = root
        self._settings = settings
        self._marks: dict[str, list[Any]] = {}
        self._last = 0

    def begin(self) -> None:
        """Introduce ourselves as an editor that shows Markdown."""
        completion = {"completionItem": {"documentationFormat": ["markdown"]}}
        able = {"textDocument": {"completion": completion, "hover": {"contentFormat": ["markdown"]}}}
        folder = {"uri": self._root.as_uri(), "name": "site"}
        self.ask(
            "initialize",
            {
                "processId": None,
                "rootUri": self._root.as_uri(),
                "capabilities": {**able, "workspace": {"configuration": True}},
                "workspaceFolders": [folder],
            },
        )
        self._tell("initialized", {})
        self._tell("workspace/didChangeConfiguration", {"settings": dict(self._settings)})

    def open(self, path: str, text: str) -> None:
        """Show the file `path`, relative to the root, with `text` in it."""
        document = {"uri": self._uri(path), "languageId": "yaml", "version": 1, "text": text}
        self._marks.pop(self._uri(path), None)
        self._tell("textDocument/didOpen", {"textDocument": document})

    def marks(self, path: str) -> list[Any]:
        """What the server marks in an open file, once it has looked at it."""
        while self._uri(path) not in self._marks:
            self._take(self._read())
        return self._marks[self._uri(path)]

    def completions(self, path: str, line: int, column: int) -> dict[str, Any]:
        """What is offered at a place (from 0), by label."""
        found = self._at("textDocument/completion", path, line, column)
        items = found["items"] if isinstance(found, dict) else found or []
        return {item["label"]: item for item in items}

    def hover(self, path: str, line: int, column: int) -> str:
        """What is shown for the word at a place (from 0)."""
        found = self._at("textDocument/hover", path, line, column)
        return str(found["contents"]["value"]) if found else ""

    def ask(self, method: str, parameters: Any) -> Any:
        """Ask, and wait for the answer."""
        self._last += 1
        number = self._last
        self._write({"jsonrpc": "2.0", "id": number, "method": method, "params": parameters})
        while True:
            message = self._read()
            if message.get("id") == number and "method" not in message:
                assert "error" not in message, message
                return message["result"]
            self._take(message)

    def _at(self, method: str, path: str, line: int, column: int) -> Any:
        place = {"textDocument": {"uri": self._uri(path)}, "position": {"line": line, "character": column}}
        return self.ask(method, place)

    def _uri(self, path: str) -> str:
        return (self._root / path).as_uri()

    def _tell(self, method: str, parameters: Any) -> None:
        self._write({"jsonrpc": "2.0", "method": method, "params": parameters})

    def _take(self, message: Any) -> None:
        """Answer what the server asks, and keep what it tells."""
        method = message.get("method")
        if method == "textDocument/publishDiagnostics":
            self._marks[message["params"]["uri"]] = message["params"]["diagnostics"]
        elif method == "workspace/configuration":
            answer = [self._section(item.get("section", "")) for item in message["params"]["items"]]
            self._write({"jsonrpc": "2.0", "id": message["id"], "result": answer})
        elif "id" in message and method is not None:
            self._write({"jsonrpc": "2.0", "id": message["id"], "result": None})

    def _section(self, name: str) -> Any:
        return {"yaml": self._settings}.get(name, {})

    def _write(self, message: Any) -> None:
        data = json.dumps(message).encode()
        self._in.write(b"Content-Length: %d\r\n\r\n%s" % (len(data), data))
        self._in.flush()

    def _read(self) -> Any:
        length = 0
        while line := self._out.readline().strip():
            name, _, value = line.partition(b":")
            if name.lower() == b"content-length":
                length = int(value)
        assert length, "the language server ended"
        return json.loads(self._out.read(length))


@contextmanager
def language_server(root: Path, settings: Mapping[str, Any]) -> Iterator[LanguageServer]:
    """A server for the folder `root` with `settings`, those that VS Code keeps under `yaml.`."""
    assert SERVER.is_file(), "no language server: run make test"
    command = ["node", str(SERVER), "--stdio"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        try:
            server = LanguageServer(process, root, settings)
            server.begin()
            yield server
        finally:
            process.kill()
