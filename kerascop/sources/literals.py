"""Strings and numbers that Python 3 cannot read: `"C:\\Users"`, as Python 2 could, and the like.

Whoever pastes a path with backslashes has a true complaint about it, and a model all the same.
"""

from __future__ import annotations

import re
import tokenize
from itertools import accumulate

from kerascop.sources.lines import lines_of
from kerascop.sources.parsing import tree_of
from kerascop.sources.tokens import tokens_of

_COMPLAINTS = ("(unicode error)", "(value error)", "bytes can only contain", "Exceeds the limit")
_ESCAPE = re.compile(r"\\(?![\r\n'\"\\])")
_BYTES = re.compile("[rR]?[bB]")
_FOREIGN = re.compile(r"[^\x00-\x7f]")


def readable(text: str, reason: str) -> str | None:
    """The text with such literals written over by some of the same length.

    In a string a slash takes the place of a backslash, in bytes a question mark that of what is not
    ASCII, and a name of underscores that of a number with too many digits.

    Args:
        text: a text that Python refuses.
        reason: what Python says of it.

    Returns: `None` if that is not the reason.
    """
    if not reason.startswith(_COMPLAINTS):
        return None
    lines = lines_of(text)
    starts = [0, *accumulate(map(len, lines))]
    made = list(text)
    try:
        for token in tokens_of(iter([*lines, ""]).__next__):
            if token.type in (tokenize.STRING, tokenize.NUMBER) and tree_of(token.string) is None:
                (line, start), (last, end) = token.start, token.end
                place = slice(starts[line - 1] + start, starts[last - 1] + end)
                made[place] = _written_over(text[place])
    except (tokenize.TokenError, SyntaxError):
        return None
    changed = "".join(made)
    return None if changed == text else changed


def _written_over(literal: str) -> str:
    if literal[0].isdigit():
        return "_" * len(literal)
    escaped = _ESCAPE.sub("/", literal)
    return _FOREIGN.sub("?", escaped) if _BYTES.match(literal) else escaped
