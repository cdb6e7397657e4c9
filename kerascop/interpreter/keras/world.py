"""Defaults of the world that a program runs in, and the calls that change them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kerascop.interpreter.registry import function
from kerascop.interpreter.values import NONE, Arguments, Constant, TensorValue, Value

if TYPE_CHECKING:
    from kerascop.interpreter.machine import Machine


@function("keras.backend.image_data_format", "keras.config.image_data_format")
def _image_data_format(machine: Machine, arguments: Arguments) -> Value:
    return Constant(machine.data_format)


@function("keras.backend.set_image_data_format", "keras.config.set_image_data_format")
def _set_image_data_format(machine: Machine, arguments: Arguments) -> Value:
    chosen = arguments.constant("data_format", 0)
    if chosen in ("channels_first", "channels_last"):
        machine.journal.set(machine, "data_format", chosen)
    return NONE


@function("keras.backend.image_dim_ordering")
def _image_dim_ordering(machine: Machine, arguments: Arguments) -> Value:
    return Constant("th" if machine.data_format == "channels_first" else "tf")


@function("keras.backend.set_image_dim_ordering")
def _set_image_dim_ordering(machine: Machine, arguments: Arguments) -> Value:
    chosen = {"th": "channels_first", "tf": "channels_last"}.get(
        str(arguments.constant("dim_ordering", 0))
    )
    if chosen is not None:
        machine.journal.set(machine, "data_format", chosen)
    return NONE


@function("tensorflow.executing_eagerly")
def _executing_eagerly(machine: Machine, arguments: Arguments) -> Value | None:
    """Not where Keras executes with symbols; elsewhere it depends on the release."""
    return Constant(False) if machine.traced or machine.within is not None else None


@function("keras.backend.epsilon", "keras.config.epsilon")
def _epsilon(machine: Machine, arguments: Arguments) -> Value:
    return Constant(1e-07)


@function("keras.backend.backend", "keras.config.backend")
def _backend(machine: Machine, arguments: Arguments) -> Value:
    return Constant("tensorflow")


@function("tensorflow.is_tensor")
def _is_tensor(machine: Machine, arguments: Arguments) -> Value | None:
    return Constant(True) if isinstance(arguments.get("x", 0), TensorValue) else None
