"""An edition becomes the site that stands.

Owns how what a build has to make, what it keeps and what it leaves for the next build come together in the output
folder. Does not know how content is read, nor how a page is made.
"""

from collections.abc import Iterable, Iterator
from concurrent.futures import Future
from functools import partial
from pathlib import Path
from typing import Final

import msgspec

from ipsegen.beside import assets_of, files_beside, files_of_form, frame_of, sitemaps
from ipsegen.intake import Intake
from ipsegen.kept import Done, InMind
from ipsegen.load.form import FOLDER as FORM
from ipsegen.load.snapshot import File
from ipsegen.load.theme import Theme
from ipsegen.past import Last, NoPast, Past, remember
from ipsegen.plan.beside_quotes import shows_pictures
from ipsegen.plan.edition import Edition
from ipsegen.plan.search import FOLDER as SEARCH_FOLDER
from ipsegen.plan.values import CardKey
from ipsegen.progress import Tell
from ipsegen.searching import Search
from ipsegen.todo import Todo, find_todo
from ipsegen.wording import messages_in
from ipsegen.workers import AS_LONG_AS, CHUNK, WORTH_IT, Batch, Making, Verdict, make_all
from ipsegen.workshop import Workshop, name_of
from ipsegen.write.cache import Cache
from ipsegen.write.glance import Glance
from ipsegen.write.output import Bench, Laid, Output, Written, at_bench, finish_and_look, lay, read_standing
from ipsegen.write.pictures import Pictures
from ipsegen.write.spool import Spool
from ipsegen.write.standing import Standing

_CARDS: Final = "cards"
_PICTURES: Final = "pictures"
_BESIDE: Final = ("assets/", f"{FORM}/")
"""Folders of which every build says what is in them."""


class Publication(msgspec.Struct, frozen=True):
    """What is to be published: an edition, its theme and form, what it was read from, and a build to go on from."""

    edition: Edition
    theme: Theme
    form: tuple[File, ...]
    intake: Intake
    appearance: bytes
    past: Past | NoPast
    cache: Cache
    verdict: Verdict
    glance: Future[Glance | None]
    """What stands in the output folder, seen ahead of time; None where nobody looked."""
    hurried: bool = False
    """Whether what is in memory is believed; what is left for other processes can wait then."""


class Published(msgspec.Struct, frozen=True):
    """What came of it: the number of HTML files, what was written, and why files were made again."""

    pages: int
    written: Written
    reasons: tuple[tuple[str, str], ...]
    anew: str
    """Why the whole site was made; empty where it was not."""
    done: Done
    """All that another build of this process may go on from."""


def publish(publication: Publication, output: Path, root: Path, jobs: int, *, strict: bool, tell: Tell) -> Published:
    """Make `output` the site of an edition. Raises ContentFault, TemplateFault, PictureFault, and as writing does."""
    theme, past = publication.theme, publication.past
    left_out = frozenset(name for name, text in theme.templates.items() if not text.strip())
    standing = past.done.standing if publication.hurried and isinstance(past, InMind) else None
    with at_bench(output, standing, publication.glance.result()) as bench:
        todo = find_todo(past, publication.edition, publication.intake.changed, bench, left_out)
        run = _Run(publication, bench, todo, root)
        laid = run.lay_all(jobs, tell, strict=strict)
        save = not (publication.hurried and todo.goes_on)
        if todo.goes_on:
            files = list(laid)
            left = finish_and_look(bench, files, run.kept(files), for_others=save)
        else:
            left = finish_and_look(bench, laid)
        done = run.done(left.standing, saved=save)
        if save:
            run.remember(done)
    return Published(run.pages, left.written, tuple(run.reasons), todo.anew, done)


class _Run:
    """One publication under way."""

    def __init__(self, publication: Publication, bench: Bench, todo: Todo, root: Path) -> None:
        self.publication = publication
        self.bench = bench
        self.todo = todo
        self.root = root
        # What the last build left counts where its site is gone on from.
        self.past = publication.past if todo.goes_on and isinstance(publication.past, Past) else None
        self.before = self.past.listed() if self.past is not None else {}
        self.listed = {url: modified for url, modified in self.before.items() if url not in todo.unlisted}
        self.pages = 0
        self.reasons: list[tuple[str, str]] = []
        self._stays: set[str] = set()
        before = publication.past.done if isinstance(publication.past, InMind) else None
        self._assets = before.assets if before is not None else assets_of(publication.theme, publication.edition)
        self._spool = self._cards()
        self._pictures = Pictures(publication.cache.room(_PICTURES, empty=publication.cache.is_forgotten))
        self._shown: set[str] = set()
        self.workshop = self._workshop(before)
        self._search = self._begin_search()

    def _workshop(self, before: Done | None) -> Workshop:
        """The workshop of the last build, if it is in memory and all pages share the same still."""
        theme, edition = self.publication.theme, self.publication.edition
        if before is not None:
            messages = before.workshop.frame.interface.messages
        else:
            messages = messages_in(theme, edition.archive.site.language)
        frame = frame_of(edition, self._assets, messages)
        if before is None or before.workshop.frame != frame:
            return Workshop(edition, theme.templates, frame, self._spool, self._pictures)
        before.workshop.turn_to(edition, self._spool, self._pictures)
        return before.workshop

    def _cards(self) -> Spool:
        """The cards that are set already, without those of quotes that are made again."""
        folder = self.publication.cache.room(_CARDS, empty=self.past is None)
        if self.past is None:
            return Spool(folder)
        spool = self.past.cards(folder)
        edition = self.publication.edition
        for route in self.todo.routes:
            if route.kind == "quote":
                key = edition.list_key(route.id)
                spool.forget((name_of(key), name_of(CardKey(route.id))))
        return spool

    def _begin_search(self) -> Search | None:
        """The index of the search, where there is one and it must not stay as it stands."""
        edition = self.publication.edition
        if not edition.archive.site.search:
            return None
        if self.past is not None and not self.publication.intake.changed:
            self._stays.update(path for path in self.bench.manifest if _is_of_index(path))
            return None
        old = None
        if self.past is not None:
            old = Edition(self.past.archive(edition.archive.site), self.past.last.now, edition.base_url)
        stale = {route.id for route in self.todo.routes if route.kind == "quote"}
        return Search(edition, old, stale, partial(read_standing, self.bench))

    def lay_all(self, jobs: int, tell: Tell, *, strict: bool) -> Iterator[Laid]:
        """Every file that is to be made."""
        routes = list(self.todo.routes)
        draws = self.publication.edition.derived(shows_pictures)
        runs = self._search.runs if self._search is not None else ()
        drawn = AS_LONG_AS * sum(route.kind == "quote" for route in routes) if draws else 0
        jobs = jobs if len(routes) + drawn + sum(map(len, runs)) >= WORTH_IT else 1
        chunk = max(1, CHUNK // AS_LONG_AS) if draws else CHUNK
        making = Making(self.workshop, self.bench, runs, explain=self.todo.goes_on, chunk=chunk)
        done = 0
        for batch in make_all(making, routes, jobs, self.publication.verdict, strict=strict):
            done += batch.routes
            tell("setting", done, len(routes))
            for url, modified in batch.listed:
                if modified is None:
                    self.listed.pop(url, None)
                else:
                    self.listed[url] = modified
            if batch.found is not None and self._search is not None:
                self._search.add(batch.found)
            self._explain(batch)
            self._shown.update(batch.pictures)
            yield from batch.laid
        yield from self._lay(self._files_of_search())
        standing = self.bench.manifest.keys() if self.todo.goes_on else frozenset[str]()
        form = self.publication.form
        yield from self._lay(files_of_form(form))
        beside = files_beside(self.publication.edition, self._assets, self.root, standing, has_form=bool(form))
        yield from self._lay(beside)
        if self.listed != self.before or not self.todo.goes_on:
            yield from self._lay(sitemaps(self.listed, self.publication.edition))
        else:
            self._stays.update(_sitemaps_in(standing))

    def _files_of_search(self) -> Iterator[Output | str]:
        """The index of the search; of what stands already under a name that holds its digest, the path."""
        standing = self.bench.manifest.keys() if self.todo.goes_on else frozenset[str]()
        for file in self._search.files(self.workshop.press.statuses) if self._search is not None else ():
            path = file if isinstance(file, str) else file.path
            stands = _is_of_index(path) and path in standing
            yield path if stands or isinstance(file, str) else Output(path, file.data)

    def _explain(self, batch: Batch) -> None:
        """Count the pages of a batch, and note why files of the standing site were made again."""
        self.pages += sum(one.path.endswith(".html") for one in batch.laid)
        self.reasons.extend((path, self.todo.routes[route]) for route, path in batch.staged)

    def _lay(self, files: Iterable[Output | str]) -> Iterator[Laid]:
        for file in files:
            if isinstance(file, str):
                self._stays.add(file)
            else:
                self.pages += file.path.endswith(".html")
                yield lay(self.bench, file)

    def kept(self, laid: Iterable[Laid]) -> list[str]:
        """The files that stay as they are, once all others are laid."""
        manifest = self.bench.manifest
        beside = {
            *_sitemaps_in(manifest),
            *(path for path in manifest if path.startswith(_BESIDE) or _is_of_index(path)),
        }
        leave = {one.path for one in laid} | self.todo.gone | (beside - self._stays)
        kept = [path for path in manifest if path not in leave]
        self.pages += sum(path.endswith(".html") for path in kept)
        return kept

    def done(self, standing: Standing, *, saved: bool) -> Done:
        """What this build knows, once it has come to its end."""
        publication, edition = self.publication, self.publication.edition
        quotes = edition.archive.quotes
        inserted = edition.archive.inserted
        last = Last(
            appearance=publication.appearance,
            manifest=standing.manifest_digest,
            now=edition.now,
            latest=quotes[inserted[-1]].inserted.utc if inserted else None,
            problems=publication.verdict.result(),
        )
        made = self.workshop, self._spool, self._assets, self.listed
        return Done(last, edition, publication.intake, *made, standing, publication.cache, saved=saved)

    def remember(self, done: Done) -> None:
        """Leave for the next build what this one knows."""
        if not self.todo.goes_on:
            self._pictures.keep_only(self._shown)
        past, intake = self.publication.past, done.intake
        saved = past.done.saved if isinstance(past, InMind) else True
        goes_on = self.todo.goes_on and saved
        same = intake.before is not None and intake.known is intake.before.known
        remember(
            done.cache,
            done.last,
            known=None if same and saved else intake.known,
            archive=None if goes_on and not intake.changed else done.edition.archive,
            cards=done.cards.pieces(),
            listed=None if goes_on and done.listed == self.before else done.listed,
        )


def _is_of_index(path: str) -> bool:
    return path.startswith(f"{SEARCH_FOLDER}/")


def _sitemaps_in(paths: Iterable[str]) -> Iterator[str]:
    return (path for path in paths if path.startswith("sitemap") and path.endswith(".xml"))
