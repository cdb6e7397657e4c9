"""Calls that Keras refuses: what is wrong, where it is written, and what made the tensor."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from msgspec import Struct

from kerascop.dimensions import certainly_different
from kerascop.graph.activations import activation_of, applied_layer, is_normalisation, passes_values
from kerascop.graph.facts import Unknown
from kerascop.graph.keras1 import positional_strides
from kerascop.graph.tensors import LayerConfig

if TYPE_CHECKING:
    from kerascop.dimensions import Shape
    from kerascop.graph.models import Model, Placement
    from kerascop.graph.tensors import Call, Tensor
    from kerascop.syntax.origin import Origin

RECURRENT = frozenset(
    f"keras.layers.{name}"
    for name in "SimpleRNN LSTM GRU RNN CuDNNLSTM CuDNNGRU ConvLSTM1D ConvLSTM2D ConvLSTM3D".split()
)

_SEQUENCE_LAYERS = frozenset(
    {"SimpleRNN", "LSTM", "GRU", "RNN", "CuDNNLSTM", "CuDNNGRU", "Bidirectional"}
)
_SPATIAL_LAYER = re.compile(
    r"(?P<kind>ConvLSTM|(Separable|Depthwise|LocallyConnected)?(Conv)?|(Global)?(Max|Average)Pooling"
    r"|UpSampling|ZeroPadding|Cropping|SpatialDropout)(?P<rank>[123])D(Transpose)?"
)
_SHAPE = re.compile(r"\([^()]*(?:\([^()]*\)[^()]*)*,[^()]*\)")
"""A tuple of sizes, which may have quotients such as `(n) // 2` in it."""

_RESHAPING = frozenset(
    {"Reshape", "Flatten", "Permute", "reshape", "squeeze", "expand_dims", "flatten", "ravel"}
)


class Refused(Struct, frozen=True, eq=False):
    """A call in a model that Keras refuses, nothing before it being refused.

    Attributes:
        model: the model in which it happens.
        call: the call.
        kind: what is wrong: `rank`, `shape`, `negative`, `size`, `count` or `argument`.
        reason: what Keras refuses, in words, with the shapes.
    """

    model: Model
    call: Call
    kind: str
    reason: str

    @property
    def shape(self) -> Shape | None:
        """The shape of the first tensor that goes in."""
        return self.call.input_shape

    @property
    def origin(self) -> Origin:
        """Where the mistake is written: the layer, or its call where other calls suit it."""
        layer = self.call.layer
        if layer is None:
            return self.call.origin
        shared = any(
            each.layer is layer and each.refusal is None and each is not self.call
            for each in self.model.calls
        )
        return self.call.origin if shared else layer.origin

    @property
    def name(self) -> str:
        """The class of the layer that refuses, seen through wrappers, or the operation's name."""
        layer = applied_layer(self.call)
        return self.call.short if layer is None else layer.short

    @property
    def is_wrapped(self) -> bool:
        """Does another layer, such as `TimeDistributed`, apply the one that refuses?"""
        return self.call.layer is not None and self.call.layer.short != self.reason.split()[0]

    @property
    def options(self) -> frozenset[str]:
        """The names of the arguments that the layer takes."""
        layer = applied_layer(self.call)
        return frozenset() if layer is None else frozenset(layer.arguments)

    @property
    def shown(self) -> str:
        """The reason as messages say it: the layer's name and all shapes as code."""
        return _SHAPE.sub(
            r"`\g<0>`", f"`{self.reason.partition(' ')[0]}` {self.reason.partition(' ')[2]}"
        )

    @property
    def maker(self) -> Call | None:
        """The call that gave the first input its rank; `None` where that is the model's input."""
        return maker(self.call.inputs[0]) if self.call.inputs else None

    @property
    def sources(self) -> Iterator[tuple[Origin, Shape | None]]:
        """Where each tensor that goes in is made, and its shape."""
        for tensor in self.call.inputs:
            made = maker(tensor)
            yield (tensor.origin if made is None else made.origin), tensor.shape

    @property
    def before(self) -> tuple[Call, ...]:
        """The calls that the refused one depends on."""
        found: dict[Call, None] = {}
        stack = list(self.call.inputs)
        while stack:
            call = stack.pop().call
            if call is not None and call not in found:
                found[call] = None
                stack.extend(call.inputs)
        return tuple(found)

    @property
    def is_of_keras1(self) -> bool:
        """Do strides that were meant as a side of the kernel come before it, or stand in it?"""
        return any(positional_strides(call.layer) for call in (self.call, *self.before))

    @property
    def source(self) -> Origin | None:
        """Where the tensor that does not fit is made."""
        made = self.maker
        if made is not None:
            return made.origin
        return self.model.inputs[0].origin if self.model.inputs else None


def refused_in(model: Model) -> tuple[Refused, ...]:
    """The calls that Keras refuses, without those that another refused call leads to."""
    spoiled: set[Tensor] = set()
    found: list[Refused] = []
    for call in model.calls:
        if any(tensor in spoiled for tensor in call.inputs):
            spoiled.update(call.outputs)
        elif call.refusal is not None:
            spoiled.update(call.outputs)
            found.append(Refused(model, call, call.refusal_kind or "", call.refusal))
    return tuple(found)


def maker(tensor: Tensor) -> Call | None:
    """The call that gave a tensor its rank: steps that keep the axes are gone through."""
    call = tensor.call
    while call is not None and len(call.inputs) == 1 and keeps_axes(call):
        call = call.inputs[0].call
    return call


def keeps_axes(call: Call) -> bool:
    """Is the call a step, such as an activation, that leaves the axes as they are?"""
    if call.short in _RESHAPING:
        return False
    if passes_values(call) or is_normalisation(call) or call.short in ("Activation", "Rescaling"):
        return True
    applied = activation_of(call)
    plain = call.layer is None or call.layer.short.endswith(("ReLU", "ELU", "Softmax"))
    return plain and applied is not None and not isinstance(applied, Unknown)


def recurrent_layer(call: Call | None) -> LayerConfig | None:
    """The recurrent layer that a call applies, seen through wrappers and `Bidirectional`."""
    layer = None if call is None else applied_layer(call)
    if layer is not None and layer.symbol == "keras.layers.Bidirectional":
        inner = layer.argument("layer").value
        layer = inner if isinstance(inner, LayerConfig) else None
    return layer if layer is not None and layer.symbol in RECURRENT else None


def ends_its_sequence(call: Call | None) -> LayerConfig | None:
    """The recurrent layer that keeps its last output alone, if the call applies one."""
    layer = recurrent_layer(call)
    if layer is None or call is None or applied_layer(call) is not call.layer:
        return None
    return layer if layer.argument("return_sequences").value is False else None


def missing_sequence(call: Call) -> LayerConfig | None:
    """The recurrent layer before a recurrent call that passes on its last output alone.

    It needs no shape: without `return_sequences` there is no axis of steps, whatever comes in.
    """
    layer = recurrent_layer(call)
    if layer is None or applied_layer(call) is not call.layer or not call.inputs:
        return None
    before = ends_its_sequence(maker(call.inputs[0]))
    same = before is not None and _axes(before) == _axes(layer)
    return before if same else None


def _axes(layer: LayerConfig) -> str:
    """The spatial axes of a recurrent layer's steps: `2D`, or nothing."""
    return layer.short[-2:] if layer.short.startswith("ConvLSTM") else ""


def wanted_rank(name: str) -> int | None:
    """How many axes a layer of this class works on, the batch included; `None` if many do."""
    if name in _SEQUENCE_LAYERS:
        return 3
    spatial = _SPATIAL_LAYER.fullmatch(name)
    if spatial is None:
        return None
    return int(spatial["rank"]) + (3 if spatial["kind"] == "ConvLSTM" else 2)


KERNELS_ON_CHANNELS = frozenset(
    f"keras.layers.{name}"
    for name in "Dense Conv1D Conv2D Conv3D Conv2DTranspose SimpleRNN LSTM GRU".split()
)
"""Layers whose kernel is as wide as the channels of the first tensor that they are applied to."""


def unlike_before(placement: Placement) -> Iterator[tuple[Call, Call]]:
    """The first call of a layer and each later one on another number of channels."""
    if placement.layer.symbol not in KERNELS_ON_CHANNELS:
        return
    calls = list(dict.fromkeys(call for place in placement.places for call in place.calls))
    first = next((call for call in calls if call.refusal is None and call.input_shape), None)
    for call in calls:
        if first is not None and call.refusal is None and unlike(first, call.input_shape):
            yield first, call


def unlike(call: Call, shape: Shape | None) -> bool:
    """Has a tensor of this shape certainly another number of channels than the call's input?"""
    before = call.input_shape
    if not before or not shape or len(before) != len(shape):
        return False
    axis = 1 if call.data_format == "channels_first" else -1
    return certainly_different(before[axis], shape[axis])
