"""Everything that is wrong with a site, found without building it.

Owns what belongs to a site beside its content: the templates, which are read and never run. Imports nothing that only
makes pages: a check of one file should answer at once.
"""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Final

import msgspec

from ipsegen.diagnostics import Problem
from ipsegen.intake import DamagedCacheError, Intake
from ipsegen.load.content import Content, Sources, is_media, read_content
from ipsegen.load.form import read_form
from ipsegen.load.theme import FOLDER, Theme, read_theme
from ipsegen.model.company import company_of
from ipsegen.model.examine import Examined, examine, gather, judge
from ipsegen.model.records import Records
from ipsegen.progress import Tell, silent
from ipsegen.rereading import WORTH_IT, take_in_again

_FEW: Final = 50
"""So many files are judged faster in their company than with all others."""


class Checked(msgspec.Struct, frozen=True):
    """What is wrong with the content and the templates of a site, the content, and the records that were judged."""

    problems: tuple[Problem, ...]
    content: Content | Sources
    records: Records


Wanted = Callable[[str], bool]
"""Whether it is asked for what is wrong in the file at a path."""


def check(root: Path, now: datetime, wanted: Wanted | None = None, tell: Tell = silent) -> Checked:
    """Read and judge the content and the templates of a site.

    Where it is only asked for what is wrong in `wanted` files, what is wrong in others may be missing, and records too.
    """
    examined, content = _read_again(root, now, wanted, tell) or read(root, now)
    theme = read_theme(root)
    of_theme = (*theme.problems, *template_problems(theme), *_catalogue_problems(theme))
    problems = sorted((*examined.problems, *of_theme, *read_form(root).problems))
    return Checked(tuple(problems), content, examined.records)


def _read_again(root: Path, now: datetime, wanted: Wanted | None, tell: Tell) -> tuple[Examined, Sources] | None:
    """The same as `read`, from what an earlier check or build read; None where nothing was kept."""
    intake = take_in_again(root, tell)
    if intake is None:
        return None
    sources = Sources(root, intake.count)
    try:
        pictures, problems = intake.pictures()
        paths = _paths(intake, wanted)
        if len(paths) >= WORTH_IT:
            tell("judging", 0, 0)
        gathered = gather(list(map(intake.read, paths)), pictures, problems)
        return Examined(gathered.records, pictures, judge(gathered, now, sources.get)), sources
    except DamagedCacheError:
        return None


def _paths(intake: Intake, wanted: Wanted | None) -> list[str]:
    """The files of records that must be judged."""
    paths = [seen.path for seen in intake.known.seen if not is_media(seen.path)]
    asked = [path for path in paths if wanted(path)] if wanted is not None else paths
    company = company_of(asked, paths, intake.read, intake.holding) if len(asked) <= _FEW else None
    return sorted(company) if company is not None else paths


def read(root: Path, now: datetime) -> tuple[Examined, Content]:
    """Read and judge the content of a site."""
    content = read_content(root)
    return examine(content, now), content


def template_problems(theme: Theme) -> tuple[Problem, ...]:
    """The site's own templates that cannot be read as templates, and scripts that browsers would block.

    Those of ipsegen have no such fault.
    """
    from ipsegen.render.script_faults import script_faults

    faults = tuple(script_faults(theme.templates, theme.own, theme.assets))
    if not theme.own:
        return faults
    from ipsegen.render.syntax import syntax_errors

    own = {name: text for name, text in theme.templates.items() if name in theme.own}
    return (*(problem_of_template(*found) for found in syntax_errors(own)), *faults)


def _catalogue_problems(theme: Theme) -> tuple[Problem, ...]:
    """What is wrong with the site's own languages."""
    own = [file for file in theme.languages if file.is_own]
    if not own:
        return ()
    from ipsegen.wording import wording_problems

    return wording_problems(own)


def problem_of_template(template: str, line: int, message: str) -> Problem:
    """The problem of a template that cannot be used."""
    hint = "mend the template, or delete it so that the default theme's takes its place"
    return Problem(f"{FOLDER}/{template}", line, 1, "template-error", message, hint)
