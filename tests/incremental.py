"""A small archive that tests change, and the proof that a build after any change leaves what a clean build leaves.

Owns the model of the archive, how it becomes files, and the comparison of two builds. The model may be changed at will:
what names a record that is not there, or words that are not in a text, is left out when the files are written, so that
nearly every archive can be built. Does not know which changes there are: those stand in `test_incremental.py`.
"""

import copy
import hashlib
import os
import re
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache, partial
from pathlib import Path
from typing import Any, Final, Literal, NamedTuple

import msgspec
import pytest
from jinja2 import Environment

from ipsegen import beside_quotes, finding
from ipsegen import build as building
from ipsegen.build import Order, Report, build
from ipsegen.diagnostics import Problem, format_text
from ipsegen.load import theme
from ipsegen.load.documents import source_lines
from ipsegen.load.fonts import read_font
from ipsegen.render import search_index
from ipsegen.render.share_picture import share_picture
from ipsegen.render.typesetting import Typesetter
from tests.site.small_archive import as_yaml, png

Record = dict[str, Any]
Kind = Literal["author", "entity", "context", "quote", "page", "source", "country"]
Damage = Literal["delete", "truncate", "flip", "garbage", "double"]
Tree = dict[str, bytes | None]
"""Every file below a folder, and every folder (None)."""

FOLDERS: Final[dict[str, str]] = {
    "author": "authors", "entity": "entities", "context": "contexts", "quote": "quotes", "page": "pages",
    "source": "sources", "country": "countries",
}  # fmt: skip
NOW: Final = datetime(2025, 1, 20, 12, tzinfo=UTC)
NAMELESS: Final = ("unnamed", "unknown")
NEED_A_NOTE: Final = ("disputed", "misattributed", "retracted", "removed")
_NEVER_RENAMED: Final = ("source", "country")
_TURN: Final = re.compile("[a-z]")
_WORD: Final = re.compile(r"[^\W_]+")


@dataclass
class Archive:
    """What the editors have: records by kind and id, pictures and templates by name, and files with a fault by path.

    Records hold keys as their files do, with these of their own: quotes `authors` (references), `contexts` (id, and
    whether with words of its own), `excerpt` (whether) and `folder`; what has prose `words`, `names` (references),
    `fragments` and `embeds` (quotes); a picture is a name. The rest follows in `files_of`.
    """

    settings: Record
    records: dict[str, dict[str, Record]]
    media: dict[str, bytes] = field(default_factory=dict)
    templates: dict[str, bytes] = field(default_factory=dict)
    faults: dict[str, bytes] = field(default_factory=dict)

    def knows(self, reference: str, *, by_draft: bool = False) -> bool:
        """Whether a record may name another."""
        kind, _colon, key = reference.partition(":")
        record = self.records[kind].get(key)
        return kind == "country" or (record is not None and (by_draft or "draft" not in record))

    def rename(self, kind: Kind, old: str, new: str, *, alias: bool) -> None:
        """Give a record another id, everywhere."""
        self.records[kind][new] = self.records[kind].pop(old)
        self.records = _renamed(self.records, {old: new, f"{kind}:{old}": f"{kind}:{new}"})
        self.settings = _renamed(self.settings, {old: new})
        if alias and kind not in _NEVER_RENAMED:
            self.records[kind][new].setdefault("aliases", []).append(old)


def _renamed(value: Any, names: Mapping[str, str]) -> Any:
    if isinstance(value, dict):
        return {key: _renamed(item, names) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(_renamed(item, names) for item in value)
    return names.get(value, value) if isinstance(value, str) else value


def files_of(archive: Archive) -> dict[str, bytes]:
    """Every file of a site, by its path from the root."""
    menu = [key for key in archive.settings.get("menu", []) if archive.knows(f"page:{key}")]
    files = {"content/site.yaml": as_yaml({**archive.settings, "menu": menu}).encode()}
    for kind, records in archive.records.items():
        for key, record in records.items():
            aliases = {} if kind in _NEVER_RENAMED else {"aliases": _free_aliases(records, key)}
            name, text = _WRITERS[kind](archive, key, {**record, **aliases})
            files[f"content/{FOLDERS[kind]}/{name}"] = text.encode()
    files |= {f"content/media/{name}": data for name, data in archive.media.items()}
    files |= {f"templates/{name}": data for name, data in archive.templates.items()}
    return files | archive.faults


def _quote(archive: Archive, key: str, found: Record) -> tuple[str, str]:
    draft, status = "draft" in found, found.get("status", "")
    words = found["text"].split()
    signed = [name for name in found.pop("authors") if name in NAMELESS or archive.knows(name)] or ["unknown"]
    plain = [name.removeprefix("author:") for name in dict.fromkeys(signed)]
    found |= {"author": plain[0]} if len(plain) == 1 else {"authors": plain}
    found["contexts"] = [
        {"context": name, "excerpt": " ".join(words[-2:])} if own and status != "removed" else name
        for name, own in found.pop("contexts", [])
        if archive.knows(f"context:{name}", by_draft=draft)
    ]
    found["replies_to"] = [
        name for name in found.get("replies_to", []) if name < key and archive.knows(f"quote:{name}", by_draft=draft)
    ]
    found["mentions"] = [name for name in found.get("mentions", []) if archive.knows(name)]
    if "entities" in found:
        found["entities"] = [name for name in found["entities"] if archive.knows(f"entity:{name}")]
    if found.pop("excerpt", False):
        found["excerpt"] = " ".join(words[: (len(words) + 1) // 2])
    if status in NEED_A_NOTE:
        found["status_note"] = "It was doubted."
    if not archive.knows(f"source:{found['source']}"):
        found["source"] = {"title": "The Paper", "url": "https://paper.example/"}
    unfit = {name for name in ("via", "event", "place", "said_by") if not archive.knows(found.get(name, "author:"))}
    unfit |= {"role"} if len(plain) > 1 else set()
    unfit |= {"said_by"} if status != "misattributed" else set()
    unfit |= {"text", "excerpt"} if status == "removed" else set()
    folder = found.pop("folder", "")
    return f"{folder}{key}.yaml", as_yaml({name: value for name, value in found.items() if name not in unfit})


def _subject(archive: Archive, key: str, found: Record) -> tuple[str, str]:
    found |= {"description": _prose(archive, found), **_image(archive, found)}
    for name in ("entities", "roles"):
        if name in found:
            found[name] = [each for each in found[name] if archive.knows(f"entity:{_entity_of(each)}")]
    if not ("parent" in found and found["parent"] < key and archive.knows(f"entity:{found['parent']}")):
        found.pop("parent", None)
    return f"{key}.yaml", as_yaml(_without_prose(found))


def _context(archive: Archive, key: str, found: Record) -> tuple[str, str]:
    known = partial(archive.knows, by_draft="draft" in found)
    quotes = [name for name in found.pop("embeds", []) if known(f"quote:{name}")]
    embeds = "\n\n".join(["Before.", *(f"[[quote:{name}]]" for name in quotes)])
    prose = f"{_prose(archive, found)} Noted.[[source:paper]]"
    topics = [name for name in found.get("topics", []) if known(name)]
    found |= {
        "timeline": [
            {"date": "2024-03", "text": "It began."},
            *({"date": "2024-04", "quote": name} for name in quotes),
        ],
        "topics": topics,
        "go_deeper": topics,
        "related": [name for name in found.get("related", []) if known(f"context:{name}")],
        "sources": [{"id": "paper", "title": "The Paper", "url": "https://paper.example/"}],
        **_image(archive, found),
    }
    if found.pop("form", "") == "md":
        return f"{key}.md", f"---\n{as_yaml(_without_prose({**found, 'lede': prose}))}---\n## Words\n\n{embeds}\n"
    return f"{key}.yaml", as_yaml(_without_prose({**found, "summary": prose, "background": embeds}))


def _page(archive: Archive, key: str, found: Record) -> tuple[str, str]:
    return f"{key}.md", f"---\n{as_yaml(_without_prose(found))}---\n{_prose(archive, found)}\n"


def _source(_archive: Archive, key: str, found: Record) -> tuple[str, str]:
    return f"{key}.yaml", as_yaml(found)


_WRITERS: Final = {
    "author": _subject, "entity": _subject, "context": _context, "quote": _quote, "page": _page, "source": _source,
    "country": _subject,
}  # fmt: skip


def _prose(archive: Archive, record: Record) -> str:
    """Words, the names of records, and words of quotes."""
    known = partial(archive.knows, by_draft="draft" in record)
    parts = [record.get("words", "It is known."), *(f"[[{name}]]" for name in record.get("names", []) if known(name))]
    for key in record.get("fragments", []):
        if known(f"quote:{key}"):
            quote = archive.records["quote"][key]
            word = _WORD.search(quote["text"]) if quote.get("status") != "removed" else None
            parts.append(f'[[quote:{key}|"{word[0]}"]]' if word else f"[[quote:{key}|this]]")
    return " ".join(parts)


def _without_prose(record: Record) -> Record:
    return {key: value for key, value in record.items() if key not in {"words", "names", "fragments"}}


def _entity_of(value: str | Record) -> str:
    return value if isinstance(value, str) else str(value["entity"])


def _free_aliases(records: Mapping[str, Record], key: str) -> list[str]:
    """The old ids of a record that no other has or had."""
    taken = {old for other, record in records.items() if other < key for old in record.get("aliases", [])}
    return [old for old in dict.fromkeys(records[key].get("aliases", [])) if old not in taken and old not in records]


def _image(archive: Archive, record: Record) -> Record:
    name = record.pop("image", "")
    return {"image": {"file": name, "alt": "A face", "credit": "Ada"}} if name in archive.media else {}


def picture(side: int, tail: bytes = b"") -> bytes:
    """A grey square; with another `tail` of the same length it is another picture of the same size."""
    return png(side, side) + tail


def small_archive() -> Archive:
    """Something of everything, filed by a rule: 15 quotes of 3 persons and 3 bodies in 3 contexts, and drafts."""
    said: tuple[tuple[str, str, Record], ...] = (
        ("2024-10-28", "author:author-0", {"excerpt": True, "status": "verified"}),
        ("2024-10-28", "author:author-0", {"position": "-1", "replies_to": ["quote-0"]}),
        ("2024-10", "author:author-0", {"mentions": ["entity:entity-2", "author:author-1"]}),
        ("2024-10-29", "author:author-1", {"status": "disputed", "replies_to": ["quote-1", "quote-2"]}),
        ("2023-01-20", "author:author-1", {"status": "misattributed", "said_by": "author:author-0"}),
        ("2022-12/2023-02", "author:author-1", {"corrections": [{"date": "2025-01-19", "note": "A letter."}]}),
        ("2024", "entity:entity-1", {"mentions": ["country:no", "author:author-0"], "via": "author:author-2"}),
        ("2024-10-28T14:30:00Z", "country:fr", {"aliases": ["old-words", "older-words"]}),
        ("unknown", "unnamed", {"role": "an official", "entities": ["entity-1"], "event": "entity:entity-2"}),
        ("2020-01-21", "unknown", {"language": "ar"}),
        ("2024-11-01", "author:author-2", {"status": "removed"}),
        ("2024-11-02", "author:author-2", {"draft": "true"}),
        ("2024-11-02", "author:author-0 author:author-1 entity:entity-2", {"title": "Joint words", "folder": "2024/"}),
        ("2024-02-29", "author:author-0", {"status": "retracted"}),
        ("../2024-05", "author:author-2", {"capacity": "own", "folder": "2024/11/"}),
    )
    quotes: dict[str, Record] = {}
    for number, (date, authors, more) in enumerate(said):
        contexts = [(f"context-{number % 3}", number % 2 == 0)] if number % 4 else []
        inserted = f"2025-01-{20 - number % 4 + (number == 9)}T{8 + number % 12:02}:00:00Z"
        text = f"These are the words number {number}, said <plainly> & “once”.\n\nשלום, peace [again]."
        filed = {"pronounced": date, "inserted": inserted, "source": f"source-{number % 3}", "contexts": contexts}
        quotes[f"quote-{number}"] = {"text": text, "authors": authors.split(), **filed, **more}
    role = {"title": "Head", "entity": "entity-1", "country": "fr", "from": "2024-01", "to": "2024-10-28"}
    settings = {
        "title": "Words", "base_url": "https://ipse.example/words/", "per_page": "2", "feed_entries": "2",
        "recent_hours": "24", "menu": ["page-0"], "repository": "https://forge.example/words", "share_images": "false",
    }  # fmt: skip
    records: dict[str, dict[str, Record]] = {
        "quote": quotes,
        "author": {
            "author-0": {"name": "Ada Lovelace", "roles": [role], "image": "face.png", "aliases": ["ada"]},
            "author-1": {"name": "أمينة", "sort_name": "Amina", "countries": ["tn"], "fragments": ["quote-0"]},
            "author-2": {"name": "Élodie", "entities": ["entity-2"], "names": ["author:author-1"]},
        },
        "entity": {
            "entity-0": {"name": "Government", "kind": "government", "country": "no", "names": ["country:no"]},
            "entity-1": {"name": "Ministry", "kind": "organisation", "parent": "entity-0", "aliases": ["office"]},
            "entity-2": {"name": "Union", "kind": "organisation", "flag": "eu"},
        },
        "context": {
            "context-0": {"title": "First", "embeds": ["quote-3"], "fragments": ["quote-6"], "related": ["context-1"]},
            "context-1": {"title": "Second", "form": "md", "embeds": ["quote-1"], "names": ["author:author-0"]},
            "context-2": {"title": "Third", "topics": ["author:author-0", "country:fr"], "image": "face.png"},
            "context-3": {"title": "Fourth", "embeds": ["quote-1"], "names": ["entity:entity-1"], "draft": "true"},
        },
        "page": {
            "page-0": {"title": "About", "names": ["context:context-0"], "aliases": ["about-us"]},
            "page-1": {"title": "Rules", "fragments": ["quote-2"], "draft": "true"},
        },
        "source": {f"source-{n}": {"title": f"Paper {n}", "url": f"https://paper.example/{n}"} for n in range(3)},
        "country": {"tn": {"words": "By the sea.", "names": ["quote:quote-0"]}},
    }
    return Archive(settings, records, {"face.png": picture(8)})


def overriding(name: str, mark: str) -> bytes:
    """A template of the default theme with a mark in it, or a new one; `base.html` also looks for what may be there."""
    default = theme.default_theme() / "templates" / name
    if not default.is_file():
        return f"<p>{mark} {{{{ site.title }}}}</p>".encode()
    text = default.read_text(encoding="utf-8")
    if name.endswith(".css"):
        return f"{text}/* {mark} */\n".encode()
    text = text.replace("{% block content %}", f"{{% block content %}}<!-- {mark} -->", 1)
    text = text.replace("</body>", "{% include 'parts/extra.html' ignore missing %}{{ asset('house.txt') }}</body>")
    return text.replace("</article>", f"<!-- {mark} --></article>").encode()


class Clean(NamedTuple):
    """What a clean build says and leaves; no tree where it wrote nothing."""

    problems: tuple[Problem, ...]
    said: str
    pages: int
    tree: Tree | None


_KEPT: Final[dict[object, Clean]] = {}
"""The last clean builds, by the state of the archive; scenes begin with the same one."""


class Workplace:
    """A folder in which an archive is edited and built, and the clean builds that it is compared with."""

    def __init__(self, folder: Path, archive: Archive) -> None:
        self.folder, self.archive = folder, archive
        self.root, self.output = folder / "site", folder / "site" / "output"
        self.cache, self.working = self.root / ".ipsegen", self.root / ".output.ipsegen"
        self.now, self.base_url, self.drafts = NOW, "", False
        self.large = False
        """Whether builds in place take the archive for one that is too large to be in memory."""
        self.foreign: dict[str, bytes] = {}
        self.saved: dict[str, bytes] = {}
        self.times: dict[tuple[str, bytes], int] = {}
        self.unproven = True
        self.save()

    def save(self, *, with_old_times: bool = False) -> None:
        """Write what differs from what was written; with old times, what is written again is as old as it was then."""
        wanted = files_of(self.archive)
        for path in self.saved.keys() - wanted.keys():
            (self.root / path).unlink()
        for path, data in wanted.items():
            if self.saved.get(path) == data:
                continue
            file = self.root / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data)
            if with_old_times and (path, data) in self.times:
                os.utime(file, ns=(self.times[path, data],) * 2)
            self.times.setdefault((path, data), file.stat().st_mtime_ns)
        self.saved = wanted
        self.unproven = True

    def restore(self, archive: Archive, *, with_old_times: bool = False) -> None:
        """Go back to what was there before."""
        self.archive = copy.deepcopy(archive)
        self.save(with_old_times=with_old_times)

    def order(self, root: Path, *, use_cache: bool, jobs: int = 1) -> Order:
        """The order for a build of `root` as things are now."""
        order = Order(root, root / "output", self.now, self.base_url, drafts=self.drafts, jobs=jobs)
        known = "use_cache" in Order.__struct_fields__
        return msgspec.structs.replace(order, use_cache=use_cache) if known else order

    def build(self, *, jobs: int = 1) -> Report:
        """Build in place, with whatever cache is there."""
        with pytest.MonkeyPatch.context() as patch:
            if self.large:
                patch.setattr(building, "LARGE", 0)
                patch.setattr(building, "is_worth_a_glance", Path.is_dir)
            return build(self.order(self.root, use_cache=True, jobs=jobs), _say_nothing)

    def check(self, *, jobs: int = 1) -> Report:
        """Build in place, and compare with a clean build: what is said, what is counted, what stands in the output."""
        self.unproven = False
        clean, before = self.clean(), tree_of(self.output)
        report = self.build(jobs=jobs)
        assert report.problems == clean.problems
        assert spoken(report) == clean.said
        assert report.pages == clean.pages
        if clean.tree is None:
            assert report.written is None
            assert_same(before, tree_of(self.output), {})
            return report
        assert_same(clean.tree, tree_of(self.output), self.foreign)
        assert report.written is not None
        files = sum(data is not None for data in clean.tree.values())
        assert report.written.written + report.written.unchanged == files - 1, "all but the manifest are counted"
        assert report.written.foreign == tuple(sorted(self.foreign))
        return report

    def clean(self) -> Clean:
        """What a build of nothing but content and templates leaves in a fresh folder; made once for each state."""
        files = hashlib.sha256(repr(sorted(self.saved.items())).encode()).hexdigest()
        state = (files, self.now, self.base_url, self.drafts, theme.default_theme())
        if state not in _KEPT:
            root = self.folder / "clean"
            for name in ("content", "templates"):
                if (self.root / name).is_dir():
                    shutil.copytree(self.root / name, root / name)
            report = build(self.order(root, use_cache=False), _say_nothing)
            tree = None if report.written is None else tree_of(root / "output")
            said = spoken(report)
            shutil.rmtree(root)
            if len(_KEPT) == 50:
                del _KEPT[next(iter(_KEPT))]
            _KEPT[state] = Clean(report.problems, said, report.pages, tree)
        return _KEPT[state]

    def working_files(self) -> list[Path]:
        """What builds keep for themselves: the cache, and what lies beside the output."""
        return [path for top in (self.cache, self.working) for path in sorted(top.rglob("*")) if path.is_file()]

    def own_files(self) -> list[Path]:
        """What builds wrote into the output, but for the manifest, which says so."""
        kept = {self.output / name for name in (*self.foreign, "manifest.json")}
        return [path for path in sorted(self.output.rglob("*")) if path.is_file() and path not in kept]

    def harm_output(self, which: int, *, delete: bool) -> None:
        """Delete one of our files, or change a letter in it; that it is younger than the manifest is sure then."""
        path = (files := self.own_files())[which % len(files)]
        damage(path, "delete" if delete else "flip", 0.5)
        if not delete:
            os.utime(path, ns=((self.output / "manifest.json").stat().st_mtime_ns + 1,) * 2)
        self.unproven = True

    def leave_foreign(self, path: str) -> None:
        """Put a file of others into the output."""
        self.foreign[path] = b"mine"
        (self.output / path).parent.mkdir(parents=True, exist_ok=True)
        (self.output / path).write_bytes(b"mine")

    def lose_output(self) -> None:
        """Delete it, with what others put there."""
        shutil.rmtree(self.output, ignore_errors=True)
        self.foreign.clear()
        self.unproven = True

    def change_letter(self, path: str, *, other_file: bool) -> None:
        """Change a quote so that its file keeps size and time of change, in another file or in the same one."""
        file = self.root / path
        before = file.stat()
        record = self.archive.records["quote"][file.stem]
        record["text"] = _TURN.sub(lambda found: "z" if found[0] == "a" else "a", record["text"], count=1)
        self.save()
        if other_file:
            put_in_place(file, file.read_bytes())
        os.utime(file, ns=(before.st_mtime_ns,) * 2)


def put_in_place(path: Path, data: bytes) -> None:
    """Write a file as editors do that are careful: beside it, then moved there."""
    times = path.stat().st_mtime_ns
    fresh = path.with_name(".fresh")
    fresh.write_bytes(data)
    os.utime(fresh, ns=(times, times))
    fresh.replace(path)


@contextmanager
def compiling_once() -> Iterator[None]:
    """Jinja compiles the same template for the same site but once in this process: that is most of a small build.

    A picture of the same is drawn but once, too.

    What a filter makes of a constant is folded into the code, so that the site and its addresses are part of the key.
    """
    really_compile, really_parse = Environment.compile, Environment.parse
    known: dict[object, Any] = {}

    def compile_once(self: Environment, source: str, name: str | None = None, *rest: Any) -> Any:
        key = (source, name, rest, repr(self.globals.get("site")), repr(self.globals.get("urls")))
        if key not in known:
            known[key] = really_compile(self, source, name, *rest)
        return known[key]

    def parse_once(self: Environment, source: str, name: str | None = None, *rest: Any) -> Any:
        if (source, name) not in known:
            known[source, name] = really_parse(self, source, name, *rest)
        return known[source, name]

    setter = Typesetter(read_font)
    draw_once = cache(lambda shown, _setter: share_picture(shown, setter))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Environment, "compile", compile_once)
        patch.setattr(Environment, "parse", parse_once)
        patch.setattr(beside_quotes, "share_picture", draw_once)
        yield


@contextmanager
def small_builds() -> Iterator[None]:
    """Builds of this process compile but once, and their search indexes are gone on from, however few quotes there are.

    With so few, an index has one piece of a kind, and would always be made whole. What is built in here must not be
    compared with what other processes build.
    """
    with compiling_once(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(finding, "_MOST_MOVED", 0)
        patch.setattr(finding, "ROWS", 3)
        patch.setattr(search_index, "_WEIGHT", 64)
        patch.setattr(search_index, "IDS", 2)
        _KEPT.clear()
        yield
        _KEPT.clear()


def _say_nothing(_stage: str, _done: int, _of: int) -> None:
    """Progress is not for tests."""


def spoken(report: Report) -> str:
    """What a person is told, with the lines at fault."""
    content = report.content
    text = format_text(report.problems, lambda file: source_lines(content.get(file) or b""))
    return f"{text}{content.count} files"


def tree_of(folder: Path) -> Tree:
    """Everything below a folder; nothing where there is none."""
    found = {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*"))}
    return {name: None if path.is_dir() else path.read_bytes() for name, path in found.items()}


def assert_same(expected: Tree, actual: Tree, foreign: Mapping[str, bytes]) -> None:
    """Fail, and say what is missing, extra and different, unless both are one but for what is foreign."""
    lost = [path for path, data in foreign.items() if actual.get(path) != data]
    held = {path.rpartition("/")[0] for path in foreign}
    parents = {parent for path in held for parent in (path, *(str(above) for above in Path(path).parents))}
    rest = {path: data for path, data in actual.items() if path not in foreign}
    missing = sorted(expected.keys() - rest.keys())
    extra = sorted(path for path in rest.keys() - expected.keys() if rest[path] is not None or path not in parents)
    different = sorted(path for path in expected.keys() & rest.keys() if expected[path] != rest[path])
    # The manifest differs wherever anything does, and says the least.
    told = [_first_difference(path, expected[path], rest[path]) for path in different if path != "manifest.json"]
    faults = {"lost foreign": lost, "missing": missing, "extra": extra, "different": different}
    assert not any(faults.values()), "\n".join([f"{name}: {paths}" for name, paths in faults.items()] + told[:5])


def _first_difference(path: str, expected: bytes | None, actual: bytes | None) -> str:
    if expected is None or actual is None:
        return f"{path}: a folder and a file"
    pairs = zip(_lines(expected), _lines(actual), strict=False)
    number, (line, other) = next((i, pair) for i, pair in enumerate(pairs, 1) if pair[0] != pair[1])
    return f"{path}:{number}\n  clean: {line!r}\n  built: {other!r}"


def _lines(data: bytes) -> Iterable[bytes]:
    return [*data.splitlines(keepends=True), b""]


def damage(path: Path, how: Damage, where: float) -> None:
    """Harm a file at a place between its start (0) and its end (1)."""
    data = path.read_bytes()
    at = min(int(len(data) * where), max(0, len(data) - 1))
    flipped = data[:at] + bytes([data[at] ^ 1 << at % 8]) + data[at + 1 :] if data else b"\0"
    if how == "delete":
        path.unlink()
    else:
        harmed = {"truncate": data[:at], "flip": flipped, "garbage": b"\xff\x00garbage", "double": data * 2}
        path.write_bytes(harmed[how])
