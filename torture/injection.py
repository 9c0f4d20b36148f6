"""Every text of every key, replaced by one that is written to break out: nothing may.

Owns what a site with such texts is held against: its twin with harmless ones. The elements of each page and the names
of their attributes are the same; addresses are http, https or mail; feeds and data can be read; what hosts read is the
same byte for byte; and in a browser without any policy nothing runs. Does not know the texts.
"""

import json
import re
import tempfile
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from typing import Final
from xml.etree import ElementTree as ET

from playwright.sync_api import Browser

from ipsegen.judgement import check
from tests.command import run_process
from tests.site.chromium import chromium
from tests.site.small_archive import png
from torture.calls_in_browser import calls_on_pages
from torture.every_field import Leaf, Words, record_files, site_file
from torture.outcome import Outcome, some
from torture.payloads import OURS, naughty, of_wapiti
from torture.skeleton import addresses, data_of, skeleton, tree_of

NOW: Final = datetime(2025, 1, 21, 12, tzinfo=UTC)
WHEELS: Final = Path(".bench")
"""`pip download --no-deps --dest .bench wapiti3` puts the payloads of Wapiti there."""

BASE: Final = "/sub/"
"""Where the sites stand (`Site.base_url` in every_field.py)."""

BATCH: Final = 25
"""So many texts are tried in one site, each in records of its own."""

_HARMLESS: Final = "A harmless text"
_AT_THE_END: Final = "And so on."
_HARMLESS_ADDRESS: Final = "https://good.example/page"
_PARAGRAPHS: Final = frozenset({"Quote.text", "Original.text"})
_SORTED: Final = frozenset({"Context.title", "Author.sort_name", "Entity.sort_name", "Country.sort_name"})
"""Lists have a heading for each letter with which these begin."""

_HEADING: Final = re.compile(r"^#{1,6}(?= )", re.MULTILINE)
_HASH: Final = re.compile(r"\.[0-9a-f]{8,}\.")
_SCHEME: Final = re.compile(r"[^a-zA-Z0-9]*[a-zA-Z]{2,12}[^a-zA-Z0-9]*:|//")
SAFE: Final = re.compile(r"(?:https?://[a-z0-9.\[\]:-]+(?:[/?#]|$)|mailto:|/(?!/)|#)[^\x00-\x20\"<>]*|")


class Pair:
    """A site with hostile texts and its twin with harmless ones."""

    def __init__(self, folder: Path, payloads: Sequence[str]) -> None:
        self.payloads = payloads
        self.hostile = folder / "hostile"
        self.harmless = folder / "harmless"
        self.refused: set[Leaf] = set()
        self.leaves: set[Leaf] = set()

    def make(self) -> None:
        """Write both sites, and build them: a text that is refused where it stands is harmless there."""
        self._write(self.hostile, self._hostile_words)
        while found := {(p.file, p.line) for p in check(self.hostile, NOW).problems if p.severity == "error"}:
            new = {self._leaf(*place) for place in found} - self.refused
            if not new:
                raise AssertionError(f"no text of ours is at fault: {sorted(found)[:5]}")
            self.refused |= new
            self._write(self.hostile, self._hostile_words)
        self._write(self.harmless, self._harmless_words)
        for root in (self.hostile, self.harmless):
            done = run_process("build", "--now", NOW.isoformat(), "--jobs", "1", root=root)
            if done.status != 0:
                raise AssertionError(f"a site that was found sound could not be built: {done.err[-2000:]}")

    def _hostile_words(self, number: int) -> Words:
        """The texts for one set of records; those for `site.yaml`, which is there once, are all of them."""
        payload = self.payloads[number] if number >= 0 else " ".join(self.payloads)

        def words(leaf: Leaf, place: str) -> str:
            self.leaves.add(leaf)
            return _harmless(place) if leaf in self.refused else _placed(payload, place)

        return words

    def _harmless_words(self, number: int) -> Words:
        """The texts for the twin; an article has as many headings there, since they are listed beside it.

        A quote has a bracket where the payload has one: words that an editor may have put in are not looked for at the
        source.
        """
        payload = self.payloads[number]

        def words(leaf: Leaf, place: str) -> str:
            if place in _PARAGRAPHS and "[" in payload and leaf not in self.refused:
                return f"{_HARMLESS} [. {_AT_THE_END}"
            headings = _HEADING.findall(payload) if place.endswith(".body") and leaf not in self.refused else []
            return "\n\n".join(f"{sign} {_HARMLESS}" for sign in headings) or _harmless(place)

        return words

    def _leaf(self, file: str, line: int) -> Leaf:
        """The text that a problem is about; one over several lines is known by its first."""
        return max((leaf for leaf in self.leaves if leaf[0] == file and leaf[1] <= line), default=(file, line))

    def _write(self, root: Path, words: Callable[[int], Words]) -> None:
        (root / "content" / "media").mkdir(parents=True, exist_ok=True)
        (root / "content" / "media" / "small.png").write_bytes(png(4, 3))
        records = (record_files(number, words(number)) for number in range(len(self.payloads)))
        for file in chain([site_file(words(-1))], *records):
            path = root / file.path
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(file.data)


def _harmless(place: str) -> str:
    if place in {"Quote.excerpt", "Filed.excerpt"}:
        return _AT_THE_END
    return _HARMLESS_ADDRESS if _is_address(place) else f"{_HARMLESS}. {_AT_THE_END}"


def _is_address(place: str) -> bool:
    return place.endswith("url") or place == "Site.repository"


def _placed(payload: str, place: str) -> str:
    """A payload as it stands in a key: in an address behind a host, unless it is one; in a quote between words."""
    if _is_address(place) and _SCHEME.match(payload) is None:
        return f"https://good.example/?q={payload.replace(' ', '%20')}"
    if place in _PARAGRAPHS:
        return f"It was said: {' '.join(payload.split())}. {_AT_THE_END}"
    return f"A: {payload}" if place in _SORTED else payload


def faults_of(pair: Pair) -> Iterator[str]:
    """How the hostile site differs from its twin, apart from what it says."""
    hostile, harmless = _files(pair.hostile), _files(pair.harmless)
    if hostile.keys() != harmless.keys():
        yield f"other files: {sorted(hostile.keys() ^ harmless.keys())[:5]}"
    for path in sorted(hostile.keys() & harmless.keys()):
        yield from (f"{path}: {fault}" for fault in _differences(path, hostile[path], harmless[path]))


def _files(root: Path) -> dict[str, bytes]:
    output = root / "output"
    files = (path for path in output.rglob("*") if path.is_file())
    return {_HASH.sub(".", path.relative_to(output).as_posix()): path.read_bytes() for path in files}


def _differences(path: str, hostile: bytes, harmless: bytes) -> Iterator[str]:
    if path.endswith(".html"):
        yield from _differences_of_pages(hostile, harmless)
    elif path.endswith((".xml", ".svg")):
        shapes = [[element.tag for element in ET.fromstring(data).iter()] for data in (hostile, harmless)]
        if shapes[0] != shapes[1] and not path.endswith("feed.xml"):
            yield "other elements"
    elif path.endswith(".json"):
        json.loads(hostile)
    elif path in {"robots.txt", "_headers", "_redirects"} and hostile != harmless:
        yield "other lines"


def _differences_of_pages(hostile: bytes, harmless: bytes) -> Iterator[str]:
    tree = tree_of(hostile)
    ours, twins = skeleton(tree), skeleton(tree_of(harmless))
    if ours != twins:
        at = next((n for n, (one, other) in enumerate(zip(ours, twins, strict=False)) if one != other), -1)
        yield f"other elements: {ours[at]!r} and not {twins[at]!r}, behind {ours[max(at - 3, 0) : at]}"
    yield from (f"unsafe address {address!r}" for address in addresses(tree) if not SAFE.fullmatch(address))
    for data in data_of(tree):
        json.loads(data)


def pages_of(pair: Pair) -> list[str]:
    """The addresses of all pages of the hostile site but those that lead on from old ones."""
    output = pair.hostile / "output"
    pages = (path for path in output.rglob("index.html") if b'http-equiv="refresh"' not in path.read_bytes())
    return sorted(f"{path.parent.relative_to(output).as_posix()}/".removeprefix("./") for path in pages)


def try_texts(payloads: Sequence[str], browser: Browser | None, outcome: Outcome) -> None:
    """Try some texts in every key, and add to `outcome` what came of it."""
    with tempfile.TemporaryDirectory() as folder:
        pair = Pair(Path(folder), payloads)
        pair.make()
        faults = list(faults_of(pair))
        pages = pages_of(pair)
        if browser is not None:
            faults += calls_on_pages(browser, pair.hostile / "output", BASE, pages)
        outcome.tries += len(pair.leaves)
        outcome.ends["refused where it stood"] += len(pair.refused)
        outcome.ends["shown as text"] += len(pair.leaves) - len(pair.refused)
        outcome.ends["pages opened in a browser"] += len(pages) if browser is not None else 0
        outcome.ends["pages like their twins"] += len(list((pair.hostile / "output").rglob("*.html")))
        outcome.faults += faults


def injection(outcome: Outcome, count: int, _seed: int) -> None:
    """Try `count` texts of all lists that are at hand (0: all of them) in every key of every kind."""
    wheels = sorted(WHEELS.glob("wapiti3-*.whl"))
    texts = some([*OURS, *naughty(), *chain.from_iterable(map(of_wapiti, wheels))], count)
    with chromium() as browser:
        for start in range(0, len(texts), BATCH):
            try_texts(texts[start : start + BATCH], browser, outcome)
