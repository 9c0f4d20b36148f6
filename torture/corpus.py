"""Bad corpus: every broken site, and generated files that would choke a careless reader, under hard limits.

Each must end with its exact diagnostics and exit status 1 (what is no fault: 0), no traceback, at most 300 MB and two
seconds of processor time. What a repository can hold stands in `tests/sites`; here stands what is too large or too odd.
"""

import os
import re
import resource
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from collections.abc import Set as AbstractSet
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, NamedTuple

from torture.archives import NOW
from torture.outcome import Outcome, some

PROJECT: Final = Path(__file__).parents[1]
SITES: Final = PROJECT / "tests" / "sites"
_MOST_SECONDS: Final = 2.0
_MOST_MEMORY: Final = 300 * 1024
"""In KiB, as the kernel counts."""

_PROBLEM: Final = re.compile(r"^(\S.*:\d+:\d+): (error|warning)\[([a-z0-9-]+)\]", re.MULTILINE)
_QUOTE: Final = "author: ada-lovelace\npronounced: 1843\ninserted: 2024-01-01T00:00:00Z\nsource: notes\n"


class End(NamedTuple):
    """How a command ended; memory in KiB, seconds of processor time."""

    status: int
    problems: list[str]
    said: str
    seconds: float
    memory: int


def _yaml(text: str) -> Callable[[Path], None]:
    return _file("content/quotes/hostile.yaml", text.encode())


def _words(text: str) -> Callable[[Path], None]:
    return _file("content/pages/hostile.md", f"---\ntitle: A page\n---\n{text}\n".encode())


def _file(path: str, data: bytes) -> Callable[[Path], None]:
    def make(root: Path) -> None:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(data)

    return make


def _pipe(root: Path) -> None:
    os.mkfifo(root / "content/quotes/pipe.yaml")


def _socket(root: Path) -> None:
    # The path of a socket is short; that of a folder for trials may not be.
    before = Path.cwd()
    os.chdir(root / "content/quotes")
    try:
        with socket.socket(socket.AF_UNIX) as server:
            server.bind("socket.yaml")
    finally:
        os.chdir(before)


def _link(target: str) -> Callable[[Path], None]:
    return lambda root: (root / "content/quotes/link.yaml").symlink_to(target)


def _many_faults(root: Path) -> None:
    for number in range(300):
        _file(f"content/quotes/many/{number}.yaml", b"text: [\n" * 20)(root)


_BOMB: Final = "a: &a [x, x]\n" + "".join(
    f"{chr(98 + n)}: &{chr(98 + n)} [*{chr(97 + n)}, *{chr(97 + n)}]\n" for n in range(24)
)
_MERGES: Final = "a0: &a0 {k: v}\n" + "".join(f"a{n}: &a{n}\n  <<: [*a{n - 1}, *a{n - 1}]\n" for n in range(1, 25))

HOSTILE: Final[dict[str, tuple[Callable[[Path], None], frozenset[str]]]] = {
    "30,000 brackets": (_yaml("text: " + "[" * 30_000), frozenset({"too-deep"})),
    "30,000 braces": (_yaml("text: " + "{a: " * 30_000), frozenset({"too-deep"})),
    "60,000 levels of lists": (_yaml("text:\n" + "- " * 60_000), frozenset({"too-deep"})),
    "aliases that double": (_yaml(_BOMB), frozenset({"yaml-alias"})),
    "merge keys that double": (_yaml(_MERGES), frozenset({"yaml-alias"})),
    "a line of 10 MB": (_yaml("text: " + "a" * 10_000_000), frozenset({"file-too-large"})),
    "a title of 200 KB": (_yaml(f"title: {'a ' * 100_000}\ntext: Words.\n{_QUOTE}"), frozenset({"too-long"})),
    "a file without end": (_link("/dev/zero"), frozenset({"not-a-regular-file"})),
    "a link to itself": (_link("link.yaml"), frozenset({"not-a-regular-file"})),
    "a pipe": (_pipe, frozenset({"not-a-regular-file"})),
    "a socket": (_socket, frozenset({"not-a-regular-file"})),
    "20,000 keys": (_yaml("".join(f"k{n}: v\n" for n in range(20_000))), frozenset({"missing-key", "unknown-key"})),
    "300 files of faults": (_many_faults, frozenset({"too-deep"})),
    "emphasis without end": (_words("*a **a " * 30_000), frozenset({"too-deep"})),
    "brackets in words": (_words("[" * 100_000), frozenset({"too-deep"})),
    "links in links": (_words("[a](" * 50_000), frozenset({"too-deep"})),
    "pictures in pictures": (_words("![a](" * 40_000), frozenset({"too-deep"})),
    "quotations in quotations": (_words(">" * 100_000 + " a"), frozenset({"too-deep"})),
    "lists in lists": (_words("\n".join("  " * n + "- a" for n in range(400))), frozenset({"too-deep"})),
    "backticks": (_words("".join("`" * n + " " for n in range(600))), frozenset({"too-deep"})),
    "entities": (_words("&" * 200_000), frozenset({"too-deep"})),
    "references": (_words("[[quote:a]] " * 15_000), frozenset({"too-deep"})),
    "open references": (_words("[[quote:" * 25_000), frozenset({"too-deep"})),
    "tags in tags": (_words("<b>" * 60_000), frozenset({"too-deep"})),
    "comments": (_words("<!--" * 60_000), frozenset({"too-deep"})),
    "a date of many digits": (
        _yaml(f"text: Words.\n{_QUOTE.replace('1843', '1' * 100_000)}"),
        frozenset({"bad-date"}),
    ),
    "a date of many signs": (
        _yaml(f"text: Words.\n{_QUOTE.replace('1843', '[' + '1843,' * 20_000)}"),
        frozenset({"yaml-syntax"}),
    ),
    "marks of one kind": (_yaml("text: a" + "\u0301" * 100_000 + f"\n{_QUOTE}"), frozenset({"too-many-marks"})),
    "marks of two kinds": (_yaml("text: a" + "\u0301\u0316" * 60_000 + f"\n{_QUOTE}"), frozenset({"too-many-marks"})),
    "isolates": (_yaml("text: " + "\u2067" * 60_000 + f"\n{_QUOTE}"), frozenset({"bidi-override"})),
    # Much, and nothing wrong with it.
    "a word of 250 KB": (_yaml(f"text: {'a' * 250_000}\n{_QUOTE}"), frozenset()),
    "50,000 paragraphs": (_yaml("text: |\n" + "  a\n\n" * 50_000 + _QUOTE), frozenset()),
    "30,000 tags": (_yaml(f"text: Words.\n{_QUOTE}tags: [{','.join(f't{n}' for n in range(30_000))}]"), frozenset()),
    "5,000 corrections": (
        _yaml(f"text: Words.\n{_QUOTE}corrections:\n" + "- {date: 2025-01-21, note: Words.}\n" * 5_000),
        frozenset(),
    ),
    "a note of 7,000 paragraphs": (
        _yaml(f"text: Words.\n{_QUOTE}note: |\n" + "  Some *words* of a note.\n\n" * 7_000),
        frozenset(),
    ),
    "a picture of 60,000 × 60,000": (
        _file(
            "content/media/large.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\xea\x60\0\0\xea\x60\x08\x06\0\0\0\0\0\0\0"
        ),
        frozenset({"picture-broken"}),
    ),
    "a drawing of entities": (
        _file(
            "content/media/bomb.svg",
            b'<!DOCTYPE svg [<!ENTITY a "aaaa">'
            + b"".join(b'<!ENTITY %c "&%c;&%c;&%c;&%c;">' % (98 + n, *[97 + n] * 4) for n in range(20))
            + b']><svg xmlns="http://www.w3.org/2000/svg">&u;</svg>',
        ),
        frozenset({"svg-script"}),
    ),
}
"""What is made in a good site, and the codes that it must give."""


def corpus(outcome: Outcome, count: int, _seed: int) -> None:
    """Check and build `count` of the broken sites and the hostile files; 0: all."""
    names = [*sorted(site.name for site in SITES.glob("broken-*")), *HOSTILE]
    with TemporaryDirectory(prefix="ipsegen-torture-") as work:
        for name in some(names, count):
            root = Path(work, name)
            if name in HOSTILE:
                make, codes = HOSTILE[name]
                shutil.copytree(SITES / "good-small", root)
                make(root)
            else:
                shutil.copytree(SITES / name, root)
            for end in _ends(root):
                faults = _unlike(end, codes) if name in HOSTILE else _unlisted(end, root / "expected.txt")
                status = int(any(" error " in problem for problem in end.problems))
                outcome.count(f"{name}: exit {end.status}", *_faults(end, status), *faults)


def _ends(root: Path) -> Iterator[End]:
    yield _run(root, "check")
    yield _run(root, "build", "--jobs", "1")


def _faults(end: End, status: int) -> list[str]:
    faults = [] if end.status == status else [f"exit {end.status}: {end.said[-200:]!r}"]
    faults += ["a traceback"] if "Traceback (most recent" in end.said else []
    faults += [f"{end.seconds:.1f} s"] if end.seconds > _MOST_SECONDS else []
    faults += [f"{end.memory // 1024} MB"] if end.memory > _MOST_MEMORY else []
    return faults


def _unlike(end: End, codes: AbstractSet[str]) -> list[str]:
    found = {problem.rpartition(" ")[2] for problem in end.problems}
    return [] if found == codes else [f"gives {sorted(found)}, and should give {sorted(codes)}"]


def _unlisted(end: End, expected: Path) -> list[str]:
    wanted = {line.split(" | ")[0] for line in expected.read_text(encoding="utf-8").splitlines()}
    found = set(end.problems)
    return [
        *(f"does not say {one}" for one in sorted(wanted - found)),
        *(f"says {one}" for one in sorted(found - wanted)),
    ]


def _run(root: Path, command: str, *options: str) -> End:
    """Run a command; one that is out of all bounds is stopped."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_CPU, (20, 20))
        resource.setrlimit(resource.RLIMIT_AS, (2 << 30, 2 << 30))

    words = [sys.executable, "-m", "ipsegen", "-C", str(root), command, "--now", NOW, *options]
    environment = {**os.environ, "PYTHONPATH": str(PROJECT), "NO_COLOR": "1"}
    with (root.parent / "said").open("w+b") as said:
        process = subprocess.Popen(words, stdout=said, stderr=said, env=environment, preexec_fn=limit)
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        text = said.read().decode(errors="replace")
    problems = [f"{place} {severity} {code}" for place, severity, code in _PROBLEM.findall(text)]
    return End(process.returncode, problems, text, used.ru_utime + used.ru_stime, used.ru_maxrss)
