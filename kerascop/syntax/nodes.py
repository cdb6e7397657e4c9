"""The nodes of a syntax tree, without its operators and contexts."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import TypeAlias

Definition: TypeAlias = "ast.FunctionDef | ast.AsyncFunctionDef"

SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)
"""What is executed apart from the statements around it, with names of its own."""

TRIES = (ast.Try, getattr(ast, "TryStar", ast.Try))
"""`try`, with `except` or, from Python 3.11 on, `except*`."""

_OF_NO_NODES = frozenset("arg attr conversion ctx id kind level module op ops type_comment".split())
"""Fields that hold operators, names and numbers, in whatever class has them."""

_NAMING = {
    ast.Name: ("id",),
    ast.Attribute: ("attr",),
    ast.arg: ("arg",),
    ast.keyword: ("arg",),
    ast.alias: ("name", "asname"),
    ast.ImportFrom: ("module",),
    ast.FunctionDef: ("name",),
    ast.AsyncFunctionDef: ("name",),
    ast.ClassDef: ("name",),
    ast.ExceptHandler: ("name",),
    ast.Global: ("names",),
    ast.Nonlocal: ("names",),
    ast.MatchAs: ("name",),
    ast.MatchStar: ("name",),
    ast.MatchMapping: ("rest",),
    ast.MatchClass: ("kwd_attrs",),
}
"""Where nodes hold identifiers."""


class _Fields(dict[type[ast.AST], tuple[str, ...]]):
    """Where the nodes of each class hold others."""

    def __missing__(self, kind: type[ast.AST]) -> tuple[str, ...]:
        found = self[kind] = tuple(name for name in kind._fields if name not in _OF_NO_NODES)
        return found


_FIELDS = _Fields()


def children_of(node: ast.AST) -> list[ast.AST]:
    """What a node is made of."""
    found: list[ast.AST] = []
    for name in _FIELDS[type(node)]:
        value = getattr(node, name, None)
        if type(value) is list:
            # The lists of `ast.Dict.keys` and `ast.arguments.kw_defaults` have gaps.
            found.extend([each for each in value if isinstance(each, ast.AST)])
        elif isinstance(value, ast.AST):
            found.append(value)
    return found


def nodes_in(root: ast.AST) -> Iterator[ast.AST]:
    """The nodes of a part of a tree, itself first."""
    stack = [root]
    while stack:
        node = stack.pop()
        yield node
        stack.extend(children_of(node))


def captures_in(pattern: ast.pattern) -> Iterator[tuple[ast.pattern, str]]:
    """The names that a pattern of a `match` binds, with the parts that bind them."""
    for node in nodes_in(pattern):
        match node:
            case (
                ast.MatchAs(name=str(name))
                | ast.MatchStar(name=str(name))
                | ast.MatchMapping(rest=str(name))
            ):
                yield node, name


@lru_cache(maxsize=4096)
def names_in(root: ast.AST) -> frozenset[str]:
    """Every name that occurs in a part of a tree, those behind dots and of arguments included."""
    return frozenset(name for node in nodes_in(root) for name in _names_of(node))


def _names_of(node: ast.AST) -> Iterable[str]:
    for field in _NAMING.get(type(node), ()):
        value = getattr(node, field)
        if isinstance(value, str):
            yield from value.split(".")
        elif value:
            yield from value
