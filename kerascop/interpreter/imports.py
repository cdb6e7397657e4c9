"""`import` and `from … import`: names from the project's own files, else from libraries."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from kerascop.graph.facts import ApiUse
from kerascop.interpreter.registry import CONSTANTS
from kerascop.interpreter.scopes import Scope
from kerascop.interpreter.values import External, Value
from kerascop.keras_api import public_names, resolve

if TYPE_CHECKING:
    from kerascop.interpreter.machine import Machine


def dotted(node: cst.BaseExpression | None) -> str:
    """The text of a dotted name."""
    match node:
        case cst.Name(value=name):
            return name
        case cst.Attribute():
            return f"{dotted(node.value)}.{node.attr.value}"
        case _:
            return ""


def import_modules(machine: Machine, node: cst.Import, scope: Scope) -> None:
    """`import a.b`, `import a.b as c`."""
    for alias in node.names:
        path = dotted(alias.name)
        _record(machine, path, alias, scope)
        if alias.asname is not None:
            value: Value = machine.modules.find(machine, path, scope) or External(path)
            name = dotted(alias.asname.name)
        else:
            name = path.partition(".")[0]
            value = machine.modules.find(machine, name, scope) or External(name)
            if "." in path:
                machine.modules.find(machine, path, scope)
        machine.journal.put(scope.home(name).names, name, value)


def import_from(machine: Machine, node: cst.ImportFrom, scope: Scope) -> None:
    """`from a.b import c as d`, `from . import c`, `from a import *`."""
    base = dotted(node.module)
    level = len(node.relative)
    module = machine.modules.find(machine, base, scope, level)
    if isinstance(node.names, cst.ImportStar):
        _import_star(machine, base, level, module, node, scope)
        return
    for alias in node.names:
        name = dotted(alias.name)
        bound = name if alias.asname is None else dotted(alias.asname.name)
        if module is not None:
            found = machine.modules.member(machine, module, name)
            value = found if found is not None else machine.unknown(alias, "import")
        else:
            path = f"{base}.{name}" if level == 0 else f"{'.' * level}{base}.{name}"
            _record(machine, path, alias, scope)
            value = CONSTANTS.get(path) or External(path)
        machine.journal.put(scope.home(bound).names, bound, value)


def _import_star(
    machine: Machine,
    base: str,
    level: int,
    module: Value | None,
    node: cst.ImportFrom,
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


def _record(machine: Machine, path: str, node: cst.CSTNode, scope: Scope) -> None:
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
