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
from ipsegen.console import Screen, Settings, path_within, show_build, show_check, show_frames, words_for
from ipsegen.help import completion, explain
from ipsegen.load.scaffold import HOSTS
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


@cli.command(short_help="What is wrong, and how to mend it.")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--format", "form", type=click.Choice(["text", "json", "github", "sarif"]), default="text",
              help="Default: text.")  # fmt: skip
@click.option("--changed-since", "since", metavar="REF", default="", help="Only in files that changed since a commit.")
@click.option("--against", metavar="REF", default="", help="Every id that stood in a commit must still lead somewhere.")
@strict_option
@now_option
@click.pass_obj
def check(
    settings: Settings, paths: Sequence[Path], form: str, since: str, against: str, strict: bool, now: datetime | None
) -> int:
    """Say everything that is wrong, each at its place and with a way to mend it.

    With PATHs, only what is wrong in them, judged against the whole archive. REF is a branch, a tag or a commit of git;
    what is not committed yet counts too.

    \b
    ipsegen check
    ipsegen check content/quotes/2024/10/rutte-deployment-confirmed.yaml
    ipsegen check --changed-since main
    ipsegen check --format github --strict --against origin/main
    """
    from ipsegen.checking import Scope, check_site
    from ipsegen.diagnostics import fails
    from ipsegen.load.git import GitError

    gc.disable()  # for the reason that a build has
    started = datetime.now(UTC)
    root = settings.site_root()
    scope = Scope([path_within(root, path) for path in paths], since, against)
    try:
        found = check_site(root, _now(now), scope)
    except GitError as error:
        raise click.UsageError(str(error)) from error
    show_check(settings, found, form, (datetime.now(UTC) - started).total_seconds())
    return FAULTS if fails(found.problems, strict=strict) else DONE


@cli.command(short_help="Make the site: content/ → output/.")
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


@cli.command(short_help="A small site that builds, to begin with.")
@click.argument("folder", metavar="[DIR]", default=".", type=click.Path(path_type=Path))
@click.option("--ci", "hosts", multiple=True, type=click.Choice(HOSTS),
              help="Who checks and publishes it; may be given again. Default: github and gitlab.")  # fmt: skip
@click.option("--cms", "with_form", is_flag=True, help="A form in the browser for those who write, in admin/.")
@click.pass_obj
def init(settings: Settings, folder: Path, hosts: Sequence[str], with_form: bool) -> int:
    """Make a small site that builds, in DIR or here. Files that are there already are never touched.

    In a folder that holds a site, --ci adds the files of a host and --cms the form, and nothing else.

    \b
    ipsegen init my-archive
    ipsegen init --ci netlify
    ipsegen init --cms
    """
    from ipsegen.init import FilesInTheWayError, make_site

    root = settings.root / folder
    try:
        made = make_site(root, _now(None), hosts, with_form=with_form)
    except FilesInTheWayError as error:
        raise click.UsageError(f"{error}; choose another folder") from error
    for path in made:
        click.echo(root / path)
    settings.say(f"\nnext: cd {root}, ipsegen serve, and open the address that it prints; README.md says more")
    return DONE


@cli.command(short_help="Add a quote, an author, an entity …")
@click.argument("kind", type=click.Choice(["quote", "author", "entity", "context", "source", "page"]))
@click.argument("identifier", metavar="[ID]", default="")
@click.option("--set", "pairs", multiple=True, metavar="KEY=VALUE", help="A value; may be given again for other keys.")
@click.option("--from-json", "source", type=click.File("rb"), metavar="FILE", help="One JSON object; - is the input.")
@click.option("--from-issue", "issue", type=click.File("rb"), metavar="FILE", help="Answers of the form for quotes.")
@click.pass_obj
def new(
    settings: Settings, kind: Any, identifier: str, pairs: Sequence[str], source: IO[bytes] | None,
    issue: IO[bytes] | None,
) -> int:  # fmt: skip
    """Add a record, as a file with its keys in order; with an error in it nothing is written.

    \b
    ipsegen new author --set name='Mark Rutte' --set countries='[nl]'
    ipsegen new quote --set author=mark-rutte --set pronounced=2024-10-28 \\
        --set text='Today, I can confirm …' --set source.url=https://www.nato.int/…
    ipsegen new context --from-json story.json
    ipsegen new quote --from-issue answers.md
    """
    from ipsegen.model.given import GivenError, merged, values_from_json, values_from_pairs
    from ipsegen.model.records import RECORD_CLASSES
    from ipsegen.new import NoIdError, make_new

    root = settings.site_root()
    try:
        values = values_from_json(source.read()) if source is not None else {}
        if issue is not None:
            from ipsegen.model.issue_form import values_from_issue
            from ipsegen.schemas import ids_in

            values = merged(values, values_from_issue(issue.read(), ids_in(root)))
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


@cli.command(short_help="Look at the site while you write.")
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


@cli.command(short_help="What editors need to complete and to mark mistakes.")
@click.option("--output", type=click.Path(path_type=Path), help="A folder: one file a kind; default: standard output.")
@click.pass_obj
def schema(settings: Settings, output: Path | None) -> int:
    """Print JSON Schemas, with which an editor completes keys and ids and marks mistakes while you type.

    In a site they offer the ids of its authors, entities, contexts, sources and pages, as they are now.

    \b
    ipsegen schema --output schemas
    ipsegen schema | jq .quote
    """
    from ipsegen.schemas import ids_in, schema_document, schema_files
    from ipsegen.write.atomic import replace_file

    known = ids_in(settings.root) if (settings.root / "content").is_dir() else None
    if output is None:
        click.echo(schema_document(known), nl=False)
        return DONE
    output.mkdir(parents=True, exist_ok=True)
    for name, text in schema_files(known).items():
        replace_file(output / name, text.encode())
        click.echo(output / name)
    return DONE


cli.add_command(explain)
cli.add_command(completion)


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
        _drop_output()
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


def _drop_output() -> None:
    """What cannot be written to standard output is given up: Python would try again at its end, and fail."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


def _end(error: Exception, verbose: bool) -> NoReturn:
    """Say what kind of end this is: a refusal, another build at work, or a failure."""
    from ipsegen.write.folder import RefusedOutput
    from ipsegen.write.lock import OutputHeld

    status = USAGE if isinstance(error, RefusedOutput) else HELD if isinstance(error, OutputHeld) else FAILED
    hint = getattr(error, "hint", "")
    if status == FAILED and not hint:
        hint = "" if verbose else "run again with -v for the traceback"
        if verbose:
            traceback.print_exception(error)
    click.echo(f"ipsegen: {words_for(error)}" + (f"; {hint}" if hint else ""), err=True)
    try:
        sys.stdout.flush()
    except OSError:
        _drop_output()
    sys.exit(status)
