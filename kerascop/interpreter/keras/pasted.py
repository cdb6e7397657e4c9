"""Models that a pasted snippet goes on with: `model.add(Dense(10))` without what came before.

Only a `Sequential` has an `add` that takes layers. What layers it had before is unknown, unless the
first one that is added says what goes in: then it was empty.
"""

from __future__ import annotations

import ast
from functools import lru_cache
from typing import TYPE_CHECKING

from kerascop.graph.models import Style
from kerascop.interpreter.values import ModelValue, Unknown
from kerascop.keras_api import Kind, free_names, resolve
from kerascop.syntax.origin import Origin

if TYPE_CHECKING:
    from kerascop.interpreter.machine import Machine
    from kerascop.interpreter.scopes import Scope

_INPUT = frozenset({"input_shape", "input_dim", "batch_input_shape", "batch_shape", "shape"})


def continued_model(machine: Machine, name: str, node: ast.AST, scope: Scope) -> ModelValue | None:
    """The model that an unbound name of a module stands for; bound to it from then on.

    `None` if the module's own level adds no layer of Keras to it.
    """
    first = _first_added(scope.module.tree).get(name)
    if first is None:
        return None
    origin = Origin(scope.module, node)
    model = ModelValue(name, Style.SEQUENTIAL, origin)
    told = {argument.arg for argument in first.keywords}
    if _INPUT.isdisjoint(told) and _layer_class(first) != "keras.layers.InputLayer":
        model.layers = ((Unknown(("name", name)), origin),)
    machine.journal.put(scope.names, name, model)
    machine.journal.append(machine.trace.models, model)
    return model


@lru_cache(maxsize=64)
def _first_added(tree: ast.Module) -> dict[str, ast.Call]:
    """For each name that the module's own level adds a layer to, the first such layer."""
    found: dict[str, ast.Call] = {}
    for statement in tree.body:
        match statement:
            case ast.Expr(
                value=ast.Call(
                    func=ast.Attribute(value=ast.Name(id=name), attr="add"),
                    args=[ast.Call() as layer],
                    keywords=[],
                )
            ) if _layer_class(layer) is not None:
                found.setdefault(name, layer)
    return found


def _layer_class(call: ast.Call) -> str | None:
    """The layer of Keras that a call is likely to make, by the last part of its name."""
    match call.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            path = free_names().get(name)
        case _:
            return None
    symbol = None if path is None else resolve(path)
    layer = symbol is not None and symbol.kind is Kind.LAYER
    return symbol.name if symbol is not None and layer else None
