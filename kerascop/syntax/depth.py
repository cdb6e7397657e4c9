"""How deep a syntax tree is: whoever walks down a tree must come back."""

from __future__ import annotations

import ast

from kerascop.syntax.nodes import children_of

MAX_DEPTH = 400
"""Levels of the syntax tree; the deepest file of Keras itself has 17."""

TOO_DEEP = "is nested too deeply to be analysed"


def line_too_deep(tree: ast.Module) -> int | None:
    """A line in which something is nested too deeply; `None` if nothing is."""
    level: list[ast.AST] = [tree]
    for left in reversed(range(MAX_DEPTH)):
        level = [child for node in level for child in children_of(node) if _has_room(child, left)]
        if not level:
            return None
    return next((line for node in level if (line := getattr(node, "lineno", None))), 1)


def _has_room(node: ast.AST, levels: int) -> bool:
    """May so many levels be in the node? Each takes a character at least."""
    line: int | None = getattr(node, "lineno", None)
    if line is None or node.end_lineno != line:  # type: ignore[attr-defined]
        return True
    return bool(node.end_col_offset - node.col_offset >= levels)  # type: ignore[attr-defined]
