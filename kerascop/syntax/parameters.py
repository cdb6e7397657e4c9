"""The parameters of a function, each with its default."""

from __future__ import annotations

import ast
from typing import NamedTuple


class Parameter(NamedTuple):
    """One that is no `*args` or `**kwargs`."""

    name: str
    default: ast.expr | None


def positional(arguments: ast.arguments) -> list[Parameter]:
    """The parameters that may be given by their places, in that order."""
    written = [*arguments.posonlyargs, *arguments.args]
    needed = len(written) - len(arguments.defaults)
    defaults = [None] * needed + arguments.defaults
    return [Parameter(each.arg, default) for each, default in zip(written, defaults, strict=True)]


def only_by_name(arguments: ast.arguments) -> list[Parameter]:
    """Those that stand behind a star."""
    pairs = zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)
    return [Parameter(each.arg, default) for each, default in pairs]
