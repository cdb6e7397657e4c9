"""Wrappers around models and layers of the linted code: what is wrapped is applied to one step."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kerascop.dimensions import subtract
from kerascop.graph.models import Model, Style
from kerascop.graph.tensors import Tensor
from kerascop.graph.weights import weights_of
from kerascop.interpreter.keras.tensors import flatten
from kerascop.interpreter.values import Instance, LayerValue, ModelValue, TensorValue
from kerascop.keras_api.shapes import Inferred

if TYPE_CHECKING:
    from kerascop.interpreter.machine import Machine
    from kerascop.syntax.origin import Origin


def wrapped_inference(
    machine: Machine, layer: LayerValue, inputs: Sequence[Tensor], origin: Origin
) -> Inferred | None:
    """What `TimeDistributed` gives around a `Lambda`, a model, or a layer of the linted code.

    `None` for any other layer, and where the shape that goes in is not known.
    """
    inner = layer.arguments.get("layer")
    shape = inputs[0].shape if len(inputs) == 1 else None
    if layer.config.short != "TimeDistributed" or shape is None or len(shape) < 3:
        return None
    if not isinstance(inner, ModelValue | Instance) and not _is_lambda(inner):
        return None
    assert inner is not None
    step = Tensor((shape[0], *shape[2:]), origin)
    mark = machine.journal.mark()
    around, machine.composites = machine.composites, []
    machine.speculation += 1
    try:
        results = flatten(machine.call_with(inner, (TensorValue(step),), origin))
    finally:
        machine.speculation -= 1
        machine.composites = around
        machine.journal.rollback(mark)
    if len(results) != 1:
        return None
    applied = Model(layer.config.short, Style.FUNCTIONAL, (step,), tuple(results), origin)
    weights = weights_of(applied.all_calls, {})
    single = results[0].shape
    whole = None if not single else (single[0], shape[1], *single[1:])
    return Inferred((whole,), weights.trainable, subtract(weights.total, weights.trainable))


def _is_lambda(inner: object) -> bool:
    return isinstance(inner, LayerValue) and inner.config.short == "Lambda"
