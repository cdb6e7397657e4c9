"""Layers put before others: into the list of a model, or by a call of `add` of their own."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from kerascop.linting.fixes import called_otherwise, code_of, function_of
from kerascop.sources.edits import Edit
from kerascop.sources.span import Span
from kerascop.syntax import words
from kerascop.syntax.nodes import nodes_in
from kerascop.syntax.origin import Origin

if TYPE_CHECKING:
    from kerascop.syntax.module import ParsedModule


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
    module = layer.module.code(function.node).rpartition(".")[0]
    made = f"{f'{module}.' if module else ''}{name}({arguments})"
    adding = _statement_adding(layer.module, layer.node)
    if adding is not None:
        statement, receiver = adding
        text, place = f"{receiver}.add({made})\n", layer.module.span(statement)
    elif _is_entry(layer.module, layer.node):
        text, place = f"{made},\n", words.with_parentheses(layer.module, layer.node)
    else:
        return None
    row = layer.module.lines[place.start_line - 1][: place.start_column - 1]
    if row.strip() and adding is not None:
        return None
    text = f"{text}{row}" if not row.strip() else f"{made}, "
    start = Span(place.start_line, place.start_column, place.start_line, place.start_column)
    return [*imports, Edit(start, text)]


def _statement_adding(module: ParsedModule, layer: ast.AST) -> tuple[ast.Expr, str] | None:
    """The statement `model.add(layer)`, and what it calls the model."""
    for node in nodes_in(module.tree):
        match node:
            case ast.Expr(
                value=ast.Call(
                    func=ast.Attribute(value=model, attr="add"), args=args, keywords=more
                )
            ) if [*args, *(each.value for each in more)] == [layer]:
                return node, code_of(Origin(module, model))
    return None


def _is_entry(module: ParsedModule, value: ast.AST) -> bool:
    return any(
        isinstance(node, ast.List) and any(each is value for each in node.elts)
        for node in nodes_in(module.tree)
    )
