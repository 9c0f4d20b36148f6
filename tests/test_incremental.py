"""A build after any change leaves what a clean build leaves, and says the same (contract.md, "Promises" 2).

A machine changes a small archive at random, harms what earlier builds left, and builds; after every build the output is
compared with that of a clean build, byte for byte. `IPSEGEN_SOAK=200` makes it try 200 histories, each twice as long.
Below it stand the changes that matter most, one by one.
"""

import copy
import os
import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final, get_args

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule

import ipsegen
from ipsegen.load.theme import default_theme
from ipsegen.write.folder import RefusedOutput
from tests.incremental import (
    FOLDERS,
    NOW,
    Archive,
    Damage,
    Kind,
    Record,
    Workplace,
    damage,
    overriding,
    picture,
    put_in_place,
    small_archive,
    small_builds,
    tree_of,
)  # fmt: skip

SOAK: Final = int(os.environ.get("IPSEGEN_SOAK", "0"))
DAMAGES: Final = get_args(Damage)

WORDS: Final = (
    "peace", "war", "<b>bold</b>", "&amp;", "{{ site }}", "{% raw %}", "]]>", "שלום", "سلام", "和平", "naïve", "“so”",
    "“", "[sic]", "(aside)", "[...]", "# tag", "- dash", "🙂", "İstanbul", "e\u0301", "1.", "|", "*stars*", "'",
)  # fmt: skip
LETTERS: Final = st.characters(exclude_categories=("C", "Z"), exclude_characters="[]")
LINES: Final = st.lists(st.sampled_from(WORDS) | st.text(LETTERS, min_size=1, max_size=6), min_size=1, max_size=5).map(
    " ".join
)
TEXTS: Final = st.lists(LINES, min_size=1, max_size=3).map("\n\n".join)
DATES: Final = st.sampled_from((
    "2024-10-28", "2024-10", "2024", "2024-10-28T14:30:00Z", "2024-10-28T23:30:00-05:00", "2023-01-20", "2020-01-21",
    "2024-02-29", "2023-10~", "2022-12/2023-02", "../2024-05", "1843", "0476-09-04", "unknown",
))  # fmt: skip
MOMENTS: Final = st.integers(-120, 48).map(lambda hours: f"{NOW + timedelta(hours=hours):%Y-%m-%dT%H:%M:%SZ}")
NUMBERS: Final = st.integers(0, 5)
WHICH: Final = st.integers(0, 40)
TRUE: Final = st.sampled_from((None, "true"))


def some(kind: str, most: int = 3) -> st.SearchStrategy[list[str]]:
    """Ids of records that may be there."""
    return st.lists(NUMBERS.map(lambda number: f"{kind}-{number}"), max_size=most)


COUNTRIES: Final = st.lists(st.sampled_from(("fr", "no", "tn")), max_size=2)
SUBJECTS: Final = (
    st.sampled_from(("author", "entity")).flatmap(lambda kind: NUMBERS.map(lambda number: f"{kind}:{kind}-{number}"))
) | st.sampled_from(("country:fr", "country:no"))
REFERENCES: Final = st.lists(SUBJECTS, max_size=3)
SPEAKERS: Final = st.lists(SUBJECTS | st.sampled_from(("unnamed", "unknown")), min_size=1, max_size=3)
PICTURES: Final = st.sampled_from((None, "face.png", "flag.png"))
CORRECTION: Final = st.fixed_dictionaries({"date": st.sampled_from(("2025-01-21", "2025-02")), "note": LINES})

PROSE: Final[dict[str, st.SearchStrategy[Any]]] = {"words": LINES, "names": REFERENCES, "fragments": some("quote")}
KEYS: Final[dict[Kind, dict[str, st.SearchStrategy[Any]]]] = {
    "quote": {
        "text": TEXTS, "authors": SPEAKERS, "pronounced": DATES, "inserted": MOMENTS, "mentions": REFERENCES,
        "source": NUMBERS.map(lambda number: f"source-{number}"), "entities": some("entity") | st.none(),
        "countries": COUNTRIES | st.none(), "contexts": st.lists(
            st.tuples(NUMBERS.map(lambda number: f"context-{number}"), st.booleans()), max_size=2
        ), "replies_to": some("quote"), "position": NUMBERS.map(str), "title": LINES, "excerpt": st.booleans(),
        "status": st.sampled_from((None, "verified", "disputed", "misattributed", "retracted", "removed")),
        "said_by": SUBJECTS, "via": SUBJECTS, "role": LINES, "capacity": st.sampled_from((None, "own")), "draft": TRUE,
        "language": st.sampled_from((None, "fr", "ar", "zh-Hant")), "corrections": st.lists(CORRECTION, max_size=2),
        "insertions": st.sampled_from((None, "both", "none")), "line_breaks": st.sampled_from((None, "keep")),
        "note": LINES, "event": some("entity", 1).map(lambda ids: f"entity:{ids[0]}" if ids else None),
        "post": st.sampled_from((None, {"platform": "Mastodon", "handle": "@a"})), "tags": st.lists(LINES, max_size=2),
        "folder": st.sampled_from(("", "2024/", "2024/10/")), "aliases": some("quote"),
    },
    "author": {
        "name": LINES, "sort_name": LINES, "countries": COUNTRIES, "entities": some("entity"), "image": PICTURES,
        "roles": some("entity", 2).map(lambda ids: [{"title": f"Head of {key}", "entity": key} for key in ids]),
        "unnamed": TRUE, "aliases": some("author"), **PROSE,
    },
    "entity": {
        "name": LINES, "kind": st.sampled_from(("organisation", "event", "place")), "aliases": some("entity"),
        "parent": NUMBERS.map(lambda number: f"entity-{number}"), "country": st.sampled_from((None, "no", "tn")),
        "flag": st.sampled_from((None, "eu", "un")), "image": PICTURES, **PROSE,
    },
    "context": {
        "title": LINES, "draft": TRUE, "embeds": some("quote"), "topics": REFERENCES, "related": some("context"),
        "updated": DATES, "status": st.sampled_from(("developing", "closed")), "image": PICTURES,
        "form": st.sampled_from(("yaml", "md")), "aliases": some("context"), **PROSE,
    },
    "page": {"title": LINES, "description": LINES, "draft": TRUE, "aliases": some("page"), **PROSE},
    "source": {"title": LINES, "publisher": LINES, "published": DATES},
    "country": {"name": LINES, "image": PICTURES, **PROSE},
}  # fmt: skip
SETTINGS: Final[dict[str, st.SearchStrategy[Any]]] = {
    "title": LINES, "tagline": LINES, "language": st.sampled_from(("en", "fr", "ar")), "menu": some("page"),
    "base_url": st.sampled_from(("https://ipse.example/", "https://other.example/archive/")), "contact": LINES,
    "timezone": st.sampled_from(("UTC", "Pacific/Kiritimati")), "per_page": st.sampled_from(("1", "2", "3")),
    "recent_hours": st.sampled_from(("24", "48", "1")), "order": st.sampled_from(("newest", "oldest")),
    "feed_entries": st.sampled_from(("1", "2", "50")), "accent": st.sampled_from((None, "#8f2d1a", "#004488")),
    "share_images": st.sampled_from(("true", "false", "auto")),
    "quote_files": st.lists(st.sampled_from(("json", "bib", "ris", "csl")), unique=True, max_size=3),
    "alternates": st.sampled_from((None, {"fr": "https://fr.example/"})), "repository": st.just("https://forge.example"),
}  # fmt: skip
TEMPLATES: Final = (
    "base.html", "quote.html", "parts/card.html", "parts/signed.html", "parts/macros.html", "context.html",
    "subject.html", "home.html", "redirect.html", "parts/extra.html", "assets/site.css", "assets/house.txt",
)  # fmt: skip
CAN_BE_EMPTY: Final = ("on_this_day.html", "corrections.html", "mentions.html", "day.html", "groups.html", "quote.html")
FAULTS: Final[dict[str, bytes]] = {
    "content/quotes/broken.yaml": b"text: [\n",
    "content/quotes/2024/nobodys.yaml": b"text: Words\nauthor: nobody\npronounced: 2024\nsource: none\n",
    "content/authors/author-1.yaml": b"nam: Ada\n",
    "content/contexts/latin.yaml": b"title: caf\xe9\n",
    "content/notes.txt": b"Mine.\n",
    "content/media/torn.png": b"\x89PNG\r\n",
    "content/site.yaml": b"title: Nowhere\n",
    "templates/quote.html": b"{% if %}\n",
    "templates/subject.html": b"{{ nothing.there }}\n",
    "templates/day.html": b"{{ nothing.there if '28' in page.url else page.title }}\n",
}
"""Files with a fault; the last is one on some pages only."""


def change_of(keys: dict[str, st.SearchStrategy[Any]]) -> st.SearchStrategy[tuple[str, Any]]:
    """A key and its new value; None takes the key out."""
    return st.sampled_from(sorted(keys)).flatmap(lambda key: st.tuples(st.just(key), keys[key]))


KINDS: Final = st.sampled_from(tuple(FOLDERS))
CHANGES: Final = {kind: change_of(keys) for kind, keys in KEYS.items()}
NEW: Final[dict[Kind, st.SearchStrategy[Record]]] = {
    "quote": st.fixed_dictionaries({
        key: KEYS["quote"][key] for key in ("text", "authors", "pronounced", "inserted", "source", "contexts")
    }),
    "entity": st.fixed_dictionaries({key: KEYS["entity"][key] for key in ("name", "kind", "parent")}),
    **{kind: st.fixed_dictionaries({"name": LINES}) for kind in ("author", "country")},
    **{kind: st.fixed_dictionaries({"title": LINES}) for kind in ("context", "page", "source")},
}  # fmt: skip


class Editing(RuleBasedStateMachine):
    """Editors, machines and accidents, in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory()
        self.place = Workplace(Path(self.folder.name), small_archive())
        self.past = [copy.deepcopy(self.place.archive)]
        self.place.check()

    def teardown(self) -> None:
        try:
            if self.place.unproven:
                self.place.check()
        finally:
            self.folder.cleanup()

    @property
    def archive(self) -> Archive:
        return self.place.archive

    def pick(self, kind: Kind, which: int) -> str:
        keys = sorted(self.archive.records[kind])
        return keys[which % len(keys)] if keys else ""

    def set(self, record: Record, change: tuple[str, Any]) -> None:
        key, value = change
        record[key] = value
        if value is None:
            del record[key]
        self.place.save()

    def a_file(self, which: int) -> Path:
        return self.place.root / sorted(self.place.saved)[which % len(self.place.saved)]

    def is_quote(self, path: str) -> bool:
        return path.startswith("content/quotes/") and Path(path).stem in self.archive.records["quote"]

    # Editors

    @rule(kind=KINDS | st.sampled_from(("quote", "context")), which=WHICH, data=st.data())
    def change(self, kind: Kind, which: int, data: st.DataObject) -> None:
        if self.archive.records[kind]:
            for change in data.draw(st.lists(CHANGES[kind], min_size=1, max_size=3)):
                self.set(self.archive.records[kind][self.pick(kind, which)], change)

    @rule(change=change_of(SETTINGS))
    def change_setting(self, change: tuple[str, Any]) -> None:
        self.set(self.archive.settings, change)

    @rule(kind=KINDS | st.just("quote"), number=st.integers(0, 20), data=st.data())
    def add(self, kind: Kind, number: int, data: st.DataObject) -> None:
        name = ("de", "fr", "no", "tn")[number % 4] if kind == "country" else f"{kind}-{number}"
        self.archive.records[kind][name] = data.draw(NEW[kind])
        self.place.save()

    @rule(kind=KINDS | st.just("quote"), which=WHICH)
    def delete(self, kind: Kind, which: int) -> None:
        self.archive.records[kind].pop(self.pick(kind, which), None)
        self.place.save()

    @rule(kind=KINDS, which=WHICH, number=st.integers(0, 20), alias=st.booleans())
    def rename(self, kind: Kind, which: int, number: int, *, alias: bool) -> None:
        old, new = self.pick(kind, which), f"{kind}-{number}"
        if old and kind != "country" and new not in self.archive.records[kind]:
            self.archive.rename(kind, old, new, alias=alias)
            self.place.save()

    @rule(which=WHICH, with_old_times=st.booleans())
    def undo(self, which: int, *, with_old_times: bool) -> None:
        self.place.restore(self.past[which % len(self.past)], with_old_times=with_old_times)

    @rule(path=st.sampled_from(TEMPLATES), mark=NUMBERS)
    def override_template(self, path: str, mark: int) -> None:
        """With mark 0: take the override away."""
        self.archive.templates[path] = overriding(path, f"mark {mark}")
        if not mark:
            del self.archive.templates[path]
        self.place.save()

    @rule(path=st.sampled_from(CAN_BE_EMPTY))
    def leave_a_kind_of_page_out_or_in(self, path: str) -> None:
        if self.archive.templates.pop(path, None) is None:
            self.archive.templates[path] = b""
        self.place.save()

    @rule(name=st.sampled_from(("face.png", "flag.png")), side=st.sampled_from((0, 8, 9)), tail=st.sampled_from("xy"))
    def change_picture(self, name: str, side: int, tail: str) -> None:
        self.archive.media[name] = picture(side, tail.encode())
        if not side:
            del self.archive.media[name]
        self.place.save()

    @rule(path=st.sampled_from(sorted(FAULTS)))
    def make_a_fault(self, path: str) -> None:
        self.archive.faults[path] = FAULTS[path]
        self.place.save()

    @rule()
    @precondition(lambda self: self.archive.faults)
    def mend_the_faults(self) -> None:
        self.archive.faults.clear()
        self.place.save()

    # The clock and the command line

    @rule(hours=st.integers(-72, 72))
    def move_the_clock(self, hours: int) -> None:
        self.place.now = NOW + timedelta(hours=hours)
        self.place.unproven = True

    @rule(drafts=st.booleans(), base_url=st.sampled_from(("", "https://elsewhere.example/")))
    def order_otherwise(self, *, drafts: bool, base_url: str) -> None:
        self.place.drafts, self.place.base_url = drafts, base_url
        self.place.unproven = True

    @rule(large=st.booleans())
    def take_the_archive_for_large(self, *, large: bool) -> None:
        self.place.large = large
        self.place.unproven = True

    # What other programs do to files

    @rule(which=WHICH, seconds=st.sampled_from((-1_000_000, 0, 10)))
    def touch(self, which: int, seconds: int) -> None:
        path = self.a_file(which)
        os.utime(path, (path.stat().st_mtime + seconds,) * 2)
        self.place.unproven = True

    @rule(which=WHICH)
    def write_again(self, which: int) -> None:
        put_in_place(self.a_file(which), self.a_file(which).read_bytes())
        self.place.unproven = True

    @rule(which=WHICH, other_file=st.booleans())
    def change_a_letter_at_no_time(self, which: int, *, other_file: bool) -> None:
        files = [path for path in sorted(self.place.saved) if self.is_quote(path)]
        if files:
            self.place.change_letter(files[which % len(files)], other_file=other_file)

    # Accidents

    @rule(which=WHICH, how=st.sampled_from(DAMAGES), where=st.floats(0, 1))
    def harm_the_cache(self, which: int, how: Damage, where: float) -> None:
        files = self.place.working_files()
        if files:
            damage(files[which % len(files)], how, where)
            self.place.unproven = True

    @rule(cache=st.booleans())
    def lose_the_cache_or_working_folder(self, *, cache: bool) -> None:
        shutil.rmtree(self.place.cache if cache else self.place.working, ignore_errors=True)
        self.place.unproven = True

    @rule(journal=st.sampled_from((b"", b"{", b'{"version": 1, "manifest": "", "paths": ["mine.txt"]}')))
    def leave_a_journal(self, journal: bytes) -> None:
        if self.place.working.is_dir():
            (self.place.working / "journal").write_bytes(journal)
            self.place.unproven = True

    @rule(which=WHICH, delete=st.booleans())
    def harm_the_output(self, which: int, *, delete: bool) -> None:
        if self.place.output.is_dir():
            self.place.harm_output(which * 7, delete=delete)

    @rule(folder=st.sampled_from(("", "quotes/", "authors/author-0/", "dates/2024/", "mine/")))
    def leave_a_foreign_file(self, folder: str) -> None:
        if self.place.output.is_dir():
            self.place.leave_foreign(f"{folder}mine.txt")

    @rule()
    def lose_the_output(self) -> None:
        self.place.lose_output()

    @rule()
    @precondition(lambda self: self.place.output.is_dir() and self.place.clean().tree is not None)
    def lose_the_manifest(self) -> None:
        """Without it nothing there is ours: the build is refused until the output is out of the way."""
        (self.place.output / "manifest.json").unlink()
        before = tree_of(self.place.output)
        with pytest.raises(RefusedOutput):
            self.place.build()
        assert tree_of(self.place.output) == before
        self.place.lose_output()

    # Builds

    @rule()
    @precondition(lambda self: self.place.unproven)
    def build(self) -> None:
        self.place.check()
        if not self.archive.faults:
            self.past.append(copy.deepcopy(self.archive))

    @rule()
    @precondition(lambda self: self.place.unproven)
    def build_twice(self) -> None:
        self.place.check()
        again = self.place.check()
        assert again.written is None or (again.written.written, again.written.removed) == (0, 0)


Editing.TestCase.settings = settings(
    max_examples=SOAK or 9,
    stateful_step_count=60 if SOAK else 30,
    deadline=None,
    # A step may be a build or two, and some steps lead nowhere.
    suppress_health_check=(HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large),
)
TestEditing = Editing.TestCase


@pytest.fixture(autouse=True, scope="module")
def _small_builds() -> Iterator[None]:
    with small_builds():
        yield


@pytest.fixture
def place(tmp_path: Path) -> Workplace:
    """An archive that was built once."""
    place = Workplace(tmp_path, small_archive())
    place.check()
    return place


def change(kind: Kind, key: str, **keys: object) -> Callable[[Archive], object]:
    """What an editor does to one record."""
    return lambda archive: archive.records[kind][key].update(keys)


def override(name: str, mark: str) -> Callable[[Archive], object]:
    """What a designer does."""
    return lambda archive: archive.templates.update({name: overriding(name, mark)})


BESIDE_QUOTES: Final = {"share_images": "true", "quote_files": ["json", "bib", "ris", "csl"]}
EDITS: Final[dict[str, Callable[[Archive], object]]] = {
    "one word changed": change("quote", "quote-0", text="These are the words number none."),
    "a quote added that is older than all": lambda archive: archive.records["quote"].update(
        {"quote-99": {**archive.records["quote"]["quote-0"], "pronounced": "1843", "inserted": "2025-01-20T11:30:00Z"}}
    ),
    "a date changed": change("quote", "quote-1", pronounced="2021-06-01"),
    "a quote corrected": change("quote", "quote-2", corrections=[{"date": "2025-01-20", "note": "A word."}]),
    "a quote removed": change("quote", "quote-3", status="removed"),
    "a quote deleted": lambda archive: archive.records["quote"].pop("quote-1"),
    "a quote renamed": lambda archive: archive.rename("quote", "quote-1", "a-quote", alias=True),
    "an author's name changed": change("author", "author-0", name="Augusta Ada King"),
    "an author renamed": lambda archive: archive.rename("author", "author-0", "ada-king", alias=True),
    "an author's role ended": change("author", "author-0", roles=[]),
    "an entity's parent changed": change("entity", "entity-1", parent=""),
    "an entity's country changed": change("entity", "entity-1", country="tn"),
    "a context became a draft": change("context", "context-1", draft="true"),
    "a context's title changed": change("context", "context-1", title="Another <title>"),
    "a source changed": change("source", "source-0", title="Another paper"),
    "a page's title changed": change("page", "page-0", title="About us"),
    "a picture replaced": lambda archive: archive.media.update({"face.png": picture(8, b"x")}),
    "a picture deleted": lambda archive: archive.media.clear(),
    "a country's file deleted": lambda archive: archive.records["country"].clear(),
    "the order turned round": lambda archive: archive.settings.update(order="oldest"),
    "the base address changed": lambda archive: archive.settings.update(base_url="https://other.example/"),
    "the language changed": lambda archive: archive.settings.update(language="ar"),
    "longer pages": lambda archive: archive.settings.update(per_page="3"),
    "an accent": lambda archive: archive.settings.update(accent="#004488"),
    "pictures and files beside quotes": lambda archive: archive.settings.update(BESIDE_QUOTES),
    "the card's template edited": override("parts/card.html", "house style"),
    "the base template edited": override("base.html", "house style"),
    "the style sheet edited": override("assets/site.css", "house style"),
    "a kind of page left out": lambda archive: archive.templates.update({"on_this_day.html": b""}),
}


@pytest.mark.parametrize(("kind", "key"), [("context", "context-3"), ("page", "page-1")])
def test_a_draft_that_is_written_on_changes_nothing(kind: Kind, key: str, place: Workplace) -> None:
    change(kind, key, title="Other words")(place.archive)
    place.save()
    report = place.check()
    assert report.written is not None
    assert report.written.written == 0


@pytest.mark.parametrize("edit", EDITS)
def test_an_edit_and_its_undoing_leave_what_clean_builds_leave(edit: str, place: Workplace) -> None:
    before = copy.deepcopy(place.archive)
    EDITS[edit](place.archive)
    place.save()
    report = place.check()
    assert report.written is not None
    assert report.written.written > 0
    place.restore(before, with_old_times=True)
    place.check()


def test_pictures_and_files_beside_quotes_are_those_of_a_clean_build(place: Workplace) -> None:
    """After each edit, the one before it taken back with the same build."""
    place.archive.settings.update(BESIDE_QUOTES)
    place.save()
    place.check()
    before = copy.deepcopy(place.archive)
    for name, edit in EDITS.items():
        place.restore(before)
        edit(place.archive)
        place.save()
        try:
            place.check()
        except AssertionError as difference:
            difference.add_note(f"after {name}")
            raise


def test_a_part_that_a_template_includes_where_there_is_one_comes_and_goes(place: Workplace) -> None:
    base = "base.html"
    for edits in ([base], [base, "parts/extra.html"], [base, "assets/house.txt"], ["assets/house.css"], []):
        place.archive.templates = {name: overriding(name, "here") for name in edits}
        place.save()
        place.check()


@pytest.mark.parametrize("hours", [-2000, -30, -1, 1, 6, 30, 24 * 400])
def test_at_another_moment_the_same_content_is_built_as_for_the_first_time(hours: int, place: Workplace) -> None:
    place.now += timedelta(hours=hours)
    place.check()


@pytest.mark.parametrize("path", FAULTS)
def test_a_fault_is_said_as_by_a_clean_build_and_nothing_is_written_until_it_is_mended(
    path: str, place: Workplace
) -> None:
    place.archive.faults[path] = FAULTS[path]
    place.save()
    assert place.check().written is None
    assert place.check().written is None
    place.archive.faults.clear()
    place.archive.records["quote"]["quote-0"]["text"] = "Other words."
    place.save()
    place.check()


def test_a_second_build_writes_nothing(place: Workplace) -> None:
    report = place.check()
    assert report.written is not None
    assert (report.written.written, report.written.removed) == (0, 0)


@pytest.mark.parametrize("delete", [True, False])
def test_what_was_harmed_in_the_output_is_mended(place: Workplace, *, delete: bool) -> None:
    for which in range(0, len(place.own_files()), 5):
        place.harm_output(which, delete=delete)
    place.check()


@pytest.mark.parametrize("other_file", [True, False])
def test_a_change_that_keeps_size_and_time_of_a_file_is_seen(place: Workplace, *, other_file: bool) -> None:
    place.change_letter("content/quotes/quote-0.yaml", other_file=other_file)
    report = place.check()
    assert report.written is not None
    assert report.written.written > 0


@pytest.mark.parametrize("how", DAMAGES)
def test_a_harmed_cache_harms_nothing(how: Damage, place: Workplace) -> None:
    """Each file is harmed at places all over it; an edit besides makes sure that what is left of it is used."""
    places = {"flip": SOAK or 10, "truncate": SOAK or 4}.get(how, 1)
    for number in range(len(place.working_files())):
        for step in range(places):
            files = place.working_files()
            damage(files[number % len(files)], how, (step + 0.5) / places)
            place.archive.records["quote"]["quote-0"]["text"] = f"Words {step % 2}."
            place.save()
            place.check()


def test_the_cache_of_another_version_is_as_good_as_none(place: Workplace) -> None:
    version = ipsegen.__version__.encode()
    for path in place.working_files():
        path.write_bytes(path.read_bytes().replace(version, b"9" * len(version)))
    place.check()


def test_another_default_theme_is_another_site(
    place: Workplace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As after an update of the program: nothing in the site's own folders changed."""
    shutil.copytree(default_theme() / "templates", tmp_path / "theme" / "templates")
    (tmp_path / "theme" / "templates" / "parts" / "card.html").write_bytes(overriding("parts/card.html", "new"))
    monkeypatch.setattr("ipsegen.load.theme.default_theme", lambda: tmp_path / "theme")
    report = place.check()
    assert report.written is not None
    assert report.written.written > 0


def test_several_processes_leave_what_one_leaves(place: Workplace, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"WORTH_IT": 1, "CHUNK": 20}.items():
        monkeypatch.setattr(f"ipsegen.workers.{name}", value, raising=False)
        monkeypatch.setattr(f"ipsegen.workers._{name}", value, raising=False)
    for edit, jobs in (("one word changed", 2), ("the language changed", 1), ("an author's name changed", 2)):
        EDITS[edit](place.archive)
        place.save()
        place.check(jobs=jobs)
        shutil.rmtree(place.cache, ignore_errors=True)
        place.lose_output()
        place.check(jobs=3 - jobs)


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_large_archive_is_what_it_would_be_in_memory(place: Workplace, jobs: int) -> None:
    place.large = True
    place.check(jobs=jobs)
    place.harm_output(7, delete=False)
    place.check(jobs=jobs)
    for edit in ("a quote removed", "an author renamed", "a context became a draft", "a country's file deleted"):
        EDITS[edit](place.archive)
        place.save()
        place.check(jobs=jobs)


@pytest.mark.parametrize("fault", sorted(FAULTS))
def test_a_fault_in_a_large_archive_is_told_as_in_any_other(place: Workplace, fault: str) -> None:
    place.large = True
    place.archive.faults[fault] = FAULTS[fault]
    place.save()
    report = place.check()
    assert report.written is None
    assert report.problems
