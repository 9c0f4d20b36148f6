"""The commands that change what editors have written: their options, and what they show.

Does not know how anything is changed; heavy modules are imported by the command that needs them.
"""
# Click takes the backspace character, not a backslash, for "leave these lines as they are".
# ruff: noqa: D301

import sys
from typing import TYPE_CHECKING, Any

import click

from ipsegen.console import Settings, show_frames

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ipsegen.write.revise import Revised

DONE, FAULTS = 0, 1


@click.command()
@click.argument("kind", type=click.Choice(["quote", "author", "entity", "context", "page", "source", "country"]))
@click.argument("old")
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
