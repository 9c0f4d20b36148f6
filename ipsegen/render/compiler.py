"""Templates → Python, with less in it to do than Jinja's own.

Owns what is left out of a compiled template: sentences are looked up where it is compiled, and functions, attributes
and macros are asked as Python asks them, for no function here wants Jinja's context. Does not know any template.
"""

# ruff: noqa: N802 (Jinja finds these methods by the names of its nodes)

from collections.abc import Callable
from keyword import iskeyword
from typing import Any, cast

from jinja2 import Environment, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.idtracking import VAR_LOAD_RESOLVE

from ipsegen.render import runtime
from ipsegen.render.runtime import PageContext


class PythonWriter(CodeGenerator):
    """Jinja's compiler, writing shorter calls."""

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:
        """The module of a template."""
        self.writeline(f"from {runtime.__name__} import attribute, joined, Macro as PlainMacro, safe, shown")
        super().visit_Template(node, frame)

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:
        """A call: as Python writes it, unless its arguments are only known when it happens."""
        message = self._message(node, frame)
        if message is not None:
            self.write(f"safe({message!r})")
            return
        unusual = forward_caller or node.dyn_args is not None or node.dyn_kwargs is not None
        if unusual or any(iskeyword(named.key) for named in node.kwargs):
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        self.visit(node.node, frame)
        self.write("(")
        for argument in (*node.args, *node.kwargs):
            self.visit(argument, frame)
            self.write(", ")
        self.write(")")

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:
        """An attribute of a value."""
        self.write("attribute(environment, ")
        self.visit(node.node, frame)
        self.write(f", {node.attr!r})")

    def visit_Concat(self, node: nodes.Concat, frame: Frame) -> None:
        """`a ~ b`."""
        if not _escapes(frame):
            super().visit_Concat(node, frame)
            return
        self.write("joined(")
        for part in node.nodes:
            self.visit(part, frame)
            self.write(", ")
        self.write(")")

    def macro_def(self, macro_ref: Any, frame: Frame) -> None:
        """The macro around the function that was written last."""
        self.write("Plain")
        super().macro_def(macro_ref, frame)

    def _message(self, node: nodes.Node, frame: Frame) -> str | None:
        """The HTML of the sentence that a call asks for, where it is the same whenever it is asked for."""
        match node:
            case nodes.Call(
                node=nodes.Name(name="_" | "gettext" as function),
                args=[nodes.Const(value=str(message))],
                kwargs=[],
                dyn_args=None,
                dyn_kwargs=None,
            ) if _is_global(function, frame):
                try:
                    return str(cast("Callable[[str], str]", self.environment.globals[function])(message))
                except (KeyError, TypeError, ValueError):  # it needs more than it is given: the call will say so
                    return None
        return None

    def _output_child_to_const(self, node: nodes.Expr, frame: Frame, finalize: Any) -> str:
        message = self._message(node, frame)
        return super()._output_child_to_const(node, frame, finalize) if message is None else message

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if _escapes(frame):
            self.write("shown(")
        else:
            super()._output_child_pre(node, frame, finalize)


def _escapes(frame: Frame) -> bool:
    """Whether it is certain that what is shown here is escaped: so everywhere but within `{% autoescape %}`."""
    return bool(frame.eval_ctx.autoescape) and not frame.eval_ctx.volatile


def _is_global(name: str, frame: Frame) -> bool:
    """Whether a name of a template is not one that the template itself gives to something."""
    load = frame.symbols.find_load(frame.symbols.ref(name))
    return load is not None and load[0] == VAR_LOAD_RESOLVE


class ThemeEnvironment(Environment):
    """Jinja with the compiler of this module. Its globals are to be complete before the first template is compiled."""

    code_generator_class = PythonWriter
    context_class = PageContext

    def make_globals(self, d: Any) -> Any:  # noqa: ARG002 (no template here has globals of its own)
        """The same names for every template: a view over two dictionaries would be read anew for each page."""
        return self.globals
