"""The command line.

Owns the options, the clock and the exit statuses (contract.md, "Command line"). What a command does is done elsewhere;
heavy modules are imported by the command that needs them, so that `--version` answers at once.
"""
# Click takes the backspace character, not a backslash, for "leave these lines as they are".
# ruff: noqa: D301

import gc
import io
import os
import sys
import traceback
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any, NoReturn

import click

from ipsegen import __version__
from ipsegen.console import Screen, Settings, show_build, show_frames, show_problems, words_for
from ipsegen.options import BaseUrl, Instant

DONE, FAULTS, USAGE, FAILED, HELD, INTERRUPTED = 0, 1, 2, 3, 75, 130


def _now(given: datetime | None) -> datetime:
    """The moment of the build: as given, else SOURCE_DATE_EPOCH (reproducible-builds.org), else by the clock."""
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
    problems, content = examine_site(root, _now(now))
    shown = [problem for problem in problems if not wanted or any(_covers(path, problem.file) for path in wanted)]
    show_problems(settings, shown, content, form, sys.stdout)
    return FAULTS if fails(shown, strict=strict) else DONE


@cli.command()
@click.option("--output", type=click.Path(path_type=Path), help="The folder of the site; default: output/.")
@click.option("--base-url", type=BaseUrl(), default="", help="Where the site will stand, if not as in site.yaml.")
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
    strict: bool, no_search: bool, no_cache: bool, form: str,  # noqa: ARG001 - there is no search yet
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

    # A build makes no garbage in circles worth looking for, and ends before long; looking takes a fifth of its time.
    gc.disable()
    started = datetime.now(UTC)
    root = settings.site_root()
    folder = output or root / "output"
    refuse_dangerous(folder, root)
    order = Order(
        root=root, output=folder, now=_now(now), base_url=base_url, drafts=drafts, strict=strict,
        jobs=jobs or os.cpu_count() or 1, use_cache=not no_cache,
    )  # fmt: skip
    with hold(folder), reporter(visible=settings.verbosity >= 0) as progress:
        report = build_site(order, progress)
    seconds = (datetime.now(UTC) - started).total_seconds()
    show_build(settings, report, folder, seconds, form)
    return FAULTS if fails(report.problems, strict=strict) else DONE


@cli.command()
@click.argument("folder", metavar="[DIR]", default=".", type=click.Path(path_type=Path))
@click.pass_obj
def init(settings: Settings, folder: Path) -> int:
    """Make a small site that builds, in DIR or here. Files that are there already are never touched.

    \b
    ipsegen init my-archive
    """
    from ipsegen.init import FilesInTheWayError, make_site

    root = settings.root / folder
    try:
        made = make_site(root, _now(None))
    except FilesInTheWayError as error:
        raise click.UsageError(f"{error}; choose another folder") from error
    for path in made:
        click.echo(root / path)
    settings.say(f"\nnext: cd {root}, ipsegen serve, and open the address that it prints; README.md says more")
    return DONE


@cli.command()
@click.argument("kind", type=click.Choice(["quote", "author", "entity", "context", "source", "page"]))
@click.argument("identifier", metavar="[ID]", default="")
@click.option("--set", "pairs", multiple=True, metavar="KEY=VALUE", help="A value; may be given again for other keys.")
@click.option("--from-json", "source", type=click.File("rb"), metavar="FILE", help="One JSON object; - is the input.")
@click.pass_obj
def new(settings: Settings, kind: Any, identifier: str, pairs: Sequence[str], source: IO[bytes] | None) -> int:
    """Add a record, as a file with its keys in order; with an error in it nothing is written.

    \b
    ipsegen new author --set name='Mark Rutte' --set countries='[nl]'
    ipsegen new quote --set author=mark-rutte --set pronounced=2024-10-28 \\
        --set text='Today, I can confirm …' --set source.url=https://www.nato.int/…
    ipsegen new context --from-json story.json
    """
    from ipsegen.model.given import GivenError, merged, values_from_json, values_from_pairs
    from ipsegen.model.records import RECORD_CLASSES
    from ipsegen.new import NoIdError, make_new

    root = settings.site_root()
    try:
        values = values_from_json(source.read()) if source is not None else {}
        values = merged(values, values_from_pairs(RECORD_CLASSES[kind], pairs))
        made = make_new(root, kind, identifier, values, _now(None))
    except (GivenError, NoIdError) as error:
        raise click.UsageError(str(error)) from error
    lines = made.text.split("\n")
    show_frames(settings, made.problems, lambda _: lines, sys.stderr)
    if not made.is_sound:
        settings.say("nothing was written")
        return FAULTS
    click.echo(made.path)
    return DONE


@cli.command()
@click.option("--host", default="127.0.0.1", help="The address to listen on; default: this machine alone.")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, help="The port; 0 is any free one. Default: 8000.")
@click.option("--drafts", is_flag=True, help="With drafts.")
@click.option("--poll", is_flag=True, help="Look for changes every second, where the system does not tell of them.")
@now_option
@click.pass_obj
def serve(settings: Settings, host: str, port: int, drafts: bool, poll: bool, now: datetime | None) -> int:
    """Show the site in a browser while you write, built anew with every change. Ctrl-C ends it.

    \b
    ipsegen serve
    ipsegen serve --drafts --port 8001
    """
    from ipsegen.serve import ServeOrder, serve_site

    _now(now)  # so that a bad SOURCE_DATE_EPOCH is told at once
    order = ServeOrder(settings.site_root(), host, port, drafts=drafts, poll=poll)
    serve_site(order, lambda: _now(now), Screen(settings))
    return DONE


@cli.command()
@click.option("--output", type=click.Path(path_type=Path), help="The folder for the schemas; default: schemas/.")
@click.pass_obj
def schema(settings: Settings, output: Path | None) -> int:
    """Write JSON Schemas, with which an editor completes keys and marks mistakes while you type."""
    from ipsegen.init import schema_files
    from ipsegen.write.atomic import replace_file

    folder = output or settings.root / "schemas"
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in schema_files().items():
        replace_file(folder / name, text.encode())
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


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and end the process with its exit status."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    verbose = "-v" in words or "--verbose" in words
    _mend_streams()
    stdout = sys.stdout
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
    except (BrokenPipeError, SystemExit) as end:
        # Where nobody reads on, Click ends with 1, its sign for any failure, and leaves another stream behind.
        if isinstance(end, SystemExit) and sys.stdout is stdout:
            raise
        _give_up(1)
        sys.exit(FAILED)
    except Exception as error:  # noqa: BLE001 - whatever it is, it ends with a short message and status 3
        _end(error, verbose)


def _mend_streams() -> None:
    """A stream that was closed swallows what it gets; one that cannot show a character shows its number."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115 - open to the end
        elif isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _give_up(descriptor: int) -> None:
    """What cannot be written to this stream is given up: Python would try again at its end, and fail."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), descriptor)


def _end(error: Exception, verbose: bool) -> NoReturn:
    """Say what kind of end this is: a refusal, another build at work, or a failure."""
    from ipsegen.write.folder import RefusedOutput
    from ipsegen.write.lock import OutputHeld

    status = USAGE if isinstance(error, RefusedOutput) else HELD if isinstance(error, OutputHeld) else FAILED
    hint = getattr(error, "hint", "")
    in_full = verbose and status == FAILED and not hint
    if status == FAILED and not hint and not verbose:
        hint = "run again with -v for the traceback"
    try:
        if in_full:
            traceback.print_exception(error)
        click.echo(f"ipsegen: {words_for(error)}" + (f"; {hint}" if hint else ""), err=True)
    except OSError:
        _give_up(2)
    try:
        sys.stdout.flush()
    except OSError:
        _give_up(1)
    sys.exit(status)
