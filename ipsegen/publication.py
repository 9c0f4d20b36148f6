"""An edition becomes the site that stands.

Owns how what a build has to make, what it keeps and what it leaves for the next build come together in the output
folder. Does not know how content is read, nor how a page is made.
"""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Final

import msgspec

from ipsegen.beside import assets_of, files_beside, files_of_form, frame_of, sitemaps
from ipsegen.intake import Intake
from ipsegen.load.form import FOLDER as FORM
from ipsegen.load.snapshot import File
from ipsegen.load.theme import Theme
from ipsegen.past import Last, NoPast, Past, remember
from ipsegen.plan.edition import Edition
from ipsegen.plan.values import CardKey
from ipsegen.todo import Todo, find_todo
from ipsegen.wording import messages_in
from ipsegen.workers import WORTH_IT, Batch, Making, Verdict, make_all
from ipsegen.workshop import Workshop, name_of
from ipsegen.write.cache import Cache
from ipsegen.write.manifest import manifest_digest
from ipsegen.write.output import Bench, Laid, Output, Written, at_bench, finish, lay
from ipsegen.write.spool import Spool

_CARDS: Final = "cards"
_BESIDE: Final = ("assets/", f"{FORM}/")
"""Folders of which every build says what is in them."""
Told = Callable[[str, int, int], None]


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


class Published(msgspec.Struct, frozen=True):
    """What came of it: the number of HTML files, what was written, and why files were made again."""

    pages: int
    written: Written
    reasons: tuple[tuple[str, str], ...]
    anew: str
    """Why the whole site was made; empty where it was not."""


def publish(publication: Publication, output: Path, root: Path, jobs: int, *, strict: bool, tell: Told) -> Published:
    """Make `output` the site of an edition. Raises ContentFault, TemplateFault, PictureFault, and as writing does."""
    theme, past = publication.theme, publication.past
    left_out = frozenset(name for name, text in theme.templates.items() if not text.strip())
    with at_bench(output) as bench:
        todo = find_todo(past, publication.edition, publication.intake.changed, bench, left_out)
        run = _Run(publication, bench, todo, root)
        laid = run.lay_all(jobs, tell, strict=strict)
        if todo.goes_on:
            done = list(laid)
            written = finish(bench, done, run.kept(done))
        else:
            written = finish(bench, laid)
        run.remember(output)
    return Published(run.pages, written, tuple(run.reasons), todo.anew)


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
        self._assets = assets_of(publication.theme, publication.edition)
        self._spool = self._cards()
        messages = messages_in(publication.theme, publication.edition.archive.site.language)
        frame = frame_of(publication.edition, self._assets, messages)
        self.workshop = Workshop(publication.edition, publication.theme.templates, frame, self._spool)

    def _cards(self) -> Spool:
        """The cards that are set already, without those of quotes that are made again."""
        folder = self.publication.cache.room(_CARDS, empty=self.past is None)
        if self.past is None:
            return Spool(folder)
        spool = Spool(folder, self.past.cards())
        edition = self.publication.edition
        for route in self.todo.routes:
            if route.kind == "quote":
                key = edition.list_key(edition.archive.quotes[route.id])
                spool.forget((name_of(key), name_of(CardKey(route.id))))
        return spool

    def lay_all(self, jobs: int, tell: Told, *, strict: bool) -> Iterator[Laid]:
        """Every file that is to be made."""
        routes = list(self.todo.routes)
        jobs = jobs if len(routes) >= WORTH_IT else 1
        making = Making(self.workshop, self.bench, explain=self.todo.goes_on)
        done = 0
        for batch in make_all(making, routes, jobs, self.publication.verdict, strict=strict):
            done += batch.routes
            tell("setting", done, len(routes))
            for url, modified in batch.listed:
                if modified is None:
                    self.listed.pop(url, None)
                else:
                    self.listed[url] = modified
            self._explain(batch)
            yield from batch.laid
        standing = self.bench.manifest.keys() if self.todo.goes_on else frozenset[str]()
        form = self.publication.form
        yield from self._lay(files_of_form(form))
        beside = files_beside(self.publication.edition, self._assets, self.root, standing, has_form=bool(form))
        yield from self._lay(beside)
        if self.listed != self.before or not self.todo.goes_on:
            yield from self._lay(sitemaps(self.listed, self.publication.edition))
        else:
            self._stays.update(path for path in standing if _is_sitemap(path))

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
        made = {one.path for one in laid}
        kept = [
            path
            for path in self.bench.manifest
            if path not in made
            and path not in self.todo.gone
            and (path in self._stays or not (path.startswith(_BESIDE) or _is_sitemap(path)))
        ]
        self.pages += sum(path.endswith(".html") for path in kept)
        return kept

    def remember(self, output: Path) -> None:
        """Leave for the next build what this one knows."""
        publication, edition = self.publication, self.publication.edition
        quotes = edition.archive.quotes
        inserted = edition.archive.inserted
        last = Last(
            appearance=publication.appearance,
            manifest=manifest_digest(output),
            now=edition.now,
            latest=quotes[inserted[-1]].inserted.utc if inserted else None,
            problems=publication.verdict.result(),
        )
        same = self.todo.goes_on and not publication.intake.changed
        remember(
            publication.cache,
            last,
            publication.intake,
            archive=None if same else edition.archive,
            cards=self._spool.pieces(),
            listed=None if self.todo.goes_on and self.listed == self.before else self.listed,
        )


def _is_sitemap(path: str) -> bool:
    return path.startswith("sitemap") and path.endswith(".xml")
