"""The head of a tensor: the activations and the weighted layer with which an output leaves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from kerascop.graph.activations import (
    Activation,
    activation_of,
    applied_layer,
    has_own_classifier,
    is_weighted,
    passes_values,
)
from kerascop.graph.facts import UNKNOWN
from kerascop.graph.tensors import Call, Tensor

if TYPE_CHECKING:
    from kerascop.dimensions import Dim, Shape


class Head(Struct, frozen=True):
    """How an output leaves the model.

    Attributes:
        tensor: the output.
        activations: the non-linearities between the last weighted layer and the output, the
            output's own first. Empty for a linear head.
        weighted: the call of the last weighted layer, or `None` if it was not found.
        known: was every step back to that layer understood?
        between: the calls from the output (first) back to the weighted layer, that one excluded.
    """

    tensor: Tensor
    activations: tuple[Activation, ...]
    weighted: Call | None
    known: bool
    between: tuple[Call, ...] = ()

    @property
    def activation(self) -> Activation | None:
        """The non-linearity that the output has last gone through; `None` for a linear head."""
        return self.activations[0] if self.activations else None

    @property
    def is_linear(self) -> bool:
        """Is it known that no non-linearity follows the last weighted layer?"""
        return self.known and not self.activations

    @property
    def shape(self) -> Shape | None:
        return self.tensor.shape

    @property
    def shapes(self) -> tuple[Shape, ...]:
        """Every known shape that the output had since the last weighted layer, its own first."""
        found = (self.tensor.shape, *(call.input_shape for call in self.between))
        return tuple(shape for shape in found if shape is not None)

    @property
    def units(self) -> Dim:
        """Size of the last axis: of the output, or of the weighted layer where that is unknown."""
        if self.tensor.shape:
            return self.tensor.shape[-1]
        if self.weighted is None or any(
            call.short in ("Flatten", "Reshape", "reshape", "flatten") for call in self.between
        ):
            return None
        return layer_units(self.weighted)

    @property
    def softmax_classes(self) -> Dim:
        """The size of the axis that a final softmax shares out; unknown for any but the last."""
        if self.activation is None or not self.activation.is_softmax:
            return None
        axis = self.activation.call.argument("axis")
        last = -1 if self.tensor.shape is None else len(self.tensor.shape) - 1
        return self.units if not axis.given or axis.value in (-1, last) else None

    @property
    def layer_shown(self) -> str:
        """The last weighted layer as messages name it: `Dense(3)`, or "the output" if not known."""
        return "the output" if self.weighted is None else show_layer(self.weighted)

    def ends_in(self, *names: str) -> bool:
        """Is the last activation known and one of `names`?"""
        return self.activation is not None and self.activation.name in names


def layer_units(call: Call) -> Dim:
    """The size of the last axis that a weighted layer makes, from its configuration."""
    layer = applied_layer(call)
    if layer is None:
        return None
    for name in ("units", "filters"):
        value = layer.argument(name).value
        if isinstance(value, int) and not isinstance(value, bool):
            return value
    return None


def show_layer(call: Call) -> str:
    """A layer as messages name it: `Dense(3)`, `Conv2D(…)` where its size is not known."""
    units = layer_units(call)
    layer = applied_layer(call)
    short = call.short if layer is None else layer.short
    return f"`{short}({'…' if units is None else units})`"


def head_of(tensor: Tensor) -> Head:
    """Walk back from `tensor` through activations, dropout, reshapes to the last weighted layer."""
    activations: list[Activation] = []
    between: list[Call] = []
    here: Tensor = tensor
    while True:
        call = here.call
        if call is None:
            return Head(tensor, tuple(activations), None, False, tuple(between))
        applied = activation_of(call)
        if applied is UNKNOWN:
            return Head(tensor, tuple(activations), None, False, tuple(between))
        if isinstance(applied, Activation):
            activations.append(applied)
        if is_weighted(call) or has_own_classifier(call):
            return Head(tensor, tuple(activations), call, True, tuple(between))
        transparent = (
            passes_values(call) or isinstance(applied, Activation) or call.short == "Activation"
        )
        if not transparent or len(call.inputs) != 1:
            return Head(tensor, tuple(activations), None, False, tuple(between))
        between.append(call)
        here = call.inputs[0]
