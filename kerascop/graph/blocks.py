"""A model as rows of blocks: a weighted layer with what follows it up to the next one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import Enum
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec import Struct

from kerascop.graph.activations import (
    ATTENTION,
    CONVOLUTIONS,
    TRANSPOSED_CONVOLUTIONS,
    Activation,
    activation_of,
    applied_layer,
    is_normalisation,
    is_weighted,
    passes_values,
)
from kerascop.graph.facts import UNKNOWN
from kerascop.graph.heads import layer_units

if TYPE_CHECKING:
    from kerascop.dimensions import Dim
    from kerascop.graph.models import Model
    from kerascop.graph.tensors import Call, LayerConfig


class Role(Enum):
    """What a call does in a network, as people sketch one."""

    CONVOLUTION = "convolution"
    DENSE = "dense"
    OTHER_WEIGHTED = "other weighted"
    """Recurrent layers, attention, embeddings, transposed and depthwise convolutions."""
    NORMALISATION = "normalisation"
    ACTIVATION = "activation"
    POOLING = "pooling"
    GLOBAL_POOLING = "global pooling"
    DROPOUT = "dropout"
    LAYOUT = "layout"
    """The values as they were, at other places: `Flatten`, `Reshape`, `ZeroPadding2D`."""
    OTHER = "other"
    """Anything else, and what is not understood."""


DROPOUTS = frozenset(
    f"keras.layers.{name}"
    for name in (
        "Dropout SpatialDropout1D SpatialDropout2D SpatialDropout3D AlphaDropout GaussianDropout"
    ).split()
)

DEEP = 10
"""Convolutions and poolings in a row that make a network deep for the rules of NeuraLint."""

_DEPTHWISE = frozenset({"keras.layers.DepthwiseConv1D", "keras.layers.DepthwiseConv2D"})
_WEIGHTED = frozenset({Role.CONVOLUTION, Role.DENSE, Role.OTHER_WEIGHTED})
_LINEAR_IN_NAME_ONLY = frozenset({"keras.layers.Activation", "keras.layers.Rescaling"})


def role_of(call: Call) -> Role:
    """What a call does, seen through `TimeDistributed`."""
    layer = applied_layer(call)
    symbol = "" if layer is None else layer.symbol
    if symbol == "keras.layers.Dense":
        return Role.DENSE
    if symbol in CONVOLUTIONS - _DEPTHWISE:
        return Role.CONVOLUTION
    if is_weighted(call) or symbol in ATTENTION:
        return Role.OTHER_WEIGHTED
    if symbol in DROPOUTS:
        return Role.DROPOUT
    if is_normalisation(call):
        return Role.NORMALISATION
    if layer is not None and "Pooling" in layer.short and symbol.startswith("keras.layers."):
        return Role.GLOBAL_POOLING if layer.short.startswith("Global") else Role.POOLING
    if isinstance(activation_of(call), Activation) or symbol in _LINEAR_IN_NAME_ONLY:
        return Role.ACTIVATION
    padded = layer is not None and layer.short.startswith("ZeroPadding")
    return Role.LAYOUT if passes_values(call) or padded else Role.OTHER


class Step(Struct, frozen=True, eq=False):
    """A call with its role."""

    role: Role
    call: Call

    @property
    def layer(self) -> LayerConfig | None:
        """The layer whose work the call does, seen through `TimeDistributed`."""
        return applied_layer(self.call)


class Block(Struct, frozen=True, eq=False, dict=True):
    """A weighted layer, and the steps behind it up to the next weighted layer.

    Attributes:
        step: the weighted layer.
        after: what follows it.
        is_last: does no weighted layer follow? Then it is the output, or feeds what is joined.
    """

    step: Step
    after: tuple[Step, ...]
    is_last: bool

    @property
    def call(self) -> Call:
        return self.step.call

    @property
    def layer(self) -> LayerConfig:
        layer = self.step.layer
        assert layer is not None, "a weighted step is a layer's"
        return layer

    @property
    def units(self) -> Dim:
        """Its units or filters."""
        return layer_units(self.call)

    @property
    def is_convolution(self) -> bool:
        return self.step.role is Role.CONVOLUTION

    @property
    def is_dense(self) -> bool:
        return self.step.role is Role.DENSE

    @cached_property
    def kernel(self) -> int | None:
        """The longest side of a convolution's kernel; `None` where it is not known."""
        return _longest(self.layer, "kernel_size")

    @property
    def looks_around(self) -> bool:
        """Is it a convolution over neighbours, and not over single positions?"""
        return self.is_convolution and self.kernel != 1

    @property
    def has_strides(self) -> bool:
        """Does the convolution itself make its output smaller, as far as is known?"""
        return self.is_convolution and _longest(self.layer, "strides") != 1

    @property
    def is_pooled(self) -> bool:
        """Does the block hand on fewer positions than it gets, by strides or by pooling?"""
        pooled = {Role.POOLING, Role.GLOBAL_POOLING}
        return self.has_strides or any(step.role in pooled for step in self.after)

    @property
    def is_normalised(self) -> bool:
        return any(step.role is Role.NORMALISATION for step in self.after)

    @cached_property
    def activation(self) -> Activation | None:
        """The first non-linearity, the layer's own or one behind it; `None` if there is none."""
        for step in (self.step, *self.after):
            applied = activation_of(step.call)
            if isinstance(applied, Activation):
                return applied
        return None

    @property
    def is_understood(self) -> bool:
        """Is everything behind the layer of a known role?"""
        return all(step.role is not Role.OTHER for step in self.after)


class Row(Struct, frozen=True, eq=False, dict=True):
    """Calls one behind the other: each reads what the one before made, and nothing else does.

    Attributes:
        steps: the calls.
        enters: does the first one read an input of the model?
        leaves: is the last one's result an output of the model?
    """

    steps: tuple[Step, ...]
    enters: bool
    leaves: bool

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        """The weighted layers of the row, each with what follows it."""
        at = [place for place, step in enumerate(self.steps) if step.role in _WEIGHTED]
        ends = [*at[1:], len(self.steps)] if at else []
        return tuple(
            Block(self.steps[start], self.steps[start + 1 : end], end == len(self.steps))
            for start, end in zip(at, ends, strict=True)
        )

    @cached_property
    def convolutions(self) -> tuple[Block, ...]:
        """The blocks at the front that are convolutions over neighbours, hidden ones all.

        They end before the first layer with other weights. Convolutions of single positions are
        passed over.
        """
        found: list[Block] = []
        for block in self.blocks:
            if not block.is_convolution or not block.is_understood:
                return (*found, block) if block.looks_around and not block.is_last else tuple(found)
            if block.looks_around and not block.is_last:
                found.append(block)
        return tuple(found)

    @property
    def depth(self) -> int:
        """How many convolutions and poolings there are."""
        counted = {Role.CONVOLUTION, Role.POOLING}
        return sum(step.role in counted for step in self.steps)


def rows_of(model: Model) -> tuple[Row, ...]:
    """The rows that the calls of a model fall into: they end where the way forks or is joined."""
    open_rows: dict[Call, list[Call]] = {}
    rows: list[list[Call]] = []
    for call in model.calls:
        before = _only_before(model, call)
        row = None if before is None else open_rows.pop(before, None)
        if row is None:
            row = []
            rows.append(row)
        row.append(call)
        open_rows[call] = row
    return tuple(
        Row(
            tuple(Step(role_of(call), call) for call in row),
            any(tensor in model.inputs for tensor in row[0].inputs),
            any(tensor in model.outputs for tensor in row[-1].outputs),
        )
        for row in rows
    )


def trunk_of(model: Model) -> Row | None:
    """The row that the only input of a model goes into, up to the first fork."""
    if len(model.inputs) != 1:
        return None
    entering = [row for row in model.rows if row.enters]
    return entering[0] if len(entering) == 1 else None


def grows_back(model: Model) -> bool:
    """Does the model lead to something as large as an image again: a decoder, a generator?"""
    return model.reconstructs or any(
        call.short.startswith(("UpSampling", "Resizing", "resize"))
        or (call.layer is not None and call.layer.symbol in TRANSPOSED_CONVOLUTIONS)
        for call in model.calls
    )


def _only_before(model: Model, call: Call) -> Call | None:
    """The call whose only result is the only thing that `call` reads, and that nobody else does."""
    if len(call.inputs) != 1:
        return None
    (tensor,) = call.inputs
    if tensor.call is None or tensor in model.inputs or tensor in model.outputs:
        return None
    alone = len(tensor.call.outputs) == 1 and len(model.consumers(tensor)) == 1
    return tensor.call if alone else None


def _longest(layer: LayerConfig, name: str) -> int | None:
    value = layer.argument(name).value
    sides = value if isinstance(value, tuple) else (value,)
    known = [side for side in sides if isinstance(side, int)]
    return max(known) if known and len(known) == len(sides) else None


def rectified_stacks(model: Model) -> Iterator[tuple[Block, ...]]:
    """Ten weighted hidden layers or more in a row that end in plain ReLU, none normalised."""
    for row in model.rows:
        run: list[Block] = []
        for block in (*row.blocks, None):
            if block is not None and _is_rectified(block):
                run.append(block)
                continue
            if len(run) >= DEEP:
                yield tuple(run)
            run = []


def _is_rectified(block: Block) -> bool:
    applied = block.activation
    plain = block.is_dense or block.is_convolution
    if not plain or applied is None or applied.name != "relu":
        return False
    options = ("negative_slope", "alpha")
    leaky = any(applied.call.argument(name).value not in (0, 0.0, UNKNOWN) for name in options)
    return block.is_understood and not block.is_normalised and not leaky


def narrowing_models(models: Iterable[Model]) -> Iterator[Model]:
    """The models that do not grow back, and are no part of one that does, as encoders are."""
    listed = tuple(models)
    decoded = {call.layer for model in listed if grows_back(model) for call in model.calls}
    for model in listed:
        if not any(call.layer in decoded for call in model.calls if call.layer is not None):
            yield model
