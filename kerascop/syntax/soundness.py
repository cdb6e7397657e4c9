"""What Python itself says of a text: its tree, or why there is none."""

from __future__ import annotations

import ast
import re
import warnings
from typing import TYPE_CHECKING, NamedTuple

from kerascop.sources.parsing import has_endless_names
from kerascop.sources.reading import SourceError
from kerascop.syntax.depth import TOO_DEEP, line_too_deep
from kerascop.syntax.heaviness import Light

if TYPE_CHECKING:
    from pathlib import Path


_ADVICE = re.compile(r"(?<=integer string conversion):.*")
"""How to have Python read numbers of more digits: nobody should write them."""


class Sound(NamedTuple):
    """A tree, and the text that it is the tree of.

    That is not the text that was asked about where its syntax is newer than the running Python; but
    nothing stands on another line or in another column.
    """

    tree: ast.Module
    text: str


def sound(path: Path, text: str, light: Light | None = None) -> Sound:
    """The tree of a text.

    Args:
        light: what is known of this text before lines of it were set aside.

    Raises:
        SourceError: the text is no Python of any version, or is nested too deeply.
    """
    if has_endless_names(text):
        raise SourceError(path, TOO_DEEP, text=text)
    try:
        found = _parsed(text, light or Light())
    except SyntaxError as error:
        reason = _ADVICE.sub("", error.msg or "invalid syntax").rstrip(".")
        raise SourceError(path, reason, error.lineno or 1, error.offset or 1, text) from error
    except (RecursionError, MemoryError) as error:
        raise SourceError(path, TOO_DEEP, text=text) from error
    except ValueError as error:
        raise SourceError(path, str(error), text=text) from error
    line = line_too_deep(found.tree)
    if line is not None:
        raise SourceError(path, TOO_DEEP, line, text=text)
    return found


def _parsed(text: str, light: Light) -> Sound:
    try:
        return Sound(_tree(text), text)
    except SyntaxError as error:
        if not light.judge(text):
            raise
        from kerascop.syntax.newer import older

        rewritten = older(text)
        if rewritten is None:
            raise
        try:
            return Sound(_tree(rewritten), rewritten)
        except SyntaxError:
            raise error from None


def _tree(text: str) -> ast.Module:
    with warnings.catch_warnings():
        # Invalid escapes and the like are no business of ours, and stderr is.
        warnings.simplefilter("ignore")
        return ast.parse(text)
