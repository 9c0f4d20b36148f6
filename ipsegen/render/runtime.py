"""What compiled templates call while a page is set.

Owns the escaping of what is shown, the access to attributes, macros and the context: each does what Jinja's own does,
for values that are what this site hands to its templates. Does not know any template, nor how they are compiled.
"""

from collections.abc import Callable, Mapping, MutableMapping
from typing import Any, Final

from jinja2 import Environment
from jinja2.nodes import EvalContext
from jinja2.runtime import Context, markup_join
from jinja2.runtime import Macro as JinjaMacro
from jinja2.utils import missing
from markupsafe import Markup, escape

try:
    # What `escape` calls for text, before it wraps the result. Compiled; where it is not, or not there, …
    from markupsafe._speedups import _escape_inner as escaped
except ImportError:  # pragma: no cover

    def escaped(s: str, /) -> str:
        """… this does the same."""
        return str(escape(s))


_new_text: Final = str.__new__
_LONG: Final = 4_000
"""Characters in finished parts from which on joining bytes is faster than encoding the whole."""


def safe(html: str) -> Markup:
    """`html` as what needs no escape, without the questions that `Markup(…)` asks."""
    return _new_text(Markup, html)


class Finished(Markup):
    """What needs no escape and is not encoded again: the bytes that it was read from go with it."""

    __slots__ = ("data",)
    data: bytes


def finished(data: bytes) -> Finished:
    """HTML in UTF-8 as a part of a page."""
    part = _new_text(Finished, data, "utf-8")
    part.data = data
    return part


def encoded(parts: list[str]) -> bytes:
    """Parts as the bytes of a page."""
    if sum([len(part) for part in parts if type(part) is Finished]) > _LONG:
        return b"".join([part.data if type(part) is Finished else part.encode() for part in parts])
    return "".join(parts).encode()


def block_html(context: Context, reference: Any, name: str) -> str:
    """The HTML of a block that is shown again, as `self.name()` in a template has it."""
    blocks = context.blocks.get(name)
    if blocks is None:
        return str(attribute(context.environment, reference, name)())
    return safe("".join(blocks[0](context)))


def shown(value: object) -> str:
    """The HTML of a value in a template: what is no HTML yet is escaped, as `escape` does it.

    The result is text, not `Markup`: it goes right into the page.
    """
    kind = type(value)
    if kind is str:
        return escaped(value)  # type: ignore[arg-type]
    if kind is Markup or kind is Finished:
        return value  # type: ignore[return-value]
    if kind is int:
        return str(value)
    return escape(value)


def attribute(environment: Environment, value: Any, name: str) -> Any:
    """`value.name`, else `value["name"]`, as templates have it."""
    try:
        return getattr(value, name)
    except AttributeError:
        try:
            return value[name]
        except (TypeError, LookupError, AttributeError):
            return environment.undefined(obj=value, name=name)


def joined(*parts: object) -> str:
    """`a ~ b`: text that is still to be escaped, unless one of the parts is HTML already."""
    for part in parts:
        if type(part) is not str:
            return markup_join(parts)
    return "".join(parts)  # type: ignore[arg-type]


class Macro(JinjaMacro):
    """A macro that is called by position without Jinja's matching of arguments, and with it for all else."""

    def __init__(
        self,
        environment: Environment,
        function: Callable[..., str],
        name: str,
        arguments: list[str],
        catch_kwargs: bool,
        catch_varargs: bool,
        caller: bool,
        default_autoescape: bool | None = None,
    ) -> None:
        super().__init__(
            environment, function, name, arguments, catch_kwargs, catch_varargs, caller, default_autoescape
        )
        count = len(arguments)
        self.function = function
        # What is not given is `missing`: the function itself then takes the default of its parameter.
        self.rest = [(missing,) * (count - given) for given in range(count + 1)]
        special = catch_kwargs or catch_varargs or caller or not default_autoescape
        self.by_position = -1 if special else count

    def __call__(self, *given: Any, **named: Any) -> str:
        """The HTML of the macro."""
        if named or len(given) > self.by_position:
            return super().__call__(*given, **named)
        return _new_text(Markup, self.function(*given, *self.rest[len(given)]))


class PageContext(Context):
    """The names that a template sees: what was handed to it, then the globals of the environment, shared by all."""

    def __init__(
        self,
        environment: Environment,
        parent: dict[str, Any],
        name: str | None,
        blocks: Mapping[str, Callable[[Context], Any]],
        globals: MutableMapping[str, Any] | None = None,  # noqa: A002, ARG002 (as Jinja calls it)
    ) -> None:
        self.parent = parent
        self.vars = {}
        self.environment = environment
        self.exported_vars = set()
        self.name = name
        self.globals_keys = set()
        self.blocks = {key: [block] for key, block in blocks.items()}

    def resolve_or_missing(self, key: str) -> Any:
        """The value of a name."""
        if key in self.vars:
            return self.vars[key]
        parent = self.parent
        return parent[key] if key in parent else self.environment.globals.get(key, missing)

    def __getattr__(self, name: str) -> Any:
        """How things are escaped here: made when it is asked for, which few templates do."""
        if name != "eval_ctx":
            raise AttributeError(name)
        self.eval_ctx = EvalContext(self.environment, self.name)
        return self.eval_ctx
