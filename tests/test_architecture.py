"""The house rules of architecture.md: who may import whom, where I/O and the clock are, how long things grow."""

import ast
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

import pytest

PACKAGE: Final = Path(__file__).resolve().parents[1] / "ipsegen"
MODULES: Final = {path.relative_to(PACKAGE).as_posix(): path for path in sorted(PACKAGE.rglob("*.py"))}

FOLDERS: Final = ("load", "model", "plan", "render", "write")
"""In the order in which data flow, which is that of the alphabet."""

FOR_EVERYONE: Final = ("ipsegen.diagnostics", "ipsegen.__version__")

DOES_IO: Final = (
    "load/", "write/", "serve.py", "server.py", "publish.py", "cli.py", "console.py", "ending.py", "terminal.py",
)  # fmt: skip
"""Three are parts of the command line: `console.py` shows things (streams, colours, whether the root is there),
`terminal.py` asks someone, `ending.py` ends the process."""

READS_THE_CLOCK: Final = ("cli.py",)

IO_MODULES: Final = {
    "os", "io", "shutil", "socket", "socketserver", "subprocess", "sqlite3", "tempfile", "glob", "fcntl", "mmap",
    "fileinput", "codecs", "urllib.request", "http.client", "http.server", "ftplib", "smtplib", "asyncio", "selectors",
    "importlib.resources", "pkgutil",
}  # fmt: skip
PATH_METHODS: Final = {
    "open", "read_text", "read_bytes", "write_text", "write_bytes", "exists", "is_file", "is_dir", "is_symlink",
    "iterdir", "glob", "rglob", "walk", "stat", "lstat", "mkdir", "rmdir", "touch", "unlink", "symlink_to",
    "hardlink_to", "readlink", "chmod", "samefile", "expanduser", "cwd", "home",
}  # fmt: skip
"""Methods of `Path` that ask the disk. `replace`, `rename` and `resolve` are also names of harmless things, and are of
no use where nothing else here may be called."""

RUNS_WHAT_IT_READS: Final = ("pickle", "marshal", "shelve", "dbm")
"""Whoever can change a file that these read decides what runs. What processes of one build say to each other never
lies in a file."""

CLOCK_MODULES: Final = frozenset({"time", "sched"})
CLOCK_METHODS: Final = frozenset({"now", "utcnow", "today"})

MOST_LINES_OF_A_MODULE: Final = 350
MOST_LINES_OF_A_FUNCTION: Final = 40
LONG_MODULES: Final = {
    "plan/pages.py": "declarations alone: one record a page kind",
    "model/edtf_hints.py": "half of it is tables: how people write dates, and what they meant",
}


def imports_of(tree: ast.AST, module: str) -> Iterator[tuple[int, str]]:
    """Line and full name of everything that the file `module` imports, inside functions too."""
    package = ["ipsegen", *module.split("/")[:-1]]
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        if isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else []
            origin = ".".join([*above, *([node.module] if node.module else [])])
            yield from ((node.lineno, f"{origin}.{alias.name}") for alias in node.names)


def calls_of(tree: ast.AST) -> Iterator[tuple[int, str, bool]]:
    """Line and name of everything that is called, and whether it is called as a method of something."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield node.lineno, node.func.attr, True
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            yield node.lineno, node.func.id, False


def lies_in(name: str, places: Iterable[str]) -> bool:
    """Whether the dotted `name` is one of `places` or within one."""
    return any(name == place or name.startswith(f"{place}.") for place in places)


def against_the_stream(source: str, module: str) -> list[str]:
    """The imports by which a module of a folder, or the diagnostics, would know what comes after it."""
    folder = module.split("/")[0]
    allowed = FOLDERS[: FOLDERS.index(folder) + 1] if folder in FOLDERS else ()
    places = (*FOR_EVERYONE, *(f"ipsegen.{name}" for name in allowed))
    if folder not in FOLDERS and folder != "diagnostics.py":
        return []
    return [
        f"{module}:{line}: imports {name}"
        for line, name in imports_of(ast.parse(source), module)
        if lies_in(name, ["ipsegen"]) and not lies_in(name, places)
    ]


def io_of(source: str, module: str) -> list[str]:
    """Where a module that may not touch the machine does."""
    if module.startswith(DOES_IO):
        return []
    tree = ast.parse(source)
    found = [(line, name) for line, name in imports_of(tree, module) if lies_in(name, IO_MODULES)]
    found += [(line, name) for line, name, method in calls_of(tree) if method and name in PATH_METHODS]
    found += [(line, name) for line, name, method in calls_of(tree) if not method and name in {"open", "input"}]
    return [f"{module}:{line}: {name}" for line, name in sorted(found)]


def unpickled_of(source: str, module: str) -> list[str]:
    """Where a module reads what could run."""
    found = [(line, name) for line, name in imports_of(ast.parse(source), module) if lies_in(name, RUNS_WHAT_IT_READS)]
    return [f"{module}:{line}: {name}" for line, name in found]


def clocks_of(source: str, module: str) -> list[str]:
    """Where a module that may not know the time asks for it."""
    if module in READS_THE_CLOCK:
        return []
    tree = ast.parse(source)
    found = [(line, name) for line, name in imports_of(tree, module) if lies_in(name, CLOCK_MODULES)]
    found += [(line, name) for line, name, method in calls_of(tree) if method and name in CLOCK_METHODS]
    return [f"{module}:{line}: {name}" for line, name in sorted(found)]


def too_long(source: str, module: str) -> list[str]:
    """What in a module has grown so long that two things may live in it."""
    lines = len(source.splitlines())
    found = [f"{module}: {lines} lines"] if lines > MOST_LINES_OF_A_MODULE else []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if length > MOST_LINES_OF_A_FUNCTION:
                found.append(f"{module}:{node.lineno}: {node.name} has {length} lines")
    return found


# The house keeps its rules.


@pytest.mark.parametrize("rule", [against_the_stream, io_of, clocks_of, unpickled_of])
def test_every_module_keeps_the_rule(rule: object) -> None:
    assert callable(rule)
    assert [fault for module, path in MODULES.items() for fault in rule(path.read_text(), module)] == []


def test_nothing_grows_too_long_but_what_is_explained() -> None:
    faults = [fault for module, path in MODULES.items() for fault in too_long(path.read_text(), module)]
    assert {fault.partition(":")[0] for fault in faults} == set(LONG_MODULES), "\n".join(faults)


@pytest.mark.parametrize("module", list(MODULES))
def test_every_module_says_what_it_owns(module: str) -> None:
    assert ast.get_docstring(ast.parse(MODULES[module].read_text()))


def test_the_folders_are_the_pipeline() -> None:
    """`ls` shows the order of the stages; a folder that is no stage (data that the wheel carries) holds no module."""
    assert {module.split("/")[0] for module in MODULES if "/" in module} == set(FOLDERS)
    assert list(FOLDERS) == sorted(FOLDERS)


# And the rules bite.


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("model/quote.py", "from ipsegen.plan.urls import Urls"),
        ("model/quote.py", "import ipsegen.render.dates"),
        ("model/quote.py", "from ipsegen import plan"),
        ("model/quote.py", "from ipsegen import build"),
        ("model/checks/all.py", "from ...plan import urls"),
        ("load/nodes.py", "def read():\n    from ipsegen.write.output import Output"),
        ("render/pages.py", "from ipsegen.cli import main"),
        ("render/pages.py", "from ipsegen.planets import orbit"),
        ("diagnostics.py", "from ipsegen.load.text import decode"),
    ],
)
def test_an_import_against_the_stream_is_found(module: str, source: str) -> None:
    assert len(against_the_stream(source, module)) == 1


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("plan/urls.py", "from ipsegen.model.quote import Quote"),
        ("plan/urls.py", "from ipsegen.plan import values"),
        ("plan/urls.py", "from . import values"),
        ("load/text.py", "from ipsegen.diagnostics import Problem"),
        ("load/text.py", "from ipsegen import __version__, diagnostics"),
        ("load/text.py", "import planner"),
        ("build.py", "from ipsegen.write.output import write_site"),
    ],
)
def test_an_import_with_the_stream_is_left_alone(module: str, source: str) -> None:
    assert against_the_stream(source, module) == []


@pytest.mark.parametrize(
    "source", ["import pickle", "def read():\n    from marshal import loads", "import shelve as s"]
)
def test_reading_what_could_run_is_found(source: str) -> None:
    assert len(unpickled_of(source, "write/cache.py")) == 1


@pytest.mark.parametrize(
    "source",
    [
        "import os",
        "from os import environ",
        "import os.path as p",
        "from urllib.request import urlopen",
        "import http.client",
        "import shutil, json",
        "data = open('x')",
        "data = path.read_text()",
        "def save(self): self.folder.mkdir()",
        "from importlib import resources",
    ],
)
def test_io_in_the_wrong_place_is_found(source: str) -> None:
    assert len(io_of(source, "plan/urls.py")) == 1
    assert len(io_of(source, "build.py")) == 1
    assert io_of(source, "load/snapshot.py") == io_of(source, "cli.py") == []


@pytest.mark.parametrize(
    "source",
    ["from urllib.parse import urlsplit", "'a'.replace('a', 'b')", "from pathlib import PurePosixPath", "opener()"],
)
def test_what_only_looks_like_io_is_left_alone(source: str) -> None:
    assert io_of(source, "plan/urls.py") == []


@pytest.mark.parametrize(
    "source",
    [
        "import time",
        "from time import monotonic",
        "from datetime import datetime\nnow = datetime.now(UTC)",
        "import datetime as dt\ntoday = dt.date.today()",
        "moment = clock.utcnow()",
    ],
)
def test_the_clock_in_the_wrong_place_is_found(source: str) -> None:
    assert len(clocks_of(source, "plan/recent.py")) == 1
    assert len(clocks_of(source, "write/lock.py")) == 1
    assert clocks_of(source, "cli.py") == []


def test_what_only_looks_like_the_clock_is_left_alone() -> None:
    assert clocks_of("from datetime import timedelta\nend = edition.now - timedelta(hours=1)", "plan/recent.py") == []


def test_what_grows_too_long_is_found() -> None:
    long_function = "def f():\n" + "    x = 1\n" * MOST_LINES_OF_A_FUNCTION
    assert too_long(long_function, "a.py") == ["a.py:1: f has 41 lines"]
    assert too_long(f"class C:\n    async {long_function.replace(chr(10), chr(10) + '    ')}", "a.py") != []
    assert too_long("x = 1\n" * (MOST_LINES_OF_A_MODULE + 1), "a.py") == ["a.py: 351 lines"]
    assert too_long("x = 1\n" * MOST_LINES_OF_A_MODULE + "", "a.py") == []
