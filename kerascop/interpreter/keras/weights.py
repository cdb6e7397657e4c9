"""Weights that layers and models of the linted code make themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kerascop.dimensions import Dim, add, product
from kerascop.graph.tensors import Call, Tensor
from kerascop.interpreter.classes import built_in_layer
from kerascop.interpreter.registry import method
from kerascop.interpreter.translating import shape_of
from kerascop.interpreter.values import (
    NONE,
    Arguments,
    Constant,
    Instance,
    LibraryObject,
    ModelValue,
    TensorValue,
    Value,
)

if TYPE_CHECKING:
    from kerascop.interpreter.machine import Machine

_VARIABLES = frozenset({"keras.Variable", "keras.backend.variable", "tensorflow.Variable"})


@method(Instance, "add_weight", "add_variable")
def _add_weight(machine: Machine, layer: Instance, arguments: Arguments) -> Value:
    """A weight of the layer's own: Keras 2 takes its name first, Keras 3 its shape."""
    named = bool(arguments.positional) and isinstance(arguments.positional[0].value, Constant)
    shape = arguments.get("shape", 1 if named else 0)
    known = () if shape is None or shape == NONE else shape_of(shape)
    trainable = arguments.constant("trainable", None, True)
    size = None if known is None or arguments.incomplete else product(known)
    changes = trainable if isinstance(trainable, bool) else None
    machine.journal.set(layer, "weights", (*layer.weights, (size, changes)))
    return TensorValue(Tensor(known, arguments.origin, has_batch=False))


@method(ModelValue, "add_weight", "add_variable")
def _add_model_weight(machine: Machine, model: ModelValue, arguments: Arguments) -> Value | None:
    return None if model.instance is None else _add_weight(machine, model.instance, arguments)


def own_weights(applied: Value, call: Call | None = None) -> tuple[Dim, Dim]:
    """How many weights a layer or model has besides those of the layers in it: those that training
    changes, and those that it leaves alone; `None` where that is not known.

    Args:
        applied: the layer or model.
        call: the composite that was executed for it.
    """
    layer = applied.instance if isinstance(applied, ModelValue) else applied
    if not isinstance(layer, Instance):
        return 0, 0
    if _has_hidden_weights(layer, call):
        return None, None
    trained: Dim = 0
    kept: Dim = 0
    for size, changes in layer.weights:
        if changes is None:
            return None, None
        if changes:
            trained = add(trained, size)
        else:
            kept = add(kept, size)
    return trained, kept


def _has_hidden_weights(layer: Instance, call: Call | None) -> bool:
    """Are there weights that nobody has counted?

    Variables that are attributes are the layer's weights or not, as its Keras has it. What derives
    from a layer of Keras' own has that one's weights, which are counted if it is applied.
    """
    if any(
        isinstance(value, LibraryObject) and value.key in _VARIABLES
        for value in layer.attributes.values()
    ):
        return True
    if layer.config is None or built_in_layer(layer.cls) is None:
        return False
    return layer.base is None or not any(inner.within is call for inner in layer.base.calls)
