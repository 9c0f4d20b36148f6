"""The pipeline on one screen: load → model → plan → render → write.

Owns the order of the stages and what stops them. Reads no clock: the moment of the build is handed in.
"""

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import cache
from pathlib import Path

import msgspec

from ipsegen.diagnostics import Problem, fails
from ipsegen.load.content import Content, read_content, read_picture
from ipsegen.load.theme import FOLDER, Theme, read_theme
from ipsegen.model.archive import Archive, build_archive
from ipsegen.model.examine import Examined, examine
from ipsegen.plan.assets import Asset, accent_sheet, make_assets, picture_file
from ipsegen.plan.pages import Plan
from ipsegen.plan.site import plan_site
from ipsegen.plan.urls import Urls, make_urls
from ipsegen.render.environment import Frame, syntax_errors
from ipsegen.render.feeds import render_atom, render_json_feed
from ipsegen.render.interface import ENGLISH, Interface
from ipsegen.render.pages import Press, Rendered, TemplateFault
from ipsegen.render.sitemap import render_sitemaps
from ipsegen.render.text_files import render_headers, render_redirects, render_robots
from ipsegen.workers import set_pages
from ipsegen.write.output import Output, Written, write_site

Progress = Callable[[str, int, int], None]
"""Told of each stage: its name, how much of it is done, and how much there is (0 where that is not known)."""


class PictureFault(Exception):
    """A picture that changed between the reading and the writing."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


class Report(msgspec.Struct, frozen=True):
    """What a build found and what it wrote; `written` is absent where errors stopped it."""

    problems: tuple[Problem, ...]
    content: Content
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
    examined, content = read(order.root, order.now)
    problems = (*examined.problems, *theme.problems, *template_problems(theme))
    site = examined.records.site
    if site is None or fails(problems, strict=order.strict):
        return Report(problems, content)
    archive = build_archive(examined.records, site, examined.pictures, drafts=order.drafts)
    progress("planning", 0, 0)
    plan = plan_site(archive, order.now, order.base_url or site.base_url)
    try:
        written = write_site(order.output, render(plan, archive, theme, order, progress))
    except TemplateFault as fault:
        return Report((*problems, template_problem(fault)), content)
    except PictureFault as fault:
        return Report((*problems, fault.problem), content)
    return Report(problems, content, len(plan.pages) + len(plan.redirects), written)


def render(plan: Plan, archive: Archive, theme: Theme, order: Order, progress: Progress) -> Iterator[Output]:
    """Every file of the site as bytes. Raises TemplateFault."""
    urls = make_urls(order.base_url or archive.site.base_url, archive.site.recent_hours)
    accent = archive.site.accent
    assets = make_assets(theme.assets | ({"accent.css": accent_sheet(accent)} if accent else {}))
    frame = _frame(archive, urls, assets)
    press = Press(theme.templates, frame, {})
    press.set_cards(plan.cards)
    for done, rendered in enumerate(set_pages(press, plan.pages, order.jobs)):
        if done % 100 == 0:
            progress("setting", done, len(plan.pages))
        yield _output(rendered)
    yield from (_output(press.redirect(redirect)) for redirect in plan.redirects)
    yield from _feeds(plan, archive, urls, frame.interface)
    for path, data in render_sitemaps(plan.pages, urls).items():
        yield Output(path, data)
    yield Output("robots.txt", render_robots(urls))
    yield Output("_redirects", render_redirects(plan.redirects, urls))
    yield Output("_headers", render_headers(urls))
    yield from (Output(asset.path, asset.data) for asset in _published(assets, archive))
    yield from _pictures(archive, order.root)


def template_problems(theme: Theme) -> tuple[Problem, ...]:
    """The templates that cannot be read as templates."""
    return tuple(template_problem(TemplateFault(*found)) for found in syntax_errors(theme.templates))


def template_problem(fault: TemplateFault) -> Problem:
    """The problem of a template that cannot be used."""
    hint = "mend the template, or delete it so that the default theme's takes its place"
    return Problem(f"{FOLDER}/{fault.template}", fault.line, 1, "template-error", fault.message, hint)


def _output(rendered: Rendered) -> Output:
    return Output(rendered.path, rendered.data)


def _frame(archive: Archive, urls: Urls, assets: dict[str, Asset]) -> Frame:
    menu = tuple(
        (archive.pages[key].title, urls.record("page", key)) for key in archive.site.menu if key in archive.pages
    )
    addresses = {name: urls.to(asset.path) for name, asset in assets.items()}
    return Frame(archive.site, urls, Interface(archive.site.language, ENGLISH), menu, addresses)


def _feeds(plan: Plan, archive: Archive, urls: Urls, interface: Interface) -> Iterator[Output]:
    show_date, say = cache(interface.date), interface.messages.gettext
    for feed in plan.feeds:
        folder = f"{feed.folder}/" if feed.folder else ""
        yield Output(f"{folder}feed.xml", render_atom(feed, plan.cards, archive.site, urls, show_date, say))
        yield Output(f"{folder}feed.json", render_json_feed(feed, plan.cards, archive.site, urls, show_date, say))


def _published(assets: dict[str, Asset], archive: Archive) -> Iterator[Asset]:
    """The theme's assets, of the flags only those that the archive can show."""
    flags = {*archive.countries, *(entity.flag for entity in archive.entities.values())}
    shown = {f"flags/{code}.svg" for code in flags} | {"flags/LICENSE.txt"}
    return (asset for name, asset in assets.items() if not name.startswith("flags/") or name in shown)


def _pictures(archive: Archive, root: Path) -> Iterator[Output]:
    """The pictures that a record shows, each read again. Raises PictureFault where one is another by now."""
    images = [subject.image for subject in archive.subjects()]
    images.extend(context.image for context in archive.contexts.values())
    named = {image.file for image in images if image is not None}
    for name in sorted(named & set(archive.pictures)):
        data = read_picture(root, archive.pictures[name])
        if isinstance(data, Problem):
            raise PictureFault(data)
        yield Output(picture_file(archive.pictures[name]), data)
