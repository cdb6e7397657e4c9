"""Weights that a model gets from elsewhere, and what that says of what it has learned."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kerascop.interpreter.registry import method
from kerascop.interpreter.values import TRUE, Arguments, ModelValue, Value

if TYPE_CHECKING:
    from kerascop.interpreter.machine import Machine

_RESTORED = "restored"
_FROM_FILE = "restored from a file"


@method(ModelValue, "set_weights")
def _restore(machine: Machine, model: Value, arguments: Arguments) -> Value | None:
    if isinstance(model, ModelValue):
        machine.journal.put(model.attributes, _RESTORED, TRUE)
    return None


@method(ModelValue, "load_weights")
def _load(machine: Machine, model: Value, arguments: Arguments) -> Value | None:
    if isinstance(model, ModelValue):
        machine.journal.put(model.attributes, _FROM_FILE, TRUE)
    return _restore(machine, model, arguments)


def is_restored(model: ModelValue) -> bool:
    """Has it been given the weights of another model, with all statistics among them?"""
    return _RESTORED in model.attributes


def has_read_weights(machine: Machine) -> bool:
    """Has a model been given weights from a file so far?

    Of which other models these are a part by now does not matter: layers are shared in many ways.
    """
    return any(_FROM_FILE in model.attributes for model in machine.trace.models)
