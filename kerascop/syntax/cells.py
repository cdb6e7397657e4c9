"""Where the cells of a notebook begin that is read as a script."""

from __future__ import annotations

import libcst as cst

_MARKS = ("# In[", "# %%", "#%%", "# In [", "# <codecell>", "# COMMAND")
"""How notebooks that were turned into scripts mark where a cell begins."""


def lines_before(statement: cst.CSTNode) -> tuple[cst.EmptyLine, ...]:
    """The empty lines and comments in front of a statement."""
    return tuple(getattr(statement, "leading_lines", ()))


def begins_cell(line: cst.EmptyLine) -> bool:
    """Does this line say that a cell begins?"""
    return line.comment is not None and line.comment.value.startswith(_MARKS)
