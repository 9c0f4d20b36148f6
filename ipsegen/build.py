"""The pipeline on one screen: load → model → plan → render → write.

Owns the order of the stages and what stops them. Reads no clock: the moment of the build is handed in.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path

import msgspec

from ipsegen.beside import PictureFault, assets_of, files_beside, frame_of
from ipsegen.diagnostics import Problem, fails
from ipsegen.intake import Intake, take_in
from ipsegen.load.content import Content, Sources, read_content
from ipsegen.load.theme import FOLDER, Theme, read_theme
from ipsegen.model.archive import build_archive
from ipsegen.model.examine import Examined, examine, examine_read
from ipsegen.plan.edition import Edition
from ipsegen.plan.pages import Listed
from ipsegen.plan.routes import Route
from ipsegen.plan.site import routes_of
from ipsegen.render.environment import syntax_errors
from ipsegen.render.pages import TemplateFault
from ipsegen.workers import make_all
from ipsegen.workshop import Workshop
from ipsegen.write.cache import Cache
from ipsegen.write.output import Bench, Laid, Written, at_bench, finish, lay
from ipsegen.write.spool import spool_in

Progress = Callable[[str, int, int], None]
"""Told of each stage: its name, how much of it is done, and how much there is (0 where that is not known)."""


class Report(msgspec.Struct, frozen=True):
    """What a build found and what it wrote; `written` is absent where errors stopped it."""

    problems: tuple[Problem, ...]
    content: Sources
    pages: int = 0
    written: Written | None = None


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


def check(root: Path, now: datetime) -> tuple[tuple[Problem, ...], Content]:
    """Everything that is wrong with the content and the templates of a site, and the content as it was read."""
    examined, content = read(root, now)
    theme = read_theme(root)
    return tuple(sorted((*examined.problems, *theme.problems, *template_problems(theme)))), content


def read(root: Path, now: datetime) -> tuple[Examined, Content]:
    """Read and judge the content of a site."""
    content = read_content(root)
    return examine(content, now), content


def build(order: Order, progress: Progress) -> Report:
    """Build the whole site. Nothing is written where there is an error, or with `strict` a warning."""
    progress("reading", 0, 0)
    theme = read_theme(order.root)
    cache = Cache(order.root, order.output, b"")
    if not order.use_cache:
        cache.forget()
    intake = take_in(order.root, cache, order.jobs)
    sources = Sources(order.root, intake.count)
    examined = judge(intake, order.now, sources)
    problems = (*examined.problems, *theme.problems, *template_problems(theme))
    site = examined.records.site
    if site is None or fails(problems, strict=order.strict):
        return Report(problems, sources)
    archive = build_archive(examined.records, site, examined.pictures, drafts=order.drafts)
    progress("planning", 0, 0)
    edition = Edition(archive, order.now, order.base_url or site.base_url)
    routes = list(routes_of(edition, left_out(theme)))
    try:
        with at_bench(order.output) as bench:
            written = finish(bench, lay_all(bench, edition, routes, theme, order, progress))
    except TemplateFault as fault:
        return Report((*problems, template_problem(fault)), sources)
    except PictureFault as fault:
        return Report((*problems, fault.problem), sources)
    return Report(problems, sources, sum(route.kind != "feed" for route in routes), written)


def judge(intake: Intake, now: datetime, sources: Sources) -> Examined:
    """Everything that is wrong with the content, and the records that it holds."""
    pictures, problems = intake.pictures()
    return examine_read(intake.reads(), pictures, (*intake.problems, *problems), now, sources.get)


def left_out(theme: Theme) -> frozenset[str]:
    """The templates that are empty: what they would set is not made."""
    return frozenset(name for name, text in theme.templates.items() if not text.strip())


def lay_all(
    bench: Bench, edition: Edition, routes: Sequence[Route], theme: Theme, order: Order, progress: Progress
) -> Iterator[Laid]:
    """Every file of the site. Raises TemplateFault and PictureFault."""
    assets = assets_of(theme, edition)
    listed: list[Listed] = []
    done = 0
    with spool_in(Path(bench.temporary)) as spool:
        workshop = Workshop(edition, theme.templates, frame_of(edition, assets), spool)
        for batch in make_all(workshop, bench, routes, order.jobs):
            done += batch.routes
            progress("setting", done, len(routes))
            listed.extend(batch.listed)
            yield from batch.laid
    yield from (lay(bench, output) for output in files_beside(edition, routes, listed, assets, order.root))


def template_problems(theme: Theme) -> tuple[Problem, ...]:
    """The templates that cannot be read as templates."""
    return tuple(template_problem(TemplateFault(*found)) for found in syntax_errors(theme.templates))


def template_problem(fault: TemplateFault) -> Problem:
    """The problem of a template that cannot be used."""
    hint = "mend the template, or delete it so that the default theme's takes its place"
    return Problem(f"{FOLDER}/{fault.template}", fault.line, 1, "template-error", fault.message, hint)
