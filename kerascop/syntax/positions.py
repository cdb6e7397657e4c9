"""Where the nodes of a syntax tree stand, in characters."""

from __future__ import annotations

import ast
from typing import NamedTuple

from kerascop.syntax.fstrings import place_fields
from kerascop.syntax.nodes import children_of


class Place(NamedTuple):
    """Where a node begins and ends: lines from 1, and columns from 0."""

    start_line: int
    start_column: int
    end_line: int
    end_column: int


class Positions:
    """The places of the nodes of one tree.

    Args:
        tree: fresh from the parser.
        lines: of its text, without their ends.
    """

    def __init__(self, tree: ast.Module, lines: list[str]) -> None:
        self._lines = lines
        place_fields(tree, lines)

    def of(self, node: ast.AST) -> Place | None:
        """Where a node stands, or the first thing in it that has a place; `None` if none has."""
        waiting = [node]
        while waiting:
            candidate = waiting.pop()
            if hasattr(candidate, "lineno"):
                return self._place(candidate)  # type: ignore[arg-type]
            waiting.extend(reversed(children_of(candidate)))
        return None

    def _place(self, node: ast.expr) -> Place:
        end_line, end = node.end_lineno or node.lineno, node.end_col_offset or node.col_offset
        return Place(
            node.lineno,
            self._column(node.lineno, node.col_offset),
            end_line,
            self._column(end_line, end),
        )

    def _column(self, line: int, offset: int) -> int:
        """The column where Python counts so many bytes of a line."""
        text = self._lines[line - 1] if line <= len(self._lines) else ""
        if text.isascii():
            return offset
        return len(text.encode("utf-8", "surrogatepass")[:offset].decode("utf-8", "replace"))
