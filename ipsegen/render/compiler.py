"""Templates → Python, with less in it to do than Jinja's own.

Owns what is left out of a compiled template: sentences are looked up where it is compiled, and functions, attributes
and macros are asked as Python asks them, for no function here wants Jinja's context. Templates and blocks give lists
of parts, not one part after the other. Does not know any template.
"""

# ruff: noqa: N802 (Jinja finds these methods by the names of its nodes)

from collections.abc import Callable, Iterable
from keyword import iskeyword
from typing import Any, Final, cast

from jinja2 import Environment, Template, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.idtracking import VAR_LOAD_RESOLVE

from ipsegen.render import runtime
from ipsegen.render.paths import block_called, is_call, paths_in
from ipsegen.render.runtime import PageContext

_PARTS: Final = "parts"
_PARENT: Final = "parent_template.root_render_func(context)"


class PythonWriter(CodeGenerator):
    """Jinja's compiler, writing shorter calls."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self._known: dict[int, str] = {}
        """The variables that hold paths which are read already, by the nodes that ask for them."""

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:
        """The module of a template."""
        names = "attribute, block_html, escaped, joined, Macro as PlainMacro, safe, shown"
        self.writeline(f"from {runtime.__name__} import {names}")
        super().visit_Template(node, frame)

    # A template or block: a function that gives a list of parts.

    def write_commons(self) -> None:
        """How the function begins."""
        self.writeline("resolve = context.resolve_or_missing")
        self.writeline("undefined = environment.undefined")
        self.writeline("concat = environment.concat")
        self.writeline("cond_expr_undefined = Undefined")
        self.writeline(f"{_PARTS} = []")

    def enter_frame(self, frame: Frame) -> None:
        """Whatever is shown in the function becomes a part."""
        if frame.parent is None and frame.buffer is None:
            frame.buffer = _PARTS
        super().enter_frame(frame)

    def leave_frame(self, frame: Frame, with_python_scope: bool = False) -> None:
        """How the function ends, unless what the template extends comes now."""
        super().leave_frame(frame, with_python_scope)
        if frame.parent is not None or frame.buffer != _PARTS or not with_python_scope:
            return
        if not (frame.rootlevel and self.extends_so_far):
            self.writeline(f"return {_PARTS}")
        elif not self.has_known_extends:
            self.writeline(f"if parent_template is None: return {_PARTS}")

    def writeline(self, x: str, node: nodes.Node | None = None, extra: int = 0) -> None:
        """A line; the one that goes on with what the template extends is turned into a list."""
        super().writeline(f"return [*{_PARTS}, *{_PARENT}]" if x == f"yield from {_PARENT}" else x, node, extra)

    def visit_Block(self, node: nodes.Block, frame: Frame) -> None:
        """The parts of a block, where it stands."""
        if frame.toplevel and self.has_known_extends:
            return
        checks = frame.toplevel and self.extends_so_far > 0
        if checks:
            self.writeline("if parent_template is None:")
            self.indent()
        context = self.derive_context(frame) if node.scoped else self.get_context_ref()
        if node.required:
            self.writeline(f"if len(context.blocks[{node.name!r}]) <= 1:", node)
            self.indent()
            self.writeline(f'raise TemplateRuntimeError("Required block {node.name!r} not found")', node)
            self.outdent()
        self.writeline(f"{frame.buffer}.extend(context.blocks[{node.name!r}][0]({context}))", node)
        self.outdent(checks)

    def visit_Include(self, node: nodes.Include, frame: Frame) -> None:
        """The parts of another template."""
        if node.ignore_missing:
            self.writeline("try:")
            self.indent()
        self.writeline("template = environment.get_or_select_template(", node)
        self.visit(node.template, frame)
        self.write(f", {self.name!r})")
        if node.ignore_missing:
            self.outdent()
            self.writeline("except TemplateNotFound: pass")
            self.writeline("else:")
            self.indent()
        shared = f"template.new_context(context.get_all(), True, {self.dump_local_context(frame)})"
        module = "template._get_default_module()._body_stream"
        self.writeline(
            f"{frame.buffer}.extend({f'template.root_render_func({shared})' if node.with_context else module})"
        )
        self.outdent(node.ignore_missing)

    # Paths are read as Python reads them, where one statement holds all that can go wrong with it.

    def _read(self, expressions: Iterable[nodes.Node], frame: Frame) -> None:
        """Read all paths of expressions that are evaluated next, whatever comes."""
        found = [place for expression in expressions for place in paths_in(expression, frame)]
        if not found or frame.eval_ctx.volatile:
            return
        places: dict[str, tuple[str, nodes.Node]] = {}
        for path, node in found:
            if path not in places:
                places[path] = self.temporary_identifier(), node
        self.writeline("try:")
        self.indent()
        for path, (variable, _node) in places.items():
            self.writeline(f"{variable} = {path}")
        self.outdent()
        self.writeline("except Exception:")
        self.indent()
        for variable, node in places.values():
            self.writeline(f"{variable} = ", node)
            self.visit(node, frame)
        self.outdent()
        self._known.update((id(node), places[path][0]) for path, node in found)

    def visit_Output(self, node: nodes.Output, frame: Frame) -> None:
        """Text and values. What is called may change what is read after it."""
        if frame.require_output_check:
            super().visit_Output(node, frame)
            return
        group: list[nodes.Expr] = []
        for child in node.nodes:
            if any(map(is_call, group)) and any(paths_in(child, frame)):
                self._put(group, frame)
                group = []
            group.append(child)
        self._put(group, frame)

    def _put(self, group: list[nodes.Expr], frame: Frame) -> None:
        self._read(group, frame)
        super().visit_Output(nodes.Output(group), frame)

    def visit_If(self, node: nodes.If, frame: Frame) -> None:
        """A condition."""
        self._read([node.test], frame)
        super().visit_If(node, frame)

    def visit_For(self, node: nodes.For, frame: Frame) -> None:
        """A loop."""
        if not node.recursive:
            self._read([node.iter], frame)
        super().visit_For(node, frame)

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:
        """A call: as Python writes it, unless its arguments are only known when it happens."""
        message = self._message(node, frame)
        if message is not None:
            self.write(f"safe({message!r})")
            return
        block = block_called(node)
        if block is not None and _escapes(frame):
            self.write(f"block_html(context, {frame.symbols.ref('self')}, {block!r})")
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
        if id(node) in self._known:
            self.write(self._known[id(node)])
            return
        self.write("attribute(environment, ")
        self.visit(node.node, frame)
        self.write(f", {node.attr!r})")

    def visit_Getitem(self, node: nodes.Getitem, frame: Frame) -> None:
        """An item of a value."""
        if id(node) in self._known:
            self.write(self._known[id(node)])
        else:
            super().visit_Getitem(node, frame)

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
                node=nodes.Name(name="_" | "gettext" | "pgettext" as function),
                args=given,
                kwargs=[],
                dyn_args=None,
                dyn_kwargs=None,
            ) if _is_global(function, frame):
                words = [argument.value for argument in given if isinstance(argument, nodes.Const)]
                if len(words) < len(given) or not all(isinstance(word, str) for word in words):
                    return None
                try:
                    return str(cast("Callable[..., str]", self.environment.globals[function])(*words))
                except (KeyError, TypeError, ValueError):  # it needs more than it is given: the call will say so
                    return None
        return None

    def _output_child_to_const(self, node: nodes.Expr, frame: Frame, finalize: Any) -> str:
        message = self._message(node, frame)
        return super()._output_child_to_const(node, frame, finalize) if message is None else message

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if _escapes(frame):
            known = self._known.get(id(node))
            self.write(f"escaped({known}) if type({known}) is str else shown(" if known else "shown(")
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

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self._at_hand: dict[Any, Template] = {}

    def make_globals(self, d: Any) -> Any:  # noqa: ARG002 (no template here has globals of its own)
        """The same names for every template: a view over two dictionaries would be read anew for each page."""
        return self.globals

    def get_template(self, name: Any, parent: str | None = None, globals: Any = None) -> Template:  # noqa: A002
        """A template; asked for with every page, those that are compiled are at hand."""
        found = self._at_hand.get(name)
        if found is None:
            found = self._at_hand[name] = super().get_template(name, parent, globals)
        return found
