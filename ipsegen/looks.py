"""A theme as a build needs it.

Owns what is found out about templates before any page is made: which cannot be read, and which words they name. Does
not know what a theme may hold; `load.theme` does.
"""

import re
from pathlib import Path
from typing import Final

import msgspec

from ipsegen.diagnostics import Problem
from ipsegen.load.theme import FOLDER, Theme, read_theme
from ipsegen.render.environment import syntax_errors
from ipsegen.render.pages import TemplateFault

_WORD: Final = re.compile("[a-z_]+")


class Looks(msgspec.Struct, frozen=True):
    """A theme, what is wrong with it, and every word in its templates, as names of fields are."""

    theme: Theme
    problems: tuple[Problem, ...]
    words: frozenset[str]


def read_looks(root: Path, before: Looks | None = None) -> Looks:
    """The theme of a site; `before` itself where it is that still. Raises OSError where the machine fails."""
    theme = read_theme(root)
    if before is not None and theme == before.theme:
        return before
    words = frozenset(word for text in theme.templates.values() for word in _WORD.findall(text))
    faults = (template_problem(TemplateFault(*found)) for found in syntax_errors(theme.templates))
    return Looks(theme, (*theme.problems, *faults), words)


def template_problem(fault: TemplateFault) -> Problem:
    """The problem of a template that cannot be used."""
    hint = "mend the template, or delete it so that the default theme's takes its place"
    return Problem(f"{FOLDER}/{fault.template}", fault.line, 1, "template-error", fault.message, hint)
