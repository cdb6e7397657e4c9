"""What Python itself says of a text, asked before the concrete parse.

Two reasons. Python's messages about syntax errors are better than a grammar's ("expected one of …")
and name the better place. And libcst's parser, which recurses in native code, brings the process
down on nesting that Python refuses politely: such text must not reach it.
"""

from __future__ import annotations

import ast
import warnings
from typing import TYPE_CHECKING

from kerascop.sources.reading import SourceError
from kerascop.syntax.heaviness import Light, excess_of_tree, too_deep
from kerascop.syntax.outline import Outline, outline_of

if TYPE_CHECKING:
    from pathlib import Path


def refuse_unsound(path: Path, text: str, light: Light | None = None) -> Outline | SourceError:
    """Refuses text that cannot be parsed at all, and tells where its statements stand.

    Returns the complaint of this Python where a newer Python's grammar may still accept the text:
    then libcst, which knows the newest grammar, has the last word.

    Args:
        light: what is known of this text before lines of it were set aside.

    Raises:
        SourceError: the text is no Python of any version, or is nested too deeply.
    """
    try:
        tree = _python_tree(text)
    except SyntaxError as error:
        complaint = _complaint(path, text, error)
        if (light or Light()).judge(text):
            return complaint
        raise complaint from error
    except (RecursionError, MemoryError) as error:
        raise SourceError(path, too_deep().reason, text=text) from error
    except ValueError as error:
        raise SourceError(path, str(error), text=text) from error
    excess = excess_of_tree(tree, text)
    if excess is not None:
        raise SourceError(path, excess.reason, excess.line, text=text)
    return outline_of(tree)


def check_syntax(path: Path, text: str) -> None:
    """Raises `SourceError` for a text that no Python accepts. Imports libcst only if in doubt."""
    complaint = refuse_unsound(path, text)
    if isinstance(complaint, Outline):
        return
    import libcst

    try:
        libcst.parse_module(text)
    except libcst.ParserSyntaxError:
        raise complaint from None


def _python_tree(text: str) -> ast.Module:
    with warnings.catch_warnings():
        # Invalid escapes and the like are no business of ours, and stderr is.
        warnings.simplefilter("ignore")
        return ast.parse(text)


def _complaint(path: Path, text: str, error: SyntaxError) -> SourceError:
    reason = (error.msg or "invalid syntax").rstrip(".")
    return SourceError(path, reason, error.lineno or 1, error.offset or 1, text)
