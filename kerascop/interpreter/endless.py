"""Generator functions that never stop: they end in a `while True` that nothing leaves."""

from __future__ import annotations

from functools import lru_cache

import libcst as cst

from kerascop.syntax.nodes import children_of

_OTHER_SCOPES = cst.FunctionDef | cst.ClassDef | cst.Lambda


@lru_cache(maxsize=1024)
def never_stops(function: cst.FunctionDef) -> bool:
    """Does a generator yield for ever, unless an exception ends it?

    Its own level must hold a `while True`, in which it yields, with no `break` of that loop, no
    `return` and no `raise` anywhere; a `next` or `StopIteration` in it may end it as well.
    """
    loops = [
        statement
        for statement in function.body.body
        if isinstance(statement, cst.While) and _is_always(statement.test)
    ]
    if not loops or _holds(function.body, cst.Return, cst.Raise):
        return False
    loop = loops[-1]
    stops = _holds_name(loop, "next") or _holds_name(loop, "StopIteration")
    return _holds(loop, cst.Yield) and not _breaks(loop.body) and not stops


def _is_always(test: cst.BaseExpression) -> bool:
    return (isinstance(test, cst.Name) and test.value == "True") or (
        isinstance(test, cst.Integer) and test.value.strip("0_") != ""
    )


def _holds(node: cst.CSTNode, *kinds: type[cst.CSTNode]) -> bool:
    return any(
        isinstance(child, kinds) or (not isinstance(child, _OTHER_SCOPES) and _holds(child, *kinds))
        for child in children_of(node)
    )


def _holds_name(node: cst.CSTNode, name: str) -> bool:
    return any(
        (isinstance(child, cst.Name) and child.value == name) or _holds_name(child, name)
        for child in children_of(node)
    )


def _breaks(body: cst.CSTNode) -> bool:
    """Is there a `break` that leaves the loop itself, not one inside it?"""
    return any(
        isinstance(child, cst.Break)
        or (not isinstance(child, cst.For | cst.While | _OTHER_SCOPES) and _breaks(child))
        for child in children_of(body)
    )
