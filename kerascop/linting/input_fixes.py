"""Layers put before others: into the list of a model, or by a call of `add` of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kerascop.linting.fixes import called_otherwise, code_of, function_of
from kerascop.sources.edits import Edit
from kerascop.sources.span import Span

if TYPE_CHECKING:
    import libcst as cst

    from kerascop.syntax.module import ParsedModule
    from kerascop.syntax.origin import Origin


def layer_before(layer: Origin, name: str, arguments: str) -> list[Edit] | None:
    """Another layer before one that stands in a list, or is handed to `add`, on lines of its own.

    Args:
        layer: the call that makes the layer.
        name: the class of the other, which comes from the same module.
        arguments: what it is made with.
    """
    function, renamed = function_of(layer), called_otherwise(layer, name)
    if function is None or renamed is None:
        return None
    imports = [edit for edit in renamed if not layer.span.contains(edit.span)]
    module = code_of(function).rpartition(".")[0]
    made = f"{f'{module}.' if module else ''}{name}({arguments})"
    adding = _statement_adding(layer.module, layer.node)
    if adding is not None:
        statement, receiver = adding
        text, place = f"{receiver}.add({made})\n", layer.module.span(statement)
    elif _is_entry(layer.module, layer.node):
        text, place = f"{made},\n", layer.span
    else:
        return None
    row = layer.module.lines[place.start_line - 1][: place.start_column - 1]
    if row.strip() and adding is not None:
        return None
    text = f"{text}{row}" if not row.strip() else f"{made}, "
    start = Span(place.start_line, place.start_column, place.start_line, place.start_column)
    return [*imports, Edit(start, text)]


def _statement_adding(module: ParsedModule, layer: cst.CSTNode) -> tuple[cst.Expr, str] | None:
    """The statement `model.add(layer)`, and what it calls the model."""
    import libcst as cst

    from kerascop.syntax.nodes import nodes_in

    for node in nodes_in(module.tree):
        if not isinstance(node, cst.Expr) or not isinstance(node.value, cst.Call):
            continue
        called, given = node.value.func, node.value.args
        if not isinstance(called, cst.Attribute) or called.attr.value != "add":
            continue
        if len(given) == 1 and given[0].value is layer:
            return node, module.code(called.value)
    return None


def _is_entry(module: ParsedModule, value: cst.CSTNode) -> bool:
    import libcst as cst

    from kerascop.syntax.nodes import nodes_in

    return any(
        isinstance(node, cst.List) and any(each.value is value for each in node.elements)
        for node in nodes_in(module.tree)
    )
