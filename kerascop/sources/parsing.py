"""Parsing text that may be anything, of which Python refuses some in other ways than by a syntax
error.
"""

from __future__ import annotations

import ast
import re
import warnings

REFUSALS = (SyntaxError, ValueError, RecursionError, MemoryError)
"""What `ast.parse` raises of a text: of null characters and lone surrogates a `ValueError`, of deep
text one of the last two.
"""


_CHAIN = re.compile(r"(?:\bimport\b|\bfrom\b|,)[\s\\.]*\w+[\s\\]*(?:\.[\s\\]*\w+[\s\\]*)+")
_MAX_CHAINS = 100_000_000
"""The parts of each dotted name times its characters, all names together: Python's parser keeps
each beginning of a name that is imported, and of a hundred thousand parts those are gigabytes.
"""


def has_endless_names(text: str) -> bool:
    """Does the text have dotted names on which Python would spend all memory?"""
    if len(text) * text.count(".") <= _MAX_CHAINS:
        return False
    chains = (found[0] for found in _CHAIN.finditer(text))
    return sum(chain.count(".") * len(chain) for chain in chains) > _MAX_CHAINS


def tree_of(text: str) -> ast.Module | None:
    """The tree of a text; `None` if Python refuses it, whatever the way, or should never see it."""
    if has_endless_names(text):
        return None
    with warnings.catch_warnings():
        # Invalid escapes and the like are no business of ours, and stderr is.
        warnings.simplefilter("ignore")
        try:
            return ast.parse(text)
        except REFUSALS:
            return None
