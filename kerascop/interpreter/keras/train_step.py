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
    """Execute `train_step(self, data)` of the model that is fitted, if the program writes one."""
    instance = event.model.instance
    member = None if instance is None else find_member(instance.cls, "train_step")
    if instance is None or not isinstance(member, Function):
        return
    batch: Value = Unknown(("batch", id(event.origin.node)))
    inputs = _inputs(data.inputs)
    if inputs is not None and data.targets is not None and len(data.targets.arrays) == 1:
        batch = TupleValue((inputs, ArrayValue(data.targets.arrays[0])))
    elif inputs is not None and not data.batched and event.arguments.get("y", 1) is None:
        batch = inputs
    with symbolically(machine):
        machine.call_with(BoundMethod(instance, member), (batch,), event.origin)


def _inputs(data: Data | None) -> Value | None:
    if data is None or len(data.arrays) != 1:
        return None
    facts = data.arrays[0]
    shape = (BATCH, *facts.shape[1:]) if facts.shape else None
    return TensorValue(Tensor(shape, data.origin, dtype=facts.dtype))
