"""The command line.

Owns the options and the clock (contract.md, "Command line"). What a command does is done elsewhere; heavy modules are
imported by the command that needs them, so that `--version` answers at once.
"""
# Click takes the backspace character, not a backslash, for "leave these lines as they are".
# ruff: noqa: D301

import os
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import NoReturn

import click

from ipsegen import __version__
from ipsegen.console import (
    Screen,
    Settings,
    find,
    look,
    path_within,
    show_build,
    show_check,
    show_looked,
)
from ipsegen.editing import import_rows, new, rename
from ipsegen.ending import DONE, FAILED, FAULTS, INTERRUPTED, USAGE, drop_output, end_badly, mend_streams, uncollected
from ipsegen.help import completion, explain
from ipsegen.load.scaffold import HOSTS
from ipsegen.options import ArchiveUrl, BaseUrl, EditorAddress, Instant
from ipsegen.publish import publish


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
    context.obj = Settings(root, color, 1 if verbose else -1 if quiet else 0, lambda: _now(None))


now_option = click.option("--now", type=Instant(), help="The moment of the build, such as 2025-01-21T18:00:00Z.")
strict_option = click.option("--strict", is_flag=True, help="Treat warnings as errors.")


@cli.command(short_help="What is wrong, and how to mend it.")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--format", "form", type=click.Choice(["text", "json", "github", "sarif"]), default="text",
              help="Default: text.")  # fmt: skip
@click.option("--changed-since", "since", metavar="REF", default="", help="Only in files that changed since a commit.")
@click.option("--against", metavar="REF", default="", help="Every id that stood in a commit must still lead somewhere.")
@strict_option
@click.option("--links", is_flag=True, help="Visit the addresses of sources too, as far as it is time again.")
@click.option("--fresh", is_flag=True, help="With --links: visit all of them, also those visited lately.")
@click.option("--allow-private", is_flag=True, help="With --links: visit this machine and its network too.")
@click.option("--archive", type=ArchiveUrl(), default="", help="With --links: ask there for copies of sources.")
@now_option
@click.pass_obj
def check(
    settings: Settings, paths: Sequence[Path], form: str, since: str, against: str, strict: bool, now: datetime | None,
    links: bool, fresh: bool, allow_private: bool, archive: str,
) -> int:  # fmt: skip
    """Say everything that is wrong, each at its place and with a way to mend it.

    With PATHs, only what is wrong in them, judged against the whole archive. REF is a branch, a tag or a commit of git;
    what is not committed yet counts too.

    \b
    ipsegen check
    ipsegen check content/quotes/2024/10/rutte-deployment-confirmed.yaml
    ipsegen check --changed-since main
    ipsegen check --format github --strict --against origin/main
    ipsegen check --links --archive https://web.archive.org/save/
    """
    from ipsegen.checking import Scope
    from ipsegen.diagnostics import fails

    if not links and (fresh or allow_private or archive):
        raise click.UsageError("--fresh, --allow-private and --archive go with --links")
    uncollected()
    started = datetime.now(UTC)
    root = settings.site_root()
    found = find(settings, _now(now), Scope([path_within(root, path) for path in paths], since, against))
    looked = None
    if links:
        from ipsegen.links import LinkOrder

        order = LinkOrder(root, datetime.now(UTC), fresh=fresh, allow_private=allow_private, archive=archive)
        looked = look(settings, found, order)
        found = found.with_problems(looked.problems)
    show_check(settings, found, form, (datetime.now(UTC) - started).total_seconds())
    if looked is not None:
        show_looked(settings, looked, form)
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
@click.option("--no-search", is_flag=True, help="Without the search, its page and its box.")
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

    uncollected()
    started = datetime.now(UTC)
    root = settings.site_root()
    folder = output or root / "output"
    refuse_dangerous(folder, root)
    order = Order(
        root=root, output=folder, now=_now(now), base_url=base_url, drafts=drafts, strict=strict,
        jobs=jobs or os.cpu_count() or 1, use_cache=not no_cache, search=not no_search,
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


@cli.command(short_help="Look at the site while you write.")
@click.option("--host", default="127.0.0.1", help="The address to listen on; default: this machine alone.")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, help="The port; 0 is any free one. Default: 8000.")
@click.option("--drafts", is_flag=True, help="With drafts.")
@click.option("--poll", is_flag=True, help="Look for changes every second, where the system does not tell of them.")
@click.option(
    "--editor",
    type=EditorAddress(),
    default="",
    envvar="IPSEGEN_EDITOR",
    help="What opens a file when its name is clicked: vscode, or an address with {file}, {line} and {column}.",
)
@now_option
@click.pass_obj
def serve(
    settings: Settings, host: str, port: int, drafts: bool, poll: bool, editor: str, now: datetime | None
) -> int:  # fmt: skip
    """Show the site in a browser while you write, built anew with every change. Ctrl-C ends it.

    \b
    ipsegen serve
    ipsegen serve --drafts --port 8001 --editor vscode
    """
    from ipsegen.serve import ServeOrder, serve_site

    _now(now)  # so that a bad SOURCE_DATE_EPOCH is told at once
    order = ServeOrder(settings.site_root(), host, port, drafts=drafts, poll=poll, editor=editor)
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


cli.add_command(publish)
cli.add_command(new)
cli.add_command(rename)
cli.add_command(import_rows)
cli.add_command(explain)
cli.add_command(completion)


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and end the process with its exit status."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    verbose = "-v" in words or "--verbose" in words
    mend_streams()
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
        drop_output()
        sys.exit(FAILED)
    except Exception as error:  # noqa: BLE001 - whatever it is, it ends with a short message and status 3
        end_badly(error, verbose=verbose)
