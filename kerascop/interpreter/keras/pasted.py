"""Models that a pasted snippet goes on with: `model.add(Dense(10))` without what came before.

Only a `Sequential` has an `add` that takes layers. What layers it had before is unknown, unless the
first one that is added says what goes in: then it was empty.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import libcst as cst

from kerascop.graph.models import Style
from kerascop.interpreter.values import ModelValue, Unknown
from kerascop.keras_api import Kind, free_names, resolve
from kerascop.syntax.origin import Origin

if TYPE_CHECKING:
    from kerascop.interpreter.machine import Machine
    from kerascop.interpreter.scopes import Scope

_INPUT = frozenset({"input_shape", "input_dim", "batch_input_shape", "batch_shape", "shape"})


def continued_model(
    machine: Machine, name: str, node: cst.CSTNode, scope: Scope
) -> ModelValue | None:
    """The model that an unbound name of a module stands for; bound to it from then on.

    `None` if the module's own level adds no layer of Keras to it.
    """
    first = _first_added(scope.module.tree).get(name)
    if first is None:
        return None
    origin = Origin(scope.module, node)
    model = ModelValue(name, Style.SEQUENTIAL, origin)
    told = {argument.keyword.value for argument in first.args if argument.keyword is not None}
    if not told & _INPUT and _layer_class(first) != "keras.layers.InputLayer":
        model.layers = ((Unknown(("name", name)), origin),)
    machine.journal.put(scope.names, name, model)
    machine.journal.append(machine.trace.models, model)
    return model


@lru_cache(maxsize=64)
def _first_added(tree: cst.Module) -> dict[str, cst.Call]:
    """For each name that the module's own level adds a layer to, the first such layer."""
    found: dict[str, cst.Call] = {}
    for line in tree.body:
        for statement in line.body if isinstance(line, cst.SimpleStatementLine) else ():
            match statement:
                case cst.Expr(
                    value=cst.Call(
                        func=cst.Attribute(value=cst.Name(value=name), attr=cst.Name(value="add")),
                        args=[cst.Arg(value=cst.Call() as layer, keyword=None)],
                    )
                ) if _layer_class(layer) is not None:
                    found.setdefault(name, layer)
    return found


def _layer_class(call: cst.Call) -> str | None:
    """The layer of Keras that a call is likely to make, by the last part of its name."""
    name = call.func.attr if isinstance(call.func, cst.Attribute) else call.func
    path = free_names().get(name.value) if isinstance(name, cst.Name) else None
    symbol = None if path is None else resolve(path)
    layer = symbol is not None and symbol.kind is Kind.LAYER
    return symbol.name if symbol is not None and layer else None
