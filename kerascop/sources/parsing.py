"""Parsing text that may be anything, of which Python refuses some in other ways than by a syntax
error.
"""

from __future__ import annotations

import ast
import warnings

REFUSALS = (SyntaxError, ValueError, RecursionError, MemoryError)
"""What `ast.parse` raises of a text: of null characters and lone surrogates a `ValueError`, of deep
text one of the last two.
"""


def tree_of(text: str) -> ast.Module | None:
    """The tree of a text; `None` if Python refuses it, whatever the way."""
    with warnings.catch_warnings():
        # Invalid escapes and the like are no business of ours, and stderr is.
        warnings.simplefilter("ignore")
        try:
            return ast.parse(text)
        except REFUSALS:
            return None
