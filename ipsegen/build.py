"""The pipeline on one screen: load → model → plan → render → write.

Owns the order of the stages and what stops them. Reads no clock: the moment of the build is handed in.
"""

from collections.abc import Iterator
from concurrent.futures import Future
from datetime import datetime
from pathlib import Path

import msgspec

from ipsegen.beside import PictureFault
from ipsegen.diagnostics import Problem, fails
from ipsegen.intake import DamagedCacheError, Intake, take_in
from ipsegen.judgement import problem_of_template
from ipsegen.kept import InMind, Kept
from ipsegen.large import LARGE, index_large, judge_large
from ipsegen.load.code import code_digest
from ipsegen.load.content import Sources
from ipsegen.load.form import read_form
from ipsegen.load.theme import LanguageFile, Theme
from ipsegen.model.archive import Archive
from ipsegen.model.examine import Gathered, gather, judge
from ipsegen.model.indexing import amend_archive, build_archive
from ipsegen.model.rejudge import Case, judge_again
from ipsegen.model.site import Site
from ipsegen.past import CHANGED_LOOKS, NoPast, Past, recall
from ipsegen.plan.edition import Edition
from ipsegen.pools import aside, settled
from ipsegen.progress import Tell
from ipsegen.publication import Publication, publish
from ipsegen.render.pages import TemplateFault
from ipsegen.wording import speaking, wording_problems
from ipsegen.workers import WORTH_IT, ContentFault, Verdict
from ipsegen.write.cache import Cache
from ipsegen.write.glance import Glance, glance_at, is_worth_a_glance
from ipsegen.write.output import Written


class Report(msgspec.Struct, frozen=True):
    """What a build found and what it wrote; `written` is absent where errors stopped it."""

    problems: tuple[Problem, ...]
    content: Sources
    pages: int = 0
    written: Written | None = None
    reasons: tuple[tuple[str, str], ...] = ()
    """The paths that were made again, each with what moved."""
    anew: str = ""
    """Why the whole site was made; empty where it was not."""


class Order(msgspec.Struct, frozen=True):
    """What a build is asked to do. `now` is aware; an empty `base_url` means the one of `site.yaml`."""

    root: Path
    output: Path
    now: datetime
    base_url: str = ""
    drafts: bool = False
    strict: bool = False
    jobs: int = 1
    use_cache: bool = True
    search: bool = True


def build(order: Order, tell: Tell, kept: Kept | None = None) -> Report:
    """Build the whole site. Nothing is written where there is an error, or with `strict` a warning.

    `kept` goes from build to build of one process, each of the same site into the same folder.
    """
    kept = kept if kept is not None else Kept()
    try:
        return _build(order, tell, kept)
    except DamagedCacheError:
        kept.forget()
        return _build(msgspec.structs.replace(order, use_cache=False), tell, kept)
    except OSError:
        kept.doubt()
        raise


def _build(order: Order, tell: Tell, kept: Kept) -> Report:
    tell("reading", 0, 0)
    glance = _glance(order, kept)
    looks, before, form = kept.looks(order.root), kept.done, read_form(order.root)
    theme, of_theme = looks.theme, looks.problems
    cache = before.cache if before is not None else Cache(order.root, order.output, code_digest())
    if not order.use_cache:
        cache.forget()
    intake = take_in(order.root, cache, order.jobs, before.intake if before is not None else None, kept.touched, tell)
    sources = Sources(order.root, intake.count)
    site = _with_search(intake.site(), theme, order)
    of_theme = (*of_theme, *wording_problems(_languages(theme, site)), *form.problems)
    appearance = kept.appearance(theme, site, order.base_url, drafts=order.drafts) if site is not None else b""
    past = _past(kept, cache, intake, appearance)
    tell("planning", 0, 0)
    known = _gone_on(past, intake, site, sources, order) or _anew(intake, site, sources, order)
    if site is None or known.archive is None or fails(of_theme, strict=order.strict):
        return Report((*known.verdict.result(), *of_theme), sources)
    edition = Edition(known.archive, order.now, order.base_url or site.base_url, looks.words)
    hurried = kept.touched is not None
    publication = Publication(
        edition, theme, form.files, intake, appearance, past, cache, known.verdict, glance, hurried
    )
    try:
        done = publish(publication, order.output, order.root, order.jobs, strict=order.strict, tell=tell)
    except ContentFault as fault:
        return Report((*fault.problems, *of_theme), sources)
    except TemplateFault as fault:
        return Report(
            (*known.verdict.result(), *of_theme, problem_of_template(fault.template, fault.line, fault.message)),
            sources,
        )
    except PictureFault as fault:
        return Report((*known.verdict.result(), *of_theme, fault.problem), sources)
    kept.keep(done.done)
    problems = (*known.verdict.result(), *of_theme)
    return Report(problems, sources, done.pages, done.written, done.reasons, done.anew)


def _glance(order: Order, kept: Kept) -> Future[Glance | None]:
    """Where that takes time and is not known yet, have the output looked at while the content is read."""
    if kept.done is not None or not is_worth_a_glance(order.output):
        return settled(None)
    return aside(_look_ahead, order.output, None, order.jobs)


def _look_ahead(output: Path, _nothing: None) -> Glance | None:
    return glance_at(output)


def _with_search(site: Site | None, theme: Theme, order: Order) -> Site | None:
    """The settings, with a search only where all agree: they, whoever ordered the build, and the theme's templates."""
    if site is None:
        return None
    shown = all(theme.templates.get(name, "").strip() for name in ("search.html", "quote.html"))
    return msgspec.structs.replace(site, search=site.search and order.search and shown)


def _past(kept: Kept, cache: Cache, intake: Intake, appearance: bytes) -> Past | NoPast:
    """The last build, in memory or as the cache knows it, if its site looked as this one will."""
    if kept.done is None:
        return recall(cache, intake, appearance)
    return InMind(kept.done) if kept.done.last.appearance == appearance else NoPast(CHANGED_LOOKS)


class _Known(msgspec.Struct, frozen=True):
    """The content of a site: its archive, absent where it cannot be published, and what is wrong with it."""

    archive: Archive | None
    verdict: Verdict


def _gone_on(past: Past | NoPast, intake: Intake, site: Site | None, sources: Sources, order: Order) -> _Known | None:
    """The content as the last build knew it, but for a few quotes; None where all of it must be compared anew."""
    if isinstance(past, NoPast) or site is None or intake.problems or not past.last.says_the_same_at(order.now):
        return None
    archive, problems = past.archive(site), past.last.problems
    if intake.changed:
        changed = intake.quotes_changed()
        amended = amend_archive(archive, changed) if changed is not None else None
        if changed is None or amended is None or len(amended.quotes) != intake.quote_count:
            return None
        case = Case(archive, amended, changed, tuple(intake.records_beside_quotes()), site)
        judged = judge_again(case, problems, order.now, sources.get)
        if judged is None:
            return None
        archive, problems = amended, judged
    return _Known(None if fails(problems, strict=order.strict) else archive, settled(problems))


def _anew(intake: Intake, site: Site | None, sources: Sources, order: Order) -> _Known:
    """The content, compared anew. Where that takes time, it is judged aside while the rest goes on."""
    if intake.quote_count >= LARGE:
        return _anew_by_parts(intake, site, sources, order)
    pictures, problems = intake.pictures()
    gathered = gather(intake.reads(), pictures, (*intake.problems, *problems))
    beside = intake.count >= WORTH_IT and site is not None and not fails(gathered.problems, strict=order.strict)
    verdict = aside(_judge, gathered, (order.now, sources), order.jobs if beside else 1)
    if site is None or (verdict.done() and fails(verdict.result(), strict=order.strict)):
        return _Known(None, verdict)
    return _Known(build_archive(gathered.records, site, gathered.pictures, drafts=order.drafts), verdict)


def _anew_by_parts(intake: Intake, site: Site | None, sources: Sources, order: Order) -> _Known:
    """As `_anew`, where all records would take too much memory: only the process that judges has them."""
    pictures, problems = intake.pictures()
    beside = gather(intake.reads(quotes=False), pictures, (*intake.problems, *problems))
    verdict = aside(judge_large, intake, (order.now, sources), order.jobs)
    if site is None or fails(beside.problems, strict=order.strict):
        return _Known(None, verdict)
    archive = index_large(intake, beside, site, order.jobs, drafts=order.drafts, strict=order.strict)
    # Waited for, as it holds all records: pages that are made beside it take too much memory.
    return _Known(None if fails(verdict.result(), strict=order.strict) else archive, verdict)


def _judge(gathered: Gathered, case: tuple[datetime, Sources]) -> tuple[Problem, ...]:
    now, sources = case
    return judge(gathered, now, sources.get)


def _languages(theme: Theme, site: Site | None) -> Iterator[LanguageFile]:
    """The files that a site speaks with, and all of its own: those of the default theme take time to read."""
    speaks = speaking(theme, site.language) if site is not None else ()
    return (file for file in theme.languages if file.is_own or file in speaks)
