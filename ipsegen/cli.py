"""The command line.

Owns the options, the clock, the streams and the exit statuses (contract.md, "Command line"). What a command does is done
elsewhere; heavy modules are imported by the command that needs them, so that `--version` answers at once.
"""

import os
import sys
import traceback
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, NoReturn

import click

from ipsegen import __version__

if TYPE_CHECKING:
    from ipsegen.build import Report
    from ipsegen.diagnostics import Problem
    from ipsegen.load.snapshot import Tree

DONE, FAULTS, USAGE, FAILED, HELD, INTERRUPTED = 0, 1, 2, 3, 75, 130


class Settings:
    """The options that every command has."""

    def __init__(self, root: Path, color: str, verbosity: int) -> None:
        self.root = root
        self.color = color
        self.verbosity = verbosity

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


class Instant(click.ParamType):
    """An RFC 3339 instant with its offset."""

    name = "RFC3339"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """The instant as an aware datetime."""
        from ipsegen.model.edtf import DateError, parse_instant

        if isinstance(value, datetime):
            return value
        try:
            return parse_instant(str(value)).utc
        except DateError as error:
            self.fail(f"{error.message}; {error.hint}" if error.hint else error.message, param, ctx)


def _now(given: datetime | None) -> datetime:
    """The moment of the build: as given, else SOURCE_DATE_EPOCH (reproducible-builds.org), else the clock, whole seconds."""
    if given is not None:
        return given
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not epoch:
        return datetime.now(UTC).replace(microsecond=0)
    try:
        return datetime.fromtimestamp(int(epoch), UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise click.UsageError(f"SOURCE_DATE_EPOCH is '{epoch}', and must be a number of seconds") from error


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option("-C", "--root", default=".", type=click.Path(path_type=Path), help="The site's folder; default: here.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but problems.")
@click.option("-v", "--verbose", is_flag=True, help="Say more; with a traceback where the program fails.")
@click.option("--color", type=click.Choice(["auto", "always", "never"]), default="auto", help="Colours; default: auto.")
@click.version_option(__version__, prog_name="ipsegen", message="%(prog)s %(version)s")
@click.pass_context
def cli(context: click.Context, root: Path, quiet: bool, verbose: bool, color: str) -> None:
    """Make a static site out of an archive of public statements.

    \b
    ipsegen init my-archive       a small site that builds
    ipsegen check                 what is wrong, and how to mend it
    ipsegen build                 content/ → output/
    ipsegen serve                 look at it while you write
    """
    context.obj = Settings(root, color, 1 if verbose else -1 if quiet else 0)


now_option = click.option("--now", type=Instant(), help="The moment of the build, such as 2025-01-21T18:00:00Z.")
strict_option = click.option("--strict", is_flag=True, help="Treat warnings as errors.")


@cli.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--format", "form", type=click.Choice(["text", "json", "github"]), default="text", help="Default: text.")
@strict_option
@now_option
@click.pass_obj
def check(settings: Settings, paths: Sequence[Path], form: str, strict: bool, now: datetime | None) -> int:
    """Say everything that is wrong, each at its place and with a way to mend it.

    With PATHs, only what is wrong in them, judged against the whole archive.

    \b
    ipsegen check
    ipsegen check content/quotes/2024/10/rutte-deployment-confirmed.yaml
    ipsegen check --format github --strict
    """
    from ipsegen.build import check as examine_site
    from ipsegen.diagnostics import fails

    root = settings.site_root()
    wanted = [_within(root, path) for path in paths]
    problems, tree = examine_site(root, _now(now))
    shown = [problem for problem in problems if not wanted or any(_covers(path, problem.file) for path in wanted)]
    _show(settings, shown, tree, form, sys.stdout)
    return FAULTS if fails(shown, strict=strict) else DONE


@cli.command()
@click.option("--output", type=click.Path(path_type=Path), help="The folder of the site; default: output/.")
@click.option("--base-url", default="", help="Where the site will stand, if not as in site.yaml.")
@now_option
@click.option(
    "--jobs", type=click.IntRange(1, 256), help="How many processes set pages; default: as many as processors."
)
@click.option("--drafts", is_flag=True, help="With drafts.")
@strict_option
@click.option("--no-search", is_flag=True, help="Without the search index.")
@click.option("--no-cache", is_flag=True, help="As if it were the first build.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="Default: text.")
@click.pass_obj
def build(
    settings: Settings, output: Path | None, base_url: str, now: datetime | None, jobs: int | None, drafts: bool,
    strict: bool, no_search: bool, no_cache: bool, form: str,
) -> int:  # fmt: skip
    """Build the site: content/ → output/. With an error in the content nothing is written: the site that stands stays.

    \b
    ipsegen build
    ipsegen build --output /tmp/preview --drafts
    ipsegen build --base-url https://example.org/archive/ --now 2025-01-21T18:00:00Z
    """
    from ipsegen.build import Order
    from ipsegen.build import build as build_site
    from ipsegen.diagnostics import fails
    from ipsegen.progress import reporter
    from ipsegen.write.folder import refuse_dangerous
    from ipsegen.write.lock import hold

    started = datetime.now(UTC)
    root = settings.site_root()
    folder = output or root / "output"
    refuse_dangerous(folder, root)
    order = Order(
        root=root, output=folder, now=_now(now), base_url=_base(base_url), drafts=drafts, strict=strict,
        jobs=jobs or os.cpu_count() or 1,
    )  # fmt: skip
    with hold(folder), reporter(visible=settings.verbosity >= 0) as progress:
        report = build_site(order, progress)
    seconds = (datetime.now(UTC) - started).total_seconds()
    _show_build(settings, report, folder, seconds, form)
    return FAULTS if fails(report.problems, strict=strict) else DONE


@cli.command()
@click.option("--output", type=click.Path(path_type=Path), help="The folder for the schemas; default: schemas/.")
@click.pass_obj
def schema(settings: Settings, output: Path | None) -> int:
    """Write JSON Schemas, with which an editor completes keys and marks mistakes while you type."""
    import json

    from ipsegen.model.json_schema import json_schemas
    from ipsegen.write.atomic import replace_file

    folder = output or settings.root / "schemas"
    folder.mkdir(parents=True, exist_ok=True)
    for name, document in json_schemas().items():
        replace_file(folder / name, (json.dumps(document, indent=2, ensure_ascii=False) + "\n").encode())
        click.echo(folder / name)
    return DONE


@cli.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> int:
    """Print the script that completes commands and options in SHELL.

    \b
    eval "$(ipsegen completion bash)"        in ~/.bashrc
    eval "$(ipsegen completion zsh)"         in ~/.zshrc
    ipsegen completion fish | source         in ~/.config/fish/config.fish
    """
    from click.shell_completion import get_completion_class

    maker = get_completion_class(shell)
    if maker is None:
        raise click.UsageError(f"no completion for {shell}")
    click.echo(maker(cli, {}, "ipsegen", "_IPSEGEN_COMPLETE").source())
    return DONE


def _within(root: Path, path: Path) -> str:
    """A path as problems name it: relative to the root."""
    for base in (Path.cwd(), root.resolve()):
        found = (base / path).resolve()
        if found.exists() and found.is_relative_to(root.resolve()):
            return found.relative_to(root.resolve()).as_posix()
    raise click.UsageError(f"no file or folder {path} in {root.resolve()}")


def _covers(path: str, file: str) -> bool:
    return path in {".", file} or file.startswith(f"{path}/")


def _base(text: str) -> str:
    """The address of `--base-url` with a `/` at its end; a usage error where no site can stand."""
    from ipsegen.model.addresses import fault_of_address
    from ipsegen.model.site import fault_of_base

    if not text:
        return ""
    fault = fault_of_address(text) or fault_of_base(text)
    if fault is not None:
        raise click.UsageError(f"--base-url: {fault[0]}; {fault[1]}")
    return text.rstrip("/") + "/"


def _show(settings: Settings, problems: Sequence["Problem"], tree: "Tree", form: str, stream: IO[str]) -> None:
    """Print problems in the form that was asked for; the closing line of the text form goes to people."""
    from ipsegen import diagnostics
    from ipsegen.load.documents import source_lines

    summary = diagnostics.summarise(problems, len(tree.files))
    if form == "json":
        stream.write(diagnostics.format_json(problems, summary))
    elif form == "github":
        stream.write(diagnostics.format_github(problems, summary))
    else:
        lines = diagnostics.format_text(
            problems, lambda file: source_lines(tree.get(file) or b""), color=settings.colors(stream)
        )
        stream.write(lines)
        settings.say(diagnostics.closing_line(summary))


def _show_build(settings: Settings, report: "Report", folder: Path, seconds: float, form: str) -> None:
    from ipsegen import diagnostics

    written = report.written
    if form == "json":
        summary = diagnostics.summarise(report.problems, report.files)
        figures = None
        if written is not None:
            figures = {
                "pages": report.pages,
                "written": written.written,
                "unchanged": written.unchanged,
                "removed": written.removed,
                "seconds": round(seconds, 3),
                "output": str(folder),
            }
        sys.stdout.write(diagnostics.format_json(report.problems, summary, figures))
        return
    _show(settings, report.problems, report.tree, "text", sys.stderr)
    if written is None:
        settings.say(f"nothing was written: {folder} is as it was")
        return
    for path in written.foreign[:10]:
        settings.say(f"kept, not ours: {folder / path}")
    settings.say(
        f"{report.pages:,} pages in {folder}: {written.written:,} files written, {written.unchanged:,} unchanged, "
        f"{written.removed:,} removed, {seconds:.1f} s"
    )


def _fail(error: BaseException, verbose: bool) -> NoReturn:
    """End with a short message, and with the traceback for those who asked for it."""
    if verbose:
        traceback.print_exception(error)
    where = f": {error.filename}" if isinstance(error, OSError) and error.filename else ""
    what = error.strerror if isinstance(error, OSError) and error.strerror else str(error) or type(error).__name__
    click.echo(f"ipsegen: {what}{where}" + ("" if verbose else "; run again with -v for the traceback"), err=True)
    sys.exit(FAILED)


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and end the process with its exit status."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    verbose = "-v" in words or "--verbose" in words
    try:
        status = cli.main(args=words, prog_name="ipsegen", standalone_mode=False)
        sys.stdout.flush()
        sys.exit(status or DONE)
    except click.exceptions.Exit as done:
        sys.exit(done.exit_code)
    except click.ClickException as error:
        error.show()
        sys.exit(USAGE)
    except (KeyboardInterrupt, click.Abort):
        sys.exit(INTERRUPTED)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        sys.exit(FAILED)
    except Exception as error:
        _end(error, verbose)


def _end(error: Exception, verbose: bool) -> NoReturn:
    """Say what kind of end this is: a refusal, another build at work, or a failure."""
    from ipsegen.write.folder import RefusedOutput
    from ipsegen.write.lock import OutputHeld

    if isinstance(error, RefusedOutput | OutputHeld):
        click.echo(f"ipsegen: {error.message}; {error.hint}", err=True)
        sys.exit(USAGE if isinstance(error, RefusedOutput) else HELD)
    _fail(error, verbose)
