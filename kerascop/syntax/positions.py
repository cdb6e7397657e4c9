"""Where the nodes of a syntax tree stand, in characters."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from kerascop.sources.span import Span
from kerascop.syntax.fstrings import place_fields
from kerascop.syntax.nodes import children_of


class Positions:
    """The places of the nodes of one tree.

    Args:
        tree: fresh from the parser.
        lines: of its text, without their ends.
        moved: for each line how far to the left it has moved in that text.
    """

    def __init__(self, tree: ast.Module, lines: Sequence[str], moved: Sequence[int] = ()) -> None:
        self._tree = tree
        self._lines = lines
        self._moved = moved
        self._fields_placed = False

    def of(self, node: ast.AST) -> Span | None:
        """Where a node stands, or the first thing in it that has a place; `None` if none has."""
        if not self._fields_placed and not isinstance(node, ast.stmt):
            self._fields_placed = True
            place_fields(self._tree, self._lines)
        waiting = [node]
        while waiting:
            candidate = waiting.pop()
            if hasattr(candidate, "lineno"):
                return self._span(candidate)  # type: ignore[arg-type]
            waiting.extend(reversed(children_of(candidate)))
        return None

    def _span(self, node: ast.expr) -> Span:
        end_line, end = node.end_lineno or node.lineno, node.end_col_offset or node.col_offset
        start = self._column(node.lineno, node.col_offset)
        return Span(node.lineno, start, end_line, self._column(end_line, end))

    def _column(self, line: int, offset: int) -> int:
        """The column, from 1, where Python counts so many bytes of a line."""
        text = self._lines[line - 1] if line <= len(self._lines) else ""
        if not text.isascii():
            before = text.encode("utf-8", "surrogatepass")[:offset]
            offset = len(before.decode("utf-8", "replace"))
        return offset + 1 + (self._moved[line - 1] if line <= len(self._moved) else 0)
