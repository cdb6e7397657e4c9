"""Training steps that models of the linted code define for `fit` to call."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kerascop.dimensions import BATCH
from kerascop.graph.tensors import Tensor
from kerascop.interpreter.classes import find_member
from kerascop.interpreter.keras.eager import symbolically
from kerascop.interpreter.values import (
    ArrayValue,
    BoundMethod,
    Function,
    Instance,
    TensorValue,
    TupleValue,
    Unknown,
    Value,
)

if TYPE_CHECKING:
    from kerascop.graph.training import Data
    from kerascop.interpreter.events import FitEvent
    from kerascop.interpreter.keras.data import FitData
    from kerascop.interpreter.machine import Machine


def run_train_step(machine: Machine, event: FitEvent, data: FitData) -> None:
    """Execute `train_step(self, data)`, or else `compute_loss`, of the model that is fitted, if the
    program writes one."""
    instance = event.model.instance
    if instance is None:
        return
    member = find_member(instance.cls, "train_step")
    if not isinstance(member, Function):
        _run_compute_loss(machine, instance, event, data)
        return
    batch: Value = Unknown(("batch", id(event.origin.node)))
    inputs = _inputs(data.inputs)
    if inputs is not None and data.targets is not None and len(data.targets.arrays) == 1:
        batch = TupleValue((inputs, ArrayValue(data.targets.arrays[0])))
    elif inputs is not None and not data.batched and event.arguments.get("y", 1) is None:
        batch = inputs
    with symbolically(machine):
        machine.call_with(BoundMethod(instance, member), (batch,), event.origin)


def _run_compute_loss(machine: Machine, instance: Instance, event: FitEvent, data: FitData) -> None:
    """Execute `compute_loss(self, x, y, y_pred)`, which Keras' own `train_step` calls."""
    member, inputs = find_member(instance.cls, "compute_loss"), _inputs(data.inputs)
    if not isinstance(member, Function) or inputs is None:
        return
    if data.targets is None or len(data.targets.arrays) != 1:
        return
    labels = ArrayValue(data.targets.arrays[0])
    with symbolically(machine):
        prediction = machine.call_with(instance, (inputs,), event.origin)
        given = (inputs, labels, prediction)
        machine.call_with(BoundMethod(instance, member), given, event.origin)


def _inputs(data: Data | None) -> Value | None:
    if data is None or len(data.arrays) != 1:
        return None
    facts = data.arrays[0]
    shape = (BATCH, *facts.shape[1:]) if facts.shape else None
    return TensorValue(Tensor(shape, data.origin, dtype=facts.dtype))
