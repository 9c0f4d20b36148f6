"""A theme as a build needs it.

Owns what is found out about templates before any page is made: which cannot be read, and which words they name. Does
not know what a theme may hold; `load.theme` does.
"""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

import msgspec

from ipsegen.diagnostics import Problem
from ipsegen.judgement import template_problems
from ipsegen.load.theme import Theme, read_theme
from ipsegen.plan.site import KINDS
from ipsegen.render.naming import texts_reached
from ipsegen.render.pages import CARD, REDIRECT

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
    words = frozenset(word for text in _used(theme.templates) for word in _WORD.findall(text))
    return Looks(theme, (*theme.problems, *template_problems(theme)), words)


def _used(templates: Mapping[str, str]) -> Iterable[str]:
    """The templates that this theme sets pages with: it is laid over the default one, whose parts it may do without."""
    return texts_reached(templates, (CARD, REDIRECT, *(kind.template for kind in KINDS.values())))
