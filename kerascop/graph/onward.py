"""Where the values of a layer go next: what they meet before a kernel multiplies them again."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from msgspec import Struct

from kerascop.graph.activations import (
    ACTIVATION_LAYERS,
    Activation,
    activation_of,
    is_weighted,
    passes_values,
)

if TYPE_CHECKING:
    from kerascop.graph.models import Model
    from kerascop.graph.tensors import Call, Tensor

_LINEAR_LAYERS = frozenset(
    f"keras.layers.{name}"
    for name in (
        "Activation BatchNormalization Concatenate RepeatVector Rescaling "
        "AveragePooling1D AveragePooling2D AveragePooling3D "
        "GlobalAveragePooling1D GlobalAveragePooling2D GlobalAveragePooling3D "
        "UpSampling1D UpSampling2D UpSampling3D ZeroPadding1D ZeroPadding2D ZeroPadding3D "
        "Cropping1D Cropping2D Cropping3D"
    ).split()
)
"""Layers that are linear maps once training is over, `Activation` only where its function is."""

MAX_POOLING = frozenset(
    f"keras.layers.{prefix}MaxPooling{rank}D" for prefix in ("", "Global") for rank in (1, 2, 3)
)
"""They select, but bend nothing: stacked with linear maps they stay positively homogeneous."""

_LINEAR_OPERATIONS = frozenset({"concatenate", "concat", "transpose", "permute_dimensions", "pad"})


class Passage(Enum):
    """What lies between a layer and the weighted layers that read it."""

    LINEAR = "linear"
    """Every way leads to a weighted layer, and nothing on it but linear maps and max-pooling."""
    BENT = "bent"
    """Some way meets a non-linearity, or leaves the model."""
    UNKNOWN = "unknown"
    """Some way goes through a call that is not understood, is added to another branch, is joined
    with what it was computed from, or ends in a layer that reads other tensors too: residual and
    dense networks, and heads over a pyramid of features, leave activations out on purpose."""


class Onward(Struct, frozen=True):
    """What the outputs of a layer meet.

    Attributes:
        passage: what lies between the layer and the next weighted layers.
        between: the calls that were gone through, those nearest to the layer first.
        weighted: the calls of the weighted layers that were reached.
    """

    passage: Passage
    between: tuple[Call, ...] = ()
    weighted: tuple[Call, ...] = ()

    @property
    def is_linear(self) -> bool:
        """Do all values reach weighted layers with no non-linearity in between?"""
        return self.passage is Passage.LINEAR

    @property
    def is_chain(self) -> bool:
        """Does nothing else flow in on the way?"""
        return all(len(call.inputs) == 1 for call in self.between)


def onward_from(model: Model, tensors: tuple[Tensor, ...]) -> Onward:
    """Walk from `tensors` through `model` to the next weighted layers."""
    passages: set[Passage] = {Passage.LINEAR if model.complete else Passage.UNKNOWN}
    between: dict[Call, None] = {}
    weighted: dict[Call, None] = {}
    leads_here = model.ancestry.leads_to(tensors)
    queue = list(tensors)
    for tensor in queue:
        readers = model.consumers(tensor)
        if not readers or tensor in model.outputs:
            passages.add(Passage.BENT)
        for call in readers:
            if is_weighted(call):
                weighted.setdefault(call)
                continue
            joins = any(map(leads_here, call.inputs))
            passage = Passage.UNKNOWN if joins else _passage(call)
            passages.add(passage)
            if passage is Passage.LINEAR and call not in between:
                between.setdefault(call)
                queue.extend(call.outputs)
    if any(set(model.calls_of(call)) - weighted.keys() for call in weighted):
        passages.add(Passage.UNKNOWN)
    worst = next(
        kind for kind in (Passage.UNKNOWN, Passage.BENT, Passage.LINEAR) if kind in passages
    )
    return Onward(worst, tuple(between), tuple(weighted))


def _passage(call: Call) -> Passage:
    applied = activation_of(call)
    if isinstance(applied, Activation):
        return Passage.BENT
    if applied is not None:
        return Passage.UNKNOWN
    layer = call.layer
    if layer is None:
        linear = passes_values(call) or call.short in _LINEAR_OPERATIONS
        return Passage.LINEAR if linear else Passage.UNKNOWN
    if layer.symbol in ACTIVATION_LAYERS:
        return Passage.BENT
    if passes_values(call) or layer.symbol in _LINEAR_LAYERS or layer.symbol in MAX_POOLING:
        return Passage.LINEAR
    return Passage.UNKNOWN
