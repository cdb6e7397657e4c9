"""What a bare name means: a binding, a built-in, or, in a pasted snippet, what it usually means."""

from __future__ import annotations

import builtins
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

import libcst as cst

from kerascop.interpreter.keras.pasted import continued_model
from kerascop.interpreter.scopes import Scope
from kerascop.interpreter.values import FALSE, NONE, TRUE, Constant, External, Unknown, Value
from kerascop.keras_api import free_names
from kerascop.syntax.liveness import LOOKING_EVERYWHERE
from kerascop.syntax.nodes import children_of

if TYPE_CHECKING:
    from kerascop.interpreter.machine import Machine

_BUILTINS = frozenset(dir(builtins))
_ALWAYS: dict[str, Value] = {
    "True": TRUE,
    "False": FALSE,
    "None": NONE,
    "__debug__": TRUE,
}
_UNLESS_BOUND: dict[str, Value] = {"__name__": Constant("__main__")}


def load_name(machine: Machine, name: str, node: cst.CSTNode, scope: Scope) -> Value:
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
def bound_in(node: cst.CSTNode) -> frozenset[str]:
    """Every name that a statement binds anywhere in it, functions and classes in it left aside."""
    return frozenset(_bound([node]))


@lru_cache(maxsize=4096)
def leaves(node: cst.CSTNode) -> bool:
    """Is there a `return`, `break` or `raise` in the statement that may end it early?"""
    if isinstance(node, cst.Return | cst.Break | cst.Raise | cst.Yield):
        return True
    if isinstance(node, cst.FunctionDef | cst.ClassDef | cst.Lambda):
        return False
    return any(leaves(child) for child in children_of(node))


@lru_cache(maxsize=64)
def bound_at_top(tree: cst.Module) -> frozenset[str]:
    """Every name that the module's own level binds anywhere, in branches and loops too."""
    return frozenset(_bound(tree.body))


@lru_cache(maxsize=64)
def mentioned_in(tree: cst.Module) -> frozenset[str]:
    """Every name that a module mentions outside of imports; all that it binds where it looks names
    up by their text."""
    waiting: list[cst.CSTNode] = [tree]
    names: set[str] = set()
    while waiting:
        node = waiting.pop()
        kind = type(node)
        if kind is cst.Name:
            names.add(node.value)  # type: ignore[attr-defined]
        elif kind is not cst.Import and kind is not cst.ImportFrom:
            waiting.extend(children_of(node))
    return frozenset(names) | (bound_at_top(tree) if names & LOOKING_EVERYWHERE else frozenset())


def _bound(body: object) -> Iterator[str]:
    for statement in body if isinstance(body, list | tuple) else ():
        match statement:
            case cst.SimpleStatementLine():
                for small in statement.body:
                    yield from _bound_by(small)
            case cst.BaseSmallStatement():
                yield from _bound_by(statement)
            case cst.FunctionDef(name=name) | cst.ClassDef(name=name):
                yield name.value
            case cst.Match():
                for case in statement.cases:
                    yield from _captured(case.pattern)
                    yield from _bound(case.body.body)
            case cst.BaseCompoundStatement():
                yield from _bound_by_block(statement)


def _bound_by_block(statement: cst.BaseCompoundStatement) -> Iterator[str]:
    yield from _bound(statement.body.body)
    match statement:
        case cst.For():
            yield from _targets(statement.target)
        case cst.With():
            for item in statement.items:
                if item.asname is not None:
                    yield from _targets(item.asname.name)
        case cst.Try() | cst.TryStar():
            for handler in statement.handlers:
                if handler.name is not None:
                    yield from _targets(handler.name.name)
                yield from _bound(handler.body.body)
            if statement.finalbody is not None:
                yield from _bound(statement.finalbody.body.body)
    otherwise = getattr(statement, "orelse", None)
    if isinstance(otherwise, cst.If):
        yield from _bound([otherwise])
    elif otherwise is not None:
        yield from _bound(otherwise.body.body)


def _captured(pattern: cst.CSTNode) -> Iterator[str]:
    """The names that a pattern of a `match` binds."""
    for child in children_of(pattern):
        if isinstance(pattern, cst.MatchAs | cst.MatchStar) and isinstance(child, cst.Name):
            yield child.value
        else:
            yield from _captured(child)


def _bound_by(statement: cst.BaseSmallStatement) -> Iterator[str]:
    match statement:
        case cst.Assign():
            for target in statement.targets:
                yield from _targets(target.target)
        case cst.AnnAssign() | cst.AugAssign():
            yield from _targets(statement.target)
        case cst.Import():
            for alias in statement.names:
                yield _alias_name(alias)
        case cst.ImportFrom():
            if not isinstance(statement.names, cst.ImportStar):
                for alias in statement.names:
                    yield _alias_name(alias)


def _alias_name(alias: cst.ImportAlias) -> str:
    if alias.asname is not None and isinstance(alias.asname.name, cst.Name):
        return alias.asname.name.value
    name: cst.BaseExpression = alias.name
    while isinstance(name, cst.Attribute):
        name = name.value
    return name.value if isinstance(name, cst.Name) else ""


def _targets(target: cst.BaseExpression) -> Iterator[str]:
    match target:
        case cst.Name():
            yield target.value
        case cst.Tuple() | cst.List():
            for element in target.elements:
                yield from _targets(element.value)
