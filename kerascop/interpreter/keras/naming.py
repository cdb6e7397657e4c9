"""The names that Keras gives to layers and models: counted per class, over the whole program."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kerascop.interpreter.registry import function
from kerascop.interpreter.values import NONE, Arguments, Constant, Value
from kerascop.keras_api.naming import snake_case

if TYPE_CHECKING:
    from kerascop.interpreter.machine import Machine

_MADE_INSIDE = {
    "MultiHeadAttention": ("Softmax", "Dropout"),
    "GroupQueryAttention": ("Softmax", "Dropout"),
}
"""Layers without a name that layers of Keras' own make when they are called first."""


def automatic_name(machine: Machine, cls: str) -> str:
    """The next name for a layer, model or operation of this class: `dense`, then `dense_1` …"""
    base = snake_case(cls)
    count = machine.names.get(base, 0)
    machine.journal.put(machine.names, base, count + 1)
    return f"{base}_{count}" if count else base


def given_or_automatic(machine: Machine, name: object, cls: str) -> str:
    """The name that the source gives, else an automatic one."""
    return name if isinstance(name, str) else automatic_name(machine, cls)


def count_layers_inside(machine: Machine, cls: str) -> None:
    """Count the layers that the first call of a layer of this class makes."""
    for inner in _MADE_INSIDE.get(cls, ()):
        automatic_name(machine, inner)


@function("keras.backend.get_uid")
def _get_uid(machine: Machine, arguments: Arguments) -> Value | None:
    prefix = arguments.constant("prefix", 0, "")
    if not isinstance(prefix, str):
        return None
    count = machine.names.get(prefix, 0) + 1
    machine.journal.put(machine.names, prefix, count)
    return Constant(count)


@function("keras.backend.clear_session", "keras.utils.clear_session", "keras.backend.reset_uids")
def _clear_session(machine: Machine, arguments: Arguments) -> Value:
    for name in machine.names:
        machine.journal.put(machine.names, name, 0)
    return NONE
