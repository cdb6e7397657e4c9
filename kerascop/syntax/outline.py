"""The lines on which statements stand, as Python's own parser, which is fast, tells them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

_BLOCKS = ("body", "handlers", "cases", "orelse", "finalbody")
"""Where statements hold others, in the order of the text."""


@dataclass(frozen=True)
class Outline:
    """Where the statements of a text stand, in lines from 1.

    Attributes:
        lines: where each statement begins, those in others behind them, in the order of the text.
            A decorated definition begins at its `def` or `class`.
        ends: the last line of each statement of the module's own level.
    """

    lines: tuple[int, ...]
    ends: tuple[int, ...]


def outline_of(tree: ast.Module) -> Outline:
    """The outline of a text that Python has parsed."""
    return Outline(
        tuple(statement.lineno for statement in _statements(tree)),
        tuple(statement.end_lineno or statement.lineno for statement in tree.body),
    )


def _statements(node: ast.AST) -> Iterator[ast.stmt]:
    for block in _BLOCKS:
        inner = getattr(node, block, ())
        # The body of a lambda or of a conditional expression is one expression.
        for each in inner if isinstance(inner, list) else ():
            if isinstance(each, ast.stmt):
                yield each
            yield from _statements(each)
