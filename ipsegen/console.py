"""What a command shows: problems, figures, and a line for a person here and there.

Owns what goes to which stream, and whether in colour. Does not know how anything is found out; heavy modules are
imported where they are needed, so that `--version` answers at once.
"""

import os
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import BrokenExecutor
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import click

READ_ON = "docs/diagnostics.md"
"""Where every problem is told of at length: a page of the project's repository, with a heading for each code."""

if TYPE_CHECKING:
    from ipsegen.adding import Show
    from ipsegen.build import Report
    from ipsegen.checking import Found, Scope
    from ipsegen.diagnostics import Problem, SourceLines
    from ipsegen.interview import Asker
    from ipsegen.links import LinkOrder, Looked
    from ipsegen.load.content import Content, Sources
    from ipsegen.new import Draft


class Settings:
    """The options that every command has, and for those that were given no moment the clock."""

    def __init__(self, root: Path, color: str, verbosity: int, clock: Callable[[], datetime]) -> None:
        self.root = root
        self.color = color
        self.verbosity = verbosity
        self.clock = clock

    def say(self, line: str) -> None:
        """Tell a person something on standard error, unless asked to be quiet."""
        if self.verbosity >= 0:
            click.echo(line, err=True)

    def colors(self, stream: IO[Any]) -> bool:
        """Whether escape codes may go to `stream` (https://no-color.org)."""
        if self.color != "auto":
            return self.color == "always"
        return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"

    def site_root(self) -> Path:
        """The root, if a site is there; a usage error if not."""
        if not self.root.is_dir():
            raise click.UsageError(f"no folder {self.root}; name the site's folder with -C, or make one: ipsegen init")
        if not (self.root / "content").is_dir():
            raise click.UsageError(
                f"no content/ in {self.root.resolve()}; go to the site's folder, or make one: ipsegen init"
            )
        return self.root


def show_frames(settings: Settings, problems: Sequence["Problem"], lines: "SourceLines", stream: IO[str]) -> None:
    """Print problems for people, each with its line."""
    from ipsegen.diagnostics import format_text

    stream.write(format_text(problems, lines, color=settings.colors(stream)))
    stream.flush()


def show_problems(
    settings: Settings,
    problems: Sequence["Problem"],
    content: "Content | Sources",
    stream: IO[str],
    seconds: float | None = None,
) -> None:
    """Print problems as text; the closing line goes to people."""
    from ipsegen.diagnostics import closing_line
    from ipsegen.load.documents import source_lines

    @lru_cache(maxsize=1)  # problems are shown file by file, and one file may have thousands
    def lines(file: str) -> list[str]:
        data = content.get(file)
        return [] if data is None else source_lines(data)

    show_frames(settings, problems, lines, stream)
    if settings.verbosity > 0:
        for code in sorted({problem.code for problem in problems}):
            settings.say(f"more about {code}: ipsegen explain {code}, or {READ_ON}#{code}")
    settings.say(closing_line(problems, content.count, seconds))


def show_check(settings: Settings, found: "Found", form: str, seconds: float) -> None:
    """Print what a check found in the form that was asked for."""
    from ipsegen import diagnostics

    problems, files = found.problems, found.content.count
    if form == "text":
        show_problems(settings, problems, found.content, sys.stdout, seconds)
    elif form == "json":
        sys.stdout.write(diagnostics.format_json(problems, diagnostics.summarise(problems, files)))
    elif form == "sarif":
        from ipsegen.sarif import format_sarif

        sys.stdout.write(format_sarif(problems))
    else:
        closing = diagnostics.closing_line(problems, files, seconds)
        sys.stdout.write(diagnostics.format_github(problems, closing, found.changed))
        _add_to_job_summary(found, closing)


def _add_to_job_summary(found: "Found", closing: str) -> None:
    """On GitHub, put every problem where the summary of the job is gathered."""
    place = os.environ.get("GITHUB_STEP_SUMMARY", "")
    if place:
        from ipsegen.job_summary import job_summary

        with Path(place).open("a", encoding="utf-8") as summary:
            summary.write(job_summary(found.problems, closing, found.changed))


def find(settings: Settings, now: datetime, scope: "Scope") -> "Found":
    """Judge the site at the moment `now`, telling how far it is. A usage error where git cannot answer."""
    from ipsegen.checking import check_site
    from ipsegen.load.git import GitError
    from ipsegen.progress import reporter

    try:
        with reporter(visible=settings.verbosity >= 0) as tell:
            return check_site(settings.root, now, scope, tell)
    except GitError as error:
        raise click.UsageError(str(error)) from error


def look(settings: Settings, found: "Found", order: "LinkOrder") -> "Looked":
    """Visit the addresses in the files that are asked for, telling how far it is."""
    from ipsegen.links import look_at_links
    from ipsegen.load.content import Content, read_content
    from ipsegen.progress import reporter

    with reporter(visible=settings.verbosity >= 0) as progress:
        content = found.content if isinstance(found.content, Content) else read_content(order.root)
        return look_at_links(content, found.is_wanted, order, progress)


def show_looked(settings: Settings, looked: "Looked", form: str) -> None:
    """Print what an archive gave: lines are data, unless another form of data is there already.

    Raises NoNetworkError where no host could be reached.
    """
    from ipsegen.diagnostics import visible
    from ipsegen.links import NoNetworkError

    for line in looked.lines:
        click.echo(visible(line), err=form != "text")
    for note in looked.notes:
        settings.say(visible(note))
    if looked.is_offline:
        raise NoNetworkError


def someone(settings: Settings) -> "Asker | None":
    """Whoever can be asked: nobody where the input or the errors go elsewhere than to a terminal."""
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return None
    from ipsegen.terminal import terminal

    is_dumb = os.environ.get("TERM", "dumb") == "dumb"
    return terminal(is_dumb=is_dumb, colors=settings.colors(sys.stderr))


def in_editor(draft: "Draft") -> str:
    """What someone makes of a draft in the editor that $VISUAL or $EDITOR names."""
    from ipsegen.adding import EditorError

    try:
        return click.edit(draft.text, extension=Path(draft.path).suffix) or draft.text
    except click.ClickException as error:
        message = f"The editor could not be used ({error.format_message()}); name one with VISUAL."
        raise EditorError(message) from error


def show_drafts(settings: Settings) -> "Show":
    """What shows problems of files that are not there yet."""

    def show(drafts: Sequence["Draft"], problems: Sequence["Problem"]) -> None:
        texts = {draft.path: draft.text.split("\n") for draft in drafts}
        show_frames(settings, problems, lambda file: texts.get(file, []), sys.stderr)

    return show


def show_written(settings: Settings, paths: Sequence[str]) -> None:
    """Print the files that were written, and to someone at a terminal what comes next."""
    for path in paths:
        click.echo(path)
    if not paths:
        settings.say("nothing was written")
    elif sys.stderr.isatty():
        settings.say(f"\nwritten; next: ipsegen check {paths[-1]}, or ipsegen serve to see it")


def show_build(settings: Settings, report: "Report", folder: Path, seconds: float, form: str) -> None:
    """Print what a build found, and what it did to `folder`."""
    if form == "json":
        _show_build_as_json(report, folder, seconds)
        return
    show_problems(settings, report.problems, report.content, sys.stderr)
    written = report.written
    if written is None:
        settings.say(f"nothing was written: {folder} is as it was")
        return
    if settings.verbosity > 0:
        _show_reasons(settings, report)
    for path in written.foreign[:10]:
        settings.say(f"kept, not ours: {folder / path}")
    settings.say(
        f"{report.pages:,} pages in {folder}: {written.written:,} files written, {written.unchanged:,} unchanged, "
        f"{written.removed:,} removed, {seconds:.1f} s"
    )


def _show_reasons(settings: Settings, report: "Report") -> None:
    """Say why the site was made anew, or for each file that was made again what moved, in the order of their paths."""
    if report.anew:
        settings.say(f"everything is made anew: {report.anew}")
    for path, cause in sorted(report.reasons):
        settings.say(f"made again: {path}, because of {cause or 'other records'}")


def _show_build_as_json(report: "Report", folder: Path, seconds: float) -> None:
    from ipsegen import diagnostics

    summary = diagnostics.summarise(report.problems, report.content.count)
    figures = None
    if report.written is not None:
        figures = {
            "pages": report.pages,
            "written": report.written.written,
            "unchanged": report.written.unchanged,
            "removed": report.written.removed,
            "seconds": round(seconds, 3),
            "output": str(folder),
        }
    sys.stdout.write(diagnostics.format_json(report.problems, summary, figures))


def words_for(error: BaseException) -> str:
    """A failure in one line; of the machine's, what failed and at which file."""
    if isinstance(error, BrokenExecutor):
        return "the system ended one of the processes at work"
    where = f": {error.filename}" if isinstance(error, OSError) and error.filename else ""
    what = error.strerror if isinstance(error, OSError) and error.strerror else str(error) or type(error).__name__
    return f"{what}{where}"


class Screen:
    """Shows someone at a terminal what `serve` does."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    def built(self, report: "Report") -> None:
        """Problems as `check` prints them, and what came of the build."""
        show_problems(self.settings, report.problems, report.content, sys.stderr)
        if report.written is None:
            self.settings.say("not built; what is shown stays as it was")
        else:
            self.settings.say(f"{report.pages:,} pages, {report.written.written:,} files written anew")

    def failed(self, error: OSError) -> str:
        """In one line; the next change is another chance."""
        words = words_for(error)
        click.echo(f"ipsegen: {words}; not built", err=True)
        return words

    def ready(self, address: str) -> None:
        """The address is what a script wants of this command, so it goes to standard output."""
        self.settings.say("the site can be seen at the address below; Ctrl-C ends this")
        click.echo(address)
        sys.stdout.flush()


def path_within(root: Path, path: Path) -> str:
    """A path as problems name it: relative to the root. A usage error where nothing is there."""
    for base in (Path.cwd(), root.resolve()):
        found = (base / path).resolve()
        if found.exists() and found.is_relative_to(root.resolve()):
            return found.relative_to(root.resolve()).as_posix()
    raise click.UsageError(f"no file or folder {path} in {root.resolve()}")
