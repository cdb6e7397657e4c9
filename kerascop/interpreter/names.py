"""What a bare name means: a binding, a Python built-in, or, in a pasted snippet, what it usually means."""

from __future__ import annotations

import builtins
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

import libcst as cst

from kerascop.interpreter.scopes import Scope
from kerascop.interpreter.values import FALSE, NONE, TRUE, Constant, External, Unknown, Value
from kerascop.keras_api import free_names

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
    module.unbound.add(name)
    usual = free_names().get(name)
    if usual is not None and name not in bound_at_top(module.module.tree):
        return External(usual)
    return Unknown(("name", name))


@lru_cache(maxsize=64)
def bound_at_top(tree: cst.Module) -> frozenset[str]:
    """Every name that the module's own level binds anywhere, in branches and loops too."""
    return frozenset(_bound(tree.body))


def _bound(body: object) -> Iterator[str]:
    for statement in body if isinstance(body, list | tuple) else ():
        match statement:
            case cst.SimpleStatementLine():
                for small in statement.body:
                    yield from _bound_by(small)
            case cst.FunctionDef(name=name) | cst.ClassDef(name=name):
                yield name.value
            case cst.For():
                yield from _targets(statement.target)
                yield from _bound(statement.body.body)
            case cst.With():
                for item in statement.items:
                    if item.asname is not None:
                        yield from _targets(item.asname.name)
                yield from _bound(statement.body.body)
            case cst.If() | cst.While() | cst.Try():
                yield from _bound(statement.body.body)
                if isinstance(statement, cst.Try):
                    for handler in statement.handlers:
                        yield from _bound(handler.body.body)
                if isinstance(statement.orelse, cst.If):
                    yield from _bound([statement.orelse])
                elif statement.orelse is not None:
                    yield from _bound(statement.orelse.body.body)


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
