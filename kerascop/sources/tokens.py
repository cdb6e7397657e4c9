"""The tokens of a text that need not be Python, as the standard library divides it."""

from __future__ import annotations

import tokenize
from collections.abc import Callable, Iterator

_MAX_SEARCHED = 1_000_000
"""Characters of the lines of tokens that are none, each line counted for each such token. Until
Python 3.12 `tokenize` looks through what follows in the line for each of them.
"""


def tokens_of(readline: Callable[[], str]) -> Iterator[tokenize.TokenInfo]:
    """The tokens of the lines that `readline` returns.

    Raises:
        tokenize.TokenError, SyntaxError: it is no Python from here on, or there is too much in it
            that is none.
    """
    searched = 0
    for token in tokenize.generate_tokens(readline):
        if token.type == tokenize.ERRORTOKEN:
            searched += len(token.line)
            if searched > _MAX_SEARCHED:
                raise tokenize.TokenError("too many characters that begin no token", token.start)
        yield token
