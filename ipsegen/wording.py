"""The words of the interface: which catalogues of the theme speak for a language.

Owns the order in which they are asked: `fr-CA`, `fr`, then English; and of each first the site's own file, then the
theme's. Does not know how catalogues are written or what a page says.
"""

from collections.abc import Iterable

from ipsegen.diagnostics import Problem
from ipsegen.load.catalogues import Catalogue, read_catalogue
from ipsegen.load.theme import LanguageFile, Theme
from ipsegen.model.languages import canonical_language
from ipsegen.render.catalogue_faults import catalogue_faults
from ipsegen.render.messages import Messages, messages_of


def speaking(theme: Theme, language: str) -> tuple[LanguageFile, ...]:
    """The files that are asked for a message in a language, in this order."""
    subtags = language.lower().split("-")
    tags = ["-".join(subtags[:length]) for length in range(len(subtags), 0, -1)]
    return tuple(file for tag in tags for file in reversed(theme.languages) if file.language.lower() == tag)


def messages_in(theme: Theme, language: str) -> Messages:
    """The messages in a language. Those of files that are faulty are left out: `wording_problems` says why."""
    read = (_read(file) for file in speaking(theme, language))
    return messages_of(found for found in read if isinstance(found, Catalogue))


def wording_problems(files: Iterable[LanguageFile]) -> tuple[Problem, ...]:
    """What is wrong with some files."""
    return tuple(problem for file in files for problem in _problems(file))


def _problems(file: LanguageFile) -> Iterable[Problem]:
    if canonical_language(file.language) is None:
        message = f"'{file.language}' is no language tag (BCP 47)"
        return (Problem(file.path, 1, 1, "catalogue-language", message, "name the file de.po, pt-BR.po, zh-Hant.po …"),)
    found = _read(file)
    return (found,) if isinstance(found, Problem) else catalogue_faults(found)


def _read(file: LanguageFile) -> Catalogue | Problem:
    return read_catalogue(file.path, file.language, file.text)
