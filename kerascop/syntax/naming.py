"""Where names stand for which Python's tree has no nodes: of definitions, and behind dots."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, TypeAlias
from weakref import WeakKeyDictionary

from kerascop.syntax.origin import Origin
from kerascop.syntax.words import attribute_name, definition_name

if TYPE_CHECKING:
    from kerascop.syntax.module import ParsedModule

_Named: TypeAlias = "ast.Attribute | ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef"


def name_of(origin: Origin) -> Origin:
    """The name alone of what is defined by a `def` or `class`, or stands behind a last dot.

    Returns: all of what is neither, or is written oddly: the name on a line of its own.
    """
    node = origin.node
    match node:
        case ast.Attribute() | ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
            known = _NAMES.get(node) or _name_in(origin.module, node)
        case _:
            known = None
    if known is None:
        return origin
    _NAMES[node] = known
    return Origin(origin.module, known)


_NAMES: WeakKeyDictionary[ast.AST, ast.Name] = WeakKeyDictionary()
"""Each made once: origins are equal if their nodes are the same."""


def _name_in(module: ParsedModule, node: _Named) -> ast.Name | None:
    if isinstance(node, ast.Attribute):
        span = attribute_name(module, node)
        line, end = node.end_lineno or node.lineno, node.end_col_offset or 0
    else:
        found = definition_name(module, node)
        if found is None:
            return None
        span = found
        line, end = node.lineno, node.col_offset + span.end_column - module.span(node).start_column
    name = module.within(span)
    # Columns are counted in bytes, but what stands before the name of a definition is plain.
    width = len(name.encode("utf-8", "surrogatepass"))
    if not isinstance(node, ast.Attribute):
        end += width - len(name)
    return ast.Name(name, lineno=line, col_offset=end - width, end_lineno=line, end_col_offset=end)
