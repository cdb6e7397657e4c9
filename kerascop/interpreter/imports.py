"""`import` and `from … import`: names from the project's own files, else from libraries."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from typing import TYPE_CHECKING

from kerascop.graph.facts import ApiUse
from kerascop.interpreter.names import bound_by, mentioned_in
from kerascop.interpreter.registry import CONSTANTS
from kerascop.interpreter.scopes import Scope, ScopeKind
from kerascop.interpreter.values import External, Value
from kerascop.keras_api import public_names, resolve

if TYPE_CHECKING:
    from kerascop.interpreter.machine import Machine


def dotted(node: ast.expr | None) -> str:
    """The text of a dotted name."""
    match node:
        case ast.Name(id=name):
            return name
        case ast.Attribute(value=value, attr=name):
            return f"{dotted(value)}.{name}"
        case _:
            return ""


def import_modules(machine: Machine, node: ast.Import, scope: Scope) -> None:
    """`import a.b`, `import a.b as c`."""
    for alias in node.names:
        path, name = alias.name, bound_by(alias)
        _record(machine, path, alias, scope)
        loaded = [path] if alias.asname is not None or path == name else [name, path]
        value: Value = External(loaded[0])
        if _is_read(machine, (name,), scope):
            first, *_ = [machine.modules.find(machine, each, scope) for each in loaded]
            value = first or value
        machine.journal.put(scope.home(name).names, name, value)


def import_from(machine: Machine, node: ast.ImportFrom, scope: Scope) -> None:
    """`from a.b import c as d`, `from . import c`, `from a import *`."""
    base, level = node.module or "", node.level
    is_star = node.names[0].name == "*"
    if not is_star:
        names = {bound_by(alias): alias for alias in node.names}
        if not _is_read(machine, names, scope) and _leads_into_project(machine, base, level, scope):
            for name, alias in names.items():
                machine.journal.put(scope.home(name).names, name, machine.unknown(alias, "import"))
            return
    module = machine.modules.find(machine, base, scope, level)
    if is_star:
        _import_star(machine, base, level, module, node, scope)
        return
    for alias in node.names:
        name, bound = alias.name, bound_by(alias)
        if module is not None:
            found = machine.modules.member(machine, module, name)
            value = found if found is not None else machine.unknown(alias, "import")
        else:
            path = f"{base}.{name}" if level == 0 else f"{'.' * level}{base}.{name}"
            _record(machine, path, alias, scope)
            value = CONSTANTS.get(path) or External(path)
        machine.journal.put(scope.home(bound).names, bound, value)


def _is_read(machine: Machine, names: Iterable[str], scope: Scope) -> bool:
    """May something need one of these names, which an import binds?

    In a module that is imported by others, any of them; in the file that is looked at, those that
    it mentions: what it hands on to others is executed for them.
    """
    if machine.quiet or scope.kind is not ScopeKind.MODULE:
        return True
    return not mentioned_in(scope.module.tree).isdisjoint(names)


def _leads_into_project(machine: Machine, base: str, level: int, scope: Scope) -> bool:
    return machine.modules.project.find(base, scope.path, level) is not None


def _import_star(
    machine: Machine,
    base: str,
    level: int,
    module: Value | None,
    node: ast.ImportFrom,
    scope: Scope,
) -> None:
    if module is not None:
        for name, value in machine.modules.public(module).items():
            machine.journal.put(scope.names, name, value)
        return
    if level == 0:
        _record(machine, base, node, scope)
        for name in public_names(base):
            machine.journal.put(scope.names, name, External(f"{base}.{name}"))


def _record(machine: Machine, path: str, node: ast.AST, scope: Scope) -> None:
    if path.startswith(("keras", "tensorflow", "tf_keras")):
        symbol = resolve(path)
        origin = machine.origin(node, scope)
        machine.trace.api_uses[node] = ApiUse(
            path,
            None if symbol is None else symbol.name,
            origin,
            True,
            release=machine.release(path, origin),
            guarded=machine.is_expected("ImportError", "ModuleNotFoundError", "Exception"),
        )
