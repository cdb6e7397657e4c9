"""Exceptions: which handler takes what the interpreted program raises."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from kerascop.interpreter.imports import dotted
from kerascop.interpreter.values import UserClass

if TYPE_CHECKING:
    from kerascop.interpreter.limits import Raised
    from kerascop.interpreter.machine import Machine
    from kerascop.interpreter.scopes import Scope

RERAISED = "raise"
"""The name of the exception that a bare `raise` raises: the one being handled."""


def handler_for(
    machine: Machine,
    handlers: Sequence[ast.ExceptHandler],
    raised: Raised,
    scope: Scope,
) -> ast.ExceptHandler | None:
    """The first handler that takes the exception, or may take it; `None` if none does."""
    kinds = set(_kinds(machine, raised.name, scope))
    for handler in handlers:
        if handler.type is None or any(
            _takes(machine, name, kinds, scope) for name in _names(handler.type)
        ):
            return handler
    return None


@contextmanager
def expecting(machine: Machine, handlers: Sequence[ast.ExceptHandler]) -> Iterator[None]:
    """While the body of a `try` is executed: what its handlers, by name, are ready for.

    `except` for everything, or for `Exception`, is told as `Exception`.
    """
    names: set[str] = set()
    for handler in handlers:
        names |= {"Exception"} if handler.type is None else set(_names(handler.type))
    machine.expected.append((machine.depth, frozenset(names)))
    try:
        yield
    finally:
        machine.expected.pop()


def _names(expression: ast.expr) -> Iterator[str]:
    if isinstance(expression, ast.Tuple):
        for element in expression.elts:
            yield from _names(element)
    else:
        yield dotted(expression).rpartition(".")[2]


def _takes(machine: Machine, name: str, kinds: set[str], scope: Scope) -> bool:
    """Does `except name` take an exception of these kinds? Where that is not known, it does."""
    if name in kinds:
        return True
    known = _is_known(machine, name, scope) and "" not in kinds
    return not known


def _is_known(machine: Machine, name: str, scope: Scope) -> bool:
    return isinstance(_builtin(name), type) or isinstance(scope.lookup(name), UserClass)


def _kinds(machine: Machine, name: str, scope: Scope) -> Iterator[str]:
    """The names of the exception's class and its bases; an empty one where they are not known."""
    cls = _builtin(name)
    own = scope.lookup(name)
    if isinstance(own, UserClass):
        for base in own.order:
            if isinstance(base, UserClass):
                yield base.name
            else:
                yield from _kinds(machine, base.path.rpartition(".")[2], scope)
    elif isinstance(cls, type):
        yield from (base.__name__ for base in cls.__mro__)
        if cls is Exception:
            yield ""
    else:
        yield from ("", "Exception", "BaseException")


def _builtin(name: str) -> object:
    found = getattr(builtins, name, None)
    return found if isinstance(found, type) and issubclass(found, BaseException) else None
