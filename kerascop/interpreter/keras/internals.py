"""Keras' private functions that its ready-made models, and the many copies of them, call."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from kerascop.dimensions import Dim, modulo, subtract
from kerascop.graph.tensors import Tensor
from kerascop.interpreter.keras.models import make_functional
from kerascop.interpreter.keras.tensors import flatten
from kerascop.interpreter.registry import CONSTANTS, FunctionHandler, function
from kerascop.interpreter.translating import from_dim, shape_of
from kerascop.interpreter.values import (
    NONE,
    NOT_CONSTANT,
    TRUE,
    Arguments,
    Constant,
    External,
    ListValue,
    TensorValue,
    TupleValue,
    Value,
)

if TYPE_CHECKING:
    from kerascop.interpreter.machine import Machine

HandlerT = TypeVar("HandlerT", bound=FunctionHandler)

_HOMES = (
    "keras",
    "keras.src",
    "tf_keras",
    "tf_keras.src",
    "tensorflow.keras",
    "tensorflow.python.keras",
)


def _private(*names: str) -> Callable[[HandlerT], HandlerT]:
    """Register a handler for a private function wherever Keras, in any version, has kept it."""
    return function(*(f"{home}.{name}" for home in _HOMES for name in names))


for _home in _HOMES:
    CONSTANTS[f"{_home}.layers.VersionAwareLayers"] = External("keras.layers")


@_private("models.Functional", "models.functional.Functional", "engine.functional.Functional")
def _functional(machine: Machine, arguments: Arguments) -> Value:
    return make_functional(machine, arguments)


@_private("utils.file_utils.exists")
def _exists(machine: Machine, arguments: Arguments) -> Value:
    return TRUE


@function("keras.utils.is_keras_tensor")
def _is_keras_tensor(machine: Machine, arguments: Arguments) -> Value | None:
    value = arguments.get("x", 0)
    if isinstance(value, TensorValue):
        return Constant(value.tensor.has_batch)
    return None


@_private("applications.imagenet_utils.validate_activation")
def _validate_activation(machine: Machine, arguments: Arguments) -> Value:
    return NONE


@_private(
    "ops.operation_utils.get_source_inputs",
    "utils.layer_utils.get_source_inputs",
    "utils.get_source_inputs",
    "engine.topology.get_source_inputs",
    "engine.get_source_inputs",
)
def _get_source_inputs(machine: Machine, arguments: Arguments) -> Value | None:
    """The inputs that a tensor is computed from."""
    value = arguments.get("tensor", 0)
    if not isinstance(value, TensorValue):
        return None
    found: dict[Tensor, None] = {}
    waiting, seen = [value.tensor], {value.tensor}
    while waiting:
        tensor = waiting.pop()
        call = tensor.call
        if call is None:
            found.setdefault(tensor)
            continue
        if call.is_opaque:
            return None
        for source in reversed(call.inputs):
            if source not in seen:
                seen.add(source)
                waiting.append(source)
    return ListValue(tuple(TensorValue(tensor) for tensor in found if tensor.has_batch))


@_private(
    "applications.imagenet_utils.obtain_input_shape",
    "applications.imagenet_utils._obtain_input_shape",
)
def _obtain_input_shape(machine: Machine, arguments: Arguments) -> Value | None:
    """The shape of one sample: the one given, else a square image, else one of any size."""
    given = arguments.get("input_shape", 0)
    size = arguments.get("default_size", 1)
    flattens = arguments.constant("require_flatten", 4, arguments.constant("include_top"))
    weights = arguments.constant("weights", 5)
    layout = arguments.constant("data_format", 3, machine.data_format)
    if given is None or size is None or flattens is NOT_CONSTANT or weights is NOT_CONSTANT:
        return None
    if flattens and weights == "imagenet":
        return _image(size, Constant(3), layout)
    if given != NONE:
        return given if shape_of(given) is not None else None
    if flattens:
        return _image(size, Constant(3), layout)
    return _image(NONE, Constant(3), layout)


def _image(side: Value, channels: Value, layout: object) -> Value:
    first = layout == "channels_first"
    return TupleValue((channels, side, side) if first else (side, side, channels))


@_private("applications.imagenet_utils.correct_pad")
def _correct_pad(machine: Machine, arguments: Arguments) -> Value | None:
    """How much to pad an image so that a strided convolution ends at its last pixel."""
    tensors = flatten(arguments.get("inputs", 0))
    kernel = arguments.constant("kernel_size", 1)
    sides = (kernel, kernel) if isinstance(kernel, int) else kernel
    if len(tensors) != 1 or not isinstance(sides, tuple | list) or len(sides) != 2:
        return None
    shape = tensors[0].shape
    if shape is None or len(shape) != 4 or not all(isinstance(side, int) for side in sides):
        return None
    start = 2 if machine.data_format == "channels_first" else 1
    lengths = shape[start : start + 2]
    even = [1 if lengths[0] is None else subtract(1, modulo(length, 2)) for length in lengths]
    return TupleValue(
        tuple(_margins(side // 2, excess) for side, excess in zip(sides, even, strict=True))
    )


def _margins(half: int, excess: Dim) -> Value:
    return TupleValue((from_dim(subtract(half, excess)), Constant(half)))
