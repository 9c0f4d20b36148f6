"""Everything that is wrong with a site, found without building it.

Owns what belongs to a site beside its content: the templates, which are read and never run. Imports nothing that only
makes pages: a check of one file should answer at once.
"""

from datetime import datetime
from pathlib import Path

import msgspec

from ipsegen.diagnostics import Problem
from ipsegen.load.content import Content, read_content
from ipsegen.load.form import read_form
from ipsegen.load.theme import FOLDER, Theme, read_theme
from ipsegen.model.examine import Examined, examine
from ipsegen.model.records import Records


class Checked(msgspec.Struct, frozen=True):
    """Everything that is wrong with the content and the templates of a site, and the content as it was read."""

    problems: tuple[Problem, ...]
    content: Content
    records: Records


def check(root: Path, now: datetime) -> Checked:
    """Read and judge the content and the templates of a site."""
    examined, content = read(root, now)
    theme = read_theme(root)
    of_theme = (*theme.problems, *template_problems(theme), *_catalogue_problems(theme))
    problems = sorted((*examined.problems, *of_theme, *read_form(root).problems))
    return Checked(tuple(problems), content, examined.records)


def read(root: Path, now: datetime) -> tuple[Examined, Content]:
    """Read and judge the content of a site."""
    content = read_content(root)
    return examine(content, now), content


def template_problems(theme: Theme) -> tuple[Problem, ...]:
    """The site's own templates that cannot be read as templates; those of ipsegen can."""
    if not theme.own:
        return ()
    from ipsegen.render.syntax import syntax_errors

    own = {name: text for name, text in theme.templates.items() if name in theme.own}
    return tuple(problem_of_template(*found) for found in syntax_errors(own))


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
