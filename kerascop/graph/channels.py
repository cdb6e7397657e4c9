"""Images whose channels stand first, met by layers that take the last axis for the channels."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kerascop.graph.activations import is_normalisation, passes_values
from kerascop.graph.refusals import keeps_axes, maker

if TYPE_CHECKING:
    from kerascop.dimensions import Shape
    from kerascop.graph.models import Model
    from kerascop.graph.tensors import Call, Tensor

LEAST_SIDE = 8
"""The sides of an image, at least: what is smaller may as well be channels."""

_LOOKING_AT_WINDOWS = ("Conv2D", "SeparableConv2D", "DepthwiseConv2D", "MaxPooling2D")


def is_channels_first(shape: Shape | None) -> bool:
    """Is it a square image, or one in colours, with its channels before rows and columns?"""
    if shape is None or len(shape) != 4:
        return False
    _, channels, rows, columns = shape
    if not (isinstance(channels, int) and isinstance(rows, int) and isinstance(columns, int)):
        return False
    return (
        channels in (1, 3, 4)
        and min(rows, columns) >= LEAST_SIDE
        and (rows == columns or channels == 3)
    )


def misread_channels(model: Model) -> tuple[Tensor, Call] | None:
    """An input with its channels first, and the layer that takes its last axis for the channels.

    Kernels of one row are made for inputs of few rows, and permutations put the axes right: both
    are no mistake.
    """
    for tensor in model.inputs:
        if is_channels_first(tensor.shape):
            call = _reader(model, tensor)
            if call is not None and call.data_format == "channels_last" and _spans_rows(call):
                return tensor, call
    return None


def _reader(model: Model, tensor: Tensor) -> Call | None:
    """The first layer with windows that reads a tensor as it is."""
    readers = model.consumers(tensor)
    while len(readers) == 1:
        (call,) = readers
        if call.short in _LOOKING_AT_WINDOWS:
            return call
        plain = call.short in ("Rescaling", "ZeroPadding2D") or (
            passes_values(call) and call.input_shape == call.output_shape
        )
        if not (plain or is_normalisation(call)):
            return None
        readers = tuple(after for output in call.outputs for after in model.consumers(output))
    return None


def _spans_rows(call: Call) -> bool:
    name = "pool_size" if call.short == "MaxPooling2D" else "kernel_size"
    value = call.argument(name).value
    rows = value[0] if isinstance(value, tuple) and value else value
    return isinstance(rows, int) and rows > 1


def channels_read(model: Model, call: Call) -> Call | None:
    """The convolution or pooling, before a call or behind, that says where the channels are.

    Only steps that keep the axes may lie between; `None` if there is no such layer.
    """
    before = maker(call.inputs[0]) if call.inputs else None
    if before is not None:
        return before if before.data_format and _same_rank(before, call) else None
    readers = model.consumers(call.outputs[0]) if call.outputs else ()
    while len(readers) == 1:
        (reader,) = readers
        if reader.data_format and _same_rank(reader, call):
            return reader
        if not keeps_axes(reader):
            return None
        readers = tuple(after for output in reader.outputs for after in model.consumers(output))
    return None


def _same_rank(call: Call, other: Call) -> bool:
    shape, before = call.output_shape, other.input_shape
    return shape is not None and before is not None and len(shape) == len(before)
