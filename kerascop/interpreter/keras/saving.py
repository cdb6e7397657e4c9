"""Saving models: recorded as calls of the API, for what Keras says of the file's name."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from kerascop.interpreter.keras.api import record_call
from kerascop.interpreter.registry import function, method
from kerascop.interpreter.values import NONE, Arguments, Instance, ModelValue, Value

if TYPE_CHECKING:
    from kerascop.interpreter.machine import Machine


def _saving(name: str) -> Callable[[Machine, ModelValue, Arguments], Value]:
    def handler(machine: Machine, model: ModelValue, arguments: Arguments) -> Value:
        path = f"keras.Model.{name}"
        record_call(machine, path, path, arguments, model.package)
        if name == "save":
            machine.journal.append(machine.trace.saves, (model, arguments))
        return NONE

    return handler


for _name in ("save", "save_weights"):
    method(ModelValue, _name)(_saving(_name))


@function("keras.models.save_model", "keras.saving.save_model")
def _save_model(machine: Machine, arguments: Arguments) -> Value:
    saved = arguments.get("model", 0)
    model = saved.model if isinstance(saved, Instance) else saved
    if isinstance(model, ModelValue):
        machine.journal.append(machine.trace.saves, (model, arguments.without_first()))
    return NONE
