"""Heads that answer at every position of a feature map or sequence, and what their labels want."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from kerascop.dimensions import certainly_different, product
from kerascop.graph.activations import (
    CONVOLUTIONS,
    Activation,
    activation_of,
    is_normalisation,
    passes_values,
)
from kerascop.graph.refusals import recurrent_layer

if TYPE_CHECKING:
    from kerascop.dimensions import Dim, Shape
    from kerascop.graph.tensors import Call, LayerConfig, Tensor
    from kerascop.graph.training import Objective

_LAYING_OUT = ("Reshape", "Flatten", "Permute", "reshape", "flatten", "squeeze", "expand_dims")
_SHRINKING = ("MaxPooling", "AveragePooling")
_BACKBONES = "keras.applications."


class PositionwiseHead(Struct, frozen=True, eq=False):
    """A head of `Dense` layers on a tensor that has axes between batch and features.

    Attributes:
        first: the first `Dense` of the head.
        source: the tensor that it gets.
        output: the tensor with which the head leaves.
    """

    first: Call
    source: Tensor
    output: Tensor

    @property
    def positions(self) -> Shape:
        """The axes at each entry of which there is an answer."""
        return (self.output.shape or ())[1:-1]

    @property
    def count(self) -> Dim:
        """How many answers a sample gets."""
        return product(self.positions)

    @property
    def has_many(self) -> bool:
        """Does a sample certainly get more than one answer?"""
        return certainly_different(self.count, 1) or None in self.positions

    @property
    def is_sequence(self) -> bool:
        """Are the positions the steps of a recurrent layer?"""
        return recurrent_layer(self.source.call) is not None

    @property
    def is_shrunk(self) -> bool:
        """Do windows leave fewer positions than the input has, so that none has a label of its own?

        Every layer between must be a convolution, a pooling or a step that keeps the positions:
        then the positions are parts of an image or series, and no upsampling brings them back.
        """
        tensor, windows, pooled = self.source, False, False
        while tensor.call is not None:
            call = tensor.call
            backbone = call.layer is not None and call.layer.symbol.startswith(_BACKBONES)
            shrinks = backbone or call.short.startswith(_SHRINKING)
            windows = windows or is_convolution(call) or backbone
            pooled = pooled or shrinks
            if len(call.inputs) != 1 or not (
                is_convolution(call) or _works_on_positions(call) or shrinks
            ):
                return False
            tensor = call.inputs[0]
        before, after = tensor.shape, self.positions
        if before is None or len(before) != len(after) + 2 or not (windows and pooled):
            return False
        return all(
            certainly_different(old, new) for old, new in zip(before[1:-1], after, strict=True)
        )


def is_convolution(call: Call) -> bool:
    """Is the call a convolution that makes no more positions than it gets?"""
    return call.layer is not None and call.layer.symbol in CONVOLUTIONS


def _works_on_positions(call: Call) -> bool:
    if call.short in _LAYING_OUT:
        return False
    return (
        call.short in ("Activation", "Rescaling")
        or passes_values(call)
        or is_normalisation(call)
        or (not _is_kernel(call) and isinstance(activation_of(call), Activation))
    )


def _is_kernel(call: Call) -> bool:
    return is_convolution(call) or call.short == "Dense"


def positionwise_head(objective: Objective) -> PositionwiseHead | None:
    """The `Dense` layers with which the output leaves, where they work on more than two axes."""
    output = objective.prediction
    if output.shape is None or len(output.shape) < 3:
        return None
    first: Call | None = None
    tensor = output
    while tensor.call is not None and len(tensor.call.inputs) == 1:
        call = tensor.call
        if call.short == "Dense":
            first = call
        elif not _works_on_positions(call):
            break
        tensor = call.inputs[0]
    if first is None:
        return None
    return PositionwiseHead(first, first.inputs[0], output)


def returned_sequence(objective: Objective) -> LayerConfig | None:
    """The recurrent layer whose whole sequence leaves the model, an output for every step.

    Only steps that work on each position by itself lie between: `Dense`, activations, dropout.
    """
    output = objective.prediction
    if output.shape is None or len(output.shape) != 3:
        return None
    tensor = output
    while tensor.call is not None and len(tensor.call.inputs) == 1:
        layer = recurrent_layer(tensor.call)
        if layer is not None:
            return layer if layer.argument("return_sequences").value is True else None
        if tensor.call.short != "Dense" and not _works_on_positions(tensor.call):
            return None
        tensor = tensor.call.inputs[0]
    return None
