"""The commands that write content, or change what editors have written: their options, and what they show.

Does not know how anything is changed; heavy modules are imported by the command that needs them.
"""
# Click takes the backspace character, not a backslash, for "leave these lines as they are".
# ruff: noqa: D301

import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import click

from ipsegen.completing import ids, pairs
from ipsegen.console import Settings, in_editor, show_drafts, show_frames, show_written, someone
from ipsegen.ending import DONE, FAULTS, INTERRUPTED

if TYPE_CHECKING:
    from ipsegen.importing import Import, Outcome
    from ipsegen.load.tables import Table
    from ipsegen.model.recipe import Recipe
    from ipsegen.write.revise import Revised


@click.command(short_help="Add a quote, an author, an entity …")
@click.argument("kind", type=click.Choice(["quote", "author", "entity", "context", "source", "page"]))
@click.argument("identifier", metavar="[ID]", default="")
@click.option(
    "--set",
    "values",
    multiple=True,
    metavar="KEY=VALUE",
    shell_complete=pairs,
    help="A value; may be given again for other keys.",
)
@click.option("--from-json", "source", type=click.File("rb"), metavar="FILE", help="One JSON object; - is the input.")
@click.option("--from-issue", "issue", type=click.File("rb"), metavar="FILE", help="Answers of the form for quotes.")
@click.option("--no-input", is_flag=True, help="Ask nothing, also at a terminal.")
@click.option("--edit", is_flag=True, help="Open it in $VISUAL or $EDITOR before it is written.")
@click.option("--allow-duplicate", is_flag=True, help="Also if the text is nearly that of another quote.")
@click.pass_obj
def new(
    settings: Settings, kind: Any, identifier: str, values: Sequence[str], source: IO[bytes] | None,
    issue: IO[bytes] | None, no_input: bool, edit: bool, allow_duplicate: bool,
) -> int:  # fmt: skip
    """Add a record, as a file with its keys in order; with an error in it nothing is written.

    At a terminal it asks for what is missing, and adds authors, entities and contexts that are not there yet.

    \b
    ipsegen new quote
    ipsegen new author --set name='Mark Rutte' --set countries='[nl]'
    ipsegen new quote --set author=mark-rutte --set pronounced=2024-10-28 \\
        --set text='Today, I can confirm …' --set source.url=https://www.nato.int/…
    ipsegen new context --from-json story.json
    ipsegen new quote --from-issue answers.md
    """
    from ipsegen.adding import Addition, add
    from ipsegen.model.given import GivenError, merged, values_from_json, values_from_pairs
    from ipsegen.model.records import RECORD_CLASSES
    from ipsegen.new import NoIdError, Wish

    root = settings.site_root()
    try:
        given = values_from_json(source.read()) if source is not None else {}
        if issue is not None:
            from ipsegen.model.issue_form import values_from_issue
            from ipsegen.schemas import ids_in

            given = merged(given, values_from_issue(issue.read(), ids_in(root)))
        given = merged(given, values_from_pairs(RECORD_CLASSES[kind], values))
        addition = Addition(root, Wish(kind, identifier, given), settings.clock(), allow_duplicate, edit)
        written = add(addition, None if no_input else someone(settings), in_editor, show_drafts(settings))
    except (GivenError, NoIdError) as error:
        raise click.UsageError(str(error)) from error
    except (KeyboardInterrupt, EOFError):
        settings.say("\nnothing was written")
        return INTERRUPTED
    show_written(settings, [draft.path for draft in written])
    return DONE if written else FAULTS


@click.command(short_help="Give a record another id, everywhere.")
@click.argument("kind", type=click.Choice(["quote", "author", "entity", "context", "page", "source", "country"]))
@click.argument("old", shell_complete=ids)
@click.argument("new")
@click.option("--dry-run", is_flag=True, help="Show what would change, as a patch, and change nothing.")
@click.pass_obj
def rename(settings: Settings, kind: Any, old: str, new: str, dry_run: bool) -> int:
    """Give a record another id, wherever the old one stands; the old address leads to the new one.

    References in keys and in Markdown, the file, and a picture that goes by the id change with it; remarks and layout
    stay as they are. Either everything is changed or nothing.

    \b
    ipsegen rename author rutte mark-rutte
    ipsegen rename quote small-step one-small-step --dry-run
    """
    from ipsegen.load.documents import source_lines
    from ipsegen.model.renaming import Renaming
    from ipsegen.rename import NameRefusedError, UnsafeError
    from ipsegen.rename import rename as rename_record

    try:
        files = rename_record(settings.site_root(), Renaming(kind, old, new), settings.clock(), dry=dry_run)
    except NameRefusedError as error:
        raise click.UsageError(str(error)) from error
    except UnsafeError as error:
        content = error.content
        show_frames(settings, error.problems, lambda path: source_lines(content.get(path) or b""), sys.stderr)
        settings.say(str(error))
        return FAULTS
    _show_renamed(settings, files, dry=dry_run)
    return DONE


def _show_renamed(settings: Settings, files: "Sequence[Revised]", *, dry: bool) -> None:
    """What changes, as git would say it."""
    from ipsegen.render.patch import render_patch

    for file in files:
        if dry:
            sys.stdout.write(render_patch(file.path, file.before, file.becomes, file.after))
        else:
            click.echo(f"R  {file.path} -> {file.becomes}" if file.moves else f"M  {file.path}")
    settings.say("nothing was changed: --dry-run" if dry else "git sees the new names with: git add -A content")


_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command(name="import", short_help="Take quotes in from a table.")
@click.argument("file", type=_FILE)
@click.option("--mapping", type=click.File("rb"), help="A YAML file that says which column fills which key.")
@click.option("--create", is_flag=True, help="Create the authors and entities that nobody knows yet.")
@click.option("--near-duplicates", is_flag=True, help="Also take what is nearly the text of another quote.")
@click.option("--dry-run", is_flag=True, help="Show what would become of each row, and write nothing.")
@click.option("--rejected", type=click.Path(dir_okay=False, path_type=Path), help="Write the rows left out, with why.")
@click.pass_obj
def import_rows(
    settings: Settings, file: Path, mapping: IO[bytes] | None, create: bool, near_duplicates: bool, dry_run: bool,
    rejected: Path | None,
) -> int:  # fmt: skip
    """Make quotes of the rows of FILE: CSV, JSON, JSON Lines or XLSX, in UTF-8.

    Columns fill the keys that they are called by, or as --mapping says. A row that is there already is not written
    again; one that cannot be taken is listed with its line and why, and the others are taken all the same.

    \b
    ipsegen import quotes.csv --dry-run
    ipsegen import quotes.json --mapping columns.yaml --create --rejected left-out.json
    """
    from ipsegen.importing import Wishes, plan_import, write_import
    from ipsegen.model.recipe import completed

    root = settings.site_root()
    if rejected is not None and rejected.resolve() == file.resolve():
        raise click.UsageError("--rejected names the file that is imported; choose another")
    recipe = _recipe(settings, mapping)
    table = _table(settings, file, recipe) if recipe is not None else None
    if recipe is None or table is None:
        return FAULTS
    recipe, unused = completed(recipe, table.columns)
    done = plan_import(root, str(file), table, Wishes(recipe, create, near_duplicates), settings.clock())
    if dry_run:
        _show_outcomes(done)
    else:
        for path in write_import(root, done.files):
            click.echo(path)
    _show_problems(settings, table, done.outcomes)
    _write_left_out(settings, rejected, table, done.outcomes)
    _say_what_came_of_it(settings, done, unused, dry=dry_run)
    return FAULTS if any(outcome.what == "refused" for outcome in done.outcomes) else DONE


def _recipe(settings: Settings, mapping: IO[bytes] | None) -> "Recipe | None":
    """What the mapping file says; None where something is wrong with it, which is shown."""
    from ipsegen.diagnostics import fails
    from ipsegen.load.documents import source_lines
    from ipsegen.model.recipe import Recipe, read_recipe

    if mapping is None:
        return Recipe()
    data = mapping.read()
    recipe, problems = read_recipe(mapping.name, data)
    show_frames(settings, problems, lambda _: source_lines(data), sys.stderr)
    return None if fails(problems, strict=False) else recipe


def _table(settings: Settings, file: Path, recipe: "Recipe") -> "Table | None":
    """The rows of the file; None where there are none to be had, which is shown."""
    from ipsegen.diagnostics import Problem
    from ipsegen.load.tables import read_table
    from ipsegen.model.recipe import missing_columns

    table = read_table(file, str(file), recipe.sheet)
    if not isinstance(table, Problem):
        missing = missing_columns(recipe, table.columns)
        if not missing:
            return table
        hint = f"its columns are {', '.join(table.columns)}"
        table = Problem(str(file), 1, 1, "missing-column", f"no column {', '.join(missing)}", hint)
    show_frames(settings, [table], lambda _: [], sys.stderr)
    return None


def _show_outcomes(done: "Import") -> None:
    """A table of what would become of each row."""
    for outcome in done.outcomes:
        what = outcome.path if outcome.problem is None else outcome.problem.message
        click.echo(f"{outcome.row.line:>7}  {outcome.what:<8}  {what}")


def _show_problems(settings: Settings, table: "Table", outcomes: "Sequence[Outcome]") -> None:
    lines = table.text.split("\n") if table.text else []
    problems = [outcome.problem for outcome in outcomes if outcome.problem is not None]
    show_frames(settings, problems, lambda _: lines, sys.stderr)


def _write_left_out(settings: Settings, rejected: Path | None, table: "Table", outcomes: "Sequence[Outcome]") -> None:
    from ipsegen.write.rows import write_rejected

    left_out = [
        (each.row, f"{each.problem.message}; {each.problem.hint}") for each in outcomes if each.problem is not None
    ]
    if rejected is not None and left_out:
        write_rejected(rejected, table, left_out)
        settings.say(f"rows left out are in {rejected}")


def _say_what_came_of_it(settings: Settings, done: "Import", unused: "Sequence[str]", *, dry: bool) -> None:
    if unused:
        settings.say(f"columns that fill no key: {', '.join(unused)}")
    counts = Counter(outcome.what for outcome in done.outcomes)
    made = len(done.files) - counts["new"]
    said = [f"{counts[what]:,} {what}" for what in ("new", "same", "changed?", "refused") if counts[what]]
    if made:
        said.append(f"{made:,} created for them")
    settings.say(f"{', '.join(said) or 'no rows'}{' (nothing was written: --dry-run)' if dry else ''}")
