"""What a bare name means: a binding, a built-in, or, in a pasted snippet, what it usually means."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from kerascop.interpreter.keras.pasted import continued_model
from kerascop.interpreter.scopes import Scope
from kerascop.interpreter.values import TRUE, Constant, External, Unknown, Value
from kerascop.keras_api import free_names
from kerascop.syntax.liveness import LOOKING_EVERYWHERE
from kerascop.syntax.nodes import SCOPES, captures_in, children_of, nodes_in

if TYPE_CHECKING:
    from kerascop.interpreter.machine import Machine

_BUILTINS = frozenset(dir(builtins))
_ALWAYS: dict[str, Value] = {"__debug__": TRUE}
_UNLESS_BOUND: dict[str, Value] = {"__name__": Constant("__main__")}

_LEAVING = (ast.Return, ast.Break, ast.Raise, ast.Yield, ast.YieldFrom)


def load_name(machine: Machine, name: str, node: ast.AST, scope: Scope) -> Value:
    """The value of a name where it is read."""
    value = _ALWAYS.get(name) or scope.home(name).lookup(name) or _UNLESS_BOUND.get(name)
    if value is not None:
        return value
    module = scope.module_scope()
    if name in module.late:
        return module.late[name]
    if name in _BUILTINS:
        return External(f"builtins.{name}")
    usual = free_names().get(name)
    bound_later = name in bound_at_top(module.module.tree)
    if usual is None and not bound_later:
        model = continued_model(machine, name, node, module)
        if model is not None:
            return model
    module.unbound.add(name)
    return (
        Unknown(("name", name)) if usual is None or bound_later else External(usual, guessed=True)
    )


@lru_cache(maxsize=4096)
def bound_in(node: ast.stmt) -> frozenset[str]:
    """Every name that a statement binds anywhere in it, functions and classes in it left aside."""
    return frozenset(_bound([node]))


@lru_cache(maxsize=4096)
def leaves(node: ast.AST) -> bool:
    """Is there a `return`, `break` or `raise` in the statement that may end it early?"""
    if isinstance(node, _LEAVING):
        return True
    if isinstance(node, SCOPES):
        return False
    return any(leaves(child) for child in children_of(node))


@lru_cache(maxsize=64)
def bound_at_top(tree: ast.Module) -> frozenset[str]:
    """Every name that the module's own level binds anywhere, in branches and loops too."""
    return frozenset(_bound(tree.body))


@lru_cache(maxsize=64)
def mentioned_in(tree: ast.Module) -> frozenset[str]:
    """Every name that a module reads or binds outside of imports, behind dots too; all that it
    binds where it looks names up by their text."""
    names: set[str] = set()
    for node in nodes_in(tree):
        kind = type(node)
        if kind is ast.Name:
            names.add(node.id)  # type: ignore[attr-defined]
        elif kind is ast.Attribute:
            names.add(node.attr)  # type: ignore[attr-defined]
    return frozenset(names) | (bound_at_top(tree) if names & LOOKING_EVERYWHERE else frozenset())


def _bound(statements: Iterable[ast.stmt]) -> Iterator[str]:
    for statement in statements:
        yield from _bound_by(statement)
        if not isinstance(statement, SCOPES):
            for block in _blocks(statement):
                yield from _bound(block)


def _blocks(statement: ast.stmt) -> Iterator[list[ast.stmt]]:
    for field in ("body", "orelse", "finalbody"):
        yield getattr(statement, field, [])
    for field in ("handlers", "cases"):
        for part in getattr(statement, field, ()):
            yield part.body


def _bound_by(statement: ast.stmt) -> Iterator[str]:
    match statement:
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            yield name
        case ast.Assign(targets=targets):
            for target in targets:
                yield from _targets(target)
        case ast.AnnAssign(target=target) | ast.AugAssign(target=target):
            yield from _targets(target)
        case ast.For(target=target) | ast.AsyncFor(target=target):
            yield from _targets(target)
        case ast.With(items=items) | ast.AsyncWith(items=items):
            for item in items:
                yield from _targets(item.optional_vars)
        case ast.Import(names=aliases) | ast.ImportFrom(names=aliases):
            yield from (bound_by(alias) for alias in aliases if alias.name != "*")
        case ast.Match(cases=cases):
            for case in cases:
                yield from (name for _, name in captures_in(case.pattern))
        case _:
            handlers: list[ast.ExceptHandler] = getattr(statement, "handlers", [])
            yield from (each.name for each in handlers if each.name is not None)


def bound_by(alias: ast.alias) -> str:
    """The name that a part of an import binds: `a` for `a.b`, `c` for `a.b as c`."""
    return alias.asname or alias.name.partition(".")[0]


def _targets(target: ast.expr | None) -> Iterator[str]:
    match target:
        case ast.Name(id=name):
            yield name
        case ast.Tuple(elts=elements) | ast.List(elts=elements):
            for element in elements:
                yield from _targets(element)
        case ast.Starred(value=value):
            yield from _targets(value)
