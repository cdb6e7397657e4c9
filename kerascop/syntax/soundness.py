"""What Python itself says of a text, asked before the concrete parse.

Two reasons. Python's messages about syntax errors are better than a grammar's ("expected one of …")
and name the better place. And libcst's parser, which recurses in native code, brings the process
down on nesting that Python refuses politely: such text must not reach it.
"""

from __future__ import annotations

import ast
import re
import warnings
from typing import TYPE_CHECKING

from kerascop.sources.reading import SourceError
from kerascop.syntax.outline import Outline, outline_of

if TYPE_CHECKING:
    from pathlib import Path

MAX_DEPTH = 400
"""Levels of the syntax tree; the deepest file of Keras itself has 17."""

_MAX_BRACKETS = 100
_BRACKETS = re.compile(r"[()\[\]{}]")
_PREFIXES = re.compile(r"(?:(?:[-+~*.]|\bnot\b|\blambda\b\s*:|\bawait\b)\s*){200}")
_TOO_DEEP = "is nested too deeply to be analysed"


def refuse_unsound(path: Path, text: str) -> Outline | SourceError:
    """Refuses text that cannot be parsed at all, and tells where its statements stand.

    Returns the complaint of this Python where a newer Python's grammar may still accept the text:
    then libcst, which knows the newest grammar, has the last word.

    Raises:
        SourceError: the text is no Python of any version, or is nested too deeply.
    """
    try:
        tree = _python_tree(text)
    except SyntaxError as error:
        complaint = _complaint(path, text, error)
        if _is_shallow(text):
            return complaint
        raise complaint from error
    except (RecursionError, MemoryError) as error:
        raise SourceError(path, _TOO_DEEP, text=text) from error
    except ValueError as error:
        raise SourceError(path, str(error), text=text) from error
    deep = _too_deep(tree)
    if deep is not None:
        line = getattr(deep, "lineno", 1)
        raise SourceError(path, _TOO_DEEP, line, text=text)
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


def _too_deep(tree: ast.AST) -> ast.AST | None:
    """A node of the level that is one too many, or `None`."""
    level = [tree]
    for _ in range(MAX_DEPTH):
        level = [child for node in level for child in ast.iter_child_nodes(node)]
        if not level:
            return None
    return level[0]


def _is_shallow(text: str) -> bool:
    """A rough test for text of which Python gives no tree: is it safe for the native parser?"""
    depth = 0
    for bracket in _BRACKETS.finditer(text):
        depth += 1 if bracket.group() in "([{" else -1
        if depth > _MAX_BRACKETS:
            return False
    return _PREFIXES.search(text) is None
