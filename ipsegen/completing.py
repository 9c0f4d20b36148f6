"""What a shell is told while someone presses Tab: ids, values of keys, codes.

Owns what is offered where, and how bash is made to understand it. Does not know which ids there are; heavy modules are
imported when a shell asks.
"""

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click
from click.shell_completion import BashComplete, CompletionItem, add_completion_class

_BREAKS: Final = ("=", ":")
if TYPE_CHECKING:
    from ipsegen.model.references import Kind

Items = list[CompletionItem[str]]

_IN_LISTS: Final = "[, "
"""Behind these another item of a list begins."""


def codes(_context: click.Context, _parameter: click.Parameter, incomplete: str) -> Items:
    """The codes of problems, each with its cause."""
    from ipsegen.load.explanations import read_explanations

    return _beginning_with(incomplete, ((code, entry.cause) for code, entry in read_explanations().items()))


def ids(context: click.Context, _parameter: click.Parameter, incomplete: str) -> Items:
    """The ids of the kind that stands before them, each with the name of its record."""
    from ipsegen.schemas import ids_in, quote_ids_in

    kind = _kind(context)
    with suppress(OSError):  # where no site is, nothing is known
        if kind == "quote":
            return _beginning_with(incomplete, ((found, "") for found in quote_ids_in(_root(context))))
        if kind is not None:
            return _beginning_with(incomplete, ids_in(_root(context)).get(kind, {}).items())
    return []


def pairs(context: click.Context, _parameter: click.Parameter, incomplete: str) -> Items:
    """Behind `KEY=` the ids that the key may name."""
    from ipsegen.model.json_schema import offered
    from ipsegen.schemas import ids_in

    key, equals, value = incomplete.partition("=")
    kind = _kind(context)
    with suppress(OSError):
        if kind is not None and equals:
            begun = max(value.rfind(sign) for sign in _IN_LISTS) + 1
            there = f"{key}={value[:begun]}"
            found = _beginning_with(value[begun:], offered(kind, key, ids_in(_root(context))))
            return [CompletionItem(there + item.value, help=item.help) for item in found]
    return []


def destinations(_context: click.Context, _parameter: click.Parameter, incomplete: str) -> Items:
    """How a place begins that a site can be published to."""
    return _beginning_with(incomplete, [("file:///", "a folder of this machine"), ("s3://", "a bucket")])


def _root(context: click.Context) -> Path:
    """The root as -C gives it."""
    return Path(context.find_root().params["root"])


def _kind(context: click.Context) -> "Kind | None":
    """The kind of record on the line; where an option lacks its value, click leaves it among the rest."""
    from ipsegen.model.references import FOLDERS

    words = {context.params.get("kind"), *context.args}
    return next((kind for kind in FOLDERS if kind in words), None)


def _beginning_with(start: str, named: Iterable[tuple[str, str]]) -> Items:
    return [CompletionItem(value, help=name or None) for value, name in named if value.startswith(start)]


@add_completion_class
class Bash(BashComplete):
    """Bash takes `=` and `:` for breaks between words, and puts its choice behind the last of them."""

    def get_completion_args(self) -> tuple[list[str], str]:
        """The words before the one that is completed, and that one, put together again."""
        words, incomplete = super().get_completion_args()
        if incomplete in _BREAKS:
            words, incomplete = [*words, incomplete], ""
        while words and words[-1] in _BREAKS:
            incomplete = "".join([*words[-2:], incomplete])
            words = words[:-2]
        return words, incomplete

    def format_completion(self, item: CompletionItem[str]) -> str:
        """As click does, without what stands before the last break already."""
        last, whole = super().get_completion_args()[1], self.get_completion_args()[1]
        there = whole.removesuffix("" if last in _BREAKS else last)
        return f"{item.type},{item.value.removeprefix(there)}"
