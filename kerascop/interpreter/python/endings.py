"""Texts of which only the end is known: a file's suffix behind a folder that nobody knows."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kerascop.interpreter.values import Constant, Unknown, Value

if TYPE_CHECKING:
    import ast

    from kerascop.interpreter.terms import Term

_FIELD = re.compile(r"%(?:\([^)]*\))?[-#0 +]*\d*(?:\.\d+)?[a-zA-Z%]")
"""A field of `%` formatting."""


def text_ending_in(ending: str, node: ast.AST) -> Unknown:
    """An unknown text that this expression makes and that ends in this way."""
    return Unknown(("text", id(node), ending))


def ending_of(value: Value) -> str | None:
    """What a text, or the name of a path, certainly ends in; all of it where all is known."""
    match value:
        case Constant(value=str(text)):
            return text
        case Unknown(term=term):
            return _ending_of_term(term)
        case _:
            return None


def _ending_of_term(term: Term) -> str | None:
    match term:
        case ("constant", str(text)) | ("text", int(), str(text)):
            return text
        case ("binary", "+" | "/", _, tuple(right)):
            return _ending_of_term(right)
        case ("call", "os.path.join", ("constant", None), *_, tuple(last)):
            return _ending_of_term(last)
        case ("binary", "%", ("constant", str(template)), _):
            return _FIELD.split(template)[-1]
        case _:
            return None
