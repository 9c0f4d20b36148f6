"""Which templates a template names.

Owns how that is read from its text, which takes a hundredth of the time that compiling it takes. Does not know what any
template is for.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

_STATEMENT: Final = re.compile(r"\{%[-+]?\s*(?:extends|include|import|from)\b(.*?)[-+]?%\}", re.DOTALL)
_ONE_NAME: Final = re.compile(
    r"""\s*["']([^"']+)["']\s*(?:(?:ignore\s+missing|with(?:out)?\s+context|as\s+\w+|import\b.*)\s*)*""", re.DOTALL
)


def reached(templates: Mapping[str, str], starts: Iterable[str]) -> Iterator[str]:
    """The names `starts` and those that they name, and so on, each once: those of `templates` alone."""
    waiting, seen = list(starts), set[str]()
    while waiting:
        name = waiting.pop()
        if name in templates and name not in seen:
            seen.add(name)
            yield name
            waiting.extend(one for one in _named(templates[name]) if one is not None)


def texts_reached(templates: Mapping[str, str], starts: Iterable[str]) -> Iterable[str]:
    """The texts that a page may be set with which begins with one of `starts`.

    All texts, where one of these says only while a page is set which other it names.
    """
    texts = [templates[name] for name in reached(templates, starts)]
    return templates.values() if any(None in _named(text) for text in texts) else texts


def _named(text: str) -> list[str | None]:
    """The templates that a text names; None stands for one that it does not say outright."""
    found = map(_ONE_NAME.fullmatch, _STATEMENT.findall(text))
    return [name[1] if name is not None else None for name in found]
