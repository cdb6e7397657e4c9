"""Where the cells of a notebook begin that is read as a script."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kerascop.syntax.module import ParsedModule

_MARKS = ("# In[", "# %%", "#%%", "# In [", "# <codecell>", "# COMMAND")
"""How notebooks that were turned into scripts mark where a cell begins."""


def lines_before(
    module: ParsedModule, statement: ast.stmt, before: ast.stmt | None
) -> Sequence[str]:
    """The empty lines and comments in front of a statement, without the blanks around them.

    Args:
        module: in which both stand.
        statement: with its decorators.
        before: the statement in front of it, `None` if it is the first one of the module.
    """
    decorators: list[ast.expr] = getattr(statement, "decorator_list", [])
    first = min(module.span(each).start_line for each in (statement, *decorators))
    last = 0 if before is None else module.span(before).end_line
    return [line.strip() for line in module.lines[last : first - 1]]


def begins_cell(line: str) -> bool:
    """Does this line say that a cell begins?"""
    return line.startswith(_MARKS)
