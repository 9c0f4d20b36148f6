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

_new_text: Final = str.__new__


def safe(html: str) -> Markup:
    """`html` as what needs no escape, without the questions that `Markup(…)` asks."""
    return _new_text(Markup, html)


def shown(value: object) -> str:
    """The HTML of a value in a template: what is no HTML yet is escaped, as `escape` does it.

    The result is text, not `Markup`: it goes right into the page.
    """
    kind = type(value)
    if kind is str:
        # Most names and addresses hold nothing to escape; then a look at each of the five is all they cost.
        text: str = value  # type: ignore[assignment]
        if "&" in text or "<" in text or ">" in text or '"' in text or "'" in text:
            return escape(text)
        return text
    if kind is Markup:
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
    """The names that a template sees. All templates share the globals of the environment, so none are passed on."""

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
        self.eval_ctx = EvalContext(environment, name)
        self.exported_vars = set()
        self.name = name
        self.globals_keys = set()
        self.blocks = {key: [block] for key, block in blocks.items()}
