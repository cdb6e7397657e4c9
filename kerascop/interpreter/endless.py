"""Generator functions that never stop: they end in a `while True` that nothing leaves."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from functools import lru_cache

from kerascop.syntax.nodes import SCOPES, Definition, children_of, names_in

_LOOPS = ast.For | ast.AsyncFor | ast.While
_ENDING = frozenset({"next", "StopIteration"})


@lru_cache(maxsize=1024)
def never_stops(function: Definition) -> bool:
    """Does a generator yield for ever, unless an exception ends it?

    Its own level must hold a `while True`, in which it yields, with no `break` of that loop, no
    `return` and no `raise` anywhere; a `next` or `StopIteration` in it may end it as well.
    """
    loops = [
        each for each in function.body if isinstance(each, ast.While) and _is_always(each.test)
    ]
    if not loops or _holds(function.body, ast.Return, ast.Raise):
        return False
    loop = loops[-1]
    yields = _holds([loop], ast.Yield, ast.YieldFrom)
    return yields and not _breaks(loop.body) and names_in(loop).isdisjoint(_ENDING)


def _is_always(test: ast.expr) -> bool:
    return isinstance(test, ast.Constant) and isinstance(test.value, int) and test.value != 0


def _holds(nodes: Iterable[ast.AST], *kinds: type[ast.AST]) -> bool:
    return any(
        isinstance(node, kinds)
        or (not isinstance(node, SCOPES) and _holds(children_of(node), *kinds))
        for node in nodes
    )


def _breaks(nodes: Iterable[ast.AST]) -> bool:
    """Is there a `break` that leaves the loop itself, not one inside it?"""
    return any(isinstance(node, ast.Break) or _breaks(_of_the_loop(node)) for node in nodes)


def _of_the_loop(node: ast.AST) -> Iterable[ast.AST]:
    """Those parts of a node in which a `break` leaves the loop around the node."""
    if isinstance(node, _LOOPS):
        return node.orelse
    return () if isinstance(node, SCOPES) else children_of(node)
