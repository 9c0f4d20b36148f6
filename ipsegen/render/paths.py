"""What is so plain in a template that it can be compiled to less than Jinja makes of it.

Owns which expressions are paths through values, `card.signed[0].name`, which of them are read whenever an expression
is evaluated, and which calls show a block again. Does not write code.
"""

from collections.abc import Iterable, Iterator
from keyword import iskeyword

from jinja2 import nodes
from jinja2.compiler import Frame


def python_path(node: nodes.Node, frame: Frame) -> str | None:
    """The Python for a path of at least one step; None for all else.

    What it gives, where it raises nothing, is what Jinja gives; where it raises, nothing can be said.
    """
    return None if isinstance(node, nodes.Name) else _step(node, frame)


def _step(node: nodes.Node, frame: Frame) -> str | None:
    match node:
        case nodes.Name(name=name, ctx="load") if name not in {"self", "super"}:
            return frame.symbols.ref(name)
        # What begins with `_` may be an attribute of what stands for a name that is missing.
        case nodes.Getattr(node=inner, attr=name) if not name.startswith("_") and not iskeyword(name):
            before = _step(inner, frame)
            return f"{before}.{name}" if before else None
        case nodes.Getitem(node=inner, arg=nodes.Const(value=int() | str() as key)):
            before = _step(inner, frame)
            return f"{before}[{key!r}]" if before else None
    return None


def paths_in(node: nodes.Node, frame: Frame) -> Iterator[tuple[str, nodes.Node]]:
    """Every path that is read whenever `node` is evaluated, with its Python."""
    path = python_path(node, frame)
    if path is not None:
        yield path, node
        return
    for inner in _always(node):
        yield from paths_in(inner, frame)


def _always(node: nodes.Node) -> Iterable[nodes.Node]:
    """The parts of an expression that are always evaluated with it."""
    match node:
        case nodes.Call() | nodes.Filter() | nodes.Test():
            named = [argument.value for argument in node.kwargs]
            return [*([node.node] if node.node is not None else []), *node.args, *named]
        case nodes.Concat():
            return node.nodes
        case nodes.And() | nodes.Or():
            return [node.left]
        case nodes.Not() | nodes.Getattr() | nodes.Getitem():
            return [node.node]
        case nodes.Compare():
            return [node.expr, *(operand.expr for operand in node.ops[:1])]
        case nodes.CondExpr():
            return [node.test]
    return []


def is_call(node: nodes.Node) -> bool:
    """Whether anything is called in an expression: what is read after it may be another value than before."""
    return isinstance(node, nodes.Call) or node.find(nodes.Call) is not None


def block_called(call: nodes.Call) -> str | None:
    """The name of the block that is shown again by `self.name()`."""
    match call:
        case nodes.Call(
            node=nodes.Getattr(node=nodes.Name(name="self"), attr=name),
            args=[],
            kwargs=[],
            dyn_args=None,
            dyn_kwargs=None,
        ):
            return str(name)
    return None
