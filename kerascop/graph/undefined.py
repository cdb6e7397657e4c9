"""Axes that the source leaves open (`Input((None, None, 3))`) and that a kernel multiplies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kerascop.graph.activations import (
    CONVOLUTIONS,
    activation_of,
    is_normalisation,
    passes_values,
)
from kerascop.graph.facts import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kerascop.graph.models import Model
    from kerascop.graph.program import Program
    from kerascop.graph.tensors import Call, Tensor
    from kerascop.syntax.origin import Origin

_INPUTS = frozenset({"keras.Input", "keras.layers.Input", "keras.layers.InputLayer"})
_KEEPING_OPEN = ("MaxPooling", "AveragePooling", "UpSampling", "ZeroPadding", "Cropping")


def undefined_features(program: Program, model: Model) -> Iterator[Call]:
    """The `Dense` calls whose last input axis the source itself has left open."""
    opened: set[Origin] | None = None
    for call in model.calls:
        shape = call.input_shape
        if call.short != "Dense" or not shape or shape[-1] is not None or len(call.inputs) != 1:
            continue
        start = _start(model, call.inputs[0])
        if opened is None:
            opened = set(_open_inputs(program))
        if start is not None and start.origin in opened:
            yield call


def _open_inputs(program: Program) -> Iterator[Origin]:
    for use in program.api_calls:
        if use.symbol in _INPUTS:
            shape = use.keywords.get("shape") or next(iter(use.positional), None)
            if shape is not None and isinstance(shape.value, tuple) and None in shape.value:
                yield use.origin


def _start(model: Model, tensor: Tensor) -> Tensor | None:
    """The model's input that a tensor comes from by layers that leave open what is open."""
    while tensor not in model.inputs:
        call = tensor.call
        if call is None or len(call.inputs) != 1 or not _leaves_open(call):
            return None
        tensor = call.inputs[0]
    return tensor


def _leaves_open(call: Call) -> bool:
    layer = call.layer
    if layer is None or layer.user_defined or activation_of(call) is UNKNOWN:
        return False
    if call.short in ("Reshape", "Permute"):
        return False
    return (
        layer.symbol in CONVOLUTIONS
        or passes_values(call)
        or is_normalisation(call)
        or call.short == "Activation"
        or call.short.startswith(_KEEPING_OPEN)
    )
